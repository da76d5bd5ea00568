"""The worklist over many open obligations, as a whole process: `sez due` on an embedded store.

The store is made here: contracts of a hundred obligations each, of which a thousand fall due within the next 30
days and the rest later. Printed are how long it took to make, to bring the read models up to the log, and the
medians of whole processes.

Usage: python benchmarks/worklist.py [OBLIGATIONS] [ROUNDS]
"""

from __future__ import annotations

import os
import platform
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from time import perf_counter

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from domain.event import Event
from domain.obligation.events import ObligationDefined
from domain.project import events as project
from domain.values import Money
from domain.zone.events import ZoneEstablished
from lifecycle.clock import SystemClock
from lifecycle.handling import Engine
from lifecycle.record import Draft, stream_name
from lifecycle.store.log import Act
from lifecycle.store.sqlite import SqliteLog
from projections.database import beside
from projections.registers import Registers

CONTRACT = 100
"""Obligations that one contract names."""

DUE, WITHIN_DAYS = 1_000, 30
CONTRACTS_AT_ONCE = 50
LAW = "kz-2019@3"
KZT = Money(minor=10**12, currency="KZT")
COMMANDS = {
    "due": ("due",),
    "due --format json": ("due", "--format", "json"),
    "due --zone": ("due", "--zone", "KHG"),
    "due --officer": ("due", "--officer", "officer"),
    "due --noun plot": ("due", "--noun", "plot"),
    "due --ics": ("due", "--ics"),
}
FINDINGS = 6


def drafts(first: tuple[str, list[Event]], *others: tuple[str, list[Event]], on: date) -> list[Draft]:
    """The records of one act: each stream's events from its beginning."""
    envelope = {"act": "project.sign-contract", "actor": "officer", "regulation": LAW}
    found = [
        Draft(stream, version, event, on)
        for stream, events in (first, *others)
        for version, event in enumerate(events, start=1)
    ]
    found[0] = found[0]._replace(envelope=envelope)
    return found


def contracts(obligations: int, today: date) -> Iterator[list[Draft]]:
    """Contracts with their obligations, a few of these due soon, spread over all contracts."""
    on = today - timedelta(days=200)
    every = max(1, obligations // DUE)
    for number in range(obligations // CONTRACT):
        key = f"P-{number}"
        owed = [f"{key}-{place}" for place in range(1, CONTRACT + 1)]
        begun: list[Event] = [
            project.ProjectSubmitted(zone="KHG", party="INV", name=key, investment=KZT, jobs=1, area_m2=1),
            project.ReviewStarted(),
            project.ProjectApproved(),
            project.ActivityContractSigned(),
            project.ParticipantRegistered(),
            *(project.ObligationAttached(obligation=one) for one in owed),
        ]
        streams = []
        for place, one in enumerate(owed):
            soon = (number * CONTRACT + place) % every == 0
            days = number % WITHIN_DAYS + 1 if soon else WITHIN_DAYS + 10 + (number + place) % 1800
            defined = ObligationDefined(
                of=f"project:{key}",
                kind="jobs",
                target=10,
                unit="persons",
                due_on=today + timedelta(days=days),
                regulation=LAW,
            )
            streams.append((stream_name("obligation", one), [defined]))
        yield drafts((stream_name("project", key), begun), *streams, on=on)


def make(path: Path, obligations: int) -> int:
    """Fill a store; how many records it then holds."""
    log = SqliteLog(path)
    engine = Engine(log, SystemClock())
    engine.found(actor="officer", origin="sez.bench/1")
    today = engine.today()
    zone = ZoneEstablished(
        name="Khorgos",
        kind="sez",
        region="Zhetisu",
        area_m2=10**9,
        allocatable_m2=10**9,
        term_ends_on=today + timedelta(days=9_000),
    )
    waiting = [drafts(("zone-KHG", [zone]), on=today - timedelta(days=4_000))]
    for some in contracts(obligations, today):
        waiting.append(some)
        if len(waiting) == CONTRACTS_AT_ONCE:
            write(log, waiting)
    write(log, waiting)
    count = log.position()
    log.close()
    return count


def write(log: SqliteLog, waiting: list[list[Draft]]) -> None:
    """Append acts in one transaction, and wait for more."""
    now = SystemClock().now
    log.append([Act(f"act-{some[0].stream}", "", now, {}, some) for some in waiting])
    waiting.clear()


def seconds(words: tuple[str, ...], environment: dict[str, str]) -> float:
    """How long a process takes from its start to its end."""
    begun = perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "cli", *words], capture_output=True, check=False, env=environment
    )
    spent = perf_counter() - begun
    if done.returncode not in (0, FINDINGS):
        raise SystemExit(done.stderr.decode())
    return spent


def main(obligations: int, rounds: int) -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "sez.db"
        begun = perf_counter()
        records = make(store, obligations)
        print(f"{records:,} records made in {perf_counter() - begun:.1f} s", flush=True)
        log = SqliteLog(store)
        registers = Registers(log, beside(store))
        begun = perf_counter()
        registers.runner.catch_up()
        print(f"read models built in {perf_counter() - begun:.1f} s", flush=True)
        registers.close()
        log.close()
        environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        environment |= {
            "PYTHONPATH": str(ROOT),
            "PYTHONPYCACHEPREFIX": str(Path(folder) / "compiled"),
            "SEZ_STORE": str(store),
        }
        print(f"Python {platform.python_version()}, {os.cpu_count()} cores, {rounds} rounds")
        for words in COMMANDS.values():
            seconds(words, environment)
        for name, words in COMMANDS.items():
            spent = [seconds(words, environment) for _ in range(rounds)]
            print(f"{name:20}{statistics.median(spent) * 1000:7.0f} ms", flush=True)


if __name__ == "__main__":
    given = [int(word) for word in sys.argv[1:]]
    main(given[0] if given else 100_000, given[1] if given[1:] else 7)
