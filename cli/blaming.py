"""Answering which event set a value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from cli import output, parsing, stores
from cli.columns import heading
from cli.eventwords import event_words
from cli.i18n import _
from cli.options import Settings
from cli.output import Sheet
from cli.screen import safe
from cli.stories import paper, worded
from projections import blaming, lookup

if TYPE_CHECKING:
    from datetime import date

    from lifecycle.store.log import Log

OBLIGATION = "obligation"
COLUMNS = (
    *("column", "present", "before", "value", "event", "type", "effective_on", "recorded_at", "position"),
    *blaming.ACT,
    "amended_by",
)


def blame(
    settings: Settings,
    *,
    noun: str,
    key: str,
    column: str | None,
    as_of: str | None,
    known_at: str | None,
    **_given: Any,
) -> int:
    """Print the events that set a column, or the last event of every column."""
    word = parsing.key(noun, key)
    settings.asked = (noun, "show", word)
    with stores.for_questions(settings.url) as asked:
        on, known = stores.times(asked, as_of, known_at)
        answer = blaming.blame(asked.log, noun, word, column, as_of=on, known_at=known)
        unit = _unit(asked.log, word, on, known) if noun == OBLIGATION else ""
    plain = "\n".join(_told(noun, answer.rows, unit)) if settings.format == "table" else ""
    sheet = Sheet(answer.rows, COLUMNS, noun, answer.position, on, known, plain=plain)
    output.emit(sheet, settings.format)
    return 0


def _unit(log: Log, key: str, on: date, known: str | None) -> str:
    """What an obligation is counted in."""
    return str(lookup.show(log, OBLIGATION, key, as_of=on, known_at=known).row["unit"] or "")


def _told(noun: str, rows: tuple[Mapping[str, Any], ...], unit: str) -> Iterator[str]:
    if not rows:
        yield _("No event has set it.")
    for row in reversed(rows) if len({row["column"] for row in rows}) == 1 else rows:
        name = row["column"]
        value = worded(noun, name, row["value"], unit) or _("none")
        said = _("{column}: {value}").format(column=heading(name), value=value)
        yield said if row["present"] else _("{text}, no longer").format(text=said)
        by = _("{date}  {event} ({ref}), {act} by {actor}").format(
            date=row["effective_on"],
            event=event_words(row["type"]),
            ref=row["event"],
            act=row["act"],
            actor=safe(row["actor"] or ""),
        )
        yield f"    {by}"
        rests = [*(paper(one) for one in row["documents"]), *([_(row["basis"])] if row["basis"] else [])]
        if rests:
            yield f"    {'; '.join(rests)}"
        if row["amended_by"]:
            yield "    " + _("as corrected by {events}").format(events=", ".join(row["amended_by"]))
