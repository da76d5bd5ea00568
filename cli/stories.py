"""A history as it is told to a person: what happened, what it changed, who did it, on which papers.

What was voided is struck through where a terminal can, and says by which event; so is what was corrected.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from cli.columns import COLOURS, heading, text
from cli.eventwords import event_words
from cli.i18n import _, counted, word
from cli.screen import coloured, columns, paint, safe
from cli.tables import NARROWEST, fold
from domain.corrections import amends
from domain.event import Event
from lifecycle.clock import local_day

MARGIN = 12
LATE_DAYS = 30
"""An act recorded more days after its legal date is told to be late, and by how much."""

QUIET = frozenset({"key"})
"""Columns whose first value says nothing that the title does not."""

DEADLINES = "deadlines"
TOLD_BY = {"burdens": "encumbrances"}
"""Columns that have nothing to tell where another one changes with them."""


def told(noun: str, rows: Sequence[Mapping[str, Any]], time_zone: str) -> str:
    """The rows of a history, one block for each event; how late one was recorded goes by the zone's days."""
    limit, colour = columns(), coloured(sys.stdout)
    by_event = {row["event"]: row for row in rows}
    units = [row["data"]["unit"] for row in rows if "unit" in row["data"]]
    of = _Of(noun, units[-1] if units else "", time_zone)
    return "\n".join(line for row in rows for line in _block(of, row, by_event, limit, colour=colour))


class _Of(NamedTuple):
    """Whose history is told: the noun; for an obligation, the unit that it is counted in; whose days count."""

    noun: str
    unit: str
    time_zone: str = "UTC"


Rows = Mapping[str, Mapping[str, Any]]
Changes = Mapping[str, Sequence[Any]]
"""Name -> what was before, what is after."""


def _block(
    of: _Of, row: Mapping[str, Any], by_event: Rows, limit: int | None, *, colour: bool
) -> Iterator[str]:
    title = f"{row['effective_on']}  {event_words(row['type'])}"
    shade = "struck" if row["voided_by"] else "cyan"
    yield f"{paint(title, shade) if colour else title}  ({row['event']})"
    for line in _lines(of, row, by_event, colour=colour):
        room = max(NARROWEST, limit - MARGIN) if limit else None
        for piece in fold(line, room) if room else [line]:
            yield f"{' ' * MARGIN}{piece}"


def _lines(of: _Of, row: Mapping[str, Any], by_event: Rows, *, colour: bool) -> Iterator[str]:
    yield from _later(of, row, by_event, colour=colour)
    amending = amends(row["type"])
    if amending:
        yield _("of {event}").format(event=_event(row["data"]["target"], by_event))
    yield from _changes(of, row["changes"], colour=colour)
    if not amending:
        yield from _own(of, row)
    for label, said in (
        (_("starts"), "; ".join(_clock(d) for d in row.get("deadlines") or ())),
        (_("reason"), safe(row.get("reason") or "")),
        (_("by"), _who(row)),
        (_("law"), ", ".join(x for x in (row.get("regulation"), _(row.get("basis") or "")) if x)),
        (_("papers"), "; ".join(paper(p) for p in row.get("documents") or ())),
        (_("missing papers"), "; ".join(_gap(g) for g in row.get("gaps") or ())),
        (_("recorded"), _recorded(row, of.time_zone)),
    ):
        if said:
            yield f"{label}: {said}"


def _later(of: _Of, row: Mapping[str, Any], by_event: Rows, *, colour: bool) -> Iterator[str]:
    """What was said of the record later: that it was voided, which of its values were corrected."""
    if row["voided_by"]:
        yield _("voided by {event}: it does not count").format(event=row["voided_by"])
    for event in row["corrected_by"]:
        changes = by_event[event]["changes"] if event in by_event else {}
        said = "; ".join(_changes(of, changes, colour=colour, gone=True))
        yield _("corrected by {event}: {changes}").format(event=event, changes=said)


def _event(event: str, by_event: Rows) -> str:
    """An event with what it is, where that is told too."""
    return f"{event}, {event_words(by_event[event]['type'])}" if event in by_event else event


def _recorded(row: Mapping[str, Any], time_zone: str) -> str:
    text = _("{moment}, position {position}").format(
        moment=_moment(row["recorded_at"]), position=row["position"]
    )
    days = (local_day(row["recorded_at"], time_zone) - date.fromisoformat(row["effective_on"])).days
    if days <= LATE_DAYS:
        return text
    late = counted("{count} day after its date", "{count} days after its date", days)
    return _("{recorded}, {late}").format(recorded=text, late=late)


