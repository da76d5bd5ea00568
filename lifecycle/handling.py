"""Handling: load, decide, append; retried when somebody else wrote first, then reported."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from domain.refusals import DateInFuture, Refused
from domain.store.events import StoreFounded
from lifecycle import asking, backdating, clock
from lifecycle.decider import Decision, Question, all_objections, decide
from lifecycle.desk import Desk
from lifecycle.drafting import drafts, written_by
from lifecycle.errors import Conflict, NotFound, StoreUnusable
from lifecycle.record import FORMAT, STORE, Draft
from lifecycle.store.log import Act, Appended, Log

if TYPE_CHECKING:
    from domain.event import Event
    from lifecycle.case import Case
    from lifecycle.clock import Clock
    from lifecycle.command import Command
    from lifecycle.record import Record

ATTEMPTS = 5
REMEMBERED = 10_000
"""How many cases an engine remembers between acts before it forgets them all."""

DEFAULT_TIME_ZONE = "Asia/Almaty"


class Done(NamedTuple):
    """An act carried out: where its records stand, the subject's stream and version, its events."""

    appended: Appended
    stream: str
    version: int
    events: tuple[Mapping[str, Any], ...]


class Tried(NamedTuple):
    """A dry run: the events an act would yield, the subject before and after, or all that stands against it."""

    events: tuple[Mapping[str, Any], ...]
    before: Case
    after: Case
    objections: tuple[Refused, ...] = ()


