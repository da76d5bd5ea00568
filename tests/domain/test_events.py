"""Events, refusals and clocks: what holds for all of them."""

from __future__ import annotations

from datetime import date

import pytest

from domain.deadlines import months_after
from domain.event import Event
from domain.plot.values import Interval, excluded_days
from domain.refusals import NotYetDue, PartyBarred
from domain.zone.events import ZoneExpired
from lifecycle.handling import Engine


def test_a_stored_name_is_given_once() -> None:
    with pytest.raises(TypeError, match="taken"):
        type("Again", (Event,), {"__module__": __name__}, stored=ZoneExpired.stored)


def test_a_refusal_carries_its_values_and_no_others() -> None:
    barred = PartyBarred("INV-A", until=date(2030, 1, 1))
    assert barred == PartyBarred("INV-A", date(2030, 1, 1))
    assert hash(barred) == hash(PartyBarred("INV-A", date(2030, 1, 1)))
    assert barred != NotYetDue("cure", date(2030, 1, 1))
    assert (barred.code, str(barred)) == ("party-barred", "party-barred party=INV-A until=2030-01-01")
    for values in (("INV-A",), ("INV-A", date(2030, 1, 1), 3)):
        with pytest.raises(TypeError, match="carries party, until"):
            PartyBarred(*values)


def test_months_end_on_their_own_day_or_their_last_and_never_after_the_last_date() -> None:
    assert months_after(date(2024, 1, 31), 1) == date(2024, 2, 29)
    assert months_after(date(9999, 6, 1), 12) == date.max


def test_days_excluded_twice_are_excluded_once() -> None:
    january = Interval(from_on=date(2020, 1, 1), to_on=date(2020, 1, 31))
    within = Interval(from_on=date(2020, 1, 10), to_on=date(2020, 1, 20))
    before = Interval(from_on=date(2019, 1, 1), to_on=date(2019, 1, 2))
    assert excluded_days((within, january, before), start=date(2020, 1, 1)) == 31


def test_a_store_knows_its_birth(engine: Engine) -> None:
    (case,) = engine.desk().cases(["store-main"], date(2026, 1, 16)).values()
    assert (case.facts.origin, case.facts.time_zone, case.facts.format) == ("sez.test/1", "Asia/Almaty", 1)