def _own(of: _Of, row: Mapping[str, Any]) -> Iterator[str]:
    """What the event itself says beyond its changes and its reason."""
    changed = row["changes"]
    new = [value for _old, value in changed.values()]
    data = row["data"]
    # Stored objects have their keys sorted; the event has them in the order in which they are thought of.
    for name in [n for n in Event.registry[row["type"]].model_fields if n in data]:
        value, said = data[name], text(of.noun, name, data[name], of.unit)
        if said and name != "reason" and name not in changed and not any(_holds(one, value) for one in new):
            yield f"{heading(name)}: {said}"


def _holds(told: Any, value: Any) -> bool:
    return bool(told == value or (isinstance(told, list) and value in told))


def _clock(given: Mapping[str, Any]) -> str:
    """A deadline that the event started: its name and its last day."""
    said = _("{deadline} until {date}").format(deadline=word("deadline", given["name"]), date=given["due"])
    return _("{text} (provisional)").format(text=said) if given.get("provisional") else said


def _changes(of: _Of, changes: Changes, *, colour: bool, gone: bool = False) -> Iterator[str]:
    """Each value before and after; `gone` strikes the one before through."""
    for name, (old, new) in changes.items():
        if name == DEADLINES:
            clocks = ({one["name"]: _clock(one) for one in some or ()} for some in (old, new))
            yield from (_pair(_("starts"), *both, struck=colour and gone) for both in _apart(*clocks))
        elif name not in QUIET and TOLD_BY.get(name) not in changes:
            shade = COLOURS.get(new, "") if colour and isinstance(new, str) else ""
            before, after = _told(of, name, old), _told(of, name, new) or _("none")
            yield _pair(heading(name), before, paint(after, shade), struck=colour and gone)


def _apart(old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The deadlines that read otherwise, before and after."""
    for name in dict.fromkeys((*old, *new)):
        if old.get(name) != new.get(name):
            yield old.get(name, ""), new.get(name, _("none"))


def _pair(label: str, before: str, after: str, *, struck: bool) -> str:
    if before and struck:
        before = paint(before, "struck")
    return f"{label}: {before} -> {after}" if before else f"{label}: {after}"


def corrections(noun: str, unit: str, changes: Changes) -> str:
    """Values that are corrected, before and after; papers, a body, a date and deadlines among them."""
    return "; ".join(_changes(_Of(noun, unit), changes, colour=False))


def _told(of: _Of, name: str, value: Any) -> str:
    return "; ".join(map(paper, value or ())) if name == "documents" else worded(of.noun, name, value, of.unit)


def worded(noun: str, name: str, value: Any, unit: str = "") -> str:
    """A value as text where a no is as telling as a yes."""
    return _("no") if value is False else text(noun, name, value, unit)


def _who(row: Mapping[str, Any]) -> str:
    actor, role = safe(row.get("actor") or ""), word("role", row.get("role") or "")
    said = f"{actor} ({role})" if actor and role and actor != role else actor or role
    if row.get("second"):
        said = _("{actor}, confirmed by {second}").format(actor=said, second=safe(row["second"]))
    if row.get("mandate"):
        said = _("{actor}, under {mandate}").format(actor=said, mandate=safe(row["mandate"]))
    if row.get("body"):
        said = _("{actor}; decided by {body}").format(actor=said, body=safe(row["body"]))
    return said


def paper(given: Mapping[str, str]) -> str:
    """A document: its kind, number and date, or that its bytes are kept."""
    kind = word("document", safe(given["kind"]))
    if given.get("number"):
        return _("{kind} {number} of {date}").format(
            kind=kind, number=safe(given["number"]), date=given.get("date", "")
        )
    return _("{kind} (file {digest})").format(kind=kind, digest=given.get("sha256", "")[:12])


def _gap(given: Mapping[str, str]) -> str:
    return _("{kind}: {owner} by {date}").format(
        kind=word("document", safe(given["kind"])), owner=safe(given["owner"]), date=given["until"]
    )


def _moment(recorded_at: str) -> str:
    return f"{recorded_at[:10]} {recorded_at[11:16]} UTC"
