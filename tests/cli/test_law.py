"""The law through the program: what it says, whether it can work, what a new edition changes and touches."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from cli.lawwords import PROBLEMS
from lifecycle.regulation import EDITIONS, shipped
from tests.cli.harness import sez, typed

At = Callable[[str], Path]
KZ = shipped("kz-2019@2")


def check(path: Path, text: str) -> tuple[int, list[tuple[str, str]]]:
    """A pack in a file, checked: the exit code, the place and the code of each grave problem."""
    path.write_text(text, "utf-8")
    done = sez("regulation", "check", str(path), "--format", "json")
    return done.code, [(row["place"], row["problem"]) for row in done.json["rows"] if row["grave"]]


def test_every_edition_that_is_shipped_passes_the_check(at: At) -> None:
    at("")
    done = sez("regulation", "check")
    assert done.code == 0
    assert done.out.endswith(f"{len(EDITIONS)} regulations were checked: no problem\n")


def test_a_problem_is_told_with_its_place_and_what_to_do(at: At, tmp_path: Path) -> None:
    at("")
    pack = tmp_path / "draft.toml"
    pack.write_text(
        KZ.replace('cure = { basis = "Entrepreneurial Code 295"', 'cure = { basis = "Code 0"'), "utf-8"
    )
    done = sez("regulation", "check", str(pack))
    assert done.code == 6
    assert (
        f"{pack} acts.obligation.cure\n"
        "  the law does not put this citation in words: Code 0\n"
        "  Write it under articles; several citations are joined by a semicolon and a space.\n"
    ) in done.out
    assert done.out.endswith("1 regulation was checked: 1 problem\n")
    (row, *_) = sez("regulation", "check", str(pack), "--format", "json").json["rows"]
    assert (row["edition"], row["problem"], row["values"]) == (
        str(pack),
        "unknown-article",
        {"article": "Code 0"},
    )


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ('amends = "kz-2011@2"', 'amends = "kz-2019@2"', [("amends", "amends-itself")]),
        ("from = 2019-04-03", "from = 2019-02-30", [("", "unreadable")]),
        (
            '"01-25", "07-25"], basis = "Entrepreneurial Code 296-2", before = ["project.report"] }] }\nam',
            '"02-30"], basis = "X" }] }\nam',
            [("acts.project.sign-contract.deadlines.report.yearly", "impossible-day")],
        ),
        ('replaces = "kz-2019@1"\n', "", [("", "overlap")]),
        ("from = 2019-04-03", "from = 2020-01-01", [("", "replaces-other-time"), ("", "gap")]),
        (KZ, "x = 1\n", [("", "missing-key")] * 4 + [("", "unknown-key")]),
        (KZ, "\x00", [("", "unreadable")]),
    ],
    ids=["cyclic", "impossible date", "impossible day", "overlap", "gap", "something else", "no text"],
)
def test_a_law_that_cannot_work_is_found_out(
    old: str, new: str, found: list[tuple[str, str]], at: At, tmp_path: Path
) -> None:
    at("")
    assert check(tmp_path / "draft.toml", KZ.replace(old, new)) == (6, found)


def test_a_file_that_is_not_utf_8_is_found_out(at: At, tmp_path: Path) -> None:
    at("")
    pack = tmp_path / "draft.toml"
    pack.write_bytes(b'name = "x"\ntitle = "\xcf\xee"\n')
    done = sez("regulation", "check", str(pack))
    assert (done.code, done.out.splitlines()[1]) == (6, "  line 2 is not UTF-8")
    assert sez("regulation", "diff", "kz-2019", str(pack)).code == 2


@pytest.mark.parametrize("command", ["check", "diff"])
def test_what_is_no_pack_is_refused(command: str, at: At, tmp_path: Path) -> None:
    at("")
    (tmp_path / "empty.toml").write_text(" \n", "utf-8")
    (tmp_path / "huge.toml").write_bytes(b"#" * (1024 * 1024 + 1))
    (tmp_path / "folder.toml").mkdir()
    expected = {
        "empty": "file-empty",
        "huge": "file-too-large",
        "folder": "file-not-plain",
        "absent": "file-absent",
    }
    for name, code in expected.items():
        words = [
            "regulation",
            command,
            *(["kz-2019"] if command == "diff" else []),
            str(tmp_path / f"{name}.toml"),
        ]
        done = sez(*words, "--format", "json")
        assert (done.code, done.out, done.fault["code"]) == (2, "", code)
    done = sez(
        "regulation", command, "kz-1999", *(["kz-2019"] if command == "diff" else []), "--format", "json"
    )
    assert (done.code, done.fault["code"]) == (4, "not-found")


def test_a_pack_that_cannot_be_read_is_not_compared(at: At, tmp_path: Path) -> None:
    at("")
    (tmp_path / "draft.toml").write_text("acts = 3\n", "utf-8")
    done = sez("regulation", "diff", "kz-2019", str(tmp_path / "draft.toml"), "--format", "json")
    assert (done.code, done.fault["code"]) == (2, "law-unreadable")
    assert done.fault["hint"] == f"sez regulation check {tmp_path / 'draft.toml'}"


def test_control_characters_of_a_pack_reach_no_terminal(at: At, tmp_path: Path) -> None:
    at("")
    pack = tmp_path / "draft.toml"
    pack.write_text(KZ.replace("cure = {", '"cu\\u001bre" = {', 1), "utf-8")
    assert "\x1b" not in sez("regulation", "check", str(pack)).out


def test_every_problem_says_what_to_do() -> None:
    assert all(words.message and words.hint for words in PROBLEMS.values())


# -- showing -----------------------------------------------------------------------------------------


def test_a_regulation_is_shown_with_its_limits_its_days_and_its_articles(at: At) -> None:
    at("")
    shown = sez("regulation", "show", "kz-2019").out
    assert "annexes in a year: 2 at most; moves of the date of commissioning: 2 at most" in shown
    assert "report every 01-25, 07-25 (Entrepreneurial Code 296-2), within it project.report" in shown
    assert "to the next working day" in shown
    assert "once it is over plot.issue-prescription" in shown
    assert "The articles in words" in shown
    assert "Land Code 92(2)\n  Land for building is used within three years of the grant" in shown
    estate = sez("regulation", "show", "resumption-2015").out
    assert "promised of build-out: 40 at least" in estate
    assert "notice-cure 30 days (Estate rules, show cause)" in estate


def test_the_law_shown_is_that_of_the_store(at: At, monkeypatch: pytest.MonkeyPatch) -> None:
    at("")
    monkeypatch.setenv("SEZ_LAW", "resumption")
    assert sez("regulation", "show", "--format", "json").json["regulation"]["name"] == "resumption-2015"
    assert typed("sez party register CO-1 --name X --document registration-extract=1@2020-01-01").code == 0
    monkeypatch.delenv("SEZ_LAW")
    assert sez("regulation", "show", "--format", "json").json["regulation"]["name"] == "resumption-2015"


# -- comparing ---------------------------------------------------------------------------------------


def test_a_comparison_tells_what_changes_act_by_act(at: At) -> None:
    at("")
    done = sez("regulation", "diff", "resumption-2005", "resumption-2015")
    assert (done.code, done.err) == (0, "There is no store: which open cases are touched was not asked.\n")
    assert "obligations keep the law of their signature" in done.out
    assert (
        "obligation.define\n  limit: promised of build-out: 20 at least -> promised of build-out: 40 at least"
        in done.out
    )
    rows = sez("regulation", "diff", "resumption-2005", "resumption-2015", "--format", "json").json["rows"]
    limits = [row for row in rows if row["what"] == "limit" and row["act"] == "obligation.define"]
    (limit,) = limits
    assert {**limit, "what": ""} == {
        "kind": "change",
        "act": "obligation.define",
        "what": "",
        "name": "least_build-out",
        "old": 20,
        "new": 40,
    }


def test_a_law_changes_nothing_against_itself(at: At) -> None:
    at("")
    done = sez("regulation", "diff", "kz-2019", "kz-2019@2")
    assert (done.code, done.out.splitlines()[-1]) == (0, "Nothing changes.")


def draft(tmp_path: Path) -> str:
    """A third edition: land is built upon within two years, and a lease is extended on two papers."""
    pack = tmp_path / "draft.toml"
    pack.write_text(
        'name = "kz-2019"\nversion = 3\ntitle = "Draft"\namends = "kz-2019@2"\nreplaces = "kz-2019@2"\n'
        "in_force = { from = 2019-04-03 }\n[defaults]\n"
        'recorded_by = "zone-administration"\ndecided_by = "zone-administration"\n[acts.plot]\n'
        'allocate = { decided_by = "akimat", documents = ["decision"], basis = "Land Code 43, 92(2)", '
        'deadlines = [{ name = "non-use", years = 2, basis = "Land Code 92(2)", '
        'before = ["plot.start-construction"] }] }\n'
        'extend-lease = { documents = ["contract", "decision"], basis = "Land Code 35(2)" }\n',
        "utf-8",
    )
    return str(pack)


def test_a_comparison_names_the_open_cases_that_are_touched(at: At, tmp_path: Path) -> None:
    at("held")
    pack = draft(tmp_path)
    assert sez("regulation", "check", pack).code == 0
    done = sez("regulation", "diff", "kz-2019", pack)
    assert (done.code, done.err) == (0, "")
    assert "The new edition takes the place of the old one for the same time." in done.out
    assert "they keep their dates:\n  plot.allocate non-use: 1 (KHG-014)" in done.out
    told = "would be decided otherwise:\n  plot.allocate: 1 (KHG-015)\n  plot.extend-lease: 1 (KHG-014)\n"
    assert told in done.out
    rows = sez("regulation", "diff", "kz-2019", pack, "--format", "json").json["rows"]
    assert [row for row in rows if row["kind"] != "change"] == [
        {"kind": "deadline", "act": "plot.allocate", "name": "non-use", "count": 1, "keys": ["KHG-014"]},
        {"kind": "case", "act": "plot.allocate", "name": "", "count": 1, "keys": ["KHG-015"]},
        {"kind": "case", "act": "plot.extend-lease", "name": "", "count": 1, "keys": ["KHG-014"]},
    ]


def test_only_the_first_cases_are_named_unless_all_are_asked_for(at: At, tmp_path: Path) -> None:
    at("")
    for number in range(7):
        line = f"party register CO-{number} --name X --on 2020-01-01 --document extract=1@2020-01-01"
        assert typed(f"sez {line}").code == 0
    pack = tmp_path / "draft.toml"
    rule = 'recorded_by = "zone-administration", decided_by = "court", documents = ["judgment"]'
    pack.write_text(
        'name = "kz-2026"\nversion = 1\ntitle = "Draft"\namends = "kz-2019@2"\n'
        "in_force = { from = 2026-07-01 }\n"
        f'[acts.party]\nrename = {{ {rule}, basis = "Civil Code 42" }}\n',
        "utf-8",
    )
    told = sez("regulation", "diff", "kz-2019", str(pack)).out
    assert told.endswith("  party.rename: 7 (CO-0, CO-1, CO-2, CO-3, CO-4, and 2 more)\n")
    assert "Acts dated from 2026-07-01 on come under the new law" in told
    told = sez("regulation", "diff", "kz-2019", str(pack), "--all").out
    assert told.endswith("  party.rename: 7 (CO-0, CO-1, CO-2, CO-3, CO-4, CO-5, CO-6)\n")


# -- another body of law -----------------------------------------------------------------------------

STORY = """
zone establish NORTH --name North --kind iz --region North --area-ha 10 --allocatable-ha 8
  --term-ends 2089-12-31 --on 1990-01-01 +notification;
