"""Officers through the whole engine: who may be delegated to, what follows, and what an officer may then do."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from domain import refusals as r
from domain.officer.state import Officer
from lifecycle.errors import NotFound
from lifecycle.handling import Engine
from tests.lifecycle.acts import OFFICER, command, do, found_zone

ROLE, HEAD = "zone-administration", "head-of-administration"
UNTIL = date(2026, 6, 30)
DAY = "2025-09-01"
TODAY = "2026-01-16"


def officer(engine: Engine, key: str) -> Officer:
    facts: Officer = engine.desk().cases([f"officer-{key}"], engine.today())[f"officer-{key}"].facts
    return facts


def appoint(engine: Engine, *keys: str, on: str = "2025-01-13", role: str = ROLE) -> None:
    for key in keys:
        do(engine, "officer.appoint", key, on, roles=(role,))


def delegate(engine: Engine, giver: str, to: str, on: str = DAY) -> None:
    do(engine, "officer.delegate", giver, on, to=to, until=UNTIL)


def test_an_officer_is_appointed_on_an_order_and_once(engine: Engine) -> None:
    with pytest.raises(r.PapersMissing, match="order"):
        engine.handle(replace(command("officer.appoint", "permits", roles=(ROLE,)), documents=()))
    appoint(engine, "permits")
    with pytest.raises(r.AlreadyExists):
        appoint(engine, "permits")


@pytest.mark.parametrize("verb", ["appoint", "change-mandate", "reinstate"])
def test_a_role_that_the_law_in_force_does_not_know_is_refused(engine: Engine, verb: str) -> None:
    if verb != "appoint":
        appoint(engine, "permits")
    if verb == "reinstate":
        do(engine, "officer.dismiss", "permits", DAY)
    with pytest.raises(r.UnknownRole) as refused:
        do(engine, f"officer.{verb}", "permits", DAY, roles=(ROLE, "wizard"))
    assert refused.value == r.UnknownRole("wizard", (ROLE, HEAD))


@pytest.mark.parametrize("verb", ["appoint", "change-mandate", "reinstate", "delegate"])
def test_a_zone_that_does_not_exist_is_in_nobody_s_mandate(engine: Engine, verb: str) -> None:
    appoint(engine, *(() if verb == "appoint" else ("permits",)), "leases")
    if verb == "reinstate":
        do(engine, "officer.dismiss", "permits", DAY)
    more = {"to": "leases", "until": UNTIL} if verb == "delegate" else {}
    with pytest.raises(NotFound, match="category=zone key=ZZZ"):
        do(engine, f"officer.{verb}", "permits", DAY, roles=(ROLE,), zones=("ZZZ",), **more)


@pytest.mark.parametrize("verb", ["dismiss", "change-mandate"])
def test_nobody_decides_about_their_own_mandate(engine: Engine, verb: str) -> None:
    terms = {} if verb == "dismiss" else {"roles": (ROLE,)}
    with pytest.raises(r.OwnMandate) as refused:
        do(engine, f"officer.{verb}", OFFICER, TODAY, **terms)
    assert refused.value == r.OwnMandate(OFFICER)
    do(engine, "officer.appoint", "head", "2025-01-13", roles=(HEAD,))
    by_head = replace(command(f"officer.{verb}", OFFICER, TODAY, **terms), actor="head")
    assert engine.handle(by_head).events


def test_who_acts_by_delegation_does_not_dismiss_who_it_comes_down_from(engine: Engine) -> None:
    """The delegation would end with the mandate above it, and nobody would be left to appoint anybody."""
    appoint(engine, "permits", "leases")
    for giver, to in ((OFFICER, "permits"), ("permits", "leases")):
        do(engine, "officer.delegate", giver, TODAY, to=to, roles=(HEAD,), until=UNTIL)
    dismiss = replace(command("officer.dismiss", OFFICER, TODAY), actor="leases")
    with pytest.raises(r.OwnMandate):
        engine.handle(dismiss)
    do(engine, "officer.change-mandate", "leases", TODAY, roles=(HEAD,))
    assert engine.handle(dismiss).events


def test_what_is_delegated_reaches_the_other_officer_s_stream(engine: Engine) -> None:
    appoint(engine, "permits", "leases")
    delegate(engine, "permits", "leases")
    assert officer(engine, "leases").received["permits"].event == "officer-leases@2"
    do(engine, "officer.end-delegation", "permits", "2025-10-01", to="leases")
    assert officer(engine, "leases").givers == ()
    with pytest.raises(r.NoDelegation):
        do(engine, "officer.end-delegation", "permits", "2025-10-02", to="leases")


def test_nothing_is_delegated_to_who_is_dismissed_or_was_never_appointed(engine: Engine) -> None:
    appoint(engine, "permits", "leases")
    do(engine, "officer.dismiss", "leases", "2025-02-03")
    with pytest.raises(r.WrongStatus, match="officer-leases"):
        delegate(engine, "permits", "leases")
    with pytest.raises(NotFound):
        delegate(engine, "permits", "nobody")
    do(engine, "officer.reinstate", "leases", "2025-03-03", roles=(ROLE,))
    delegate(engine, "permits", "leases")


def test_a_delegation_that_comes_back_through_others_is_refused(engine: Engine) -> None:
    appoint(engine, "a", "b", "c")
    delegate(engine, "a", "b")
    delegate(engine, "b", "c")
    with pytest.raises(r.DelegationLoops):
        delegate(engine, "c", "a")
    do(engine, "officer.end-delegation", "a", "2025-10-01", to="b")
    delegate(engine, "c", "a", "2025-10-01")


def test_a_loop_closed_by_an_act_recorded_late_gives_nothing_and_stops_nobody(engine: Engine) -> None:
    """Each delegation was possible on its day: who recorded the second knew nothing of the fourth."""
    appoint(engine, "a", "b", "c", "d", "e")
    for giver, to, on in (
        ("a", "b", "2025-05-01"),
        ("c", "d", "2025-06-02"),
        ("d", "a", "2025-07-01"),
        ("b", "c", "2025-03-03"),
    ):
        delegate(engine, giver, to, on)
    assert all(officer(engine, key).givers for key in "abcd")
    delegate(engine, "e", "a")
    with pytest.raises(r.DelegationLoops):
        delegate(engine, "a", "b")
    do(engine, "officer.end-delegation", "b", "2025-10-01", to="c")
    delegate(engine, "a", "b", "2025-10-01")


def test_a_late_dismissal_that_makes_a_later_delegation_impossible_is_refused(engine: Engine) -> None:
    appoint(engine, "permits", "leases")
    delegate(engine, "permits", "leases")
    with pytest.raises(r.LaterActStands, match="officer-permits@2"):
        do(engine, "officer.dismiss", "permits", "2025-08-01")


def test_an_officer_acts_only_within_the_mandate(engine: Engine) -> None:
    found_zone(engine)
    do(engine, "officer.appoint", "permits", "2025-01-13", roles=(ROLE,), zones=("KHG",), until=UNTIL)
    act = command("zone.appoint-company", "KHG", DAY, company="C")
    engine.handle(replace(act, actor="permits"))
    with pytest.raises(r.NotAuthorised) as refused:
        engine.handle(replace(command("officer.dismiss", "permits", DAY), actor="permits"))
    assert refused.value == r.NotAuthorised("permits", HEAD, "", "role", None)
    with pytest.raises(r.NotAuthorised, match="cause=unknown"):
        engine.handle(replace(act, actor="nobody"))
    do(engine, "officer.dismiss", "permits", DAY)
    with pytest.raises(r.NotAuthorised, match="cause=dismissed"):
        engine.handle(replace(act, actor="permits"))
