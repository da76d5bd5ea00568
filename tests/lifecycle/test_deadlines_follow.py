"""Deadlines of later acts follow what is recorded late, corrected or voided, as if all had come in its order.

The report of a half-year starts the term of the first one that is not reported yet: it counts from facts.
"""

from __future__ import annotations

from datetime import date
from itertools import permutations
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain import refusals as r
from lifecycle.campaign import whole
from lifecycle.command import Command
from lifecycle.conformance import Conformance
from lifecycle.handling import Done, Engine
from lifecycle.play import play
from lifecycle.record import Record
from lifecycle.settling import marks, settled
from tests.lifecycle.acts import command, do, register_plot
from tests.lifecycle.proposals import a_day_passes, approve, propose
from tests.lifecycle.story import APPROVED, calendar_kept, case, contracted, opened, ordered_by_court, types
from tests.lifecycle.test_laws import a_zone_at_work

PROJECT = "project-C"
LATER = "2026-01-10"
ENDS = {"2020-H1": "2020-07-10", "2020-H2": "2021-01-10", "2021-H1": "2021-07-10", "2021-H2": "2022-01-10"}
FOLLOWS = (PROJECT, "RecordCorrected")


def a_report(period: str) -> Command:
    return command("project.report", "C", ENDS[period], period=period, jobs=1)


def report(engine: Engine, period: str) -> Done:
    return engine.handle(a_report(period))


def void(engine: Engine, event: str) -> Done:
    return do(engine, "project.void", "C", LATER, target=event)


def correct(engine: Engine, event: str, **right: Any) -> Done:
    return do(engine, "project.correct", "C", LATER, target=event, **{"changes": {}, **right})


def event_of(done: Done) -> str:
    return str(done.events[0]["event"])


def recorded(engine: Engine) -> list[Record]:
    return engine.log.read([PROJECT])[PROJECT]


def due(engine: Engine, on: str = "2026-01-16") -> date | None:
    found = case(engine, PROJECT, on).facts.due.get("report")
    assert found is None or isinstance(found, date)
    return found


def started(engine: Engine) -> dict[str, str]:
    """The due dates of the reports on record, by the half-year reported."""
    return {
        record.event.data()["period"]: record.body["deadlines"][0]["due"]
        for record in settled(recorded(engine))
        if record.event.stored == "project.ProgressReported@1" and record.body.get("deadlines")
    }


def in_line(engine: Engine) -> bool:
    """Whether conformance counts every deadline as it is stamped."""
    found = Conformance(engine.log, date(2026, 1, 16)).deviations()
    return [one.problem for one in found if one.kind == "other-consequences"] == []


@pytest.fixture
def begun(engine: Engine) -> Engine:
    opened(engine, "INV-C")
    contracted(engine, "C", "INV-C", "2020-02-01")
    return engine


# -- recorded late -----------------------------------------------------------------------------------


def test_a_report_recorded_late_moves_the_deadline_that_a_later_one_started(begun: Engine) -> None:
    later = report(begun, "2020-H2")
    assert due(begun) == date(2020, 7, 25)
    done = report(begun, "2020-H1")
    assert types(done) == [(PROJECT, "ProgressReported"), FOLLOWS]
    assert (due(begun), due(begun, "2020-12-31")) == (date(2021, 7, 25), date(2021, 1, 25))
    assert done.events[1] == {
        "event": "project-C@9", "type": "project.RecordCorrected@1", "effective_on": "2020-07-10",
        "target": event_of(later), "reason": f"project.report {event_of(done)}",
        "deadlines": [{"name": "report", "from": "2021-06-30", "due": "2021-07-25", "regulation": "kz-2019@3"}],
    }  # fmt: skip
    assert in_line(begun)


@pytest.mark.parametrize("order", list(permutations(ENDS))[1::6])
def test_reports_recorded_in_any_order_start_the_same_deadlines(begun: Engine, order: tuple[str, ...]) -> None:
    for period in order:
        report(begun, period)
    assert started(begun) == dict(
        zip(ENDS, ("2021-01-25", "2021-07-25", "2022-01-25", "2022-07-25"), strict=True)
    )
    assert in_line(begun)


