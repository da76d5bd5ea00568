"""Papers: those that the law demanded of an act and that it lacks, and gaps flagged that nobody has closed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from domain.plot.events import DocumentGapClosed, DocumentGapFlagged, PlotFormed, PlotMerged, PlotSplit
from lifecycle.conformance.deviation import NO_DOCUMENT, Deviation, at
from lifecycle.conformance.holders import GRANTS
from lifecycle.record import stream_name
from lifecycle.rule import alternatives
from lifecycle.suggesting import admitted, row_of

if TYPE_CHECKING:
    from lifecycle.case import Case
    from lifecycle.conformance.again import Again
    from lifecycle.conformance.bench import Bench
    from lifecycle.record import Record

PAPER_MISSING, GAP_NOT_ALLOWED = "paper-missing", "gap-not-allowed"
CLOSE = "close-gap"
GAP_OPEN, GAP_OVERDUE, GAP_NEVER_CLOSED = "gap-open", "gap-overdue", "gap-never-closed"


def missing(again: Again) -> Iterator[Deviation]:
    """Papers demanded that an act neither cites nor flags; those flagged where the law admits no gap."""
    cited = {document.kind for document in again.command.documents}
    flagged = {gap.kind for gap in again.command.gaps}
    rule = again.rule
    for paper in rule.papers(again.circumstances):
        kinds = set(alternatives(paper))
        if kinds & cited:
            continue
        if not kinds & flagged:
            yield again.deviation(NO_DOCUMENT, PAPER_MISSING, paper=paper)
        elif not rule.gaps:
            yield again.deviation(NO_DOCUMENT, GAP_NOT_ALLOWED, paper=paper)


class _Gap(NamedTuple):
    record: Record
    owner: str
    until: str


class Gaps:
    """The gaps of every subject, from being flagged to being closed; those that outlasted a right to a plot."""

    def __init__(self) -> None:
        self._open: dict[str, dict[str, _Gap]] = {}
        self._ended: dict[str, str] = {}
        self._never: list[tuple[str, str, _Gap, str]] = []

    def saw(self, record: Record, before: Case, after: Case) -> None:
        """Take in a record, in legal order."""
        event: Any = record.event
        flagged = {gap["kind"]: _Gap(record, gap["owner"], gap["until"]) for gap in record.body.get("gaps", ())}
        if isinstance(event, DocumentGapFlagged):
            flagged[event.kind] = _Gap(record, event.owner, event.due_on.isoformat())
        elif isinstance(event, PlotFormed):
            flagged |= {kind: self._inherited(record, event, kind) for kind in event.gaps}
            ended = [self._ended[stream] for stream in _streams(event.parents) if stream in self._ended]
            self._ended.update({record.stream: max(ended)} if ended else {})
        known = self._open.get(record.stream, {})
        if record.category == "plot" and not isinstance(event, PlotSplit | PlotMerged):
            self._lost(record, known, flagged, after)
            if before.facts.party and not after.facts.party:
                self._ended[record.stream] = record.effective_on
            elif after.facts.party:
                self._ended.pop(record.stream, None)
        if flagged:
            self._open.setdefault(record.stream, {}).update(flagged)
        elif not _closable(record.category):
            for document in record.body.get("documents", ()):
                # Where no act closes a gap, the paper cited at last does.
                known.pop(document["kind"], None)

    def _lost(self, record: Record, known: dict[str, _Gap], flagged: Mapping[str, _Gap], after: Case) -> None:
        """Take out the gap that a record closes, and those of a right that ended which nobody can close now."""
        if isinstance(record.event, DocumentGapClosed):
            known.pop(record.event.kind, None)
        ended = self._ended.get(record.stream)
        anew = flagged if isinstance(record.event, GRANTS) else ()
        for kind in [kind for kind in known if ended and (kind in anew or not _stands(after, kind))]:
            self._never.append((record.stream, kind, known.pop(kind), ended or ""))

    def _inherited(self, record: Record, event: PlotFormed, kind: str) -> _Gap:
        """A part has the gaps of the whole, by the act that flagged them there."""
        of = (self._open.get(stream, {}).get(kind) for stream in _streams(event.parents))
        return next(filter(None, of), _Gap(record, "", ""))

    def open(self, bench: Bench, on: date) -> Iterator[Deviation]:
        """The gaps still open on a date, and those that stayed open as long as the right lasted."""
        for stream, kind, gap, ended in self._never:
            yield _told(stream, kind, gap, GAP_NEVER_CLOSED, ended=ended)
        for stream, gaps in self._open.items():
            case = bench.case(stream)
            for kind, gap in sorted(gaps.items()):
                if _stands(case, kind):
                    overdue = bool(gap.until) and gap.until < on.isoformat()
                    yield _told(stream, kind, gap, GAP_OVERDUE if overdue else GAP_OPEN)


def _streams(plots: Iterable[str]) -> Iterator[str]:
    return (stream_name("plot", key) for key in plots)


def _told(stream: str, kind: str, gap: _Gap, problem: str, **more: str) -> Deviation:
    found = at(gap.record, NO_DOCUMENT, problem, paper=kind, owner=gap.owner, until=gap.until, **more)
    noun, _, key = stream.partition("-")
    return found._replace(subject=stream, plots=(key,) if noun == "plot" else ())


def _closable(category: str) -> bool:
    return row_of(f"{category}.{CLOSE}") is not None


def _stands(case: Case, kind: str) -> bool:
    """Whether a paper is missing still: the facts say which are; a plot off the register needs none."""
    gaps = getattr(case.facts, "gaps", None)
    return gaps is None or (kind in gaps and bool(admitted(f"{case.category}.{CLOSE}", case.standing)))
