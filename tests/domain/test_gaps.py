"""Missing papers: flagged by the act that lacked them, closed when they are found."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

import pytest

from domain.event import At
from domain.refusals import GapUnknown
from lifecycle.definitions import lifecycle_of
from tests.domain.given import DAY, defined, submitted

ZONE = {"name": "Z", "kind": "sez", "region": "R", "area_m2": 1, "allocatable_m2": 1, "term_ends_on": DAY}
BIRTHS: dict[str, Callable[[], Any]] = {
    "zone": lambda: _event("zone", "ZoneEstablished", **ZONE),
    "party": lambda: _event("party", "PartyRegistered", name="P"),
    "project": submitted,
    "obligation": defined,
}


def _event(noun: str, event: str, **terms: Any) -> Any:
    return getattr(import_module(f"domain.{noun}.events"), event)(**terms)


@pytest.mark.parametrize("noun", list(BIRTHS))
def test_a_paper_that_an_act_lacked_is_missing_until_it_is_found(noun: str) -> None:
    law = lifecycle_of(noun)
    decide = import_module(f"domain.{noun}.decisions").close_gap
    facts = law.evolve(law.initial, BIRTHS[noun](), At(f"{noun}-K@1", DAY, {}, ("decree", "minutes")))
    assert facts.gaps == ("decree", "minutes")
    (closed,) = decide(facts, kind="decree", on=DAY)
    after = law.evolve(facts, closed, At(f"{noun}-K@2", DAY, {}))
    assert after.gaps == ("minutes",)
    with pytest.raises(GapUnknown) as refused:
        decide(after, kind="decree", on=DAY)
    assert refused.value == GapUnknown("K", "decree")
