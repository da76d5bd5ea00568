"""What may be decided about a proposal."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from domain.event import Outcome
from domain.proposal import events
from domain.proposal.state import CONFIRMATION, Proposal
from domain.refusals import ProposalExpired, Refused, SameOfficer


def confirm(proposal: Proposal, *, approver: str, role: str, on: date) -> Iterator[Refused]:
    """What stands against an officer confirming, in a role, the act: to have proposed it; to be late."""
    if approver == proposal.proposer:
        yield SameOfficer(approver, role)
    until = proposal.due.get(CONFIRMATION)
    if until is not None and on > until:
        yield ProposalExpired(until)


def approve(proposal: Proposal, *, on: date) -> Outcome:
    """Confirm the act as a second officer: it is decided anew and recorded with this, in one piece."""
    return (events.ProposalApproved(),)


def reject(proposal: Proposal, *, on: date) -> Outcome:
    """Decide that the act is not done as proposed; whoever proposed it may take it back so."""
    return (events.ProposalRejected(),)
