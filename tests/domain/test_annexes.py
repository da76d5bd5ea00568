"""Annexes to a contract: each counts once, wherever it changes something (Entrepreneurial Code 296-2(2))."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from domain.event import Touch
from domain.obligation import decisions as of_obligations
from domain.obligation import events as obligation_events
from domain.project import decisions, events
from domain.refusals import LimitReached
from tests.domain.given import DAY, DUE, LATER, defined, given, submitted

LIMITS = {"annexes_per_year": 2, "commissioning_moves": 2}
SIGNED = events.ActivityContractSigned()


def project(*history: Any) -> Any:
    return given("project-P-1", submitted(), SIGNED, *history)


def commissioning(*history: Any) -> Any:
    return given("obligation-P-1-1", defined(kind="commissioning", target=1, unit="works"), *history)


def test_a_moved_commissioning_date_moves_the_obligations_to_commission() -> None:
    unmet = commissioning(obligation_events.ObligationUnmet())
    met = commissioning(obligation_events.ObligationMet())
    other = given("obligation-P-1-4", defined())
    obligations = {"P-1-1": commissioning(), "P-1-2": unmet, "P-1-3": met, "P-1-4": other}
    amended = decisions.amend(
        project(), annex="1", commissioning_on=LATER, obligations=obligations, limits=LIMITS, on=DAY
    )
    assert amended == (
        events.ContractAmended(annex="1", commissioning_on=LATER),
        Touch("P-1-1", obligation_events.ObligationAmended(annex="1", due_on=LATER)),
        Touch("P-1-2", obligation_events.ObligationRescheduled(annex="1", due_on=LATER)),
    )


def test_moves_of_an_obligation_to_commission_count_against_the_contract_too() -> None:
    moved = obligation_events.ObligationAmended(annex="a", due_on=DUE)
    twice = {"P-1-1": commissioning(moved, moved)}
    with pytest.raises(LimitReached) as refused:
        decisions.amend(project(), annex="1", commissioning_on=LATER, obligations=twice, limits=LIMITS, on=DAY)
    assert refused.value == LimitReached("commissioning_moves", 2)


def test_an_annex_that_changes_several_obligations_is_one() -> None:
    attached = [events.AnnexAttached(annex="1", obligation=f"P-1-{number}") for number in range(1, 5)]
    owned = given("obligation-P-1-5", defined())
    amended = of_obligations.amend(
        owned, annex="1", target=5, project=project(*attached), limits=LIMITS, on=DAY
    )
    assert amended == (
        obligation_events.ObligationAmended(annex="1", target=5),
        Touch("P-1", events.AnnexAttached(annex="1", obligation="P-1-5")),
    )


@pytest.mark.parametrize("act", ["amend", "reschedule"])
def test_annexes_to_one_contract_are_counted_over_all_its_obligations(act: str) -> None:
    two = project(
        events.AnnexAttached(annex="1", obligation="P-1-1"), events.AnnexAttached(annex="2", obligation="P-1-2")
    )
    owned = given("obligation-P-1-3", defined())
    with pytest.raises(LimitReached) as refused:
        getattr(of_obligations, act)(owned, annex="3", due_on=LATER, project=two, limits=LIMITS, on=DAY)
    assert refused.value == LimitReached("annexes_per_year", 2)


def test_an_authority_s_obligation_counts_its_own_annexes() -> None:
    amended = obligation_events.ObligationAmended(annex="a", target=3)
    owned = given("obligation-MIN-1", defined(of="authority:Ministry"), amended, amended)
    with pytest.raises(LimitReached) as refused:
        of_obligations.amend(owned, annex="c", target=4, limits=LIMITS, on=DAY)
    assert refused.value == LimitReached("annexes_per_year", 2)
    assert of_obligations.amend(owned, annex="c", target=4, limits=LIMITS, on=date(2021, 1, 1))
