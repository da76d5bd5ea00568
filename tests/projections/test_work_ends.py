"""The work ahead: ends of terms, missing papers, the next steps of a case."""

from __future__ import annotations

from datetime import date

from lifecycle.handling import Engine
from projections.registers import Registers
from tests.lifecycle.acts import do, register_plot
from tests.lifecycle.story import contracted, given_plot, held, opened, ordered_by_court, prescribed, reclaimed
from tests.projections.ahead import acts_of, lacking, of, one, rows, told

# -- gaps, ends, proposals -------------------------------------------------------------------------------


def test_a_missing_paper_waits_for_who_is_to_find_it(engine: Engine, registers: Registers) -> None:
    given_plot(engine)
    lacking(engine)
    row = one(rows(registers), "P-1", "decision")
    assert (row["kind"], row["owner"], row["due_on"]) == ("gap", "officer", "2016-09-01")
    assert row["suggest_after"] == [{"act": "plot.close-gap", "terms": {"kind": "decision"}}]
    do(engine, "plot.close-gap", "P-1", "2016-10-01", kind="decision")
    assert of(rows(registers), "P-1", "decision") == []


def test_a_reservation_ends_with_a_grant_or_lapses(engine: Engine, registers: Registers) -> None:
    opened(engine, "INV-A")
    contracted(engine, "A", "INV-A")
    register_plot(engine, "P-1")
    do(engine, "plot.reserve", "P-1", "2017-01-01", project="A", until=date(2017, 6, 30))
    row = one(rows(registers), "P-1", "reservation")
    assert row["suggest_before"] == [{"act": "plot.allocate", "terms": {"project": "A"}}]
    assert row["suggest_after"] == [{"act": "plot.lapse-reservation", "terms": {"ground": "date-passed"}}]
    assert (row["due_on"], row["event"], row["whose"]) == ("2017-06-30", "plot-P-1@2", "A")


def test_each_listing_of_a_barred_party_ends_on_its_own(engine: Engine, registers: Registers) -> None:
    opened(engine, "INV-A")
    do(engine, "party.bar", "INV-A", "2023-03-01", until=date(2025, 3, 1))
    assert one(rows(registers), "INV-A", "time-on-the-list")["suggest_after"] == [
        {"act": "party.unbar", "terms": {"listing": "party-INV-A@2"}, "known": {"cancelled": False}}
    ]
    do(engine, "party.bar", "INV-A", "2023-09-01", until=date(2026, 9, 1))
    found = of(rows(registers), "INV-A", "time-on-the-list")
    assert [(row["detail"], row["due_on"], row["event"]) for row in found] == [
        ("party-INV-A@2", "2025-03-01", "party-INV-A@2"),
        ("party-INV-A@3", "2026-09-01", "party-INV-A@3"),
    ]
    assert {row["suggest_after"][0]["act"] for row in found} == {"party.strike-listing"}


def test_terms_of_zones_and_mandates_of_officers_end(engine: Engine, registers: Registers) -> None:
    opened(engine)
    until = date(2026, 6, 30)
    do(engine, "officer.appoint", "clerk", "2025-01-01", roles=("zone-administration",), until=until)
    assert told(rows(registers)) == [
        ("officer:clerk", "mandate", "2026-06-30", "change-mandate", "|", "change-mandate", "dismiss"),
        ("zone:KHG", "term-of-zone", "2040-12-31", "extend-term", "|", "expire"),
    ]
    do(engine, "officer.dismiss", "clerk", "2025-02-01")
    assert of(rows(registers), "clerk") == []


def test_a_zone_handed_over_waits_to_be_accepted(engine: Engine, registers: Registers) -> None:
    opened(engine)
    do(engine, "zone.transfer-ownership", "KHG", "2023-09-01", owner="Zhetisu region")
    row = one(rows(registers), "KHG", "not-on-the-balance")
    assert (row["event"], row["from_on"]) == ("zone-KHG@2", "2023-09-01")
    do(engine, "zone.accept-balance", "KHG", "2023-10-01")
    assert of(rows(registers), "KHG", "not-on-the-balance") == []


def test_the_court_track_has_a_next_step_at_every_station(engine: Engine, registers: Registers) -> None:
    given_plot(engine)
    prescribed(engine)
    ordered = {
        "plot.open-reclaim": ("2020-07-02", {"ground": "court"}, ("reclaim-by-court", "file-suit")),
        "plot.file-suit": ("2020-08-01", {}, ("in-court", "order-reclaim", "return-claim", "drop-reclaim")),
        "plot.order-reclaim": ("2021-02-01", {}, ("return-ordered", "reclaim")),
        "plot.reclaim": ("2021-03-01", {}, ("right-not-cleared", "clear-right")),
        "plot.clear-right": ("2021-04-01", {}, ("taken-back", "reassign")),
    }
    for act, (on, terms, (name, *suggested)) in ordered.items():
        do(engine, act, "P-1", on, **terms)
        row = one(rows(registers, on), "P-1", name)
        assert acts_of(row["suggest_before"]) == tuple(suggested)
        assert row["from_on"] == on


def test_the_person_is_to_be_listed_within_the_term_of_the_judgment(
    engine: Engine, registers: Registers
) -> None:
    given_plot(engine)
    ordered_by_court(engine)
    assert told(of(rows(registers, "2021-02-01"), "P-1", "listing")) == [
        ("plot:P-1", "listing", "2021-02-08", "record-listing", "|")
    ]
    do(engine, "plot.record-listing", "P-1", "2021-02-03")
    assert of(rows(registers), "P-1", "listing") == []


def test_a_plot_under_reclaim_whose_right_ended_has_its_case_closed(
    engine: Engine, registers: Registers
) -> None:
    given_plot(engine)
    prescribed(engine)
    do(engine, "plot.surrender", "P-1", "2019-08-01")
    assert told(of(rows(registers), "P-1")) == [("plot:P-1", "case-without-a-right", None, "close-case", "|")]


def test_a_project_taken_back_is_no_work_for_its_former_plots(engine: Engine, registers: Registers) -> None:
    given_plot(engine)
    reclaimed(engine)
    contracted(engine, "B", "INV-B", "2021-04-02")
    do(engine, "plot.clear-right", "P-1", "2021-04-03")
    held(engine, "P-1", "B", "2021-04-05", act="plot.reassign")
    found = of(rows(registers), "P-1")
    assert [row["name"] for row in found] == ["listing", "non-use", "lease"]
    assert {row["whose"] for row in found} == {"INV-B"}
