"""Backdating: what is recorded late must leave every later act in the streams it writes as it is.

Each of those later acts is decided again in thought, on its own date, as if what is new had stood before it: an
act recorded late, a correction, a void. The first that would have become impossible, or would have had other
consequences than those on record, refuses what is new and is named.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from domain.corrections import Amendment
from domain.event import NOTHING
from domain.refusals import LaterActStands, Refused
from lifecycle.asking import question, row_of
from lifecycle.command import PROPOSAL, Command, Document, Gap
from lifecycle.decider import decide
from lifecycle.definitions import NOUNS, lifecycle_of
from lifecycle.desk import Desk
from lifecycle.drafting import drafts, written_by
from lifecycle.errors import NotFound
from lifecycle.record import Draft, Record
from lifecycle.regulation import stamped
from lifecycle.settling import settled

if TYPE_CHECKING:
    from lifecycle.store.log import Appended, Histories, Log

AFTER_ALL = 2**62
"""A position behind every other: records that are only thought of come last on their day."""

THOUGHT = "?"
"""The command of records that are only thought of: no stored one bears it."""

Place = tuple[str, int]
"""Where a record stands in fold order: legal date, position."""


@dataclass
class AsIf:
    """The part of a log that stands before a place, with records that are only thought of among the others.

    The records of the act `without` are left out.
    """

    log: Histories
    thought: Mapping[str, Sequence[Record]] = field(default_factory=dict)
    before: Place = ("", 0)
    without: str = ""
    kept: dict[str, list[Record]] = field(default_factory=dict)

    def read(self, streams: Iterable[str]) -> dict[str, list[Record]]:
        """The settled histories of streams up to the place."""
        names = list(streams)
        unread = [name for name in names if name not in self.kept]
        if unread:
            found = self.log.read(unread)
            self.kept |= {name: settled((*found[name], *self.thought.get(name, ()))) for name in unread}
        return {
            name: [r for r in self.kept[name] if place(r) < self.before and r.command != self.without]
            for name in names
        }


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


def check(log: Log, new: Sequence[Draft], later: Mapping[str, Sequence[Record]]) -> None:
    """Refuse drafts that make a later act of their streams impossible.

    `later` holds the whole history of each stream with events after the drafts' date.
    """
    written = {draft.stream for draft in new}
    histories = {stream: records for stream, records in later.items() if stream in written}
    check_after(log, thought_of(new), histories, since=(new[0].effective_on.isoformat(), AFTER_ALL))


def check_after(
    log: Log,
    thought: Mapping[str, Sequence[Record]],
    histories: Mapping[str, Sequence[Record]],
    *,
    since: Place,
    besides: Collection[str] = (),
) -> None:
    """Refuse records that are only thought of where an act after a place in these histories would be another.

    The acts `besides` are left aside. Raises `LaterActStands`.
    """
    found = first_otherwise(log, thought, histories, since=since, besides=besides)
    if found is not None:
        primary = found[0][0]
        raise LaterActStands(primary.ref, primary.body["act"])


def first_otherwise(
    log: Log,
    thought: Mapping[str, Sequence[Record]],
    histories: Mapping[str, Sequence[Record]],
    *,
    since: Place,
    besides: Collection[str] = (),
) -> tuple[list[Record], Again] | None:
    """The first act after a place in these histories that would come out otherwise, and how."""
    later = {r.command for some in histories.values() for r in settled(some) if place(r) > since}
    as_if = AsIf(log, thought)
    for records in sorted(acts(log, later - set(besides), thought), key=lambda act: place(act[0])):
        again = otherwise(as_if, records)
        if again is not None:
            return records, again
    return None


def acts(
    log: Log, commands: Iterable[str], thought: Mapping[str, Sequence[Record]] = NOTHING
) -> Iterator[list[Record]]:
    """The settled records of acts, each act's own first, with records that are only thought of.

    Acts that only amend, or were voided, are left out.
    """
    for command in sorted(commands):
        act = log.command(command)
        whole = recorded(log, act) if act else []
        if whole and not isinstance(whole[0].event, Amendment):
            history = log.read({record.stream for record in whole})
            stand = {
                r.ref: r for name, some in history.items() for r in settled((*some, *thought.get(name, ())))
            }
            found = [stand[r.ref] for r in whole if r.ref in stand]
            if found:
                yield found


def recorded(log: Log, act: Appended) -> list[Record]:
    """The records of an act, as they were recorded."""
    return log.read_from(act.first_position - 1, limit=act.count)


Again = Refused | NotFound | list[Draft]
"""What an act comes to when it is decided again: what refuses it, or what it would write."""


def otherwise(as_if: AsIf, records: Sequence[Record]) -> Again | None:
    """What an act would have come to, decided again in its place; None where it is what it was.

    Acts on facts imposed from outside stand whatever came before them; so do those that no table governs.
    """
    primary = records[0]
    noun, _, verb = primary.body["act"].partition(".")
    row = lifecycle_of(noun).by_verb.get(verb) if noun in NOUNS else None
    if row is None or row.overrides_later:
        return None
    command = as_asked(primary)
    as_if.before = place(primary)
    try:
        again = drafted_again(primary, command, Desk(as_if))
    except (Refused, NotFound) as objection:
        return objection
    stands = [(r.stream, r.event) for r in records if r.category != PROPOSAL]
    return None if [(draft.stream, draft.event) for draft in again] == stands else again


def drafted_again(primary: Record, command: Command, desk: Desk, calendars: Desk | None = None) -> list[Draft]:
    """What an act writes when it is decided again under its own edition of the law, on the primary's date.

    `calendars` counts its deadlines, where not by what the desk knows. Raises `Refused`, `NotFound`.
    """
    on, law = date.fromisoformat(primary.effective_on), stamped(primary.body["regulation"])
    asked = question(command, desk, on, law=law)
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
