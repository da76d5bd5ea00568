"""The schedule: what was to be done by a date, and how much of it is."""

from __future__ import annotations

from datetime import date
from typing import Any

from projections.reports.schedule import schedule


def owed(key: str, due_on: str, target: int, reported: int | None, **more: Any) -> dict[str, Any]:
    row = {"key": key, "of": "project:P", "kind": "investment", "unit": "KZT", "status": "active"}
    return row | {"due_on": due_on, "target": target, "reported": reported, "overdue": False} | more


def test_percent_of_plan_measures_by_what_was_due_on_the_date() -> None:
    rows = [
        owed("P-1", "2024-12-31", 100, 90, overdue=True),
        owed("P-2", "2025-12-31", 200, 60),
        owed("P-3", "2026-12-31", 300, None),
    ]
    (told,) = schedule(rows, as_of=date(2025, 12, 31))
    assert told == {
        "of": "project:P",
        "kind": "investment",
        "unit": "KZT",
        "obligations": 3,
        "target": 600,
        "planned": 300,
        "reported": 150,
        "percent_of_plan": "50.0",
        "percent": "25.0",
        "met": 0,
        "overdue": 1,
        "next_due_on": "2025-12-31",
    }


def test_before_anything_is_due_there_is_no_percent_of_plan() -> None:
    (told,) = schedule([owed("P-1", "2024-12-31", 100, 10)], as_of=date(2023, 1, 1))
    assert (told["planned"], told["percent_of_plan"], told["percent"]) == (0, None, "10.0")


def test_totals_never_mix_units_and_leave_out_what_nobody_owes() -> None:
    rows = [
        owed("P-1", "2024-12-31", 100, 10),
        owed("P-2", "2024-12-31", 7, 7, unit="USD", status="met"),
        owed("P-3", "2024-12-31", 50, 50, status="waived"),
    ]
    told = list(schedule(rows, as_of=date(2025, 1, 1)))
    assert [(row["unit"], row["target"], row["met"]) for row in told] == [("KZT", 100, 0), ("USD", 7, 1)]
