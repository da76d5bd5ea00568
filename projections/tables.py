"""The tables of the read models: one generation of each, and how a row becomes a tuple of theirs."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from pydantic_core import to_json
from sqlalchemy import Boolean, Column, Index, Integer, MetaData, String, Table, Text

from lifecycle.settling import Mark, marks
from projections import history, papers, work
from projections.models import REGISTERS, VERSIONS, Kind, Model, Row, State, model_of
from projections.spans import Span, Told

if TYPE_CHECKING:
    from lifecycle.record import Record

TIMES = ("valid_from", "valid_to", "recorded_from", "recorded_to")
HISTORY, CITATIONS, WORK = "history", "papers", "work"
OF_EVERY_STREAM = (HISTORY, CITATIONS, WORK)
NAMES = (*REGISTERS.values(), *OF_EVERY_STREAM)
"""The read models, by the names of their stable views."""

NOUNS = {name: noun for noun, name in REGISTERS.items()}

FACTS = ("noun", "key", "version", "position", "type", "recorded_at", "effective_on", "command")
ACT = ("act", "actor", "second", "mandate", "role", "body", "regulation", "basis", "reason")
PAPERS = ("documents", "gaps")
SAID = ("data", "deadlines", "changes", "state")
AMENDED = ("voided_by", "corrected_by")
"""The columns of the history: what the record says, what its act says where it is the primary one, JSON, the
event that voided it, JSON of those that corrected it and stand. What is voided, voids or corrects changes
nothing itself."""


def version_of(name: str) -> int:
    """The version that a read model has in this program."""
    versions = {HISTORY: history.VERSION, CITATIONS: papers.VERSION, WORK: work.VERSION}
    return versions[name] if name in versions else VERSIONS[NOUNS[name]]


def stored_name(name: str, generation: int) -> str:
    """The table that holds a generation of a read model."""
    return f"{name}_g{generation}"


def encoded(value: Any) -> str:
    """A list or an object as the text of its column."""
    return to_json(value).decode()


# -- tables ------------------------------------------------------------------------------------------

TYPES: Mapping[Kind, type[Any]] = {
    "text": String,
    "number": Integer,
    "flag": Boolean,
    "list": Text,
    "object": Text,
}


def table(name: str, stored: str) -> Table:
    """A read model's table under the name that it is stored by."""
    made = {HISTORY: _history, CITATIONS: _papers_table, WORK: _work_table}
    return made[name](stored) if name in made else _register(model_of(NOUNS[name]), stored)


@cache
def view(name: str) -> Table:
    """A read model's stable view, which always shows its current generation. The history's has more columns."""
    return table(name, name)


def _register(model: Model, stored: str) -> Table:
    keys = {"key", "valid_from", "recorded_from"}
    columns: list[Column[Any]] = [Column(name, String, primary_key=name in keys) for name in ("key", *TIMES)]
    for column in model.columns[1:]:
        if column.kind == "money":
            columns.append(Column(f"{column.name}_minor", Integer))
            columns.append(Column(f"{column.name}_currency", String))
        else:
            columns.append(Column(column.name, TYPES[column.kind]))
    return Table(stored, MetaData(), *columns, sqlite_with_rowid=False)


def _history(stored: str) -> Table:
    keys = {"noun", "key", "version"}
    return Table(
        stored,
        MetaData(),
        *(
            Column(name, Integer if name in ("version", "position") else String, primary_key=name in keys)
            for name in FACTS
        ),
        *(Column(name, String) for name in ACT),
        *(Column(name, Text) for name in (*PAPERS, *SAID)),
        Column("voided_by", String),
        Column("corrected_by", Text),
        Index(f"{stored}_command", "command"),
        sqlite_with_rowid=False,
    )


def _papers_table(stored: str) -> Table:
    numbers = ("version", "place", "position")
    return Table(
        stored,
        MetaData(),
        *(
            Column(name, Integer if name in numbers else String, primary_key=name in papers.PLACE)
            for name in papers.COLUMNS
        ),
        Index(f"{stored}_sha256", "sha256"),
        sqlite_with_rowid=False,
    )


def _work_table(stored: str) -> Table:
    columns = {
        name: Column(name, Integer if name in work.NUMBERS else String, primary_key=name in work.PLACE)
        for name in work.COLUMNS
    }
    return Table(
        stored,
        MetaData(),
        *columns.values(),
        Index(f"{stored}_due_on", "due_on"),
        Index(f"{stored}_target", "target", sqlite_where=columns["target"].is_not(None)),
        sqlite_with_rowid=False,
    )


def insertion(made: Table) -> str:
    """The statement that puts a tuple into a table, an empty text standing for nothing.

    The driver takes far longer to bind None, or a flag, than a text or a number.
    """
    places = ("?" if column.primary_key else "NULLIF(?, '')" for column in made.c)
    return f"INSERT INTO {made.name} VALUES ({', '.join(places)})"


# -- rows to tuples and back -------------------------------------------------------------------------

NOTHING = ""
Tuples = Iterator[tuple[Any, ...]]
EMPTY = {"list": "[]", "object": "{}"}