def test_an_act_recorded_late_that_moves_no_deadline_writes_nothing_more(begun: Engine) -> None:
    report(begun, "2020-H1")
    report(begun, "2021-H1")
    again = do(begun, "project.report", "C", "2020-08-01", period="2020-H1", jobs=2)
    assert types(again) == [(PROJECT, "ProgressReported")]
    assert marks(recorded(begun)) == {}


def test_a_late_act_that_was_proposed_moves_them_when_it_is_approved(begun: Engine) -> None:
    put = propose(begun, a_report("2020-H1"))
    report(begun, "2020-H2")
    done = approve(begun, put.stream.partition("-")[2])
    assert types(done) == [(PROJECT, "ProgressReported"), APPROVED, FOLLOWS]
    assert done.events[2]["reason"] == f"project.report {event_of(done)}"
    assert due(begun) == date(2021, 7, 25)
    assert in_line(begun)
    assert types(void(begun, event_of(done))) == [(PROJECT, "RecordVoided"), APPROVED]
    assert due(begun) == date(2020, 7, 25)


def test_deadlines_follow_in_a_campaign_in_a_batch_and_in_a_dry_run(begun: Engine) -> None:
    report(begun, "2021-H2")
    late = [a_report("2020-H1"), a_report("2020-H2")]
    tried = begun.try_(late[0])
    assert [event["type"] for event in tried.events] == [
        "project.ProgressReported@1",
        "project.RecordCorrected@1",
    ]
    assert [fate.outcome for fate in whole(begun, late)] == ["done", "done"]
    assert started(begun)["2021-H2"] == "2021-07-25"
    play(begun, [a_report("2021-H1")])
    assert started(begun)["2021-H2"] == "2022-07-25"
    assert in_line(begun)


# -- voided ------------------------------------------------------------------------------------------


def test_a_voided_report_moves_the_deadline_back_that_a_later_one_started(begun: Engine) -> None:
    first, _second = report(begun, "2020-H1"), report(begun, "2020-H2")
    assert due(begun) == date(2021, 7, 25)
    done = void(begun, event_of(first))
    assert types(done) == [(PROJECT, "RecordVoided"), FOLLOWS, APPROVED]
    assert due(begun) == date(2020, 7, 25)
    assert in_line(begun)


def test_the_deadlines_that_followed_go_with_the_act_that_they_followed(begun: Engine) -> None:
    report(begun, "2020-H2")
    late = report(begun, "2020-H1")
    done = void(begun, event_of(late))
    assert types(done) == [(PROJECT, "RecordVoided"), APPROVED]
    assert due(begun) == date(2020, 7, 25)
    assert marks(recorded(begun))[late.events[1]["event"]].voided_by == event_of(done)
    assert in_line(begun)


def test_what_followed_from_one_act_stays_where_another_still_gives_rise_to_it(begun: Engine) -> None:
    report(begun, "2020-H2")
    late = report(begun, "2020-H1")
    do(begun, "project.report", "C", "2020-08-01", period="2020-H1", jobs=2)
    assert types(void(begun, event_of(late))) == [(PROJECT, "RecordVoided"), FOLLOWS, APPROVED]
    assert due(begun) == date(2021, 7, 25)


def test_what_was_known_before_a_deadline_followed_stays_known(begun: Engine) -> None:
    report(begun, "2020-H2")
    before = settled(recorded(begun))
    a_day_passes(begun)
    report(begun, "2020-H1")
    assert settled(recorded(begun), known_at=before[-1].recorded_at) == before


# -- corrected ---------------------------------------------------------------------------------------


def test_a_corrected_start_moves_the_deadlines_of_the_reports_after_it(begun: Engine) -> None:
    start = recorded(begun)[-1].ref
    void(begun, start)
    start = event_of(do(begun, "project.start", "C", "2020-08-15"))
    report(begun, "2020-H2")
    assert due(begun) == date(2021, 7, 25)
    done = correct(begun, start, moved_to=date(2020, 2, 1))
    assert types(done) == [FOLLOWS, FOLLOWS]
    assert due(begun) == date(2020, 7, 25)
    assert in_line(begun)
    do(begun, "project.void", "C", LATER, target=event_of(done))
    assert due(begun) == date(2021, 7, 25)
    assert in_line(begun)


