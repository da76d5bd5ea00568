"""Events, the moment they took effect, and what a decision returns.

Annotations here and in the modules of events are plain objects, not text: pydantic evaluates them for every
event, and text would have to be compiled each time.
"""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from pydantic import BaseModel, ConfigDict

NOTHING: Mapping[str, Any] = MappingProxyType({})
"""A mapping with nothing in it, for facts that have none."""


class Event(BaseModel):
    """Something that happened, under a permanent stored name `category.Event@schema`.

    A module may move; a stored name never changes, and the shape behind it never changes either: a new
    shape is a new schema number with an upcaster from the old one.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    reason: str = ""

    if TYPE_CHECKING:
        # Not fields. Said to pydantic, they would be evaluated again for each event that there is.
        stored: ClassVar[str]
        category: ClassVar[str]
        registry: ClassVar[dict[str, type["Event"]]]

    def __init_subclass__(cls, *, stored: str = "", **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if not stored:
            return  # what several events have in common is no event
        cls.stored = stored
        cls.category = stored.partition(".")[0]
        if stored in Event.registry:
            msg = f"stored name {stored} is taken"
            raise TypeError(msg)
        Event.registry[stored] = cls

    def data(self) -> dict[str, Any]:
        """The event's fields as JSON values, those at their default left out."""
        return self.model_dump(mode="json", exclude_defaults=True)


Event.stored = Event.category = ""
Event.registry = {}


def in_words(stored: str) -> str:
    """An event's stored name in English words: `plot.PlotAllocated@1` is "plot allocated"."""
    short = stored.rpartition(".")[2].partition("@")[0]
    return "".join(f" {c.lower()}" if c.isupper() else c for c in short).strip()


class At(NamedTuple):
    """Where and when an event stands: its id, its legal date, the due dates it started, the missing papers."""

    ref: str
    on: date
    due: Mapping[str, date]
    gaps: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """The key of the subject whose stream the event stands in."""
        return self.ref.rpartition("@")[0].partition("-")[2]


class Touch(NamedTuple):
    """An event for another subject, written by the same append.

    `starts` maps clocks of that subject to the deadlines of the act by which they run.
    """

    key: str
    event: Event
    starts: Mapping[str, str] = NOTHING


Outcome = tuple[Event | Touch, ...]
"""What a decision returns: the primary event first, touched events after it; empty when nothing changes."""
