"""Correcting and voiding: an earlier act set right, or taken back, in every stream that it wrote.

A correction is the act decided again in its own place with the right terms. It must come to the same events on
the same subjects; what differs in them, and in the deadlines that they start, is the correction, mirrored into
the touched copies. Whatever later acts rest on it in these streams must stay as it is; their deadlines follow.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from pydantic import ValidationError

from domain.corrections import NEVER_AMENDED, RecordCorrected, RecordVoided, amending, correctable
from domain.event import Touch
from domain.refusals import (
    AlreadyVoided,
    AnotherAct,
    AnotherLaw,
    BeforeItExisted,
    CorrectionStands,
    LaterActStands,
    NotAmended,
    NotCorrectable,
    ReasonMissing,
    Refused,
    VoidIsFinal,
    WrittenByAnAct,
)
from lifecycle.amending import CORRECT, VOID
from lifecycle.command import PROPOSAL
from lifecycle.decider import cited, decide, malformed
from lifecycle.desk import Desk
from lifecycle.errors import Misused, NotFound
from lifecycle.following import New, differences, drafted, followed, follows, written
from lifecycle.question import Decision
from lifecycle.record import Draft, stream_name
from lifecycle.redeciding import Place, World, act_of, drafted_again, place, recorded
from lifecycle.regulation import in_force, stamped
from lifecycle.settling import Mark, corrected, marks, settled

if TYPE_CHECKING:
    from lifecycle.command import Command
    from lifecycle.question import Question
    from lifecycle.record import Record
    from lifecycle.store.log import Log

KEPT_OTHERWISE = NEVER_AMENDED | {"proposal"}
"""Categories with acts of their own for what turns out wrong: years are amended, proposals rejected."""


class Target(NamedTuple):
    """An act that is corrected or voided: all its records as recorded, and as they stand now."""

    command: str
    whole: list[Record]
    stands: list[Record]

    @property
    def primary(self) -> Record:
        """The act's own record, as it stands now."""
        return self.stands[0]


# -- deciding ----------------------------------------------------------------------------------------


def decided(question: Question, desk: Desk, log: Log) -> Decision:
    """The decision to correct or void an act.

    Raises what refuses it, `NotFound` for an event that is not there, `Misused` for a value that cannot be.
    """
    decision = decide(question)
    target = _target(log, question.command, question.command.terms["target"])
    if not decision.events:
        return decision
    if not question.command.reason:
        raise cited(ReasonMissing(question.command.terms["target"]), question)
    own = decision.events[0]
    if question.command.verb == VOID:
        events = [own, *_voids(_with_corrections(log, target), own)]
        read = {record.stream for record in target.whole}
    else:
        events, read = _corrections(target, own, desk, log)
    events += _following(target, events, question.on, log)
    read |= {stream_name(touch.event.category, touch.key) for touch in events}
    cases = desk.cases(sorted(read), question.on)
    return decision._replace(question=question._replace(consulted={"act": cases}), events=tuple(events))


def _target(log: Log, command: Command, ref: str) -> Target:
    """The act that an event is the own record of, which may be corrected or voided. Raises what refuses it."""
    found, whole = act_of(log, ref)
    stream = found.stream
    _check_amendable(found, command.verb, log.read([stream])[stream])
    if found.ref != whole[0].ref:
        raise WrittenByAnAct(ref, whole[0].ref)
    if stream != stream_name(command.noun, command.key):
        raise NotFound(category="event", key=ref)
    if found.category in KEPT_OTHERWISE:
        raise NotAmended(ref, found.category)
    histories = log.read({record.stream for record in whole})
    stand = {r.ref: r for records in histories.values() for r in settled(records)}
    return Target(found.command, whole, [stand[r.ref] for r in whole if r.ref in stand])


def _check_amendable(found: Record, verb: str, history: Sequence[Record]) -> None:
    said = marks(history)
    if isinstance(found.event, RecordVoided):
        raise VoidIsFinal(found.ref)
    if found.ref in said and said[found.ref].voided_by:
        raise AlreadyVoided(found.ref, said[found.ref].voided_by)
    if isinstance(found.event, RecordCorrected):
        if verb == CORRECT:
            raise CorrectionStands(found.ref, found.event.target)
        last = _last_of_its_own(said[found.event.target], history)
        if last not in ("", found.ref):
            raise LaterActStands(last, f"{found.category}.{CORRECT}")


def _last_of_its_own(said: Mark, history: Sequence[Record]) -> str:
    """The last correction of an event that is not merely of the deadlines that followed from something else."""
    by = {record.ref: record.event for record in history}
    own = [ref for ref in said.corrected_by if by[ref].data().keys() - {"target", "reason", "deadlines"}]
    return own[-1] if own else ""


def _following(target: Target, events: Sequence[Touch], on: date, log: Log) -> list[Touch]:
    """What is set right of later acts along with a correction or a void. Raises what stands in the way."""
    if not events:
        return []
    own, drafts = events[0].event, drafted(events, on)
    corrects = isinstance(own, RecordCorrected)
    return followed(
        log,
        New(
            drafts,
            {draft.stream for draft in drafts},
            since=_since(target, own),
            reason=own.reason,
            besides=target.command if corrects else "",
            corrects=corrects,
        ),
    )


def _since(target: Target, own: Any) -> Place:
    """From where on things may come out otherwise; for a correction taken back, from the beginning."""
    if isinstance(target.whole[0].event, RecordCorrected):
        return "", 0
    on, position = place(target.primary)
    moved_to = getattr(own, "moved_to", None)
    return min(on, moved_to.isoformat() if moved_to else on), position


