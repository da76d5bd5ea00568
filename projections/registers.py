"""The registers: lists of every zone, party, plot, project and obligation, at any two times.

Every question first catches up with the log. A reader without the right to write is told by `Stale` when what
it would read is behind.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import ColumnElement, func, or_, select

from lifecycle.errors import Misused, NotFound, Stale, StoreUnusable
from projections.answers import Answer
from projections.database import Damaged, ViewsFile
from projections.joins import DERIVED, columns_of, register
from projections.models import Row, complete, model_of
from projections.runner import Runner
from projections.tables import register_row

if TYPE_CHECKING:
    from sqlalchemy import Connection, Subquery

    from lifecycle.store.log import Log
    from projections.citations import Wanted
    from projections.comparing import Times
    from projections.searching import Sought
    from projections.touched import Change
    from projections.worklist import Wanted as Ahead
    from projections.zone_changes import ZoneCompared

One = TypeVar("One")

EITHER = "|"
FLAGS = {"true": True, "false": False}
NO_FILTERS: Mapping[str, tuple[str, ...]] = {}


class Registers:
    """The registers over a log, kept in a views file."""

    def __init__(self, log: Log, views_path: Path, *, read_only: bool = False) -> None:
        self._log = log
        self._file = ViewsFile(views_path, write=not read_only)

    @property
    def runner(self) -> Runner:
        """What brings the registers up to the log."""
        return Runner(self._log, self._file)

    def close(self) -> None:
        """Let go of the views file."""
        self._file.close()

    def list(
        self,
        noun: str,
        *,
        filters: Mapping[str, tuple[str, ...]] = NO_FILTERS,
        as_of: date,
        known_at: str | None = None,
    ) -> Answer:
        """The rows that have one of the values asked for in every column named, in the order of their keys.

        A column that holds several values is asked for one of them; of columns joined by `|` one is enough.
        Raises `Misused` for an unknown column or a value that the column cannot hold, and `Stale`.
        """
        kinds = columns_of(noun)
        unknown = sorted({name for names in filters for name in names.split(EITHER)} - kinds.keys())
        if unknown:
            raise Misused(problem="unknown-filter", noun=noun, unknown=unknown, known=sorted(kinds))
        position, rows = self._answered(lambda views: _rows(views, noun, filters, as_of, known_at))
        return Answer(position, as_of, known_at, rows)

    def papers(self, wanted: Wanted, *, as_of: date, known_at: str | None = None) -> Answer:
        """The papers that are cited, added or missing, in the order of their legal dates. Raises `Stale`."""
        from projections.citations import cited  # noqa: PLC0415 - no list of subjects asks for them

        position, rows = self._answered(lambda views: cited(views, self._log, wanted, as_of, known_at))
        return Answer(position, as_of, known_at, rows)

    def work(self, wanted: Ahead, *, as_of: date | None = None, known_at: str | None = None) -> Answer:
        """What lies ahead, overdue first, then by date, then the steps. None is the present. Raises `Stale`."""
        from projections.worklist import worklist  # noqa: PLC0415 - no list of subjects asks for them

        position, rows = self._answered(lambda views: worklist(views, self._log, wanted, as_of, known_at))
        return Answer(position, as_of or wanted.today, known_at, rows)

    def counted_by(self, calendar: str) -> tuple[int, tuple[Row, ...]]:
        """The position, and the running deadlines counted by a calendar, or by none yet. Raises `Stale`."""
        from projections.worklist import counted_by  # noqa: PLC0415 - no list of subjects asks for them

        return self._answered(lambda views: counted_by(views, calendar))

    def touched(
        self, change: Change, *, as_of: date | None = None, known_at: str | None = None
    ) -> tuple[int, tuple[Row, ...]]:
        """The position, and which open deadlines and cases a change of the law touches. Raises `Stale`."""
        from projections.touched import touched  # noqa: PLC0415 - it loads the law, which no list asks for

        return self._answered(lambda views: touched(views, self._log, change, as_of, known_at))

    def digests(self, prefix: str) -> tuple[str, ...]:
        """The digests that begin so, of every paper cited, added or stored, in order. Raises `Stale`."""
        from projections.citations import cited_digests  # noqa: PLC0415 - no list of subjects asks for them

        _position, rows = self._answered(lambda views: cited_digests(views, prefix))
        stored = (filed.sha256 for filed in self._log.documents(prefix))
        return tuple(sorted({*(row["sha256"] for row in rows), *stored}))

    def acts(self, wanted: Sought, *, as_of: date, known_at: str | None = None) -> Answer:
        """The acts that are looked for, in the order in which they were recorded. Raises `Stale`."""
        from projections.searching import found  # noqa: PLC0415 - no list of subjects asks for them

        position, rows = self._answered(lambda views: found(views, self._log, wanted, as_of, known_at))
        return Answer(position, as_of, known_at, rows)

    def zone_between(self, key: str, then: Times, now: Times) -> ZoneCompared:
        """What differs of a zone and its plots between two times. Raises `NotFound`, `Misused`, `Stale`."""
        from projections.zone_changes import compare_zone  # noqa: PLC0415 - no list of subjects asks for them

        _position, (found,) = self._answered(lambda views: [compare_zone(views, self._log, key, then, now)])
        return found

    def show(self, noun: str, key: str, *, as_of: date, known_at: str | None = None) -> Answer:
        """One row of a register. Raises `NotFound` where the subject did not exist at the two times."""
        answer = self.list(noun, filters={"key": (key,)}, as_of=as_of, known_at=known_at)
        if not answer.rows:
            raise NotFound(category=noun, key=key)
        return answer

    def _answered(self, ask: Callable[[Connection], Iterable[One]]) -> tuple[int, tuple[One, ...]]:
        """The position and the rows of a question; asked once more where the file had to be made anew."""
        try:
            return self._found(ask)
        except Damaged:
            if not self._file.write:
                raise
            self._file.discard()
            return self._found(ask)

    def _found(self, ask: Callable[[Connection], Iterable[One]]) -> tuple[int, tuple[One, ...]]:
        self._caught_up()
        with self._file.reading() as connection:
            return self._position(connection), tuple(ask(connection))

    def _caught_up(self) -> None:
        if not self._file.write:
            return
        try:
            self.runner.catch_up()
        except StoreUnusable as trouble:
            if trouble.values.get("problem") != "read-only":
                raise
            self._file.close()
            self._file = ViewsFile(self._file.path, write=False)

    def _position(self, connection: Connection) -> int:
        position: int = connection.exec_driver_sql("SELECT position FROM followed").scalar_one()
        if not self._file.write and self.runner.outdated(connection):
            raise Stale(problem="behind", position=position, log=self._log.position())
        return position


def _rows(
    connection: Connection,
    noun: str,
    filters: Mapping[str, tuple[str, ...]],
    as_of: date,
    known_at: str | None,
) -> list[Row]:
    kinds = columns_of(noun)
    found = register(noun, as_of.isoformat(), known_at).subquery("found")
    late = {name: values for name, values in filters.items() if kinds.get(name) == DERIVED}
    asked = [
        or_(*(_holds(found, name, kinds[name], values) for name in names.split(EITHER)))
        for names, values in filters.items()
        if names not in late
    ]
    statement = select(found).where(*asked).order_by(found.c.key)
    rows = [_row(noun, line, as_of) for line in connection.execute(statement).mappings()]
    return [row for row in rows if all(_word(row[name]) in values for name, values in late.items())]


def _row(noun: str, line: Mapping[Any, Any], as_of: date) -> Row:
    row = complete(register_row(model_of(noun), line), as_of=as_of)
    if noun != "zone":
        return row
    whole: Row = {}
    for name, value in row.items():
        whole[name] = value
        if name == "allocatable_m2":
            whole |= {"free_m2": line["free_m2"], "occupancy": line["occupancy"]}
    return whole


def _holds(found: Subquery, name: str, kind: str, values: tuple[str, ...]) -> ColumnElement[bool]:
    column = found.c[name]
    match kind:
        case "list":
            one = func.json_each(column).table_valued("value")
            return select(one.c.value).where(one.c.value.in_(values)).exists()
        case "flag":
            return or_(*(column == FLAGS[value] for value in _each(name, values, FLAGS.__contains__)))
        case "number":
            return column.in_([int(value) for value in _each(name, values, str.isdecimal)])
        case _:
            return column.in_(values)


def _each(name: str, values: tuple[str, ...], fits: Any) -> tuple[str, ...]:
    for value in values:
        if not fits(value):
            raise Misused(problem="malformed", term=name, text=value, expected=_expected(fits))
    return values


def _expected(fits: Any) -> str:
    return "a whole number" if fits is str.isdecimal else "true or false"


def _word(value: Any) -> str:
    return {True: "true", False: "false"}[value] if isinstance(value, bool) else str(value)
