"""The runner: brings the read models up to the log. Rows and position change in one transaction.

A batch folds again the streams that were written and replaces their rows, so that it makes no difference
whether a row came of many batches or of one rebuild. All models stand at one position.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import Table
from sqlalchemy.schema import CreateTable

from domain.store.events import StoreFounded
from lifecycle.collecting import undisturbed
from lifecycle.errors import Misused
from lifecycle.record import STORE
from projections.database import Damaged, ViewsFile
from projections.joins import views
from projections.models import REGISTERS, model_of
from projections.spans import tell
from projections.tables import (
    CITATIONS,
    HISTORY,
    NAMES,
    OF_EVERY_STREAM,
    WORK,
    history_tuples,
    insertion,
    paper_tuples,
    register_tuples,
    stored_name,
    table,
    version_of,
    work_tuples,
)

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from lifecycle.record import Record
    from lifecycle.store.log import Log

BATCH = 2_000
"""Records that one transaction catches up with."""

STREAMS_AT_ONCE = 128
"""Streams that are in memory at once."""


class Place(NamedTuple):
    """A place in a log: which log, how far, and what stands there, by which another history is told from it."""

    origin: str
    position: int
    anchor: str


class Live(NamedTuple):
    """A read model as the views file holds it."""

    version: int
    generation: int


class Runner:
    """What keeps a views file up to a log."""

    def __init__(self, log: Log, file: ViewsFile) -> None:
        self._log = log
        self._file = file

    # -- asking --------------------------------------------------------------------------------------

    def behind(self, connection: Connection) -> bool:
        """Whether the models are not what this program would make of the log as it is now."""
        live = _live(connection)
        stands = all(name in live and live[name].version == version_of(name) for name in NAMES)
        return not stands or _place(connection) != self._place_at(self._log.position())

    def stands(self, connection: Connection) -> tuple[Mapping[str, int], int] | None:
        """Each model's generation, and the position of all; None where the next question makes them anew."""
        live, place = _live(connection), _place(connection)
        sound = all(name in live and live[name].version == version_of(name) for name in NAMES)
        if not sound or place != self._place_at(place.position):
            return None
        return {name: live[name].generation for name in NAMES}, place.position

    def outdated(self, connection: Connection) -> bool:
        """Whether the models say otherwise than the log as it is now. Of some records, as seals, none tells."""
        stands = self.stands(connection)
        if stands is None:
            return True
        written = self._log.streams_from(stands[1], upto=self._log.position())
        return any(stream.partition("-")[0] in REGISTERS for stream in written)

    def status(self) -> list[dict[str, Any]]:
        """Each model's version, generation and position, and how far the log is ahead. Changes nothing."""
        head = self._log.position()
        live: Mapping[str, Live] = {}
        position = 0
        if self._file.exists:
            with suppress(Damaged), self._file.reading() as connection:
                live, position = _live(connection), _place(connection).position
        return [
            {
                "model": name,
                "version": found.version,
                "current_version": version_of(name),
                "generation": found.generation,
                "position": position if found.generation else 0,
                "behind": head - position if found.generation else head,
            }
            for name in NAMES
            for found in [live.get(name, Live(0, 0))]
        ]

    # -- following the log ---------------------------------------------------------------------------

    def catch_up(self) -> None:
        """Bring every model up to the log. Raises `Stale` where another process holds the file too long."""
        self._settle(())

    def rebuild(self, name: str | None = None) -> None:
        """Build a model, or all, beside the live ones and switch to it. Raises `Misused` for an unknown one."""
        if name is not None and name not in NAMES:
            raise Misused(problem="unknown-model", model=name)
        self._settle(NAMES if name is None else (name,))

    def _settle(self, again: Collection[str]) -> None:
        try:
            self._follow(again)
        except Damaged:
            self._file.discard()
            self._follow(again)

    def _follow(self, again: Collection[str]) -> None:
        if not again:
            with self._file.reading() as connection:
                if not self.behind(connection):
                    return
        done = False
        while not done:
            with self._file.writing() as connection, undisturbed():
                done = self._advance(connection, again)

    def _advance(self, connection: Connection, again: Collection[str]) -> bool:
        """One batch; whether it was the last. What cannot be carried on is built anew in the last one."""
        live, stands, head = _live(connection), _place(connection), self._log.position()
        anew = [n for n in NAMES if n in again or n not in live or live[n].version != version_of(n)]
        another = stands != self._place_at(stands.position)
        if another or head - stands.position > max(stands.position, BATCH):
            anew = list(NAMES)
        carried = [name for name in NAMES if name not in anew]
        upto = min(stands.position + BATCH, head) if carried else head
        current = {name: table(name, stored_name(name, live[name].generation)) for name in carried}
        self._write(connection, current, since=stands.position, upto=upto)
        if upto == head and anew:
            self._build(connection, anew, live, upto)
        connection.exec_driver_sql(
            "UPDATE followed SET origin = ?, position = ?, anchor = ?", tuple(self._place_at(upto))
        )
        return upto == head

    def _build(
        self, connection: Connection, names: Collection[str], live: Mapping[str, Live], upto: int
    ) -> None:
        """Build a new generation of models beside the old one, then switch the stable views to it."""
        new = {name: Live(version_of(name), live[name].generation + 1 if name in live else 1) for name in names}
        tables = {name: table(name, stored_name(name, found.generation)) for name, found in new.items()}
        for made in tables.values():
            connection.execute(CreateTable(made))
        self._write(connection, tables, since=0, upto=upto)
        for made in tables.values():
            for index in made.indexes:
                index.create(connection)
        now = {**live, **new}
        connection.exec_driver_sql("DELETE FROM models")
        connection.exec_driver_sql("INSERT INTO models VALUES (?, ?, ?)", [(n, *now[n]) for n in now])
        for name, statement in views({name: now[name].generation for name in NAMES}):
            connection.exec_driver_sql(f"DROP VIEW IF EXISTS {name}")
            connection.exec_driver_sql(f"CREATE VIEW {name} AS {statement}")
        for name in new.keys() & live.keys():
            connection.exec_driver_sql(f"DROP TABLE {stored_name(name, live[name].generation)}")

    def _write(self, connection: Connection, tables: Mapping[str, Table], *, since: int, upto: int) -> None:
        """Replace the rows of every stream written after a position and not after another."""
        every = not tables.keys().isdisjoint(OF_EVERY_STREAM)
        nouns = {noun for noun, name in REGISTERS.items() if every or name in tables}
        written = self._log.streams_from(since, upto=upto) if nouns and since < upto else []
        streams = [stream for stream in written if stream.partition("-")[0] in nouns]
        inserts = {name: insertion(made) for name, made in tables.items()}
        for start in range(0, len(streams), STREAMS_AT_ONCE):
            some = streams[start : start + STREAMS_AT_ONCE]
            rows: dict[str, list[tuple[Any, ...]]] = {name: [] for name in tables}
            for stream, records in self._log.read(some).items():
                known = [record for record in records if record.position <= upto]
                for name, tuples in rows_of(stream, known, tables.keys()):
                    rows[name].extend(tuples)
            for name, tuples in rows.items():
                if since:
                    _delete(connection, name, tables[name].name, some)
                if tuples:
                    connection.exec_driver_sql(inserts[name], tuples)

    def _place_at(self, position: int) -> Place:
        found = self._log.read_from(position - 1, limit=1) if position else []
        if not found:
            return Place("", 0, "")
        (born,) = self._log.read([STORE]).values()
        origin = born[0].event.origin if born and isinstance(born[0].event, StoreFounded) else ""
        return Place(origin, position, f"{found[0].recorded_at} {found[0].ref} {found[0].command}")