def test_a_corrected_period_moves_the_deadlines_of_later_reports(begun: Engine) -> None:
    first = report(begun, "2020-H1")
    report(begun, "2021-H1")
    assert started(begun)["2021-H1"] == "2021-01-25"
    correct(begun, event_of(first), changes={"period": "2020-Q1"})
    assert started(begun)["2021-H1"] == "2020-07-25"


def test_a_correction_is_taken_back_though_deadlines_followed_since(begun: Engine) -> None:
    first, second = report(begun, "2020-H1"), report(begun, "2020-H2")
    wrong = correct(begun, event_of(second), changes={"jobs": 2})
    void(begun, event_of(first))
    void(begun, event_of(wrong))
    assert settled(recorded(begun))[-1].event.data()["jobs"] == 1
    assert due(begun) == date(2020, 7, 25)
    assert in_line(begun)


def test_deadlines_that_followed_are_no_correction_to_be_voided_by_itself(begun: Engine) -> None:
    report(begun, "2020-H2")
    late = report(begun, "2020-H1")
    with pytest.raises(r.WrittenByAnAct) as refused:
        void(begun, late.events[1]["event"])
    assert refused.value == r.WrittenByAnAct(late.events[1]["event"], event_of(late))


# -- beside ------------------------------------------------------------------------------------------


def test_a_calendar_published_since_moves_no_deadline_along(held: Engine) -> None:
    """A term counted in working days keeps to the calendar it was counted by, whatever is recorded late."""
    calendar_kept(held, date(2019, 7, 8))
    ordered_by_court(held)
    do(held, "calendar.publish", "kz", "2020-12-01", year=2021, days_off=(date(2021, 2, 3),))
    assert case(held, "plot-P-1").facts.due["listing"] == date(2021, 2, 8)
    done = do(
        held, "plot.flag-gap", "P-1", "2016-03-01", kind="extract", owner="officer", due_on=date(2017, 1, 1)
    )
    assert types(done) == [("plot-P-1", "DocumentGapFlagged")]


def test_a_fact_imposed_on_a_project_with_later_reports_moves_none_of_their_deadlines(begun: Engine) -> None:
    register_plot(begun, "P-1")
    do(begun, "plot.allocate", "P-1", "2020-03-01", project="C")
    report(begun, "2020-H1")
    done = do(begun, "plot.annul-grant", "P-1", "2020-04-01")
    assert FOLLOWS not in types(done)
    assert due(begun) == date(2021, 1, 25)


def test_a_later_act_that_cannot_stand_already_is_named_as_such(held: Engine) -> None:
    """An annulled grant leaves the buy-out after it without ground; it is not what comes next that does so."""
    bought = do(held, "plot.buy-out", "P-1", "2018-01-01")
    do(held, "plot.annul-grant", "P-1", "2017-01-01")
    with pytest.raises(r.LaterActFallen) as refused:
        do(held, "plot.flag-gap", "P-1", "2016-03-01", kind="extract", owner="x", due_on=date(2017, 1, 1))
    assert refused.value == r.LaterActFallen(event_of(bought), "plot.buy-out")


# -- at random ---------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("followed")


@settings(max_examples=15, deadline=None)
@given(rng=st.integers(0, 2**32).map(Random))
def test_deadlines_stand_as_if_what_is_right_had_been_recorded_in_its_order(folder: Path, rng: Random) -> None:
    engine = a_zone_at_work(folder)
    do(engine, "party.register", "INV-C", "2015-02-01", name="Investor C")
    contracted(engine, "C", "INV-C", "2020-02-01")
    standing: dict[str, str] = {}
    for _step in range(10):
        period = rng.choice(list(ENDS))
        if period not in standing:
            standing[period] = event_of(report(engine, period))
        elif rng.random() < 0.5:
            void(engine, standing.pop(period))
        else:
            correct(engine, standing[period], changes={"jobs": rng.randint(2, 9)})
        assert in_line(engine)
    engine.log.close()
