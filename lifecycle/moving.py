"""What a changed working calendar moves: running deadlines counted again, each by an act of its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from lifecycle.ahead import Ahead
from lifecycle.case import Case, fold
from lifecycle.clocks import running
from lifecycle.command import Command
from lifecycle.explaining import by_a_calendar, recounted
from lifecycle.record import stream_name
from lifecycle.settling import settled

if TYPE_CHECKING:
    from domain.calendar.state import Calendar
    from lifecycle.handling import Engine
    from lifecycle.record import Record
    from lifecycle.store.log import Histories, Log

STREAMS_AT_ONCE = 128
BY_CALENDAR = "calendar-"
"""How the cause of a move begins that a calendar gave rise to."""


class Move(NamedTuple):
    """A deadline that comes out otherwise: `before` as it stands, `due` by the changed calendar.

    The same date twice is one that was provisional and is no more.
    """

    noun: str
    key: str
    event: str
    name: str
    before: date
    due: date
    provisional: bool
    started_on: date

    def command(self, cause: str, *, actor: str, on: date) -> Command:
        """The act that records it: from the day on which the calendar changed, or the deadline began."""
        terms = {"target": self.event, "name": self.name, "due": self.due, "cause": cause}
        legal = max(on, self.started_on)
        return Command(self.noun, "move-deadline", self.key, terms, actor=actor, on=legal)


def after(engine: Engine, acts: Iterable[Command], stream: str) -> Case:
    """A calendar as it would be after acts on it, each decided on the ones before it; nothing is stored.

    Raises `Refused`, `LifecycleError`.
    """
    ahead = Ahead(engine.log)
    thought = replace(engine, log=cast("Log", ahead))
    for act in acts:
        thought.handle(act)
    return fold(stream, settled(ahead.read([stream])[stream]))


def moves(
    log: Histories, deadlines: Iterable[Mapping[str, Any]], calendar: Calendar, *, on: date
) -> Iterator[Move]:
    """What would move, of the deadlines named by `noun`, `key`, `event`, `name` and `cause`.

    One that an officer has moved since it was counted keeps that date.
    """
    counted = [row for row in deadlines if not row["cause"] or row["cause"].startswith(BY_CALENDAR)]
    for start in range(0, len(counted), STREAMS_AT_ONCE):
        some = counted[start : start + STREAMS_AT_ONCE]
        histories = log.read({stream_name(row["noun"], row["key"]) for row in some})
        for row in some:
            yield from _moved(row, histories[stream_name(row["noun"], row["key"])], calendar, on)


def _moved(row: Mapping[str, Any], records: list[Record], calendar: Calendar, on: date) -> Iterator[Move]:
    history = settled(records)
    stamp = by_a_calendar(history, row["event"], row["name"])
    stands = running(fold(records[0].stream, history), on).get(row["name"])
    if stamp is None or stands is None or (not row["cause"] and stands != stamp.due):
        return
    due, provisional = recounted(stamp, calendar)
    settles = stamp.provisional and not provisional and not row["cause"]
    if due != stands or settles:
        began = date.fromisoformat(stamp.record.effective_on)
        yield Move(row["noun"], row["key"], row["event"], row["name"], stands, due, provisional, began)
