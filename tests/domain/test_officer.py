"""Officers: who may act in which role, who for whom, and when that ends."""

from __future__ import annotations

from datetime import date

import pytest

from domain import refusals as r
from domain.identifiers import Malformed
from domain.officer import events
from domain.officer.state import Mandate, Officer
from domain.officer.values import role
from domain.zone.events import ZoneExpired
from tests.domain.office import DAY, HEAD, ROLE, Office

MARCH = date(2025, 3, 31)
JUNE = date(2025, 6, 30)
APRIL = date(2025, 4, 1)


@pytest.fixture
def office() -> Office:
    """A head who may act everywhere, and two officers of one zone each; one of them until March."""
    office = Office()
    office.appoint("head", HEAD, ROLE, title="Head of the administration")
    office.appoint("permits", zones=("KHG",))
    office.appoint("leases", zones=("ALT",), until=MARCH)
    return office


# -- appointed, changed, dismissed -------------------------------------------------------------------


def test_an_officer_is_appointed_in_roles_for_zones_until_a_day() -> None:
    office = Office()
    told = office.appoint("leases", title="Officer, leases", zones=("ALT",), until=MARCH)
    assert told == [
        events.OfficerAppointed(title="Officer, leases", roles=(ROLE,), zones=("ALT",), until=MARCH)
    ]
    assert office.facts("leases") == Officer(
        key="leases",
        title="Officer, leases",
        roles=frozenset({ROLE}),
        zones=frozenset({"ALT"}),
        until=MARCH,
        active=True,
        appointed="officer-leases@1",
    )


@pytest.mark.parametrize("verb", ["appoint", "change_mandate", "reinstate"])
def test_a_mandate_names_a_role_and_is_not_over_before_it_begins(verb: str) -> None:
    office = Office()
    with pytest.raises(r.RolesMissing):
        office.do(verb, "leases", roles=())
    with pytest.raises(r.DatesOutOfOrder) as refused:
        office.do(verb, "leases", roles=(ROLE,), until=date(2025, 1, 12))
    assert refused.value == r.DatesOutOfOrder("until", date(2025, 1, 12), DAY)
    (told,) = office.do(verb, "leases", roles=(ROLE,), until=DAY)
    assert told.data() == {"roles": [ROLE], "until": "2025-01-13"}


@pytest.mark.parametrize("text", ["", "Head", "head of", "head-", "-head", "9th", "h" * 33, "глава"])
def test_a_role_is_a_short_word_of_the_regulation(text: str) -> None:
    assert role("zone-administration") == "zone-administration"
    with pytest.raises(Malformed):
        role(text)


def test_a_changed_mandate_takes_the_place_of_the_former_one(office: Office) -> None:
    office.do("change_mandate", "permits", roles=(HEAD,), until=JUNE)
    changed = office.facts("permits")
    assert changed.own == Mandate("officer-permits@2", frozenset({HEAD}), frozenset(), JUNE)
    with pytest.raises(r.NotAuthorised):
        office.mandate("permits", ROLE, "KHG")


def test_the_same_mandate_again_changes_nothing(office: Office) -> None:
    assert office.do("change_mandate", "permits", roles=(ROLE, ROLE), zones=("KHG",)) == []


def test_a_dismissed_officer_is_appointed_again_under_a_new_mandate(office: Office) -> None:
    assert office.do("dismiss", "permits") == [events.OfficerDismissed()]
    assert not office.facts("permits").active
    office.do("reinstate", "permits", roles=(ROLE,), zones=("ALT",))
    assert office.mandate("permits", ROLE, "ALT") == "officer-permits@3"


def test_what_happens_to_others_changes_no_officer(office: Office) -> None:
    before = office.facts("head")
    office.tell("head", ZoneExpired())
    assert office.facts("head") == before


# -- delegated ---------------------------------------------------------------------------------------


def test_what_is_delegated_is_written_to_both_officers(office: Office) -> None:
    told = office.delegate("head", "permits", JUNE, roles=(ROLE,), zones=("ALT",))
    assert told == [
        events.MandateDelegated(to="permits", roles=(ROLE,), zones=("ALT",), until=JUNE),
        events.MandateReceived(giver="head", roles=(ROLE,), zones=("ALT",), until=JUNE),
    ]
    given = Mandate("officer-head@2", frozenset({ROLE}), frozenset({"ALT"}), JUNE)
    assert office.facts("head").given == {"permits": given}
    assert office.facts("permits").received == {"head": given._replace(event="officer-permits@2")}
    assert office.facts("head").delegates == ("permits",)
    assert office.facts("permits").givers == ("head",)


