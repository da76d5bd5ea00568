"""Proposals: an act waits for a second officer, who is another and comes in time."""

from __future__ import annotations

from datetime import date

from domain.proposal.decisions import approve, confirm, reject
from domain.proposal.events import ActProposed, ProposalApproved, ProposalRejected
from domain.proposal.state import Proposal
from domain.refusals import ProposalExpired, Refused, SameOfficer
from tests.domain.given import given
from tests.domain.office import ROLE

PROPOSED_ON = date(2026, 1, 16)
LAST_DAY = date(2026, 1, 30)
PROPOSED = ActProposed(
    act="plot.open-reclaim",
    key="KHG-014",
    terms={"ground": "contract"},
    effective_on=date(2026, 1, 15),
    documents=({"kind": "decision", "number": "4", "date": "2026-01-15"},),
    gaps=({"kind": "notice", "owner": "officer, land", "until": "2026-03-01"},),
    body="zone-administration",
    reason_given="no works since the notice",
    reads={"plot-KHG-014": 7},
    proposer="officer-permits",
)


def proposed() -> Proposal:
    facts: Proposal = given("proposal-1", (PROPOSED, PROPOSED_ON, {"confirmation": LAST_DAY}))
    return facts


def test_a_proposal_holds_all_that_the_act_takes() -> None:
    assert proposed() == Proposal(
        key="1",
        act="plot.open-reclaim",
        subject="KHG-014",
        terms={"ground": "contract"},
        effective_on=date(2026, 1, 15),
        documents=({"kind": "decision", "number": "4", "date": "2026-01-15"},),
        gaps=({"kind": "notice", "owner": "officer, land", "until": "2026-03-01"},),
        body="zone-administration",
        reason="no works since the notice",
        reads={"plot-KHG-014": 7},
        proposer="officer-permits",
        due={"confirmation": LAST_DAY},
    )


def against(facts: Proposal, approver: str, on: date) -> list[Refused]:
    return list(confirm(facts, approver=approver, role=ROLE, on=on))


def test_another_officer_confirms_until_the_last_day() -> None:
    assert against(proposed(), "officer-leases", LAST_DAY) == []
    assert against(proposed(), "officer-leases", date(2026, 1, 31)) == [ProposalExpired(LAST_DAY)]


def test_a_proposal_without_a_term_may_be_confirmed_at_any_time() -> None:
    assert against(given("proposal-1", PROPOSED), "officer-leases", date(2030, 1, 1)) == []


def test_who_proposed_an_act_cannot_confirm_it() -> None:
    assert against(proposed(), "officer-permits", PROPOSED_ON) == [SameOfficer("officer-permits", ROLE)]
    assert against(proposed(), "officer-permits", date(2030, 1, 1)) == [
        SameOfficer("officer-permits", ROLE),
        ProposalExpired(LAST_DAY),
    ]


def test_a_proposal_is_approved_or_rejected() -> None:
    assert approve(proposed(), on=PROPOSED_ON) == (ProposalApproved(),)
    assert reject(proposed(), on=PROPOSED_ON) == (ProposalRejected(),)


def test_a_proposal_may_be_rejected_after_its_term() -> None:
    assert reject(proposed(), on=date(2030, 1, 1)) == (ProposalRejected(),)


def test_its_end_changes_nothing_of_what_was_proposed() -> None:
    for end in (ProposalApproved(approver="officer-leases"), ProposalRejected()):
        assert given("proposal-1", PROPOSED, end) == given("proposal-1", PROPOSED)
