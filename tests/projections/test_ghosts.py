"""Subjects of which facts are on record and no beginning: every question about them has an answer."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from domain.event import Event
from domain.obligation.events import DeadlineMoved as ObligationMoved
from domain.officer.events import MandateReceived
from domain.party.events import PartyBarred
from domain.plot.events import EncumbrancePlaced, ReclaimReversed
from domain.project.events import DeadlineMoved, PlotGranted
from domain.zone.events import ZoneAbolished
from lifecycle.conformance import Conformance, Thresholds
from lifecycle.desk import Desk
from lifecycle.errors import NotFound
from lifecycle.handling import Engine
from lifecycle.permissions import permissions
from projections.blaming import blame
from projections.comparing import Times, compare
from projections.lineage import lineage
from projections.lookup import history, show
from projections.registers import Registers
from projections.worklist import Wanted
from tests.lifecycle.acts import found_zone
from tests.lifecycle.conformance.forging import forge

TODAY = date(2026, 1, 16)
ON = "2019-01-01"
MOVED: dict[str, Any] = {"name": "report", "due": date(2020, 1, 1), "cause": "decree"}

GHOSTS: list[tuple[str, Event]] = [
    ("plot", EncumbrancePlaced(kind="arrest")),
    ("plot", ReclaimReversed()),
    ("party", PartyBarred(until=date(2021, 1, 1))),
    ("project", PlotGranted(plot="P-1", area_m2=5)),
    ("project", DeadlineMoved(target="project-G@1", **MOVED)),
    ("obligation", ObligationMoved(target="obligation-G@1", **MOVED)),
    ("officer", MandateReceived(giver="officer", roles=("zone-administration",), until=date(2030, 1, 1))),
    ("zone", ZoneAbolished()),
]


@pytest.mark.parametrize(("noun", "event"), GHOSTS)
def test_of_what_was_never_begun_every_question_has_an_answer(
    noun: str, event: Event, engine: Engine, registers: Registers
) -> None:
    found_zone(engine)
    key = "INV-G" if noun == "party" else "G"
    forge(engine, f"{noun}.void", f"{noun}-{key}", event, ON)
    log = engine.log
    assert len(history(log, noun, key).rows) == 1
    questions: list[Any] = [
        lambda: show(log, noun, key, as_of=TODAY),
        lambda: blame(log, noun, key, as_of=TODAY),
        lambda: list(permissions(Desk(log), noun, key, on=TODAY)),
        lambda: registers.list(noun, as_of=TODAY),
        lambda: registers.work(Wanted(TODAY, TODAY + timedelta(days=9_000)), as_of=None, known_at=None),
        lambda: list(Conformance(log, TODAY, flags=Thresholds()).deviations()),
    ]
    if noun == "zone":
        questions.append(lambda: registers.zone_between(key, Times(date(2014, 1, 1)), Times(TODAY)))
    else:
        questions.append(lambda: compare(log, noun, key, Times(date(2014, 1, 1)), Times(TODAY)))
    if noun == "plot":
        questions.append(lambda: lineage(log, key, as_of=TODAY))
    for ask in questions:
        try:
            ask()
        except NotFound as absent:
            assert absent.values["key"] == key  # noqa: PT017 - either answer will do


def test_a_plot_without_an_area_has_a_lineage(engine: Engine) -> None:
    found_zone(engine)
    forge(engine, "plot.reverse-reclaim", "plot-G", ReclaimReversed(), ON)
    (row,) = lineage(engine.log, "G", as_of=TODAY).rows
    assert (row["area_m2"], row["area_ha"], row["begun_by"]) == (None, None, "plot-G@1")


def test_a_plot_that_was_only_burdened_has_no_lineage(engine: Engine) -> None:
    forge(engine, "plot.encumber", "plot-G", EncumbrancePlaced(kind="arrest"), ON)
    with pytest.raises(NotFound):
        lineage(engine.log, "G", as_of=TODAY)
