"""The registers of officers and proposals: what each event changes in a row."""

from __future__ import annotations

from datetime import date

import pytest

from domain.event import Event
from domain.officer import events as officer
from domain.proposal import events as proposal
from lifecycle.record import Record
from projections.models import Row, model_of

UNTIL = date(2030, 1, 1)
APPOINTED = officer.OfficerAppointed(title="T", roles=("clerk",), zones=("2", "1"), until=UNTIL)
DELEGATED = officer.MandateDelegated(to="2", until=UNTIL)
RECEIVED = officer.MandateReceived(giver="3", roles=("head",), until=UNTIL)


def row(noun: str, *events: Event) -> Row:
    model = model_of(noun)
    due = {"name": "confirmation", "from": "2026-01-16", "due": "2026-01-30", "regulation": "kz-2019@3"}
    history = [
        Record(
            n, {"stream": f"{noun}-1", "version": n, "effective_on": "2026-01-15", "deadlines": [due]}, event
        )
        for n, event in enumerate(events, 1)
    ]
    return list(model.states(model.start("1"), history))[-1].row


FIRST = {
    "key": "1",
    "title": "T",
    "status": "active",
    "roles": ["clerk"],
    "zones": ["1", "2"],
    "until": "2030-01-01",
    "delegated_to": [],
    "delegated_by": [],
}


@pytest.mark.parametrize(
    ("events", "changes"),
    [
        ([], {}),
        ([officer.MandateChanged(roles=("head",))], {"roles": ["head"], "zones": [], "until": None}),
        ([DELEGATED, RECEIVED], {"delegated_to": ["2"], "delegated_by": ["3"]}),
        ([DELEGATED, officer.DelegationEnded(to="2")], {}),
        ([RECEIVED, officer.DelegationWithdrawn(giver="3")], {}),
        ([DELEGATED, RECEIVED, officer.OfficerDismissed()], {"status": "dismissed"}),
        (
            [officer.OfficerDismissed(), officer.OfficerReinstated(roles=("head",))],
            {"roles": ["head"], "zones": [], "until": None},
        ),
    ],
)
def test_an_officer_s_row_tells_the_mandate_and_who_acts_for_whom(events: list[Event], changes: Row) -> None:
    assert row("officer", APPOINTED, *events) == FIRST | changes


def test_a_proposal_without_a_term_tells_none() -> None:
    record = Record(
        1,
        {"stream": "proposal-1", "version": 1, "effective_on": "2026-01-15", "deadlines": [{"name": "other"}]},
        proposal.ActProposed(act="plot.reclaim", key="L", effective_on=date(2026, 1, 15), proposer="permits"),
    )
    model = model_of("proposal")
    ((told, _),) = model.states(model.start("1"), [record])
    assert (told["proposed_on"], told["expires_on"]) == (None, None)


def test_a_proposal_s_row_tells_the_act_its_officers_and_its_dates() -> None:
    proposed = proposal.ActProposed(
        act="plot.reclaim", key="KHG-014", effective_on=date(2026, 1, 15), proposer="permits"
    )
    first = {
        "key": "1",
        "act": "plot.reclaim",
        "subject": "KHG-014",
        "status": "open",
        "proposer": "permits",
        "approver": None,
        "effective_on": "2026-01-15",
        "proposed_on": "2026-01-16",
        "expires_on": "2026-01-30",
    }
    assert row("proposal", proposed) == first
    assert row("proposal", proposed, proposal.ProposalRejected()) == first | {"status": "rejected"}
    approved = proposal.ProposalApproved(approver="leases")
    assert row("proposal", proposed, approved) == first | {"status": "approved", "approver": "leases"}
