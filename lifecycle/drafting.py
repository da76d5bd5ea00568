"""Drafting: from a decision to the records of its act, each for the next version of its stream. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from domain.corrections import Amendment
from domain.event import NOTHING, At, Event, Touch
from domain.refusals import AlreadyExists
from lifecycle.case import Case
from lifecycle.decider import cited, wrong_status
from lifecycle.definitions import lifecycle_of
from lifecycle.errors import NotFound
from lifecycle.question import Decision, Question
from lifecycle.record import Draft, Due, stream_name


def written_by(decision: Decision) -> list[str]:
    """The streams that a decision writes, each once."""
    return list(dict.fromkeys(stream_name(t.event.category, t.key) for t in decision.events))


def drafts(decision: Decision, cases: Mapping[str, Case]) -> tuple[list[Draft], dict[str, Case]]:
    """The records to append, and the cases after them.

    `cases` holds every stream that is written, as it stands. Refuses a touched event that the table does not
    allow where its subject stands.
    """
    question, now = decision.question, dict(cases)
    written: list[Draft] = []
    for touch in decision.events:
        stream = stream_name(touch.event.category, touch.key)
        case = now[stream]
        if written:
            _inner(case, touch.event, question)
        draft = Draft(stream, case.version + 1, touch.event, question.on)
        due = _started(touch, decision) if written else decision.due
        gaps = () if written else tuple(g.kind for g in question.command.gaps)
        envelope = {"deadlines": [d.as_json() for d in due]}
        draft = draft._replace(envelope=envelope if written else envelope | _envelope(decision, cases))
        written.append(draft)
        clocks = {d.name: d.due for d in due} or NOTHING
        now[stream] = _after(case, touch.event, At(draft.ref, draft.effective_on, clocks, gaps))
    return written, now


def _after(case: Case, event: Event, at: At) -> Case:
    """The case one event later. What is said of an earlier record shows only when the whole is settled anew."""
    if isinstance(event, Amendment):
        return case._replace(version=case.version + 1)
    return case.after(event, at)


def _started(touch: Touch, decision: Decision) -> tuple[Due, ...]:
    """The clocks of a touched subject that run by the act's own deadlines."""
    if not touch.starts:
        return ()
    due = {d.name: d for d in decision.due}
    return tuple(due[by]._replace(name=name) for name, by in touch.starts.items() if by in due)


def _inner(case: Case, event: Event, question: Question) -> None:
    if isinstance(event, Amendment):
        return
    row = lifecycle_of(case.category).by_event[event.stored]
    if row.births and case.born and not case.void:
        raise cited(AlreadyExists(case.stream), question)
    if row.origin and not case.born:
        raise NotFound(category=case.category, key=case.key)
    for objection in wrong_status(row, case, vars(event)):
        raise cited(objection, question)


def _envelope(decision: Decision, cases: Mapping[str, Case]) -> dict[str, Any]:
    question, command = decision.question, decision.question.command
    consulted = [question.subject, *question.consulted_cases(), *cases.values()]
    return {
        "act": command.act,
        "actor": command.actor,
        "second": question.second,
        "mandate": question.authority.mandate if question.authority else "",
        "body": command.body,
        "regulation": question.law.stamp,
        "documents": [d.as_json() for d in command.documents],
        "gaps": [g.as_json() for g in command.gaps],
        "reads": {case.stream: case.version for case in consulted},
        "overrides_later": question.row.overrides_later,
    }
