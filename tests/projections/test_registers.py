"""The registers: what stands in them, at which two times, and how they are asked."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from domain.values import Money
from lifecycle.clock import SetClock
from lifecycle.errors import Misused, NotFound
from lifecycle.handling import Engine
from lifecycle.record import timestamp
from lifecycle.store.sqlite import SqliteLog
from projections import lookup
from projections.models import REGISTERS
from projections.registers import Registers
from tests.lifecycle.acts import do, found_zone, register_plot
from tests.lifecycle.story import contracted, given_plot, held, opened, parts, reassigned
from tests.projections.lives import written
from tests.projections.looks import keys

TODAY = date(2026, 1, 16)


# -- two times ---------------------------------------------------------------------------------------


def test_a_register_shows_what_was_so_on_a_date(engine: Engine, registers: Registers) -> None:
    given_plot(engine)
    assert keys(registers.list("plot", as_of=date(2015, 12, 31))) == []
    assert registers.show("plot", "P-1", as_of=date(2016, 1, 1)).row["tenure"] == "free"
    assert registers.show("plot", "P-1", as_of=date(2016, 2, 1)).row["tenure"] == "held"


def test_a_register_shows_what_was_known_at_a_time(
    engine: Engine, registers: Registers, clock: SetClock
) -> None:
    found_zone(engine)
    register_plot(engine, "P-1")
    before = timestamp(clock.moment)
    clock.moment = datetime(2026, 1, 20, tzinfo=UTC)
    do(engine, "plot.start-construction", "P-1", "2017-01-01")
    then = registers.show("plot", "P-1", as_of=TODAY, known_at=before)
    assert (then.row["use"], then.known_at, then.as_of) == ("vacant", before, TODAY)
    assert registers.show("plot", "P-1", as_of=TODAY).row["use"] == "construction"
    with pytest.raises(NotFound):
        registers.show("plot", "P-1", as_of=TODAY, known_at="2025-01-01T00:00:00.000000Z")


def test_an_answer_says_at_which_position_it_holds(engine: Engine, registers: Registers) -> None:
    found_zone(engine)
    assert registers.list("zone", as_of=TODAY).position == engine.log.position()
    register_plot(engine, "P-1")
    assert registers.list("zone", as_of=TODAY).position == engine.log.position()


def test_the_registers_show_what_the_log_itself_shows(engine: Engine, registers: Registers) -> None:
    given_plot(engine)
    reassigned(engine)
    for noun in REGISTERS:
        for key in keys(registers.list(noun, as_of=TODAY)):
            shown, found = (
                lookup.show(engine.log, noun, key, as_of=TODAY),
                registers.show(noun, key, as_of=TODAY),
            )
            joined = {name: value for name, value in found.row.items() if name not in ("free_m2", "occupancy")}
            assert (shown.position, shown.row) == (found.position, joined)
            assert list(shown.row) == list(joined)


# -- order and filters -------------------------------------------------------------------------------


def test_rows_stand_in_the_order_of_their_keys_bytes(log: SqliteLog, registers: Registers) -> None:
    written(log, [("zone", key, 0, 0, 0) for key in ("b", "Ж", "A", "a", "Ә", "B", "1")])
    assert keys(registers.list("zone", as_of=TODAY)) == ["1", "A", "B", "a", "b", "Ж", "Ә"]


@pytest.fixture
def three_plots(engine: Engine) -> None:
    given_plot(engine)
    found_zone(engine, "PIT")
    register_plot(engine, "P-2", zone="PIT")
    register_plot(engine, "P-3")
    do(engine, "plot.encumber", "P-3", "2017-01-01", kind="servitude")
    do(engine, "plot.encumber", "P-3", "2017-01-01", kind="pledge", holder="Bank")


@pytest.mark.usefixtures("three_plots")
@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"zone": ("KHG",)}, ["P-1", "P-3"]),
        ({"zone": ("KHG", "PIT")}, ["P-1", "P-2", "P-3"]),
        ({"zone": ("KHG",), "tenure": ("held",)}, ["P-1"]),
        ({"free": ("true",)}, ["P-2"]),
        ({"premises": ("true",)}, []),
        ({"encumbrances": ("pledge",)}, ["P-3"]),
        ({"encumbrances": ("arrest", "servitude")}, ["P-3"]),
        ({"area_m2": ("10000",)}, ["P-1", "P-2", "P-3"]),
        ({"area_ha": ("1.0000",)}, ["P-1", "P-2", "P-3"]),
        ({"area_ha": ("2.0000",)}, []),
        ({"party": ("INV-A",)}, ["P-1"]),
        ({"project": ("nobody's",)}, []),
    ],
)
def test_a_register_is_filtered_by_its_columns(
    registers: Registers, filters: dict[str, tuple[str, ...]], found: list[str]
) -> None:
    assert keys(registers.list("plot", filters=filters, as_of=TODAY)) == found


@pytest.mark.parametrize(
    ("noun", "filters", "problem"),
    [
        ("plot", {"colour": ("red",)}, "unknown-filter"),
        ("project", {"investment": ("5",)}, "unknown-filter"),
        ("plot", {"premises": ("yes",)}, "malformed term=premises text=yes expected=true or false"),
        ("plot", {"area_m2": ("1 ha",)}, "malformed term=area_m2 text=1 ha expected=a whole number"),
        ("land", {}, "unknown-noun"),
    ],
)
def test_a_filter_that_cannot_be_is_misuse(
    registers: Registers, noun: str, filters: dict[str, tuple[str, ...]], problem: str
) -> None:
    with pytest.raises(Misused, match=problem):
        registers.list(noun, filters=filters, as_of=TODAY)


# -- what is joined, and what is asked ---------------------------------------------------------------


def free(registers: Registers, on: date = TODAY) -> tuple[int, str]:
    row = registers.show("zone", "KHG", as_of=on).row
    return row["free_m2"], row["occupancy"]


def test_a_zones_free_land_is_what_no_live_right_or_burden_takes(engine: Engine, registers: Registers) -> None:
    found_zone(engine, area_m2=100_000)
    assert free(registers) == (100_000, "0.0")
    register_plot(engine, "P-1", m2=6_000)
    assert free(registers) == (100_000, "0.0")
    do(engine, "plot.encumber", "P-1", "2016-02-01", kind="servitude")
    assert free(registers) == (100_000, "0.0")
    do(engine, "plot.encumber", "P-1", "2016-03-01", kind="arrest")
    assert free(registers) == (94_000, "6.0")
    assert free(registers, date(2016, 2, 29)) == (100_000, "0.0")


def test_occupancy_is_rounded_half_up_to_one_decimal(engine: Engine, registers: Registers) -> None:
    opened(engine, "INV-A")
    contracted(engine, "A", "INV-A")
    register_plot(engine, "P-1", m2=50_500)
    held(engine, "P-1", "A")
    assert free(registers) == (949_500, "5.1")


def test_a_plot_whose_right_ended_is_not_free_until_the_cadastre_cleared_it(
    engine: Engine, registers: Registers
) -> None:
    given_plot(engine)
    do(engine, "plot.surrender", "P-1", "2020-01-01")
    assert free(registers) == (990_000, "1.0")
    do(engine, "plot.clear-right", "P-1", "2020-02-01")
    assert free(registers) == (1_000_000, "0.0")


def test_premises_take_no_land(engine: Engine, registers: Registers) -> None:
    opened(engine, "INV-A")
    contracted(engine, "A", "INV-A")
    do(
        engine, "plot.register", "U-1", "2016-01-01",
        zone="KHG", area_m2=500, cadastral_number="03-046-9", purpose="workshop", premises=True,
    )  # fmt: skip
    held(engine, "U-1", "A")
    assert free(registers) == (1_000_000, "0.0")


def test_a_split_plot_takes_no_land_any_more_and_its_children_do(engine: Engine, registers: Registers) -> None:
    given_plot(engine)
    do(engine, "plot.split", "P-1", "2019-01-01", into=parts(P_2=4_000, P_3=6_000))
    assert free(registers) == (990_000, "1.0")
    assert registers.show("plot", "P-1", as_of=TODAY).row["children"] == ["P-2", "P-3"]
    child = registers.show("plot", "P-2", as_of=TODAY).row
    assert (child["parents"], child["party"], child["tenure"]) == (["P-1"], "INV-A", "held")


def test_an_obligation_is_overdue_when_it_is_asked_after_its_last_day(
    engine: Engine, registers: Registers
) -> None:
    opened(engine, "INV-A")
    contracted(engine, "A", "INV-A", jobs_due="2020-12-31")
    assert keys(registers.list("obligation", filters={"overdue": ("true",)}, as_of=date(2020, 12, 31))) == []
    late = registers.list("obligation", filters={"overdue": ("true",)}, as_of=date(2021, 1, 1))
    assert [(row["key"], row["status"], row["overdue"]) for row in late.rows] == [("A-1", "active", True)]


def test_time_that_does_not_count_makes_nothing_overdue(engine: Engine, registers: Registers) -> None:
    opened(engine, "INV-A")
    contracted(engine, "A", "INV-A", jobs_due="2020-12-31")
    do(engine, "obligation.suspend-clock", "A-1", "2020-12-01", ground="force-majeure")
    assert not registers.show("obligation", "A-1", as_of=date(2021, 2, 1)).row["overdue"]
    do(engine, "obligation.resume-clock", "A-1", "2021-01-31")
    row = registers.show("obligation", "A-1", as_of=date(2021, 2, 28)).row
    assert (row["due_on"], row["overdue"]) == ("2021-03-02", False)
    assert registers.show("obligation", "A-1", as_of=date(2021, 3, 3)).row["overdue"]


def test_money_and_lists_come_out_as_they_went_in(engine: Engine, registers: Registers) -> None:
    given_plot(engine)
    row = registers.show("project", "A", as_of=TODAY).row
    assert (row["investment"], row["equivalent"]) == ({"minor": 10**9, "currency": "KZT"}, None)
    assert (row["plots"], row["obligations"], row["off_territory"]) == (["P-1"], ["A-1"], False)
    do(engine, "project.amend", "A", "2017-01-01", annex="1", investment=Money(minor=5, currency="KZT"))
    assert registers.show("project", "A", as_of=TODAY).row["investment"] == {"minor": 5, "currency": "KZT"}


# -- what reporting jobs read ------------------------------------------------------------------------


def test_the_current_views_show_the_end_of_both_times(
    engine: Engine, registers: Registers, views: Path
) -> None:
    given_plot(engine)
    reassigned(engine)
    registers.runner.catch_up()
    with closing(sqlite3.connect(views)) as connection:
        zones = connection.execute("SELECT key, free_m2, occupancy FROM zones_current")
        assert zones.fetchall() == [("KHG", 990_000, "1.0")]
        plots = connection.execute("SELECT key, tenure, party, project FROM plots_current")
        assert plots.fetchall() == [("P-1", "held", "INV-B", "B")]
        for name in ("zones", "parties", "plots", "projects", "obligations"):
            count = connection.execute(f"SELECT COUNT(*), COUNT(DISTINCT key) FROM {name}_current").fetchone()
            assert count[0] == count[1] > 0


def test_the_history_view_gives_every_record_the_circumstances_of_its_act(
    engine: Engine, registers: Registers, views: Path
) -> None:
    given_plot(engine)
    registers.runner.catch_up()
    with closing(sqlite3.connect(views)) as connection:
        rows = connection.execute(
            "SELECT event, act, actor, role, state FROM history WHERE act = 'plot.allocate' ORDER BY position"
        ).fetchall()
    assert [row[:4] for row in rows] == [
        ("plot-P-1@2", "plot.allocate", "officer", "zone-administration"),
        ("project-A@7", "plot.allocate", "officer", "zone-administration"),
    ]
    assert rows[1][4] == '{"status":"in-progress","activity":"active","membership":"none"}'
