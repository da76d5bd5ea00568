"""Dependents: what was decided on the strength of an act, by the read sets of the acts alone."""

from __future__ import annotations

from datetime import date

import pytest

from domain.refusals import AreaExceeded
from lifecycle.dependents import IMPOSSIBLE, SAME, consequences, dependents
from lifecycle.errors import NotFound
from lifecycle.handling import Done, Engine
from lifecycle.record import Record
from tests.lifecycle.acts import do, found_zone, register_plot
from tests.lifecycle.proposals import a_day_passes

LATER = "2026-01-10"


def records(engine: Engine, done: Done) -> list[Record]:
    return engine.log.read_from(done.appended.first_position - 1, limit=done.appended.count)


@pytest.fixture
def zoned(engine: Engine) -> Engine:
    found_zone(engine, area_m2=50_000)
    register_plot(engine, "P-1", m2=20_000)
    register_plot(engine, "P-2", m2=20_000, on="2017-01-01")
    return engine


def test_the_dependents_of_an_act_are_those_that_read_what_it_wrote(zoned: Engine) -> None:
    found = dependents(zoned.log, "plot-P-1@1")
    assert [(one.primary.ref, one.read, one.outcome) for one in found] == [("plot-P-2@1", ("land-KHG",), SAME)]
    assert dependents(zoned.log, "plot-P-2@1") == []
    of_the_zone = dependents(zoned.log, "zone-KHG@1")
    assert [one.primary.ref for one in of_the_zone] == ["plot-P-1@1", "plot-P-2@1"]


def test_what_was_read_before_an_event_does_not_rest_on_it(zoned: Engine) -> None:
    do(zoned, "zone.extend-term", "KHG", "2018-01-01", term_ends_on=date(2050, 12, 31))
    register_plot(zoned, "P-3", m2=5_000, on="2019-01-01")
    assert [one.primary.ref for one in dependents(zoned.log, "zone-KHG@2")] == ["plot-P-3@1"]


def test_a_correction_lists_what_would_not_come_out_as_it_did(zoned: Engine) -> None:
    a_day_passes(zoned)
    done = do(
        zoned, "zone.correct", "KHG", LATER,
        target="zone-KHG@1", changes={"area_m2": 30_000, "allocatable_m2": 30_000},
    )  # fmt: skip
    (found,) = consequences(zoned.log, records(zoned, done))
    assert (found.primary.ref, found.outcome) == ("plot-P-2@1", IMPOSSIBLE)
    assert found.objection == AreaExceeded("KHG", 20_000, 10_000)


def test_a_late_act_lists_what_only_read_the_streams_that_it_writes(zoned: Engine) -> None:
    a_day_passes(zoned)
    done = do(zoned, "zone.change-boundary", "KHG", "2016-06-01", area_m2=30_000, allocatable_m2=30_000)
    (found,) = consequences(zoned.log, records(zoned, done))
    assert (found.primary.ref, found.outcome) == ("plot-P-2@1", IMPOSSIBLE)


def test_an_act_of_its_own_day_changes_nothing_that_was_read(zoned: Engine) -> None:
    done = do(zoned, "zone.extend-term", "KHG", "2026-01-16", term_ends_on=date(2050, 12, 31))
    assert consequences(zoned.log, records(zoned, done)) == []


def test_a_dependent_act_stands_on_its_corrected_date(zoned: Engine) -> None:
    a_day_passes(zoned)
    do(zoned, "plot.correct", "P-2", LATER, target="plot-P-2@1", changes={}, moved_to=date(2018, 3, 1))
    (found,) = dependents(zoned.log, "plot-P-1@1")
    assert (found.primary.ref, found.primary.effective_on) == ("plot-P-2@1", "2018-03-01")


def test_an_event_that_is_not_there_has_no_dependents(zoned: Engine) -> None:
    with pytest.raises(NotFound):
        dependents(zoned.log, "plot-P-9@1")
