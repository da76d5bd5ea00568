"""The days of a calendar's year that depart from the week, each with the act that made it so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from domain.calendar.events import CalendarAmended, YearPublished
from domain.calendar.state import WEEKDAYS, Calendar, evolve
from lifecycle.errors import NotFound
from lifecycle.record import stream_name
from lifecycle.settling import settled
from projections.answers import Answer, Row
from projections.models.calendars import decree_of

if TYPE_CHECKING:
    from lifecycle.record import Record
    from lifecycle.store.log import Log

NOUN = "calendar"
COLUMNS = ("day", "weekday", "kind", "decree", "decree_on", "effective_on", "event")


def days(log: Log, key: str, year: int, *, as_of: date, known_at: str | None = None) -> Answer:
    """Days off beyond the weekly ones and weekly days of rest that are worked, in order, at two times.

    Raises `NotFound` for a calendar that was not established, and for a year that was not published.
    """
    position = log.position()
    (records,) = log.read([stream_name(NOUN, key)]).values()
    known = settled([r for r in records if r.position <= position], as_of=as_of, known_at=known_at)
    if not known:
        raise NotFound(category=NOUN, key=key)
    calendar, said = _told(known)
    if year not in calendar.years:
        raise NotFound(category="year", key=str(year), calendar=key)
    rows = tuple(_rows(calendar, year, said))
    return Answer(position, as_of, known_at, rows)


def _told(records: Iterable[Record]) -> tuple[Calendar, dict[date, Record]]:
    """The calendar after its records, and for each day the last record that named it."""
    calendar = Calendar()
    said: dict[date, Record] = {}
    for record in records:
        calendar = evolve(calendar, record.event, record.at())
        if isinstance(record.event, YearPublished | CalendarAmended):
            said |= dict.fromkeys((*record.event.days_off, *record.event.working_days), record)
    return calendar, said


def _rows(calendar: Calendar, year: int, said: dict[date, Record]) -> Iterator[Row]:
    off, worked = calendar.years[year]
    for day in sorted(off | worked):
        record = said[day]
        whole: dict[str, Any] = {
            "day": day.isoformat(),
            "weekday": WEEKDAYS[day.weekday()],
            "kind": "day-off" if day in off else "working-day",
            **decree_of(record),
            "effective_on": record.effective_on,
            "event": record.ref,
        }
        yield whole
