"""The register of working calendars: which years are published, how often amended, by which decree last."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from domain.calendar import events
from projections.models import Column, Model, Row

if TYPE_CHECKING:
    from lifecycle.record import Record

COLUMNS = (
    Column("key"),
    Column("title"),
    Column("status"),
    Column("weekend", "list", []),
    Column("years", "list", []),
    Column("amended", "number", 0),
    Column("decree"),
    Column("decree_on"),
)

DECREE = "decree"


def changed(row: Row, record: Record) -> Mapping[str, Any]:
    """What an event changes in a calendar's row; the decree is that of the last act on its years."""
    match record.event:
        case events.CalendarEstablished() as event:
            return {"title": event.title, "weekend": list(event.weekend)}
        case events.YearPublished() as event:
            return {"years": sorted({*row["years"], str(event.year)}), **decree_of(record)}
        case events.CalendarAmended():
            return {"amended": row["amended"] + 1, **decree_of(record)}
        case _:
            return {}


def decree_of(record: Record) -> Mapping[str, Any]:
    """The number and the date of the decree that an act rests on, as far as they are known."""
    for document in record.body.get("documents", ()):
        if document["kind"] == DECREE:
            return {"decree": document.get("number"), "decree_on": document.get("date")}
    return {"decree": None, "decree_on": None}


MODEL = Model("calendar", COLUMNS, changed)
