"""What later decisions need to know of a paper: nothing but that it is there."""

from __future__ import annotations

from typing import NamedTuple

from domain.document.events import DocumentAdded
from domain.event import At


class Document(NamedTuple):
    """A paper under the digest of its bytes."""

    key: str = ""


def evolve(document: Document, event: DocumentAdded, at: At) -> Document:
    """The paper after an event."""
    return Document(at.key)
