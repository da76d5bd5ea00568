"""The public list: a duty to enter or remove a person stays until it is done, whatever follows."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from domain.party import decisions, events
from domain.refusals import DeadlineUnknown
from tests.domain.given import DAY, LATER, given

FIRST, SECOND = date(2020, 3, 9), date(2020, 4, 9)
REGISTERED = events.PartyRegistered(name="Investor")


def barred(*dues: date) -> Any:
    listed = [(events.PartyBarred(until=LATER), DAY, {"listing": due}) for due in dues]
    return given("party-INV", REGISTERED, *listed)


def test_a_second_listing_does_not_hide_an_earlier_duty() -> None:
    assert barred(FIRST, SECOND).due == {"listing": FIRST}
    assert barred(SECOND, FIRST).due == {"listing": FIRST}


def test_the_duty_ends_when_the_list_is_seen_to_be_right() -> None:
    party = barred(FIRST)
    recorded: Any
    (recorded,) = decisions.record_listing(party, on=FIRST)
    after = given("party-INV", REGISTERED, (events.PartyBarred(until=LATER), DAY, {"listing": FIRST}), recorded)
    assert after.due == {}
    with pytest.raises(DeadlineUnknown) as refused:
        decisions.record_listing(after, on=FIRST)
    assert refused.value == DeadlineUnknown("listing")
