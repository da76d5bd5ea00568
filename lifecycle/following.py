"""What follows from something new among acts on record: one recorded late, a correction, a void.

Each later act in the streams that it writes is decided again in its place. One that would have become
impossible, or another act, stands in the way. What one copied of what was wrong, the area that a grant names
say, and deadlines of its own that come out otherwise are set right with what is new, in the same append.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from domain.corrections import amending
from domain.event import Touch
from domain.refusals import LaterActFallen, LaterActStands
from lifecycle.case import Case, fold
from lifecycle.command import PROPOSAL
from lifecycle.record import Draft, stream_name
from lifecycle.redeciding import AFTER_ALL, Place, World, place, row_behind, thought_of
from lifecycle.settling import settled

if TYPE_CHECKING:
    from datetime import date

    from domain.event import Event
    from lifecycle.question import Decision
    from lifecycle.record import Record
    from lifecycle.store.log import Log


class New(NamedTuple):
    """What is new, as it would be recorded, and from which place on acts may come out otherwise for its sake.

    Later acts are looked for in `streams`, the act `besides` left aside. A correction (`corrects`) sets right
    what they copied. What is recorded `late` leaves those on facts imposed from outside as they are, whatever
    turns out to have come before them; what is `imposed` itself leaves all of them.
    """

    drafts: Sequence[Draft]
    streams: Collection[str]
    since: Place
    reason: str
    besides: str = ""
    corrects: bool = False
    late: bool = False
    imposed: bool = False


def followed(log: Log, new: New) -> list[Touch]:
    """What is set right of later acts along with what is new, in the order of their places.

    Raises `LaterActStands` for the first act that is in the way, `LaterActFallen` for one that could not stand
    as it is without what is new either.
    """
    found: list[Touch] = []
    streams, since = set(new.streams), new.since
    while True:
        thought = thought_of([*new.drafts, *drafted(found, new.drafts[0].effective_on)])
        concerned = _next(World(log, thought), new, streams, since)
        if concerned is None:
            return found
        since, right = concerned
        found += right
        streams |= {stream_name(touch.event.category, touch.key) for touch in right}


def drafted(events: Sequence[Touch], on: date) -> list[Draft]:
    """Events of whatever streams as they might be recorded, under versions that no record bears."""
    return [
        Draft(stream_name(touch.event.category, touch.key), AFTER_ALL + number, touch.event, on)
        for number, touch in enumerate(events)
    ]


def _next(world: World, new: New, streams: Collection[str], since: Place) -> tuple[Place, list[Touch]] | None:
    """The first act after a place of which something is to be set right, and what."""
    later = {r.command for some in world.whole(streams).values() for r in some if place(r) > since}
    for records in world.acts(later - {new.besides}):
        row = row_behind(records[0])
        if row is None or place(records[0]) <= since:
            continue
        right = _set_right(records, world.again(records), new)
        if right is None and not (new.imposed or (new.late and row.overrides_later)):
            raise _in_the_way(world.log, records, new)
        if right:
            return place(records[0]), right
    return None


def _set_right(records: Sequence[Record], again: list[Draft] | None, new: New) -> list[Touch] | None:
    """What differs in the records of an act decided again; None where it would be refused, or another act."""
    own = [record for record in records if record.category != PROPOSAL]
    if again is None or written(again) != [(r.stream, r.event.stored) for r in own]:
        return None
    right = []
    for record, now in zip(own, again, strict=True):
        changes, deadlines = differences(record.event, now.event), now.envelope.get("deadlines", ())
        if changes and not new.corrects:
            return None
        moved = {"deadlines": tuple(deadlines)} if _dates(record.body) != _dates(now.envelope) else {}
        if changes or moved:
            right.append(follows(record, changes, new.reason, **moved))
    return right


def _dates(envelope: Mapping[str, Any]) -> dict[str, tuple[str, str]]:
    """The deadlines of a record by name: from when they count, when they end."""
    return {given["name"]: (given["from"], given["due"]) for given in envelope.get("deadlines", ())}


def _in_the_way(log: Log, records: Sequence[Record], new: New) -> LaterActStands:
    """The refusal that names the act in the way, and says whether it could stand without what is new."""
    world = World(log)
    fallen = any(_set_right(act, world.again(act), new) is None for act in world.acts([records[0].command]))
    kind = LaterActFallen if fallen else LaterActStands
    return kind(records[0].ref, records[0].body["act"])


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
    """What is right of a record that something else concerns."""
    said = {"target": record.ref, "changes": changes, "reason": reason, **more}
    return Touch(record.key, amending(record.category).corrected.model_validate(said))
