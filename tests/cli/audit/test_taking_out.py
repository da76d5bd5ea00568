"""What is taken out of a log: its exact records and proofs, in new files that are whole."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from cli.audit.targets import written
from lifecycle.errors import Misused
from lifecycle.proof import checkpoint, keys, merkle, tlogproof
from tests.cli.harness import typed

DONE, MISUSED, FINDINGS, ABSENT = 0, 2, 6, 4
NEXT = "sez plot start-design KHG-014 --on 2020-01-06"


def test_an_export_is_the_exact_records(sealed: Path) -> None:
    done = typed("sez audit export -o log.jsonl --format json")
    with closing(sqlite3.connect("sez.db")) as connection:
        states = [state for (state,) in connection.execute("SELECT state FROM stored_events ORDER BY rowid")]
    content = Path("log.jsonl").read_bytes()
    assert content.split(b"\n") == [*states, b""]
    assert done.json["row"] == {"file": "log.jsonl", "records": len(states)}
    root = merkle.root([merkle.leaf_hash(line) for line in content.split(b"\n")[:-1]])
    assert root == checkpoint.parse(Path("sez.checkpoint").read_text().partition("\n\n")[0] + "\n").root


def test_an_export_replaces_no_file_of_the_store(sealed: Path) -> None:
    before = Path("sez.db").read_bytes()
    refused = typed("sez audit export -o sez.db --format json")
    assert (refused.code, refused.fault["code"]) == (MISUSED, "same-file")
    assert Path("sez.db").read_bytes() == before


def test_an_event_is_proven_to_be_in_the_log_of_the_last_checkpoint(sealed: Path) -> None:
    done = typed("sez audit prove plot-KHG-014@2 -o p --format json").json["row"]
    proof = tlogproof.parse(Path("p").read_bytes())
    typed("sez audit export -o log.jsonl")
    leaf = merkle.leaf_hash(Path("log.jsonl").read_bytes().split(b"\n")[done["index"]])
    signed = proof.verify(leaf, keys.load(Path("sez.key")).verifier)
    assert (proof.index, signed.size) == (done["index"], done["size"])


def test_what_no_checkpoint_covers_is_not_proven(store: Path) -> None:
    early = typed("sez audit prove plot-KHG-014@1 --format json")
    assert (early.code, early.fault["code"]) == (MISUSED, "no-checkpoint")
    typed("sez audit seal --key sez.key")
    event = typed(f"{NEXT} --format json").json["events"][0]["event"]
    late = typed(f"sez audit prove {event} --format json")
    assert (late.code, late.fault["code"]) == (MISUSED, "not-signed-yet")
    assert typed("sez audit prove plot-KHG-014@99").code == ABSENT
    assert typed("sez audit prove nonsense").code == MISUSED


def test_the_log_is_shown_to_have_only_grown_since_an_older_checkpoint(sealed: Path) -> None:
    shutil.copy("sez.checkpoint", "old")
    typed(NEXT)
    typed("sez audit seal --key sez.key")
    vkey = typed("sez audit key show sez.key").out.strip()
    row = typed(f"sez audit consistency old --vkey {vkey} --format json").json["row"]
    assert (row["consistent"], row["signatures"]) == (True, True)
    proof = [bytes.fromhex(one) for one in row["proof"]]
    roots = bytes.fromhex(row["old_root"]), bytes.fromhex(row["new_root"])
    merkle.verify_consistency(row["old_size"], row["new_size"], *roots, proof)
    other = keys.generate("sez.other/1").verifier
    assert typed(f"sez audit consistency old --vkey {other}").code == FINDINGS
    assert "not checked: the signatures" in typed("sez audit consistency old").out


def test_a_log_that_does_not_begin_with_an_older_one_is_said_so(sealed: Path) -> None:
    shutil.copy("sez.db", "backup.db")
    typed(NEXT)
    typed("sez audit seal --key sez.key")
    shutil.copy("sez.checkpoint", "old")
    shutil.copy("sez.key.last", "kept.last")
    shutil.copy("backup.db", "sez.db")
    for ending in ("-wal", "-shm"):
        Path(f"sez.db{ending}").unlink(missing_ok=True)
    Path("sez.key.last").unlink()
    Path("sez.checkpoint").unlink()
    typed("sez plot start-design KHG-014 --on 2020-01-07")
    typed("sez audit seal --key sez.key")
    told = typed("sez audit consistency old --format json")
    assert (told.code, told.json["row"]["consistent"]) == (FINDINGS, False)
    found = typed("sez audit verify --checkpoint old --checkpoint kept.last --format json")
    assert found.code == FINDINGS
    assert {row["problem"] for row in found.json["rows"]} == {"checkpoint-differs"}


# -- files that are there ----------------------------------------------------------------------------


@pytest.mark.parametrize("command", ["export", "prove plot-KHG-014@1"])
def test_a_file_that_is_there_is_not_written_over(command: str, sealed: Path) -> None:
    key = Path("sez.key").read_bytes()
    run = typed(f"sez audit {command} -o sez.key --format json")
    assert (run.code, run.out, run.fault["code"], run.fault["hint"]) == (
        MISUSED,
        "",
        "file-exists",
        "--output FILE",
    )
    assert run.fault["message"].startswith("there is a file sez.key, and it is left as it is")
    assert Path("sez.key").read_bytes() == key
    Path("loose").symlink_to("nowhere")
    assert typed(f"sez audit {command} -o loose").code == MISUSED
    assert typed(f"sez audit {command} -o out").code == DONE
    assert typed(f"sez audit {command} -o out").code == MISUSED
    assert not list(Path().glob("*.partial"))


def test_a_file_that_came_meanwhile_is_not_written_over(tmp_path: Path) -> None:
    target = tmp_path / "log.jsonl"
    with pytest.raises(Misused) as said, written(str(target)):
        target.write_bytes(b"theirs")
    assert said.value.values == {"problem": "file-exists", "path": str(target)}
    assert (target.read_bytes(), list(tmp_path.iterdir())) == (b"theirs", [target])


def test_a_file_is_there_only_when_it_is_finished(tmp_path: Path) -> None:
    target = tmp_path / "log.jsonl"
    with written(str(target)) as file:
        file.write(b"half")
        file.flush()
        assert not target.exists()
    assert target.read_bytes() == b"half"
    with pytest.raises(KeyboardInterrupt), written(str(tmp_path / "other")):
        raise KeyboardInterrupt
    assert list(tmp_path.iterdir()) == [target]
