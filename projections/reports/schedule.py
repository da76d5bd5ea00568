"""The schedule of obligations: by whom, kind and unit how much was to be done by a date, and how much is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from projections.models import Row, percentage

COLUMNS = (
    *("of", "kind", "unit", "obligations", "target", "planned", "reported", "percent_of_plan", "percent"),
    *("met", "overdue", "next_due_on"),
)
GIVEN_UP = frozenset({"waived", "superseded"})
"""Obligations that nobody owes any more: they count in no plan."""

MET = frozenset({"met", "cured"})


def schedule(obligations: Iterable[Mapping[str, Any]], *, as_of: date) -> Iterator[Row]:
    """One row for each obligor, kind and unit, in that order: no total mixes units or currencies.

    `planned` is what was to be done by the date, `percent_of_plan` how much of that is reported; None where
    nothing was due yet. `percent` is measured by the whole target.
    """
    groups: dict[tuple[str, str, str], list[Mapping[str, Any]]] = defaultdict(list)
    for row in obligations:
        if row["status"] not in GIVEN_UP:
            groups[row["of"], row["kind"], row["unit"]].append(row)
    for (of, kind, unit), rows in sorted(groups.items()):
        yield {"of": of, "kind": kind, "unit": unit, **_summed(rows, as_of.isoformat())}


def _summed(rows: Sequence[Mapping[str, Any]], on: str) -> Row:
    target = sum(row["target"] for row in rows)
    planned = sum(row["target"] for row in rows if row["due_on"] <= on)
    reported = sum(row["reported"] or 0 for row in rows)
    ahead = [row["due_on"] for row in rows if row["status"] == "active" and row["due_on"] >= on]
    return {
        "obligations": len(rows),
        "target": target,
        "planned": planned,
        "reported": reported,
        "percent_of_plan": percentage(reported, planned) if planned else None,
        "percent": percentage(reported, target) if target else None,
        "met": sum(row["status"] in MET for row in rows),
        "overdue": sum(row["overdue"] for row in rows),
        "next_due_on": min(ahead, default=None),
    }
