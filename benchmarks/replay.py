"""Replaying one plot's life at any two times: history, show, diff and blame, in process, straight from the log.

The plot has 500 events, some of them recorded late, one corrected and one voided; every question opens nothing
and remembers nothing between rounds: records are read, decoded and settled anew each time.

Usage: python benchmarks/replay.py [EVENTS] [ROUNDS]
"""

from __future__ import annotations

import platform
import sqlite3
import statistics
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from time import perf_counter

sys.path.insert(0, str(Path(__file__).parents[1]))

from domain.corrections import amending
from domain.event import Event
from domain.plot import events as plot
from lifecycle.clock import SetClock
from lifecycle.handling import Engine
from lifecycle.record import Draft, stream_name
from lifecycle.store import open_log
from lifecycle.store.log import Act, Log
from projections.blaming import blame
from projections.comparing import Times, compare
from projections.lineage import lineage
from projections.lookup import history, show

KEY, FIRST, LAW = "P", date(2015, 1, 1), "kz-2019@2"
LIMIT_MS = 20
LATE = 25
"""Every so many events one is dated a month before the one before it."""


def life(events: int) -> list[tuple[Event, date]]:
    """A plot that is given, worked on, left and worked on again, and encumbered now and then."""
    begun: list[Event] = [
        plot.PlotRegistered(zone="Z", area_m2=10_000, cadastral_number="1-1", purpose="industry"),
        plot.PlotAllocated(project="A", party="INV"),
        plot.SubleaseSigned(until=date(2040, 1, 1)),
        plot.PossessionHandedOver(),
    ]
    turns: list[Event] = [
        plot.ConstructionStarted(),
        plot.UseInterrupted(),
        plot.EncumbrancePlaced(kind="pledge", holder="Bank"),
        plot.ConstructionResumed(),
        plot.EncumbranceReleased(kind="pledge", holder="Bank"),
    ]
    told = [*begun, *(turns[number % len(turns)] for number in range(events - len(begun) - 2))]
    dated = [(event, FIRST + timedelta(days=7 * at)) for at, event in enumerate(told)]
    for at in range(LATE, len(dated), LATE):
        dated[at] = (dated[at][0], dated[at][1] - timedelta(days=31))
    return dated


def make(log: Log, events: int) -> None:
    """Write the life, each event an act with its papers, a correction and a void at the end."""
    engine = Engine(log, SetClock(datetime(2015, 1, 1, tzinfo=UTC)))
    engine.found(actor="officer", origin="sez.bench/1")
    stream = stream_name("plot", KEY)
    amends = amending("plot")
    dated = life(events)
    dated.append((amends.corrected(target=f"{stream}@1", changes={"purpose": "logistics"}), FIRST))
    dated.append((amends.voided(target=f"{stream}@{events - 2}"), FIRST))
    paper = {"kind": "decision", "number": "1", "date": "2015-01-01"}
    acts = []
    for version, (event, on) in enumerate(dated, start=1):
        envelope = {"act": _act(event), "actor": "officer", "regulation": LAW, "documents": [paper]}
        moment = datetime(2015, 1, 1, tzinfo=UTC) + timedelta(days=7 * version)
        draft = Draft(stream, version, event, on, envelope)
        acts.append(Act(f"act-{version}", "", lambda moment=moment: moment, {}, [draft]))  # type: ignore[misc]
    log.append(acts)


def _act(event: Event) -> str:
    return "plot.register" if isinstance(event, plot.PlotRegistered) else "plot.start-construction"


def main(events: int, rounds: int) -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        log = open_log(str(Path(folder) / "sez.db"))
        make(log, events)
        last = FIRST + timedelta(days=7 * events)
        middle, known = FIRST + timedelta(days=7 * events // 2), "2018-06-30T00:00:00.000000Z"
        asked: dict[str, Callable[[], object]] = {
            "history": lambda: history(log, "plot", KEY, as_of=last),
            "history, at two times": lambda: history(log, "plot", KEY, as_of=middle, known_at=known),
            "show": lambda: show(log, "plot", KEY, as_of=last),
            "show, at two times": lambda: show(log, "plot", KEY, as_of=middle, known_at=known),
            "diff of two dates": lambda: compare(log, "plot", KEY, Times(middle), Times(last)),
            "diff, then and now": lambda: compare(log, "plot", KEY, Times(middle, known), Times(middle)),
            "blame of a column": lambda: blame(log, "plot", KEY, "use", as_of=last),
            "blame of every column": lambda: blame(log, "plot", KEY, as_of=last),
            "lineage": lambda: lineage(log, KEY, as_of=last),
        }
        found = len(log.read([stream_name("plot", KEY)])[stream_name("plot", KEY)])
        print(f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}")
        print(f"one plot of {found} events, {rounds} rounds; medians, at most {LIMIT_MS} ms asked")
        for name, ask in asked.items():
            ask()
            print(f"{name:24}{1000 * statistics.median(_seconds(ask) for _ in range(rounds)):7.2f} ms")
        log.close()


def _seconds(what: Callable[[], object]) -> float:
    start = perf_counter()
    what()
    return perf_counter() - start


if __name__ == "__main__":
    given = [int(word) for word in sys.argv[1:]]
    main(given[0] if given else 500, given[1] if given[1:] else 21)
