"""Working calendars: which days of a year depart from the week, and by which decree."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cli import output, parsing, stores
from cli.i18n import _, noted, word
from cli.options import Settings
from cli.output import Sheet
from projections import days as departing

NOUN = "calendar"
KINDS = {"day-off": noted("day off"), "working-day": noted("working day")}


def days(
    settings: Settings, *, key: str, year: str | None, as_of: str | None, known_at: str | None, **_given: Any
) -> int:
    """Print the days of a year that depart from the week."""
    settings.asked = (NOUN, "days", key)
    subject, number = parsing.key(NOUN, key), parsing.number("--year", year)
    with stores.for_questions(settings.url) as asked:
        on, known = stores.times(asked, as_of, known_at)
        year_asked = on.year if number is None else number
        answer = departing.days(asked.log, subject, year_asked, as_of=on, known_at=known)
    rows = [_told(row) for row in answer.rows] if settings.format == "table" else answer.rows
    sheet = Sheet(rows, departing.COLUMNS, NOUN, answer.position, answer.as_of, answer.known_at)
    output.emit(sheet, settings.format)
    return 0


def _told(row: Mapping[str, Any]) -> Mapping[str, Any]:
    """A day as a person reads it."""
    return {**row, "weekday": word("calendar.weekend", row["weekday"]), "kind": _(KINDS[row["kind"]])}
