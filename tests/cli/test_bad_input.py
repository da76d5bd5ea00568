from __future__ import annotations

import json
import shlex
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.harness import sez
from tests.cli.test_acts import position

At = Callable[[str], Path]

REGISTER = (
    "plot register {key} --zone {zone} --area-ha {area} --cadastral-number {number} --purpose {purpose} "
    "--on {on} --document {document}"
)
GOOD = {
    "key": "KHG-099",
    "zone": "KHG",
    "area": "1.5",
    "number": "03-046-123-9999",
    "purpose": "industry",
    "on": "2020-01-06",
    "document": "extract=1@2020-01-06",
}


def register(**changed: str) -> list[str]:
    return [word.format(**(GOOD | changed)) for word in shlex.split(REGISTER)]


BIDI, CONTROL = "a\u202eb", "a\x07b"

MISTAKES: list[tuple[str, list[str], int, str]] = [
    ("unknown zone", register(zone="NOPE"), 4, "not-found"),
    ("malformed key", register(key="KHG 14"), 2, "malformed"),
    ("key of two scripts", register(key="КHG-14"), 2, "malformed"),
    ("key with a bidirectional character", register(key=BIDI), 2, "malformed"),
    ("key too long", register(key="K" * 65), 2, "malformed"),
    ("malformed area", register(area="ten"), 2, "malformed"),
    ("area of five decimals", register(area="1.00001"), 2, "malformed"),
    ("area of nothing", register(area="0"), 2, "malformed"),
    ("area beyond the zone", register(area="4600"), 3, "area-exceeded"),
    ("malformed date", register(on="2020-13-01"), 2, "malformed"),
    ("date in another form", register(on="06.01.2020"), 2, "malformed"),
    ("date to come", register(on="2999-01-01"), 3, "date-in-future"),
    ("paper of a day to come", register(document="extract=1@2999-01-01"), 3, "paper-in-future"),
    ("date before the zone", register(on="2019-01-01"), 3, "before-it-existed"),
    ("date before any law", register(on="1999-01-01"), 3, "no-law-in-force"),
    ("malformed number", register(number="first one"), 2, "malformed"),
    ("number taken", register(number="03:046:123:1234"), 3, "number-taken"),
    ("name with a control character", register(purpose=CONTROL), 2, "malformed"),
    ("name with a bidirectional character", register(purpose=BIDI), 2, "malformed"),
    ("name of nothing", register(purpose=" "), 2, "malformed"),
    ("document of another kind", register(document="decision=1@2020-01-06"), 3, "papers-missing"),
    ("document without a kind", register(document="1@2020-01-06"), 2, "malformed"),
    ("document of a strange kind", register(document="../x=1@2020-01-06"), 2, "malformed"),
    ("document that is no file", register(document="extract=absent.pdf"), 2, "file-absent"),
    ("document that is a folder", register(document="extract=."), 2, "file-not-plain"),
    ("document with a date that is none", register(document="extract=1@2020-02-30"), 2, "file-absent"),
    ("key taken", register(key="KHG-014"), 3, "already-exists"),
    ("unknown noun", ["parcel", "show", "X"], 2, "misused"),
    ("unknown verb", ["plot", "steal", "KHG-014"], 2, "misused"),
    ("unknown option", [*register(), "--colour", "red"], 2, "misused"),
    ("missing option", ["plot", "register", "KHG-099"], 2, "misused"),
    ("unknown choice", ["plot", "open-reclaim", "KHG-014", "--ground", "envy"], 2, "misused"),
    ("unknown format", ["plot", "list", "--format", "xml"], 2, ""),
    ("unknown language", ["plot", "list", "--lang", "la"], 2, "misused"),
    ("unknown plot", ["plot", "surrender", "NOPE", "--document", "statement=1@2020-01-01"], 4, "not-found"),
    ("unknown plot asked for", ["plot", "show", "NOPE"], 4, "not-found"),
    ("unknown plot's history", ["plot", "history", "NOPE"], 4, "not-found"),
    ("what may be done with nothing", ["can", "plot", "NOPE"], 4, "not-found"),
    ("unknown zone asked for", ["zone", "show", "NOPE"], 4, "not-found"),
    ("unknown regulation", ["regulation", "show", "kz-1999"], 4, "not-found"),
    ("before the first law", ["regulation", "show", "--as-of", "1999-01-01"], 4, "not-found"),
    ("unknown region", ["diagram", "plot", "--region", "weather"], 2, "no-such-region"),
    ("unknown model", ["projection", "rebuild", "wishes"], 2, "unknown-model"),
    ("a day that is none", ["plot", "show", "KHG-014", "--as-of", "yesterday"], 2, "malformed"),
    ("a moment that is none", ["plot", "show", "KHG-014", "--known-at", "noon"], 2, "malformed"),
    ("a version that is none", [*register(), "--expect-version", "first"], 2, "malformed"),
    ("a gap without an owner", [*register(), "--without", "plan"], 2, "gaps"),
    ("an owner without a gap", [*register(), "--gap-owner", "officer"], 2, "gaps"),
    ("a store of another kind", ["plot", "list", "--store", "mongo://x"], 2, "store-scheme"),
    ("a store that is not there", ["plot", "list", "--store", "absent.db"], 4, "store-absent"),
    ("a store that is a folder", ["plot", "list", "--store", "."], 1, "not-ours"),
    ("a filter with a hidden character", ["plot", "list", "--zone", BIDI], 2, "malformed"),
    (
        "a number of no organisation",
        ["party", "register", "900101300017", "--name", "X", "--document", "extract=1@2020-01-01"],
        2,
        "malformed",
    ),
    (
        "a number whose checksum fails",
        ["party", "register", "050140001239", "--name", "X", "--document", "extract=1@2020-01-01"],
        2,
        "malformed",
    ),
    (
        "wrong status",
        ["plot", "hand-over", "KHG-014", "--document", "handover-act=1@2020-01-06"],
        3,
        "wrong-status",
    ),
    (
        "parts that do not sum",
        shlex.split("plot split KHG-014 --into A=10 --into B=2 --document extract=1@2020-02-03"),
        3,
        "areas-do-not-sum",
    ),
    (
        "a part without its area",
        shlex.split("plot split KHG-014 --into A --document extract=1@2020-02-03"),
        2,
        "malformed",
    ),
]


