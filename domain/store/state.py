"""What later decisions need to know of a store."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from domain.store.events import StoreFounded, StoreOpened, TrialDeclared

if TYPE_CHECKING:
    from domain.event import At, Event


class Store(NamedTuple):
    """The store's birth certificate, its body of law, its first officer, whether it is a copy for trials."""

    origin: str = ""
    time_zone: str = ""
    format: int = 0
    law: str = ""
    officer: str = ""
    trial: bool = False


def evolve(store: Store, event: Event, at: At) -> Store:
    """The store after an event."""
    match event:
        case StoreFounded():
            return Store(event.origin, event.time_zone, event.format)
        case StoreOpened():
            return store._replace(law=event.law, officer=event.officer)
        case TrialDeclared():
            return store._replace(trial=True)
        case _:
            return store
