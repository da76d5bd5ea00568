"""Deadlines that ended and that nothing answered, as findings of `audit conformance`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from cli import ready, stores
from lifecycle.conformance.deviation import DEADLINE_MISSED, Deviation
from lifecycle.conformance.unreported import missed_after
from lifecycle.record import stream_name
from lifecycle.regulation import FAMILY, rules_on
from lifecycle.settling import settled

if TYPE_CHECKING:
    from lifecycle.conformance import Scope
    from lifecycle.rule import Rule
    from projections.registers import Registers

UNANSWERED, UNREPORTED = "unanswered", "unreported"


def unanswered(
    registers: Registers, scope: Scope, asked: stores.Asked, on: date, known: str | None
) -> Iterator[Deviation]:
    """What the worklist has overdue, but the gaps: these are told as papers."""
    from projections.work import DEADLINE, GAP, STEP  # noqa: PLC0415 - it brings a database toolkit along
    from projections.worklist import Wanted  # noqa: PLC0415

    wanted = Wanted(on, on, zone=scope.zone, overdue=True)
    law = rules_on(on, asked.law or FAMILY)
    past = on if on < asked.today() else None
    for row in registers.work(wanted, as_of=past, known_at=known).rows:
        # That a mandate ran out is no deadline that anybody missed.
        if row["kind"] in (GAP, STEP) or row["noun"] == "officer":
            continue
        plots = (row["key"],) if row["noun"] == "plot" else ()
        if scope.plot and scope.plot not in plots:
            continue
        stream, event = stream_name(row["noun"], row["key"]), row["event"] or ""
        history = settled(asked.log.read([stream])[stream], as_of=on, known_at=known)
        began = next((record for record in history if record.ref == event), None)
        said = {"deadline": row["name"], "due": row["due_on"], "days": -row["days_left"]}
        reports = row["kind"] == DEADLINE and row["detail"]
        if reports:
            later = missed_after(row["detail"], history, event, on)
            said |= {"period": row["detail"], "later": later}
        yield Deviation(
            DEADLINE_MISSED,
            UNREPORTED if reports else UNANSWERED,
            event,
            stream,
            began.effective_on if began else "",
            act=row["act"] or "",
            basis=row["basis"] or "",
            regulation=row["regulation"] or "",
            recorded_at=began.recorded_at if began else "",
            zone=row["zone"] or "",
            plots=plots,
            values=said | {"next": _next(row, law)},
        )


def _next(row: Mapping[str, Any], law: Mapping[str, Rule]) -> str:
    """The first act that the worklist suggests, as it is typed."""
    for one in (*row["suggest_after"], *row["suggest_before"]):
        noun, _dot, verb = one["act"].partition(".")
        if one["act"] in law:
            return ready.typed(noun, verb, row["key"], one, law[one["act"]])
    return ""
