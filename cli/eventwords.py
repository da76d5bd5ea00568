"""Events in words: what happened, as it is told wherever an event is named."""

from __future__ import annotations

from cli.i18n import word
from domain.event import in_words


def event_words(stored: str) -> str:
    """An event's stored name in words."""
    return word("event", in_words(stored))
