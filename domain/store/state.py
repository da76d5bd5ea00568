"""What later decisions need to know of a store."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from domain.store.events import StoreFounded

if TYPE_CHECKING:
    from domain.event import At


class Store(NamedTuple):
    """The store's birth certificate."""

    origin: str = ""
    time_zone: str = ""
    format: int = 0


def evolve(store: Store, event: StoreFounded, at: At) -> Store:
    """The store after an event."""
    return Store(event.origin, event.time_zone, event.format)
