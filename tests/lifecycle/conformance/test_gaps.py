"""Gaps that were never closed: plots once given out without papers, also after the right to them ended."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from lifecycle.command import Gap
from lifecycle.handling import Engine
from tests.lifecycle.acts import carry_out, command, do, register_plot
from tests.lifecycle.conformance.forging import deviations
from tests.lifecycle.story import contracted, opened, parts

LACKING = ("decision", "handover-act")
UNTIL = date(2020, 6, 1)


def told(engine: Engine, **more: Any) -> list[tuple[str, str, str, Any]]:
    return [(one.problem, one.event, one.subject, dict(one.values)) for one in deviations(engine, **more)]


def never(paper: str, subject: str = "plot-P-1", ended: str = "2021-03-01") -> tuple[str, str, str, Any]:
    said = {"paper": paper, "owner": "archive", "until": "2020-06-01", "ended": ended}
    return ("gap-never-closed", "plot-P-1@2", subject, said)


def found_without_papers(engine: Engine) -> None:
    """P-1 is recognised as A's, without the papers of the grant."""
    opened(engine, "INV-A", "INV-B")
    register_plot(engine, "P-1")
    whole = command("plot.recognise", "P-1", "2019-11-14", party="INV-A")
    papers = tuple(paper for paper in whole.documents if paper.kind not in LACKING)
    gaps = tuple(Gap(kind, "archive", UNTIL) for kind in LACKING)
    carry_out(engine, replace(whole, documents=papers, gaps=gaps))


def given_again(engine: Engine, plot: str = "P-1", on: str = "2021-04-05") -> None:
    """Once the right had ended, the plot was given to B."""
    contracted(engine, "B", "INV-B", "2021-03-08", jobs_due="2030-01-01")
    do(engine, "plot.reassign", plot, on, project="B")


def ended(engine: Engine) -> None:
    """The right to P-1 ends in March 2021."""
    do(engine, "plot.surrender", "P-1", "2021-03-01")
    do(engine, "plot.clear-right", "P-1", "2021-03-02")


def test_a_paper_that_was_never_found_stays_a_finding_once_the_plot_is_given_again(engine: Engine) -> None:
    found_without_papers(engine)
    ended(engine)
    given_again(engine)
    assert told(engine) == [never(paper) for paper in LACKING]
    assert {one[0] for one in told(engine, as_of=date(2021, 4, 4))} == {"gap-overdue"}


def test_a_paper_that_was_found_in_time_is_no_finding(engine: Engine) -> None:
    found_without_papers(engine)
    do(engine, "plot.close-gap", "P-1", "2020-05-04", kind="decision")
    ended(engine)
    given_again(engine)
    assert told(engine) == [never("handover-act")]


def test_a_paper_that_the_next_right_lacks_as_well_is_told_of_both(engine: Engine) -> None:
    found_without_papers(engine)
    ended(engine)
    given_again(engine)
    do(engine, "plot.flag-gap", "P-1", "2021-05-03", kind="decision", owner="clerk", due_on=date(2030, 1, 1))
    open_still = {"paper": "decision", "owner": "clerk", "until": "2030-01-01"}
    assert told(engine) == [
        *(never(paper) for paper in LACKING),
        ("gap-open", "plot-P-1@6", "plot-P-1", open_still),
    ]


def test_a_paper_never_found_is_told_of_a_plot_that_left_the_register(engine: Engine) -> None:
    found_without_papers(engine)
    ended(engine)
    do(engine, "plot.exclude", "P-1", "2022-03-01")
    assert told(engine) == [never(paper) for paper in LACKING]


def test_a_plot_that_nobody_ever_held_needs_no_paper_once_it_left_the_register(engine: Engine) -> None:
    opened(engine, "INV-A")
    register_plot(engine, "P-1")
    do(engine, "plot.flag-gap", "P-1", "2020-01-06", kind="boundary-plan", owner="archive", due_on=UNTIL)
    assert [one[0] for one in told(engine)] == ["gap-overdue"]
    do(engine, "plot.exclude", "P-1", "2022-03-01")
    assert told(engine) == []


def test_a_paper_never_found_is_told_of_the_part_that_was_given_again(engine: Engine) -> None:
    found_without_papers(engine)
    ended(engine)
    do(engine, "plot.split", "P-1", "2021-03-03", into=parts(P_2=4_000, P_3=6_000))
    given_again(engine, "P-2")
    open_still = {"owner": "archive", "until": "2020-06-01"}
    assert told(engine) == [
        *(never(paper, "plot-P-2") for paper in LACKING),
        *(("gap-overdue", "plot-P-1@2", "plot-P-3", {"paper": p, **open_still}) for p in LACKING),
    ]


def test_a_paper_missing_under_a_right_that_was_given_back_is_missing_still(engine: Engine) -> None:
    found_without_papers(engine)
    do(engine, "plot.surrender", "P-1", "2021-03-01")
    do(engine, "plot.reverse-reclaim", "P-1", "2021-06-01")
    do(engine, "plot.restore-possession", "P-1", "2021-07-01", party="INV-A")
    assert [one[0] for one in told(engine)] == ["gap-overdue", "gap-overdue"]
    do(engine, "plot.surrender", "P-1", "2022-03-01")
    do(engine, "plot.clear-right", "P-1", "2022-03-02")
    given_again(engine, on="2022-04-05")
    assert told(engine) == [never(paper, ended="2022-03-01") for paper in LACKING]


def test_a_paper_found_missing_only_after_the_right_ended_is_told_as_well(engine: Engine) -> None:
    found_without_papers(engine)
    ended(engine)
    later = {"owner": "clerk", "due_on": date(2030, 1, 1)}
    do(engine, "plot.flag-gap", "P-1", "2021-03-04", kind="contract", **later)
    given_again(engine)
    said = {"paper": "contract", "owner": "clerk", "until": "2030-01-01", "ended": "2021-03-01"}
    assert told(engine) == [
        *(never(paper) for paper in LACKING),
        ("gap-never-closed", "plot-P-1@5", "plot-P-1", said),
    ]
