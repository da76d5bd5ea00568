"""`sez due`: what is overdue, what falls due, the command to type; a whole reclaim done as it suggests."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cli.harness import EXAMPLES, sez, typed

At = Callable[[str], Path]
SECOND = "officer-leases"


def rows(*words: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = sez("due", "--format", "json", *words).json["rows"]
    return found


def row(key: str, name: str, *words: str) -> dict[str, Any]:
    (found,) = [one for one in rows(*words) if (one["key"], one["name"]) == (key, name)]
    return found


def names(*words: str) -> list[tuple[str, str]]:
    return [(one["key"], one["name"]) for one in rows(*words)]


def second_officer() -> None:
    assert typed(EXAMPLES["setups"]["second-officer"]["line"]).code == 0


def carried_out(line: str, on: str) -> None:
    """Type a command as it was suggested: its papers at hand, the second officer beside."""
    Path("paper.txt").write_text("A paper.\n", "utf-8")
    done = typed(f"{line.replace('=FILE', '=paper.txt')} --on {on}")
    assert done.code == 0, (line, done.err)
    if "--propose" in line:
        (waiting,) = rows("--noun", "proposal")
        approve, _reject = waiting["commands"]
        confirmed = typed(f"{approve} --actor {SECOND}")
        assert confirmed.code == 0, confirmed.err


# -- a day's work ----------------------------------------------------------------------------------------


def test_the_exit_code_says_whether_anything_is_overdue(at: At) -> None:
    at("held")
    assert sez("due").code == 6
    assert sez("due", "--noun", "zone").code == 0
    assert sez("due", "--now", "2019-12-01").code == 0
    assert sez("due", "--zone", "ALT").code == 0
    at("zone")
    assert (sez("due").code, sez("due", "--now", "2040-01-01").code) == (0, 6)


def test_a_table_has_what_is_overdue_first_and_the_command_to_type(at: At) -> None:
    at("held")
    found = sez("due", "--now", "2023-01-01", "--noun", "plot", "--no-steps")
    heading, _rule, line = found.out.splitlines()
    assert heading.split() == ["due", "left", "subject", "what", "to", "type", "whose", "zone", "owner"]
    assert line.split("  ")[0] == "2022-10-15"
    assert "late: 78 days" in line
    assert "plot KHG-014" in line
    assert "non-use (Land Code 92(2))" in line
    assert "sez plot issue-prescription KHG-014 --violation non-use --document prescription=FILE" in line


def test_every_act_to_choose_from_has_a_line_of_its_own(at: At) -> None:
    at("sued")
    found = sez("due", "--noun", "plot").out.splitlines()
    assert [line.split("sez plot ")[1].split()[0] for line in found if "sez plot" in line] == [
        *("order-reclaim", "return-claim", "drop-reclaim"),
    ]


def test_what_is_missing_and_what_waits_for_a_second_officer_is_told_in_words(at: At) -> None:
    at("gap")
    line = sez("due", "--noun", "plot").out.splitlines()[-1]
    assert "missing paper: boundary-plan" in line
    assert "sez plot close-gap KHG-014 --kind boundary-plan --document boundary-plan=FILE" in line
    at("proposed")
    lines = sez("due", "--noun", "proposal").out.splitlines()
    assert "to confirm: party.bar 050140001238 (Internal order of the administration)" in lines[2]
    assert ["sez proposal approve" in lines[2], "sez proposal reject" in lines[3]] == [True, True]


def test_a_row_is_told_as_data(at: At) -> None:
    at("held")
    assert row("KHG-014", "non-use", "--now", "2022-10-01") == {
        "due_on": "2022-10-15",
        "days_left": 14,
        "overdue": False,
        "noun": "plot",
        "key": "KHG-014",
        "kind": "deadline",
        "name": "non-use",
        "detail": "",
        "whose": "050140001238",
        "zone": "KHG",
        "owner": None,
        "provisional": False,
        "acts": ["plot.start-construction"],
        "commands": ["sez plot start-construction KHG-014"],
        "second": False,
        "basis": "Land Code 92(2)",
        "regulation": "kz-2019@3",
        "calendar": None,
        "cause": None,
        "event": "plot-KHG-014@2",
        "act": "plot.allocate",
        "from_on": "2019-10-15",
        "suggest_before": ["plot.start-construction"],
        "suggest_after": ["plot.issue-prescription"],
    }


def test_a_whole_reclaim_is_done_by_what_the_worklist_suggests(at: At) -> None:
    at("held")
    second_officer()
    stations = [
        ("2023-01-09", "non-use", "issue-prescription", "prescribed"),
        ("2024-01-10", "prescription-cure", "open-reclaim", "reclaiming"),
        ("2024-02-01", "reclaim-by-court", "file-suit", "in-court"),
        ("2024-05-06", "in-court", "order-reclaim", "ordered"),
        ("2024-05-07", "listing", "record-listing", "ordered"),
        ("2024-06-03", "return-ordered", "reclaim", "reclaimed"),
        ("2024-07-01", "right-not-cleared", "clear-right", "reclaimed"),
    ]
    for on, name, verb, compliance in stations:
        found = row("KHG-014", name, "--now", on)
        command = found["commands"][0]
        assert command.startswith(f"sez plot {verb} KHG-014")
        carried_out(command, on)
        assert sez("plot", "show", "KHG-014", "--format", "json").json["row"]["compliance"] == compliance
    assert row("KHG-014", "taken-back")["commands"] == [
        "sez plot reassign KHG-014 --project KEY --document decision=FILE --propose"
    ]
    assert row("KHG-014", "in-court", "--now", "2024-03-01")["acts"][0] == "plot.order-reclaim"


def test_the_ready_command_knows_what_the_case_already_says(at: At) -> None:
    at("pledged")
    second_officer()
    carried_out(
        "sez plot issue-prescription KHG-014 --violation other --document prescription=FILE", "2022-11-01"
    )
    (command,) = row("KHG-014", "prescription-cure", "--now", "2023-03-01")["commands"]
    assert command == "sez plot open-reclaim KHG-014 --ground court --document decision=FILE --propose"
    carried_out(command, "2023-03-01")
    (command,) = row("KHG-014", "reclaim-by-court")["commands"]
    assert command == (
        "sez plot file-suit KHG-014 --document claim=FILE --document pledgee-notice=FILE"
        " --document penalty=FILE"
    )


def test_a_built_plot_is_reclaimed_with_a_word_on_its_buildings(at: At) -> None:
    at("building")
    second_officer()
    for line, on in (
        ("sez plot complete-construction KHG-014 --document acceptance-act=FILE", "2021-01-11"),
        ("sez plot issue-prescription KHG-014 --violation other --document prescription=FILE", "2022-11-01"),
        ("sez plot open-reclaim KHG-014 --ground state-needs --document decision=FILE --propose", "2023-03-01"),
        ("sez plot decide-return KHG-014 --document decision=FILE", "2023-03-02"),
    ):
        carried_out(line, on)
    (command,) = row("KHG-014", "challenge")["commands"]
    assert command == (
        "sez plot reclaim KHG-014 --buildings demolished|removed|compensated|transferred"
        " --document return-act=FILE --document compensation=FILE --propose"
    )


# -- filters ---------------------------------------------------------------------------------------------


def test_thirty_days_are_looked_ahead_unless_it_is_said_how_far(at: At) -> None:
    at("held")
    assert ("KHG-014", "non-use") not in names("--now", "2022-09-14")
    assert ("KHG-014", "non-use") in names("--now", "2022-09-15")
    assert ("KHG-014", "non-use") in names("--now", "2022-01-01", "--until", "2022-10-15")
    assert ("KHG", "term-of-zone") in names("--until", "9999-12-31")
    assert names("--now", "9999-12-31", "--noun", "zone") == [
        ("KHG", "term-of-zone"),
        ("ALT", "term-of-zone"),
    ]


def test_only_what_is_overdue_is_told_where_that_is_asked(at: At) -> None:
    at("held")
    found = rows("--overdue", "--until", "2100-01-01")
    assert {one["overdue"] for one in found} == {True}
    assert {one["key"] for one in rows("--zone", "KHG", "--noun", "obligation")} == {"P-1-1", "P-1-2"}


def test_as_of_a_date_the_worklist_is_what_it_was_then(at: At) -> None:
    at("noticed")
    assert ("KHG-014", "found-unmet") in names("--as-of", "2022-09-01")
    assert ("KHG-014", "found-unmet") not in names("--as-of", "2022-09-12")
    assert row("KHG-014", "notice-cure", "--as-of", "2022-12-01")["days_left"] == 11
    assert row("KHG-014", "notice-cure", "--as-of", "2022-12-01", "--now", "2022-12-10")["days_left"] == 2
    assert names("--known-at", "2019-01-01") == []


def test_an_officer_is_told_what_the_mandate_covers_and_what_is_theirs_to_find(at: At) -> None:
    at("")
    decree = "--area-ha 10 --allocatable-ha 9 --on 2015-01-01 --document decree=1@2015-01-01"
    number = "--cadastral-number 03-046-1 --document extract=1@2015-02-01"
    for words in (
        f"zone establish KHG --name K --kind sez --region R --term-ends 2025-01-31 {decree}",
        f"zone establish ALT --name A --kind sez --region R --term-ends 2025-01-31 {decree}",
        "officer appoint officer-permits --role zone-administration --document order=1@2024-01-05",
        f"officer appoint {SECOND} --role zone-administration --zone KHG --document order=2@2024-01-05",
        f"plot register A-1 --zone ALT --area-ha 1 --purpose industry --on 2015-02-01 {number}",
        "plot flag-gap A-1 --kind decision --owner officer-leases --due 2025-06-30 --on 2015-03-01",
        "plot flag-gap A-1 --kind contract --owner somebody --due 2025-06-30 --on 2015-03-01",
    ):
        assert typed(f"sez {words}").code == 0
    assert {*names("--officer", "officer-permits")} == {
        *(("KHG", "term-of-zone"), ("ALT", "term-of-zone"), ("A-1", "decision"), ("A-1", "contract")),
    }
    assert names("--officer", SECOND) == [("KHG", "term-of-zone"), ("A-1", "decision")]
    assert row("A-1", "decision", "--officer", SECOND)["commands"] == []
    unknown = sez("due", "--officer", "nobody")
    assert (unknown.code, unknown.out) == (4, "")


def test_an_officer_whose_mandate_is_over_is_told_nothing_but_what_is_theirs_to_find(at: At) -> None:
    at("officers")
    assert sez("officer", "dismiss", SECOND, "--on", "2025-01-01", "--document", "order=1@2025-01-01").code == 0
    assert names("--officer", SECOND) == []


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--until", "soon"), 2),
        (("--now", "2026-02-30"), 2),
        (("--zone", "a b"), 2),
        (("--officer", "a b"), 2),
        (("--noun", "road"), 2),
    ],
)
def test_what_cannot_be_read_is_said_so(words: tuple[str, ...], code: int, at: At) -> None:
    at("held")
    found = sez("due", *words)
    assert (found.code, found.out) == (code, "")
    assert found.err


def test_without_a_store_there_is_no_work(at: At) -> None:
    at("")
    assert sez("due").code == 4
