"""Answering questions about one subject: where it stands, what happened to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cli import index, output, parsing, stores
from cli.options import Settings
from cli.output import Sheet
from cli.stories import told
from lifecycle.errors import NotFound
from lifecycle.record import stream_name
from projections import lookup

if TYPE_CHECKING:
    from lifecycle.store.log import Log
    from projections.answers import Answer

DOCUMENT = "document"

HISTORY = (
    *(
        "position",
        "version",
        "event",
        "type",
        "recorded_at",
        "effective_on",
        "act",
        "actor",
        "second",
        "mandate",
    ),
    *(
        "role",
        "body",
        "regulation",
        "basis",
        "documents",
        "gaps",
        "reason",
        "data",
        "deadlines",
        "changes",
        "state",
        "voided_by",
        "corrected_by",
        "as_recorded",
    ),
)


def sheet(noun: str, answer: Answer, **more: Any) -> Sheet:
    """An answer about a noun, as it is printed."""
    given = {"columns": index.nouns()[noun]["columns"], **more}
    return Sheet(
        answer.rows, noun=noun, position=answer.position, as_of=answer.as_of, known_at=answer.known_at, **given
    )


def showing(
    settings: Settings, *, noun: str, key: str, as_of: str | None, known_at: str | None, **_given: Any
) -> int:
    """Print where a subject stands."""
    settings.asked = (noun, "show", key)
    word = parsing.key(noun, key)
    with stores.for_questions(settings.url) as asked:
        on, known = stores.times(asked, as_of, known_at)
        if noun in stores.JOINED:
            with stores.registers(settings.url, asked.log) as registers:
                answer = registers.show(noun, word, as_of=on, known_at=known)
        else:
            answer = lookup.show(asked.log, noun, word, as_of=on, known_at=known)
    output.emit(sheet(noun, answer, one=True), settings.format)
    return 0


def _added(log: Log, sha256: str) -> None:
    """Refuse a paper whose bytes came with an act: what is to be told of it is no history."""
    stream = stream_name(DOCUMENT, sha256)
    if log.stored([sha256]) and not log.read([stream])[stream]:
        raise NotFound(category=DOCUMENT, key=sha256, problem="never-added")


def telling(
    settings: Settings, *, noun: str, key: str, as_of: str | None, known_at: str | None, **_given: Any
) -> int:
    """Print what happened to a subject."""
    settings.asked = (noun, "history", key)
    word = parsing.key(noun, key)
    with stores.for_questions(settings.url) as asked:
        on, known = stores.times(asked, as_of, known_at)
        if noun == DOCUMENT and not (as_of or known_at):
            _added(asked.log, word)
        answer = lookup.history(asked.log, noun, word, as_of=on, known_at=known)
    plain = told(noun, answer.rows, asked.time_zone) if settings.format == "table" else ""
    output.emit(sheet(noun, answer, columns=HISTORY, plain=plain), settings.format)
    return 0
