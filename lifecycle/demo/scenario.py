"""The whole scenario in the order of its recording, and playing it into a store."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from lifecycle.clock import SetClock
from lifecycle.demo.careers import career
from lifecycle.demo.officers import HEAD, appointed_for_all, appointed_for_zones, concerns
from lifecycle.demo.projects import party_steps, plans
from lifecycle.demo.steps import Step, commands, in_order
from lifecycle.demo.told import told
from lifecycle.demo.zones import zone_steps
from lifecycle.handling import DEFAULT_TIME_ZONE, Engine
from lifecycle.play import Played, play
from lifecycle.seeding import seed
from lifecycle.store import open_log

if TYPE_CHECKING:
    from lifecycle.command import Command
    from lifecycle.store.log import Log

STORY = "KHG-014"
"""The plot whose story is told in full."""

ORIGIN = "sez.demo/scenario-2"
CALENDAR = "kz"
FOUNDED_ON, ENDS_ON = date(2011, 1, 1), date(2026, 1, 16)


def scenario() -> Iterator[Command]:
    """Every act of the demo under a fixed command id, in the order of recording."""
    every = list(plans())
    careers = chain.from_iterable(career(plan) for plan in every)
    first, then = [*calendar_steps(), *zone_steps()], [*party_steps(every), *careers, *told()]
    officers = concerns([*first, *then])
    everywhere, in_zones = appointed_for_all(officers, FOUNDED_ON), appointed_for_zones(officers)
    return commands(in_order(chain(everywhere, first, in_zones, then)))


def calendar_steps() -> Iterator[Step]:
    """The working calendar: established at the beginning, each year published on its day."""
    for act in seed(CALENDAR, until=ENDS_ON):
        yield Step(act.on or FOUNDED_ON, act.act, act.key, act.terms, documents=act.documents)


def found_and_play(store: Path | str | Log, *, progress: Callable[[Played], None] | None = None) -> Played:
    """Found a store (or take one that holds a part of the demo) and play every act that it lacks.

    A store given by name is opened and closed here. Raises `Stopped`, `StoreUnusable`.
    """
    log = open_log(str(store)) if isinstance(store, str | Path) else store
    try:
        clock = SetClock(datetime.combine(FOUNDED_ON, time(0), ZoneInfo(DEFAULT_TIME_ZONE)))
        engine = Engine(log, clock)
        engine.found(origin=ORIGIN, actor=HEAD)
        return play(engine, scenario(), clock=clock, progress=progress)
    finally:
        if log is not store:
            log.close()
