"""Conformance: every stored act held against the law then in force, or another edition, from the log alone.

The acts are gone through in legal order, each decided again in its place; land and holders are summed beside,
without the decider, so that what other software wrote, a bug or a forger, is seen as well.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from domain.corrections import Amendment
from domain.refusals import UnknownToLaw
from lifecycle.conformance import bodies, mandates, papers, terms
from lifecycle.conformance.again import Again
from lifecycle.conformance.areas import Areas
from lifecycle.conformance.bench import Bench
from lifecycle.conformance.course import Course, Progress
from lifecycle.conformance.deviation import WRONG_LAW, Deviation, at
from lifecycle.conformance.flags import Flags, Thresholds
from lifecycle.conformance.holders import Holders
from lifecycle.decider import started
from lifecycle.handling import DEFAULT_TIME_ZONE
from lifecycle.regulation import FAMILY, Regulation

if TYPE_CHECKING:
    from lifecycle.record import Record
    from lifecycle.store.log import Log

__all__ = ["Conformance", "Deviation", "Progress", "Scope", "Thresholds"]

OF_THE_HOUSE = frozenset({"officer", "proposal", "document", "calendar"})
"""Nouns with acts that an older edition need not know: they are how the administration works."""


class Scope(NamedTuple):
    """Which acts are asked about: those in a zone, those that wrote upon a plot; all where neither is named."""

    zone: str = ""
    plot: str = ""

    def holds(self, deviation: Deviation) -> bool:
        """Whether a deviation is asked for."""
        if self.zone and deviation.zone != self.zone:
            return False
        return not self.plot or self.plot in deviation.plots


EVERYWHERE = Scope()


@dataclass
class Conformance:
    """A check of a log as known at a time and effective by a date.

    `law` is the edition that every act is held against, where not its own. Without `flags` nothing is flagged.
    `acts` counts those that were held against the law.
    """

    log: Log
    as_of: date
    known_at: str | None = None
    scope: Scope = EVERYWHERE
    law: Regulation | None = None
    flags: Thresholds | None = None
    progress: Progress | None = None
    acts: int = 0
    position: int = 0
    _bench: Bench = field(init=False, repr=False)

    def deviations(self) -> Iterator[Deviation]:
        """Every deviation in the order of the log's course; what stands open to the end comes last."""
        course = Course(self.log, self.as_of, self.known_at, self.progress)
        self.position = course.position
        self._bench = Bench(
            self.log,
            course.kept,
            family=course.said.get("law", FAMILY),
            time_zone=course.said.get("time_zone", DEFAULT_TIME_ZONE),
        )
        watch = _Watch(self._bench, Flags(self.flags) if self.flags else None)
        for records in course.acts():
            primary = records[0]
            zone = self._bench.zone_of(primary.stream, vars(primary.event))
            found, due = self._held_against_law(records, zone, course.officers_since)
            found += watch.took(records, due)
            yield from self._told(found, primary, zone)
        yield from self._told(watch.open(self.as_of), None, "")

    def _held_against_law(
        self, records: Sequence[Record], zone: str, officers_since: int
    ) -> tuple[list[Deviation], Mapping[str, Mapping[str, date]]]:
        """What is amiss with an act; the deadlines it would have started, where they are not those stamped."""
        primary = records[0]
        whole = {record.key for record in records if record.category == "plot"}
        outside = (self.scope.zone and zone != self.scope.zone) or (
            self.scope.plot and self.scope.plot not in whole
        )
        if outside or not primary.body.get("act"):
            return [], {}
        self._bench.look_at(primary)
        again = Again(records, self._bench, self.law)
        if again.row is None or again.row.event.stored != primary.body["type"]:
            return list(terms.no_act(again)), {}
        self.acts += 1
        try:
            found = list(_amiss(again, officers_since))
        except UnknownToLaw as error:
            if primary.category in OF_THE_HOUSE and self.law is not None:
                return [], {}
            found = [again.deviation(WRONG_LAW, terms.NOT_IN_LAW, code=error.code)._replace(refused=(error,))]
            return found, {}
        return found, _anew(again) if self.law is not None else {}

    def _told(
        self, found: Iterator[Deviation] | list[Deviation], primary: Record | None, zone: str
    ) -> Iterator[Deviation]:
        for one in found:
            lies = one.zone or (zone if primary is not None and one.subject == primary.stream else "")
            placed = one._replace(zone=lies or self._bench.zone_of(one.subject))
            if primary is not None and not one.act:
                # What shows at a record that an act wrote along with its own is the act's.
                own = at(primary, one.kind, one.problem)
                placed = placed._replace(act=own.act, basis=own.basis, regulation=own.regulation)
            if self.scope.holds(placed):
                yield placed


def _amiss(again: Again, officers_since: int) -> Iterator[Deviation]:
    """What is amiss with one act."""
    yield from papers.missing(again)
    yield from mandates.recorded(again, officers_since)
    yield from mandates.confirmed(again)
    yield from bodies.decided(again)
    if again.instead is None:
        yield from terms.under_the_law(again)
    if isinstance(again.primary.event, Amendment):
        return
    yield from terms.answered_late(again)
    yield from terms.refused(again)
    if again.instead is None:
        yield from terms.otherwise(again)


def _anew(again: Again) -> Mapping[str, Mapping[str, date]]:
    """The deadlines that an act would have started under another edition, by event."""
    due = {again.primary.ref: {one.name: one.due for one in started(again.asked)}}
    for draft, record in zip(again.written or (), again.own_records, strict=False):
        if (draft.stream, draft.event.stored) == (record.stream, record.body["type"]):
            stamped = draft.envelope.get("deadlines", ())
            due[record.ref] = {one["name"]: date.fromisoformat(one["due"]) for one in stamped}
    return due


class _Watch:
    """What is summed and watched beside the acts, without deciding anything."""

    def __init__(self, bench: Bench, flags: Flags | None) -> None:
        self._bench, self._flags = bench, flags
        self._holders, self._areas, self._gaps = Holders(), Areas(), papers.Gaps()

    def took(self, records: Sequence[Record], due: Mapping[str, Mapping[str, date]]) -> list[Deviation]:
        """Take in an act, record by record."""
        found: list[Deviation] = []
        if self._flags is not None and records[0].body.get("act"):
            self._bench.look_at(records[0])
            found += self._flags.acted(records[0], self._bench.recorded_on())
        written = [record for record in records if not isinstance(record.event, Amendment)]
        for record in written:
            before, after = self._bench.fold(record, due.get(record.ref))
            found += self._holders.saw(record, before, after)
            self._areas.saw(record, before, after)
            self._gaps.saw(record, before, after)
            if self._flags is not None:
                found += self._flags.saw(record, before, after)
        if written:
            found += self._holders.after(written, self._bench)
            found += self._areas.after(written, self._bench)
        return found

    def open(self, on: date) -> Iterator[Deviation]:
        """What stands open on a date."""
        yield from self._holders.open(self._bench)
        yield from self._gaps.open(self._bench, on)
        yield from self._areas.open()
        if self._flags is not None:
            yield from self._flags.open(on)