def _with_corrections(log: Log, target: Target) -> list[list[Record]]:
    """The records of an act, and those of each correction of it that stands: they are taken back together."""
    stream = target.whole[0].stream
    history = log.read([stream])[stream]
    said = marks(history).get(target.whole[0].ref)
    standing = set(said.corrected_by) if said else set()
    own = [r.command for r in history if r.ref in standing and r.body.get("act")]
    found = (log.command(command) for command in own)
    return [target.whole, *(recorded(log, act) for act in found if act is not None)]


def _voids(whole: Sequence[Sequence[Record]], own: Touch) -> Iterator[Touch]:
    """One void of each act in each stream that it wrote, naming the act's first record there.

    The proposal that an act came from is left as it is: that it was approved is so.
    """
    for act in whole:
        first = {record.stream: record for record in reversed(act) if record.category != PROPOSAL}
        for stream in dict.fromkeys(record.stream for record in act):
            if stream in first and first[stream].ref != whole[0][0].ref:
                voided = amending(first[stream].category).voided
                yield Touch(first[stream].key, voided(target=first[stream].ref, reason=own.event.reason))


def _corrections(target: Target, own: Touch, desk: Desk, log: Log) -> tuple[list[Touch], set[str]]:
    """A correction and what mirrors it in the act's other records, if it changes any; what was read for it."""
    assert isinstance(own.event, RecordCorrected)  # noqa: S101 - the row's own event
    right = _right(target.primary, own.event, desk.family)
    if right.body == target.primary.body:
        return [], set()
    # What an act lacked at the time must not keep it from being set right: the right papers count for both.
    papers = {"documents": right.body.get("documents", ())}
    before = _again(target, target.primary._replace(body={**target.primary.body, **papers}), desk, log)
    try:
        after = _again(target, right, desk, log)
    except Refused as objection:
        _passes_by(target, right, log, objection)
        raise
    standing = [(r.stream, r.event.stored) for r in target.stands if r.category != PROPOSAL]
    if not standing == written(before) == written(after):
        raise AnotherAct(own.event.target)
    return list(_mirrored(target, own.event, before, after)), set(after[0].envelope["reads"])


def _right(primary: Record, own: RecordCorrected, family: str) -> Record:
    """The act's own record with the right values. Refuses fields that a correction leaves alone."""
    known = correctable(type(primary.event))
    for name, value in own.changes.items():
        if name not in known:
            raise NotCorrectable(primary.ref, name, tuple(sorted(known)))
        if value is None and type(primary.event).model_fields[name].is_required():
            raise Misused(problem="malformed", term=name, text="", expected="a value")
    if own.moved_to is not None:
        _under_one_law(primary, own.moved_to, family)
    try:
        right = corrected(primary, [own])
    except ValidationError as error:
        raise malformed(error) from error
    plain = right.event.data()
    for name, value in own.changes.items():
        if value is not None and plain.get(name, value) != value:
            raise Misused(problem="malformed", term=name, text=str(value), expected=str(plain[name]))
    return right


def _under_one_law(primary: Record, moved_to: date, family: str) -> None:
    """Refuse a date on which another law than the act's own governs it."""
    was, now = in_force(date.fromisoformat(primary.effective_on), family), in_force(moved_to, family)
    if was.name != now.name and stamped(primary.body["regulation"]).name == was.name:
        raise AnotherLaw(primary.ref, moved_to, now.stamp)


def _again(target: Target, primary: Record, desk: Desk, log: Log) -> list[Draft]:
    """What the act writes, decided again in its place with what its own record says."""
    world = World(log, before=place(primary), without=target.command)
    try:
        return drafted_again(primary, Desk(world, family=desk.family), calendars=desk)
    except NotFound as missing:
        absent = stream_name(missing.values["category"], missing.values["key"])
        raise BeforeItExisted(absent, date.fromisoformat(primary.effective_on)) from missing


def _passes_by(target: Target, right: Record, log: Log, objection: Refused) -> None:
    """Where the right date lies behind later acts that the act would come after, the first of them is named."""
    streams = log.read({record.stream for record in target.stands})
    between = {
        r.command
        for some in streams.values()
        for r in settled(some)
        if place(target.primary) < place(r) < place(right) and r.command != target.command
    }
    for act in World(log).acts(between):
        raise LaterActStands(act[0].ref, act[0].body["act"]) from objection


def _mirrored(
    target: Target, own: RecordCorrected, before: Sequence[Draft], after: Sequence[Draft]
) -> Iterator[Touch]:
    """The correction of each of the act's records that is not as it was, the act's own first."""
    own_deadlines = _deadlines(before[0], after[0])
    yield Touch(target.primary.key, own.model_copy(update=own_deadlines))
    for record, was, now in zip(target.stands[1:], before[1:], after[1:], strict=False):
        changes, deadlines = differences(was.event, now.event), _deadlines(was, now)
        if changes or deadlines or own.moved_to:
            yield follows(record, changes, own.reason, moved_to=own.moved_to, **deadlines)


def _deadlines(was: Draft, now: Draft) -> dict[str, Any]:
    """The deadlines that a record starts, where they come out otherwise."""
    old, new = (tuple(draft.envelope.get("deadlines", ())) for draft in (was, now))
    return {"deadlines": new} if old != new else {}
