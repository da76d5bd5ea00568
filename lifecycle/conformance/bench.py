"""The bench: where every subject stood before the act at hand, and what was known when it was recorded.

Cases are folded once, record by record in legal order. Mandates and calendars count as they were known on the
day of recording, whatever the legal date.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from datetime import date
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from domain.corrections import Amendment
from domain.event import NOTHING, At
from lifecycle.authority import zone_of
from lifecycle.case import Case, fold, unborn
from lifecycle.clock import local_day
from lifecycle.command import Command
from lifecycle.desk import Desk
from lifecycle.settling import marks, settled

if TYPE_CHECKING:
    from lifecycle.record import Record
    from lifecycle.store.log import Histories


class Bench(Desk):
    """A desk on which each act of a log is looked at again in its place."""

    def __init__(
        self, log: Histories, kept: Mapping[str, list[Record]], *, family: str, time_zone: str
    ) -> None:
        super().__init__(log, family=family, today=self.recorded_on)
        self._kept, self._time_zone = kept, time_zone
        self._stand: dict[str, Case] = {}
        self._known: dict[tuple[str, int], Case] = {}
        self._at: Record | None = None
        self._now = _Now(self, log)

    def look_at(self, primary: Record) -> None:
        """Take an act in hand: what was known is what the log held before it."""
        self._at = primary

    def fold(self, record: Record, due: Mapping[str, date] | None = None) -> tuple[Case, Case]:
        """The case of a record's stream before and after it; `due` are its deadlines, where not as stamped."""
        before = self.case(record.stream)
        when = record.at()
        if due is not None:
            when = At(when.ref, when.on, due or NOTHING, when.gaps)
        after = self._stand[record.stream] = before.after(record.event, when)
        return before, after

    def case(self, stream: str) -> Case:
        """Where a subject stands now."""
        return self._stand.get(stream) or unborn(stream)

    def zone_of(self, stream: str, terms: Mapping[str, Any] = NOTHING) -> str:
        """The zone in which a subject lies now, with the terms of the act that begins it; empty for none."""
        case = self.case(stream)
        return zone_of(Command(case.category, "", case.key, terms), case, self._now)

    # -- what a desk is asked ------------------------------------------------------------------------

    def cases(self, streams: Iterable[str], on: date) -> dict[str, Case]:
        """The cases of streams as they stood before the act at hand."""
        del on  # the bench has come to the act's own date
        return {stream: self.case(stream) for stream in streams}

    def known(self, streams: Iterable[str]) -> dict[str, Case]:
        """The cases of streams as the log knew them when the act at hand was recorded."""
        return {stream: self._as_known(stream) for stream in streams}

    def histories(self, streams: Iterable[str]) -> dict[str, list[Record]]:
        """The histories of streams as the log knew them when the act at hand was recorded."""
        return {
            stream: [record for record in records if record.position < self._position]
            for stream, records in self._log.read(streams).items()
        }

    def amended_since(self, streams: Iterable[str]) -> tuple[str, ...]:
        """What was said of officers' records once the act at hand was recorded, and still stands."""
        found = [record for stream in streams for record in self._amendments(stream)]
        return tuple(record.ref for record in found if not marks(self._kept[record.stream]).get(record.ref))

    def as_amended(self) -> Desk:
        """A desk that knows the officers of the day of recording as their records were set right since."""
        return _Amended(self, self._log)

    def amended(self, stream: str) -> Case:
        """The case of a stream as it was known, what was said of it since taken into account."""
        since = self._amendments(stream)
        if not since:
            return self._as_known(stream)
        before = [record for record in self._kept[stream] if record.position < self._position]
        return fold(stream, settled([*before, *since]), version=len(before))

    def _amendments(self, stream: str) -> list[Record]:
        records = self._kept.get(stream, ())
        return [r for r in records if r.position >= self._position and isinstance(r.event, Amendment)]

    def _as_known(self, stream: str) -> Case:
        records = self._kept.get(stream)
        if records is None:
            (found,) = self.histories([stream]).values()
            return fold(stream, settled(found), version=len(found))
        count = bisect_left(records, self._position, key=attrgetter("position"))
        if (stream, count) not in self._known:
            self._known[stream, count] = fold(stream, settled(records[:count]), version=count)
        return self._known[stream, count]

    @property
    def _position(self) -> int:
        return self._at.position if self._at is not None else 0

    def recorded_on(self) -> date:
        """The day on which the act at hand was recorded, in the store's zone."""
        assert self._at is not None  # noqa: S101 - asked about an act alone
        return local_day(self._at.recorded_at, self._time_zone)


class _Amended(Desk):
    """A desk to which every subject is known as it was, set right by what was said of it since."""

    def __init__(self, bench: Bench, log: Histories) -> None:
        super().__init__(log, family=bench.family, today=bench.recorded_on)
        self._bench = bench

    def known(self, streams: Iterable[str]) -> dict[str, Case]:
        """The cases of streams as they were known, set right."""
        return {stream: self._bench.amended(stream) for stream in streams}


class _Now(Desk):
    """A desk to which every subject is known as the bench has it."""

    def __init__(self, bench: Bench, log: Histories) -> None:
        super().__init__(log, family=bench.family)
        self._bench = bench

    def known(self, streams: Iterable[str]) -> dict[str, Case]:
        """The cases of streams as they stand now."""
        return {stream: self._bench.case(stream) for stream in streams}
