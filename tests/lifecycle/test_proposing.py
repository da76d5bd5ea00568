"""Proposing: an act is put before a second officer, whole, and only where it could be done."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date

import pytest

from domain import refusals as r
from domain.proposal.events import ActProposed
from lifecycle.command import Command, Document, Gap
from lifecycle.confirming import proposal_key
from lifecycle.errors import Conflict, NotFound
from lifecycle.handling import Engine
from lifecycle.store.log import Paper
from tests.lifecycle.acts import OFFICER, SECOND_OFFICER, command, do, found_zone, register_plot
from tests.lifecycle.proposals import (
    KEY,
    ON,
    RECLAIM,
    approve,
    propose,
    records,
    status,
)
from tests.lifecycle.story import standing, types


def test_an_act_that_takes_two_officers_is_not_done_by_one(held: Engine) -> None:
    before = held.log.position()
    with pytest.raises(r.SecondOfficerNeeded) as refused:
        held.handle(RECLAIM)
    assert refused.value == r.SecondOfficerNeeded("plot.open-reclaim")
    assert refused.value.basis == "Land Code 81, 84, 92 to 94; Entrepreneurial Code 295"
    assert held.log.position() == before


def test_a_proposal_is_the_whole_act_and_does_nothing_yet(held: Engine) -> None:
    before = standing(held)
    proposal = propose(held)
    assert (proposal.stream, proposal.version, proposal.appended.count) == (f"proposal-{KEY}", 1, 1)
    (record,) = records(held, proposal)
    assert record.event == ActProposed(
        act="plot.open-reclaim",
        key="P-1",
        terms={"ground": "state-needs"},
        effective_on=date(2025, 12, 1),
        documents=tuple(d.as_json() for d in RECLAIM.documents),
        reads={"officer-officer": 1, "plot-P-1": 4},
        proposer=OFFICER,
    )
    assert {name: record.body[name] for name in ("act", "actor", "mandate", "regulation", "deadlines")} == {
        "act": "proposal.propose",
        "actor": OFFICER,
        "mandate": "officer-officer@1",
        "regulation": "kz-2019@3",
        "deadlines": [
            {
                "name": "confirmation",
                "from": "2026-01-16",
                "due": "2026-01-30",
                "regulation": "kz-2019@3",
                "provisional": True,
            }
        ],
    }
    assert "second" not in record.body
    assert (standing(held), status(held)) == (before, "open")


def test_a_proposal_repeated_is_the_same_proposal(put: Engine) -> None:
    before = put.log.position()
    assert propose(put).appended.repeated
    with pytest.raises(Conflict, match="command-id-taken"):
        put.handle(RECLAIM)
    assert put.log.position() == before


def test_an_act_that_takes_one_officer_may_be_put_before_a_second_too(held: Engine) -> None:
    surrender = command("plot.surrender", "P-1", ON).named("C-2")
    propose(held, surrender)
    assert standing(held)["tenure"] == "held"
    done = approve(held, proposal_key("C-2"))
    assert types(done) == [
        ("plot-P-1", "PlotSurrendered"), ("project-A", "PlotLost"), ("proposal", "ProposalApproved"),
    ]  # fmt: skip


def test_what_would_change_nothing_is_not_proposed(held: Engine) -> None:
    number = command("plot.correct-number", "P-1", ON, cadastral_number="03-046-P-1").named("C-2")
    assert propose(held, number).events == ()
    assert held.log.command("C-2") is None


@pytest.mark.parametrize(
    ("act", "refusal"),
    [
        (replace(RECLAIM, actor="nobody"), r.NotAuthorised),
        (replace(RECLAIM, documents=()), r.PapersMissing),
        (command("plot.reclaim", "P-1", ON), r.WrongStatus),
        (command("plot.open-reclaim", "P-1", ON, ground="court"), r.WrongStatus),
        (command("plot.restore-lease", "P-1", ON, party="INV-B"), r.WrongStatus),
        (replace(RECLAIM, on=date(2026, 1, 17)), r.DateInFuture),
        (replace(RECLAIM, on=date(2016, 1, 2)), r.WrongStatus),
        (replace(RECLAIM, key="P-9"), NotFound),
    ],
)
def test_what_cannot_be_done_is_not_proposed(held: Engine, act: Command, refusal: type[Exception]) -> None:
    before = held.log.position()
    with pytest.raises(refusal):
        propose(held, act.named("C-2"))
    assert held.log.position() == before


def test_what_would_make_a_later_act_impossible_is_not_proposed(held: Engine) -> None:
    do(held, "plot.buy-out", "P-1", "2018-01-01")
    with pytest.raises(r.LaterActStands, match="plot-P-1@5"):
        propose(held, command("plot.terminate-lease", "P-1", "2017-01-01", ground="agreement").named("C-2"))


def test_papers_gaps_body_and_reason_come_through_to_the_act(engine: Engine) -> None:
    found_zone(engine)
    register_plot(engine, "P-1")
    do(engine, "party.register", "INV-A", "2016-01-01", name="A")
    plan = Paper(hashlib.sha256(b"a plan").hexdigest(), "text/plain", b"a plan")
    asked = Command(
        "plot",
        "recognise",
        "P-1",
        {"party": "INV-A", "granted_on": date(2012, 5, 1)},
        actor=OFFICER,
        on=date(2018, 1, 1),
        documents=(
            Document("decision", "12/3", date(2012, 5, 1), plan.sha256),
            Document("plan", sha256=plan.sha256),
            Document("contract", "7"),
        ),
        gaps=(Gap("handover-act", "archive", date(2027, 1, 1)),),
        papers=(plan,),
        body="akimat",
        reason="stock-taking",
    )
    propose(engine, asked.named("C-1"))
    act, *_ = records(engine, approve(engine))
    assert {name: act.body[name] for name in ("documents", "gaps", "body", "data", "deadlines")} == {
        "documents": [
            {"kind": "decision", "number": "12/3", "date": "2012-05-01", "sha256": plan.sha256},
            {"kind": "plan", "sha256": plan.sha256},
            {"kind": "contract", "number": "7"},
        ],
        "gaps": [{"kind": "handover-act", "owner": "archive", "until": "2027-01-01"}],
        "body": "akimat",
        "data": {"party": "INV-A", "granted_on": "2012-05-01", "reason": "stock-taking"},
        "deadlines": [
            {"name": "non-use", "from": "2012-05-01", "due": "2015-05-01", "regulation": "kz-2011@3"}
        ],
    }
    assert engine.log.paper(plan.sha256) == plan


def test_a_dry_run_of_a_proposal_and_of_an_approval_stores_nothing(held: Engine) -> None:
    tried = held.try_(replace(RECLAIM, propose=True))
    assert [event["type"] for event in tried.events] == ["proposal.ActProposed@1"]
    propose(held)
    before = held.log.position()
    approving = Command("proposal", "approve", KEY, actor=SECOND_OFFICER)
    tried = held.try_(approving)
    assert [event["type"] for event in tried.events] == ["plot.ReclaimOpened@1", "proposal.ProposalApproved@1"]
    assert tried.after.standing["compliance"] == "reclaiming"
    assert held.try_(replace(approving, actor=OFFICER)).objections == (
        r.SameOfficer(OFFICER, "zone-administration"),
    )
    assert held.log.position() == before
