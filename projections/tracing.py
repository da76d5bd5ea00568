"""Tracing: where in a history each clock, each date and each gap of a case began."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from lifecycle.definitions import lifecycle_of
from lifecycle.explaining import Stamp, stamps

if TYPE_CHECKING:
    from lifecycle.record import Record

MOVED = "DeadlineMoved@"
SHIFTS = (MOVED, "ClockResumed@")
"""Events after which a clock shows another date and is the same clock still, by how their names begin."""

FLAGGED = "plot.DocumentGapFlagged@1"


class Gap(NamedTuple):
    """A missing paper: the record that named it, who is to find it, by when."""

    record: Record
    owner: str = ""
    until: str = ""


@dataclass
class Trace:
    """A case's facts, and where each thing about it began.

    `since` maps a clock, a fact that was watched, or a key in it, to the record that set it; `moves` a clock to
    the last record that moved it; `gaps` a kind of paper to the last record that named it missing; `cited` are
    those of them that a later record cites.
    """

    facts: Any
    inherited: Gap
    since: dict[str, Record] = field(default_factory=dict)
    moves: dict[str, Record] = field(default_factory=dict)
    stamped: dict[str, list[Stamp]] = field(default_factory=dict)
    gaps: dict[str, Gap] = field(default_factory=dict)
    cited: set[str] = field(default_factory=set)

    def cause(self, name: str, began: Record | None) -> str:
        """Why a clock was last moved since it began; empty where it was not."""
        move = self.moves.get(name)
        if move is None or began is None or _order(move) < _order(began):
            return ""
        event: Any = move.event
        return str(event.cause)

    def stamp(self, name: str) -> Stamp | None:
        """The stamp of a clock: its own record's, or, where a right was given back, the one with its date."""
        began, due = self.since.get(name), getattr(self.facts, "due", {}).get(name)
        found = self.stamped.get(name, [])
        own = [stamp for stamp in found if stamp.record is began]
        return next(iter(own or [stamp for stamp in reversed(found) if stamp.due == due]), None)


def traced(noun: str, history: Sequence[Record], watched: Collection[str]) -> Trace:
    """Fold a settled history, and keep where each thing began; `watched` are facts that hold dates."""
    law = lifecycle_of(noun)
    trace = Trace(law.initial, Gap(history[0]))
    for record in history:
        before = trace.facts
        trace.facts = law.evolve(before, record.event, record.at())
        if trace.facts is not before:
            _dates(trace, before, record, watched)
        body = record.body
        if "deadlines" in body:
            for stamp in stamps(record):
                trace.stamped.setdefault(stamp.term.name, []).append(stamp)
        if trace.gaps and "documents" in body:
            trace.cited |= {paper["kind"] for paper in body["documents"]}
        _said(trace, record)
    return trace


def _dates(trace: Trace, before: Any, record: Record, watched: Collection[str]) -> None:
    for name in watched:
        value = getattr(trace.facts, name)
        if value != getattr(before, name):
            _turned(trace, name, record)
            if isinstance(value, Mapping):
                had = getattr(before, name)
                trace.since |= {each: record for each, held in value.items() if had.get(each) != held}
    due: Mapping[str, Any] = getattr(trace.facts, "due", {})
    was: Mapping[str, Any] = getattr(before, "due", {})
    if due is not was:
        for name, day in due.items():
            if was.get(name) != day:
                _turned(trace, name, record)


def _turned(trace: Trace, name: str, record: Record) -> None:
    """A clock or a date is another: moved where an event only shifts it, begun otherwise."""
    kind = record.body["type"].partition(".")[2]
    if name in trace.since and kind.startswith(SHIFTS):
        return
    trace.since[name] = record


def _order(record: Record) -> tuple[str, int]:
    return record.effective_on, record.position


def _said(trace: Trace, record: Record) -> None:
    """What a record says of missing papers, or of the move of a clock."""
    body = record.body
    if "gaps" in body:
        for gap in body["gaps"]:
            trace.gaps[gap["kind"]] = Gap(record, gap["owner"], gap["until"])
            trace.cited.discard(gap["kind"])
    event: Any = record.event
    if body["type"] == FLAGGED:
        trace.gaps[event.kind] = Gap(record, event.owner, event.due_on.isoformat())
        trace.cited.discard(event.kind)
    elif body["type"].partition(".")[2].startswith(MOVED):
        trace.moves[event.name] = record
