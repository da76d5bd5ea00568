"""Correcting and voiding: an earlier act set right, or taken back, in every stream that it wrote.

A correction is the act decided again in its own place with the right terms. It must come to the same events on
the same subjects; what differs in them is the correction, mirrored into the touched copies. A deadline that
comes out otherwise is moved. Whatever later acts rest on it in these streams must stay as it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from pydantic import ValidationError

from domain.corrections import NEVER_AMENDED, RecordCorrected, RecordVoided, amending, correctable
from domain.event import Touch
from domain.refusals import (
    AlreadyVoided,
    AnotherAct,
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
from lifecycle.backdating import (
    AsIf,
    acts,
    as_asked,
    drafted_again,
    place,
    recorded,
)
from lifecycle.command import PROPOSAL
from lifecycle.decider import cited, decide, malformed
from lifecycle.desk import Desk
from lifecycle.errors import Misused, NotFound
from lifecycle.following import Target, differences, following, follows, leaves_be, written
from lifecycle.question import Decision
from lifecycle.record import Draft, stream_name
from lifecycle.settling import Mark, corrected, marks, settled

if TYPE_CHECKING:
    from lifecycle.command import Command
    from lifecycle.question import Question
    from lifecycle.record import Record
    from lifecycle.store.log import Log

KEPT_OTHERWISE = NEVER_AMENDED | {"proposal"}
"""Categories with acts of their own for what turns out wrong: years are amended, proposals rejected."""


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
        events, read = [own, *_voids(target, own)], {record.stream for record in target.whole}
        leaves_be(log, target, events, question.on)
    else:
        cause = f"{question.subject.stream}@{question.subject.version + 1}"
        events, read = _corrections(target, own, cause, desk, log)
        events += following(log, target, events, question.on)
    read |= {stream_name(touch.event.category, touch.key) for touch in events}
    cases = desk.cases(sorted(read), question.on)
    return decision._replace(question=question._replace(consulted={"act": cases}), events=tuple(events))


def _target(log: Log, command: Command, ref: str) -> Target:
    """The act that an event is the own record of, which may be corrected or voided. Raises what refuses it."""
    stream = ref.rpartition("@")[0]
    history = log.read([stream])[stream]
    found = next((record for record in history if record.ref == ref), None)
    act = log.command(found.command) if found is not None else None
    if found is None or act is None:
        raise NotFound(category="event", key=ref)
    whole = recorded(log, act)
    _check_amendable(found, command.verb, marks(history))
    if found.ref != whole[0].ref:
        raise WrittenByAnAct(ref, whole[0].ref)
    if stream != stream_name(command.noun, command.key):
        raise NotFound(category="event", key=ref)
    if found.category in KEPT_OTHERWISE:
        raise NotAmended(ref, found.category)
    histories = log.read({record.stream for record in whole})
    stand = {r.ref: r for records in histories.values() for r in settled(records)}
    return Target(found.command, whole, [stand[r.ref] for r in whole if r.ref in stand])


def _check_amendable(found: Record, verb: str, said: Mapping[str, Mark]) -> None:
    if isinstance(found.event, RecordVoided):
        raise VoidIsFinal(found.ref)
    if found.ref in said and said[found.ref].voided_by:
        raise AlreadyVoided(found.ref, said[found.ref].voided_by)
    if isinstance(found.event, RecordCorrected):
        if verb == CORRECT:
            raise CorrectionStands(found.ref, found.event.target)
        last = said[found.event.target].corrected_by[-1:]
        if last not in ((), (found.ref,)):
            raise LaterActStands(last[0], f"{found.category}.{CORRECT}")


def _voids(target: Target, own: Touch) -> Iterator[Touch]:
    """One void in each other stream that the act wrote, each naming the act's first record there."""
    first = {record.stream: record for record in reversed(target.whole)}
    for stream in dict.fromkeys(record.stream for record in target.whole[1:]):
        if stream != target.whole[0].stream:
            event = amending(first[stream].category).voided(target=first[stream].ref, reason=own.event.reason)
            yield Touch(first[stream].key, event)


def _corrections(target: Target, own: Touch, cause: str, desk: Desk, log: Log) -> tuple[list[Touch], set[str]]:
    """A correction and what mirrors it in the act's other records, if it changes any; what was read for it."""
    assert isinstance(own.event, RecordCorrected)  # noqa: S101 - the row's own event
    right = _right(target.primary, own.event)
    if right.body == target.primary.body:
        return [], set()
    before = _again(target, target.primary, desk, log)
    try:
        after = _again(target, right, desk, log)
    except Refused as objection:
        _passes_by(target, right, log, objection)
        raise
    stands = [(r.stream, r.event.stored) for r in target.stands if r.category != PROPOSAL]
    if not stands == written(before) == written(after):
        raise AnotherAct(own.event.target)
    mirrored = _mirrored(target, own.event, before, after)
    return [own, *mirrored, *_moved(target, right, before, after, cause)], set(after[0].envelope["reads"])


def _right(primary: Record, own: RecordCorrected) -> Record:
    """The act's own record with the right values. Refuses fields that a correction leaves alone."""
    known = correctable(type(primary.event))
    for name in own.changes.keys() - known:
        raise NotCorrectable(primary.ref, name, tuple(sorted(known)))
    try:
        right = corrected(primary, [own])
    except ValidationError as error:
        raise malformed(error) from error
    plain = right.event.data()
    for name, value in own.changes.items():
        if value is not None and plain.get(name, value) != value:
            raise Misused(problem="malformed", term=name, text=str(value), expected=str(plain[name]))
    return right


def _again(target: Target, primary: Record, desk: Desk, log: Log) -> list[Draft]:
    """What the act writes, decided again in its place with what its own record says."""
    as_if = AsIf(log, before=place(primary), without=target.command)
    try:
        return drafted_again(primary, as_asked(primary), Desk(as_if, family=desk.family), calendars=desk)
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
    for act in sorted(acts(log, between), key=lambda one: place(one[0])):
        raise LaterActStands(act[0].ref, act[0].body["act"]) from objection


def _mirrored(
    target: Target, own: RecordCorrected, before: Sequence[Draft], after: Sequence[Draft]
) -> Iterator[Touch]:
    for record, was, now in zip(target.stands[1:], before[1:], after[1:], strict=False):
        changes = differences(was.event, now.event)
        if changes or own.moved_to:
            yield follows(record, changes, own.reason, moved_to=own.moved_to)


def _moved(
    target: Target, right: Record, before: Sequence[Draft], after: Sequence[Draft], cause: str
) -> Iterator[Touch]:
    """The deadlines that come out otherwise, moved from the act's own date on."""
    from lifecycle.store.names import model  # noqa: PLC0415 - few corrections move a deadline

    on = date.fromisoformat(right.effective_on)
    for record, was, now in zip(target.stands, before, after, strict=False):
        old, new = _dues(was), _dues(now)
        if old.keys() != new.keys():
            raise AnotherAct(target.primary.ref)
        for name, due in new.items():
            if due != old[name]:
                said = {"target": record.ref, "name": name, "due": due, "cause": cause}
                event = model(f"{record.category}.DeadlineMoved@1").model_validate(said)
                yield Touch(record.key, event, on=on)


def _dues(draft: Draft) -> Mapping[str, str]:
    return {given["name"]: given["due"] for given in draft.envelope.get("deadlines", ())}
