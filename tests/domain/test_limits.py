"""What a regulation limits: how often, how little."""

from __future__ import annotations

from typing import Any

import pytest

from domain.limits import at_least, below, counted_in, promised
from domain.obligation.state import Obligation
from domain.plot.state import Plot
from domain.project.state import Project
from domain.refusals import BelowLeast, DutyMissing, LimitReached, UnitMismatch

LEAST = {"least_build-out": 20}
DEMANDED = {"demands_build-out": 40}
PLOT, PROJECT = Plot(key="N-1"), Project(key="P-1")


def test_what_may_be_done_twice_is_refused_a_third_time() -> None:
    below({"annexes_per_year": 2}, name="annexes_per_year", done=1)
    with pytest.raises(LimitReached) as refused:
        below({"annexes_per_year": 2}, name="annexes_per_year", done=2)
    assert refused.value == LimitReached("annexes_per_year", 2)


def test_where_the_law_sets_no_limit_there_is_none() -> None:
    below({}, name="annexes_per_year", done=9)
    at_least({}, kind="build-out", target=1)
    at_least(LEAST, kind="jobs", target=1)


def test_the_least_itself_is_enough_and_less_is_refused() -> None:
    at_least(LEAST, kind="build-out", target=20)
    with pytest.raises(BelowLeast) as refused:
        at_least(LEAST, kind="build-out", target=19)
    assert refused.value == BelowLeast("build-out", 20, 19)


def test_a_kind_with_a_unit_of_its_own_is_counted_in_no_other() -> None:
    counted_in("build-out", "percent")
    counted_in("jobs", "persons")
    with pytest.raises(UnitMismatch) as refused:
        counted_in("build-out", "ha")
    assert refused.value == UnitMismatch("build-out", "percent", "ha")


def owed(**terms: Any) -> Obligation:
    return Obligation(key="B-1", kind="build-out", target=40)._replace(**terms)


@pytest.mark.parametrize("duty", [owed(), owed(target=50), owed(plot="N-1"), owed(unmet=True)])
def test_land_is_granted_to_a_project_that_owes_what_the_law_demands(duty: Obligation) -> None:
    promised(DEMANDED, plot=PLOT, project=PROJECT, obligations=[owed(kind="jobs"), duty])


@pytest.mark.parametrize("duty", [owed(target=39), owed(plot="N-2"), owed(open=False), owed(kind="jobs")])
def test_less_than_that_or_another_s_duty_is_not_enough(duty: Obligation) -> None:
    with pytest.raises(DutyMissing) as refused:
        promised(DEMANDED, plot=PLOT, project=PROJECT, obligations=[duty])
    assert refused.value == DutyMissing("N-1", "P-1", "build-out", 40, "percent")


def test_where_the_law_demands_no_duty_land_is_granted_without() -> None:
    promised({"head_lease_years_iz": 20}, plot=PLOT, project=PROJECT, obligations=[])
