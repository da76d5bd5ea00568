from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from lifecycle.clock import SetClock
from lifecycle.command import Command, Document, Gap
from lifecycle.handling import Engine
from lifecycle.record import timestamp
from projections.registers import Registers
from projections.searching import Sought
from tests.lifecycle.acts import OFFICER, SECOND_OFFICER, carry_out, command, do, found_zone, register_plot
from tests.lifecycle.story import given_plot

TODAY = date(2026, 1, 22)
DIGEST = "ab" * 32


@pytest.fixture
def acts(engine: Engine, clock: SetClock, registers: Registers) -> Any:
    """Two zones, a plot that moves between them, one with a paper missing, and an act voided since."""
    found_zone(engine)
    found_zone(engine, "ALT")
    register_plot(engine, "P-1")
    asked = command("plot.register", "P-2", "2017-01-01", zone="KHG", area_m2=500, purpose="industry")
    asked = replace(asked, terms={**asked.terms, "cadastral_number": "03-046-P-2"})
    engine.handle(replace(asked, documents=(), gaps=(Gap("extract", OFFICER, date(2026, 6, 1)),)))
    do(engine, "plot.move-to-zone", "P-1", "2018-01-01", zone="ALT")
    clock.moment = datetime(2026, 1, 20, 20, tzinfo=UTC)
    notarised = replace(
        command("plot.encumber", "P-1", "2026-01-19", kind="servitude", holder="Bank"),
        documents=(Document("extract", "77/б", date(2026, 1, 19)),),
        reason="По просьбе ЗАЛОГОДЕРЖАТЕЛЯ",
    )
    engine.handle(notarised)
    clock.moment = datetime(2026, 1, 21, tzinfo=UTC)
    do(engine, "plot.void", "P-1", "2026-01-21", target="plot-P-1@3")

    def found(as_of: date = TODAY, known_at: str | None = None, **sought: Any) -> Any:
        rows = registers.acts(Sought("Asia/Almaty", **sought), as_of=as_of, known_at=known_at).rows
        return [(row["act"], row["key"]) for row in rows]

    return found


def test_acts_are_found_by_what_they_are_and_on_what(acts: Any) -> None:
    assert acts(acts=("plot.register",)) == [("plot.register", "P-1"), ("plot.register", "P-2")]
    assert acts(noun="zone") == [("zone.establish", "KHG"), ("zone.establish", "ALT")]
    assert acts(subject=("plot", "P-2")) == [("plot.register", "P-2")]


def test_acts_are_found_by_the_zone_of_their_day_the_one_left_included(acts: Any) -> None:
    def land(zone: str) -> Any:
        return [one for noun in ("zone", "plot") for one in acts(zone=zone, noun=noun)]

    moved = ("plot.move-to-zone", "P-1")
    registered = [("plot.register", "P-1"), ("plot.register", "P-2")]
    assert land("KHG") == [("zone.establish", "KHG"), *registered, moved]
    encumbered = [("plot.encumber", "P-1"), ("plot.void", "P-1")]
    assert land("ALT") == [("zone.establish", "ALT"), moved, *encumbered]


def test_acts_on_proposals_are_of_the_zone_of_what_is_proposed(engine: Engine, registers: Registers) -> None:
    for zone in ("KHG", "ALT"):
        found_zone(engine, zone)
    register_plot(engine, "P-1")
    register_plot(engine, "P-2", zone="ALT")
    put = {}
    for act in (
        command("plot.encumber", "P-1", kind="servitude"),
        command("plot.move-to-zone", "P-1", zone="ALT"),
        command(
            "plot.register", "P-3", zone="ALT", area_m2=5, purpose="industry", cadastral_number="03-046-P-3"
        ),
        command("party.register", "INV", name="Investor"),
    ):
        put[act.act, act.key] = engine.handle(replace(act, propose=True)).stream.partition("-")[2]
    encumbering, moving, registering, _party = put.values()
    engine.handle(Command("proposal", "reject", encumbering, actor=SECOND_OFFICER))

    def found(zone: str) -> list[tuple[str, str]]:
        rows = registers.acts(Sought("Asia/Almaty", zone=zone, noun="proposal"), as_of=TODAY).rows
        return [(row["act"], row["key"]) for row in rows]

    proposing, rejected = "proposal.propose", ("proposal.reject", encumbering)
    assert found("KHG") == [(proposing, encumbering), (proposing, moving), rejected]
    assert found("ALT") == [(proposing, moving), (proposing, registering)]


def test_acts_on_parties_are_of_the_zones_where_they_had_a_project_or_land(
    engine: Engine, registers: Registers
) -> None:
    given_plot(engine)
    found_zone(engine, "ALT")
    for party in ("INV-A", "INV-B"):
        asked = Command("party", "rename", party, {"name": "New"}, OFFICER, date(2019, 1, 1), PAPERS)
        engine.handle(asked)

    def found(zone: str) -> list[tuple[str, str]]:
        rows = registers.acts(Sought("Asia/Almaty", zone=zone, noun="party"), as_of=TODAY).rows
        return [(row["act"], row["key"]) for row in rows]

    assert found("KHG") == [("party.rename", "INV-A")]
    assert found("ALT") == []


