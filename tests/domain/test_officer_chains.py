"""Delegations in any order: nobody ever holds more than the first giver of a chain does."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from domain.officer.mandate import held_under
from domain.officer.state import Officer
from domain.refusals import NotAuthorised, Refused
from tests.domain.office import DAY, Office

KEYS = ("a", "b", "c", "d", "e")
ROLES = ("head", "clerk")
ZONES = ("KHG", "ALT")

days = st.integers(0, 60).map(lambda n: DAY + timedelta(n))
in_roles = st.sampled_from([("head",), ("clerk",), ROLES])
roles = st.just(()) | in_roles
zones = st.sampled_from([(), ("KHG",), ("ALT",), ZONES])
keys = st.sampled_from(KEYS)
mandates = st.fixed_dictionaries({"roles": roles, "zones": zones, "until": st.none() | days})
acts = st.one_of(
    st.tuples(
        st.just("delegate"),
        keys,
        st.fixed_dictionaries({"to": keys, "roles": roles, "zones": zones, "until": days}),
    ),
    st.tuples(st.just("change_mandate"), keys, mandates),
    st.tuples(st.sampled_from(["dismiss", "end_delegation", "reinstate"]), keys, mandates),
)
offices = st.tuples(
    st.lists(st.fixed_dictionaries({"zones": zones, "until": st.none() | days}), min_size=5, max_size=5),
    st.lists(in_roles, min_size=5, max_size=5),
    st.lists(acts, max_size=12),
)


def act(office: Office, verb: str, key: str, terms: dict[str, Any], on: date) -> None:
    """Carry out an act that the table would allow; what the facts refuse changes nothing."""
    officer = office.facts(key)
    if officer.active is (verb == "reinstate"):
        return
    with suppress(Refused):
        match verb:
            case "delegate":
                if office.facts(terms["to"]).active:
                    office.delegate(key, **terms, on=on)
            case "end_delegation":
                for to in officer.delegates:
                    office.do("end_delegation", key, on, to=office.facts(to))
            case "dismiss":
                office.do("dismiss", key, on)
            case _:
                office.do(verb, key, on, **terms)


def played(office_of: Any) -> Office:
    terms, held, story = office_of
    office = Office()
    for key, own, some in zip(KEYS, terms, held, strict=True):
        office.appoint(key, *some, **own)
    for place, (verb, key, more) in enumerate(story):
        act(office, verb, key, more, DAY + timedelta(place))
    return office


def in_person(officer: Officer, role: str, zone: str, on: date) -> bool:
    """Whether an officer holds a role for a zone under their own mandate."""
    own = officer.own
    return officer.active and role in own.roles and own.runs(on) and (not own.zones or zone in own.zones)


@given(offices, days)
def test_a_chain_never_gives_more_than_its_first_giver_holds(office_of: Any, on: date) -> None:
    office = played(office_of)
    for key, officer in office.officers.items():
        above = office.above(officer)
        for role in ROLES:
            for zone in ZONES:
                with suppress(NotAuthorised):
                    assert office.mandate(key, role, zone, on)
                    assert any(in_person(one, role, zone, on) for one in (officer, *above.values()))


@given(offices, days)
def test_whoever_holds_a_role_by_delegation_holds_it_from_a_giver_who_holds_it(
    office_of: Any, on: date
) -> None:
    office = played(office_of)
    for key, officer in office.officers.items():
        above = office.above(officer)
        for role in ROLES:
            for zone in ZONES:
                event = held_under(officer, above, role=role, zones=frozenset({zone}), on=on)
                if event and event != officer.appointed:
                    (giver,) = (g for g, received in officer.received.items() if received.event == event)
                    assert office.mandate(giver, role, zone, on), (key, giver)


@given(offices, keys)
def test_nothing_is_held_below_a_giver_who_was_dismissed(office_of: Any, key: str) -> None:
    office = played(office_of)
    act(office, "dismiss", key, {}, DAY)
    for officer in office.officers.values():
        assert key not in officer.received
        assert key not in officer.given


@given(offices, days)
def test_delegations_taken_in_order_never_loop(office_of: Any, on: date) -> None:
    office = played(office_of)
    late = DAY + timedelta(len(office_of[2]))
    for key in KEYS:
        seen: set[str] = set()
        ahead = [key]
        while ahead:
            running = {k for k, m in office.facts(ahead.pop()).given.items() if m.runs(max(on, late))}
            ahead += running - seen
            seen |= running
        assert key not in seen
