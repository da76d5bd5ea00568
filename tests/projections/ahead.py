"""Asking for the work ahead, and looking at what was answered."""

from __future__ import annotations

from datetime import date
from typing import Any

from lifecycle.handling import Engine
from projections.registers import Registers
from projections.worklist import Wanted
from tests.lifecycle.acts import do

FAR = date(2100, 1, 1)
NOW = "2026-01-16"
Rows = list[dict[str, Any]]


def rows(registers: Registers, on: str = NOW, **more: Any) -> Rows:
    """The worklist as of a date, all that lies ahead of it."""
    day = date.fromisoformat(on)
    return [dict(row) for row in registers.work(Wanted(day, FAR, **more), as_of=day).rows]


def told(found: Rows) -> list[tuple[Any, ...]]:
    """What each row asks for, by when, the acts that answer it, and those that its end opens."""
    return [
        (
            *(f"{row['noun']}:{row['key']}", row["name"], row["due_on"]),
            *(*acts_of(row["suggest_before"]), "|", *acts_of(row["suggest_after"])),
        )
        for row in found
    ]


def acts_of(suggested: Rows) -> tuple[str, ...]:
    return tuple(one["act"].partition(".")[2] for one in suggested)


def of(found: Rows, key: str, name: str = "") -> Rows:
    return [row for row in found if row["key"] == key and name in ("", row["name"])]


def one(found: Rows, key: str, name: str) -> dict[str, Any]:
    (row,) = of(found, key, name)
    return row


def lacking(engine: Engine) -> None:
    """A decision that the plot P-1 should rest on is missing."""
    do(engine, "plot.flag-gap", "P-1", "2016-03-01", kind="decision", owner="officer", due_on=date(2016, 9, 1))
