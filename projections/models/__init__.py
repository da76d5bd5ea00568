"""Read models: how one stream's events become a row of its register. To add a column, begin in a model's file.

A model's row holds what its own stream says, in JSON values: text, dates as text, integers, flags, lists,
money as `{"minor", "currency"}`; None where nothing is known. Every region of the lifecycle is a column.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from importlib import import_module
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, cast

from domain.values import in_hectares
from lifecycle.definitions import NOUNS, lifecycle_of
from lifecycle.errors import Misused

if TYPE_CHECKING:
    from lifecycle.grammar import Lifecycle, Standing
    from lifecycle.record import Record

Row = dict[str, Any]
Kind = Literal["text", "number", "flag", "list", "object", "money"]

REGISTERS = {
    "zone": "zones",
    "party": "parties",
    "plot": "plots",
    "project": "projects",
    "obligation": "obligations",
    "calendar": "calendars",
    "officer": "officers",
    "proposal": "proposals",
    "document": "documents",
}
"""Noun -> the register it is listed in, which is also its module and its SQL view."""


VERSIONS: dict[str, int] = {**dict.fromkeys(REGISTERS, 2), "plot": 4}
"""Noun -> the version of its register: a new one has it rebuilt. Here, so that asking for it loads no model."""


class State(NamedTuple):
    """A register row after an event, and where the subject then stands; no standing, no subject yet."""

    row: Row
    standing: Standing


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a register; `empty` is its value before any event has set it."""

    name: str
    kind: Kind = "text"
    empty: Any = None


@dataclass(frozen=True)
class Model:
    """A register: its columns, and what each event changes in a row.

    `derived` gives columns that follow from the whole row.
    """

    noun: str
    columns: tuple[Column, ...]
    changed: Callable[[Row, Record], Mapping[str, Any]]
    derived: Callable[[Row], Mapping[str, Any]] | None = None

    @property
    def name(self) -> str:
        """The register's name, in the plural."""
        return REGISTERS[self.noun]

    @cached_property
    def law(self) -> Lifecycle:
        """The lifecycle whose regions are columns."""
        return lifecycle_of(self.noun)

    @cached_property
    def empty(self) -> Row:
        """A row that no event has touched."""
        return {column.name: column.empty for column in self.columns}

    def start(self, key: str) -> State:
        """A subject before its first event."""
        return State({**self.empty, "key": key}, {})

    def after(self, state: State, record: Record) -> State:
        """The row one event later."""
        row, stood = state
        standing = self.law.stands(stood, record.event)
        changed = self.changed(row, record)
        if not changed and standing is stood:
            return state
        row = {**row, **changed, **standing}
        if self.derived is not None:
            row |= self.derived(row)
        return State(row, standing)

    def last(self, key: str, history: Iterable[Record]) -> State:
        """The row that a whole settled history leads to."""
        state = self.start(key)
        for record in history:
            state = self.after(state, record)
        return state

    def states(self, state: State, history: Iterable[Record]) -> Iterator[State]:
        """The row after each event of a settled history, or of what follows in it after a state."""
        for record in history:
            state = self.after(state, record)
            yield state


@cache
def model_of(noun: str) -> Model:
    """The register of a noun, loaded on first use. Raises `Misused` for an unknown noun."""
    if noun not in NOUNS:
        raise Misused(problem="unknown-noun", noun=noun)
    return cast("Model", import_module(f"projections.models.{REGISTERS[noun]}").MODEL)


def complete(row: Row, *, as_of: date) -> Row:
    """A stored row as people see it: areas in hectares beside square metres, overdue on the date asked for."""
    whole: Row = {}
    for name, value in row.items():
        whole[name] = value
        if name == "area_m2":
            whole["area_ha"] = None if value is None else in_hectares(value)
        if name == "status" and "due_on" in row:
            whole["overdue"] = overdue(row, as_of)
    return whole


def overdue(row: Row, as_of: date) -> bool:
    """Whether an obligation is still active after its last day. Never stored: it is asked.

    Where time does not count, a term that was running when it stopped does not run out.
    """
    due_on, stopped = row["due_on"], row["suspended_on"]
    late: bool = row["status"] == "active" and due_on < as_of.isoformat()
    return late and not (stopped and due_on >= stopped)


def percentage(part: int, whole: int) -> str:
    """A share in percent with one decimal, half up, as text: `94.0`."""
    tenths = (2 * 1000 * part + whole) // (2 * whole)
    return f"{tenths // 10}.{tenths % 10}"
