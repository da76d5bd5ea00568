"""Acts in process, embedded and durable: ours against the library's default application, in one paired run.

Both load a plot, decide or trigger one event, and save it durably: the life of each plot, as many events as
the plot that the demo tells in full, in turns of one plot each. The peer is `eventsourcing`'s own application
with `@event` methods on SQLite (WAL, synchronous=FULL, as ours). Ours also checks the law, the papers, the read
set and the command id. It is measured twice: as an engine is used, remembering cases between acts (the append
checks every version read, so that this is safe), and as a new engine for every act, which loads them all.

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

PLOTS = 40
VERBS = (
    "start-design",
    "start-construction",
    *("interrupt-use", "resume-construction") * 4,
    "complete-construction",
    "start-operation",
    *("interrupt-use", "resume-operation") * 3,
)
DAYS = [date(2016, 2, 1 + day) for day in range(len(VERBS))]
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

    @event("UseInterrupted")
    def interrupt_use(self, on: str, actor: str) -> None:
        if self.use not in ("construction", "built", "operating"):
            raise ValueError(self.use)
        self.use = "idle"

    @event("ConstructionResumed")
    def resume_construction(self, on: str, actor: str) -> None:
        self._move("idle", "construction")

    @event("OperationResumed")
    def resume_operation(self, on: str, actor: str) -> None:
        self._move("idle", "operating")

    def _move(self, from_: str, to: str) -> None:
        if self.use != from_:
            raise ValueError(self.use)
        self.use = to


def our_engine(folder: Path, name: str) -> Engine:
    """A store of ours with its plots registered."""
    engine = Engine(open_log(str(folder / f"{name}.db")), SetClock(datetime(2026, 1, 16, tzinfo=UTC)))
    engine.found(actor="officer")
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


def one_round(folder: Path) -> tuple[float, float, float]:
    """Seconds that each side took for all acts, plot by plot in turn."""
    engine, afresh = our_engine(folder, "ours"), our_engine(folder, "afresh")
    application, ids = peer_application(folder)
    ours = loading = theirs = 0.0
    for number, plot_id in enumerate(ids):
        start = perf_counter()
        for verb, on in zip(VERBS, DAYS, strict=True):
            engine.handle(Command("plot", verb, f"P-{number}", {}, "officer", on))
        second = perf_counter()
        for verb, on in zip(VERBS, DAYS, strict=True):
            one_act = Engine(afresh.log, afresh.clock)
            one_act.handle(Command("plot", verb, f"P-{number}", {}, "officer", on))
        third = perf_counter()
        for verb, on in zip(VERBS, DAYS, strict=True):
            plot = application.repository.get(plot_id)
            getattr(plot, verb.replace("-", "_"))(on=on.isoformat(), actor="officer")
            application.save(plot)
        ours += second - start
        loading += third - second
        theirs += perf_counter() - third
    for one in (engine, afresh):
        one.log.close()
    application.close()
    return ours, loading, theirs


def main(rounds: int) -> None:
    """Run the rounds and print medians."""
    times = []
    for _ in range(rounds):
        with tempfile.TemporaryDirectory() as folder:
            times.append(one_round(Path(folder)))
    acts = PLOTS * len(VERBS)
    library = version("eventsourcing")
    print(f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, eventsourcing {library}")
    print(f"{rounds} rounds of {acts} durable acts each, in turns; medians")
    for name, column in (("ours", 0), ("ours, all loaded", 1), ("library", 2)):
        rate = statistics.median(acts / row[column] for row in times)
        ratio = statistics.median(row[2] / row[column] for row in times)
        print(f"{name:18}{rate:6.0f} acts/s   {ratio:5.2f} times the library")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 13)
