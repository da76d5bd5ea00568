"""Authority: an act is checked against the mandate of its officer, as it stands when the act is recorded."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain import refusals as r
from lifecycle.clock import SetClock
from lifecycle.command import Command
from lifecycle.errors import Conflict
from lifecycle.handling import Engine
from lifecycle.record import Record
from lifecycle.store import open_log
from tests.lifecycle.acts import OFFICER, SECOND_OFFICER, command, do, found_zone, with_officers
from tests.lifecycle.story import given_plot

ROLE, HEAD = "zone-administration", "head-of-administration"
DAY = date(2026, 1, 16)
NAMES = count(1)


def appoint(engine: Engine, key: str, *, role: str = ROLE, **terms: Any) -> None:
    do(engine, "officer.appoint", key, "2025-01-13", roles=(role,), **terms)


def naming(company: str = "C", *, zone: str = "KHG", actor: str = OFFICER) -> Command:
    """An act on a zone that needs nothing but a mandate."""
    return replace(command("zone.appoint-company", zone, "2025-06-02", company=company), actor=actor)


def last(engine: Engine) -> Record:
    *_, record = engine.log.scan()
    return record


@pytest.fixture
def zones(engine: Engine) -> Engine:
    """Two zones, administered."""
    found_zone(engine)
    found_zone(engine, "PIT")
    return engine


# -- who may act -------------------------------------------------------------------------------------


@pytest.mark.parametrize("actor", ["nobody", "", "two words", "е\u0301", "x" * 65, "Officer"])
def test_an_officer_without_a_mandate_does_nothing(zones: Engine, actor: str) -> None:
    before = zones.log.position()
    with pytest.raises(r.NotAuthorised) as refused:
        zones.handle(naming(actor=actor))
    assert refused.value == r.NotAuthorised(actor, ROLE, "KHG", "unknown", None)
    assert (refused.value.rule, refused.value.basis) == ("zone.appoint-company", "SEZ law, managing company")
    assert zones.log.position() == before


def test_a_mandate_for_one_zone_is_none_for_another(zones: Engine) -> None:
    appoint(zones, "pit", zones=("PIT",))
    zones.handle(naming(zone="PIT", actor="pit"))
    with pytest.raises(r.NotAuthorised) as refused:
        zones.handle(naming(zone="KHG", actor="pit"))
    assert refused.value == r.NotAuthorised("pit", ROLE, "KHG", "zone", None)


def test_the_zone_of_a_plot_is_where_it_will_lie_and_then_where_it_lies(zones: Engine) -> None:
    appoint(zones, "pit", zones=("PIT",))
    terms = {"area_m2": 100, "cadastral_number": "1-1", "purpose": "industry"}
    register = replace(command("plot.register", "P-1", "2025-06-02", zone="KHG", **terms), actor="pit")
    with pytest.raises(r.NotAuthorised, match="zone=KHG cause=zone"):
        zones.handle(register)
    zones.handle(replace(register, terms={**register.terms, "zone": "PIT"}))
    design = replace(command("plot.flag-gap", "P-1", "2025-06-03", kind="map", owner="O"), actor="pit")
    due = {"due_on": date(2026, 1, 1)}
    zones.handle(replace(design, terms={**design.terms, **due}))
    do(zones, "plot.move-to-zone", "P-1", "2025-06-04", zone="KHG")
    with pytest.raises(r.NotAuthorised, match="zone=KHG cause=zone"):
        zones.handle(replace(command("plot.close-gap", "P-1", "2025-06-05", kind="map"), actor="pit"))


def test_an_obligation_is_a_matter_of_the_zone_of_whom_it_binds(engine: Engine) -> None:
    given_plot(engine)
    found_zone(engine, "PIT")
    appoint(engine, "khg", zones=("KHG",))
    appoint(engine, "pit", zones=("PIT",))
    report = command("obligation.report", "A-1", "2017-01-01", amount=3)
    with pytest.raises(r.NotAuthorised, match="zone=KHG cause=zone"):
        engine.handle(replace(report, actor="pit"))
    engine.handle(replace(report, actor="khg"))
    terms = {"kind": "instruction", "target": 1, "unit": "decisions", "due_on": date(2027, 1, 1)}
    define = replace(command("obligation.define", "G-1", "2025-06-02", of="zone:KHG", **terms), actor="pit")
    with pytest.raises(r.NotAuthorised, match="zone=KHG cause=zone"):
        engine.handle(define)
    engine.handle(replace(define, terms={**define.terms, "of": "authority:Ministry"}))


def test_a_role_is_what_the_law_asks_of_who_records(zones: Engine) -> None:
    appoint(zones, "head", role=HEAD)
    with pytest.raises(r.NotAuthorised, match=f"role={ROLE} zone=KHG cause=role"):
        zones.handle(naming(actor="head"))
    third = replace(command("officer.appoint", "third", roles=(ROLE,)), actor=SECOND_OFFICER)
    with pytest.raises(r.NotAuthorised, match=f"role={HEAD} zone= cause=role"):
        zones.handle(third)
    zones.handle(replace(third, actor="head"))


# -- until when --------------------------------------------------------------------------------------


def test_a_mandate_counts_on_the_day_of_recording_whatever_the_legal_date(zones: Engine) -> None:
    appoint(zones, "late", until=date(2026, 1, 15))
    assert isinstance(zones.clock, SetClock)
    with pytest.raises(r.NotAuthorised) as refused:
        zones.handle(naming(actor="late"))
    assert refused.value == r.NotAuthorised("late", ROLE, "KHG", "expired", date(2026, 1, 15))
    zones.clock.moment -= timedelta(days=1)
    assert zones.today() == date(2026, 1, 15)
    zones.handle(naming(actor="late"))


def test_who_is_dismissed_acts_no_more_and_again_once_reinstated(zones: Engine) -> None:
    appoint(zones, "gone")
    zones.handle(naming("A", actor="gone"))
    do(zones, "officer.dismiss", "gone", "2025-07-01")
    with pytest.raises(r.NotAuthorised, match="cause=dismissed"):
        zones.handle(naming("B", actor="gone"))
    do(zones, "officer.reinstate", "gone", "2025-08-01", roles=(ROLE,))
    zones.handle(naming("B", actor="gone"))
    assert last(zones).body["mandate"] == "officer-gone@3"


def test_what_somebody_did_stands_though_they_were_dismissed(engine: Engine) -> None:
    given_plot(engine)
    appoint(engine, "gone")
    engine.handle(replace(command("plot.start-construction", "P-1", "2018-01-01"), actor="gone"))
    do(engine, "officer.dismiss", "gone", "2025-07-01")
    do(engine, "plot.start-design", "P-1", "2017-01-01")


# -- under which event -------------------------------------------------------------------------------


def test_the_event_of_the_mandate_stands_in_the_record(zones: Engine) -> None:
    appoint(zones, "one")
    zones.handle(naming("A", actor="one"))
    assert last(zones).body["mandate"] == "officer-one@1"
    do(zones, "officer.change-mandate", "one", "2025-02-03", roles=(ROLE,), zones=("KHG",))
    zones.handle(naming("B", actor="one"))
    body = last(zones).body
    assert (body["actor"], body["mandate"]) == ("one", "officer-one@2")
    assert body["reads"] == {"officer-one": 2, "zone-KHG": 2}


def test_who_acts_by_delegation_acts_under_the_event_that_gave_it(zones: Engine) -> None:
    appoint(zones, "giver")
    appoint(zones, "receiver", role=HEAD)
    do(zones, "officer.delegate", "giver", "2025-03-03", to="receiver", until=date(2026, 6, 30))
    zones.handle(naming("A", actor="receiver"))
    body = last(zones).body
    assert (body["actor"], body["mandate"]) == ("receiver", "officer-receiver@2")
    assert body["reads"] == {"officer-giver": 2, "officer-receiver": 2, "zone-KHG": 1}


@pytest.mark.parametrize("ended", ["end-delegation", "dismiss", "change-mandate"])
def test_a_delegation_ends_with_what_gave_it(zones: Engine, ended: str) -> None:
    terms: dict[str, dict[str, Any]] = {
        "end-delegation": {"to": "receiver"},
        "dismiss": {},
        "change-mandate": {"roles": (HEAD,)},
    }
    appoint(zones, "giver")
    appoint(zones, "receiver", role=HEAD)
    do(zones, "officer.delegate", "giver", "2025-03-03", to="receiver", until=date(2026, 6, 30))
    do(zones, f"officer.{ended}", "giver", "2025-04-01", **terms[ended])
    with pytest.raises(r.NotAuthorised):
        zones.handle(naming(actor="receiver"))


def test_a_delegation_may_have_run_out(zones: Engine) -> None:
    appoint(zones, "giver")
    appoint(zones, "receiver", role=HEAD)
    do(zones, "officer.delegate", "giver", "2025-03-03", to="receiver", until=date(2026, 1, 15))
    with pytest.raises(r.NotAuthorised) as refused:
        zones.handle(naming(actor="receiver"))
    assert refused.value == r.NotAuthorised("receiver", ROLE, "KHG", "expired", date(2026, 1, 15))


def test_a_mandate_that_ended_in_between_is_a_conflict(zones: Engine) -> None:
    appoint(zones, "gone")
    desk = zones.desk()
    act, _ = zones.act_of(zones.decided(naming(actor="gone").named("C-1"), desk), desk)
    do(zones, "officer.dismiss", "gone", "2025-07-01")
    with pytest.raises(Conflict, match="stream=officer-gone"):
        zones.log.append([act])


def test_a_mandate_that_is_remembered_is_looked_up_again_before_it_refuses(zones: Engine) -> None:
    appoint(zones, "one")
    zones.handle(naming("A", actor="one"))
    other = Engine(zones.log, zones.clock)
    do(other, "officer.change-mandate", "one", "2025-02-03", roles=(ROLE,), zones=("KHG", "PIT"))
    zones.handle(naming("B", zone="PIT", actor="one"))
    assert last(zones).body["mandate"] == "officer-one@2"


# -- in which order ----------------------------------------------------------------------------------


def test_who_may_not_act_learns_neither_of_papers_nor_of_standing(engine: Engine) -> None:
    given_plot(engine)
    for asked in (
        command("plot.reclaim", "P-1", "2025-06-02"),
        command("plot.allocate", "P-1", "2025-06-02", project="A"),
        command("plot.terminate-lease", "P-1", "2025-06-02", ground="agreement"),
    ):
        with pytest.raises(r.NotAuthorised):
            engine.handle(replace(asked, actor="nobody", documents=()))


def test_a_dry_run_tells_all_that_stands_against_an_act_the_mandate_first(engine: Engine) -> None:
    given_plot(engine)
    asked = replace(command("plot.reclaim", "P-1", "2025-06-02"), actor="nobody", documents=())
    tried = engine.try_(asked)
    assert [type(o) for o in tried.objections] == [
        r.NotAuthorised, r.SecondOfficerNeeded, r.PapersMissing, r.WrongStatus,
    ]  # fmt: skip


def test_an_engine_that_asks_for_no_mandate_records_none(zones: Engine) -> None:
    trying = Engine(zones.log, zones.clock, mandates=False)
    trying.handle(naming(actor="nobody"))
    assert "mandate" not in last(zones).body


# -- whatever the mandate ----------------------------------------------------------------------------

roles = st.lists(st.sampled_from([ROLE, HEAD]), min_size=1, max_size=2, unique=True).map(tuple)
places = st.lists(st.sampled_from(["KHG", "PIT", "TUR"]), max_size=3, unique=True).map(tuple)
ends = st.none() | st.dates(DAY - timedelta(days=3), DAY + timedelta(days=3))


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    path: Path = tmp_path_factory.mktemp("office") / "sez.db"
    engine = with_officers(Engine(open_log(str(path)), SetClock(datetime(2026, 1, 16, 7, 0, tzinfo=UTC))))
    for zone in ("KHG", "PIT", "TUR"):
        found_zone(engine, zone)
    yield engine
    engine.log.close()


@settings(max_examples=60, deadline=None)
@given(roles=roles, zones=places, until=ends)
def test_an_act_is_done_exactly_where_role_zone_and_day_are_in_the_mandate(
    office: Engine, roles: tuple[str, ...], zones: tuple[str, ...], until: date | None
) -> None:
    number = next(NAMES)
    key = f"officer-{number}"
    do(office, "officer.appoint", key, "2025-01-13", roles=roles, zones=zones, until=until)
    act, before = naming(f"Company {number}", actor=key), office.log.position()
    if ROLE in roles and (not zones or "KHG" in zones) and (until is None or until >= DAY):
        assert office.handle(act).appended.count == 1
        assert last(office).body["mandate"] == f"officer-{key}@1"
    else:
        with pytest.raises(r.NotAuthorised, match=f"officer={key} role={ROLE} zone=KHG"):
            office.handle(act)
        assert office.log.position() == before
