"""Clocks that the law starts: whether they ran out, and how they move. A term's last day is in time."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from typing import TYPE_CHECKING

from domain.refusals import DeadlineUnknown, NotByCalendar, NotOfThisSubject, NotYetDue, TooLate

if TYPE_CHECKING:
    from collections.abc import Mapping

    from domain.calendar.state import Calendar

MONTHS_IN_YEAR = 12
LISTING, DELISTING = "listing", "delisting"
"""The terms for entering a person in the public list, and for taking them off it (Land Code 96-1)."""


def months_after(start: date, months: int) -> date:
    """The same day so many months later, or the last day of a month that is shorter; at most the last date."""
    year, month = divmod(start.year * MONTHS_IN_YEAR + start.month - 1 + months, MONTHS_IN_YEAR)
    if year > date.max.year:
        return date.max
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def _due(clocks: Mapping[str, date], name: str) -> date:
    if name not in clocks:
        raise DeadlineUnknown(name)
    return clocks[name]


def expired(clocks: Mapping[str, date], *, name: str, on: date) -> None:
    """Demand that a term was started and is over. Refuses on its last day and before."""
    due = _due(clocks, name)
    if on <= due:
        raise NotYetDue(name, due)


def in_time(clocks: Mapping[str, date], *, name: str, on: date) -> None:
    """Demand that a term, where one was started, is not over yet."""
    due = clocks.get(name)
    if due is not None and on > due:
        raise TooLate(name, due)


def moved(
    clocks: Mapping[str, date],
    *,
    subject: str,
    target: str,
    name: str,
    due: date,
    calendar: Calendar | None,
    counted: date | None,
) -> None:
    """Demand that there is a clock to move, that it moves, and that the event named is the subject's own.

    A date moved by a calendar is the one that the calendar gives. It may come out the same: that it did is
    worth recording.
    """
    if calendar is not None and due != counted:
        raise NotByCalendar(name, due, counted)
    if target.rpartition("@")[0].partition("-")[2] != subject:
        raise NotOfThisSubject(subject, target)
    if _due(clocks, name) == due and calendar is None:
        raise DeadlineUnknown(name)


def listed(clocks: Mapping[str, date]) -> None:
    """Demand that a term runs within which the public list is to show a person as a judgment has it."""
    if not clocks.keys() & {LISTING, DELISTING}:
        raise DeadlineUnknown(LISTING)


def begun(clocks: Mapping[str, date], started: Mapping[str, date]) -> Mapping[str, date]:
    """The clocks with those just started; an earlier duty about the public list stays until it is done."""
    kept = {n: min(due, clocks[n]) for n, due in started.items() if n in (LISTING, DELISTING) and n in clocks}
    return {**clocks, **started, **kept}


def without(clocks: Mapping[str, date], *names: str) -> Mapping[str, date]:
    """The clocks but those of these names."""
    return {name: due for name, due in clocks.items() if name not in names}