@pytest.mark.parametrize(("words", "code", "name"), [m[1:] for m in MISTAKES], ids=[m[0] for m in MISTAKES])
def test_a_mistake_is_told_with_its_exit_code_and_changes_nothing(
    words: list[str], code: int, name: str, at: At
) -> None:
    path = at("plot")
    before = path.read_bytes()
    done = sez("--format", "json", *words)
    assert (done.code, done.out) == (code, "")
    if name:
        fault = done.fault
        assert fault.keys() >= {"code", "message", "rule", "basis", "missing", "hint"}
        assert fault["code"] == name
        assert fault["message"]
        of_no_act = ("date-in-future", "paper-in-future", "no-law-in-force")
        assert (fault["rule"] is not None) == (code == 3 and name not in of_no_act)
    assert path.read_bytes() == before


@pytest.mark.parametrize("words", [m[1] for m in MISTAKES], ids=[m[0] for m in MISTAKES])
def test_a_mistake_is_told_to_a_person_in_words_that_cannot_deceive(words: list[str], at: At) -> None:
    at("plot")
    done = sez(*words)
    assert done.out == ""
    assert done.err.strip()
    assert "Traceback" not in done.err
    assert "\u202e" not in done.err
    assert "\x07" not in done.err
    assert "{" not in done.err


