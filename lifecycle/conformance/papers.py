"""Papers: those that the law demanded of an act and that it lacks, and gaps flagged that nobody has closed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from domain.plot.events import DocumentGapFlagged, PlotFormed
from lifecycle.conformance.deviation import NO_DOCUMENT, Deviation, at
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
GAP_OPEN, GAP_OVERDUE = "gap-open", "gap-overdue"


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
    """The gaps of every subject, from being flagged to being closed."""

    def __init__(self) -> None:
        self._open: dict[str, dict[str, _Gap]] = {}

    def saw(self, record: Record) -> None:
        """Take in a record, in legal order."""
        event: Any = record.event
        flagged = {gap["kind"]: _Gap(record, gap["owner"], gap["until"]) for gap in record.body.get("gaps", ())}
        if isinstance(event, DocumentGapFlagged):
            flagged[event.kind] = _Gap(record, event.owner, event.due_on.isoformat())
        elif isinstance(event, PlotFormed):
            flagged |= {kind: self._inherited(record, event, kind) for kind in event.gaps}
        if flagged:
            self._open.setdefault(record.stream, {}).update(flagged)
        elif record.stream in self._open:
            for document in record.body.get("documents", ()):
                # Where no act closes a gap, the paper cited at last does.
                if not _closable(record.category):
                    self._open[record.stream].pop(document["kind"], None)

    def _inherited(self, record: Record, event: PlotFormed, kind: str) -> _Gap:
        """A part has the gaps of the whole, by the act that flagged them there."""
        of = (self._open.get(stream_name("plot", parent), {}).get(kind) for parent in event.parents)
        return next(filter(None, of), _Gap(record, "", ""))

    def open(self, bench: Bench, on: date) -> Iterator[Deviation]:
        """The gaps still open on a date."""
        for stream, gaps in self._open.items():
            case = bench.case(stream)
            for kind, gap in sorted(gaps.items()):
                if _stands(case, kind):
                    overdue = bool(gap.until) and gap.until < on.isoformat()
                    problem = GAP_OVERDUE if overdue else GAP_OPEN
                    found = at(gap.record, NO_DOCUMENT, problem, paper=kind, owner=gap.owner, until=gap.until)
                    plots = (case.key,) if case.category == "plot" else ()
                    yield found._replace(subject=stream, plots=plots)


def _closable(category: str) -> bool:
    return row_of(f"{category}.{CLOSE}") is not None


def _stands(case: Case, kind: str) -> bool:
    """Whether a paper is missing still: the facts say which are; a plot off the register needs none."""
    gaps = getattr(case.facts, "gaps", None)
    return gaps is None or (kind in gaps and bool(admitted(f"{case.category}.{CLOSE}", case.standing)))
