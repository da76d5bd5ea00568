"""Spans in both times: what one stream's register row was, on which legal dates, as known at which times.

A span holds for `valid_from <= D < valid_to` and `recorded_from <= K < recorded_to`. For every two times at
most one span of a subject holds, and its row is what the history settled at them folds to. Source: Snodgrass,
Developing Time-Oriented Database Applications in SQL, on bitemporal tables.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from domain.corrections import Amendment
from lifecycle.settling import settled

if TYPE_CHECKING:
    from lifecycle.record import Record
    from projections.models import Model, Row, State

FOREVER = "infinity"
"""The end of a span that has none, in either time: as a text it sorts after every date and every moment."""


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


def tell(model: Model, key: str, records: Sequence[Record]) -> Told:
    """A stream's spans and its settled history; `records` is the whole stream in log order."""
    telling = _Telling(model, key)
    telling.follow(records)
    return telling.told()


class _Telling:
    """A stream being told, recorded time by recorded time."""

    def __init__(self, model: Model, key: str) -> None:
        self._model = model
        self._start = model.start(key)
        self._closed: list[Span] = []
        self._line: list[_Open] = []
        self._history: list[Record] = []
        self._states: list[State] = []

    def told(self) -> Told:
        """The whole of it; what is still open holds for ever."""
        spans = self._closed + [_span(o, FOREVER) for o in self._line if o.row is not None]
        return Told(spans, self._history, self._states)

    def follow(self, records: Sequence[Record]) -> None:
        """Tell a whole stream. What came late, or amends another record, has the history settled anew."""
        at, size = 0, len(records)
        while at < size:
            known, end = records[at].recorded_at, at + 1
            while end < size and records[end].recorded_at == known:
                end += 1
            if not self._adds(records, at, end):
                self.settle(records[:end], known)
            elif end == at + 1:
                self._add(records[at], known)
            else:
                self._retell(len(self._history), records[at:end], known)
            at = end

    def _adds(self, records: Sequence[Record], start: int, end: int) -> bool:
        """Whether some records come after all others in the settled history, in their order."""
        last = self._history[-1].effective_on if self._history else ""
        for record in records[start:end]:
            if record.effective_on < last or isinstance(record.event, Amendment):
                return False
            last = record.effective_on
        return True

    def settle(self, records: Sequence[Record], known: str) -> None:
        """Tell what is known from a time on: all these records, settled."""
        history = settled(records)
        pairs = enumerate(zip(self._history, history, strict=False))
        shorter = min(len(self._history), len(history))
        kept = next((at for at, (was, now) in pairs if was is not now and was != now), shorter)
        self._retell(kept, history[kept:], known)

    def _add(self, record: Record, known: str) -> None:
        """What `_retell` does, for the one record after all others that nearly every act is."""
        states, line = self._states, self._line
        state = self._model.after(states[-1] if states else self._start, record)
        self._history.append(record)
        states.append(state)
        day, row = record.effective_on, _row(state)
        if not line:
            line.append(_Open(day, FOREVER, row, known))
            return
        last = line[-1]
        if row is last.row or row == last.row:
            return
        self._close(line.pop(), known)
        if day > last.valid_from:
            line.append(_Open(last.valid_from, day, last.row, known))
        elif line and line[-1].row == row:
            earlier = line.pop()
            self._close(earlier, known)
            day = earlier.valid_from
        line.append(_Open(day, FOREVER, row, known))

    def _retell(self, kept: int, fresh: Sequence[Record], known: str) -> None:
        """From a recorded time on the history is its first `kept` records as before, then `fresh`."""
        history, states, line = self._history, self._states, self._line
        changed = [record.effective_on for record in (*history[kept : kept + 1], *fresh[:1])]
        if not changed:
            return
        del history[kept:], states[kept:]
        history += fresh
        states += self._model.states(states[-1] if states else self._start, fresh)
        old = _cut(line, min(changed))
        new = _stretches(old, min(changed), history, states, known)
        for stretch in old:
            if stretch not in new:
                self._close(stretch, known)
        line += new

    def _close(self, stretch: _Open, known: str) -> None:
        if stretch.row is not None:
            self._closed.append(_span(stretch, known))


def _row(state: State) -> Row | None:
    return state.row if state.standing else None


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
    ends = [*(day for day, _ in starts[1:]), FOREVER][: len(starts)]
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
