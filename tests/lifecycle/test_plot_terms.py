"""What runs beside the rights: missing papers, due dates that move, time that does not count, use."""

from __future__ import annotations

from datetime import date

import pytest

from domain import refusals as r
from lifecycle.handling import Engine
from tests.lifecycle.acts import do, found_zone, register_plot
from tests.lifecycle.story import (
    APPROVED,
    calendar_kept,
    facts,
    given_plot,
    standing,
    types,
)


def test_a_missing_paper_is_flagged_owned_and_closed(engine: Engine) -> None:
    found_zone(engine)
    register_plot(engine, "P-1")
    with pytest.raises(r.DatesOutOfOrder):
        do(engine, "plot.flag-gap", "P-1", kind="decision", owner="archive", due_on=date(2019, 12, 31))
    do(engine, "plot.flag-gap", "P-1", kind="decision", owner="archive", due_on=date(2020, 12, 31))
    with pytest.raises(r.GapUnknown):
        do(engine, "plot.close-gap", "P-1", kind="contract")
    do(engine, "plot.close-gap", "P-1", kind="decision")
    assert facts(engine, "plot-P-1").gaps == ()


def test_a_due_date_is_moved_by_an_event_that_names_its_cause(engine: Engine) -> None:
    given_plot(engine)
    moved = {"target": "plot-P-1@2", "name": "non-use", "cause": "judgment 2-114"}
    done = do(engine, "plot.move-deadline", "P-1", "2018-01-01", due=date(2019, 2, 4), **moved)
    assert types(done) == [("plot-P-1", "DeadlineMoved"), APPROVED]
    with pytest.raises(r.DeadlineUnknown):
        do(engine, "plot.move-deadline", "P-1", "2018-01-01", due=date(2019, 2, 4), **moved)
    assert facts(engine, "plot-P-1").due["non-use"] == date(2019, 2, 4)


def test_a_due_date_counted_anew_by_a_calendar_takes_one_officer_and_may_come_out_the_same(
    engine: Engine,
) -> None:
    given_plot(engine)
    do(engine, "plot.record-unmet", "P-1", "2018-01-02", obligations=("A-1",))
    do(engine, "plot.serve-notice", "P-1", "2018-01-28")
    assert facts(engine, "plot-P-1").due["notice-cure"] == date(2018, 4, 30)
    calendar_kept(engine, date(2018, 4, 30), date(2018, 5, 1))
    moved = {"target": "plot-P-1@6", "name": "notice-cure", "cause": "calendar-kz@2"}
    for _ in range(2):
        done = do(engine, "plot.move-deadline", "P-1", "2018-02-02", due=date(2018, 5, 2), **moved)
        assert types(done) == [("plot-P-1", "DeadlineMoved")]
    assert facts(engine, "plot-P-1").due["notice-cure"] == date(2018, 5, 2)
    with pytest.raises(r.NotByCalendar, match="counted=2018-05-02"):
        do(engine, "plot.move-deadline", "P-1", "2018-02-02", due=date(2018, 5, 3), **moved)


def test_a_due_date_is_moved_by_naming_an_event_of_the_plot(engine: Engine) -> None:
    given_plot(engine)
    with pytest.raises(r.NotOfThisSubject):
        do(
            engine, "plot.move-deadline", "P-1", "2018-01-01",
            target="plot-P-9@2", name="non-use", due=date(2019, 2, 4), cause="judgment 2-114",
        )  # fmt: skip


def test_neither_excluded_time_nor_a_clock_s_start_lies_ahead(engine: Engine) -> None:
    given_plot(engine)
    with pytest.raises(r.DatesOutOfOrder):
        do(
            engine, "plot.exclude-time", "P-1", "2018-01-01",
            from_on=date(2017, 1, 2), to_on=date(2018, 1, 2), ground="force-majeure",
        )  # fmt: skip
    with pytest.raises(r.DatesOutOfOrder):
        do(engine, "plot.fix-clock-start", "P-1", "2018-01-01", starts_on=date(2018, 1, 2))


def test_excluded_time_runs_forward(engine: Engine) -> None:
    given_plot(engine)
    with pytest.raises(r.DatesOutOfOrder):
        do(
            engine, "plot.exclude-time", "P-1",
            from_on=date(2018, 1, 2), to_on=date(2018, 1, 1), ground="force-majeure",
        )  # fmt: skip


def test_a_plot_is_used_from_design_to_operation_and_lies_idle_in_between(engine: Engine) -> None:
    given_plot(engine)
    for number, act in enumerate(
        (
            "start-design", "start-construction", "interrupt-use", "resume-construction",
            "complete-construction", "start-operation", "interrupt-use", "resume-operation", "clear-site",
        ), start=1,
    ):  # fmt: skip
        do(engine, f"plot.{act}", "P-1", f"2017-0{number}-01")
    assert standing(engine)["use"] == "vacant"
