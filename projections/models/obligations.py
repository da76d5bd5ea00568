"""The register of obligations: what was promised, how much is done, by when. Overdue is asked, never stored."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from domain.obligation import events
from domain.obligation.state import PERFORMANCE
from projections.models import Column, Model, Row, percentage

if TYPE_CHECKING:
    from lifecycle.record import Record

COLUMNS = (
    Column("key"),
    Column("of"),
    Column("plot"),
    Column("kind"),
    Column("status"),
    Column("clock"),
    Column("target", "number"),
    Column("unit"),
    Column("reported", "number"),
    Column("percent"),
    Column("due_on"),
    Column("obligor"),
    Column("suspended_on"),
    Column("superseded_by"),
    Column("regulation"),
)


def changed(row: Row, record: Record) -> Mapping[str, Any]:
    """What an event changes in an obligation's row."""
    match record.event:
        case events.ObligationDefined() as event:
            return {
                "of": event.of,
                "plot": event.plot,
                "kind": event.kind,
                "target": event.target,
                "unit": event.unit,
                "due_on": event.due_on.isoformat(),
                "obligor": event.obligor,
                "regulation": event.regulation or None,
            }
        case events.ProgressReported() as event:
            return {"reported": event.amount}
        case events.ObligationAmended() | events.ObligationRescheduled() as event:
            return _amended(row, event, record.effective_on)
        case events.ClockSuspended():
            return {"suspended_on": record.effective_on}
        case events.ClockResumed():
            return {"suspended_on": None, "due_on": _extended(row, record.effective_on)}
        case events.DeadlineMoved() as event:
            return {"due_on": event.due.isoformat()} if event.name == PERFORMANCE else {}
        case events.ObligationSuperseded() as event:
            return {"superseded_by": event.cause or None}
        case events.ObligationReinstated():
            return {"superseded_by": None}
        case _:
            return {}


def _amended(
    row: Row, event: events.ObligationAmended | events.ObligationRescheduled, on: str
) -> Mapping[str, Any]:
    found: dict[str, Any] = {}
    if isinstance(event, events.ObligationAmended) and event.target is not None:
        found["target"] = event.target
    if event.due_on is not None:
        # The new date was agreed knowing of the days already excluded: only later ones are added to it.
        found |= {"due_on": event.due_on.isoformat(), "suspended_on": row["suspended_on"] and on}
    return found


def _extended(row: Row, resumed_on: str) -> str:
    """The due date once time counts again: the days excluded are added where the term was still running."""
    due_on: str = row["due_on"]
    stopped: str | None = row["suspended_on"]
    if stopped is None or due_on < stopped:
        return due_on
    due, excluded = date.fromisoformat(due_on), date.fromisoformat(resumed_on) - date.fromisoformat(stopped)
    return (due + min(excluded, date.max - due)).isoformat()


def performed(row: Row) -> Mapping[str, Any]:
    """How much of the target is reported, in percent."""
    reported, target = row["reported"], row["target"]
    return {"percent": None if reported is None or not target else percentage(reported, target)}


MODEL = Model("obligation", COLUMNS, changed, performed)
