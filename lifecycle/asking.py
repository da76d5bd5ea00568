"""Asking: from a request to the question that the decider answers, with all that it depends on."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from domain.identifiers import Malformed, key, name, party_key
from lifecycle import regulation
from lifecycle.decider import Question
from lifecycle.definitions import NOUNS, lifecycle_of
from lifecycle.errors import Misused, NotFound
from lifecycle.record import stream_name

if TYPE_CHECKING:
    from lifecycle.case import Case
    from lifecycle.command import Command
    from lifecycle.desk import Desk
    from lifecycle.grammar import Row
    from lifecycle.regulation import Regulation


def question(command: Command, desk: Desk, on: date) -> Question:
    """Everything a decision on the act depends on, on its legal date.

    Raises `Misused` for a request that cannot be read, `NotFound` for a key that does not exist.
    """
    row = row_of(command)
    _check_key(row, command)
    _check_circumstances(command)
    _check_terms(row, command)
    subject, consulted = desk.gather(row, stream_name(command.noun, command.key), command.terms, on)
    if not row.births and not subject.born:
        raise NotFound(category=command.noun, key=command.key)
    return Question(row, command, on, law_for(subject, on), subject, consulted)


def row_of(command: Command) -> Row:
    """The row that a request asks for. Raises `Misused` for a noun or verb that does not exist."""
    if command.noun not in NOUNS:
        raise Misused(problem="unknown-noun", noun=command.noun)
    row = lifecycle_of(command.noun).by_verb.get(command.verb)
    if row is None:
        raise Misused(problem="unknown-verb", noun=command.noun, verb=command.verb)
    return row


def law_for(subject: Case, on: date) -> Regulation:
    """The law in force on the date; for an obligation, the law of its signature."""
    signed_under = getattr(subject.facts, "regulation", "")
    return regulation.stamped(signed_under) if signed_under else regulation.in_force(on)


def _check_key(row: Row, command: Command) -> None:
    """A stream's name is for ever: what begins one is checked here, whoever asks."""
    if row.births:
        try:
            (party_key if command.noun == "party" else key)(command.key)
        except Malformed as error:
            raise Misused(problem="malformed", term="key", text=error.text, expected=error.expected) from error


def _check_circumstances(command: Command) -> None:
    """Who, on which papers, why: written into the log for ever, and read aloud by others' terminals."""
    said = {"actor": command.actor, "body": command.body, "reason": command.reason}
    for document in command.documents:
        said |= {f"document {document.kind}": document.kind, f"number of {document.kind}": document.number}
    for gap in command.gaps:
        said |= {f"gap {gap.kind}": gap.kind, f"owner of {gap.kind}": gap.owner}
    for what, text in said.items():
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
