"""The demo: published facts under their names, filler that says so, one plot told in full."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.identifiers import business_number
from domain.store.events import StoreFounded
from domain.values import Money
from lifecycle.case import fold
from lifecycle.command import Command
from lifecycle.confirming import proposal_key
from lifecycle.demo import FOUNDED_ON, ORIGIN, STORY, found_and_play, scenario
from lifecycle.demo.numbers import apportioned, spread, synthetic_bin, working
from lifecycle.demo.officers import HEAD
from lifecycle.play import Played
from lifecycle.settling import settled
from lifecycle.store.sqlite import SqliteLog

LAST_DAY = date(2026, 1, 16)

NAMED = {
    "Khorgos – East Gate",
    "International Centre for Cross-Border Cooperation Khorgos",
    "Kazakhstan-China International Industrial City",
    "Park of Innovative Technologies Alatau",
    "Alatau city",
    "Turkestan",
    "KTZ-Khorgos Gateway",
    "Miami Solar",
    "Standart Steel KZ",
    "ENVISION",
    "MacCoffee",
    "SkyHansa",
    "PepsiCo Central Asia",
    "Mars Petcare Kazakhstan",
    "Iconic Towers",
    "Imagine Apple Logistics",
    "KT&G plant",
    "Mareven Food",
    "Mareven Food, line of 2026",
    "Qapshagai bidai onimderi",
    "NERO Group",
}


@pytest.fixture(scope="module")
def acts() -> list[Command]:
    return list(scenario())


# -- the scenario ------------------------------------------------------------------------------------


def test_the_demo_is_the_same_every_time(acts: list[Command]) -> None:
    assert [(one.command_id, one.request_hash(one.on or FOUNDED_ON)) for one in scenario()] == [
        (one.command_id, one.request_hash(one.on or FOUNDED_ON)) for one in acts
    ]


def test_every_act_has_a_number_of_its_own(acts: list[Command]) -> None:
    assert [one.command_id for one in acts] == [f"demo-{n:06}" for n in range(1, len(acts) + 1)]


def test_the_acts_are_dated_from_2011_to_january_2026(acts: list[Command]) -> None:
    days = [one.on for one in acts if one.on is not None]
    assert len(days) == len(acts)
    assert min(days) >= FOUNDED_ON
    assert max(days) <= LAST_DAY


def test_what_was_not_published_under_a_name_says_that_it_is_constructed(acts: list[Command]) -> None:
    names = {str(one.terms["name"]) for one in acts if "name" in one.terms}
    assert {name for name in names if not name.startswith("Constructed")} == NAMED


def test_a_made_up_bin_holds_its_checksum_and_can_belong_to_nobody(acts: list[Command]) -> None:
    bins = {one.key for one in acts if one.act == "party.register" and one.key.isdigit()}
    assert len(bins) > 500
    assert {business_number(number)[2:4] for number in bins} == {"00"}


def test_officers_are_named_by_their_role(acts: list[Command]) -> None:
    roles = {"-".join(one.actor.split("-")[:2]) for one in acts}
    assert roles == {
        "officer-head",
        "officer-second",
        "officer-zones",
        "officer-register",
        "officer-plots",
        "officer-projects",
        "officer-contracts",
    }


def test_who_confirms_is_never_who_proposed(acts: list[Command]) -> None:
    proposed = {proposal_key(one.command_id): one for one in acts if one.propose}
    approved = [one for one in acts if one.act == "proposal.approve"]
    assert [one.key for one in approved] == list(proposed)
    assert {one.actor for one in approved} == {"officer-second-mcps"}
    assert {one.actor for one in proposed.values()} == {"officer-plots-mcps", "officer-projects-mcps"}
    assert {one.act for one in proposed.values()} == {
        "plot.recognise",
        "plot.open-reclaim",
        "plot.reclaim",
        "plot.reassign",
        "project.terminate",
    }


def test_officers_are_appointed_by_the_head_for_zones_once_they_are_established(acts: list[Command]) -> None:
    appointed = [one for one in acts if one.act == "officer.appoint"]
    for_all = [one for one in appointed if "zones" not in one.terms]
    assert acts[: len(for_all)] == for_all
    assert {one.on for one in for_all} == {FOUNDED_ON}
    mandates = [one for one in acts if one.act in ("officer.appoint", "officer.change-mandate")]
    assert {one.actor for one in mandates} == {HEAD}
    assert {one.actor for one in acts} == {HEAD, *(one.key for one in appointed)}
    zones = {one.key: one.terms.get("zones", ()) for one in mandates}
    assert zones["officer-zones"] == zones["officer-register"] == ()
    assert zones["officer-second-mcps"] == zones["officer-plots-mcps"] == ("MCPS",)
    assert len(zones["officer-plots-sez"]) == 12


def test_the_working_calendar_is_published_year_by_year(acts: list[Command]) -> None:
    published = [one for one in acts if one.act == "calendar.publish"]
    assert [one.terms["year"] for one in published] == list(range(2011, 2027))
    assert all(one.on is not None and one.on.year <= one.terms["year"] for one in published)
    assert {document.kind for one in published for document in one.documents} == {"decree"}


def test_a_project_in_another_currency_keeps_its_rate_and_the_rate_s_date(acts: list[Command]) -> None:
    foreign = {
        one.key: (one.terms["equivalent"], one.terms["rate"], one.terms["rate_on"])
        for one in acts
        if one.act == "project.submit" and one.terms["investment"].currency != "KZT"
    }
    assert foreign == {
        "ALT-PEPSICO": (Money(minor=18_720_000_000_000, currency="KZT"), "520", date(2024, 3, 25)),
        "ALT-ICONIC-TOWERS": (Money(minor=42_120_000_000_000, currency="KZT"), "520", date(2025, 7, 21)),
    }


def test_papers_are_missing_only_where_they_are_flagged(acts: list[Command]) -> None:
    assert {one.act for one in acts if one.gaps} == {"plot.recognise"}


# -- played ------------------------------------------------------------------------------------------


def test_the_demo_is_of_the_size_it_should_be(demo_log: SqliteLog) -> None:
    assert 12_000 < demo_log.position() < 20_500


def test_the_demo_founds_a_store_of_its_own_origin(demo_log: SqliteLog) -> None:
    (first,) = demo_log.read_from(0, limit=1)
    assert (first.event, first.effective_on) == (
        StoreFounded(origin=ORIGIN, time_zone="Asia/Almaty", format=1),
        "2011-01-01",
    )


def test_acts_are_recorded_on_their_days_but_for_those_learned_late(demo_log: SqliteLog) -> None:
    founding = 3
    records = islice(demo_log.scan(), founding, None)
    late = [r.ref for r in records if r.recorded_at[:10] != r.effective_on]
    assert [ref for ref in late if not ref.startswith("proposal-")] == [
        *("plot-KHG-014@2", "project-MCPS-PAVILION@7", "plot-KHG-014@3", "plot-KHG-014@4"),
        *("plot-KHG-017@3", "party-INVESTOR-017@3"),
    ]


def test_a_played_demo_is_not_played_again(demo_store: Path, acts: list[Command]) -> None:
    assert found_and_play(demo_store) == Played(repeated=len(acts))


def test_a_demo_broken_off_goes_on_where_it_ended(tmp_path: Path) -> None:
    seen: list[Played] = []

    def broken_off(played: Played) -> None:
        seen.append(replace(played))
        raise KeyboardInterrupt

    for _ in range(2):
        with pytest.raises(KeyboardInterrupt):
            found_and_play(tmp_path / "sez.db", progress=broken_off)
    assert [(played.acts, played.repeated) for played in seen] == [(500, 0), (500, 500)]


def test_two_zones_bear_one_name(demo_log: SqliteLog) -> None:
    zones = Counter(
        r.event.data()["name"] for r in demo_log.scan() if r.body["type"] == "zone.ZoneEstablished@1"
    )
    assert [name for name, times in zones.items() if times > 1] == ["Khorgos – East Gate"]


def test_the_story_of_the_plot_is_told_in_full(demo_log: SqliteLog) -> None:
    (records,) = demo_log.read([f"plot-{STORY}"]).values()
    assert [(r.effective_on, type(r.event).__name__) for r in records] == [
        ("2014-10-06", "PlotRegistered"),
        ("2022-11-14", "HoldingRecognised"),
        ("2022-11-14", "TimeExcluded"),
        ("2022-12-05", "PrescriptionIssued"),
        ("2024-01-15", "ReclaimOpened"),
        ("2024-02-05", "SuitFiled"),
        ("2024-05-20", "RulingRecorded"),
        ("2024-06-14", "ReclaimOrdered"),
        ("2024-06-19", "ListingRecorded"),
        ("2024-06-24", "PlotReclaimed"),
        ("2024-07-10", "CadastralRightCancelled"),
        ("2024-07-15", "PlotReserved"),
        ("2024-07-29", "PlotReassigned"),
        ("2024-08-12", "SubleaseSigned"),
        ("2024-08-26", "PossessionHandedOver"),
        ("2024-09-09", "DesignStarted"),
        ("2024-11-04", "ConstructionStarted"),
        ("2025-09-29", "ConstructionCompleted"),
        ("2025-10-21", "OperationStarted"),
    ]


@pytest.mark.parametrize(
    ("on", "tenure", "compliance", "party"),
    [
        ("2015-01-01", "free", "clear", ""),
        ("2022-11-14", "held", "clear", "INVESTOR-014"),
        ("2023-12-05", "held", "prescribed", "INVESTOR-014"),
        ("2024-02-28", "held", "in-court", "INVESTOR-014"),
        ("2024-06-24", "ended", "reclaimed", ""),
        ("2024-07-10", "free", "reclaimed", ""),
        ("2026-01-16", "held", "clear", "INVESTOR-114"),
    ],
)
def test_the_plot_stands_as_the_story_says(
    demo_log: SqliteLog, on: str, tenure: str, compliance: str, party: str
) -> None:
    stream = f"plot-{STORY}"
    (records,) = demo_log.read([stream]).values()
    case = fold(stream, settled(records, as_of=date.fromisoformat(on)))
    assert (case.standing["tenure"], case.standing["compliance"], case.facts.party) == (
        tenure,
        compliance,
        party,
    )


def test_the_first_grant_has_no_papers_and_the_second_names_it(demo_log: SqliteLog) -> None:
    (records,) = demo_log.read([f"plot-{STORY}"]).values()
    recognised, reassigned = records[1], records[12]
    assert (recognised.body["actor"], recognised.body["second"]) == (
        "officer-plots-mcps",
        "officer-second-mcps",
    )
    assert recognised.body["mandate"] == "officer-officer-plots-mcps@1"
    assert [gap["kind"] for gap in recognised.body["gaps"]] == ["decision", "contract", "handover-act"]
    assert recognised.body["deadlines"][0]["due"] == "2017-12-15"
    assert reassigned.event.data()["replaces"] == recognised.ref


# -- numbers made up to fit --------------------------------------------------------------------------


@given(total=st.integers(0, 10**13), count=st.integers(1, 400))
def test_parts_sum_to_their_total_exactly(total: int, count: int) -> None:
    parts = apportioned(total, count)
    assert (len(parts), sum(parts), min(parts) >= 0) == (count, total, True)


@given(first=st.dates(date(2011, 1, 1), date(2025, 1, 1)), days=st.integers(0, 4000), count=st.integers(1, 50))
def test_days_are_spread_over_working_days_in_order(first: date, days: int, count: int) -> None:
    last = date.fromordinal(first.toordinal() + days)
    found = spread(first, last, count)
    assert found == sorted(found)
    assert all(day.weekday() < 5 and first <= day <= working(last) for day in found)


@given(year=st.integers(2011, 2026), serial=st.integers(0, 9999))
def test_a_synthetic_bin_is_well_formed(year: int, serial: int) -> None:
    assert business_number(synthetic_bin(year, serial))[:4] == f"{year % 100:02}00"
