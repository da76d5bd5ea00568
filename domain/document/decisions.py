"""What may be decided about a paper."""

from __future__ import annotations

from datetime import date

from domain.document import events
from domain.document.state import Document
from domain.document.values import DocumentKind, MediaType, Size
from domain.event import Outcome
from domain.refusals import BeyondTerm
from domain.values import Name


def add(
    document: Document,
    *,
    kind: DocumentKind,
    media_type: MediaType,
    size: Size,
    title: Name | None = None,
    number: Name | None = None,
    dated_on: date | None = None,
    on: date,
) -> Outcome:
    """Enter a paper with its bytes, so that acts can cite it. Refuses one dated later than it is entered."""
    if dated_on is not None and dated_on > on:
        raise BeyondTerm("dated_on", dated_on, on)
    return (
        events.DocumentAdded(
            kind=kind, title=title, number=number, dated_on=dated_on, media_type=media_type, size=size
        ),
    )
