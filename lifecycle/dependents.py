"""Dependents: the acts that were decided on the strength of an act, and what they would come to today.

Source: the read set of every act, which names each stream that was consulted and its version then.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from domain.corrections import Amendment
from domain.event import NOTHING
from domain.refusals import Refused
from lifecycle.backdating import AFTER_ALL, AsIf, acts, otherwise, place, recorded
from lifecycle.errors import NotFound

if TYPE_CHECKING:
    from lifecycle.record import Record
    from lifecycle.store.log import Log

SAME, IMPOSSIBLE, OTHERWISE = "same", "impossible", "otherwise"


class Dependent(NamedTuple):
    """An act that read what another wrote: its own record, which of the streams it read, what it comes to now.

    `outcome` is `same`, `impossible` (`objection` says why) or `otherwise`: it would have written other events.
    """

    primary: Record
    read: tuple[str, ...]
    outcome: str
    objection: Refused | NotFound | None = None


def dependents(log: Log, event: str) -> list[Dependent]:
    """The acts that were decided after an event was recorded and had read what its act wrote.

    Raises `NotFound`.
    """
    stream = event.rpartition("@")[0]
    found = next((record for record in log.read([stream])[stream] if record.ref == event), None)
    act = log.command(found.command) if found is not None else None
    if act is None:
        raise NotFound(category="event", key=event)
    written: dict[str, int] = {}
    for record in recorded(log, act):
        written.setdefault(record.stream, record.version)
    return list(_weighed(log, _readers(log, written, after=act.last_position)))


def consequences(log: Log, act: Sequence[Record]) -> list[Dependent]:
    """The acts that rest on what a late act, a correction or a void changed, and would come out otherwise now.

    Only those that read a stream which it wrote and wrote none of them: the others would have refused it. The
    act may be one that is only thought of.
    """
    thought = {r.stream: [one for one in act if one.stream == r.stream] for r in act if r.position >= AFTER_ALL}
    found = _readers(log, dict.fromkeys((record.stream for record in act), 0), after=_since(log, act))
    before = {c: one for c, one in found.items() if one[0].position < act[0].position}
    return [one for one in _weighed(log, before, thought) if one.outcome != SAME]


def _since(log: Log, act: Sequence[Record]) -> int:
    """The position before which no act read what the act changes: all were recorded before its legal date.

    Recorded times never decrease, so it is found by halving.
    """
    own = act[0]
    if isinstance(own.event, Amendment):
        return next(r.position for r in log.read([own.stream])[own.stream] if r.ref == own.event.target)
    low, high = 0, min(own.position - 1, log.position())
    while low < high:
        middle = (low + high) // 2
        (record,) = log.read_from(middle, limit=1)
        if record.recorded_at[:10] < own.effective_on:
            low = middle + 1
        else:
            high = middle
    return max(low - 1, 0)


def _readers(log: Log, written: Mapping[str, int], *, after: int) -> dict[str, tuple[Record, tuple[str, ...]]]:
    """The acts that read a stream at a version or a later one: by command, their own record, the streams."""
    found: dict[str, tuple[Record, tuple[str, ...]]] = {}
    for record in log.readers(written, after):
        reads: Mapping[str, int] = record.body["reads"]
        read = tuple(sorted(s for s, version in written.items() if reads.get(s, -1) >= version))
        if read:
            found[record.command] = (record, read)
    return found


def _weighed(
    log: Log,
    readers: Mapping[str, tuple[Record, tuple[str, ...]]],
    thought: Mapping[str, Sequence[Record]] = NOTHING,
) -> Iterator[Dependent]:
    """Each act decided again in its place, on all that is known or thought of; in legal order."""
    as_if = AsIf(log, thought)
    for records in sorted(acts(log, readers, thought), key=lambda act: place(act[0])):
        primary, read = readers[records[0].command]
        again = otherwise(as_if, records)
        if again is None:
            yield Dependent(primary, read, SAME)
        elif isinstance(again, list):
            yield Dependent(primary, read, OTHERWISE)
        else:
            yield Dependent(primary, read, IMPOSSIBLE, again)
