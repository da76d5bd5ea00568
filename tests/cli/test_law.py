"""The law through the program: what it says, whether it can work, what a new edition changes and touches."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from cli.lawwords import PROBLEMS
from lifecycle.regulation import editions
from tests.cli.harness import sez, typed
from tests.lifecycle.packs import issued_anew

At = Callable[[str], Path]
KZ = issued_anew("kz-2019@2")


def check(path: Path, text: str) -> tuple[int, list[tuple[str, str]]]:
    """A pack in a file, checked: the exit code, the place and the code of each grave problem."""
    path.write_text(text, "utf-8")
    done = sez("regulation", "check", str(path), "--format", "json")
    return done.code, [(row["place"], row["problem"]) for row in done.json["rows"] if row["grave"]]


def test_every_edition_that_is_shipped_passes_the_check(at: At) -> None:
    at("")
    done = sez("regulation", "check")
    assert done.code == 0
    assert done.out.endswith(f"{len(editions())} regulations were checked: no problem\n")


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
        ('amends = "kz-2011@2"', 'amends = "kz-2019@4"', [("amends", "amends-itself")]),
        ("from = 2019-04-03", "from = 2019-02-30", [("", "unreadable")]),
        (
            '"01-25", "07-25"]',
            '"02-30"]',
            [(f"acts.project.{act}.deadlines.report.yearly", "impossible-day") for act in ("start", "report")],
        ),
        ('replaces = "kz-2019@3"\n', "", [("", "overlap")]),
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


def test_of_a_day_before_any_law_no_regulation_is_found(at: At) -> None:
    at("zone")
    run = sez("regulation", "show", "--as-of", "2010-12-31")
    assert (run.code, run.out) == (4, "")
    assert run.err == (
        "the first regulation of kz came into force on 2011-01-01, and there was none, by --as-of 2010-12-31\n"
        "Next: sez regulation show\n"
    )


def test_a_regulation_is_shown_with_its_limits_its_days_and_its_articles(at: At) -> None:
    at("")
    shown = sez("regulation", "show", "kz-2019").out
    assert "annexes in a year: 2 at most; moves of the date of commissioning: 2 at most" in shown
    report = "report every 01-25, 07-25 (Entrepreneurial Code 296-2), for the {}, within it project.report"
    assert report.format("first half-year not reported") in shown
    assert report.format("half-year after --period") in shown
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
    done = sez("regulation", "diff", "kz-2019", "kz-2019@3")
    assert (done.code, done.out.splitlines()[-1]) == (0, "Nothing changes.")


def test_acts_that_any_record_may_be_subject_to_are_told_as_they_are_typed(at: At) -> None:
    at("")
    told = sez("regulation", "diff", "kz-2019@2", "kz-2019@3").out
    assert "\nany record: correct EVENT\n  a new act\n" in told
    assert "\nany record: void EVENT\n  a new act" in told
    assert "act          any record: correct EVENT\n" in sez("regulation", "show").out


def draft(tmp_path: Path) -> str:
    """A fourth edition: land is built upon within two years, and a lease is extended on two papers."""
    pack = tmp_path / "draft.toml"
    pack.write_text(
        'name = "kz-2019"\nversion = 4\ntitle = "Draft"\namends = "kz-2019@3"\nreplaces = "kz-2019@3"\n'
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
    assert (done.code, done.said) == (0, "")
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


def test_a_draft_is_compared_with_another_that_it_amends(at: At, tmp_path: Path) -> None:
    at("")
    first, second = draft(tmp_path), tmp_path / "second.toml"
    second.write_text(
        'name = "kz-2019"\nversion = 5\ntitle = "Draft"\namends = "kz-2019@4"\nreplaces = "kz-2019@4"\n'
        "in_force = { from = 2019-04-03 }\n[defaults]\n"
        'recorded_by = "zone-administration"\ndecided_by = "zone-administration"\n[acts.plot]\n'
        'extend-lease = { documents = ["contract"], basis = "Land Code 35(2)" }\n',
        "utf-8",
    )
    assert sez("regulation", "check", first, str(second)).code == 0
    for old, new in ((first, str(second)), (str(second), first)):
        done = sez("regulation", "diff", old, new, "--format", "json")
        assert done.code == 0, done.err
        assert [(row["act"], row["name"]) for row in done.json["rows"]] == [("plot.extend-lease", "decision")]
    alone = sez("regulation", "diff", "kz-2019", str(second), "--format", "json")
    assert (alone.code, alone.fault["code"]) == (2, "law-unreadable")


def test_only_the_first_cases_are_named_unless_all_are_asked_for(at: At, tmp_path: Path) -> None:
    at("")
    for number in range(7):
        line = f"party register CO-{number} --name X --on 2020-01-01 --document extract=1@2020-01-01"
        assert typed(f"sez {line}").code == 0
    pack = tmp_path / "draft.toml"
    rule = 'recorded_by = "zone-administration", decided_by = "court", documents = ["judgment"]'
    pack.write_text(
        'name = "kz-2026"\nversion = 1\ntitle = "Draft"\namends = "kz-2019@3"\n'
        "in_force = { from = 2026-07-01 }\n"
        f'[acts.party]\nrename = {{ {rule}, basis = "Civil Code 42" }}\n',
        "utf-8",
    )
    told = sez("regulation", "diff", "kz-2019", str(pack)).out
    assert told.endswith("  party.rename: 7 (CO-0, CO-1, CO-2, CO-3, CO-4, and 2 more)\n")
    assert "Acts dated from 2026-07-01 on come under the new law" in told
    told = sez("regulation", "diff", "kz-2019", str(pack), "--all").out
    assert told.endswith("  party.rename: 7 (CO-0, CO-1, CO-2, CO-3, CO-4, CO-5, CO-6)\n")