def register_tuples(model: Model, key: str, spans: Iterable[Span]) -> Tuples:
    """A stream's spans as its register's table holds them."""
    values_of = _values_of(model.noun)
    known: dict[int, tuple[Any, ...]] = {}
    for valid_from, valid_to, recorded_from, recorded_to, row in spans:
        values = known.get(id(row))
        if values is None:
            values = known[id(row)] = values_of(row)
        yield (key, valid_from, valid_to, recorded_from, recorded_to, *values)


@cache
def _values_of(noun: str) -> Callable[[Row], tuple[Any, ...]]:
    """How the columns of a register's row become the values of its table, prepared once for many rows."""
    columns = model_of(noun).columns[1:]
    taken = itemgetter(*(column.name for column in columns))
    # From the end, so that an amount that becomes two values moves no column still to be changed.
    special = [(at, c.kind) for at, c in enumerate(columns) if c.kind not in ("text", "number")][::-1]

    def values_of(row: Row) -> tuple[Any, ...]:
        values = list(taken(row))
        for at, kind in special:
            value = values[at]
            if kind == "flag":
                values[at] = int(value)
            elif kind == "money":
                values[at : at + 1] = (value["minor"], value["currency"]) if value else (None, None)
            else:
                values[at] = encoded(value) if value else EMPTY[kind]
        return tuple([NOTHING if value is None else value for value in values])

    return values_of


def register_row(model: Model, found: Mapping[str, Any]) -> Row:
    """The register row that a line of its table holds."""
    return {column.name: _value(column.name, column.kind, found) for column in model.columns}


def _value(name: str, kind: Kind, found: Mapping[str, Any]) -> Any:
    match kind:
        case "list" | "object":
            return json.loads(found[name])
        case "flag":
            return bool(found[name])
        case "money":
            minor = found[f"{name}_minor"]
            return None if minor is None else {"minor": minor, "currency": found[f"{name}_currency"]}
        case _:
            return found[name]


NO_ACT = (NOTHING,) * len(ACT + PAPERS)
UNMARKED, NO_MARK = (NOTHING, "[]"), Mark()


def history_tuples(model: Model, key: str, told: Told, records: Sequence[Record]) -> Tuples:
    """A stream as its table holds it; an act's circumstances stand at its primary record."""
    noun, before = model.noun, model.start(key)
    lines: Iterable[tuple[Record, State | None]] = zip(told.history, told.states, strict=True)
    said: Mapping[str, Mark] = {}
    if len(records) != len(told.history):
        lines, said = [*lines, *_uncounted(told, records)], marks(records)
    for record, after in lines:
        body = record.body
        changes = history.changes(before.row, after.row) if after else None
        yield (
            *(noun, key, body["version"], record.position),
            *(body["type"], body["recorded_at"], body["effective_on"], body["command"]),
            *(_circumstances(record) if "act" in body else NO_ACT),
            encoded(body["data"]) if "data" in body else "{}",
            encoded(body["deadlines"]) if "deadlines" in body else "[]",
            encoded(changes) if changes else "{}",
            encoded(after.standing) if after else "{}",
            *(_marked(said.get(record.ref, NO_MARK)) if said else UNMARKED),
        )
        before = after or before


def _uncounted(told: Told, records: Iterable[Record]) -> Iterator[tuple[Record, None]]:
    """What is voided, voids or corrects."""
    counted = {record.ref for record in told.history}
    return ((record, None) for record in records if record.ref not in counted)


def _marked(mark: Mark) -> tuple[str, str]:
    return mark.voided_by, encoded(mark.corrected_by) if mark.corrected_by else "[]"


def paper_tuples(model: Model, key: str, told: Told, records: Sequence[Record]) -> Tuples:
    """The papers of a stream as their table holds them."""
    return map(tuple, papers.papers(model, key, told, records))


def work_tuples(key: str, told: Told) -> Tuples:
    """What a stream has ahead of it as its table holds it."""
    # What looks ahead knows every act there is, so that it is loaded only where rows are made.
    from projections.prospects import ahead  # noqa: PLC0415

    return work_rows(ahead(key, told.history, told.states[-1])) if told.states else iter(())


def work_rows(rows: Iterable[Row]) -> Tuples:
    """Rows of the work ahead as their table holds them."""
    for row in rows:
        listed = [encoded(row[name]) if row[name] else str(row[name]) for name in work.LISTS]
        yield (*_plain_work(row), *listed)


_plain_work = itemgetter(*(name for name in work.COLUMNS if name not in work.LISTS))


def work_row(found: Mapping[str, Any]) -> Row:
    """The row of the work ahead that a line of its table holds."""
    return {name: json.loads(value) if name in work.LISTS else value for name, value in found.items()}


def _circumstances(primary: Record) -> tuple[Any, ...]:
    act = history.circumstances(primary)
    papers = [encoded(some) if some else "[]" for some in _papers(act)]
    return (*[NOTHING if said is None else said for said in _act(act)], *papers)


_act = itemgetter(*ACT)
_papers = itemgetter(*PAPERS)
