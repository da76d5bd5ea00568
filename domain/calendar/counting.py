"""Counting working days by a calendar.

A year that is not published is counted by the week alone: what rests on it is provisional. No count leads
beyond the last date there is.
"""

from __future__ import annotations

from datetime import date, timedelta

from domain.calendar.state import Calendar

ONE_DAY = timedelta(days=1)


def is_published(calendar: Calendar, day: date) -> bool:
    """Whether the year of a day is published."""
    return day.year in calendar.years


def is_working(calendar: Calendar, day: date) -> bool:
    """Whether a day is a working day: by its year where that is published, else by the week."""
    year = calendar.years.get(day.year)
    if day.weekday() in calendar.weekend:
        return year is not None and day in year.worked
    return year is None or day not in year.off


def next_working(calendar: Calendar, day: date) -> date:
    """The day itself if it is a working day, else the first working day after it."""
    while day < date.max and not is_working(calendar, day):
        day += ONE_DAY
    return day


def working_days_after(calendar: Calendar, start: date, count: int) -> date:
    """The day on which so many working days have passed; the start itself is not counted."""
    day = start
    while count > 0 and day < date.max:
        day += ONE_DAY
        count -= is_working(calendar, day)
    return day


def unpublished(calendar: Calendar, *, after: date, until: date) -> tuple[int, ...]:
    """The years not published among the days counted: those after one day up to another, this one included."""
    if after >= until:
        return ()
    first = (after + ONE_DAY).year
    return tuple(year for year in range(first, until.year + 1) if year not in calendar.years)


def is_provisional(calendar: Calendar, *, after: date, until: date) -> bool:
    """Whether a count of the days after one day up to another rests on a year that is not published."""
    return bool(unpublished(calendar, after=after, until=until))
