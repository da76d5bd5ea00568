"""Flags: what is lawful, as far as can be told, and worth a look. Each states its rule and its threshold.

A flag points; it accuses nobody.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from domain.party.events import PartyRegistered, PartyRenamed
from domain.plot.events import PlotReassigned, PlotReclaimed
from lifecycle.command import PROPOSAL
from lifecycle.conformance.deviation import FLAG, Deviation, at
from lifecycle.conformance.holders import GRANTS, held
from lifecycle.definitions import NOUNS
from lifecycle.definitions.plot.standing import UNUSED
from lifecycle.moving import BY_CALENDAR

if TYPE_CHECKING:
    from lifecycle.case import Case
    from lifecycle.record import Record

IDLE, EXTENDED, BACKDATED = "idle-plot", "repeated-extensions", "long-backdating"
BOTH_SIDES, OWN_NAME = "same-officer-on-both-sides", "officer-is-party"
RAPID, SAME_AGAIN = "rapid-reassignment", "same-party-again"

EXTENDS = ("SubleaseExtended@", "ObligationRescheduled@", "ObligationAmended@", "DeadlineMoved@")
"""How the names begin of events that give more time; of the last two, only those that do."""

INSPECTS = frozenset({"plot.record-unmet", "plot.issue-prescription", "plot.record-cure", "plot.close-case"})
"""Acts that judge how a plot is used."""


class Thresholds(NamedTuple):
    """From where on something is flagged: more than so many days, more than so many extensions."""

    idle_days: int = 365
    extensions: int = 2
    backdated_days: int = 90
    reassigned_days: int = 90


class _Ended(NamedTuple):
    on: date
    party: str
    reclaimed: bool


class Flags:
    """What to look at, act by act in legal order."""

    def __init__(self, thresholds: Thresholds) -> None:
        self._limits = thresholds
        self._idle: dict[str, Record] = {}
        self._extended: dict[str, tuple[int, Record]] = {}
        self._ended: dict[str, _Ended] = {}
        self._granted: dict[str, str] = {}
        self._names: dict[str, str] = {}

    def acted(self, primary: Record, recorded_on: date) -> Iterator[Deviation]:
        """An act: how long after its legal date it was recorded, and by whom."""
        body, limits = primary.body, self._limits
        if primary.category == PROPOSAL or primary.category not in NOUNS:
            return
        days = (recorded_on - date.fromisoformat(primary.effective_on)).days
        if days > limits.backdated_days:
            yield at(primary, FLAG, BACKDATED, days=days, threshold=limits.backdated_days)
        actor = body.get("actor", "")
        if actor and actor == body.get("second"):
            yield at(primary, FLAG, BOTH_SIDES, officer=actor, other=body["act"])
        elif body["act"] in INSPECTS and actor and self._granted.get(primary.stream, ":").endswith(f":{actor}"):
            granted = self._granted.pop(primary.stream).rpartition(":")[0]
            yield at(primary, FLAG, BOTH_SIDES, officer=actor, other=granted)
        if isinstance(primary.event, GRANTS):
            self._granted[primary.stream] = f"{body['act']}:{actor}"
            party = primary.event.party
            if actor and actor.casefold() in (party.casefold(), self._names.get(party, "").casefold()):
                yield at(primary, FLAG, OWN_NAME, officer=actor, party=party)

    def saw(self, record: Record, before: Case, after: Case) -> Iterator[Deviation]:
        """A record: time given again, land lying idle, land going from one to the next."""
        event: Any = record.event
        name = record.body["type"].partition(".")[2]
        if isinstance(event, PartyRegistered | PartyRenamed):
            self._names[record.key] = event.name
        elif name.startswith(EXTENDS) and _gives_time(event, name, before):
            count, _last = self._extended.get(record.stream, (0, record))
            self._extended[record.stream] = count + 1, record
        if record.category != "plot":
            return
        if before.facts.party and not after.facts.party:
            reclaimed = isinstance(event, PlotReclaimed)
            on = date.fromisoformat(record.effective_on)
            self._ended[record.stream] = _Ended(on, before.facts.party, reclaimed)
        if isinstance(event, PlotReassigned) and record.stream in self._ended:
            yield from self._reassigned(record, event.party, self._ended[record.stream])
        self._lies_idle(record, before, after)

    def _reassigned(self, record: Record, party: str, ended: _Ended) -> Iterator[Deviation]:
        days = (date.fromisoformat(record.effective_on) - ended.on).days
        if days < self._limits.reassigned_days:
            yield at(record, FLAG, RAPID, days=days, threshold=self._limits.reassigned_days)
        if party == ended.party and ended.reclaimed:
            yield at(record, FLAG, SAME_AGAIN, party=party, since=ended.on.isoformat())

    def _lies_idle(self, record: Record, before: Case, after: Case) -> None:
        if not (held(after) and after.standing.get("use") in UNUSED):
            self._idle.pop(record.stream, None)
        elif before.facts.party != after.facts.party or record.stream not in self._idle:
            self._idle[record.stream] = record

    def open(self, on: date) -> Iterator[Deviation]:
        """What is so on a date: plots idle for long, subjects that were given time again and again."""
        for record in self._idle.values():
            days = (on - date.fromisoformat(record.effective_on)).days
            if days > self._limits.idle_days:
                yield at(record, FLAG, IDLE, days=days, threshold=self._limits.idle_days)
        for count, record in self._extended.values():
            if count > self._limits.extensions:
                yield at(record, FLAG, EXTENDED, count=count, threshold=self._limits.extensions)


def _gives_time(event: Any, name: str, before: Case) -> bool:
    """Whether an event puts a date off; one that a calendar moves gives nobody anything."""
    if name.startswith("ObligationAmended"):
        return event.due_on is not None and event.due_on > before.facts.due_on
    if name.startswith("DeadlineMoved"):
        was = getattr(before.facts, "due", {}).get(event.name)
        return not str(event.cause).startswith(BY_CALENDAR) and (was is None or event.due > was)
    return True
