"""What later decisions need to know of a working calendar."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple, get_args

from domain.calendar import events
from domain.calendar.events import Weekday

if TYPE_CHECKING:
    from domain.event import At, Event

WEEKDAYS: tuple[str, ...] = get_args(Weekday)


def weekdays(named: Iterable[str]) -> frozenset[int]:
    """Days of the week as `date.weekday` numbers them, Monday 0."""
    return frozenset(WEEKDAYS.index(name) for name in named)


class Year(NamedTuple):
    """How a published year departs from the week: further days off, and weekly days of rest that are worked."""

    off: frozenset[date] = frozenset()
    worked: frozenset[date] = frozenset()


NO_YEARS: Mapping[int, Year] = MappingProxyType({})


class Calendar(NamedTuple):
    """A working calendar as decisions and deadlines see it.

    One that was never established counts Monday to Friday and has no year published. `weekend` holds the weekly
    days of rest as `date.weekday` numbers them.
    """

    key: str = ""
    weekend: frozenset[int] = weekdays(events.WEEKEND)
    years: Mapping[int, Year] = NO_YEARS


def evolve(calendar: Calendar, event: Event, at: At) -> Calendar:
    """The calendar after an event."""
    match event:
        case events.CalendarEstablished():
            return Calendar(at.key, weekdays(event.weekend))
        case events.YearPublished():
            published = Year(frozenset(event.days_off), frozenset(event.working_days))
            return calendar._replace(years={**calendar.years, event.year: published})
        case events.CalendarAmended():
            return calendar._replace(years={**calendar.years, **amended(calendar, event)})
        case _:
            return calendar


def amended(calendar: Calendar, event: events.CalendarAmended) -> Mapping[int, Year]:
    """The published years that an amendment concerns, as they are after it."""
    off, working = frozenset(event.days_off), frozenset(event.working_days)
    weekly = frozenset(day for day in off | working if day.weekday() in calendar.weekend)
    found = {}
    for number in {day.year for day in off | working} & calendar.years.keys():
        year = calendar.years[number]
        ours = frozenset(day for day in off | working if day.year == number)
        found[number] = Year(
            (year.off | (ours & off - weekly)) - working,
            (year.worked | (ours & working & weekly)) - off,
        )
    return found
