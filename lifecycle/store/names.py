"""Stored names: the allow-list by which stored data chooses a model, and the way old shapes become new ones.

Nothing in a log is ever imported by name: a stored name's category picks one of our own modules, and the
name must be one that the module declares, or one that an upcaster still reads.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib import import_module
from typing import Any

from domain.corrections import NEVER_AMENDED, amending, amends
from domain.event import Event
from lifecycle.definitions import CATEGORIES
from lifecycle.errors import StoreUnusable

Upcaster = Callable[[dict[str, Any]], tuple[str, dict[str, Any]]]

UPCASTERS: dict[str, Upcaster] = {}
"""Old stored name -> a function of its data that gives the next stored name and the data in its shape."""


@cache
def model(stored: str) -> type[Event]:
    """The event model of a stored name. Raises `StoreUnusable` for a name that is not ours."""
    category = stored.partition(".")[0]
    if category in CATEGORIES:
        import_module(f"domain.{category}.events")
        if amends(stored) and category not in NEVER_AMENDED:
            amending(category)
    found = Event.registry.get(stored)
    if found is None or found.category not in CATEGORIES:
        raise StoreUnusable(problem="unknown-type", type=stored)
    return found


def revive(stored: str, data: dict[str, Any]) -> Event:
    """The event under a stored name, its data brought to today's shape first."""
    while stored in UPCASTERS:
        stored, data = UPCASTERS[stored](data)
    return model(stored).model_validate(data)
