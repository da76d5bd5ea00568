"""The read models against the log: every row must be what a rebuild would make of the stream it belongs to.

A row is a function of its stream alone, so that a rebuild need not be stored to be compared with: the rows are
made again, some streams at a time.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Table

from lifecycle.errors import LifecycleError, StoreUnusable
from lifecycle.proof.finding import Finding
from projections.database import ViewsFile
from projections.joins import views
from projections.models import REGISTERS
from projections.runner import STREAMS_AT_ONCE, Runner, rows_of
from projections.tables import NAMES, NOUNS, OF_EVERY_STREAM, stored_name, table

if TYPE_CHECKING:
    from lifecycle.record import Record
    from lifecycle.store.log import Log

Rows = Counter[tuple[Any, ...]]


def verify(
    log: Log,
    path: Path,
    *,
    found: Callable[[Finding], None],
    skipped: Callable[[str], None],
    progress: Callable[[str, int, int], None] | None = None,
) -> None:
    """Compare the read models in a file with the log, as far as they follow it; nothing is changed.

    `skipped` is told where they were not compared: `models-absent`, or `models-outdated` where the next
    question makes them anew; and `models-behind` where records after their position were not looked at.
    """
    file = ViewsFile(path, write=False)
    try:
        if not file.exists:
            skipped("models-absent")
            return
        with file.reading() as connection:
            stands = Runner(log, file).stands(connection)
            if stands is None:
                skipped("models-outdated")
                return
            generations, position = stands
            if position < log.position():
                skipped("models-behind")
            for finding in _Comparison(log, connection, generations, position).findings(progress):
                found(finding)
    except LifecycleError as error:
        found(
            Finding("models-damaged", values={"path": str(path), "detail": str(error.values.get("detail", ""))})
        )
    finally:
        file.close()


def brought_up(log: Log, path: Path) -> None:
    """Bring read models that are behind the log up to it, so that they can be compared as a whole.

    What is not there, is made anew by the next question, or cannot be written, is left as it is.
    """
    file = ViewsFile(path)
    try:
        if file.exists:
            with file.reading() as connection:
                stands = Runner(log, file).stands(connection)
            if stands is not None and stands[1] < log.position():
                Runner(log, file).catch_up()
    except LifecycleError:
        # The comparison tells of it.
        return
    finally:
        file.close()


class _Comparison:
    def __init__(self, log: Log, connection: Connection, generations: Mapping[str, int], position: int) -> None:
        self._log = log
        self._connection = connection
        self._generations = generations
        self._position = position
        self._tables = {name: table(name, stored_name(name, generations[name])) for name in NAMES}
        self._seen: Counter[str] = Counter()

    def findings(self, progress: Callable[[str, int, int], None] | None) -> Iterator[Finding]:
        """Everything that is not as a rebuild would have it."""
        yield from self._views()
        written = self._log.streams_from(0, upto=self._position)
        streams = [stream for stream in written if stream.partition("-")[0] in REGISTERS]
        for start in range(0, len(streams), STREAMS_AT_ONCE):
            some = streams[start : start + STREAMS_AT_ONCE]
            yield from self._compared(some)
            if progress is not None:
                progress("models", start + len(some), len(streams))
        for name, made in self._tables.items():
            (count,) = self._connection.exec_driver_sql(f"SELECT COUNT(*) FROM {made.name}").one()
            if count != self._seen[name]:
                yield Finding("model-strays", values={"model": name, "count": count - self._seen[name]})

    def _views(self) -> Iterator[Finding]:
        """The stable views show the tables that were compared, as this program would make them."""
        due = {name: f"CREATE VIEW {name} AS {made}" for name, made in views(self._generations)}
        there = self._connection.exec_driver_sql(
            "SELECT name, sql FROM sqlite_master WHERE type IN ('view', 'trigger')"
        )
        stand: dict[str, str] = {name: sql for name, sql in there}  # noqa: C416 - rows are no pairs to mypy
        for name in sorted(due.keys() | stand.keys()):
            if due.get(name) != stand.get(name):
                yield Finding("model-view", values={"model": name})

    def _compared(self, streams: Sequence[str]) -> Iterator[Finding]:
        due: dict[str, Rows] = {name: Counter() for name in NAMES}
        for stream, records in self._read(streams).items():
            known = [record for record in records if record.position <= self._position]
            for name, tuples in rows_of(stream, known, NAMES):
                due[name].update(_as_stored(self._tables[name], row) for row in tuples)
        for name, made in self._tables.items():
            stored = self._stored(name, made, streams)
            self._seen[name] += stored.total()
            if stored != due[name]:
                for stream in sorted(
                    {_stream(name, made, row) for row in (stored - due[name]) + (due[name] - stored)}
                ):
                    yield Finding("model-differs", event=stream, values={"model": name})

    def _read(self, streams: Sequence[str]) -> Mapping[str, Sequence[Record]]:
        """The histories of streams; of one that cannot be read there is none, and no row agrees with it."""
        try:
            return self._log.read(streams)
        except StoreUnusable:
            if len(streams) == 1:
                return {}
            return {stream: records for one in streams for stream, records in self._read([one]).items()}

    def _stored(self, name: str, made: Table, streams: Sequence[str]) -> Rows:
        rows: Rows = Counter()
        keys: dict[str, list[str]] = {}
        for stream in streams:
            noun, _, key = stream.partition("-")
            keys.setdefault(noun, []).append(key)
        for noun, some in keys.items():
            places = ",".join("?" * len(some))
            if name in OF_EVERY_STREAM:
                where, given = f"noun = ? AND key IN ({places})", (noun, *some)
            elif REGISTERS[noun] == name:
                where, given = f"key IN ({places})", tuple(some)
            else:
                continue
            found = self._connection.exec_driver_sql(f"SELECT * FROM {made.name} WHERE {where}", given)
            rows.update(tuple(row) for row in found)
        return rows


def _as_stored(made: Table, row: Sequence[Any]) -> tuple[Any, ...]:
    """A row as its table gives it back: an empty text stands for nothing, but in a key."""
    return tuple(
        None if value == "" and not column.primary_key else value
        for column, value in zip(made.c, row, strict=True)
    )


def _stream(name: str, made: Table, row: Sequence[Any]) -> str:
    """The stream that a row belongs to."""
    said = dict(zip((column.name for column in made.c), row, strict=True))
    return f"{said['noun'] if name in OF_EVERY_STREAM else NOUNS[name]}-{said['key']}"
