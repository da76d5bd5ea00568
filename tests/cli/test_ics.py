"""`sez due --ics`: a calendar file that reads back, the same for the same log, whatever words stand in it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from icalendar import Calendar

from cli.ics import calendar
from tests.cli.harness import sez

At = Callable[[str], Path]


def events(text: str) -> list[Any]:
    return list(Calendar.from_ical(text).walk("VEVENT"))


def test_a_calendar_file_has_every_date_and_reads_back(at: At) -> None:
    at("held")
    found = sez("due", "--ics", "--until", "2100-01-01")
    assert found.code == 6
    assert found.out.endswith("END:VCALENDAR\r\n")
    assert {line[-1:] for line in found.out.split("\n")[:-1]} == {"\r"}
    rows = sez("due", "--format", "json", "--until", "2100-01-01").json["rows"]
    dated = [one for one in rows if one["due_on"]]
    assert [event["DTSTART"].dt.isoformat() for event in events(found.out)] == [one["due_on"] for one in dated]
    (first,) = [event for event in events(found.out) if "non-use" in event["UID"]]
    assert str(first["UID"]) == "plot-KHG-014@2.deadline.non-use.sez"
    assert str(first["SUMMARY"]) == "plot KHG-014: non-use (Land Code 92(2))"
    assert "sez plot issue-prescription KHG-014" in first["DESCRIPTION"]
    assert len({event["UID"] for event in events(found.out)}) == len(dated)


def test_the_same_log_always_makes_the_same_calendar_file(at: At) -> None:
    at("held")
    assert sez("due", "--ics").out == sez("due", "--ics").out
    assert sez("due", "--ics", "--noun", "calendar").out.count("BEGIN:VEVENT") == 0


def test_hostile_words_stay_within_their_line_of_a_calendar_file() -> None:
    words = {"name": "x\r\nEND:VCALENDAR", "basis": "a;b,c\\d\u202e", "commands": ["x\x07\n"]}
    dated = {"event": "plot-K@1", "due_on": "2026-01-31", "provisional": True}
    hostile = {"noun": "plot", "key": "K", "kind": "gap", "detail": "", **words, **dated}
    undated = {**hostile, "due_on": None}
    text = calendar([hostile, undated], ["a\r\nBEGIN:VALARM", "b"], recorded_at="2026-01-16T07:00:00.000000Z")
    (event,) = events(text)
    assert text.count("END:VCALENDAR\r\n") == 1
    assert "\r\nBEGIN:VALARM" not in text
    assert str(event["SUMMARY"]) == "plot K: a\\u000d\\u000aBEGIN:VALARM"
    assert str(event["DESCRIPTION"]).splitlines() == [
        *("a;b,c\\d\\u202e", "x\\u0007\\u000a"),
        "The date is provisional: a calendar it is counted by is not published yet.",
    ]
    assert event["DTSTART"].dt == date(2026, 1, 31)
    assert event["DTSTAMP"].dt.isoformat() == "2026-01-16T07:00:00+00:00"
