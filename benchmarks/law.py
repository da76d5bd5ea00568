"""What the law costs: an act that starts deadlines against one that starts none; `can` for a long history.

The act is an order to remedy, which starts a year that rolls over days off by the seeded calendar. Its peer is
the same act under the same law with that deadline taken out, in turns, durable and embedded. `can` is asked, in
process, of a plot with 200 events: every act tried, each refusal with its rule and article.

Usage: python benchmarks/law.py [ROUNDS]
"""

from __future__ import annotations

import platform
import sqlite3
import statistics
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from time import perf_counter
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from domain.values import Money
from lifecycle import asking
from lifecycle.clock import SetClock
from lifecycle.command import Command, Document
from lifecycle.desk import Desk
from lifecycle.handling import Engine
from lifecycle.permissions import permissions
from lifecycle.play import play
from lifecycle.regulation import Regulation
from lifecycle.seeding import seed
from lifecycle.store import open_log

ACTS = 100
EVENTS = 200
OFFICER = "officer"
DAY = date(2020, 3, 2)
KINDS = "decree extract application minutes contract decision handover-act prescription evidence"
PAPERS = tuple(Document(kind, "1", date(2015, 1, 1)) for kind in KINDS.split())


def act(engine: Engine, verb: str, key: str, on: date = DAY, **terms: Any) -> None:
    """Carry out an act with every paper there is."""
    noun, _, what = verb.partition(".")
    engine.handle(Command(noun, what, key, terms, OFFICER, on, PAPERS))


def store(folder: Path, name: str) -> Engine:
    """A store with a calendar, a zone and one plot that is held."""
    engine = Engine(open_log(str(folder / f"{name}.db")), SetClock(datetime(2026, 1, 16, tzinfo=UTC)))
    engine.found(actor=OFFICER)
    seeded = seed("kz", until=date(2026, 1, 16))
    acts = [Command(c.noun, c.verb, c.key, c.terms, OFFICER, c.on, c.documents) for c in seeded]
    play(engine, acts, batch=len(acts))
    area = {"area_m2": 10**9, "allocatable_m2": 10**9}
    early = date(2015, 1, 1)
    act(
        engine,
        "zone.establish",
        "Z",
        early,
        name="Zone",
        kind="sez",
        region="R",
        term_ends_on=date(2045, 1, 1),
        **area,
    )
    act(engine, "party.register", "INV", early, name="Investor")
    act(engine, "plot.register", "P", early, zone="Z", area_m2=9, cadastral_number="1-1", purpose="industry")
    size = {"investment": Money(minor=1, currency="KZT"), "jobs": 1, "area_m2": 9}
    act(engine, "project.submit", "A", early, zone="Z", party="INV", name="A", **size)
    act(engine, "project.review", "A", early)
    act(engine, "project.approve", "A", early)
    act(engine, "plot.allocate", "P", early, project="A")
    act(engine, "plot.sign-lease", "P", early, until=date(2040, 1, 1))
    act(engine, "plot.hand-over", "P", early)
    return engine


@contextmanager
def without_deadlines() -> Iterator[None]:
    """The law in force with no deadline on the act that is measured."""
    plain = asking.law_for

    def bare(*arguments: Any) -> Regulation:
        law = plain(*arguments)
        rule = law.rules["plot.issue-prescription"]._replace(terms=())
        return law._replace(rules={**law.rules, "plot.issue-prescription": rule})

    asking.law_for = bare
    try:
        yield
    finally:
        asking.law_for = plain


def prescribe(engine: Engine) -> float:
    """Seconds for one order to remedy, durable."""
    start = perf_counter()
    act(engine, "plot.issue-prescription", "P", violation="non-use")
    return perf_counter() - start


def deadlines(folder: Path, rounds: int) -> None:
    """Acts with and without a deadline, in turns; the median ratio."""
    with_, without = store(folder, "with"), store(folder, "without")
    ratios, costs = [], []
    for _ in range(rounds):
        ours = peer = 0.0
        for _ in range(ACTS):
            ours += prescribe(with_)
            with without_deadlines():
                peer += prescribe(without)
        ratios.append(ours / peer)
        costs.append(ours / ACTS)
    for engine in (with_, without):
        engine.log.close()
    print(f"{rounds} rounds of {ACTS} durable acts each, in turns; medians")
    print(f"an act with a deadline  {1000 * statistics.median(costs):6.2f} ms  ", end="")
    print(f"{statistics.median(ratios):5.2f} times one without")


def can(folder: Path, rounds: int) -> None:
    """`can` for a plot with a long history, read from the log each time."""
    engine = store(folder, "long")
    verbs = ("start-construction", *("interrupt-use", "resume-construction") * EVENTS)
    stands = len(engine.log.read(["plot-P"])["plot-P"])
    for verb in verbs[: EVENTS - stands]:
        act(engine, f"plot.{verb}", "P")
    times = [_seconds(lambda: list(permissions(Desk(engine.log), "plot", "P", on=DAY))) for _ in range(rounds)]
    events = len(engine.log.read(["plot-P"])["plot-P"])
    engine.log.close()
    print(
        f"can, {events} events         {1000 * statistics.median(times[1:]):6.2f} ms   median of {rounds - 1}"
    )


def _seconds(what: Callable[[], object]) -> float:
    start = perf_counter()
    what()
    return perf_counter() - start


def main(rounds: int) -> None:
    """Run both and print medians."""
    print(f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}")
    with tempfile.TemporaryDirectory() as folder:
        deadlines(Path(folder), rounds)
        can(Path(folder), rounds + 1)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 13)
