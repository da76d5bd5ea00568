"""Confirming: a second officer approves an act that was proposed, and it is decided anew; or rejects it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from domain import refusals as r
from lifecycle.command import Command
from lifecycle.errors import Conflict, Misused, NotFound
from lifecycle.handling import Engine
from lifecycle.store.log import Act, Appended
from tests.lifecycle.acts import OFFICER, SECOND_OFFICER, do
from tests.lifecycle.proposals import (
    KEY,
    ON,
    RECLAIM,
    ROLE,
    a_day_passes,
    approve,
    propose,
    records,
    reject,
    status,
)
from tests.lifecycle.story import facts, standing, types

# -- approving ---------------------------------------------------------------------------------------


def test_an_approved_act_stands_in_the_proposer_s_name_with_its_second_officer(put: Engine) -> None:
    a_day_passes(put)
    done = approve(put, command_id="C-2")
    act, approval = records(put, done)
    assert (done.stream, done.version) == ("plot-P-1", 5)
    assert types(done) == [("plot-P-1", "ReclaimOpened"), ("proposal", "ProposalApproved")]
    assert {name: act.body[name] for name in ("act", "actor", "second", "mandate", "regulation")} == {
        "act": "plot.open-reclaim",
        "actor": OFFICER,
        "second": SECOND_OFFICER,
        "mandate": "officer-officer@1",
        "regulation": "kz-2019@3",
    }
    assert act.body["documents"] == [d.as_json() for d in RECLAIM.documents]
    assert act.body["reads"].items() >= {
        "plot-P-1": 4, f"proposal-{KEY}": 1, "officer-officer": 1, "officer-second-officer": 1,
    }.items()  # fmt: skip
    assert (act.effective_on, act.recorded_at[:10]) == (ON, "2026-01-17")
    assert (approval.ref, approval.command) == (f"proposal-{KEY}@2", "C-2")
    assert approval.event.data() == {"approver": SECOND_OFFICER}
    assert (standing(put)["compliance"], status(put)) == ("reclaiming", "approved")


def test_nobody_approves_what_they_proposed(put: Engine) -> None:
    before = put.log.position()
    with pytest.raises(r.SameOfficer) as refused:
        approve(put, actor=OFFICER)
    assert refused.value == r.SameOfficer(OFFICER, ROLE)
    assert refused.value.rule == "plot.open-reclaim"
    assert (put.log.position(), status(put)) == (before, "open")


@pytest.mark.parametrize(("actor", "cause"), [("nobody", "unknown"), ("of-PIT", "zone"), ("", "unknown")])
def test_who_approves_holds_the_mandate_for_the_act(put: Engine, actor: str, cause: str) -> None:
    with pytest.raises(r.NotAuthorised, match=f"role={ROLE} zone=KHG cause={cause}"):
        approve(put, actor=actor)
    approve(put, actor="of-KHG")
    assert facts(put, "plot-P-1").ground == "state-needs"


def test_who_may_not_approve_does_not_learn_whether_it_was_done(put: Engine) -> None:
    approve(put)
    with pytest.raises(r.NotAuthorised):
        approve(put, actor="of-PIT")


def test_an_approval_is_in_time_on_the_last_day_and_not_after(put: Engine) -> None:
    a_day_passes(put, 15)
    with pytest.raises(r.ProposalExpired) as refused:
        approve(put)
    assert refused.value == r.ProposalExpired(date(2026, 1, 30))
    assert status(put) == "open"
    a_day_passes(put, -1)
    assert put.today() == date(2026, 1, 30)
    approve(put)


def test_what_has_become_impossible_is_not_approved(put: Engine) -> None:
    do(put, "plot.surrender", "P-1", "2025-12-01")
    before = put.log.position()
    with pytest.raises(r.WrongStatus, match="tenure status=ended"):
        approve(put)
    assert (put.log.position(), status(put)) == (before, "open")


def test_what_a_later_act_has_come_to_rest_on_is_not_approved(put: Engine) -> None:
    do(put, "plot.buy-out", "P-1", "2025-12-15")
    with pytest.raises(r.LaterActStands, match="plot-P-1@5"):
        approve(put)


def test_the_proposer_s_mandate_lasts_until_the_approval(held: Engine) -> None:
    propose(held, replace(RECLAIM, actor="of-KHG"))
    do(held, "officer.dismiss", "of-KHG", "2026-01-16")
    with pytest.raises(r.NotAuthorised, match=r"officer=of-KHG .* cause=dismissed"):
        approve(held)
    do(held, "officer.reinstate", "of-KHG", "2026-01-16", roles=(ROLE,))
    act, _ = records(held, approve(held))
    assert (act.body["actor"], act.body["mandate"]) == ("of-KHG", "officer-of-KHG@3")


def test_an_approval_repeated_does_nothing_and_gives_the_first_result(put: Engine) -> None:
    first = approve(put, command_id="C-2")
    before = put.log.position()
    a_day_passes(put, 30)
    again = approve(put, command_id="C-2")
    assert (again.appended.repeated, again.events) == (True, first.events)
    assert put.log.position() == before


def test_an_act_is_approved_once(put: Engine) -> None:
    approve(put, command_id="C-2")
    with pytest.raises(r.WrongStatus) as refused:
        approve(put, command_id="C-3")
    assert refused.value == r.WrongStatus(f"proposal-{KEY}", "status", "approved", ("open",))
    with pytest.raises(Conflict, match="command-id-taken"):
        approve(put, actor="of-KHG", command_id="C-2")


class Quicker:
    """The log, on which another officer approves just before the first append."""

    def __init__(self, engine: Engine) -> None:
        self._log, self._engine, self._done = engine.log, Engine(engine.log, engine.clock), False

    def __getattr__(self, name: str) -> Any:
        return getattr(self._log, name)

    def append(self, acts: Sequence[Act]) -> list[Appended]:
        if not self._done:
            self._done = True
            approve(self._engine, actor="of-KHG")
        return self._log.append(acts)


def test_of_two_who_approve_at_once_one_is_told_that_it_was_done(put: Engine) -> None:
    engine: Any = put
    engine.log = Quicker(put)
    with pytest.raises(r.WrongStatus, match="status=approved"):
        approve(engine)
    (record,) = [r for r in put.log.scan() if r.body["type"] == "plot.ReclaimOpened@1"]
    assert record.body["second"] == "of-KHG"


def test_a_proposal_that_nobody_made_is_not_found(held: Engine) -> None:
    with pytest.raises(NotFound, match="category=proposal key=0000"):
        approve(held, "0000")
    with pytest.raises(NotFound, match="category=proposal"):
        reject(held)


# -- rejecting ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("actor", [OFFICER, SECOND_OFFICER, "of-KHG"])
def test_a_rejected_act_is_not_done(put: Engine, actor: str) -> None:
    (record,) = records(put, reject(put, actor=actor))
    assert (record.body["act"], record.body["actor"]) == ("proposal.reject", actor)
    assert (standing(put)["compliance"], status(put)) == ("clear", "rejected")
    with pytest.raises(r.WrongStatus, match="status=rejected"):
        approve(put, actor="of-KHG" if actor == SECOND_OFFICER else SECOND_OFFICER)
    with pytest.raises(r.WrongStatus, match="status=rejected"):
        reject(put)


def test_who_has_no_mandate_where_the_act_belongs_rejects_nothing(put: Engine) -> None:
    with pytest.raises(r.NotAuthorised, match="officer=of-PIT role=zone-administration zone=KHG cause=zone"):
        reject(put, actor="of-PIT")
    assert status(put) == "open"


def test_an_act_that_was_done_is_not_rejected_afterwards(put: Engine) -> None:
    approve(put)
    with pytest.raises(r.WrongStatus, match="status=approved"):
        reject(put)


@pytest.mark.parametrize(
    ("added", "option"),
    [
        ({"reason": "in haste"}, "--reason"),
        ({"body": "another"}, "--body"),
        ({"documents": RECLAIM.documents}, "--document"),
        ({"propose": True}, "--propose"),
    ],
)
def test_an_approval_adds_nothing_to_what_was_proposed(put: Engine, added: dict[str, Any], option: str) -> None:
    before = put.log.position()
    with pytest.raises(Misused) as misused:
        put.handle(Command("proposal", "approve", KEY, actor=SECOND_OFFICER, **added))
    assert misused.value.values == {"problem": "approval-adds", "given": [option]}
    assert put.log.position() == before
