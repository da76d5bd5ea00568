"""History: what happened to a subject, act by act. Who, on which paper and article, what it changed.

A record that an act wrote upon another subject carries its command only: who acted, under which law, on which
papers stands in the act's primary record, the one with an `act`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING

from projections.models import Model, Row, State

if TYPE_CHECKING:
    from lifecycle.record import Record

VERSION = 5
"""Of the history model; a new one has it rebuilt."""


@cache
def law_of(regulation: str, act: str) -> tuple[str | None, str | None]:
    """The role that records an act and the article it rests on, under the regulation stamped on it.

    Raises `BadRegulation` for a version that this program does not have.
    """
    if not regulation:
        return None, None
    from lifecycle.regulation import stamped  # noqa: PLC0415 - no list of subjects asks for the law

    rule = stamped(regulation).rule(act)
    return rule.recorded_by, rule.basis


def changes(before: Row, after: Row) -> Row:
    """What differs between two rows of one register: column -> [before, after]."""
    if before is after:
        return {}
    pairs = zip(after.items(), before.values(), strict=True)
    return {name: [was, now] for (name, now), was in pairs if now is not was and now != was}


def event_of(record: Record, before: State, after: State) -> Row:
    """What a record says: its place, its event, what that started and changed, where the subject then stood."""
    return {
        "position": record.position,
        "version": record.version,
        "event": record.ref,
        "type": record.body["type"],
        "recorded_at": record.recorded_at,
        "effective_on": record.effective_on,
        "data": record.body.get("data", {}),
        "deadlines": record.body.get("deadlines", []),
        "changes": changes(before.row, after.row),
        "state": dict(after.standing),
    }


def circumstances(primary: Record) -> Row:
    """What an act's primary record says of the act: who, under which law, on which papers."""
    body = primary.body
    role, basis = law_of(body.get("regulation", ""), body["act"])
    return {
        "act": body["act"],
        "actor": body.get("actor"),
        "second": body.get("second"),
        "mandate": body.get("mandate"),
        "role": role,
        "body": body.get("body"),
        "regulation": body.get("regulation"),
        "basis": basis,
        "documents": body.get("documents", []),
        "gaps": body.get("gaps", []),
        "reason": primary.event.reason or None,
    }


def happened(model: Model, key: str, history: Sequence[Record], states: Sequence[State]) -> Iterator[Row]:
    """What each record of a settled history says, given the state after each."""
    before = model.start(key)
    for record, after in zip(history, states, strict=True):
        yield event_of(record, before, after)
        before = after


ORDER = (
    *("position", "version", "event", "type", "recorded_at", "effective_on"),
    *("act", "actor", "second", "mandate", "role", "body", "regulation", "basis"),
    *("documents", "gaps", "reason", "data", "deadlines", "changes", "state"),
)
"""What a row says of a record and its act, in order. What was later said of it `projections.story` adds."""
