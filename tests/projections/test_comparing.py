from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.corrections import RecordVoided
from lifecycle.clock import SetClock
from lifecycle.errors import Misused, NotFound
from lifecycle.handling import Engine
from lifecycle.settling import settled
from projections.blaming import columns, set_by
from projections.comparing import Times, compare, difference
from projections.lookup import show
from projections.models import complete, model_of
from tests.lifecycle.acts import do, found_zone, register_plot
from tests.projections.lives import FIRST_DAY, in_memory, records_of, steps, written

DAYS = st.integers(0, 41).map(lambda days: FIRST_DAY + timedelta(days=days))


@pytest.fixture
def plot(engine: Engine, clock: SetClock) -> Engine:
    """A plot with a servitude since 2019; that it had been arrested in 2018 was recorded four days late."""
    found_zone(engine)
    register_plot(engine, "P-1")
    do(engine, "plot.encumber", "P-1", "2019-01-01", kind="servitude")
    clock.moment = datetime(2026, 1, 20, tzinfo=UTC)
    do(engine, "plot.encumber", "P-1", "2018-01-01", kind="arrest")
    return engine


BEFORE_THE_ARREST = "2026-01-17T00:00:00.000000Z"


def between(engine: Engine, then: Times, now: Times) -> Any:
    found = compare(engine.log, "plot", "P-1", then, now)
    return found.difference.changes, [(e["event"], e["how"]) for e in found.events]


def test_a_difference_names_what_was_and_is_and_the_events_in_between(plot: Engine) -> None:
    changes, events = between(plot, Times(date(2017, 1, 1)), Times(date(2020, 1, 1)))
    assert changes == {
        "encumbrances": [[], ["arrest", "servitude"]],
        "free": [True, False],
        "burdens": [[], [{"kind": "arrest", "holder": ""}, {"kind": "servitude", "holder": ""}]],
    }
    assert events == [("plot-P-1@3", "happened"), ("plot-P-1@2", "happened")]
    found = compare(plot.log, "plot", "P-1", Times(date(2017, 1, 1)), Times(date(2020, 1, 1)))
    assert found.difference.events("free") == ["plot-P-1@3"]
    assert found.difference.events("encumbrances") == ["plot-P-1@3", "plot-P-1@2"]
    (arrested, _servitude) = found.events
    assert (arrested["act"], arrested["actor"], arrested["changes"]["free"]) == (
        "plot.encumber",
        "officer",
        [True, False],
    )


def test_what_was_known_then_differs_from_what_is_known_now_of_one_date(plot: Engine) -> None:
    day = date(2020, 1, 1)
    changes, events = between(plot, Times(day, BEFORE_THE_ARREST), Times(day))
    assert changes["encumbrances"] == [["servitude"], ["arrest", "servitude"]]
    assert events == [("plot-P-1@3", "happened")]


def test_a_plot_not_yet_registered_differs_in_all_that_it_has(plot: Engine) -> None:
    changes, events = between(plot, Times(date(2015, 1, 1)), Times(date(2016, 1, 1)))
    assert changes["zone"] == [None, "KHG"]
    assert changes["area_ha"] == [None, "1.0000"]
    assert events == [("plot-P-1@1", "happened")]


def test_between_two_equal_times_nothing_differs(plot: Engine) -> None:
    times = Times(date(2020, 1, 1), BEFORE_THE_ARREST)
    assert between(plot, times, times) == ({}, [])


def test_an_act_that_was_voided_is_named_as_taken_back(plot: Engine) -> None:
    known = plot.log.read(["plot-P-1"])["plot-P-1"][-1].recorded_at
    plot.clock.moment = datetime(2026, 1, 21, tzinfo=UTC)  # type: ignore[attr-defined]
    do(plot, "plot.void", "P-1", "2026-01-21", target="plot-P-1@3")
    day = date(2020, 1, 1)
    found = compare(plot.log, "plot", "P-1", Times(day, known), Times(day))
    assert found.difference.changes["encumbrances"] == [["arrest", "servitude"], ["servitude"]]
    (taken,) = found.events
    assert (taken["event"], taken["how"], taken["amended_by"]) == ("plot-P-1@3", "taken-back", ["plot-P-1@4"])
    assert found.difference.events("free") == ["plot-P-1@3"]