def rows_of(
    stream: str, records: Sequence[Record], names: Collection[str]
) -> Iterator[tuple[str, Iterable[tuple[Any, ...]]]]:
    """The rows of a stream in each of the models named: a function of its records and of nothing else."""
    noun, _, key = stream.partition("-")
    model = model_of(noun)
    told = tell(model, key, records)
    if model.name in names:
        yield model.name, register_tuples(model, key, told.spans)
    if HISTORY in names:
        yield HISTORY, history_tuples(model, key, told, records)
    if CITATIONS in names:
        yield CITATIONS, paper_tuples(model, key, told, records)
    if WORK in names:
        yield WORK, work_tuples(key, told)


def _live(connection: Connection) -> dict[str, Live]:
    rows = connection.exec_driver_sql("SELECT name, version, generation FROM models").all()
    return {row[0]: Live(row[1], row[2]) for row in rows}


def _place(connection: Connection) -> Place:
    return Place(*connection.exec_driver_sql("SELECT origin, position, anchor FROM followed").one())


def _delete(connection: Connection, name: str, stored: str, streams: Sequence[str]) -> None:
    if name in OF_EVERY_STREAM:
        pairs = [(noun, key) for noun, _, key in (stream.partition("-") for stream in streams)]
        connection.exec_driver_sql(f"DELETE FROM {stored} WHERE noun = ? AND key = ?", pairs)
        return
    keys = [(key,) for noun, _, key in (s.partition("-") for s in streams) if REGISTERS[noun] == name]
    if keys:
        connection.exec_driver_sql(f"DELETE FROM {stored} WHERE key = ?", keys)
