"""Records that no engine would write, appended below it; and what is found of a log."""

from __future__ import annotations

import os
from collections.abc import Iterable
from datetime import date
from typing import Any

from domain.event import Event
from domain.plot.events import PlotAllocated
from domain.project.events import PlotGranted
from lifecycle.conformance import Conformance, Deviation
from lifecycle.handling import Engine
from lifecycle.record import Draft
from lifecycle.regulation import in_force
from lifecycle.store.log import Act
from tests.lifecycle.acts import OFFICER, PAPERS

TODAY = date(2026, 1, 16)
GRANT = PlotAllocated(project="B", party="INV-B")
REGISTERED = {"zone": "KHG", "area_m2": 10_000, "purpose": "industry"}
"""What a forged grant and a forged plot hold."""

EVERY_PAPER = [paper.as_json() for paper in PAPERS]


def forge(
    engine: Engine, act: str, stream: str, event: Event, on: str, *touched: tuple[str, Event], **envelope: Any
) -> str:
    """Append an act as it is said to have been, whatever stands against it; the id of its own event."""
    day = date.fromisoformat(on)
    whole = {
        "act": act,
        "actor": OFFICER,
        "mandate": f"officer-{OFFICER}@1",
        "regulation": in_force(day).stamp,
        "documents": EVERY_PAPER,
        **envelope,
    }
    written: list[tuple[str, Event]] = [(stream, event), *touched]
    versions = {name: len(some) for name, some in engine.log.read(name for name, _ in written).items()}
    reads = dict(versions)
    drafts: list[Draft] = []
    for name, one in written:
        versions[name] += 1
        drafts.append(Draft(name, versions[name], one, day, {} if drafts else whole))
    engine.log.append([Act(os.urandom(16).hex(), "", engine.clock.now, reads, drafts)])
    return drafts[0].ref


def grant(
    engine: Engine, key: str = "P-2", on: str = "2020-02-03", *, area_m2: int = 10_000, **envelope: Any
) -> str:
    """A grant to project B as somebody else's software would have written it, with all that it touches."""
    touched = (("project-B", PlotGranted(plot=key, area_m2=area_m2)),)
    return forge(engine, "plot.allocate", f"plot-{key}", GRANT, on, *touched, **envelope)


def deviations(engine: Engine, **more: Any) -> list[Deviation]:
    """What deviates in a log, as of today unless it is said."""
    return list(Conformance(engine.log, **{"as_of": TODAY, **more}).deviations())


def found(engine: Engine, *kinds: str, **more: Any) -> list[tuple[str, str, str]]:
    """The problem, the event and the subject of each deviation, of some kinds or of all."""
    return [
        (one.problem, one.event, one.subject)
        for one in deviations(engine, **more)
        if not kinds or one.kind in kinds
    ]


def the_one(engine: Engine, problem: str, **more: Any) -> Deviation:
    """The one deviation of this problem."""
    (one,) = [one for one in deviations(engine, **more) if one.problem == problem]
    return one


def problems(some: Iterable[Deviation]) -> set[tuple[str, str]]:
    """What was found, each kind and problem once."""
    return {(one.kind, one.problem) for one in some}