def test_times_the_wrong_way_round_are_refused(plot: Engine) -> None:
    day = date(2020, 1, 1)
    with pytest.raises(Misused, match="dates-backwards"):
        between(plot, Times(day), Times(date(2019, 1, 1)))
    with pytest.raises(Misused, match="moments-backwards"):
        between(plot, Times(day), Times(day, BEFORE_THE_ARREST))


def test_what_existed_at_neither_time_is_not_found(plot: Engine) -> None:
    with pytest.raises(NotFound):
        between(plot, Times(date(2014, 1, 1)), Times(date(2015, 1, 1)))


# -- for any history -------------------------------------------------------------------------------------


@settings(max_examples=60)
@given(several=st.lists(steps(), min_size=1, max_size=14), days=st.tuples(DAYS, DAYS))
def test_the_row_then_and_the_changes_since_are_the_row_now(several: Any, days: tuple[date, date]) -> None:
    then, now = (Times(day) for day in sorted(days))
    with in_memory() as log:
        written(log, several)
        for stream, records in records_of(log).items():
            noun, _dash, key = stream.partition("-")
            found = difference(model_of(noun), key, records, then, now)
            was, became = (row_at(log, noun, key, times) for times in (then, now))
            assert (found.before, found.after) == (was, became)
            turned = {name: after for name, (_before, after) in found.changes.items()}
            assert {**found.before, **turned} == (became or dict.fromkeys(was))
            assert composed(noun, key, found, was, now) == became


def row_at(log: Any, noun: str, key: str, times: Times) -> Any:
    try:
        return show(log, noun, key, as_of=times.as_of, known_at=times.known_at).row
    except NotFound:
        return {}


def composed(noun: str, key: str, found: Any, was: Any, now: Times) -> Any:
    """The row then, changed by each event in between as it says of itself."""
    row = {name: was.get(name, empty) for name, empty in model_of(noun).start(key).row.items()}
    for cause in found.causes:
        for name, (before, after) in cause.said["changes"].items():
            assert row[name] == before
            row[name] = after
    return complete(row, as_of=now.as_of) if found.after else {}


@settings(max_examples=60)
@given(several=st.lists(steps(), min_size=2, max_size=14), day=DAYS, at=st.integers(0, 20))
def test_what_differs_by_knowledge_has_a_cause_that_was_learnt_since(several: Any, day: date, at: int) -> None:
    with in_memory() as log:
        written(log, several)
        for stream, records in records_of(log).items():
            noun, _dash, key = stream.partition("-")
            known = records[at % len(records)].recorded_at
            found = difference(model_of(noun), key, records, Times(day, known), Times(day))
            learnt = {record.ref for record in records if record.recorded_at > known}
            assert found.causes or not found.changes
            voids = {r.ref for r in records if isinstance(r.event, RecordVoided)}
            for cause in found.causes:
                # A correction that was itself voided since leaves no mark: its record is as it first was.
                assert {cause.record.ref, *cause.by} & learnt or voids & learnt


@settings(max_examples=60)
@given(several=st.lists(steps(), min_size=1, max_size=14), day=DAYS)
def test_the_event_blamed_is_the_last_that_changed_the_value(several: Any, day: date) -> None:
    with in_memory() as log:
        written(log, several)
        for stream, records in records_of(log).items():
            noun, _dash, key = stream.partition("-")
            model, history = model_of(noun), settled(records, as_of=day)
            settings_ = list(set_by(model, key, history))
            rows = [model.last(key, history[:count]).row for count in range(len(history) + 1)]
            for column in columns(model):
                values = [row[column] for row in rows]
                turns = [at for at in range(len(history)) if values[at] != values[at + 1]]
                blamed = [one for one in settings_ if one.column == column]
                assert [history[at].ref for at in turns] == [one.record.ref for one in blamed]
                if blamed:
                    assert blamed[-1].value == rows[-1][column]
