"""Published figures against computed ones: each an assertion to compare with, never overwritten or reconciled.

How they compare, by the published qualifier: `=` equal once the computed one is rounded to the published
decimals; `>` above; `<=` at most; `~` within 5 per cent; `range` and `date` within low and high, both included.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from projections.reports.measures import MEASURES
from projections.reports.picture import Picture

if TYPE_CHECKING:
    from projections.reports.measures import Computed
    from projections.reports.picture import Lists

TOLERANCE = Decimal("0.05")
"""How far from a figure published as "about" the computed one may be."""

SHOWN_DECIMALS = Decimal("0.0001")


@dataclass(frozen=True, slots=True)
class Published:
    """A figure as it was published: by which document, of what, on which date, in which words.

    `low` and `high` are numbers, or dates where `op` is `date`. `period` is what the source says of time, where
    that is no date.
    """

    seed: str
    entity: str
    metric: str
    op: str
    low: str
    high: str
    unit: str
    as_of: date
    period: str
    words: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A published figure beside the computed one; `agrees` is None where there is nothing to compare with."""

    published: Published
    computed: Computed
    agrees: bool | None

    def as_row(self) -> dict[str, Any]:
        """The figure as a report prints it."""
        said = self.published
        return {
            "seed": said.seed,
            "entity": said.entity,
            "metric": said.metric,
            "as_of": said.as_of.isoformat(),
            "op": said.op,
            "published": said.words,
            "unit": said.unit,
            "computed": _plain(self.computed),
            "agrees": self.agrees,
        }


@cache
def published() -> tuple[Published, ...]:
    """The published figures that projects, plots and zones can yield."""
    text = files("lifecycle").joinpath("demo", "published_figures.csv").read_text("utf-8")
    return tuple(
        Published(**{**row, "as_of": date.fromisoformat(row["as_of"])})  # type: ignore[arg-type]
        for row in csv.DictReader(text.splitlines())
    )


def figures(
    registers: Lists,
    said: Iterable[Published] | None = None,
    *,
    as_of: date = date.max,
    known_at: str | None = None,
) -> list[Figure]:
    """Each figure published for a date not after `as_of`, beside what the registers yield on that date.

    As known at a time: what was recorded later does not count.
    """
    pictures: dict[date, Picture] = {}
    found: list[Figure] = []
    for one in published() if said is None else said:
        if one.as_of > as_of:
            continue
        picture = pictures.setdefault(one.as_of, Picture(registers, one.as_of, known_at))
        measure = MEASURES.get((one.entity, one.metric))
        computed = measure(picture) if measure else None
        found.append(Figure(one, computed, agrees(one, computed)))
    return found


def agrees(said: Published, computed: Computed) -> bool | None:
    """Whether a computed value is what was published; None where it cannot be compared."""
    if computed is None:
        return None
    if isinstance(computed, date):
        return date.fromisoformat(said.low) <= computed <= date.fromisoformat(said.high)
    low, high = Decimal(said.low), Decimal(said.high)
    match said.op:
        case "=":
            return computed.quantize(low, ROUND_HALF_UP) == low
        case ">":
            return computed > low
        case "<=":
            return computed <= high
        case "~":
            return abs(computed - low) <= abs(low) * TOLERANCE
        case "range":
            return low <= computed <= high
        case _:
            return None


def _plain(computed: Computed) -> int | float | str | None:
    if computed is None:
        return None
    if isinstance(computed, date):
        return computed.isoformat()
    whole = computed.to_integral_value()
    return int(whole) if whole == computed else float(computed.quantize(SHOWN_DECIMALS))
