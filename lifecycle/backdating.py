"""Backdating: an act recorded late must leave every later act in the streams it writes possible.

Each of those later acts is decided again in thought, on its own date, as if the late act had stood before it.
The first that would have become impossible, or would have had other consequences than those on record, refuses
the late act and is named.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from domain.refusals import LaterActStands, Refused
from lifecycle.asking import question, row_of
from lifecycle.command import PROPOSAL, Command, Document, Gap
from lifecycle.decider import decide
from lifecycle.desk import Desk
from lifecycle.drafting import drafts, written_by
from lifecycle.errors import NotFound
from lifecycle.record import Record
from lifecycle.regulation import stamped

if TYPE_CHECKING:
    from domain.event import Event
    from lifecycle.record import Draft
    from lifecycle.store.log import Log

AFTER_ALL = 2**62
"""A position behind every other: records that are only thought of come last on their day."""

Place = tuple[str, int]
"""Where a record stands in fold order: legal date, position."""


@dataclass
class AsIf:
    """The part of a log that stands before a place, with records that are only thought of among the others."""

    log: Log
    thought: Mapping[str, Sequence[Record]]
    kept: dict[str, list[Record]]
    before: Place = ("", 0)

    def read(self, streams: Iterable[str]) -> dict[str, list[Record]]:
        """The histories of streams up to the place."""
        names = list(streams)
        unread = [name for name in names if name not in self.kept]
        if unread:
            self.kept |= self.log.read(unread)
        return {
            name: [r for r in (*self.kept[name], *self.thought.get(name, ())) if _place(r) < self.before]
            for name in names
        }


def _place(record: Record) -> Place:
    return record.effective_on, record.position


def check(log: Log, new: Sequence[Draft], later: Mapping[str, Sequence[Record]]) -> None:
    """Refuse drafts that make a later act of their streams impossible.

    `later` holds the whole history of each stream with events after the drafts' date.
    """
    on = new[0].effective_on.isoformat()
    touched = {draft.stream for draft in new} & later.keys()
    acts = {r.command for stream in touched for r in later[stream] if r.effective_on > on}
    if not acts:
        return
    as_if = AsIf(log, _thought_of(new), {})
    for records in sorted(_acts(log, acts), key=lambda act: _place(act[0])):
        as_if.before = _place(records[0])
        _decide_again(as_if, records)


def _thought_of(new: Sequence[Draft]) -> dict[str, list[Record]]:
    thought: dict[str, list[Record]] = {}
    for offset, draft in enumerate(new):
        body = draft.sealed(recorded_at="", command="")
        thought.setdefault(draft.stream, []).append(Record(AFTER_ALL + offset, body, draft.event))
    return thought


def _acts(log: Log, commands: Iterable[str]) -> Iterable[list[Record]]:
    for command in sorted(commands):
        act = log.command(command)
        if act:
            yield log.read_from(act.first_position - 1, limit=act.count)


def _decide_again(as_if: AsIf, records: Sequence[Record]) -> None:
    primary = records[0]
    command = as_asked(primary)
    if row_of(command).overrides_later:
        return
    try:
        again = _events(primary, command, Desk(as_if))
    except (Refused, NotFound) as objection:
        raise LaterActStands(primary.ref, command.act) from objection
    if again != [(r.stream, r.event) for r in records if r.category != PROPOSAL]:
        raise LaterActStands(primary.ref, command.act)


def _events(primary: Record, command: Command, desk: Desk) -> list[tuple[str, Event]]:
    on, law = date.fromisoformat(primary.effective_on), stamped(primary.body["regulation"])
    decision = decide(question(command, desk, on, law=law))
    written, _ = drafts(decision, desk.cases(written_by(decision), on)) if decision.events else ([], {})
    return [(draft.stream, draft.event) for draft in written]


def as_asked(primary: Record) -> Command:
    """The request behind an act, from its primary record: its `data` holds every term."""
    noun, _, verb = str(primary.body["act"]).partition(".")
    asked = Command(noun, verb, primary.key)
    given = {n for n in row_of(asked).terms if n in primary.event.model_fields_set}
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