@dataclass
class Engine:
    """A log with its clock: what carries out acts."""

    log: Log
    clock: Clock
    time_zone: str = DEFAULT_TIME_ZONE
    _desk: Desk = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        self._desk = self.desk()

    def today(self) -> date:
        """The legal date now, in the store's zone."""
        return clock.today(self.clock, self.time_zone)

    def desk(self) -> Desk:
        """A fresh desk over the log."""
        return Desk(self.log)

    # -- acts ----------------------------------------------------------------------------------------

    def handle(self, command: Command) -> Done:
        """Carry out an act. Raises a refusal, `NotFound`, `Misused` or `Conflict`; then nothing is stored."""
        if not command.command_id:
            return self._retried(command.named(new_command_id()))
        earlier = self.log.command(command.command_id)
        if earlier:
            return self._repeat(command, earlier)
        try:
            return self._retried(command)
        except Refused:
            # The same command may have been carried out while this one was deciding.
            earlier = self.log.command(command.command_id)
            if earlier:
                return self._repeat(command, earlier)
            raise

    def _retried(self, command: Command) -> Done:
        """Decide on what is remembered and, where that does not carry, on what the log says.

        The append checks every version read, so a remembered case is as good as a loaded one; but a refusal,
        a conflict or an act that changes nothing counts only when it was decided on a fresh desk.
        """
        attempts = 1 if command.expect_version is not None else ATTEMPTS
        while True:
            desk, self._desk = self._desk, self.desk()
            fresh = desk.is_fresh
            try:
                done = self._attempt(command, desk)
            except (Refused, NotFound):
                if fresh:
                    raise
                continue
            except Conflict:
                attempts -= fresh
                if not attempts:
                    raise
                continue
            if done.events or fresh:
                return done

    def _attempt(self, command: Command, desk: Desk) -> Done:
        decision = self.decided(command, desk)
        if not decision.events:
            stood = decision.question.subject
            return Done(Appended(command.command_id, 0, 0), stood.stream, stood.version, ())
        act, after = self.act_of(decision, desk)
        (appended,) = self.log.append([act])
        if appended.repeated:
            return self._repeat(command, appended)
        if not desk.later and len(desk) < REMEMBERED:
            desk.keep(after, decision.question.on)
            self._desk = desk
        first = act.drafts[0]
        return Done(
            appended,
            first.stream,
            first.version,
            _drafted(act),
        )

    def decided(self, command: Command, desk: Desk) -> Decision:
        """The decision on an act, nothing written yet."""
        return decide(self.question(command, desk))

    def question(self, command: Command, desk: Desk) -> Question:
        """Everything a decision on the act depends on."""
        asked = asking.question(command, desk, self._legal_date(command))
        stands = asked.subject.version
        if command.expect_version is not None and stands != command.expect_version:
            raise Conflict(
                problem="unexpected-version",
                stream=asked.subject.stream,
                expected=command.expect_version,
                stands=stands,
            )
        return asked

    def act_of(self, decision: Decision, desk: Desk) -> tuple[Act, Mapping[str, Case]]:
        """The act to append for a decision, and the cases after it."""
        asked, command = decision.question, decision.question.command
        cases = desk.cases(written_by(decision), asked.on)
        records, after = drafts(decision, cases)
        if desk.later and not asked.row.overrides_later:
            backdating.check(self.log, records, desk.later)
        act = Act(
            command=command.command_id,
            request_hash=command.request_hash(asked.on),
            now=self.clock.now,
            reads=records[0].envelope["reads"],
            drafts=records,
            papers=command.papers,
        )
        return act, after

    def try_(self, command: Command) -> Tried:
        """A dry run: what an act would do, or everything that stands against it; nothing is stored."""
        desk = self.desk()
        question = self.question(command, desk)
        objections = all_objections(question)
        if objections:
            return Tried((), question.subject, question.subject, tuple(objections))
        decision = decide(question)
        if not decision.events:
            return Tried((), question.subject, question.subject)
        act, after = self.act_of(decision, desk)
        return Tried(_drafted(act), question.subject, after[question.subject.stream])

    def _repeat(self, command: Command, earlier: Appended) -> Done:
        """The first result of a command that is asked for again."""
        records = self.log.read_from(earlier.first_position - 1, limit=earlier.count)
        first = records[0]
        on = command.on or date.fromisoformat(first.effective_on)
        if earlier.request_hash != command.request_hash(on):
            raise Conflict(problem="command-id-taken", command=command.command_id)
        return Done(earlier, first.stream, first.version, _stored(records))

    def _legal_date(self, command: Command) -> date:
        now = self.today()
        on = command.on or now
        if on > now:
            raise DateInFuture(on, now)
        return on

    # -- founding ------------------------------------------------------------------------------------

    def found(self, *, origin: str = "", actor: str = "") -> None:
        """Found the store if it is new, or learn its time zone. Position 1 says that the store is ours."""
        (records,) = self.log.read([STORE]).values()
        if records:
            event = records[0].event
            assert isinstance(event, StoreFounded)  # noqa: S101 - the allow-list knows no other
            self.time_zone = event.time_zone
            return
        if self.log.position():
            raise StoreUnusable(problem="unfounded")
        born = StoreFounded(origin=origin or new_origin(), time_zone=self.time_zone, format=FORMAT)
        draft = Draft(STORE, 1, born, self.today(), {"act": "store.found", "actor": actor})
        act = Act(new_command_id(), "", self.clock.now, {STORE: 0}, [draft])
        try:
            self.log.append([act])
        except Conflict:
            self.found()


def new_command_id() -> str:
    """An id for an act that was given none."""
    return os.urandom(16).hex()


def new_origin() -> str:
    """A name for a new log that no other log has."""
    return f"sez.local/{os.urandom(8).hex()}"


def _drafted(act: Act) -> tuple[Mapping[str, Any], ...]:
    return tuple(_shown(d.ref, d.effective_on.isoformat(), d.event) for d in act.drafts)


def _stored(records: Sequence[Record]) -> tuple[Mapping[str, Any], ...]:
    return tuple(_shown(record.ref, record.effective_on, record.event) for record in records)


def _shown(ref: str, effective_on: str, event: Event) -> Mapping[str, Any]:
    """An event as an act's result shows it."""
    return {"event": ref, "type": event.stored, "effective_on": effective_on, **event.data()}