def test_without_roles_all_that_the_giver_holds_in_person_is_delegated(office: Office) -> None:
    _, received = office.delegate("head", "permits", JUNE)
    assert received == events.MandateReceived(giver="head", roles=(HEAD, ROLE), until=JUNE)
    assert office.facts("head").given["permits"].roles == {HEAD, ROLE}


def test_delegating_again_to_the_same_officer_replaces_the_former(office: Office) -> None:
    office.delegate("head", "permits", JUNE)
    office.delegate("head", "permits", MARCH, roles=(ROLE,))
    assert office.facts("head").given == {
        "permits": Mandate("officer-head@3", frozenset({ROLE}), frozenset(), MARCH)
    }
    assert office.facts("permits").received == {
        "head": Mandate("officer-permits@3", frozenset({ROLE}), frozenset(), MARCH)
    }


def test_nobody_delegates_to_themselves_or_for_a_time_that_is_over(office: Office) -> None:
    with pytest.raises(r.SamePerson):
        office.delegate("head", "head", JUNE)
    with pytest.raises(r.DatesOutOfOrder):
        office.delegate("head", "permits", date(2025, 1, 12))


def test_nobody_delegates_what_they_do_not_hold(office: Office) -> None:
    with pytest.raises(r.DelegationTooWide) as refused:
        office.delegate("permits", "leases", JUNE, roles=(HEAD, ROLE))
    assert refused.value == r.DelegationTooWide("permits", (HEAD,), ())
    with pytest.raises(r.DelegationTooWide) as refused:
        office.delegate("permits", "leases", JUNE, zones=("ALT", "KHG"))
    assert refused.value == r.DelegationTooWide("permits", (ROLE,), ("ALT",))
    with pytest.raises(r.DelegationTooWide):
        office.delegate("leases", "permits", JUNE, on=APRIL)


def test_nobody_delegates_for_longer_than_they_hold_it(office: Office) -> None:
    with pytest.raises(r.BeyondTerm) as refused:
        office.delegate("leases", "permits", APRIL)
    assert refused.value == r.BeyondTerm("until", APRIL, MARCH)
    office.delegate("leases", "permits", MARCH)
    office.delegate("head", "leases", JUNE, roles=(ROLE,))
    office.delegate("leases", "permits", APRIL, roles=(ROLE,))


def test_what_was_received_is_delegated_further_within_its_bounds(office: Office) -> None:
    office.delegate("head", "leases", JUNE, roles=(HEAD,), zones=("KHG",))
    with pytest.raises(r.DelegationTooWide):
        office.delegate("leases", "permits", MARCH, roles=(HEAD,), zones=("ALT",))
    office.delegate("leases", "permits", JUNE, roles=(HEAD,))
    assert office.mandate("permits", HEAD, "KHG") == "officer-permits@2"
    with pytest.raises(r.NotAuthorised) as refused:
        office.mandate("permits", HEAD, "ALT")
    assert refused.value == r.NotAuthorised("permits", HEAD, "ALT", "zone", None)


def test_a_delegation_that_comes_back_to_its_giver_is_refused(office: Office) -> None:
    office.delegate("head", "permits", JUNE)
    office.delegate("permits", "leases", JUNE, roles=(ROLE,))
    for giver in ("permits", "leases"):
        with pytest.raises(r.DelegationLoops) as refused:
            office.delegate(giver, "head", MARCH, roles=(ROLE,))
        assert refused.value == r.DelegationLoops(giver, "head")


def test_a_delegation_that_ran_out_no_longer_makes_a_loop(office: Office) -> None:
    office.delegate("head", "permits", MARCH)
    office.delegate("permits", "head", JUNE, on=APRIL, roles=(ROLE,))
    assert office.facts("head").givers == ("permits",)


def test_an_officer_reached_in_two_ways_is_looked_at_once(office: Office) -> None:
    office.delegate("head", "permits", JUNE)
    office.delegate("head", "leases", JUNE)
    office.delegate("permits", "leases", JUNE, roles=(ROLE,))
    office.appoint("clerk")
    office.delegate("clerk", "head", JUNE)
    assert set(office.below(office.facts("clerk"))) == {"head", "permits", "leases"}


def test_a_delegation_is_taken_back_in_both_streams(office: Office) -> None:
    office.delegate("head", "permits", JUNE)
    told = office.do("end_delegation", "head", to=office.facts("permits"))
    assert told == [events.DelegationEnded(to="permits"), events.DelegationWithdrawn(giver="head")]
    assert (office.facts("head").given, office.facts("permits").received) == ({}, {})


def test_what_was_not_delegated_cannot_be_taken_back(office: Office) -> None:
    with pytest.raises(r.NoDelegation) as refused:
        office.do("end_delegation", "head", to=office.facts("permits"))
    assert refused.value == r.NoDelegation("head", "permits")


