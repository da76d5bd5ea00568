"""A calendar file of dates ahead, for any program that reads calendars. Source: RFC 5545."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from icalendar import Calendar, Event

from cli.i18n import _
from cli.screen import safe
from lifecycle.citing import citations, together

PRODUCT = "-//sez//worklist//EN"
VERSION = "2.0"


def calendar(rows: Sequence[Mapping[str, Any]], said: Sequence[str], *, recorded_at: str) -> str:
    """The rows that have a date as all-day events; `said` is what each is, in words.

    `recorded_at` is when the log last took a record: the same log always makes the same file.
    """
    made = Calendar()
    made.add("prodid", PRODUCT)
    made.add("version", VERSION)
    stamp = datetime.fromisoformat(recorded_at)
    for row, words in zip(rows, said, strict=True):
        if row["due_on"]:
            made.add_component(_event(row, words, stamp))
    return str(made.to_ical().decode())


def _event(row: Mapping[str, Any], words: str, stamp: datetime) -> Event:
    event = Event()
    event.add("uid", uid(row))
    event.add("dtstamp", stamp)
    event.add("dtstart", date.fromisoformat(row["due_on"]))
    event.add("summary", safe(f"{row['noun']} {row['key']}: {words}"))
    event.add("description", "\n".join(safe(text) for text in _described(row)))
    event.add("categories", [row["kind"]])
    event.add("transp", "TRANSPARENT")
    return event


def uid(row: Mapping[str, Any]) -> str:
    """What a date is known by: the event that it began with and its name, the same in every file."""
    parts = (row["event"], row["kind"], row["name"], row["detail"])
    return safe(".".join(part.replace(" ", "-") for part in parts if part) + ".sez")


def _described(row: Mapping[str, Any]) -> list[str]:
    said = [together(map(_, citations(row["basis"] or ""))), *row["commands"]]
    if row["provisional"]:
        said.append(_("The date is provisional: a calendar it is counted by is not published yet."))
    return [text for text in said if text]
