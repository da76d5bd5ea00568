"""A history as it is told to a person: what happened, what it changed, who did it, on which papers."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from cli.columns import COLOURS, heading, text
from cli.i18n import _, word
from cli.screen import coloured, columns, paint, safe
from cli.tables import NARROWEST, fold
from domain.event import Event

MARGIN = 12
QUIET = frozenset({"key"})
"""Columns whose first value says nothing that the title does not."""

TOLD_BY = {"burdens": "encumbrances"}
"""Columns that have nothing to tell where another one changes with them."""


def event_words(stored: str) -> str:
    """An event's stored name in words."""
    return word("event", plain_words(stored))


def plain_words(stored: str) -> str:
    """An event's stored name in English words: `plot.PlotAllocated@1` is "plot allocated"."""
    short = stored.rpartition(".")[2].partition("@")[0]
    return "".join(f" {c.lower()}" if c.isupper() else c for c in short).strip()


def told(noun: str, rows: Sequence[Mapping[str, Any]]) -> str:
    """The rows of a history, one block for each event."""
    limit, colour = columns(), coloured(sys.stdout)
    return "\n".join(line for row in rows for line in _block(noun, row, limit, colour=colour))


def _block(noun: str, row: Mapping[str, Any], limit: int | None, *, colour: bool) -> Iterator[str]:
    title = f"{row['effective_on']}  {event_words(row['type'])}"
    yield f"{paint(title, 'cyan') if colour else title}  ({row['event']})"
    for line in _lines(noun, row, colour=colour):
        room = max(NARROWEST, limit - MARGIN) if limit else None
        for piece in fold(line, room) if room else [line]:
            yield f"{' ' * MARGIN}{piece}"


def _lines(noun: str, row: Mapping[str, Any], *, colour: bool) -> Iterator[str]:
    changes = row["changes"]
    for name, (old, new) in changes.items():
        if name not in QUIET and TOLD_BY.get(name) not in changes:
            yield _change(noun, name, old, new, colour=colour)
    yield from _own(noun, row)
    for label, said in (
        (_("starts"), "; ".join(_clock(d) for d in row.get("deadlines") or ())),
        (_("reason"), safe(row.get("reason") or "")),
        (_("by"), _who(row)),
        (_("law"), ", ".join(x for x in (row.get("regulation"), _(row.get("basis") or "")) if x)),
        (_("papers"), "; ".join(paper(p) for p in row.get("documents") or ())),
        (_("missing papers"), "; ".join(_gap(g) for g in row.get("gaps") or ())),
        (
            _("recorded"),
            _("{moment}, position {position}").format(
                moment=_moment(row["recorded_at"]), position=row["position"]
            ),
        ),
    ):
        if said:
            yield f"{label}: {said}"


def _own(noun: str, row: Mapping[str, Any]) -> Iterator[str]:
    """What the event itself says beyond its changes and its reason."""
    changed = row["changes"]
    new = [value for _old, value in changed.values()]
    data = row["data"]
    # Stored objects have their keys sorted; the event has them in the order in which they are thought of.
    for name in [n for n in Event.registry[row["type"]].model_fields if n in data]:
        value, said = data[name], text(noun, name, data[name])
        if said and name != "reason" and name not in changed and not any(_holds(one, value) for one in new):
            yield f"{heading(name)}: {said}"


def _holds(told: Any, value: Any) -> bool:
    return bool(told == value or (isinstance(told, list) and value in told))


def _clock(given: Mapping[str, Any]) -> str:
    """A deadline that the event started: its name and its last day."""
    said = _("{deadline} until {date}").format(deadline=word("deadline", given["name"]), date=given["due"])
    return _("{text} (provisional)").format(text=said) if given.get("provisional") else said


def _change(noun: str, name: str, old: Any, new: Any, *, colour: bool) -> str:
    before, after = _worded(noun, name, old), _worded(noun, name, new) or _("none")
    shade = COLOURS.get(new, "") if colour and isinstance(new, str) else ""
    after = paint(after, shade)
    return f"{heading(name)}: {before} -> {after}" if before else f"{heading(name)}: {after}"


def _worded(noun: str, name: str, value: Any) -> str:
    return _("no") if value is False else text(noun, name, value)


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
