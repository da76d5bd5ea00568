"""What may be decided about a working calendar."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from domain.calendar import events
from domain.calendar.counting import is_published, is_working
from domain.calendar.events import WEEKEND, Weekday
from domain.calendar.state import WEEKDAYS, Calendar
from domain.event import Outcome
from domain.refusals import (
    AlreadyPublished,
    BothOffAndWorking,
    DaysAlreadySo,
    NotOfTheYear,
    NoWorkingDay,
    YearNotPublished,
    YearOutOfRange,
)
from domain.values import Name

FIRST_YEAR, LAST_YEAR = 1990, 2100


def establish(calendar: Calendar, *, title: Name, weekend: tuple[Weekday, ...] = WEEKEND, on: date) -> Outcome:
    """Begin a working calendar: its title and its weekly days of rest, Saturday and Sunday unless named."""
    if set(weekend) == set(WEEKDAYS):
        raise NoWorkingDay(WEEKDAYS)
    return (events.CalendarEstablished(title=title, weekend=weekend or WEEKEND),)


def publish(
    calendar: Calendar,
    *,
    year: int,
    days_off: tuple[date, ...] = (),
    working_days: tuple[date, ...] = (),
    on: date,
) -> Outcome:
    """Publish a year by decree: its holidays and transferred rest days, the weekly rest days worked instead.

    A holiday that falls on a weekly day of rest is not named: that day is off without a decree.
    """
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise YearOutOfRange(year, FIRST_YEAR, LAST_YEAR)
    if year in calendar.years:
        raise AlreadyPublished(calendar.key, year)
    strange = _in_order(day for day in (*days_off, *working_days) if day.year != year)
    if strange:
        raise NotOfTheYear(year, strange)
    _not_both(days_off, working_days)
    moot = _moot(calendar, days_off, working_days)
    if moot:
        raise DaysAlreadySo(moot)
    return (events.YearPublished(year=year, days_off=days_off, working_days=working_days),)


def amend(
    calendar: Calendar,
    *,
    days_off: tuple[date, ...] = (),
    working_days: tuple[date, ...] = (),
    on: date,
) -> Outcome:
    """Amend published years by decree: these days become days off, or working days.

    Nothing is recorded where every day is as asked already; where only some are, the act is refused.
    """
    concerned = _in_order((*days_off, *working_days))
    for day in concerned:
        if not is_published(calendar, day):
            raise YearNotPublished(calendar.key, day.year)
    _not_both(days_off, working_days)
    moot = _moot(calendar, days_off, working_days)
    if moot == concerned:
        return ()
    if moot:
        raise DaysAlreadySo(moot)
    return (events.CalendarAmended(days_off=days_off, working_days=working_days),)


def _in_order(days: Iterable[date]) -> tuple[date, ...]:
    return tuple(sorted(set(days)))


def _not_both(days_off: tuple[date, ...], working_days: tuple[date, ...]) -> None:
    both = _in_order(set(days_off) & set(working_days))
    if both:
        raise BothOffAndWorking(both)


def _moot(calendar: Calendar, days_off: tuple[date, ...], working_days: tuple[date, ...]) -> tuple[date, ...]:
    """The days that are off, or worked, as asked already."""
    off = {day for day in days_off if not is_working(calendar, day)}
    return _in_order(off | {day for day in working_days if is_working(calendar, day)})
