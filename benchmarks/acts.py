"""Acts in process, embedded and durable: ours against the library's default application, in one paired run.

Both load a plot, decide or trigger one event, and save it durably: four events on each of PLOTS plots, in
turns of one plot each. The peer is `eventsourcing`'s own application with `@event` methods on SQLite (WAL,
synchronous=FULL, as ours). Ours also checks the law, the papers, the read set and the command id.

Usage: python benchmarks/acts.py [ROUNDS]
"""

from __future__ import annotations

import platform
import sqlite3
import statistics
import sys
import tempfile
from datetime import UTC, date, datetime
from importlib.metadata import version
from pathlib import Path
from time import perf_counter
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from eventsourcing.application import Application
from eventsourcing.domain import Aggregate, event

from lifecycle.clock import SetClock
from lifecycle.command import Command, Document
from lifecycle.handling import Engine
from lifecycle.store import open_log

PLOTS = 150
VERBS = ("start-design", "start-construction", "complete-construction", "start-operation")
DAYS = [date(2016, 2, d) for d in (1, 2, 3, 4)]
PAPERS = (Document("decree", "1", date(2015, 1, 1)), Document("extract", "2", date(2015, 1, 1)))


class Plot(Aggregate):
    """The peer's plot: the same four events, with their guards in the methods."""

    @event("Registered")
    def __init__(self, zone: str, area_m2: int, purpose: str) -> None:
        self.zone, self.area_m2, self.purpose, self.use = zone, area_m2, purpose, "vacant"

    @event("DesignStarted")
    def start_design(self, on: str, actor: str) -> None:
        self._move("vacant", "design")

    @event("ConstructionStarted")
    def start_construction(self, on: str, actor: str) -> None:
        self._move("design", "construction")

    @event("ConstructionCompleted")
    def complete_construction(self, on: str, actor: str) -> None:
        self._move("construction", "built")

    @event("OperationStarted")
    def start_operation(self, on: str, actor: str) -> None:
        self._move("built", "operating")

    def _move(self, from_: str, to: str) -> None:
        if self.use != from_:
            raise ValueError(self.use)
        self.use = to


def our_engine(folder: Path) -> Engine:
    """A store of ours with its plots registered."""
    engine = Engine(open_log(str(folder / "ours.db")), SetClock(datetime(2026, 1, 16, tzinfo=UTC)))
    engine.found()
    terms: dict[str, Any] = {"name": "Zone", "kind": "sez", "region": "R", "term_ends_on": date(2040, 1, 1)}
    terms |= {"area_m2": 10**9, "allocatable_m2": 10**9}
    engine.handle(Command("zone", "establish", "Z", terms, "officer", date(2015, 1, 1), PAPERS))
    for number in range(PLOTS):
        terms = {"zone": "Z", "area_m2": 10_000, "cadastral_number": f"1-{number}", "purpose": "industry"}
        engine.handle(Command("plot", "register", f"P-{number}", terms, "officer", date(2016, 1, 1), PAPERS))
    return engine


def peer_application(folder: Path) -> tuple[Application[Any], list[Any]]:
    """The library's application with as many plots."""
    environment = {"PERSISTENCE_MODULE": "eventsourcing.sqlite", "SQLITE_DBNAME": str(folder / "peer.db")}
    application: Application[Any] = Application(env=environment)
    plots = [Plot("Z", 10_000, "industry") for _ in range(PLOTS)]
    for plot in plots:
        application.save(plot)
    return application, [plot.id for plot in plots]


def one_round(folder: Path) -> tuple[float, float]:
    """Seconds that each side took for all acts, plot by plot in turn."""
    engine = our_engine(folder)
    application, ids = peer_application(folder)
    ours = theirs = 0.0
    for number, plot_id in enumerate(ids):
        start = perf_counter()
        for verb, on in zip(VERBS, DAYS, strict=True):
            engine.handle(Command("plot", verb, f"P-{number}", {}, "officer", on))
        middle = perf_counter()
        for verb, on in zip(VERBS, DAYS, strict=True):
            plot = application.repository.get(plot_id)
            getattr(plot, verb.replace("-", "_"))(on=on.isoformat(), actor="officer")
            application.save(plot)
        ours += middle - start
        theirs += perf_counter() - middle
    engine.log.close()
    application.close()
    return ours, theirs


def main(rounds: int) -> None:
    """Run the rounds and print medians."""
    pairs = []
    for _ in range(rounds):
        with tempfile.TemporaryDirectory() as folder:
            pairs.append(one_round(Path(folder)))
    acts = PLOTS * len(VERBS)
    print(f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, eventsourcing {version('eventsourcing')}")
    print(f"{rounds} rounds of {acts} durable acts each, in turns")
    print(f"ours          {statistics.median(acts / ours for ours, _ in pairs):8.0f} acts/s")
    print(f"library       {statistics.median(acts / theirs for _, theirs in pairs):8.0f} acts/s")
    print(f"ours/library  {statistics.median(theirs / ours for ours, theirs in pairs):8.2f} (target 1.2)")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
