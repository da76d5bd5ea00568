"""What happens to a working calendar."""

from datetime import date
from typing import Literal

from domain.event import Event
from domain.values import Name

Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]

WEEKEND: tuple[Weekday, ...] = ("saturday", "sunday")
"""The weekly days of rest of a five-day working week."""


class CalendarEstablished(Event, stored="calendar.CalendarEstablished@1"):
    """A calendar is kept from now on; its weekly days of rest."""

    title: Name
    weekend: tuple[Weekday, ...] = WEEKEND


class YearPublished(Event, stored="calendar.YearPublished@1"):
    """A year was published: the days off beyond the weekly ones, the weekly days of rest that are worked."""

    year: int
    days_off: tuple[date, ...] = ()
    working_days: tuple[date, ...] = ()


class CalendarAmended(Event, stored="calendar.CalendarAmended@1"):
    """Days of published years became days off, or working days."""

    days_off: tuple[date, ...] = ()
    working_days: tuple[date, ...] = ()
