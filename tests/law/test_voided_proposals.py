"""An act that a second officer confirmed, and that was voided since: its proposal was approved all the same."""

from __future__ import annotations

from typing import Any

import pytest

from tests.law.office import FIRST, SECOND, Office

BARRED, VOIDED, LATER = "2017-01-01", "2018-02-01", "2018-03-01"


@pytest.fixture
def proposal(office: Office) -> str:
    """The key of the proposal to bar A, approved, its act corrected and then voided."""
    office.confirmed("party bar INV-A --until 2020-01-01", BARRED, "judgment")
    (row,) = rows(office, "proposal", "list")
    right = "correct party-INV-A@3 --set until=2021-01-01 --set on=2017-01-02 --reason misread"
    office.confirmed(right, VOIDED, "decision")
    office.confirmed("void party-INV-A@3 --reason 'entered twice'", VOIDED, "decision")
    return str(row["key"])


def rows(office: Office, *words: str) -> list[dict[str, Any]]:
    told = office.asked(*words)
    assert told.code == 0, (words, told.err)
    found: list[dict[str, Any]] = told.json["rows"]
    return found


def test_the_proposal_of_a_voided_act_stays_approved_and_tells_of_the_act_as_it_was_recorded(
    office: Office, proposal: str
) -> None:
    approved = ("party.bar", "INV-A", "approved", SECOND)
    assert office.of("proposal", proposal, "act", "subject", "status", "approver") == approved
    listed = {row["key"]: (row["act"], row["status"]) for row in rows(office, "proposal", "list")}
    assert sorted(listed.values()) == [
        ("party.bar", "approved"),
        ("party.correct", "approved"),
        ("party.void", "approved"),
    ]
    assert rows(office, "why", "proposal", proposal) == []
    assert not any(row["permitted"] for row in rows(office, "can", "proposal", proposal))
    told = office.history("proposal", proposal)
    assert [(r["type"], r["act"], r["actor"], r["second"], r["voided_by"]) for r in told] == [
        ("proposal.ActProposed@1", "proposal.propose", FIRST, None, None),
        ("proposal.ProposalApproved@1", "party.bar", FIRST, SECOND, None),
    ]
    assert [paper["kind"] for paper in told[1]["documents"]] == ["judgment"]
    set_by = {row["column"]: (row["value"], row["act"]) for row in rows(office, "blame", "proposal", proposal)}
    assert set_by["status"] == ("approved", "party.bar")
    differs = rows(office, "diff", "proposal", proposal, "2016-01-01", LATER)
    assert ("status", None, "approved") in [(r["column"], r["before"], r["after"]) for r in differs]


@pytest.mark.usefixtures("proposal")
def test_nothing_is_due_or_amiss_because_of_it_and_the_act_is_found_with_its_approval(office: Office) -> None:
    assert [(r["kind"], r["name"]) for r in rows(office, "due", "--now", LATER) if r["noun"] == "party"] == []
    assert rows(office, "due", "--noun", "proposal") == []
    assert rows(office, "audit", "conformance", "--as-of", LATER) == []
    assert office.of("party", "INV-A", "standing") == ("clear",)
    (barred,) = rows(office, "audit", "search", "--act", "party.bar")
    # What corrected the act was taken back along with it.
    assert (barred["event"], barred["corrected_by"]) == ("party-INV-A@3", [])
    assert barred["voided_by"] == "party-INV-A@5"
    assert [event.partition("-")[0] for event in barred["events"]] == ["party", "proposal"]
    of_proposals = rows(office, "audit", "search", "--noun", "proposal")
    assert [row["act"] for row in of_proposals] == ["proposal.propose"] * 3
