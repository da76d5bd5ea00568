"""Asking: from a request to the question that the decider answers, with all that it depends on."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from domain.identifiers import Malformed, digest, key, name, party_key
from lifecycle import regulation
from lifecycle.amending import AMENDING, amending_row
from lifecycle.authority import authority_of
from lifecycle.definitions import NOUNS, lifecycle_of
from lifecycle.errors import Misused, NotFound
from lifecycle.question import Question
from lifecycle.record import stream_name

if TYPE_CHECKING:
    from lifecycle.case import Case
    from lifecycle.command import Command
    from lifecycle.desk import Desk
    from lifecycle.grammar import Row
    from lifecycle.regulation import Regulation


KEYS = {"party": party_key, "document": digest}
"""How keys are read that are more than keys."""


def question(
    command: Command, desk: Desk, on: date, *, confirmed: str = "", law: Regulation | None = None
) -> Question:
    """Everything a decision on the act depends on, on its legal date.

    `confirmed` is the second officer who confirms it, or that it is only proposed; `law` the edition it is
    decided under where that is not the one in force. Raises `Misused` for a request that cannot be read,
    `NotFound` for a key that does not exist.
    """
    row = row_of(command)
    _check_key(row, command)
    _check_circumstances(command)
    _check_terms(row, command)
    subject, consulted = desk.gather(row, stream_name(command.noun, command.key), command.terms, on, law)
    if not row.births and not subject.born:
        raise NotFound(category=command.noun, key=command.key)
    law = law or law_for(subject, on, desk.family)
    return Question(
        row,
        command,
        on,
        law,
        subject,
        consulted,
        calendar=calendar_of(law, command.act, desk),
        authority=authority_of(command, law, subject, desk),
        confirmed=confirmed,
        counted=_counted(row, command, subject, desk) if "counted" in row.parameters else None,
    )


def _counted(row: Row, command: Command, subject: Case, desk: Desk) -> date | None:
    """What the deadline named comes to by the calendar version that its cause cites, if it cites one."""
    from lifecycle.explaining import cited_count  # noqa: PLC0415 - deadlines are moved seldom

    cause = str(command.terms.get("cause") or "")
    calendar = row.consults["calendar"]
    if calendar.spelled is None or not calendar.spelled(cause):
        return None
    stream = cause.rpartition("@")[0]
    histories = desk.histories([subject.stream, stream])
    return cited_count(histories[subject.stream], histories[stream], cause, command.terms)


def calendar_of(law: Regulation, act: str, desk: Desk) -> Case | None:
    """The working calendar, where a deadline that the act may start counts by one."""
    if not law.calendar or not law.rule(act).needs_calendar:
        return None
    (case,) = desk.known([stream_name("calendar", law.calendar)]).values()
    return case


def row_of(command: Command) -> Row:
    """The row that a request asks for. Raises `Misused` for a noun or verb that does not exist."""
    if command.noun not in NOUNS:
        raise Misused(problem="unknown-noun", noun=command.noun)
    row = lifecycle_of(command.noun).by_verb.get(command.verb)
    if row is None and command.verb in AMENDING:
        row = amending_row(command.noun, command.verb)
    if row is None:
        raise Misused(problem="unknown-verb", noun=command.noun, verb=command.verb)
    return row


def law_for(subject: Case, on: date, family: str) -> Regulation:
    """The law in force on the date; for an obligation, the law of its signature."""
    signature = getattr(subject.facts, "regulation", "")
    return regulation.signed_under(signature) if signature else regulation.in_force(on, family)


def _check_key(row: Row, command: Command) -> None:
    """A stream's name is for ever: what begins one is checked here, whoever asks."""
    if row.births:
        try:
            KEYS.get(command.noun, key)(command.key)
        except Malformed as error:
            raise Misused(problem="malformed", term="key", text=error.text, expected=error.expected) from error


def _check_circumstances(command: Command) -> None:
    """Who, on which papers, why: written into the log for ever, and read aloud by others' terminals."""
    said = {"actor": command.actor, "body": command.body, "reason": command.reason}
    for document in command.documents:
        said |= {f"document {document.kind}": document.kind, f"number of {document.kind}": document.number}
        if document.on is not None and type(document.on) is not date:
            kind, expected = f"date of {document.kind}", "a date such as 2026-01-16"
            raise Misused(problem="malformed", term=kind, text=str(document.on), expected=expected)
    for gap in command.gaps:
        said |= {f"gap {gap.kind}": gap.kind, f"owner of {gap.kind}": gap.owner}
    said |= {"command id": command.command_id}
    for what, text in said.items():
        if not isinstance(text, str):
            raise Misused(problem="malformed", term=what, text=repr(text), expected="text")
        try:
            clean = not text or name(text) == text
        except Malformed as error:
            raise Misused(problem="malformed", term=what, text=text, expected=error.expected) from error
        if not clean:
            raise Misused(problem="malformed", term=what, text=text, expected="trimmed text in normal form C")


def _check_terms(row: Row, command: Command) -> None:
    unknown = sorted(command.terms.keys() - row.terms.keys())
    missing = [term for term in row.required if command.terms.get(term, "") in ("", None)]
    if unknown or missing:
        raise Misused(problem="terms", act=command.act, unknown=unknown, missing=missing)
