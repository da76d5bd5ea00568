"""Numbers made up to fit: parts that sum exactly, days spread evenly, registration numbers nobody can have."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import accumulate, pairwise

from domain.identifiers import checksum_holds

SATURDAY = 5
PRIME = 7_919


def apportioned(total: int, count: int) -> list[int]:
    """A total in uneven whole parts, each above zero where the total allows, that sum to it exactly."""
    weights = [5 + (index * PRIME) % 11 for index in range(count)]
    reached = [total * weight // sum(weights) for weight in accumulate(weights, initial=0)]
    return [after - before for before, after in pairwise(reached)]


def working(day: date) -> date:
    """The day itself, or the Monday after a weekend."""
    return day + timedelta(days=max(0, 7 - day.weekday())) if day.weekday() >= SATURDAY else day


def spread(first: date, last: date, count: int) -> list[date]:
    """So many working days, evenly from the first to the last."""
    span = (last - first).days
    return [working(first + timedelta(days=span * index // max(1, count - 1))) for index in range(count)]


def synthetic_bin(year: int, serial: int) -> str:
    """A number whose checksum holds, and which no organisation can bear: it was registered in month 00."""
    beginnings = (f"{year % 100:02}0040{serial * 10 + step:05}" for step in range(10))
    return next(b + check for b in beginnings for check in "0123456789" if checksum_holds(b + check))
