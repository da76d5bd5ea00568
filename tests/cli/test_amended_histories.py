"""Histories with corrections and voids, as a person and as a program read them."""

from __future__ import annotations

import contextlib
import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest

from cli.__main__ import main
from lifecycle.store.sqlite import SqliteLog
from tests.cli.harness import done, sez, typed

At = Callable[[str], Path]
CORRECT = (
    "sez correct plot-KHG-014@1 --set purpose=logistics --set on=2019-07-02"
    " --document extract=9@2024-02-01 --reason misread"
)
ENCUMBER = "sez plot encumber KHG-014 --kind servitude --on 2024-01-10 --document extract=5@2024-01-10"
VOID = "sez void {event} --document decision=17@2024-02-01 --reason duplicate"


MOVE = "sez correct plot-KHG-014@2 --set on=2019-10-17 --document extract=9@2024-02-01 --reason misread"
MOVED = (
    "effective: 2019-10-15 -> 2019-10-17; starts: non-use until 2022-10-15 -> non-use until 2022-10-17; "
    "starts: lease-signing until 2020-01-15 -> lease-signing until 2020-01-17"
)


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def amended(at: At) -> tuple[str, str, str, str]:
    """A plot corrected, encumbered, and the encumbrance voided: the moment before, the three events."""
    path = at("plot")
    log = SqliteLog(path, write=False)
    (last,) = log.read_from(log.position() - 1, limit=1)
    log.close()
    assert done(CORRECT).code == 0
    placed = typed(f"{ENCUMBER} --format json").json["events"][0]["event"]
    assert done(VOID.format(event=placed), "--format json").code == 0
    events = [row["event"] for row in sez("plot", "history", "KHG-014", "--format", "json").json["rows"]]
    correction, voiding = events[-2:]
    return last.recorded_at, correction, placed, voiding


def test_the_original_stands_beside_what_corrects_it(amended: tuple[str, str, str, str]) -> None:
    before, correction, *_ = amended
    told = sez("plot", "history", "KHG-014").out
    changes = "purpose: industry -> logistics; effective: 2019-07-01 -> 2019-07-02"
    assert (
        f"2019-07-02  plot registered  (plot-KHG-014@1)\n            corrected by {correction}: {changes}"
        in told
    )
    assert f"record corrected  ({correction})\n            of plot-KHG-014@1, plot registered\n" in told
    assert "reason: misread" in told
    then = sez("plot", "history", "KHG-014", "--known-at", before).out
    assert "2019-07-01  plot registered  (plot-KHG-014@1)\n            zone: KHG" in then
    assert "correct" not in then


def test_what_was_voided_says_so_in_its_place(amended: tuple[str, str, str, str]) -> None:
    before, _correction, placed, voiding = amended
    told = sez("plot", "history", "KHG-014").out
    assert f"encumbrance placed  ({placed})\n            voided by {voiding}: it does not count" in told
    assert f"record voided  ({voiding})\n            of {placed}, encumbrance placed\n" in told
    assert "void" not in sez("plot", "history", "KHG-014", "--known-at", before).out
    assert sez("plot", "show", "KHG-014", "--format", "json").json["row"]["encumbrances"] == []


def test_on_a_terminal_what_does_not_count_any_more_is_struck_through(
    amended: tuple[str, str, str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    *_, placed, _voiding = amended
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "200")
    with contextlib.redirect_stdout(Terminal()) as terminal, contextlib.redirect_stderr(io.StringIO()):
        assert main(["plot", "history", "KHG-014"]) == 0
    assert f"\033[9m2024-01-10  encumbrance placed\033[0m  ({placed})" in terminal.getvalue()
    assert "purpose: \033[9mindustry\033[0m -> logistics" in terminal.getvalue()


def test_a_program_reads_what_stands_and_what_was_recorded(amended: tuple[str, str, str, str]) -> None:
    _before, correction, placed, voiding = amended
    rows = {row["event"]: row for row in sez("plot", "history", "KHG-014", "--format", "json").json["rows"]}
    born = rows["plot-KHG-014@1"]
    assert (born["voided_by"], born["corrected_by"]) == (None, [correction])
    assert (born["effective_on"], born["data"]["purpose"]) == ("2019-07-02", "logistics")
    assert born["as_recorded"] == {"effective_on": "2019-07-01", "purpose": "industry"}
    assert (rows[placed]["voided_by"], rows[placed]["corrected_by"]) == (voiding, [])
    printed = csv.DictReader(io.StringIO(sez("plot", "history", "KHG-014", "--format", "csv").out))
    assert [row["voided_by"] for row in printed] == [row["voided_by"] or "" for row in rows.values()]


def test_what_was_recorded_long_after_its_date_says_how_late(at: At) -> None:
    at("plot")
    days = "sez plot encumber KHG-014 --kind servitude --document extract=5@2020-01-01"
    assert typed(days).code == 0
    first, *_, last = sez("plot", "history", "KHG-014").out.split("recorded: ")[1:]
    assert " days after its date" in first
    assert "after its date" not in last


# -- deadlines that a correction moves ---------------------------------------------------------------


def test_deadlines_that_a_correction_moved_are_told_before_and_after(
    at: At, monkeypatch: pytest.MonkeyPatch
) -> None:
    at("held")
    done(MOVE)
    told = sez("plot", "history", "KHG-014").out
    assert f"corrected by plot-KHG-014@5: {MOVED}\n" in told
    assert "            starts: non-use until 2022-10-17; lease-signing until 2020-01-17\n" in told
    alone = told.partition("record corrected  (plot-KHG-014@5)")[2]
    assert "            starts: non-use until 2022-10-15 -> non-use until 2022-10-17\n" in alone
    rows = {row["event"]: row for row in sez("plot", "history", "KHG-014", "--format", "json").json["rows"]}
    was, now = rows["plot-KHG-014@5"]["changes"]["deadlines"]
    assert [(one["name"], one["due"]) for one in was] == [
        ("non-use", "2022-10-15"),
        ("lease-signing", "2020-01-15"),
    ]
    assert rows["plot-KHG-014@2"]["as_recorded"]["deadlines"] == was
    assert rows["plot-KHG-014@2"]["deadlines"] == now
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "400")
    with contextlib.redirect_stdout(Terminal()) as terminal, contextlib.redirect_stderr(io.StringIO()):
        assert main(["plot", "history", "KHG-014"]) == 0
    assert "starts: \033[9mnon-use until 2022-10-15\033[0m -> non-use until 2022-10-17" in terminal.getvalue()


def test_what_a_proposed_correction_would_set_right_is_told_when_it_is_tried(at: At) -> None:
    at("held")
    line = f"  sets right in plot-KHG-014@2: {MOVED}\n  sets right in project-P-1@7: effective: 2019-10-15 -> "
    alone = typed(f"{MOVE} --dry-run")
    assert line in alone.out
    proposed = typed(f"{MOVE} --dry-run --propose")
    assert (proposed.code, line in proposed.out) == (0, True)
    assert "act proposed" in proposed.out
    alone, proposed = (typed(f"{MOVE} --dry-run{more} --format json") for more in ("", " --propose"))
    assert proposed.json["corrections"] == alone.json["corrections"]
    assert [event["type"] for event in proposed.json["events"]] == ["proposal.ActProposed@1"]
