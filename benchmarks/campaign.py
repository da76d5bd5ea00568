"""A campaign: notices served on 1,000 plots in one store, all of them in one transaction, or row by row.

Each plot is held under a contract of its own with an obligation found unmet, which the notice touches. Measured
are the whole process as a person runs it (`sez plot serve-notice --each-from FILE`: start, file, decisions,
append, report) and the decisions with their append alone, in this process. The store is made once, and copied
for every run.

Usage: python benchmarks/campaign.py [--runs N] [--plots N]
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from time import perf_counter
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from domain.values import duty, money
from lifecycle.campaign import each, whole
from lifecycle.clock import SetClock
from lifecycle.command import Command, Document
from lifecycle.handling import Engine
from lifecycle.play import play
from lifecycle.store import open_log

OFFICER = "officer"
NOW = datetime(2026, 1, 16, tzinfo=UTC)
ON = date(2025, 12, 1)
KINDS = "decree extract application minutes contract decision handover-act inspection-act"
PAPERS = tuple(Document(kind, "1", date(2020, 1, 1)) for kind in KINDS.split())
NOTICE = (
    *("plot", "serve-notice", "--on", ON.isoformat(), "--actor", OFFICER),
    *("--document", "notice=N-{key}@2025-12-01", "--document", "proof-of-delivery=P-{key}@2025-12-02"),
)
CIRCUMSTANCES = (Document("notice", "1", ON), Document("proof-of-delivery", "1", ON))


def before(plots: int) -> Iterator[Command]:
    """Every act that leads to plots whose holders are to be given notice."""

    def act(act: str, key: str, on: str, **terms: Any) -> Command:
        noun, verb = act.split(".")
        return Command(noun, verb, key, terms, OFFICER, date.fromisoformat(on), PAPERS)

    zone: dict[str, Any] = {"name": "Zone", "kind": "sez", "region": "R", "term_ends_on": date(2040, 1, 1)}
    yield act("zone.establish", "Z", "2015-01-01", **zone, area_m2=10**11, allocatable_m2=10**11)
    yield act("party.register", "050140001238", "2015-02-01", name="Holder")
    for n in range(plots):
        number = f"03-046-{n // 10_000:03d}-{n % 10_000:04d}"
        plot: dict[str, Any] = {"zone": "Z", "area_m2": 10_000, "purpose": "industry"}
        yield act("plot.register", f"P-{n}", "2016-01-01", **plot, cadastral_number=number)
    for n in range(plots):
        named: dict[str, Any] = {"zone": "Z", "party": "050140001238", "name": f"Works {n}", "jobs": 120}
        land = {"investment": money("1bn", "KZT"), "area_m2": 10_000}
        yield act("project.submit", f"W-{n}", "2016-02-01", **named, **land)
    for verb, on in (("review", "2016-02-02"), ("approve", "2016-02-03")):
        yield from (act(f"project.{verb}", f"W-{n}", on) for n in range(plots))
    promised = (duty("jobs:120:persons:2022-12-31"),)
    for n in range(plots):
        yield act("project.sign-contract", f"W-{n}", "2016-03-01", obligations=promised)
    for n in range(plots):
        yield act("plot.allocate", f"P-{n}", "2016-04-01", project=f"W-{n}")
    for n in range(plots):
        yield act("plot.sign-lease", f"P-{n}", "2016-05-01", until=date(2036, 12, 31))
    yield from (act("plot.hand-over", f"P-{n}", "2016-05-02") for n in range(plots))
    for n in range(plots):
        yield act("plot.record-unmet", f"P-{n}", "2025-11-01", obligations=(f"W-{n}-1",))


def engine(store: Path) -> Engine:
    """An engine over a store."""
    ready = Engine(open_log(str(store)), SetClock(NOW))
    ready.found(actor=OFFICER)
    return ready


def by_process(*options: str) -> Callable[[Path, Path, int], None]:
    """The campaign as a person runs it, in a process of its own."""

    def run(store: Path, file: Path, _plots: int) -> None:
        words = [*NOTICE, "--each-from", str(file), "--store", str(store), "--format", "csv", *options]
        done = subprocess.run(
            [sys.executable, "-m", "cli", *words],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
        if done.returncode:
            sys.exit(done.stderr)

    return run


def in_process(carry_out: Callable[..., Any]) -> Callable[[Path, Path, int], None]:
    """The decisions and their append."""

    def run(store: Path, _file: Path, plots: int) -> None:
        ready = engine(store)
        notices = [
            Command("plot", "serve-notice", f"P-{n}", {}, OFFICER, ON, CIRCUMSTANCES) for n in range(plots)
        ]
        fates = list(carry_out(ready, notices))
        ready.log.close()
        if any(fate.outcome != "done" for fate in fates):
            sys.exit("not every notice was served")

    return run


WAYS = {
    "sez, all or nothing": by_process(),
    "sez, per row": by_process("--per-row"),
    "sez, tried only": by_process("--dry-run"),
    "in process, all or nothing": in_process(whole),
    "in process, per row": in_process(each),
}


def events(store: Path) -> int:
    """How many events a store holds."""
    log = open_log(str(store), write=False)
    try:
        return log.position()
    finally:
        log.close()


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5, help="how often each way (default: 5)")
    parser.add_argument("--plots", type=int, default=1000, help="how many plots (default: 1000)")
    given = parser.parse_args()
    print(f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}; {given.plots} notices")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source, store, file = folder / "source.db", folder / "sez.db", folder / "plots.txt"
        prepared = engine(source)
        play(prepared, before(given.plots))
        prepared.log.close()
        file.write_text("".join(f"P-{n}\n" for n in range(given.plots)), encoding="utf-8")
        stood = events(source)
        for way, run in WAYS.items():
            took = []
            for _ in range(given.runs):
                shutil.copyfile(source, store)
                started = perf_counter()
                run(store, file, given.plots)
                took.append(perf_counter() - started)
            stored, seconds = events(store) - stood, statistics.median(took)
            rate = f"{stored / seconds:,.0f} events/s" if stored else "nothing stored"
            print(f"{way:28}{seconds:6.2f} s   {stored} events, {rate}   best {min(took):.2f} s")


if __name__ == "__main__":
    main()
