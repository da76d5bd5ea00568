"""Deadlines that the law sets: how long, counted how, rolled where, and how each date came about.

Source: the periods of the civil and administrative law that a regulation pack cites.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from domain.calendar.counting import is_provisional, is_published, next_working, working_days_after
from domain.deadlines import MONTHS_IN_YEAR, months_after
from domain.event import NOTHING
from domain.periods import ends_on, half_years, next_to_report

if TYPE_CHECKING:
    from domain.calendar.state import Calendar

UNITS = ("years", "months", "days", "working_days", "yearly")
ROLLS = ("none", "next-working-day")
Day = tuple[int, int]
"""A day of every year: month, day."""


class Term(NamedTuple):
    """A deadline that an act starts: so many of a unit, from the legal date or from a term of the act.

    `yearly` names days of every year instead of a length: the next of them after the start. `before` are the
    acts that answer the deadline in time, `after` those that its end opens, both as `category.verb`. `period`
    is the term of a report that holds the period reported: the deadline is for the first half-year that is not.
    """

    name: str
    length: int
    unit: str
    basis: str
    start: str = ""
    when: Mapping[str, Any] = NOTHING
    roll: str = "none"
    suspended_by: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    yearly: tuple[Day, ...] = ()
    period: str = ""

    def from_date(self, terms: Mapping[str, Any], facts: Any, on: date) -> date | None:
        """From when the deadline counts for an act with these terms; None where they start none."""
        if self.period:
            return _half_year_to_report(terms.get(self.period) or "", facts, on)
        return terms.get(self.start) or on

    @property
    def needs_calendar(self) -> bool:
        """Whether the due date depends on which days are worked."""
        return self.unit == "working_days" or self.roll != "none"

    @property
    def acts(self) -> tuple[str, ...]:
        """Every act that the deadline is about."""
        return (*self.before, *self.after)


class Step(NamedTuple):
    """One step of counting: what was done, the date it gave, whether it rests on a year not published."""

    kind: str
    on: date
    provisional: bool = False


def counted(term: Term, start: date, calendar: Calendar) -> Iterator[Step]:
    """How a deadline's last day comes about, step by step; the last step is the due date."""
    due = _length(term, start, calendar)
    yield Step(term.unit, due, term.unit == "working_days" and is_provisional(calendar, after=start, until=due))
    if term.roll == "next-working-day":
        rolled = next_working(calendar, due)
        yield Step("roll", rolled, not (is_published(calendar, due) and is_published(calendar, rolled)))


def _length(term: Term, start: date, calendar: Calendar) -> date:
    """The start's own day so many units later, clamped to the month's end."""
    match term.unit:
        case "days":
            return start + min(timedelta(days=term.length), date.max - start)
        case "working_days":
            return working_days_after(calendar, start, term.length)
        case "yearly":
            return _next_of_year(term.yearly, start)
    months = term.length * (MONTHS_IN_YEAR if term.unit == "years" else 1)
    return months_after(start, months)


def _half_year_to_report(period: str, facts: Any, on: date) -> date | None:
    """The last day of the half-year to report next; None after a report of a shorter period."""
    covered = half_years(period) if period else ()
    if period and not covered:
        return None
    since = getattr(facts, "reports_since", None) or on
    return ends_on(next_to_report({*getattr(facts, "reported", ()), *covered}, since=since))


def _next_of_year(days: tuple[Day, ...], start: date) -> date:
    """The first of these days of the year after a date."""
    if start.year >= date.max.year:
        return date.max
    return min(
        day
        for year in (start.year, start.year + 1)
        for month, number in days
        if (day := date(year, month, number)) > start
    )


# -- reading a pack's words --------------------------------------------------------------------------


def term(given: Mapping[str, Any]) -> Term:
    """A deadline as a pack writes it. Raises `ValueError` or `KeyError` for one that cannot be read."""
    (unit,) = [u for u in UNITS if u in given]
    roll = given.get("roll", "none")
    if roll not in ROLLS:
        msg = f"roll {roll}: expected {', '.join(ROLLS)}"
        raise ValueError(msg)
    yearly = unit == "yearly"
    return Term(
        name=given["name"],
        length=0 if yearly else given[unit],
        unit=unit,
        basis=given.get("basis", ""),
        start=given.get("from", ""),
        when=given.get("when", {}),
        roll=roll,
        suspended_by=tuple(given.get("suspended_by", ())),
        before=tuple(given.get("before", ())),
        after=tuple(given.get("after", ())),
        period=given.get("period", ""),
        yearly=tuple(_day(text) for text in given[unit]) if yearly else (),
    )


def _day(text: str) -> Day:
    """`01-25`: a day that every year has."""
    month, _, number = text.partition("-")
    day = date(2001, int(month), int(number))
    return day.month, day.day
