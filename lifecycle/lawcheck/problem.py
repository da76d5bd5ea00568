"""A problem of a regulation: a stable code, the place in the pack, the values at hand. Words live in `cli`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from domain.event import NOTHING


class Problem(NamedTuple):
    """What is wrong with a pack, and where: `acts.plot.allocate.deadlines.non-use`.

    A `warning` leaves the pack usable.
    """

    code: str
    place: str
    values: Mapping[str, Any] = NOTHING
    warning: bool = False


def problem(code: str, place: str, **values: Any) -> Problem:
    """A problem with its values by name."""
    return Problem(code, place, values)


def warning(code: str, place: str, **values: Any) -> Problem:
    """A problem that leaves the pack usable."""
    return Problem(code, place, values, warning=True)