def test_with_an_officer_all_ends_that_was_delegated_by_or_to_them(office: Office) -> None:
    office.delegate("head", "permits", JUNE)
    office.delegate("permits", "leases", JUNE, roles=(ROLE,))
    assert office.do("dismiss", "permits") == [
        events.OfficerDismissed(),
        events.DelegationWithdrawn(giver="permits"),
        events.DelegationEnded(to="permits"),
    ]
    office.do("reinstate", "permits", roles=(ROLE,))
    assert [(o.given, o.received) for o in office.officers.values()] == [({}, {})] * 3


# -- under which mandate -----------------------------------------------------------------------------


def test_an_officer_acts_under_their_own_mandate_before_a_delegated_one(office: Office) -> None:
    office.delegate("head", "permits", JUNE)
    assert office.mandate("permits", ROLE, "KHG") == "officer-permits@1"
    assert office.mandate("permits", ROLE, "ALT") == "officer-permits@2"
    assert office.mandate("head", ROLE, "ANY") == "officer-head@1"


def test_an_act_that_concerns_no_zone_takes_any_mandate_with_the_role(office: Office) -> None:
    assert office.mandate("permits") == "officer-permits@1"
    office.delegate("leases", "permits", MARCH, roles=(ROLE,))
    office.do("change_mandate", "permits", roles=(HEAD,))
    assert office.mandate("permits") == "officer-permits@2"


def test_a_mandate_holds_on_its_last_day_and_not_on_the_next(office: Office) -> None:
    assert office.mandate("leases", on=MARCH) == "officer-leases@1"
    with pytest.raises(r.NotAuthorised) as refused:
        office.mandate("leases", on=APRIL)
    assert refused.value == r.NotAuthorised("leases", ROLE, "", "expired", MARCH)


def test_a_refusal_tells_the_most_telling_cause(office: Office) -> None:
    with pytest.raises(r.NotAuthorised, match="cause=role"):
        office.mandate("leases", HEAD, "KHG", APRIL)
    with pytest.raises(r.NotAuthorised, match="cause=zone"):
        office.mandate("leases", ROLE, "KHG", APRIL)
    with pytest.raises(r.NotAuthorised, match="cause=unknown"):
        office.mandate("nobody")
    office.do("dismiss", "leases")
    with pytest.raises(r.NotAuthorised, match="cause=dismissed"):
        office.mandate("leases", on=APRIL)


def test_a_mandate_ends_below_a_giver_whose_own_ended(office: Office) -> None:
    office.delegate("head", "permits", JUNE, roles=(HEAD,))
    office.do("change_mandate", "head", roles=(HEAD,), until=MARCH)
    assert office.mandate("permits", HEAD, "KHG", MARCH) == "officer-permits@2"
    with pytest.raises(r.NotAuthorised) as refused:
        office.mandate("permits", HEAD, "KHG", APRIL)
    assert refused.value == r.NotAuthorised("permits", HEAD, "KHG", "expired", MARCH)
    office.do("change_mandate", "head", roles=(ROLE,))
    with pytest.raises(r.NotAuthorised) as refused:
        office.mandate("permits", HEAD, "KHG")
    assert refused.value == r.NotAuthorised("permits", HEAD, "KHG", "expired", None)


def test_a_giver_who_was_dismissed_or_is_not_at_hand_gives_nothing(office: Office) -> None:
    office.delegate("head", "permits", JUNE, roles=(HEAD,))
    office.tell("head", events.OfficerDismissed())
    with pytest.raises(r.NotAuthorised, match="cause=expired until=None"):
        office.mandate("permits", HEAD)
    del office.officers["head"]
    with pytest.raises(r.NotAuthorised, match="cause=expired until=None"):
        office.mandate("permits", HEAD)


def test_delegations_that_loop_all_the_same_give_no_mandate(office: Office) -> None:
    """Two acts recorded late, each possible on its own day, may close a loop together."""
    for giver, to in (("permits", "leases"), ("leases", "permits")):
        office.tell(giver, events.MandateDelegated(to=to, roles=(HEAD,), until=JUNE))
        office.tell(to, events.MandateReceived(giver=giver, roles=(HEAD,), until=JUNE))
    with pytest.raises(r.NotAuthorised, match="cause=expired until=None"):
        office.mandate("permits", HEAD, "KHG")
    with pytest.raises(r.DelegationTooWide):
        office.delegate("permits", "head", JUNE, roles=(HEAD,))
    office.do("end_delegation", "permits", to=office.facts("leases"))
    with pytest.raises(r.NotAuthorised):
        office.mandate("leases", HEAD, "KHG")
