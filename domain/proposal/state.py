"""What later decisions need to know of a proposal."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from domain.event import NOTHING
from domain.proposal.events import ActProposed

if TYPE_CHECKING:
    from domain.event import At, Event

CONFIRMATION = "confirmation"
"""The deadline by which a proposed act is to be confirmed; its last day is in time."""


class Proposal(NamedTuple):
    """A proposal as its confirmation sees it: the act asked for, on whom, by whom, and what it rests on.

    `subject` is the key of the act's subject, `reason` the act's own; the due date named `confirmation` is the
    last day on which the act may be confirmed.
    """

    key: str = ""
    act: str = ""
    subject: str = ""
    terms: Mapping[str, Any] = NOTHING
    effective_on: date = date.min
    documents: tuple[Mapping[str, str], ...] = ()
    gaps: tuple[Mapping[str, str], ...] = ()
    body: str = ""
    reason: str = ""
    reads: Mapping[str, int] = NOTHING
    proposer: str = ""
    due: Mapping[str, date] = NOTHING


def evolve(proposal: Proposal, event: Event, at: At) -> Proposal:
    """The proposal after an event."""
    match event:
        case ActProposed():
            return Proposal(
                key=at.key,
                act=event.act,
                subject=event.key,
                terms=event.terms,
                effective_on=event.effective_on,
                documents=event.documents,
                gaps=event.gaps,
                body=event.body,
                reason=event.reason_given,
                reads=event.reads,
                proposer=event.proposer,
                due=at.due,
            )
        case _:
            return proposal
