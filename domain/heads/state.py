"""What later decisions need to know of the heads: nothing, as each seal commits to all of them anew."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from domain.event import At, Event


class Heads(NamedTuple):
    """The heads as any act finds them."""


def evolve(heads: Heads, event: Event, at: At) -> Heads:
    """The heads after an event."""
    return heads
