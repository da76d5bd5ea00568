"""Backdating: what is learned late is recorded at its own date, unless a later act would become impossible."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from domain import refusals as r
from lifecycle.handling import Engine
from lifecycle.record import Record
from tests.lifecycle.acts import do, found_zone, register_plot
from tests.lifecycle.story import facts, given_plot, held, standing


def effective(records: Iterable[Record]) -> list[str]:
    return [r.effective_on for r in records]


def test_a_fact_learned_late_is_recorded_at_its_own_date(engine: Engine) -> None:
    given_plot(engine)
    do(engine, "plot.start-construction", "P-1", "2018-01-01")
    do(engine, "plot.start-design", "P-1", "2017-01-01")
    records = engine.log.read(["plot-P-1"])["plot-P-1"]
    assert effective(records)[-2:] == ["2018-01-01", "2017-01-01"]
    assert standing(engine, on="2017-06-01")["use"] == "design"
    assert standing(engine)["use"] == "construction"


def test_a_backdated_act_that_makes_a_later_one_impossible_is_refused(engine: Engine) -> None:
    given_plot(engine)
    do(engine, "plot.buy-out", "P-1", "2018-01-01")
    with pytest.raises(r.LaterActStands) as refused:
        do(engine, "plot.surrender", "P-1", "2017-01-01")
    assert refused.value.values() == {"event": "plot-P-1@5", "act": "plot.buy-out"}


def test_plots_may_be_entered_in_any_order_of_their_dates(engine: Engine) -> None:
    found_zone(engine)
    register_plot(engine, "P-1", on="2020-01-01")
    register_plot(engine, "P-2", on="2016-01-01")
    assert facts(engine, "land-KHG").taken_m2 == 20_000


def test_a_fact_imposed_from_outside_is_recorded_whatever_came_later(engine: Engine) -> None:
    given_plot(engine)
    do(engine, "plot.buy-out", "P-1", "2018-01-01")
    done = do(engine, "plot.annul-grant", "P-1", "2017-01-01")
    (record,) = engine.log.read_from(done.appended.first_position - 1, limit=1)
    assert record.body["overrides_later"] is True


def test_a_later_holder_is_not_displaced_by_a_late_allocation(engine: Engine) -> None:
    given_plot(engine)
    register_plot(engine, "P-2", on="2015-06-01")
    held(engine, "P-2", "A", "2020-01-01")
    with pytest.raises(r.LaterActStands, match="plot-P-2@2"):
        do(engine, "plot.allocate", "P-2", "2016-06-01", project="A")
