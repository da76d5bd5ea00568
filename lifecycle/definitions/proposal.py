"""The lifecycle of a proposal. It is begun and approved together with the act that it asks for."""

from collections.abc import Mapping
from typing import Any

from domain.proposal import decisions, events
from domain.proposal.state import Proposal, evolve
from lifecycle.grammar import Lifecycle, Row, from_

OPEN = (from_(status="open"),)


def where_its_act_is(_key: str, facts: Proposal, _terms: Mapping[str, Any]) -> str:
    """Where the subject of the act lies that a proposal asks for."""
    return f"{facts.act.partition('.')[0]}:{facts.subject}"


LIFECYCLE = Lifecycle(
    "proposal",
    Proposal(),
    evolve,
    regions={"status": ("open", "approved", "rejected")},
    rows=(
        Row(events.ActProposed, None, {"status": "open"}),
        Row(events.ProposalApproved, OPEN, {"status": "approved"}, decisions.approve),
        Row(events.ProposalRejected, OPEN, {"status": "rejected"}, decisions.reject),
    ),
    place=where_its_act_is,
)
