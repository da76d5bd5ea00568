"""Asking for the work ahead: filters, zones by what a case belongs to, steps on other subjects, the past."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from lifecycle.clock import SetClock
from lifecycle.command import Gap
from lifecycle.handling import Engine
from lifecycle.record import timestamp
from lifecycle.store.sqlite import SqliteLog
from projections import worklist
from projections.registers import Registers
from projections.worklist import Wanted
from tests.lifecycle.acts import command, do, found_zone, register_plot
from tests.lifecycle.story import contracted, given_plot, opened, prescribed
from tests.projections.ahead import FAR, of, one, rows, told

TODAY = date(2026, 1, 16)


# -- filters ---------------------------------------------------------------------------------------------


def test_what_is_overdue_comes_first_then_by_date_then_the_next_steps(
    engine: Engine, registers: Registers
) -> None:
    given_plot(engine)
    register_plot(engine, "P-2")
    do(engine, "plot.allocate", "P-2", "2025-12-01", project="A")
    do(engine, "plot.record-unmet", "P-2", "2025-12-02", obligations=())
    found = registers.work(Wanted(TODAY, date(2026, 3, 1))).rows
    assert [(row["key"], row["name"], row["days_left"], row["overdue"]) for row in found] == [
        ("A-1", "performance", -2937, True),
        ("P-1", "non-use", -2541, True),
        ("P-2", "lease-signing", 44, False),
        ("P-2", "found-unmet", None, False),
    ]


def test_the_last_day_is_in_time_and_is_asked_for(engine: Engine, registers: Registers) -> None:
    given_plot(engine)
    last = date(2018, 1, 1)
    (row,) = registers.work(Wanted(last, last, noun="obligation")).rows
    assert (row["days_left"], row["overdue"]) == (0, False)
    assert registers.work(Wanted(last, last, overdue=True)).rows == ()
    assert registers.work(Wanted(last, date(2017, 12, 31))).rows == ()


def test_steps_are_left_out_where_only_dates_are_asked_for(engine: Engine, registers: Registers) -> None:
    given_plot(engine)
    do(engine, "plot.surrender", "P-1", "2017-01-01")
    assert {row["kind"] for row in rows(registers)} == {"obligation", "end", "step"}
    assert {row["kind"] for row in rows(registers, steps=False)} == {"obligation", "end"}
    assert {row["kind"] for row in rows(registers, overdue=True)} == {"obligation"}


def test_a_case_without_a_zone_of_its_own_lies_where_it_belongs(engine: Engine, registers: Registers) -> None:
    given_plot(engine)
    found_zone(engine, "ALT")
    do(
        engine, "obligation.define", "Z-1", "2025-01-01",
        of="zone:ALT", kind="jobs", target=1, unit="persons", due_on=date(2026, 2, 1),
    )  # fmt: skip
    do(
        engine, "obligation.define", "M-1", "2025-01-01",
        of="authority:Ministry", kind="jobs", target=1, unit="persons", due_on=date(2026, 2, 2),
    )  # fmt: skip
    asked = replace(command("plot.terminate-lease", "P-1", "2026-01-10", ground="agreement"), propose=True)
    proposal = engine.handle(asked).stream.partition("-")[2]
    waived = replace(command("obligation.waive", "A-1", "2026-01-10"), propose=True)
    about_a_duty = engine.handle(waived).stream.partition("-")[2]
    zones = {row["key"]: row["zone"] for row in rows(registers)}
    assert zones == {
        "P-1": "KHG",
        "A-1": "KHG",
        "KHG": "KHG",
        "Z-1": "ALT",
        "ALT": "ALT",
        "M-1": None,
        proposal: "KHG",
        about_a_duty: "KHG",
    }
    assert {row["key"] for row in rows(registers, zone="ALT")} == {"ALT", "Z-1"}
    assert {row["key"] for row in rows(registers, zone="KHG", noun="obligation")} == {"A-1"}


def test_a_proposal_waits_to_be_confirmed_and_lies_where_its_act_would(
    engine: Engine, registers: Registers
) -> None:
    given_plot(engine)
    do(engine, "plot.surrender", "P-1", "2017-01-01")
    do(engine, "plot.clear-right", "P-1", "2017-01-02")
    asked = replace(command("plot.recognise", "P-1", "2026-01-10", party="INV-B"), propose=True)
    key = engine.handle(asked).stream.partition("-")[2]
    row = one(rows(registers), key, "confirmation")
    assert (row["kind"], row["detail"], row["zone"]) == ("proposal", "plot.recognise P-1", "KHG")
    assert (row["due_on"], row["whose"]) == ("2026-01-30", "officer")
    assert told([row]) == [
        (f"proposal:{key}", "confirmation", "2026-01-30", "approve", "reject", "|", "reject")
    ]
    do(engine, "proposal.reject", key, "2026-01-16")
    assert of(rows(registers), key) == []
    terms = {"zone": "KHG", "area_m2": 10, "cadastral_number": "03-046-9", "purpose": "industry"}
    begins = replace(command("plot.register", "P-9", "2026-01-10", **terms), propose=True)
    key = engine.handle(begins).stream.partition("-")[2]
    assert one(rows(registers), key, "confirmation")["zone"] == "KHG"


def test_a_paper_that_an_act_lacked_waits_on_whatever_noun_until_it_is_found(
    engine: Engine, registers: Registers
) -> None:
    given_plot(engine)
    bare = command("project.register-participant", "A", "2017-01-01")
    gap = Gap("extract", "archive", date(2017, 3, 1))
    engine.handle(replace(bare, documents=(), gaps=(gap,)))
    row = one(rows(registers), "A", "extract")
    assert (row["kind"], row["owner"], row["due_on"]) == ("gap", "archive", "2017-03-01")
    assert row["suggest_after"] == [{"act": "project.close-gap", "terms": {"kind": "extract"}}]
    do(engine, "project.close-gap", "A", "2017-04-01", kind="extract")
    assert of(rows(registers), "A", "extract") == []


def test_where_no_act_closes_a_gap_the_paper_is_found_once_it_is_cited(
    engine: Engine, registers: Registers
) -> None:
    bare = command("officer.appoint", "clerk", "2025-01-01", roles=("zone-administration",))
    gap = Gap("order", "archive", date(2025, 3, 1))
    engine.handle(replace(bare, documents=(), gaps=(gap,)))
    row = one(rows(registers), "clerk", "order")
    assert (row["kind"], row["owner"], row["suggest_after"]) == ("gap", "archive", [])
    do(engine, "officer.change-mandate", "clerk", "2025-02-01", roles=("head-of-administration",))
    assert of(rows(registers), "clerk", "order") == []


# -- steps on other subjects -----------------------------------------------------------------------------


def test_the_plots_of_a_project_that_ended_are_to_be_taken_back(engine: Engine, registers: Registers) -> None:
    given_plot(engine)
    register_plot(engine, "P-2")
    do(engine, "plot.allocate", "P-2", "2016-02-01", project="A")
    register_plot(engine, "P-3")
    do(engine, "plot.reserve", "P-3", "2016-02-01", project="A", until=date(2030, 1, 1))
    do(engine, "project.register-participant", "A", "2017-01-01")
    do(engine, "project.terminate", "A", "2018-01-15", ground="agreement")
    found = [row for row in rows(registers) if row["kind"] == "step"]
    assert told(found) == [
        ("project:A", "ended-on-the-register", None, "exclude", "|"),
        ("plot:P-3", "ended-with-a-reservation", None, "lapse-reservation", "|"),
        ("plot:P-1", "ended-with-land", None, "terminate-lease", "|"),
        ("plot:P-2", "ended-with-land", None, "revoke-allocation", "|"),
    ]
    row = one(found, "P-1", "ended-with-land")
    assert (row["detail"], row["zone"], row["whose"], row["event"]) == (
        "project:A",
        "KHG",
        "INV-A",
        "project-A@10",
    )
    assert row["suggest_before"] == [{"act": "plot.terminate-lease", "terms": {"ground": "project-ended"}}]
    assert [row["kind"] for row in of(rows(registers, "2018-01-14"), "P-1")] == ["deadline", "end"]
    assert of(rows(registers, zone="ALT"), "P-1") == []
    assert {row["noun"] for row in rows(registers, noun="plot")} == {"plot"}
    do(engine, "plot.terminate-lease", "P-1", "2018-02-01", ground="project-ended")
    assert [row["name"] for row in of(rows(registers), "P-1")] == ["right-not-cleared"]


def test_the_land_of_a_zone_that_ended_moves_to_another_or_is_excluded(
    engine: Engine, registers: Registers
) -> None:
    given_plot(engine)
    register_plot(engine, "P-2")
    found_zone(engine, "ALT")
    do(engine, "zone.supersede", "KHG", "2024-01-01", by="ALT")
    found = [row for row in rows(registers) if row["name"] == "land-of-an-ended-zone"]
    assert told(found) == [
        ("plot:P-1", "land-of-an-ended-zone", None, "move-to-zone", "|"),
        ("plot:P-2", "land-of-an-ended-zone", None, "move-to-zone", "exclude", "|"),
    ]
    do(engine, "plot.move-to-zone", "P-1", "2024-02-01", zone="ALT")
    do(engine, "plot.exclude", "P-2", "2024-02-01")
    assert [row for row in rows(registers) if row["name"] == "land-of-an-ended-zone"] == []
    then = [row["key"] for row in rows(registers, "2024-01-31") if row["name"] == "land-of-an-ended-zone"]
    assert then == ["P-1", "P-2"]


def test_a_bankrupt_party_s_projects_and_land_are_to_be_ended(engine: Engine, registers: Registers) -> None:
    given_plot(engine)
    register_plot(engine, "P-2")
    do(engine, "plot.recognise", "P-2", "2016-02-01", party="INV-A")
    do(engine, "party.declare-insolvent", "INV-A", "2019-01-01")
    assert told([row for row in rows(registers) if "bankrupt" in row["name"]]) == [
        ("plot:P-2", "bankrupt-with-land", None, "terminate-lease", "|"),
        ("project:A", "bankrupt-with-projects", None, "terminate", "|"),
    ]


def test_what_a_breach_leads_to_depends_on_where_its_plot_stands(engine: Engine, registers: Registers) -> None:
    given_plot(engine)
    do(
        engine, "obligation.define", "O-1", "2016-03-01",
        of="project:A", plot="P-1", kind="jobs", target=1, unit="persons", due_on=date(2017, 1, 1),
    )  # fmt: skip
    do(engine, "obligation.record-unmet", "O-1", "2017-02-01")
    do(engine, "obligation.breach", "O-1", "2017-06-01")
    found = rows(registers)
    assert told(of(found, "P-1", "breached-unanswered")) == [
        ("plot:P-1", "breached-unanswered", None, "issue-prescription", "|")
    ]
    do(engine, "plot.record-unmet", "P-1", "2018-02-01", obligations=())
    do(engine, "plot.serve-notice", "P-1", "2018-02-05")
    assert [row["name"] for row in of(rows(registers), "P-1")] == [
        *("notice-cure", "non-use", "lease", "breached-on-notice"),
    ]


# -- the past --------------------------------------------------------------------------------------------


def test_a_past_question_folds_what_was_written_since_a_few_streams_at_once(
    engine: Engine, registers: Registers, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worklist, "STREAMS_AT_ONCE", 2)
    given_plot(engine)
    before, then = rows(registers, "2019-06-30"), timestamp(clock.moment)
    clock.moment = datetime(2026, 1, 20, tzinfo=UTC)
    prescribed(engine)
    contracted(engine, "B", "INV-B", "2019-08-01")
    assert rows(registers, "2019-06-30") == before
    asked = Wanted(date(2019, 6, 30), FAR)
    assert list(registers.work(asked, known_at=then).rows) == before
    assert list(registers.work(asked, as_of=date(2019, 6, 30), known_at=then).rows) == before
    assert [row["key"] for row in registers.work(asked).rows] != [row["key"] for row in before]


def test_a_reader_asks_for_the_past_without_changing_the_file(
    engine: Engine, log: SqliteLog, registers: Registers, views: Path
) -> None:
    given_plot(engine)
    before = rows(registers, "2016-01-31")
    registers.close()
    reader = Registers(log, views, read_only=True)
    assert rows(reader, "2016-01-31") == before
    reader.close()
    with closing(sqlite3.connect(views)) as connection:
        found = connection.execute("SELECT name FROM sqlite_master WHERE name LIKE 'work%'")
        assert sorted(name for (name,) in found) == ["work", "work_g1", "work_g1_due_on", "work_g1_target"]


def test_what_is_due_is_found_by_its_date(engine: Engine, registers: Registers, views: Path) -> None:
    given_plot(engine)
    rows(registers)
    with closing(sqlite3.connect(views)) as connection:
        plan = connection.execute(
            "EXPLAIN QUERY PLAN SELECT * FROM work WHERE due_on <= '2026-01-16'"
        ).fetchall()
    assert "INDEX work_g1_due_on (due_on<?)" in str(plan)


def test_opened_stores_are_empty_of_work(engine: Engine, registers: Registers) -> None:
    opened(engine, "INV-A")
    assert told(rows(registers)) == [("zone:KHG", "term-of-zone", "2040-12-31", "extend-term", "|", "expire")]
