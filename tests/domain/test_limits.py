"""What a regulation limits: how often, how little."""

from __future__ import annotations

import pytest

from domain.limits import at_least, below, counted_in
from domain.refusals import BelowLeast, LimitReached, UnitMismatch

LEAST = {"least_build-out": 20}


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
