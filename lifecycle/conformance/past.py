"""The past of a subject, as far as flags look back at it. What is formed of plots has theirs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from lifecycle.record import Record


class Idle(NamedTuple):
    """Land held and not used: since when, and the record at which it shows."""

    since: date
    record: Record


class Extended(NamedTuple):
    """Time given again: how often, and the record at which it shows."""

    times: int
    record: Record


class Ended(NamedTuple):
    """A right that ended: when, whose it was, whether it was taken back."""

    on: date
    party: str
    reclaimed: bool


class Deed(NamedTuple):
    """An act and the officer who recorded it."""

    act: str
    officer: str


@dataclass(slots=True)
class Past:
    """What is remembered of a subject: its idleness, the time it was given, its last right, who did what.

    `used_until` is when its use last ended; `granted` and `taken` are the grant that stands, and the acts by
    which it was taken away since; `retired` says that all this passed to what was formed of it.
    """

    idle: Idle | None = None
    used_until: date = date.min
    extended: Extended | None = None
    ended: tuple[Ended, ...] = ()
    granted: tuple[Deed, ...] = ()
    taken: tuple[Deed, ...] = ()
    retired: bool = False


def inherited(parents: Iterable[Past], record: Record) -> Past:
    """The past of what a record forms: of several, the longest idle and the most time given."""
    whole = Past()
    for one in parents:
        idle = [past.idle for past in (whole, one) if past.idle]
        extended = [past.extended for past in (whole, one) if past.extended]
        whole = Past(
            idle=min(idle, key=lambda each: each.since)._replace(record=record) if idle else None,
            used_until=max(whole.used_until, one.used_until),
            extended=max(extended, key=lambda each: each.times)._replace(record=record) if extended else None,
            ended=(*whole.ended, *one.ended),
            granted=(*whole.granted, *one.granted),
            taken=(*whole.taken, *one.taken),
        )
    return whole
