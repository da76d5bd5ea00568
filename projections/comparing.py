"""Comparing: what differs between two legal dates, or between what was known then and now, and what caused it.

A column's cause is an event that one of the two histories has and the other has not, or has otherwise: it
happened in between, was recorded late, was corrected, or was taken back. What follows from a date alone, such
as an obligation that became overdue, has none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from lifecycle.errors import Misused, NotFound
from lifecycle.settling import marks, settled
from projections.history import ORDER, circumstances, event_of
from projections.lookup import primaries, stream_of
from projections.models import complete, model_of

if TYPE_CHECKING:
    from lifecycle.record import Record
    from lifecycle.store.log import Log
    from projections.models import Model, Row, State

HAPPENED, CORRECTED, TAKEN_BACK = "happened", "corrected", "taken-back"
NOTHING_TWICE: tuple[list[Any], ...] = ([None, []], [[], None], [None, {}], [{}, None])
"""A list or an object that is empty on one side, where the other has no row to hold it: nothing differs."""

BY_AREA = {"area_ha": "area_m2"}
"""Columns that say another one in other units."""


class Times(NamedTuple):
    """The two times of one side: the legal date, and the moment of knowledge, None for now."""

    as_of: date
    known_at: str | None = None


class Cause(NamedTuple):
    """An event that makes a difference: the record, how, what it says and changed, and what amended it."""

    record: Record
    how: str
    said: Row
    by: tuple[str, ...] = ()


class Difference(NamedTuple):
    """One subject at two times: its rows, empty where it did not exist, and what lies between them."""

    before: Row
    after: Row
    causes: tuple[Cause, ...]

    @property
    def changes(self) -> Row:
        """What differs: column -> [before, after]; nothing stands for what a missing row would hold."""
        names = self.after or self.before
        pairs = {name: [self.before.get(name), self.after.get(name)] for name in names}
        return {name: pair for name, pair in pairs.items() if pair[0] != pair[1] and pair not in NOTHING_TWICE}

    def events(self, column: str) -> list[str]:
        """The events that caused a column to differ, in the order in which they count."""
        name = BY_AREA.get(column, column)
        return [cause.record.ref for cause in self.causes if name in cause.said["changes"]]


class Compared(NamedTuple):
    """An answer about two times: the position, the difference, and its events as histories tell them."""

    position: int
    difference: Difference
    events: tuple[Row, ...]


def in_order(then: Times, now: Times) -> None:
    """Refuse two sides of which the first is the later one. Raises `Misused`."""
    if then.as_of > now.as_of:
        raise Misused(problem="dates-backwards", first=then.as_of, second=now.as_of)
    if now.known_at and (then.known_at is None or then.known_at > now.known_at):
        raise Misused(problem="moments-backwards", first=then.known_at or "", second=now.known_at)


def compare(log: Log, noun: str, key: str, then: Times, now: Times) -> Compared:
    """What differs of one subject. Raises `NotFound` where it existed at neither, `Misused` for times reversed.

    Zones are compared together with their plots, by `Registers.zone_between`.
    """
    in_order(then, now)
    position, records = stream_of(log, noun, key)
    found = difference(model_of(noun), key, records, then, now)
    if not (found.before or found.after):
        raise NotFound(category=noun, key=key)
    return Compared(position, found, tuple(told(log, found, now)))


def told(log: Log, found: Difference, now: Times) -> Iterator[Row]:
    """The events behind a difference, each with its act, with how it makes a difference and what amended it."""
    acts = primaries(log, [cause.record for cause in found.causes], now.known_at)
    for cause in found.causes:
        whole = cause.said | circumstances(acts[cause.record.command])
        yield {"how": cause.how, "amended_by": list(cause.by), **{name: whole[name] for name in ORDER}}


def difference(model: Model, key: str, records: Sequence[Record], then: Times, now: Times) -> Difference:
    """What differs between two times of a stream, given the whole of it in log order."""
    old = settled(records, as_of=then.as_of, known_at=then.known_at)
    new = settled(records, as_of=now.as_of, known_at=now.known_at)
    same = _same(old, new)
    states = list(model.states(model.start(key), old[:same]))
    base = states[-1] if states else model.start(key)
    was, became = (list(model.states(base, rest[same:])) for rest in (old, new))
    amended = marks(records, known_at=now.known_at)
    by = {ref: (mark.voided_by,) if mark.voided_by else mark.corrected_by for ref, mark in amended.items()}
    causes = _causes(_said(base, old[same:], was), _said(base, new[same:], became), by)
    return Difference(
        _row((was or [base])[-1], then.as_of), _row((became or [base])[-1], now.as_of), tuple(causes)
    )


def _same(old: Sequence[Record], new: Sequence[Record]) -> int:
    """How many records both histories begin with."""
    pairs = enumerate(zip(old, new, strict=False))
    return next((at for at, (one, other) in pairs if one != other), min(len(old), len(new)))


def _row(state: State, as_of: date) -> Row:
    return complete(state.row, as_of=as_of) if state.standing else {}


Said = Mapping[str, tuple["Record", "Row"]]


def _said(before: State, history: Sequence[Record], states: Sequence[State]) -> Said:
    """What each record of the rest of a history says and changed, by its event."""
    pairs = zip(history, (before, *states), states, strict=False)
    return {record.ref: (record, event_of(record, was, now)) for record, was, now in pairs}


def _causes(old: Said, new: Said, by: Mapping[str, tuple[str, ...]]) -> Iterator[Cause]:
    """The records that only one side has, or that both have and have otherwise; those taken back come first."""
    for ref, (record, said) in old.items():
        if ref not in new:
            yield Cause(record, TAKEN_BACK, said, by.get(ref, ()))
    for ref, (record, said) in new.items():
        if ref not in old:
            yield Cause(record, HAPPENED, said, by.get(ref, ()))
        elif old[ref][0] != record:
            changed = {**old[ref][1]["changes"], **said["changes"]}
            yield Cause(record, CORRECTED, {**said, "changes": changed}, by.get(ref, ()))