party register CO-1 --name Looms --on 2018-01-05 +registration-extract;
project submit P-1 --zone NORTH --party CO-1 --name Looms --investment 1m --currency INR --jobs 20 --area-ha 1
  --on 2018-01-10 +application;
project review P-1 --on 2018-01-20;
project approve P-1 --on 2018-02-01 +committee-minutes;
plot register N-1 --zone NORTH --area-ha 1 --cadastral-number 12-1 --purpose industry --on 2018-02-01
  +layout-plan;
plot allocate N-1 --project P-1 --on 2018-04-01 +allotment-letter;
plot sign-lease N-1 --until 2085-01-01 --on 2018-05-01 +lease-deed;
plot hand-over N-1 --on 2018-06-01 +possession-certificate;
obligation define B-1 --of project:P-1 --plot N-1 --kind build-out --target 40 --unit percent --due 2023-06-01
  --on 2018-06-02;
obligation report B-1 --amount 15 --on 2022-12-31 +evidence;
plot record-unmet N-1 --obligation B-1 --on 2024-01-10 +inspection-report;
plot serve-notice N-1 --on 2024-02-01 +show-cause-notice +proof-of-service
"""
"""Acts by which a plot of an estate comes to be on notice; `+` stands before the papers."""


def test_an_estate_is_run_under_a_law_of_its_own(at: At, monkeypatch: pytest.MonkeyPatch) -> None:
    at("")
    monkeypatch.setenv("SEZ_LAW", "resumption")
    for line in STORY.split(";"):
        done = typed("sez " + re.sub(r"\+(\S+)", r"--document \1=1@2018-01-01", line))
        assert done.code == 0, (line, done.err)
    monkeypatch.delenv("SEZ_LAW")
    row = sez("obligation", "show", "B-1", "--format", "json").json["row"]
    assert (row["status"], row["percent"], row["regulation"]) == ("unmet", "37.5", "resumption-2015@1")
    done = typed(
        "sez obligation define B-2 --of project:P-1 --kind build-out --target 39 --unit percent "
        "--due 2030-01-01 --format json"
    )
    assert (done.code, done.fault["code"]) == (3, "below-least")
    assert done.fault["message"] == "the law demands 40 at least of build-out, and 39 is promised"
    done = typed("sez plot issue-prescription N-1 --violation non-use --format json")
    assert (done.code, done.fault["code"]) == (3, "unknown-to-law")
    acts = {row["act"]: row for row in sez("can", "plot", "N-1", "--format", "json").json["rows"]}
    assert "plot.issue-prescription" not in acts
    told = sez("plot", "history", "N-1").out
    assert "show-cause-notice" in told
    assert "Estate rules, show cause" in told


def test_a_body_of_law_that_there_is_not_founds_no_store(at: At, monkeypatch: pytest.MonkeyPatch) -> None:
    path = at("")
    monkeypatch.setenv("SEZ_LAW", "moon")
    done = typed("sez party register CO-1 --name X --document extract=1@2020-01-01 --format json")
    assert (done.code, done.fault["code"]) == (2, "unknown-law")
    assert done.fault["message"] == "there is no body of law moon; there are: kz, resumption"
    assert not path.exists()
