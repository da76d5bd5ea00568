"""Answering which acts there are, across the whole log."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from cli import output, parsing, stores
from cli.i18n import noted
from cli.index import nouns
from cli.options import Settings
from cli.output import Sheet
from cli.stories import paper
from lifecycle.amending import AMENDING
from lifecycle.errors import Misused

COLUMNS = (
    *("position", "effective_on", "act", "key", "actor", "second", "body", "event", "days_late", "voided_by"),
    *("corrected_by", "noun", "recorded_at", "mandate", "role", "regulation", "basis", "documents", "gaps"),
    *("reason", "events"),
)
SHOWN = (*COLUMNS[:11], "regulation", "basis", "documents", "reason")
MANY = ("actors", "seconds", "bodies", "kinds")
DIGEST = re.compile("[0-9a-f]{1,64}")


def search(settings: Settings, *, as_of: str | None, known_at: str | None, **given: Any) -> int:
    """Print the acts that are looked for."""
    settings.asked = (given["noun"] or "", "", "")
    with stores.for_questions(settings.url) as asked, stores.registers(settings.url, asked.log) as registers:
        on, known = stores.times(asked, as_of, known_at)
        from projections.searching import Sought  # noqa: PLC0415 - it brings a database toolkit along

        sought = Sought(time_zone=asked.time_zone, **_sought(given))
        answer = registers.acts(sought, as_of=on, known_at=known)
    rows: Sequence[Mapping[str, Any]] = answer.rows
    table = settings.format == "table"
    if table:
        rows = [_for_people(row) for row in rows]
    sheet = Sheet(rows, SHOWN if table else COLUMNS, "", answer.position, on, known)
    output.emit(sheet, settings.format)
    return 0


def _for_people(row: Mapping[str, Any]) -> dict[str, Any]:
    shown = {name: row[name] for name in SHOWN}
    return shown | {"documents": "; ".join(paper(one) for one in row["documents"])}


def _sought(given: Mapping[str, Any]) -> dict[str, Any]:
    """What was typed, as it is looked for. Raises `Misused`."""
    late = parsing.number("--late-by", given["late_by"])
    return {
        **{name: tuple(parsing.line(f"--{name}", one) for one in given[name]) for name in MANY},
        "acts": tuple(_act(one) for one in given["acts"]),
        "noun": given["noun"] or "",
        "subject": _subject(given["of"]),
        "zone": parsing.key("zone", given["zone"]) if given["zone"] else "",
        "number": parsing.line("--document-number", given["document_number"]),
        "digest": _digest(given["document_digest"]),
        **{name: parsing.line(f"--{name}", given[name]) for name in ("article", "regulation", "reason")},
        **{name: parsing.day(_option(name), given[name]) for name in DAYS},
        "gap": given["gap"],
        "late_by": late,
    }


DAYS = ("since", "until", "recorded_since", "recorded_until")


def _option(name: str) -> str:
    return f"--{name.replace('_', '-')}"


def _act(text: str) -> str:
    noun, _dot, verb = text.partition(".")
    if noun not in nouns() or verb not in (*nouns()[noun]["verbs"], *AMENDING):
        raise Misused(problem="unknown-act", act=text, noun=noun if noun in nouns() else "NOUN")
    return text


def _subject(text: str | None) -> tuple[str, str] | None:
    if text is None:
        return None
    noun, _colon, key = text.partition(":")
    if not key or noun not in nouns():
        expected = noted("a subject such as plot:KHG-014")
        raise Misused(problem="malformed", term="--of", text=text, expected=expected)
    return noun, parsing.key(noun, key)


def _digest(text: str | None) -> str:
    if text is None:
        return ""
    if not DIGEST.fullmatch(text.lower()):
        expected = noted("hexadecimal digits of a digest")
        raise Misused(problem="malformed", term="--document-digest", text=text, expected=expected)
    return text.lower()
