"""Deciding again: what an act on record would come to, in its own place, in a world that is not quite the log.

The world may hold records that are only thought of, lack an act, or end before what was recorded later.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from domain.corrections import Amendment
from domain.refusals import Refused
from lifecycle.asking import question, row_of
from lifecycle.command import PROPOSAL, Command, Document, Gap
from lifecycle.decider import decide
from lifecycle.definitions import NOUNS, lifecycle_of
from lifecycle.desk import Desk
from lifecycle.drafting import drafts, written_by
from lifecycle.errors import Misused, NotFound
from lifecycle.record import Draft, Record
from lifecycle.regulation import stamped
from lifecycle.settling import settled

if TYPE_CHECKING:
    from lifecycle.grammar import Row
    from lifecycle.store.log import Appended, Log

AFTER_ALL = 2**62
"""A position behind every other: records that are only thought of come last on their day."""

THOUGHT = "?"
"""The command of records that are only thought of: no stored one bears it."""

Place = tuple[str, int]
"""Where a record stands in fold order: legal date, position."""

Thought = Mapping[str, Sequence[Record]]
"""Records that are only thought of, by stream."""

Again = Refused | NotFound | list[Draft]
"""What an act comes to when it is decided again: what refuses it, or what it would write."""


def place(record: Record) -> Place:
    """Where a settled record stands in fold order."""
    return record.effective_on, record.position


def thought_of(new: Sequence[Draft]) -> dict[str, list[Record]]:
    """Drafts as records behind the log's end, by stream."""
    thought: dict[str, list[Record]] = {}
    for offset, draft in enumerate(new):
        body = draft.sealed(recorded_at="", command=THOUGHT)
        thought.setdefault(draft.stream, []).append(Record(AFTER_ALL + offset, body, draft.event))
    return thought


def recorded(log: Log, act: Appended) -> list[Record]:
    """The records of an act, as they were recorded."""
    return log.read_from(act.first_position - 1, limit=act.count)


def act_of(log: Log, event: str) -> tuple[Record, list[Record]]:
    """The record of an event, and all records of the act that it belongs to, as recorded. Raises `NotFound`."""
    stream = event.rpartition("@")[0]
    found = next((record for record in log.read([stream])[stream] if record.ref == event), None)
    act = log.command(found.command) if found is not None else None
    if found is None or act is None:
        raise NotFound(category="event", key=event)
    return found, recorded(log, act)


@dataclass
class World:
    """A log with records that are only thought of among the others, of what was recorded before `end`.

    It is read up to the place `before`, without the records of the act `without`.
    """

    log: Log
    thought: Thought = field(default_factory=dict)
    end: int = 2 * AFTER_ALL
    before: Place = ("", 0)
    without: str = ""
    _kept: dict[str, list[Record]] = field(default_factory=dict)

    def whole(self, streams: Collection[str]) -> dict[str, list[Record]]:
        """The settled histories of streams."""
        unread = [name for name in streams if name not in self._kept]
        if unread:
            for name, stored in self.log.read(unread).items():
                known = [r for r in (*stored, *self.thought.get(name, ())) if r.position < self.end]
                self._kept[name] = settled(known)
        return {name: self._kept[name] for name in streams}

    def read(self, streams: Iterable[str]) -> dict[str, list[Record]]:
        """The settled histories of streams up to the place."""
        return {
            name: [r for r in history if place(r) < self.before and r.command != self.without]
            for name, history in self.whole(list(streams)).items()
        }

    def acts(self, commands: Iterable[str]) -> list[list[Record]]:
        """The settled records of acts, each act's own first, in the order of their places.

        Acts that only amend, or were voided, are left out.
        """
        found = []
        for command in sorted(commands):
            act = self.log.command(command)
            records = recorded(self.log, act) if act else []
            if records and not isinstance(records[0].event, Amendment):
                streams = {record.stream for record in records}
                stand = {r.ref: r for history in self.whole(streams).values() for r in history}
                if records[0].ref in stand:
                    found.append([stand[r.ref] for r in records if r.ref in stand])
        return sorted(found, key=lambda act: place(act[0]))

    def otherwise(self, records: Sequence[Record]) -> Again | None:
        """What an act comes to, decided again in its place; None where it is what it was.

        Acts that no table governs stay as they are.
        """
        primary = records[0]
        if row_behind(primary) is None:
            return None
        self.before = place(primary)
        try:
            again = drafted_again(primary, Desk(self))
        except (Refused, NotFound) as objection:
            return objection
        stands = [(r.stream, r.event) for r in records if r.category != PROPOSAL]
        return None if [(draft.stream, draft.event) for draft in again] == stands else again

    def again(self, records: Sequence[Record]) -> list[Draft] | None:
        """What an act writes, decided again in its place, its deadlines counted by the calendar of then.

        None where it is refused, or cannot even be put.
        """
        primary = records[0]
        self.before = place(primary)
        try:
            return drafted_again(primary, Desk(self), calendars=Desk(_Then(self.log, primary)))
        except (Refused, NotFound, Misused):
            return None


class _Then(NamedTuple):
    """Calendars as they were when the deadlines of an act were counted: at the version that it names."""

    log: Log
    primary: Record

    def read(self, streams: Iterable[str]) -> dict[str, list[Record]]:
        """The histories of streams up to those versions; whole where the act names none."""
        stamped = (due.get("calendar", "").rpartition("@") for due in self.primary.body.get("deadlines", ()))
        upto = {
            **self.primary.body.get("reads", {}),
            **{name: int(number) for name, _at, number in stamped if name},
        }
        return {name: records[: upto.get(name)] for name, records in self.log.read(streams).items()}


def row_behind(primary: Record) -> Row | None:
    """The row of the table that an act asked for; None for acts that no table governs."""
    noun, _, verb = primary.body["act"].partition(".")
    return lifecycle_of(noun).by_verb.get(verb) if noun in NOUNS else None


def drafted_again(primary: Record, desk: Desk, calendars: Desk | None = None) -> list[Draft]:
    """What an act writes when it is decided again under its own edition of the law, on its own record's date.

    `calendars` counts its deadlines, where not by what the desk knows. Raises `Refused`, `NotFound`.
    """
    on, law = date.fromisoformat(primary.effective_on), stamped(primary.body["regulation"])
    asked = question(as_asked(primary), desk, on, law=law)
    if calendars is not None and asked.calendar is not None:
        known = calendars.known([asked.calendar.stream])
        asked = asked._replace(calendar=known[asked.calendar.stream])
    decision = decide(asked)
    written, _ = drafts(decision, desk.cases(written_by(decision), on)) if decision.events else ([], {})
    return written


def as_asked(primary: Record) -> Command:
    """The request behind an act, from its primary record: its `data` holds every term."""
    noun, _, verb = str(primary.body["act"]).partition(".")
    row = row_of(Command(noun, verb, primary.key))
    given = {n for n in row.terms if n in primary.event.model_fields_set or n in row.required}
    terms: dict[str, Any] = {name: getattr(primary.event, name) for name in given}
    return Command(
        noun,
        verb,
        primary.key,
        terms,
        documents=tuple(Document(d["kind"]) for d in primary.body.get("documents", ())),
        reason=primary.event.reason,
        gaps=tuple(
            Gap(g["kind"], g["owner"], date.fromisoformat(g["until"])) for g in primary.body.get("gaps", ())
        ),
    )
