"""Refused about working calendars: what is published, which days a decree may name."""

from __future__ import annotations

from datetime import date

from domain.refusals.base import Refused, refusal


@refusal
class AlreadyPublished(Refused):
    """A year is published once; what changes after that is an amendment."""

    calendar: str
    year: int


@refusal
class YearNotPublished(Refused):
    """Only a year that is published can be amended."""

    calendar: str
    year: int


@refusal
class YearOutOfRange(Refused):
    """The year lies outside those that a calendar holds."""

    year: int
    first: int
    last: int


@refusal
class NotOfTheYear(Refused):
    """A year is published with its own days only."""

    year: int
    days: tuple[date, ...]


@refusal
class BothOffAndWorking(Refused):
    """No day is a day off and a working day at once."""

    days: tuple[date, ...]


@refusal
class DaysAlreadySo(Refused):
    """The days are off, or worked, as asked already: a decree names only what departs from that."""

    days: tuple[date, ...]


@refusal
class NoWorkingDay(Refused):
    """A week has at least one working day."""

    weekend: tuple[str, ...]


@refusal
class NotByCalendar(Refused):
    """The calendar cited gives another date for the deadline, or none."""

    name: str
    due: date
    counted: date | None