def test_a_refusal_names_the_rule_its_article_what_is_missing_and_the_next_command(at: At) -> None:
    at("plot")
    done = sez("plot", "sign-lease", "KHG-014", "--until", "2030-01-01", "--document", "contract=1@2020-01-06")
    assert done.code == 3
    assert done.err.splitlines() == [
        "plot-KHG-014: tenure is free; the act needs allocated",
        "Rule: plot.sign-lease, Land Code 35(2)",
        "Next: sez plot allocate KHG-014 --project KEY --document decision=FILE",
    ]
    papers = sez("plot", "sign-lease", "KHG-014", "--until", "2030-01-01", "--format", "json").fault
    assert papers == {
        "code": "papers-missing",
        "message": "papers are missing: contract",
        "rule": "plot.sign-lease",
        "basis": "Land Code 35(2)",
        "missing": ["contract"],
        "hint": "--document contract=FILE",
    }


def test_a_second_live_holder_is_refused(at: At) -> None:
    at("held")
    again = sez("plot", "allocate", "KHG-014", "--project", "P-2", "--document", "decision=1@2020-01-06")
    assert again.code == 3


def test_amounts_in_another_currency_are_refused(at: At) -> None:
    at("in-progress")
    report = ("project", "report", "P-1", "--period", "2020-H1", "--document", "evidence=1@2020-07-20")
    assert sez(*report, "--investment", "1bn", "--currency", "USD").code == 3
    assert sez(*report, "--investment", "1bn", "--currency", "dollars").code == 2
    assert sez(*report, "--investment", "lots").code == 2


# -- stores ------------------------------------------------------------------------------------------


def test_a_file_that_is_no_store_is_left_alone(at: At, tmp_path: Path) -> None:
    at("")
    words = tmp_path / "sez.db"
    words.write_text("a letter, not a store " * 50)
    for asked in (register(), ["plot", "list"], ["doctor"]):
        assert sez(*asked).code == 1
    assert words.read_text() == "a letter, not a store " * 50


def test_a_database_of_another_program_is_left_alone(at: At, tmp_path: Path) -> None:
    at("")
    with sqlite3.connect(tmp_path / "sez.db") as other:
        other.execute("CREATE TABLE letters (text)")
    other.close()
    before = (tmp_path / "sez.db").read_bytes()
    done = sez("--format", "json", *register())
    assert (done.code, done.fault["code"]) == (1, "not-ours")
    assert (tmp_path / "sez.db").read_bytes() == before


def test_a_store_of_a_newer_program_is_not_touched(at: At) -> None:
    path = at("zone")
    newer = sqlite3.connect(path)
    newer.execute("PRAGMA user_version = 99")
    newer.close()
    before = path.read_bytes()
    done = sez("--format", "json", *register())
    assert (done.code, done.fault["code"]) == (1, "newer")
    assert path.read_bytes() == before


def test_what_nobody_foresaw_is_one_clear_line(at: At, monkeypatch: pytest.MonkeyPatch) -> None:
    at("zone")

    def broken(*_args: object, **_given: object) -> None:
        raise RuntimeError("the roof\nis on fire")

    monkeypatch.setattr("cli.questions.showing", broken)
    done = sez("plot", "show", "KHG-014")
    assert (done.code, done.err) == (1, "unexpected: RuntimeError: the roof\n")
    told = sez("plot", "show", "KHG-014", "--format", "json")
    assert (told.code, json.loads(told.err)["code"]) == (1, "broken")
    monkeypatch.setenv("SEZ_DEBUG", "1")
    with pytest.raises(RuntimeError):
        sez("plot", "show", "KHG-014")


def test_nobody_is_left_unnamed(at: At, monkeypatch: pytest.MonkeyPatch) -> None:
    path = at("zone")
    monkeypatch.delenv("SEZ_ACTOR")
    for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("os.getuid", lambda: 987_654_321)
    done = sez("--format", "json", *register())
    assert (done.code, done.fault["code"], done.fault["hint"]) == (2, "no-actor", "--actor NAME")
    assert position(path) == 4
