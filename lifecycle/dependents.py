"""Dependents: the acts that were decided on the strength of an act, and what they would come to today.

Source: the read set of every act, which names each stream that was consulted and its version then.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from domain.corrections import Amendment
from domain.refusals import NotAuthorised, Refused
from lifecycle.errors import NotFound
from lifecycle.redeciding import AFTER_ALL, Again, World, act_of, place

if TYPE_CHECKING:
    from lifecycle.record import Record
    from lifecycle.store.log import Log

SAME, IMPOSSIBLE, OTHERWISE = "same", "impossible", "otherwise"


class Dependent(NamedTuple):
    """An act that read what another wrote: its own record, which of the streams it read, what it comes to now.

    `again` is nothing where it comes to what is on record.
    """

    primary: Record
    read: tuple[str, ...]
    again: Again | None = None

    @property
    def outcome(self) -> str:
        """`same`, `impossible` (`objection` says why) or `otherwise`: it would have written other events."""
        if self.again is None:
            return SAME
        return OTHERWISE if isinstance(self.again, list) else IMPOSSIBLE

    @property
    def objection(self) -> Refused | NotFound | None:
        """What stands against the act now."""
        return None if isinstance(self.again, list) else self.again


def dependents(log: Log, event: str) -> list[Dependent]:
    """The acts that read what an event's act wrote, in legal order.

    Of those decided before it was recorded only the ones that would not come out as they did, for its sake: of
    an act recorded late, a correction, a void. Raises `NotFound`.
    """
    _record, whole = act_of(log, event)
    written: dict[str, int] = {}
    for record in whole:
        written.setdefault(record.stream, record.version)
    later = _weighed(World(log), _readers(log, written, after=whole[-1].position))
    return sorted([*later, *consequences(log, whole)], key=lambda one: place(one.primary))


def consequences(log: Log, act: Sequence[Record]) -> list[Dependent]:
    """The acts that read what a late act, a correction or a void changed, and for its sake come out otherwise.

    Only those that were decided before it, read a stream which it wrote and wrote none of them: the others
    would have refused it. The act may be one that is only thought of.
    """
    thought = {r.stream: [one for one in act if one.stream == r.stream] for r in act if r.position >= AFTER_ALL}
    found = _readers(log, dict.fromkeys((record.stream for record in act), 0), after=_since(log, act))
    earlier = {c: one for c, one in found.items() if one[0].position < act[0].position}
    as_it_was = World(log, end=act[0].position)
    return [
        one
        for one in _weighed(World(log, thought), earlier)
        if one.again is not None and not _came_alike(as_it_was, one.primary.command, one.again)
    ]


def _came_alike(world: World, command: str, again: Again) -> bool:
    """Whether an act came to just this in a world before: it is not for the sake of what changed."""
    return any(_told(world.otherwise(records)) == _told(again) for records in world.acts([command]))


def _told(again: Again | None) -> object:
    if isinstance(again, list):
        return [(draft.stream, draft.event) for draft in again]
    return again if isinstance(again, Refused) else again and again.values


def _since(log: Log, act: Sequence[Record]) -> int:
    """The position before which no act read what the act changes: all were recorded before its legal date.

    Recorded times never decrease, so it is found by halving.
    """
    own = act[0]
    concerned = _concerned(own, {record.ref: record for record in log.read([own.stream])[own.stream]})
    since = _day_before(concerned)  # in the store's zone it may be that day when by UTC it is not yet
    low, high = 0, min(own.position - 1, log.position())
    while low < high:
        middle = (low + high) // 2
        (record,) = log.read_from(middle, limit=1)
        if record.recorded_at[:10] < since:
            low = middle + 1
        else:
            high = middle
    return max(low - 1, 0)


def _concerned(record: Record, stream: Mapping[str, Record]) -> str:
    """The first legal date that a record concerns; a correction or a void, that of what it amends."""
    if not isinstance(record.event, Amendment):
        return record.effective_on
    moved_to = getattr(record.event, "moved_to", None)
    amended = _concerned(stream[record.event.target], stream)
    return min(amended, moved_to.isoformat()) if moved_to else amended


def _day_before(day: str) -> str:
    return date.fromordinal(max(date.fromisoformat(day).toordinal() - 1, 1)).isoformat()


def _readers(log: Log, written: Mapping[str, int], *, after: int) -> dict[str, tuple[Record, tuple[str, ...]]]:
    """The acts that read a stream at a version or a later one: by command, their own record, the streams."""
    found: dict[str, tuple[Record, tuple[str, ...]]] = {}
    for record in log.readers(written, after):
        reads: Mapping[str, int] = record.body["reads"]
        read = tuple(sorted(s for s, version in written.items() if reads.get(s, -1) >= version))
        if read:
            found[record.command] = (record, read)
    return found


def _weighed(world: World, readers: Mapping[str, tuple[Record, tuple[str, ...]]]) -> Iterator[Dependent]:
    """Each act decided again in its place, in legal order. One that read mandates alone is asked for its."""
    about_mandates = {c for c, (_record, read) in readers.items() if all(map(_of_an_officer, read))}
    for command in sorted(about_mandates, key=lambda c: place(readers[c][0])):
        primary, read = readers[command]
        yield Dependent(primary, read, _mandate_gone(world, primary))
    for records in world.acts(readers.keys() - about_mandates):
        primary, (_recorded, read) = records[0], readers[records[0].command]
        yield Dependent(primary, read, _mandate_gone(world, primary) or world.otherwise(records))


def _of_an_officer(stream: str) -> bool:
    return stream.startswith("officer-")


def _mandate_gone(world: World, primary: Record) -> Refused | None:
    """The refusal of an act whose officer never had the mandate under which it was recorded."""
    mandate = str(primary.body.get("mandate", ""))
    stream = mandate.rpartition("@")[0]
    if not stream or any(record.ref == mandate for record in world.whole([stream])[stream]):
        return None
    return NotAuthorised(primary.body["actor"], "", "", "unknown", None)
