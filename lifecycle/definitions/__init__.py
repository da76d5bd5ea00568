"""One file for each aggregate: its regions, statuses and rows. To add a status or an act, begin there."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from lifecycle.grammar import Lifecycle

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
