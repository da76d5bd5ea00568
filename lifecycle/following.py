"""What follows from a correction or a void: later acts that rest on it stay as they are, or stand in the way.

What a later act copied of what was wrong is set right as well: the area that a grant names, say.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from domain.corrections import RecordCorrected, amending
from domain.event import Touch
from lifecycle.backdating import first_otherwise, stands
from lifecycle.case import Case, fold
from lifecycle.command import PROPOSAL
from lifecycle.record import Draft, stream_name
from lifecycle.redeciding import AFTER_ALL, Place, place, thought_of
from lifecycle.settling import settled

if TYPE_CHECKING:
    from domain.event import Event
    from lifecycle.question import Decision
    from lifecycle.record import Record
    from lifecycle.store.log import Log


class Target(NamedTuple):
    """An act that is corrected or voided: all its records as recorded, and as they stand now."""

    command: str
    whole: list[Record]
    stands: list[Record]

    @property
    def primary(self) -> Record:
        """The act's own record, as it stands now."""
        return self.stands[0]


def leaves_be(log: Log, target: Target, events: Sequence[Touch], on: date) -> None:
    """Refuse a void on which a later act rests. Raises `LaterActStands`."""
    thought = _thought(events, on)
    found = first_otherwise(log, thought, log.read(thought), since=_since(target, events[0].event))
    if found is not None:
        raise stands(found[0])


def following(log: Log, target: Target, events: Sequence[Touch], on: date) -> list[Touch]:
    """What later acts copied of what was wrong, set right as well: the area that a grant names, say.

    An act that would have become impossible, or come to other events, stands in the way. Raises
    `LaterActStands`.
    """
    followed: list[Touch] = []
    while events:
        thought = _thought([*events, *followed], on)
        since, besides = _since(target, events[0].event), (target.command,)
        found = first_otherwise(log, thought, log.read(thought), since=since, besides=besides)
        if found is None:
            break
        records, again = found
        copies = [record for record in records if record.category != PROPOSAL]
        if not isinstance(again, list) or written(again) != [(r.stream, r.event.stored) for r in copies]:
            raise stands(records)
        for record, now in zip(copies, again, strict=True):
            changes = differences(record.event, now.event)
            if changes:
                followed.append(follows(record, changes, events[0].event.reason))
    return followed


def _thought(events: Sequence[Touch], on: date) -> dict[str, list[Record]]:
    """Events of whatever streams as records that are only thought of, under versions that no record bears."""
    return thought_of(
        [
            Draft(stream_name(touch.event.category, touch.key), AFTER_ALL + number, touch.event, on)
            for number, touch in enumerate(events)
        ]
    )


def _since(target: Target, own: Any) -> Place:
    """From where on things may come out otherwise; for a correction taken back, from the beginning."""
    if isinstance(target.whole[0].event, RecordCorrected):
        return "", 0
    on, position = place(target.primary)
    moved_to = getattr(own, "moved_to", None)
    return min(on, moved_to.isoformat() if moved_to else on), position


def after(log: Log, decision: Decision, drafts: Sequence[Draft]) -> dict[str, Case]:
    """The cases after a correction or a void."""
    thought = thought_of(drafts)
    return {
        stream: fold(
            stream,
            settled((*records, *thought[stream]), as_of=decision.question.on),
            version=len(records) + len(thought[stream]),
        )
        for stream, records in log.read(thought).items()
    }


# -- records compared ---------------------------------------------------------------------------------


def written(drafts: Sequence[Draft]) -> list[tuple[str, str]]:
    """The streams that drafts are for, and their stored names."""
    return [(draft.stream, draft.event.stored) for draft in drafts]


def differences(was: Event, now: Event) -> dict[str, Any]:
    """The fields in which one event differs from another, as the other has them; nothing where it has not."""
    old, new = was.data(), now.data()
    return {name: new.get(name) for name in sorted(old.keys() | new.keys()) if old.get(name) != new.get(name)}


def follows(record: Record, changes: Mapping[str, Any], reason: str, **more: Any) -> Touch:
    """What is right of a record that another one's correction concerns."""
    said = {"target": record.ref, "changes": changes, "reason": reason, **more}
    return Touch(record.key, amending(record.category).corrected.model_validate(said))