def test_acts_on_officers_are_of_the_zones_in_the_mandate_all_of_them_where_it_names_none(
    engine: Engine, registers: Registers
) -> None:
    for zone in ("KHG", "ALT"):
        found_zone(engine, zone)
    role = ("zone-administration",)
    do(engine, "officer.appoint", "everywhere", "2016-01-01", roles=role)
    do(engine, "officer.appoint", "local", "2016-01-01", roles=role, zones=("KHG",))
    do(engine, "officer.change-mandate", "local", "2018-01-01", roles=role, zones=("ALT",))

    def found(zone: str) -> list[tuple[str, str]]:
        rows = registers.acts(Sought("Asia/Almaty", zone=zone, noun="officer"), as_of=TODAY).rows
        return [(row["act"], row["key"]) for row in rows if row["key"] in ("everywhere", "local")]

    everywhere, appointed = ("officer.appoint", "everywhere"), ("officer.appoint", "local")
    changed = ("officer.change-mandate", "local")
    assert found("KHG") == [everywhere, appointed, changed]
    assert found("ALT") == [everywhere, changed]


def test_acts_are_found_by_their_papers(acts: Any) -> None:
    assert acts(number="77/б") == [("plot.encumber", "P-1")]
    assert acts(number="77/б", kinds=("decree",)) == []
    assert ("zone.establish", "KHG") in acts(kinds=("decree",), number="1")
    assert acts(digest="ab") == []
    assert acts(gap=True) == [("plot.register", "P-2")]


def test_acts_are_found_by_who_recorded_and_confirmed_them(acts: Any) -> None:
    assert acts(seconds=(SECOND_OFFICER,)) == [("plot.void", "P-1")]
    assert acts(actors=("nobody",)) == []
    assert ("plot.register", "P-1") in acts(actors=(OFFICER,))


def test_acts_are_found_by_law_and_article(acts: Any) -> None:
    assert acts(article="sez LAW, establishment") == [("zone.establish", "KHG"), ("zone.establish", "ALT")]
    assert acts(article="land code 999") == []
    assert ("zone.establish", "KHG") in acts(regulation="kz-2011")
    assert acts(regulation="kz-20") == []


def test_acts_are_found_by_their_dates_and_the_days_between_them(acts: Any) -> None:
    encumbered = ("plot.encumber", "P-1")
    assert acts(since=date(2026, 1, 19), until=date(2026, 1, 19)) == [encumbered]
    # Late in the evening by UTC is the next day in the zone: times are told in UTC, delays by the zone's days.
    assert acts(recorded_since=date(2026, 1, 21), acts=("plot.encumber",)) == []
    assert acts(recorded_until=date(2026, 1, 20), acts=("plot.encumber",)) == [encumbered]
    assert acts(recorded_since=date(2026, 1, 20), acts=("plot.encumber",)) == [encumbered]
    assert acts(recorded_until=date(2026, 1, 19), acts=("plot.encumber",)) == []
    assert encumbered in acts(late_by=1)
    assert encumbered not in acts(late_by=2)
    assert acts(as_of=date(2015, 1, 1), noun="plot") == []


def test_no_act_was_recorded_before_the_first_day_or_after_the_last(acts: Any) -> None:
    whole = acts()
    assert acts(recorded_since=date.min) == acts(recorded_until=date.max) == whole
    assert acts(recorded_until=date.min) == acts(recorded_since=date.max) == []


def test_acts_are_found_by_a_part_of_the_reason_in_any_capitals(acts: Any) -> None:
    assert acts(reason="залогодержателя") == [("plot.encumber", "P-1")]


def test_what_was_voided_is_found_and_says_by_which_event(acts: Any, registers: Registers) -> None:
    (row,) = registers.acts(Sought("Asia/Almaty", acts=("plot.encumber",)), as_of=TODAY).rows
    assert (row["event"], row["voided_by"], row["days_late"]) == ("plot-P-1@3", "plot-P-1@4", 2)
    before = timestamp(datetime(2026, 1, 20, 23, tzinfo=UTC))
    sought = Sought("Asia/Almaty", subject=("plot", "P-1"))
    known = registers.acts(sought, as_of=TODAY, known_at=before).rows
    assert [(row["act"], row["voided_by"]) for row in known][-1] == ("plot.encumber", None)
    assert acts(known_at="2026-01-19T00:00:00.000000Z", reason="залог") == []


def test_the_zone_of_an_act_is_told_by_what_was_known_then(
    engine: Engine, clock: SetClock, registers: Registers
) -> None:
    found_zone(engine)
    found_zone(engine, "ALT")
    register_plot(engine, "P-1", on="2016-01-10")
    sought = Sought("Asia/Almaty", zone="ALT", noun="plot")
    known = engine.log.read(["plot-P-1"])["plot-P-1"][-1].recorded_at
    assert registers.acts(sought, as_of=TODAY, known_at=known).rows == ()
    clock.moment += timedelta(hours=1)
    do(engine, "plot.move-to-zone", "P-1", "2016-01-10", zone="ALT")
    assert registers.acts(sought, as_of=TODAY, known_at=known).rows == ()
    assert len(registers.acts(sought, as_of=TODAY).rows) == 2


def test_an_act_is_found_by_any_subject_it_wrote_upon(engine: Engine, registers: Registers) -> None:
    found_zone(engine)
    do(engine, "party.register", "INV", "2016-01-01", name="Investor")
    carry_out(engine, Command("party", "rename", "INV", {"name": "B"}, OFFICER, date(2017, 1, 1), PAPERS))
    (row,) = registers.acts(
        Sought("Asia/Almaty", subject=("party", "INV"), acts=("party.rename",)), as_of=TODAY
    ).rows
    assert row["events"] == ["party-INV@2"]


PAPERS = (Document("extract", "5", date(2016, 5, 5)),)
