from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from lifecycle.proof import keys
from tests.cli.harness import Result, done, keyed, typed

FINDINGS, MISUSED, ABSENT = 6, 2, 4
DECREE = b"A decree about the plot.\n"


@pytest.fixture
def sealed(at: Callable[[str], Path]) -> Path:
    """A store with a plot that was divided, an act upon it with a paper, and a key."""
    store = at("divided")
    Path("decree.txt").write_bytes(DECREE)
    done("sez plot encumber KHG-014A --kind pledge --on 2020-03-02 --document extract=decree.txt")
    keyed(store)
    return store


def bundled(line: str = "") -> Any:
    made = typed(f"sez audit bundle {line} -o out --key sez.key --format json")
    assert (made.code, made.err) == (0, ""), made
    return made.json["row"]


def judged(*words: str, folder: str = "out") -> tuple[int, str]:
    """What the bundle's own program says, with nothing but the standard library, from elsewhere."""
    program = [sys.executable, "-I", "-S", "-W", "error", str(Path(folder, "verify.py").absolute()), *words]
    run = subprocess.run(program, cwd="/", capture_output=True, text=True, check=False)
    assert not run.stderr
    return run.returncode, run.stdout


def types(folder: str = "out") -> list[str]:
    lines = Path(folder, "log.jsonl").read_bytes().split(b"\n")
    assert lines.pop() == b""
    return [json.loads(line)["type"] for line in lines]


def public() -> str:
    return str(keys.load(Path("sez.key")).verifier)


def position() -> int:
    return int(typed("sez plot list --format json").json["position"])


# -- what is in a bundle -----------------------------------------------------------------------------


def test_a_plot_comes_with_what_it_became_with_every_act_upon_it_and_the_papers(sealed: Path) -> None:
    row = bundled("--plot KHG-014B")
    manifest = json.loads(Path("out/manifest.json").read_bytes())
    assert manifest["scope"] == {"kind": "plot", "key": "KHG-014B"}
    assert manifest["streams"] == {"plot-KHG-014": 2, "plot-KHG-014A": 2, "plot-KHG-014B": 1}
    assert (manifest["records"], len(manifest["positions"])) == (row["records"], row["records"])
    assert {"store.StoreFounded@1", "land.LandTaken@1", "number.NumberTaken@1"} <= set(types())
    assert types()[-1] == "heads.HeadsCommitted@1"
    assert Path("out/documents", sha256(DECREE).hexdigest()).read_bytes() == DECREE
    code, said = judged("--key", public())
    assert code == 0, said
    assert "plot-KHG-014, plot-KHG-014A, plot-KHG-014B" in said
    assert "papers: the bytes of 1 that are cited" in said


def test_a_zone_comes_with_its_land_and_all_plots_that_were_ever_in_it(sealed: Path) -> None:
    done(
        "sez plot register ROOM-1 --zone KHG --area-ha 0.1 --cadastral-number 03-046-123-7777 "
        "--purpose office --premises --on 2020-03-02 --document extract=9@2020-03-02"
    )
    done("sez plot move-to-zone KHG-014B --zone ALT --on 2020-03-03 --document decree=93@2020-03-03")
    bundled("--zone KHG")
    assert json.loads(Path("out/manifest.json").read_bytes())["streams"].keys() == {
        "zone-KHG",
        "land-KHG",
        "plot-KHG-014",
        "plot-KHG-014A",
        "plot-KHG-014B",
        "plot-ROOM-1",
    }
    assert judged()[0] == 0


def test_the_whole_log_comes_as_it_is(sealed: Path) -> None:
    row = bundled()
    with closing(sqlite3.connect(sealed)) as database:
        states = [row[0] for row in database.execute("SELECT state FROM stored_events ORDER BY rowid")]
    assert Path("out/log.jsonl").read_bytes() == b"".join(state + b"\n" for state in states)
    assert row["records"] == row["size"] == len(states)
    assert not Path("out/proofs").exists()
    assert "positions" not in json.loads(Path("out/manifest.json").read_bytes())
    assert judged("--key", public())[0] == 0


def test_the_page_tells_what_the_program_verified(sealed: Path) -> None:
    bundled("--plot KHG-014")
    page = Path("out/index.html").read_text("utf-8")
    assert "each by its own proof" in page
    assert "KHG-014A" in page


def test_the_store_itself_is_verified_by_the_program_of_a_bundle(sealed: Path) -> None:
    bundled("--plot KHG-014")
    words = ("--store", str(sealed), "--key", public())
    assert judged(*words)[0] == 0
    with closing(sqlite3.connect(sealed)) as database:
        database.execute("DROP TRIGGER documents_update")
        database.execute("UPDATE documents SET bytes = CAST('another' AS BLOB)")
        database.commit()
    code, said = judged(*words)
    assert (code, "has other bytes than those that were cited" in said) == (FINDINGS, True)


# -- what is not in order ----------------------------------------------------------------------------


@pytest.mark.parametrize("file", ["log.jsonl", "checkpoint", "proofs/1.tlog-proof", "proofs/heads.json"])
def test_a_bundle_that_was_changed_is_found_out(file: str, sealed: Path) -> None:
    bundled("--plot KHG-014")
    content = Path("out", file).read_bytes()
    middle = len(content) // 2
    Path("out", file).write_bytes(content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :])
    assert judged()[0] == FINDINGS


