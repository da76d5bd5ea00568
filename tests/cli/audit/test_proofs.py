"""Sealing, proving and verifying as they are typed: what is untouched is shown to be, what is not is found."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from lifecycle.proof import checkpoint, keys
from tests.cli.harness import sez, typed
from tests.cli.test_startup import loaded
from tests.lifecycle.proof.stores import tampered

DONE, BROKEN, MISUSED, FINDINGS, ABSENT = 0, 1, 2, 6, 4
At = Callable[[str], Path]
NEXT = "sez plot start-design KHG-014 --on 2020-01-06"


def position() -> int:
    return int(typed("sez audit verify --no-models --format json").json["position"])


# -- keys and seals ----------------------------------------------------------------------------------


def test_a_key_is_made_once_for_the_log_and_shows_only_its_public_half(store: Path) -> None:
    shown = typed("sez audit key show sez.key --format json").json["row"]
    text = Path("sez.key").read_text()
    assert keys.VerifierKey.parse(shown["vkey"]) == keys.load(Path("sez.key")).verifier
    assert shown["name"] in text
    assert text.strip().split("+", 4)[4] not in typed("sez audit key show sez.key").out
    again = typed("sez audit key generate sez.key --format json")
    assert (again.code, again.fault["code"]) == (MISUSED, "key-exists")
    assert Path("sez.key").read_text() == text


def test_a_seal_says_what_was_signed_and_verifies(sealed: Path) -> None:
    row = typed("sez audit seal --key sez.key --format json").json["row"]
    key = keys.load(Path("sez.key")).verifier
    signed = checkpoint.opened(Path("sez.checkpoint").read_bytes(), key)
    assert (signed.size, signed.root.hex()) == (row["size"], row["root"])
    assert (row["position"], row["first"]) == (row["size"], False)
    done = typed("sez audit verify --key sez.key --format json").json
    assert done["rows"] == []
    assert [(one["source"], one["size"], one["signed"]) for one in done["checked"]["checkpoints"]] == [
        ("sez.checkpoint", row["size"], True),
        ("sez.key.last", row["size"], True),
    ]
    assert [one["what"] for one in done["unchecked"]] == ["requests", "models-absent"]


def test_nothing_is_sealed_without_a_key_or_a_store(at: At) -> None:
    at("held")
    no_key = typed("sez audit seal --format json")
    assert (no_key.code, no_key.fault["code"]) == (MISUSED, "no-key")
    missing = typed("sez audit seal --key nowhere --format json")
    assert (missing.code, missing.fault["code"]) == (MISUSED, "key-missing")
    for line in ("seal --key k", "verify", "export", "key generate k"):
        assert typed(f"sez audit {line} --store none.db").code == ABSENT
    assert not Path("none.db").exists()


def test_an_old_backup_is_neither_sealed_nor_signed_for(sealed: Path) -> None:
    shutil.copy("sez.db", "backup.db")
    assert typed(NEXT).code == DONE
    assert typed("sez audit seal --key sez.key").code == DONE
    assert typed("sez store restore backup.db --yes").code == DONE
    refused = typed("sez audit seal --key sez.key --format json")
    assert (refused.code, refused.fault["code"]) == (FINDINGS, "restored")
    found = typed("sez audit verify --format json")
    assert found.code == FINDINGS
    assert {row["problem"] for row in found.json["rows"]} == {"log-shorter"}


def test_what_was_sealed_is_never_amended(sealed: Path) -> None:
    before = position()
    for line in ("void heads-main@1", "correct heads-main@1 --set size=3"):
        refused = typed(f"sez {line} --document decision=5@2020-01-21 --reason wrong --format json")
        assert refused.code not in (DONE, BROKEN), line
        assert "heads" in refused.fault["message"]
    assert position() == before


def test_a_signer_that_lost_its_memory_believes_what_it_published(sealed: Path) -> None:
    shutil.copy("sez.db", "backup.db")
    assert typed(NEXT).code == DONE
    assert typed("sez audit seal --key sez.key").code == DONE
    published = Path("sez.checkpoint").read_bytes()
    Path("sez.key.last").unlink()
    assert typed("sez store restore backup.db --yes").code == DONE
    refused = typed("sez audit seal --key sez.key --format json")
    assert (refused.code, refused.fault["code"]) == (FINDINGS, "restored")
    assert "if it is known why, and right, delete sez.checkpoint" in refused.fault["message"]
    assert Path("sez.checkpoint").read_bytes() == published
    Path("sez.checkpoint").unlink()
    assert typed("sez audit seal --key sez.key").code == DONE


def test_a_restored_backup_is_said_to_agree_with_no_checkpoint(sealed: Path) -> None:
    shutil.copy("sez.db", "backup.db")
    typed(NEXT)
    typed("sez audit seal --key sez.key")
    typed("sez store restore backup.db --yes")
    told = typed("sez audit verify --key sez.key").out
    assert "not checked: any record by a signature: no checkpoint agrees with the log" in told
    assert "after position 0" not in told


# -- after acts --------------------------------------------------------------------------------------


def test_after_every_act_a_checkpoint_is_signed_where_a_key_is_named(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SEZ_KEY", "sez.key")
    done = typed(f"{NEXT} --format json")
    assert (done.code, done.err) == (DONE, "")
    key = keys.load(Path("sez.key")).verifier
    signed = checkpoint.opened(Path("sez.checkpoint").read_bytes(), key)
    assert signed.size == done.json["position"]
    Path("sez.checkpoint").unlink()
    assert typed("sez plot show KHG-014").code == DONE
    assert not Path("sez.checkpoint").exists(), "a question signs nothing"


def test_an_act_stands_though_no_checkpoint_of_it_can_be_signed(
    sealed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = position()
    monkeypatch.setenv("SEZ_KEY", "nowhere")
    done = typed(f"{NEXT} --format json")
    assert done.code == DONE
    assert "no checkpoint of it was signed: there is no key nowhere" in done.err
    monkeypatch.delenv("SEZ_KEY")
    assert done.json["position"] == position() > before


def test_a_refused_act_and_a_trial_copy_are_not_signed(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEZ_KEY", "sez.key")
    assert typed("sez plot start-use KHG-014").code != DONE
    assert typed("sez store copy trial.db").code == DONE
    done = typed(f"{NEXT} --store trial.db")
    assert done.code == DONE
    assert "checkpoint" not in done.err
    assert not list(Path().glob("*.checkpoint"))
    refused = typed("sez audit seal --store trial.db --format json")
    assert (refused.code, refused.fault["code"]) == (FINDINGS, "trial")


def test_whoever_has_no_key_loads_nothing_for_one(at: At) -> None:
    at("held")
    assert "cryptography" not in loaded(*NEXT.split()[1:])


# -- verifying ---------------------------------------------------------------------------------------


def test_an_untouched_store_verifies_and_what_was_not_checked_is_said(store: Path) -> None:
    done = typed("sez audit verify")
    assert (done.code, done.err) == (DONE, "")
    lines = done.out.splitlines()
    assert lines[1] == "nothing is wrong with what was checked"
    assert all(line.startswith("not checked: ") for line in lines[2:])
    assert any("no key file" in line for line in lines)
    assert typed("sez plot list").code == DONE
    assert "read models" not in typed("sez audit verify").out


@pytest.mark.parametrize(
    ("statement", "problem"),
    [
        ("UPDATE stored_events SET state = replace(state, 'KHG', 'KHX') WHERE rowid = 9", "damaged"),
        ("UPDATE stored_events SET topic = 'zone.ZoneExpired@1' WHERE rowid = 9", "columns-disagree"),
        ("DELETE FROM stored_events WHERE rowid = 9", "missing"),
        ("DELETE FROM commands WHERE first_position = 5", "command-unlisted"),
        ("UPDATE stored_events SET state = 'x' WHERE rowid = 1", "damaged"),
    ],
)
def test_a_store_that_was_changed_is_found_out(sealed: Path, statement: str, problem: str) -> None:
    tampered(sealed, statement)
    found = typed("sez audit verify --key sez.key --format json")
    assert found.code == FINDINGS
    assert problem in {row["problem"] for row in found.json["rows"]}
    assert all(row["message"] and row["repair"].startswith("Next: ") for row in found.json["rows"])
    told = typed("sez audit verify --key sez.key")
    assert (told.code, told.err) == (FINDINGS, "")
    assert "nothing is wrong" not in told.out


def test_a_command_without_its_row_is_said_to_have_none(sealed: Path) -> None:
    tampered(sealed, "DELETE FROM commands WHERE first_position = 5")
    told = typed("sez audit verify").out
    assert "the table of commands has no row for command " in told
    assert "its row says" not in told


def test_nothing_is_verified_from_beyond_the_end(sealed: Path) -> None:
    told = typed("sez audit verify --from 999999 --format json")
    assert (told.code, told.fault["code"]) == (2, "beyond-end")


def test_a_finding_names_the_record_and_what_to_do(sealed: Path) -> None:
    tampered(sealed, "UPDATE stored_events SET originator_version = 7 WHERE rowid = 9")
    with closing(sqlite3.connect("sez.db")) as connection:
        (stream,) = connection.execute("SELECT originator_id FROM stored_events WHERE rowid = 9").fetchone()
    (line, *_) = typed("sez audit verify").out.splitlines()
    assert line.startswith(f"position 9, {stream}@7: its row says {stream}@7 ")
    assert "restore a backup that verifies" in typed("sez audit verify").out


def test_read_models_that_were_changed_are_found_and_rebuilt(sealed: Path) -> None:
    assert typed("sez plot list").code == DONE
    with closing(sqlite3.connect("sez.views.db")) as connection, connection:
        connection.execute("UPDATE plots_g1 SET area_m2 = 1 WHERE key = 'KHG-014'")
    found = typed("sez audit verify --format json")
    assert {(row["problem"], row["event"]) for row in found.json["rows"]} == {("model-differs", "plot-KHG-014")}
    assert typed("sez audit verify --no-models").code == DONE
    assert typed("sez projection rebuild").code == DONE
    assert typed("sez audit verify").code == DONE


def test_read_models_behind_the_log_are_brought_up_and_compared_as_a_whole(sealed: Path) -> None:
    assert typed("sez plot list").code == DONE
    assert typed("sez audit seal --key sez.key").code == DONE
    done = typed("sez audit verify --key sez.key --format json").json
    assert (done["rows"], [one["what"] for one in done["unchecked"]]) == ([], ["requests"])
    with closing(sqlite3.connect("sez.views.db")) as connection, connection:
        connection.execute("UPDATE plots_g1 SET area_m2 = 1 WHERE key = 'KHG-014'")
    assert typed(NEXT).code == DONE
    found = typed("sez audit verify --format json").json
    assert [one["what"] for one in found["unchecked"] if one["what"].startswith("models")] == []


def test_read_models_are_left_as_they_are_where_the_log_is_at_fault(sealed: Path) -> None:
    assert typed("sez plot list").code == DONE
    assert typed(NEXT).code == DONE
    tampered(sealed, "UPDATE stored_events SET state = replace(state, 'KHG', 'KHX') WHERE rowid = 9")
    done = typed("sez audit verify --format json").json
    assert "models-behind" in [one["what"] for one in done["unchecked"]]


def test_one_record_moved_far_away_is_a_gap_and_not_millions(sealed: Path) -> None:
    last = position()
    tampered(sealed, f"UPDATE stored_events SET rowid = {2**63 - 1} WHERE rowid = 9")
    found = typed("sez audit verify --key sez.key --format json").json
    missing = [(row["problem"], row["position"], row["values"]) for row in found["rows"]]
    assert ("missing", 9, {}) in missing
    assert ("missing-until", last + 1, {"until": 2**63 - 2}) in missing
    assert found["checked"]["records"] == last
    told = typed("sez audit verify --key sez.key").out
    assert f"position {last + 1}: there are no records from here up to position {2**63 - 2}" in told


def test_a_record_that_was_changed_is_named_as_its_row_has_it(sealed: Path) -> None:
    where = "originator_id = 'plot-KHG-014' AND originator_version = 1"
    with closing(sqlite3.connect("sez.db")) as connection:
        (place,) = connection.execute(f"SELECT rowid FROM stored_events WHERE {where}").fetchone()
    changed = "CAST(replace(state, 'industry', 'services') AS BLOB)"
    tampered(sealed, f"UPDATE stored_events SET state = {changed} WHERE {where}")
    told = typed("sez audit verify --key sez.key").out
    assert f"position {place}, plot-KHG-014@1: the record was changed after it was signed" in told


def test_a_checkpoint_that_somebody_kept_is_held_against_the_log(sealed: Path) -> None:
    shutil.copy("sez.checkpoint", "kept")
    vkey = typed("sez audit key show sez.key").out.strip()
    assert typed(f"sez audit verify --checkpoint kept --vkey {vkey}").code == DONE
    Path("kept").write_bytes(Path("kept").read_bytes().replace(b"\n\n", b"\n", 1))
    assert typed(f"sez audit verify --checkpoint kept --vkey {vkey}").code == FINDINGS
    assert typed("sez audit verify --checkpoint nowhere").code == MISUSED
    assert typed(f"sez audit verify --vkey {vkey} --key sez.key").code == MISUSED
    assert typed("sez audit verify --vkey nonsense").code == MISUSED
    assert typed("sez audit verify --from x").code == MISUSED


def test_a_file_that_is_no_store_is_no_finding(at: At) -> None:
    at("held")
    Path("text.db").write_text("not a store at all")
    assert sez("audit", "verify", "--store", "text.db").code == BROKEN


def test_a_database_whose_pages_are_ruined_is_a_finding(sealed: Path) -> None:
    typed("sez store backup sound.db --yes")
    content = bytearray(Path("sound.db").read_bytes())
    content[4096:] = bytes(len(content) - 4096)
    Path("ruined.db").write_bytes(content)
    ruined = typed("sez audit verify --store ruined.db --format json")
    assert ruined.code == FINDINGS
    assert "structure" in {row["problem"] for row in ruined.json["rows"]}
