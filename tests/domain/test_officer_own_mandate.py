"""Who decides about a mandate: never by the same mandate; and in which roles: only those of the law."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from domain import refusals as r
from tests.domain.office import HEAD, ROLE, Office

JUNE = date(2025, 6, 30)


@pytest.fixture
def office() -> Office:
    """A head and an officer of one zone."""
    office = Office()
    office.appoint("head", HEAD, ROLE)
    office.appoint("permits", zones=("KHG",))
    return office


@pytest.mark.parametrize(("verb", "terms"), [("dismiss", {}), ("change_mandate", {"roles": (ROLE,)})])
def test_nobody_decides_about_the_mandate_by_which_they_act(
    office: Office, verb: str, terms: dict[str, Any]
) -> None:
    office.delegate("head", "permits", JUNE, roles=(HEAD,))
    below: dict[str, Any] = {"chain": office.below(office.facts("head"))}
    for actor, under in (("head", "officer-head@1"), ("permits", "officer-permits@2")):
        with pytest.raises(r.OwnMandate) as refused:
            office.do(verb, "head", actor=actor, under=under, **below, **terms)
        assert refused.value == r.OwnMandate("head")
    assert office.do(verb, "head", actor="permits", under="officer-permits@1", **below, **terms)


def test_somebody_else_decides_about_a_mandate(office: Office) -> None:
    assert office.do("dismiss", "permits", actor="head", under="officer-head@1")


@pytest.mark.parametrize("verb", ["appoint", "change_mandate", "reinstate"])
def test_a_role_is_one_that_the_law_knows(verb: str) -> None:
    office = Office()
    with pytest.raises(r.UnknownRole) as refused:
        office.do(verb, "leases", roles=(ROLE, "wizard"), known_roles=(HEAD, ROLE))
    assert refused.value == r.UnknownRole("wizard", (HEAD, ROLE))
    assert office.do(verb, "leases", roles=(ROLE,), known_roles=(HEAD, ROLE))
