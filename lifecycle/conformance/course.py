"""The course of a log: its settled records in the order of the law, act by act, in bounded memory.

A history is folded by legal date, and what is recorded late stands among what came before it. So the log is
gone through twice: once to learn the dates, once in their order. What is kept between is two numbers a record.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from domain.corrections import Amendment
from lifecycle.record import STORE
from lifecycle.settling import marks, settled

if TYPE_CHECKING:
    from lifecycle.record import Record
    from lifecycle.store.log import Log

OFFICER, CALENDAR = "officer", "calendar"
KEPT = (OFFICER, CALENDAR)
"""Categories whose histories are kept whole: few streams, asked for by every act."""

AT_ONCE = 2_000
SILENT = 5_000
"""Records between two words about progress."""

Progress = Callable[[int, int], None]
"""Told how many records were gone through, of how many."""

LEFT_OUT = -1


@dataclass
class Course:
    """A log as known at a time and effective by a date, ready to be gone through in legal order."""

    log: Log
    as_of: date
    known_at: str | None = None
    progress: Progress | None = None
    kept: dict[str, list[Record]] = field(default_factory=dict)
    said: dict[str, Any] = field(default_factory=dict)
    officers_since: int = 0
    position: int = 0
    _days: array[int] = field(default_factory=lambda: array("l"))
    _positions: array[int] = field(default_factory=lambda: array("q"))
    _settled: dict[int, Record] = field(default_factory=dict)
    _done: int = 0

    def __post_init__(self) -> None:
        """Go through the log once: the dates, what the store was founded under, who was an officer."""
        self.position = self.log.position()
        amended: set[str] = set()
        for record in self.log.scan():
            self._tell()
            if self.known_at is not None and record.recorded_at > self.known_at:
                continue
            self._days.append(date.fromisoformat(record.effective_on).toordinal())
            self._positions.append(record.position)
            self._keep(record)
            if isinstance(record.event, Amendment):
                amended.add(record.stream)
        self._settle(sorted(amended))

    def _keep(self, record: Record) -> None:
        if record.stream == STORE:
            self.said |= record.event.data()
        elif record.category in KEPT:
            self.kept.setdefault(record.stream, []).append(record)
            if record.category == OFFICER and not self.officers_since:
                self.officers_since = record.position

    def _settle(self, streams: Iterable[str]) -> None:
        """Set what was corrected in its right place, and leave out what was voided."""
        for stream in streams:
            history = self.log.read([stream])[stream]
            said = marks(history, known_at=self.known_at)
            stands = {r.position: r for r in settled(history, known_at=self.known_at)}
            for record in history:
                number = bisect_left(self._positions, record.position)
                if record.ref not in said or self._positions[number : number + 1] != array(
                    "q", [record.position]
                ):
                    continue
                if said[record.ref].voided_by:
                    self._days[number] = LEFT_OUT
                elif record.position in stands:
                    right = self._settled[record.position] = stands[record.position]
                    self._days[number] = date.fromisoformat(right.effective_on).toordinal()

    def acts(self) -> Iterator[list[Record]]:
        """The records of each act, in legal order; what an act said of earlier records is among them."""
        for _command, records in groupby(self._records(), key=attrgetter("command")):
            yield list(records)

    def _records(self) -> Iterator[Record]:
        last = self.as_of.toordinal()
        order = sorted(
            (n for n, day in enumerate(self._days) if LEFT_OUT < day <= last), key=self._days.__getitem__
        )
        for first, count in _runs(self._positions[n] for n in order):
            for record in self.log.read_from(first - 1, limit=count):
                self._tell()
                yield self._settled.get(record.position, record)

    def _tell(self) -> None:
        self._done += 1
        if self.progress is not None and self._done % SILENT == 0:
            self.progress(self._done, 2 * self.position)


def _runs(positions: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Positions in their order as runs of neighbours: the first, and how many."""
    first = count = 0
    for position in positions:
        if count and position == first + count and count < AT_ONCE:
            count += 1
            continue
        if count:
            yield first, count
        first, count = position, 1
    if count:
        yield first, count
