"""Areas: whether live plots fit their zone, parts make up their whole, and the land's ledger agrees.

Folded from the log alone, whatever the decider says. All areas are in m2.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from domain.plot.events import PlotFormed, PlotMerged, PlotSplit
from lifecycle.conformance.deviation import AREA_MISMATCH, Deviation, at
from lifecycle.conformance.holders import live
from lifecycle.record import stream_name

if TYPE_CHECKING:
    from lifecycle.case import Case
    from lifecycle.conformance.bench import Bench
    from lifecycle.record import Record

MORE_THAN_THE_ZONE, LEDGER_DIFFERS, NOT_CONSERVED = "more-than-the-zone", "ledger-differs", "not-conserved"


class _Since(NamedTuple):
    record: Record
    plots_m2: int
    beside_m2: int

    @property
    def apart(self) -> int:
        return abs(self.plots_m2 - self.beside_m2)


class Areas:
    """The land of every zone, act by act in legal order."""

    def __init__(self) -> None:
        self._taken: Counter[str] = Counter()
        self._since: dict[tuple[str, str], _Since] = {}
        self._touched: dict[str, None] = {}

    def saw(self, record: Record, before: Case, after: Case) -> None:
        """Take in a record: what a plot took of a zone's land before it, and what it takes now."""
        if record.category in ("zone", "land"):
            self._touched[record.key] = None
        elif record.category == "plot":
            for case, sign in ((before, -1), (after, 1)):
                if live(case) and not case.facts.premises:
                    self._taken[case.facts.zone] += sign * case.facts.area_m2
                    self._touched[case.facts.zone] = None

    def after(self, records: Sequence[Record], bench: Bench) -> Iterator[Deviation]:
        """What stands so once an act is done; what did not fit and fits again is told then, with both dates."""
        yield from _conserved(records, bench)
        zones, self._touched = self._touched, {}
        for key in zones:
            zone, taken = bench.case(stream_name("zone", key)), self._taken[key]
            ledger = bench.case(stream_name("land", key)).facts.taken_m2
            differs = _Since(records[0], taken, ledger)
            yield from self._stands(LEDGER_DIFFERS, key, differs, amiss=taken != ledger)
            if zone.exists:
                area = zone.facts.area_m2
                exceeds = _Since(records[0], taken, area)
                yield from self._stands(MORE_THAN_THE_ZONE, key, exceeds, amiss=taken > area)

    def _stands(self, problem: str, zone: str, now: _Since, *, amiss: bool) -> Iterator[Deviation]:
        since = self._since.get((problem, zone))
        if amiss:
            # The widest the two were apart is told, with the act by which it began.
            if since is None or now.apart > since.apart:
                self._since[problem, zone] = now._replace(record=since.record if since else now.record)
        elif since is not None:
            del self._since[problem, zone]
            yield _told(problem, zone, since, now.record.effective_on)

    def open(self) -> Iterator[Deviation]:
        """What stands so to the end."""
        for (problem, zone), since in self._since.items():
            yield _told(problem, zone, since, "")


def _told(problem: str, zone: str, since: _Since, until: str) -> Deviation:
    areas = {"plots_m2": since.plots_m2, "beside_m2": since.beside_m2}
    return at(since.record, AREA_MISMATCH, problem, until=until, **areas)._replace(zone=zone)


def _conserved(records: Sequence[Record], bench: Bench) -> Iterator[Deviation]:
    """Parts that do not make up their whole, by the areas of the act itself."""
    formed = [(r, r.event) for r in records if isinstance(r.event, PlotFormed)]
    for record in records:
        event = record.event
        if isinstance(event, PlotSplit):
            parts = [f.area_m2 for _, f in formed if record.key in f.parents]
            yield from _sums(record, [bench.case(record.stream).facts.area_m2], parts)
        elif isinstance(event, PlotMerged) and record is records[0]:
            keys = (record.key, *event.others)
            wholes = [f.area_m2 for child, f in formed if child.key == event.into]
            yield from _sums(record, wholes, [bench.case(stream_name("plot", k)).facts.area_m2 for k in keys])


def _sums(record: Record, whole: Sequence[int], parts: Sequence[int]) -> Iterator[Deviation]:
    if sum(whole) != sum(parts):
        yield at(record, AREA_MISMATCH, NOT_CONSERVED, whole_m2=sum(whole), parts_m2=sum(parts))
