"""The register of documents: papers entered with their bytes, under the SHA-256 of these.

Papers that acts cite, entered or not, are another read model: `projections.papers`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from domain.document import events
from projections.models import Column, Model, Row

if TYPE_CHECKING:
    from lifecycle.record import Record

COLUMNS = (
    Column("key"),
    Column("kind"),
    Column("title"),
    Column("number"),
    Column("dated_on"),
    Column("media_type"),
    Column("size", "number"),
    Column("status"),
)


def changed(row: Row, record: Record) -> Mapping[str, Any]:
    """What an event changes in a paper's row; its size in bytes."""
    match record.event:
        case events.DocumentAdded() as event:
            return {
                "kind": event.kind,
                "title": event.title,
                "number": event.number,
                "dated_on": event.dated_on.isoformat() if event.dated_on else None,
                "media_type": event.media_type,
                "size": event.size,
            }
        case _:
            return {}


MODEL = Model("document", COLUMNS, changed)
