"""Flags: what is lawful, as far as can be told, and worth a look. Each states its rule and its threshold.

A flag points; it accuses nobody.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from domain.party.events import PartyRegistered, PartyRenamed
from domain.plot.events import (
    HoldingRecognised,
    PlotFormed,
    PlotMerged,
    PlotReassigned,
    PlotReclaimed,
    PlotSplit,
    ReclaimDropped,
    RightRestored,
)
from lifecycle.command import PROPOSAL
from lifecycle.conformance.deviation import FLAG, Deviation, at
from lifecycle.conformance.holders import GRANTS, held
from lifecycle.conformance.past import Deed, Ended, Extended, Idle, Past, inherited
from lifecycle.definitions import NOUNS
from lifecycle.definitions.plot.standing import UNUSED
from lifecycle.moving import BY_CALENDAR
from lifecycle.record import stream_name

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

TAKES = frozenset(
    {
        "plot.open-reclaim",
        "plot.decide-return",
        "plot.reclaim",
        "plot.revoke-allocation",
        "plot.terminate-lease",
    }
)
"""Acts by which the administration takes a plot away."""


class Thresholds(NamedTuple):
    """From where on something is flagged: more than so many days, more than so many extensions."""

    idle_days: int = 365
    extensions: int = 2
    backdated_days: int = 90
    reassigned_days: int = 90


class Flags:
    """What to look at, act by act in legal order."""

    def __init__(self, thresholds: Thresholds) -> None:
        self._limits = thresholds
        self._pasts: defaultdict[str, Past] = defaultdict(Past)
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
        if not actor:
            return
        other = self._other_side(primary, actor)
        if actor == body.get("second"):
            other = body["act"]
        if other:
            yield at(primary, FLAG, BOTH_SIDES, officer=actor, other=other)
        if isinstance(primary.event, GRANTS):
            party = primary.event.party
            if actor.casefold() in (party.casefold(), self._names.get(party, "").casefold()):
                yield at(primary, FLAG, OWN_NAME, officer=actor, party=party)

    def _other_side(self, primary: Record, officer: str) -> str:
        """What an officer did before on the other side: granted what is judged, took away what is given."""
        past, act, event = self._pasts[primary.stream], primary.body["act"], primary.event
        other = ""
        if act in INSPECTS:
            other = _done(past.granted, officer)
            # Once told, it is not told of every inspection.
            past.granted = () if other else past.granted
        elif isinstance(event, GRANTS):
            if event.party not in {ended.party for ended in past.ended}:
                other = _done(past.taken, officer)
            past.granted, past.taken = (Deed(act, officer),), ()
        elif act in TAKES:
            past.taken += (Deed(act, officer),)
        return other

    def saw(self, record: Record, before: Case, after: Case) -> Iterator[Deviation]:
        """A record: time given again, land lying idle, land going from one to the next."""
        event: Any = record.event
        name = record.body["type"].partition(".")[2]
        if isinstance(event, PartyRegistered | PartyRenamed):
            self._names[record.key] = event.name
        elif name.startswith(EXTENDS) and _gives_time(event, name, before):
            past = self._pasts[record.stream]
            past.extended = Extended(1 + (past.extended.times if past.extended else 0), record)
        if isinstance(event, PlotFormed):
            parents = (self._pasts[stream_name("plot", key)] for key in event.parents)
            self._pasts[record.stream] = inherited(parents, record)
        if isinstance(event, PlotSplit | PlotMerged):
            self._pasts[record.stream].retired = True
        elif record.category == "plot":
            yield from self._on_a_plot(record, before, after)

    def _on_a_plot(self, record: Record, before: Case, after: Case) -> Iterator[Deviation]:
        past, event = self._pasts[record.stream], record.event
        if isinstance(event, ReclaimDropped | RightRestored):
            past.taken = ()
        if before.facts.party and not after.facts.party:
            on = date.fromisoformat(record.effective_on)
            past.ended = (Ended(on, before.facts.party, isinstance(event, PlotReclaimed)),)
        if isinstance(event, PlotReassigned) and past.ended:
            yield from self._reassigned(record, event.party, past.ended)
        _lies_idle(past, record, before, after)

    def _reassigned(self, record: Record, party: str, ended: tuple[Ended, ...]) -> Iterator[Deviation]:
        last = max(one.on for one in ended)
        days = (date.fromisoformat(record.effective_on) - last).days
        if days < self._limits.reassigned_days:
            yield at(record, FLAG, RAPID, days=days, threshold=self._limits.reassigned_days)
        since = [one.on for one in ended if one.reclaimed and one.party == party]
        if since:
            yield at(record, FLAG, SAME_AGAIN, party=party, since=max(since).isoformat())

    def open(self, on: date) -> Iterator[Deviation]:
        """What is so on a date: plots idle for long, subjects that were given time again and again."""
        pasts = [past for past in self._pasts.values() if not past.retired]
        limit, often = self._limits.idle_days, self._limits.extensions
        for idle in (past.idle for past in pasts if past.idle):
            days = (on - idle.since).days
            if days > limit:
                since = idle.since.isoformat()
                yield at(idle.record, FLAG, IDLE, days=days, since=since, threshold=limit)
        for extended in (past.extended for past in pasts if past.extended):
            if extended.times > often:
                yield at(extended.record, FLAG, EXTENDED, count=extended.times, threshold=often)


def _done(deeds: tuple[Deed, ...], officer: str) -> str:
    """The last act that an officer recorded; empty where there is none."""
    return next((deed.act for deed in reversed(deeds) if deed.officer == officer), "")


def _lies_idle(past: Past, record: Record, before: Case, after: Case) -> None:
    """Since when a plot is held and not used: from the grant on, or from the end of its last use."""
    unused = after.standing.get("use") in UNUSED
    on = date.fromisoformat(record.effective_on)
    if unused and before.standing.get("use", "vacant") not in UNUSED:
        past.used_until = on
    if not (unused and held(after)):
        past.idle = None
    elif past.idle is None or (before.facts.party != after.facts.party and before.exists):
        granted = record.event.granted_on if isinstance(record.event, HoldingRecognised) else None
        past.idle = Idle(max(granted, past.used_until) if granted else on, record)


def _gives_time(event: Any, name: str, before: Case) -> bool:
    """Whether an event puts a date off; one that a calendar moves gives nobody anything."""
    if name.startswith("ObligationAmended"):
        return event.due_on is not None and event.due_on > before.facts.due_on
    if name.startswith("DeadlineMoved"):
        was = getattr(before.facts, "due", {}).get(event.name)
        return not str(event.cause).startswith(BY_CALENDAR) and (was is None or event.due > was)
    return True