def test_a_paper_that_was_changed_in_the_store_is_left_out_and_told(sealed: Path) -> None:
    with closing(sqlite3.connect(sealed)) as database:
        database.execute("DROP TRIGGER documents_update")
        database.execute("UPDATE documents SET bytes = CAST('another' AS BLOB)")
        database.commit()
    made = typed("sez audit bundle --plot KHG-014 -o out --key sez.key --format json")
    assert made.code == FINDINGS
    (finding,) = made.json["row"]["findings"]
    assert finding.startswith(f"paper {sha256(DECREE).hexdigest()}, cited by record ")
    assert list(Path("out/documents").iterdir()) == []
    assert judged()[0] == FINDINGS


def test_a_log_that_is_not_what_was_signed_is_not_given_out(sealed: Path) -> None:
    bundled()
    with closing(sqlite3.connect(sealed)) as database:
        database.execute("DROP TRIGGER stored_events_update")
        database.execute("UPDATE stored_events SET state = CAST(replace(state, '12.5', '92.5') AS BLOB)")
        database.execute(
            "UPDATE stored_events SET state = CAST(replace(state, 'industry', 'industrx') AS BLOB)"
        )
        database.commit()
    shutil.rmtree("out")
    made = typed("sez audit bundle -o out")
    assert (made.code, made.out) == (FINDINGS, "")
    assert not Path("out").exists()


# -- what is not there -------------------------------------------------------------------------------


def test_a_plot_that_was_never_registered_is_shown_not_to_be_in_the_log(sealed: Path) -> None:
    row = bundled("--absent plot-KHG-999")
    assert (row["scope"], row["key"], row["records"], row["streams"]) == ("absent", "plot-KHG-999", 2, 0)
    heads = json.loads(Path("out/proofs/heads.json").read_bytes())
    (names,) = ([one["stream"] for one in pair] for pair in heads["absent"].values())
    assert names[0] < "plot-KHG-999" < names[1]
    code, said = judged("--key", public())
    assert code == 0, said
    assert f"absence: no plot KHG-999 in the log up to record {row['size'] - 1}" in said
    assert "Not in the log: plot-KHG-999" in Path("out/index.html").read_text("utf-8")
    manifest = json.loads(Path("out/manifest.json").read_bytes()) | {"absent": ["plot-KHG-014"]}
    manifest["scope"]["key"] = "plot-KHG-014"
    Path("out/manifest.json").write_text(json.dumps(manifest), "utf-8")
    assert judged("--key", public())[0] == FINDINGS, "neighbours of another place"


def test_what_is_in_the_log_or_is_no_subject_is_not_shown_to_be_absent(sealed: Path) -> None:
    there = typed("sez audit bundle --absent plot-KHG-014 -o out --key sez.key --format json")
    assert (there.code, there.fault["code"]) == (MISUSED, "not-absent")
    for line in ("--absent plto-KHG-014", "--absent plot", "--absent plot-X --plot KHG-014"):
        assert typed(f"sez audit bundle {line} -o out --key sez.key").code == MISUSED, line
    assert not Path("out").exists()


def test_a_zone_without_plots_comes_with_the_proof_that_no_plot_took_its_land(sealed: Path) -> None:
    bundled("--zone ALT")
    assert json.loads(Path("out/manifest.json").read_bytes())["absent"] == ["land-ALT"]
    assert "absence: no land ALT in the log" in judged("--key", public())[1]


# -- seals -------------------------------------------------------------------------------------------


def test_without_a_key_the_last_seal_must_cover_what_is_asked_for(sealed: Path) -> None:
    def asked(line: str) -> Result:
        shutil.rmtree("out", ignore_errors=True)
        return typed(f"sez audit bundle {line} -o out --format json")

    never = asked("--plot KHG-014")
    assert (never.code, never.fault["code"], never.fault["hint"]) == (
        MISUSED,
        "unsealed",
        "sez audit seal --key FILE",
    )
    bundled("--plot KHG-014")
    keyless = asked("--plot KHG-014")
    assert (keyless.code, keyless.json["row"]["vkey"]) == (0, "")
    assert "whoever checks it must bring the public one" in keyless.err
    assert judged()[0] == FINDINGS, "no key came along"
    assert judged("--key", public())[0] == 0
    done("sez plot flag-gap KHG-014A --kind boundary-plan --owner officer --due 2020-09-30 --on 2020-04-01")
    assert asked("--plot KHG-014").code == MISUSED
    assert asked("").code == MISUSED
    assert asked("--zone ALT").code == 0, "nothing happened there since"


def test_nothing_is_sealed_for_a_subject_that_is_not_there_or_a_place_that_is_taken(sealed: Path) -> None:
    before = position()
    assert typed("sez audit bundle --plot NO-1 -o out --key sez.key").code == ABSENT
    Path("taken").mkdir()
    Path("taken/letters.txt").write_text("mine", "utf-8")
    for line in ("-o taken --yes", "-o sez.key", "--plot KHG-014 --zone KHG -o out"):
        assert typed(f"sez audit bundle {line} --key sez.key").code == MISUSED, line
    assert position() == before
    assert not Path("out").exists()
    assert Path("taken/letters.txt").read_text("utf-8") == "mine"


def test_a_bundle_is_replaced_by_another_only_where_that_is_wanted(sealed: Path) -> None:
    bundled("--plot KHG-014")
    refused = typed("sez audit bundle --zone KHG -o out --key sez.key --format json")
    assert (refused.code, refused.fault["code"]) == (MISUSED, "confirmation")
    bundled("--zone KHG --yes")
    assert json.loads(Path("out/manifest.json").read_bytes())["scope"]["kind"] == "zone"
    assert not [file.name for file in Path().iterdir() if file.name.startswith(".")]
