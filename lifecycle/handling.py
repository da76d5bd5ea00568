"""Handling: load, decide, append; retried when somebody else wrote first, then reported."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from domain.refusals import DateInFuture, PaperInFuture, Refused
from domain.store.events import StoreFounded, StoreOpened
from lifecycle import asking, clock
from lifecycle.amending import AMENDING
from lifecycle.command import APPROVAL, PROPOSAL
from lifecycle.decider import all_objections, decide
from lifecycle.desk import Desk
from lifecycle.drafting import drafts, written_by
from lifecycle.errors import Conflict, Misused, NotFound, StoreUnusable
from lifecycle.question import PROPOSED, Decision, Question
from lifecycle.record import STORE, stream_name
from lifecycle.regulation import FAMILY
from lifecycle.store.log import Act, Appended, Log

if TYPE_CHECKING:
    from domain.event import Event
    from lifecycle.case import Case
    from lifecycle.clock import Clock
    from lifecycle.command import Command
    from lifecycle.record import Draft, Record

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
    drafts: Sequence[Draft] = ()


@dataclass
class Engine:
    """A log with its clock: what carries out acts, under the body of law that the store keeps to.

    Without `mandates` nobody is asked for one: for trying acts where there is no officer yet.
    """

    log: Log
    clock: Clock
    time_zone: str = DEFAULT_TIME_ZONE
    family: str = FAMILY
    mandates: bool = True
    _desk: Desk = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        self._desk = self.desk()

    def today(self) -> date:
        """The legal date now, in the store's zone."""
        return clock.today(self.clock, self.time_zone)

    def desk(self) -> Desk:
        """A fresh desk over the log."""
        return Desk(self.log, family=self.family, today=self.today if self.mandates else None)

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
        if not desk.later and not decision.question.amends and len(desk) < REMEMBERED:
            desk.keep(after, decision.question.on)
            self._desk = desk
        first = act.drafts[0]
        return Done(appended, first.stream, first.version, _drafted(act))

    def decided(self, command: Command, desk: Desk) -> Decision:
        """The decision on an act, or on proposing or approving one, nothing written yet."""
        if command.act != APPROVAL and not command.propose:
            return self.weighed(self.question(command, desk), desk)
        from lifecycle import confirming  # noqa: PLC0415 - most acts take one officer

        if command.act == APPROVAL:
            return confirming.approved(command, desk, self.weighed)
        if command.noun == PROPOSAL and command.verb not in AMENDING:
            raise Misused(problem="approval-adds", given=["--propose"])
        act = self.weighed(self.question(command, desk), desk)
        if act.events:
            self.act_of(act, desk)  # what could not be done is not put forward either
        return confirming.proposed(act, desk)

    def weighed(self, asked: Question, desk: Desk) -> Decision:
        """The decision on an act, and on what was decided long ago where the act amends that."""
        if not asked.amends:
            return decide(asked)
        from lifecycle.correcting import decided  # noqa: PLC0415 - most acts amend nothing

        return decided(asked, desk, self.log)

    def question(self, command: Command, desk: Desk) -> Question:
        """Everything a decision on the act depends on."""
        confirmed = PROPOSED if command.propose else ""
        asked = asking.question(command, desk, self._legal_date(command), confirmed=confirmed)
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
        asked = decision.question
        command = decision.request or asked.command
        cases = desk.cases(written_by(decision), asked.on)
        records, after = drafts(decision, cases)
        if asked.amends:
            from lifecycle import following  # noqa: PLC0415 - most acts amend nothing

            after |= following.after(self.log, decision, records)
        elif desk.later:
            from lifecycle import backdating  # noqa: PLC0415 - most acts come after all others

            records, after = backdating.late(self.log, decision, desk, (records, after))
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
        try:
            decision = self.decided(command, desk)
        except Refused as objection:
            return self._refused(command, objection)
        subject = decision.question.subject
        if not decision.events:
            return Tried((), subject, subject)
        act, after = self.act_of(decision, desk)
        return Tried(_drafted(act), subject, after[subject.stream], drafts=act.drafts)

    def _refused(self, command: Command, first: Refused) -> Tried:
        if command.act == APPROVAL:
            (subject,) = self.desk().known([stream_name(command.noun, command.key)]).values()
            return Tried((), subject, subject, (first,))
        asked = self.question(command, self.desk())
        return Tried((), asked.subject, asked.subject, tuple(all_objections(asked)) or (first,))

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
        for day in (on, command.terms.get("moved_to")):
            if day is not None and day > now:
                raise DateInFuture(day, now)
        dated = {paper.kind: paper.on for paper in command.documents}
        if command.verb in AMENDING:
            right = command.terms.get("documents", ())
            dated |= {p["kind"]: date.fromisoformat(p["date"]) for p in right if "date" in p}
        for kind, day in dated.items():
            if day is not None and day > now:
                raise PaperInFuture(kind, day, now)
        return on

    # -- founding ------------------------------------------------------------------------------------

    def found(self, *, actor: str, origin: str = "", law: str = FAMILY) -> None:
        """Found the store if it is new, or learn its time zone and its law. Position 1 says that it is ours.

        Who founds it is its first officer, with every role that the law knows; so is who first acts in a store
        founded before there were officers. Raises `Misused` for a name that can be no officer's.
        """
        records = self.log.read([STORE])[STORE]
        if not records and self.log.position():
            raise StoreUnusable(problem="unfounded")
        for record in records:
            match record.event:
                case StoreFounded() as event:
                    self.time_zone = event.time_zone
                case StoreOpened() as opened:
                    self._keep_to(opened.law)
                    return
        from lifecycle.founding import founding  # noqa: PLC0415 - once in a store's life

        drafts = founding(law, actor, self.time_zone, origin, self.today(), begun=len(records))
        reads = {draft.stream: draft.version - 1 for draft in reversed(drafts)}
        try:
            self.log.append([Act(new_command_id(), "", self.clock.now, reads, drafts)])
        except Conflict:
            self.found(actor=actor, origin=origin, law=law)
            return
        self._keep_to(law)

    def _keep_to(self, law: str) -> None:
        self.family = law
        self._desk = self.desk()


def new_command_id() -> str:
    """An id for an act that was given none."""
    return os.urandom(16).hex()


def _drafted(act: Act) -> tuple[Mapping[str, Any], ...]:
    return tuple(_shown(d.ref, d.effective_on.isoformat(), d.event) for d in act.drafts)


def _stored(records: Sequence[Record]) -> tuple[Mapping[str, Any], ...]:
    return tuple(_shown(record.ref, record.effective_on, record.event) for record in records)


def _shown(ref: str, effective_on: str, event: Event) -> Mapping[str, Any]:
    """An event as an act's result shows it."""
    return {"event": ref, "type": event.stored, "effective_on": effective_on, **event.data()}
