"""What was decided on the strength of an act, and what it would come to now."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from cli import output, stores
from cli.amending import named
from cli.faults import FINDINGS, fault
from cli.i18n import _, counted, noted
from cli.options import Settings
from cli.output import Sheet
from lifecycle.dependents import IMPOSSIBLE, OTHERWISE, SAME, dependents
from lifecycle.errors import NotFound

if TYPE_CHECKING:
    from lifecycle.dependents import Dependent

COLUMNS = ("event", "act", "key", "effective_on", "recorded_at", "actor", "outcome", "why", "read")

OUTCOMES = {
    SAME: noted("as it was"),
    IMPOSSIBLE: noted("would be refused now"),
    OTHERWISE: noted("would come out otherwise now"),
}


def listing(settings: Settings, *, event: str, as_of: str | None, known_at: str | None, **_given: Any) -> int:
    """Print the acts that read what an event's act wrote; exits 6 where any would not come out as it did."""
    settings.asked = ("", "", "")
    with stores.for_questions(settings.url) as asked:
        on, known = stores.times(asked, as_of, known_at)
        _record, own = named(asked.log, event)
        if known and own.recorded_at > known:
            raise NotFound(category="event", key=event)
        found = [
            one
            for one in dependents(asked.log, own.ref)
            if one.primary.effective_on <= on.isoformat() and (not known or one.primary.recorded_at <= known)
        ]
        position = asked.log.position()
    rows = told(settings, found)
    if settings.format == "table":
        rows = [row | {"outcome": _(OUTCOMES[row["outcome"]])} for row in rows]
    nothing = _("No act rests on {event}.").format(event=own.ref)
    plain = "" if rows else nothing
    sheet = Sheet(rows, COLUMNS, "", position, on, known, plain=plain, more={"of": own.ref})
    output.emit(sheet, settings.format)
    return FINDINGS if any(one.outcome != SAME for one in found) else 0


def told(settings: Settings, found: Sequence[Dependent]) -> list[dict[str, Any]]:
    """Dependent acts as data."""
    return [
        {
            "event": one.primary.ref,
            "act": one.primary.body["act"],
            "key": one.primary.key,
            "effective_on": one.primary.effective_on,
            "recorded_at": one.primary.recorded_at,
            "actor": one.primary.body.get("actor"),
            "outcome": one.outcome,
            "why": _why(one, settings),
            "read": list(one.read),
        }
        for one in found
    ]


def _why(one: Dependent, settings: Settings) -> str | None:
    """What refuses an act now, in words; or that what it names is not there."""
    told = fault(one.objection, settings) if one.objection is not None else None
    return told.message if told is not None else None


def say(found: Sequence[Dependent]) -> list[str]:
    """What came to rest on something else than it was decided on, in words."""
    if not found:
        return []
    said = counted(
        "{count} act read what this changes, and would not come out as it did:",
        "{count} acts read what this changes, and would not come out as they did:",
        len(found),
    )
    return [said, *(f"  {one.primary.ref}  {_(OUTCOMES[one.outcome])}" for one in found)]
