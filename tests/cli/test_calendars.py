"""Working calendars on the command line: seeded, listed day by day, amended."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.cli.harness import sez

At = Callable[[str], Path]

AMEND = ("calendar", "amend", "kz", "--working-day", "2026-08-31", "--on", "2026-03-31")
DECREE = ("--document", "decree=12@2026-03-30")


def days(year: int, *more: str) -> dict[str, Any]:
    found = sez("calendar", "days", "kz", "--year", str(year), *more, "--format", "json")
    assert (found.code, found.err) == (0, "")
    return {row.pop("day"): row for row in found.json["rows"]}


def test_a_calendar_is_seeded_whole_in_one_append(at: At) -> None:
    at("")
    done = sez("calendar", "seed", "kz", "--format", "json")
    assert (done.code, done.err, len(done.json["rows"])) == (0, "", 22)
    assert done.json["rows"][0] == {
        "act": "calendar.establish",
        "year": None,
        "effective_on": "2011-01-01",
        "decree": None,
        "decree_on": None,
    }
    assert done.json["rows"][-1]["year"] == 2026
    shown = sez("calendar", "show", "kz", "--format", "json").json["row"]
    assert shown == {
        "key": "kz",
        "title": "Kazakhstan",
        "status": "kept",
        "weekend": ["saturday", "sunday"],
        "years": [str(year) for year in range(2011, 2027)],
        "amended": 5,
        "decree": "267",
        "decree_on": "2001-12-13",
    }
    history = sez("calendar", "history", "kz", "--format", "json").json["rows"]
    assert {(row["actor"], row["body"]) for row in history[1:]} == {("officer-land", "government")}
    assert history[-1]["position"] == history[0]["position"] + 21 == done.json["position"]


def test_seeding_again_records_nothing(at: At) -> None:
    at("")
    first = sez("calendar", "seed", "kz", "--format", "json").json
    again = sez("calendar", "seed", "kz", "--format", "json")
    assert (again.code, again.json["rows"], again.json["position"]) == (0, [], first["position"])
    assert "nothing was recorded" in sez("calendar", "seed", "kz").out


def test_years_that_a_calendar_holds_are_passed_over(at: At) -> None:
    at("published")
    done = sez("calendar", "seed", "kz", "--format", "json").json["rows"]
    assert 2026 not in {row["year"] for row in done}
    assert "calendar.establish" not in {row["act"] for row in done}
    assert done[0]["effective_on"] == "2019-01-08", "no act is older than the calendar"
    assert len(days(2026)) == 3, "the year that was there stays as it was"
    assert days(2022)["2022-10-24"]["decree"] == "796"


def test_31_august_2026_is_worked_by_the_seed(at: At) -> None:
    at("")
    sez("calendar", "seed", "kz")
    assert "2026-08-31" not in days(2026)
    assert "2026-08-31" in days(2026, "--as-of", "2026-03-30")


def test_a_day_says_by_which_decree_it_departs_from_the_week(at: At) -> None:
    at("")
    sez("calendar", "seed", "kz")
    found = days(2022)
    assert found["2022-03-05"] == {
        "weekday": "saturday",
        "kind": "working-day",
        "decree": "713",
        "decree_on": "2021-10-06",
        "effective_on": "2021-10-06",
        "event": "calendar-kz@13",
    }
    assert found["2022-10-24"]["kind"] == "day-off"
    assert "2022-12-01" not in found
    assert days(2022, "--as-of", "2022-01-31")["2022-12-01"]["event"] == "calendar-kz@13"
    told = sez("calendar", "days", "kz", "--year", "2022").out
    assert "2022-03-05  saturday   working day" in told


def test_31_august_2026_is_worked_once_the_calendar_is_amended(at: At) -> None:
    at("published")
    assert "2026-08-31" in days(2026)
    assert sez(*AMEND).code == 3, "an amendment rests on a decree"
    done = sez(*AMEND, *DECREE, "--format", "json")
    assert (done.code, done.json["stream"], done.json["version"]) == (0, "calendar-kz", 3)
    assert "2026-08-31" not in days(2026)
    assert "2026-08-31" in days(2026, "--as-of", "2026-03-30")
    again = sez(*AMEND, *DECREE, "--format", "json")
    assert (again.code, again.json["events"]) == (0, [])


def test_a_year_that_is_not_published_has_no_days_and_is_not_amended(at: At) -> None:
    at("published")
    unknown = sez("calendar", "days", "kz", "--year", "2031", "--format", "json")
    assert unknown.code == 4
    assert unknown.fault["hint"] == "sez calendar show kz"
    refused = sez("calendar", "amend", "kz", "--day-off", "2031-01-06", *DECREE, "--format", "json")
    assert (refused.code, refused.fault["code"]) == (3, "year-not-published")
    assert refused.fault["hint"].startswith("sez calendar publish kz --year 2031")


def test_only_what_the_program_knows_is_seeded(at: At, tmp_path: Path) -> None:
    at("")
    unknown = sez("calendar", "seed", "atlantis", "--format", "json")
    assert (unknown.code, list(tmp_path.iterdir())) == (4, [])
    assert "kz" in unknown.fault["message"]
    assert sez("calendar", "days", "atlantis").code == 4
