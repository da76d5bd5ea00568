"""Acts that take two officers: one proposes, another confirms; what is confirmed is decided anew.

Approval and act are one append: the act stands in the proposer's name, with the approver as its second officer.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter

from domain.event import Event, Touch
from domain.proposal.decisions import confirm
from domain.proposal.events import ActProposed, ProposalApproved
from lifecycle.asking import calendar_of, question, row_of
from lifecycle.authority import Authority, held_for, role_for
from lifecycle.command import PROPOSAL, Command, Document, Gap, plain
from lifecycle.decider import started, wrong_status
from lifecycle.definitions import lifecycle_of
from lifecycle.errors import Conflict, Misused, NotFound
from lifecycle.question import PROPOSED, Decision, Question
from lifecycle.record import stream_name

if TYPE_CHECKING:
    from domain.proposal.state import Proposal
    from lifecycle.case import Case
    from lifecycle.desk import Desk
    from lifecycle.grammar import Row

ID_LENGTH = 12


def proposal_key(command_id: str) -> str:
    """The key of the proposal that a command makes."""
    return hashlib.sha256(command_id.encode()).hexdigest()[:ID_LENGTH]


def proposed(decision: Decision, desk: Desk) -> Decision:
    """The decision to put an act that could be done before a second officer.

    The term for confirming it runs from the day on which it is recorded.
    """
    if not decision.events:
        return decision
    asked = decision.question
    command = asked.command
    key = proposal_key(command.command_id)
    rested_on = {case.stream: case for case in (asked.subject, *asked.consulted_cases())}
    event = ActProposed(
        act=command.act,
        key=command.key,
        terms={name: plain(value) for name, value in command.terms.items() if value is not None},
        effective_on=asked.on,
        documents=tuple(d.as_json() for d in command.documents),
        gaps=tuple(g.as_json() for g in command.gaps),
        body=command.body,
        reason_given=command.reason,
        reads={stream: case.version for stream, case in rested_on.items()},
        proposer=command.actor,
    )
    about = _about(key, asked, rested_on, desk)
    today = desk.today() if desk.today else asked.on
    due = tuple(started(about._replace(on=today)))
    return Decision(about, (Touch(key, event),), due, request=command)


def _about(key: str, asked: Question, rested_on: Mapping[str, Case], desk: Desk) -> Question:
    """The question whether to put an act forward: it rests on all that the act rests on."""
    act = Command(PROPOSAL, "propose", key, actor=asked.command.actor)
    (subject,) = desk.known([stream_name(PROPOSAL, key)]).values()
    return Question(
        _row(ActProposed),
        act,
        asked.on,
        asked.law,
        subject,
        {"act": rested_on},
        calendar=calendar_of(asked.law, act.act, desk),
        authority=asked.authority,
    )


@cache
def _row(event: type[ActProposed | ProposalApproved]) -> Row:
    return lifecycle_of(PROPOSAL).by_event[event.stored]


def approved(command: Command, desk: Desk, weigh: Callable[[Question, Desk], Decision]) -> Decision:
    """The decision on a proposed act, weighed anew, with the approver as second officer.

    Refuses an approver without the mandate, who proposed it themselves, or too late. Raises `NotFound`.
    """
    (case,) = desk.known([stream_name(PROPOSAL, command.key)]).values()
    if not case.born:
        raise NotFound(category=PROPOSAL, key=command.key)
    _as_proposed(command, case)
    decision = weigh(confirming(command, case, desk), desk)
    if not decision.events:
        return decision._replace(request=command)
    approval = Touch(case.key, ProposalApproved(approver=command.actor))
    return decision._replace(events=(*decision.events, approval), request=command)


def confirming(command: Command, case: Case, desk: Desk, on: date | None = None) -> Question:
    """The question whether a proposed act may be done with the officer of the approval as its second.

    `on` is the day on which it would be confirmed, where the desk asks for no mandates.
    """
    proposal: Proposal = case.facts
    act = asked_for(proposal, command.command_id)
    asked = question(act, desk, proposal.effective_on, confirmed=command.actor or PROPOSED)
    return asked._replace(authority=_both(command, case, asked, desk, on or asked.on))


def _as_proposed(command: Command, case: Case) -> None:
    """An approval adds nothing of its own: the act is done as it was proposed. Raises `Misused`, `Conflict`."""
    said = {
        "--on": command.on not in (None, case.facts.effective_on),
        "--document": command.documents,
        "--without": command.gaps,
        "--body": command.body,
        "--reason": command.reason,
        "--propose": command.propose,
    }
    given = [option for option, value in said.items() if value]
    if given:
        raise Misused(problem="approval-adds", given=given)
    if command.expect_version not in (None, case.version):
        raise Conflict(
            problem="unexpected-version",
            stream=case.stream,
            expected=command.expect_version,
            stands=case.version,
        )


def _both(command: Command, case: Case, asked: Question, desk: Desk, today: date) -> Authority:
    """The proposer's mandate, and what stands against the approval: first of all against who approves."""
    first, second = asked.authority or Authority(""), Authority("")
    role = role_for(asked.command, asked.law, desk)
    if desk.today is not None:
        today = desk.today()
        second = held_for(asked.command, command.actor, role, asked.subject, desk)
    objections = (
        *second.objections,
        *wrong_status(_row(ProposalApproved), case, {}),
        *confirm(case.facts, approver=command.actor, role=role, on=today),
        *first.objections,
    )
    return Authority(first.mandate, (*first.consulted, *second.consulted, case), objections)


def asked_for(proposal: Proposal, command_id: str = "") -> Command:
    """The act that a proposal asks for, as the proposer asked for it."""
    noun, _, verb = proposal.act.partition(".")
    bare = Command(noun, verb, proposal.subject)
    return Command(
        noun,
        verb,
        proposal.subject,
        typed(row_of(bare), proposal.terms),
        actor=proposal.proposer,
        on=proposal.effective_on,
        documents=tuple(_document(d) for d in proposal.documents),
        gaps=tuple(Gap(g["kind"], g["owner"], date.fromisoformat(g["until"])) for g in proposal.gaps),
        body=proposal.body,
        reason=proposal.reason,
        command_id=command_id,
    )


def _document(given: Any) -> Document:
    on = given.get("date")
    return Document(
        given["kind"],
        given.get("number", ""),
        date.fromisoformat(on) if on else None,
        given.get("sha256", ""),
    )


def typed(row: Row, terms: Any) -> dict[str, Any]:
    """Terms stored as JSON, as the decision takes them: by the types of the event that holds each of them."""
    return {name: _reader(row.event, name).validate_python(value) for name, value in terms.items()}


@cache
def _reader(event: type[Event], name: str) -> TypeAdapter[Any]:
    annotation: Any = event.model_fields[name].annotation
    return TypeAdapter(annotation)
