"""The tables of the read models: one generation of each, and how a row becomes a tuple of theirs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from sqlalchemy import Boolean, Column, Index, Integer, MetaData, String, Table, Text

from projections import history
from projections.models import REGISTERS, Kind, Model, Row, model_of
from projections.spans import Span

TIMES = ("valid_from", "valid_to", "recorded_from", "recorded_to")
HISTORY = "history"
NAMES = (*REGISTERS.values(), HISTORY)
"""The read models, by the names of their stable views."""

NOUNS = {name: noun for noun, name in REGISTERS.items()}

FACTS = ("noun", "key", "version", "position", "type", "recorded_at", "effective_on", "command")
ACT = ("act", "actor", "second", "role", "body", "regulation", "basis", "reason")
PAPERS = ("documents", "gaps")
SAID = ("data", "changes", "state")
"""The columns of `history_of_streams`: facts of the record, of its act where it is primary, and JSON."""


def version_of(name: str) -> int:
    """The version that a read model has in this program."""
    return history.VERSION if name == HISTORY else model_of(NOUNS[name]).version


def stored_name(name: str, generation: int) -> str:
    """The table that holds a generation of a read model."""
    return f"{name}_g{generation}"


def encoded(value: Any) -> str:
    """A list or an object as the text of its column."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


# -- tables ------------------------------------------------------------------------------------------

TYPES: Mapping[Kind, type[Any]] = {
    "text": String,
    "number": Integer,
    "flag": Boolean,
    "list": Text,
    "object": Text,
}


def table(name: str, stored: str) -> Table:
    """A read model's table, or its stable view, under the name that it is stored by."""
    return _history(stored) if name == HISTORY else _register(model_of(NOUNS[name]), stored)


@cache
def view(name: str) -> Table:
    """A read model's stable view, which always shows its current generation."""
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
        Index(f"{stored}_command", "command"),
        sqlite_with_rowid=False,
    )


# -- rows to tuples and back -------------------------------------------------------------------------


def register_tuples(model: Model, key: str, spans: Iterable[Span]) -> Iterator[tuple[Any, ...]]:
    """A stream's spans as its register's table holds them."""
    known: dict[int, tuple[Any, ...]] = {}
    for span in spans:
        values = known.get(id(span.row))
        if values is None:
            values = known[id(span.row)] = tuple(_values(model, span.row))
        yield (key, span.valid_from, span.valid_to, span.recorded_from, span.recorded_to, *values)


def _values(model: Model, row: Row) -> Iterator[Any]:
    for column in model.columns[1:]:
        value = row[column.name]
        match column.kind:
            case "list" | "object":
                yield encoded(value)
            case "money":
                yield from (value["minor"], value["currency"]) if value else (None, None)
            case _:
                yield value


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


def history_tuple(noun: str, key: str, said: Row, command: str, act: Row | None) -> tuple[Any, ...]:
    """What a record says, and the circumstances of its act where it is the primary one, as a tuple."""
    facts = (noun, key, *(said[name] for name in FACTS[2:-1]), command)
    if act is None:
        circumstances: tuple[Any, ...] = (None,) * len(ACT + PAPERS)
    else:
        circumstances = (*(act[name] for name in ACT), *(encoded(act[name]) for name in PAPERS))
    return (*facts, *circumstances, *(encoded(said[name]) for name in SAID))
