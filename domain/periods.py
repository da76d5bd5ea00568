"""Reporting periods: when they end, and which half-year is to be reported next."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Collection
from datetime import date

HALVES = {"H1": 6, "H2": 12}
QUARTERS = {"Q1": 3, "Q2": 6, "Q3": 9, "Q4": 12}
LAST_MONTH = 12


def ends_on(period: str) -> date:
    """The last day of a year, half-year, quarter or month: `2025`, `2025-H1`, `2025-Q3`, `2025-10`."""
    year, _, part = period.partition("-")
    month = {**HALVES, **QUARTERS, "": LAST_MONTH}.get(part) or int(part)
    return date(int(year), month, monthrange(int(year), month)[1])


def half_years(period: str) -> tuple[str, ...]:
    """The half-years that a report covers whole: one, both of a year, none of a shorter period."""
    year, _, part = period.partition("-")
    if not part:
        return f"{year}-H1", f"{year}-H2"
    return (period,) if part in HALVES else ()


def next_to_report(reported: Collection[str], *, since: date) -> str:
    """The first half-year not reported, from the one in which reporting began."""
    year, half = since.year, 1 if since.month <= HALVES["H1"] else 2
    while f"{year}-H{half}" in reported:
        year, half = (year, 2) if half == 1 else (year + 1, 1)
    return f"{year}-H{half}"
