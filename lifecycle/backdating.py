"""Backdating: what is recorded late must leave every later act in the streams it writes as it is.

Each of those later acts is decided again in thought, on its own date, as if what is new had stood before it: an
act recorded late, a correction, a void. The first that would have become impossible, or would have had other
consequences than those on record, refuses what is new and is named: it is taken back first. So is one that an
imposed fact made impossible before: what it wrote beside, in ledgers say, would not fit any more.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING

from domain.refusals import LaterActStands
from lifecycle.redeciding import AFTER_ALL, Again, Place, Thought, World, place, row_behind, thought_of
from lifecycle.settling import settled

if TYPE_CHECKING:
    from lifecycle.record import Draft, Record
    from lifecycle.store.log import Log

Histories = Mapping[str, Sequence["Record"]]


def check(log: Log, new: Sequence[Draft], later: Histories) -> None:
    """Refuse drafts that make a later act of their streams impossible.

    `later` holds the whole history of each stream with events after the drafts' date. Later acts on facts
    imposed from outside stand, whatever turns out to have come before them. Raises `LaterActStands`.
    """
    written = {draft.stream for draft in new}
    histories = {stream: records for stream, records in later.items() if stream in written}
    since = new[0].effective_on.isoformat(), AFTER_ALL
    found = first_otherwise(log, thought_of(new), histories, since=since, imposed=False)
    if found is not None:
        raise stands(found[0])


def first_otherwise(
    log: Log,
    thought: Thought,
    histories: Histories,
    *,
    since: Place,
    besides: Collection[str] = (),
    imposed: bool = True,
) -> tuple[list[Record], Again] | None:
    """The first act after a place in these histories that would come out otherwise, and how.

    The acts `besides` are left aside; so are those on imposed facts, without `imposed`.
    """
    later = {r.command for some in histories.values() for r in settled(some) if place(r) > since}
    world = World(log, thought)
    for records in world.acts(later - set(besides)):
        row = row_behind(records[0])
        if row is None or (row.overrides_later and not imposed):
            continue
        again = world.otherwise(records)
        if again is not None:
            return records, again
    return None


def stands(records: Sequence[Record]) -> LaterActStands:
    """The refusal that names the later act in the way."""
    return LaterActStands(records[0].ref, records[0].body["act"])
