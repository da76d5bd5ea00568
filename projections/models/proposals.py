"""The register of proposals: which act waits for a second officer, by whom it was proposed, until when."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from domain.proposal import events
from domain.proposal.state import CONFIRMATION
from projections.models import Column, Model, Row

if TYPE_CHECKING:
    from lifecycle.record import Record

COLUMNS = (
    Column("key"),
    Column("act"),
    Column("subject"),
    Column("status"),
    Column("proposer"),
    Column("approver"),
    Column("effective_on"),
    Column("proposed_on"),
    Column("expires_on"),
)


def changed(row: Row, record: Record) -> Mapping[str, Any]:
    """What an event changes in a proposal's row; `effective_on` is the legal date of the act proposed."""
    match record.event:
        case events.ActProposed() as event:
            return {
                "act": event.act,
                "subject": event.key,
                "proposer": event.proposer,
                "effective_on": event.effective_on.isoformat(),
                **_term(record),
            }
        case events.ProposalApproved() as event:
            return {"approver": event.approver}
        case _:
            return {}


def _term(record: Record) -> Mapping[str, Any]:
    """The days between which the act may be confirmed: its record bears the legal date of the act itself."""
    for deadline in record.body.get("deadlines", ()):
        if deadline["name"] == CONFIRMATION:
            return {"proposed_on": deadline["from"], "expires_on": deadline["due"]}
    return {}


MODEL = Model("proposal", COLUMNS, changed)
