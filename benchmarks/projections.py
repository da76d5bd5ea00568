"""Catching up the read models over the demo's log, paired with the library's own `ProjectionRunner`.

Ours: `Runner.catch_up` from nothing over the SQLite log: it reads, validates and folds every stream, and writes
the five registers and the history to the views file.

The peer: `eventsourcing`'s `ProjectionRunner` with a view on its SQLite tracking recorder: one durable
transaction per event, which is how the library tracks positions. Its SQLite recorder offers no subscription, so
the peer's application keeps its events in memory (POPO recorder): it reads from memory where ours reads from
disk. It decodes with our mapper, keeps every stream's records at hand, folds with our own functions, and writes
only the rows that an event changed. At the end both hold the same rows in the same tables, which is checked.
"""

from __future__ import annotations

import argparse
import sqlite3
import statistics
import sys
import tempfile
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from time import perf_counter
from typing import Any

from eventsourcing.application import Application
from eventsourcing.persistence import StoredEvent, Tracking
from eventsourcing.projection import Projection, ProjectionRunner
from eventsourcing.sqlite import SQLiteTrackingRecorder
from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateIndex, CreateTable

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from lifecycle.demo import found_and_play
from lifecycle.record import Record
from lifecycle.store import open_log
from lifecycle.store.log import Log
from lifecycle.store.mapper import RecordMapper
from projections.models import REGISTERS
from projections.registers import Registers
from projections.runner import rows_of
from projections.tables import NAMES, insertion, stored_name, table

TABLES = {name: table(name, stored_name(name, 1)) for name in NAMES}
STORED: list[StoredEvent] = []
STARTED = [0.0]
TIMEOUT_SECONDS = 600


# -- the peer ----------------------------------------------------------------------------------------


class Remembered(Application[str]):
    """The log as an application of the library that can be subscribed to."""

    name = "log"

    def construct_mapper(self) -> RecordMapper:
        """Our mapper."""
        return RecordMapper()

    def construct_recorder(self) -> Any:
        """The events are there before anything is measured."""
        recorder = super().construct_recorder()
        recorder.insert_events(STORED)
        STARTED[0] = perf_counter()
        return recorder


class Rows(SQLiteTrackingRecorder):
    """The same tables as ours, written with the position in one transaction per event."""

    def construct_create_table_statements(self) -> list[str]:
        """The library's table of positions, then ours."""
        dialect = sqlite.dialect()
        made = [str(CreateTable(t).compile(dialect=dialect)) for t in TABLES.values()]
        indexed = [str(CreateIndex(i).compile(dialect=dialect)) for t in TABLES.values() for i in t.indexes]
        return [*super().construct_create_table_statements(), *made, *indexed]

    def write(self, changes: Sequence[tuple[str, list[Any], list[Any]]], tracking: Tracking) -> None:
        """Take rows away by their keys, put rows in, move the position on."""
        with self.datastore.transaction(commit=True) as cursor:
            for name, gone, come in changes:
                keys = " AND ".join(f'"{column.name}" = ?' for column in TABLES[name].primary_key)
                cursor.executemany(f"DELETE FROM {TABLES[name].name} WHERE {keys}", gone)
                cursor.executemany(insertion(TABLES[name]), come)
            self._insert_tracking(cursor, tracking)


class Peer(Projection[Rows]):
    """What a user of the library would write: fold the event's stream, replace what it changed."""

    name = "view"

    def __init__(self, view: Rows) -> None:
        super().__init__(view)
        self._records: dict[str, list[Record]] = {}
        self._rows: dict[str, dict[str, dict[tuple[Any, ...], tuple[Any, ...]]]] = {}

    def process_event(self, domain_event: Record, tracking: Tracking) -> None:
        """Process one record."""
        stream = domain_event.stream
        records = self._records.setdefault(stream, [])
        records.append(domain_event)
        before = self._rows.setdefault(stream, {})
        changes = []
        for name, tuples in rows_of(stream, records, NAMES) if domain_event.category in REGISTERS else ():
            old, new = before.get(name, {}), {_key(name, row): row for row in tuples}
            gone = [key for key, row in old.items() if new.get(key) != row]
            come = [row for key, row in new.items() if old.get(key) != row]
            before[name] = new
            changes.append((name, gone, come))
        self.view.write(changes, tracking)


PLACES = {
    name: [place for place, column in enumerate(made.c) if column.primary_key] for name, made in TABLES.items()
}


def _key(name: str, row: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(row[place] for place in PLACES[name])


# -- the pair ----------------------------------------------------------------------------------------


def theirs(path: Path) -> float:
    """Seconds until the library's runner has projected every event."""
    env = {"VIEW_PERSISTENCE_MODULE": "eventsourcing.sqlite", "VIEW_SQLITE_DBNAME": str(path)}
    runner = ProjectionRunner(application_class=Remembered, projection_class=Peer, view_class=Rows, env=env)
    with runner:
        runner.wait(len(STORED), timeout=TIMEOUT_SECONDS)
        return perf_counter() - STARTED[0]


def ours(log: Log, path: Path) -> float:
    """Seconds until our runner has caught up from nothing."""
    registers = Registers(log, path)
    started = perf_counter()
    registers.runner.catch_up()
    seconds = perf_counter() - started
    registers.close()
    return seconds


def contents(path: Path) -> list[list[Any]]:
    """Every row of every model."""
    with closing(sqlite3.connect(path)) as connection:
        return [sorted(connection.execute(f"SELECT * FROM {t.name}"), key=repr) for t in TABLES.values()]


def main() -> None:
    """Run the pair and print medians in events a second."""
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--rounds", type=int, default=3)
    asked = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "log.db"
        found_and_play(store)
        log = open_log(str(store))
        events = log.position()
        with closing(sqlite3.connect(store)) as connection:
            columns = "originator_id, originator_version, topic, state"
            rows = connection.execute(f"SELECT {columns} FROM stored_events ORDER BY rowid")
            STORED.extend(StoredEvent(*row) for row in rows)
        print(f"{events} events in {len(log.streams_from(0, upto=events))} streams", flush=True)
        rates: tuple[list[float], list[float]] = ([], [])
        for number in range(asked.rounds):
            own, peer = Path(folder) / f"ours-{number}.db", Path(folder) / f"theirs-{number}.db"
            rates[0].append(events / ours(log, own))
            rates[1].append(events / theirs(peer))
            print(f"round {number + 1}: ours {rates[0][-1]:,.0f}/s, library {rates[1][-1]:,.0f}/s", flush=True)
            if contents(own) != contents(peer):
                sys.exit("the two views differ")
        log.close()
        mine, library = (statistics.median(some) for some in rates)
        print(f"median: ours {mine:,.0f}/s, library {library:,.0f}/s, ratio {mine / library:.1f}")


if __name__ == "__main__":
    main()
