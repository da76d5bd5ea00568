"""One file for each aggregate: its regions, statuses and rows. To add a status or an act, begin there."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any, cast, get_type_hints

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lifecycle.grammar import Lifecycle, Row

NOUNS = ("zone", "party", "plot", "project", "obligation", "calendar", "officer", "proposal", "document")
"""The aggregates that people act upon."""

CATEGORIES = ("store", "land", "number", "bin", "heads", *NOUNS)
"""Every category of stream; stored names of any other category are refused."""


@cache
def lifecycle_of(category: str) -> Lifecycle:
    """The definition of a category, loaded on first use. Raises `KeyError` for an unknown one."""
    if category not in CATEGORIES:
        raise KeyError(category)
    return cast("Lifecycle", import_module(f"lifecycle.definitions.{category}").LIFECYCLE)


def types_of(row: Row) -> Mapping[str, Any]:
    """The types of what a row's decision takes, by name.

    Its annotations may name the states of what the row consults, which are not loaded along with it.
    """
    states = [type(lifecycle_of(consult.category).initial) for consult in row.consults.values()]
    known = {state.__name__: state for state in states} | vars(import_module(row.decision.__module__))
    return get_type_hints(row.decision, known, include_extras=True)
