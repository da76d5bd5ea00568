"""Spans in both times: what one stream's register row was, on which legal dates, as known at which times.

A span holds for `valid_from <= D < valid_to` and `recorded_from <= K < recorded_to`. For every two times at
most one span of a subject holds, and its row is what the history settled at them folds to. Source: Snodgrass,
Developing Time-Oriented Database Applications in SQL, on bitemporal tables.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from lifecycle.record import settled

if TYPE_CHECKING:
    from lifecycle.record import Record
    from projections.models import Model, Row, State

END_DAY = "9999-12-31"
END_TIME = "9999-12-31T23:59:59.999999Z"


class Span(NamedTuple):
    """A row and the times it holds for, half open in both."""

    valid_from: str
    valid_to: str
    recorded_from: str
    recorded_to: str
    row: Row


class Told(NamedTuple):
    """A stream told in full: its spans, and the history now settled with the state after each record."""

    spans: list[Span]
    history: list[Record]
    states: list[State]


class _Open(NamedTuple):
    """A stretch of legal dates as known now; without a row where the subject did not exist."""

    valid_from: str
    valid_to: str
    row: Row | None
    recorded_from: str


class _Retold(NamedTuple):
    """From a recorded time on, the history is its first `kept` records as before, then `fresh`."""

    known: str
    kept: int
    fresh: list[Record]


def tell(model: Model, key: str, records: Sequence[Record]) -> Told:
    """A stream's spans and its settled history; `records` is the whole stream in log order."""
    closed: list[Span] = []
    line: list[_Open] = []
    history: list[Record] = []
    states: list[State] = []
    for known, kept, fresh in _retellings(records):
        changed_from = fresh[0].effective_on if kept == len(history) else ""
        if changed_from and len(fresh) == 1 and (not history or history[-1].effective_on <= changed_from):
            state = model.after(states[-1] if states else model.start(key), fresh[0])
            history.append(fresh[0])
            states.append(state)
            _lengthen(line, closed, changed_from, _row(state), known)
            continue
        changed_from = changed_from or min(r.effective_on for r in (history[kept], *fresh[:1]))
        del history[kept:], states[kept:]
        history += fresh
        states += model.states(key, fresh, after=states[-1] if states else None)
        old = _cut(line, changed_from)
        new = _stretches(old, changed_from, history, states, known)
        closed += [_span(o, known) for o in old if o not in new and o.row is not None]
        line += new
    return Told(closed + [_span(o, END_TIME) for o in line if o.row is not None], history, states)


def _row(state: State) -> Row | None:
    return state.row if state.standing else None


def _lengthen(line: list[_Open], closed: list[Span], day: str, row: Row | None, known: str) -> None:
    """What `_cut` and `_stretches` do, for the one record after all others that nearly every act is."""
    if not line:
        line.append(_Open(day, END_DAY, row, known))
        return
    last = line[-1]
    if row is last.row or row == last.row:
        return
    if last.row is not None:
        closed.append(_span(last, known))
    if day > last.valid_from:
        line[-1] = _Open(last.valid_from, day, last.row, known)
        line.append(_Open(day, END_DAY, row, known))
        return
    line.pop()
    if line and line[-1].row == row:
        earlier = line.pop()
        if earlier.row is not None:
            closed.append(_span(earlier, known))
        day = earlier.valid_from
    line.append(_Open(day, END_DAY, row, known))


def _retellings(records: Sequence[Record]) -> Iterator[_Retold]:
    if settled(records) == list(records):
        # Nothing was recorded late: each settled history only adds to the one before it.
        kept = 0
        for known, group in groupby(records, attrgetter("recorded_at")):
            fresh = list(group)
            yield _Retold(known, kept, fresh)
            kept += len(fresh)
        return
    earlier: list[Record] = []
    for known in dict.fromkeys(record.recorded_at for record in records):
        history = settled(records, known_at=known)
        kept = next((i for i, (a, b) in enumerate(zip(earlier, history, strict=False)) if a is not b), -1)
        kept = min(len(earlier), len(history)) if kept < 0 else kept
        if kept < max(len(earlier), len(history)):
            yield _Retold(known, kept, history[kept:])
        earlier = history


def _cut(line: list[_Open], changed_from: str) -> list[_Open]:
    """Take off the line what a change from a date on may touch: the stretch that ends there included."""
    at = len(line)
    while at and line[at - 1].valid_to >= changed_from:
        at -= 1
    old = line[at:]
    del line[at:]
    return old


def _stretches(
    old: list[_Open], changed_from: str, history: list[Record], states: list[State], known: str
) -> list[_Open]:
    starts: list[tuple[str, Row | None]] = []
    if old and old[0].valid_from < changed_from:
        starts.append((old[0].valid_from, old[0].row))
    first = bisect_left(history, changed_from, key=attrgetter("effective_on"))
    for at in range(first, len(history)):
        day = history[at].effective_on
        if at + 1 < len(history) and history[at + 1].effective_on == day:
            continue
        row = _row(states[at])
        if not starts or starts[-1][1] != row:
            starts.append((day, row))
    ends = [day for day, _ in starts[1:]] + [END_DAY]
    since = {o[:2]: o for o in old}
    new: list[_Open] = []
    for (day, row), end in zip(starts, ends, strict=True):
        before = since.get((day, end))
        kept = before is not None and before.row == row
        new.append(before if kept and before else _Open(day, end, row, known))
    return new


def _span(stretch: _Open, recorded_to: str) -> Span:
    assert stretch.row is not None  # noqa: S101 - only stretches with a row become spans
    return Span(stretch.valid_from, stretch.valid_to, stretch.recorded_from, recorded_to, stretch.row)
