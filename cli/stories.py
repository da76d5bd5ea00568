"""A history as it is told to a person: what happened, what it changed, who did it, on which papers."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from cli.columns import COLOURS, heading, text
from cli.i18n import _, word
from cli.screen import coloured, columns, paint, safe
from cli.tables import NARROWEST, fold

MARGIN = 12
QUIET = frozenset({"key"})
"""Columns whose first value says nothing that the title does not."""


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
    for name, (old, new) in row["changes"].items():
        if name not in QUIET:
            yield _change(noun, name, old, new, colour=colour)
    for label, said in (
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
