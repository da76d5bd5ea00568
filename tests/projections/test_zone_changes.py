from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from domain.land.events import LandReleased
from domain.values import Part
from lifecycle.errors import NotFound
from lifecycle.handling import Engine
from lifecycle.record import Draft
from lifecycle.store.log import Act
from lifecycle.store.sqlite import SqliteLog
from projections.comparing import Times
from projections.registers import Registers
from tests.lifecycle.acts import do, found_zone, register_plot
from tests.lifecycle.story import contracted, opened

THEN, NOW = Times(date(2016, 12, 31)), Times(date(2026, 1, 1))


@pytest.fixture
def zone(engine: Engine) -> Engine:
    """P-1 is given to an investor, P-2 divided, P-3 moves away, P-4 comes, P-5 is encumbered, P-6 stays."""
    opened(engine, "INV-A")
    found_zone(engine, "ALT")
    contracted(engine, "A", "INV-A")
    for number in (1, 2, 3, 5, 6):
        register_plot(engine, f"P-{number}", m2=number * 100)
    register_plot(engine, "P-4", zone="ALT", m2=400)
    do(engine, "plot.allocate", "P-1", "2017-02-01", project="A")
    into = (Part(key="P-2A", area_m2=150), Part(key="P-2B", area_m2=50))
    do(engine, "plot.split", "P-2", "2018-01-01", into=into)
    do(engine, "plot.move-to-zone", "P-3", "2018-01-01", zone="ALT")
    do(engine, "plot.move-to-zone", "P-4", "2018-01-01", zone="KHG")
    do(engine, "plot.encumber", "P-5", "2018-01-01", kind="servitude")
    return engine


def test_plots_came_left_changed_hands_or_otherwise(zone: Engine, registers: Registers) -> None:
    found = registers.zone_between("KHG", THEN, NOW)
    assert {plot.key: (plot.how, [c.record.ref for c in plot.difference.causes]) for plot in found.plots} == {
        "P-1": (("changed-hands", "changed-status"), ["plot-P-1@2"]),
        "P-2": (("left",), ["plot-P-2@2"]),
        "P-2A": (("came",), ["plot-P-2A@1"]),
        "P-2B": (("came",), ["plot-P-2B@1"]),
        "P-3": (("left",), ["plot-P-3@2"]),
        "P-4": (("came",), ["plot-P-4@2"]),
        "P-5": (("changed",), ["plot-P-5@2"]),
    }
    assert {plot.key: plot.difference.changes.get("party") for plot in found.plots if "party" in
            plot.difference.changes}["P-1"] == [None, "INV-A"]  # fmt: skip


def test_the_land_by_tenure_and_in_no_plot_makes_up_the_zone(zone: Engine, registers: Registers) -> None:
    found = registers.zone_between("KHG", THEN, NOW)
    area_m2 = registers.show("zone", "KHG", as_of=NOW.as_of).row["area_m2"]
    before, after = found.land
    assert [name for name, area in before.tenures.items() if area] == ["free"]
    assert (before.tenures["free"], before.unallotted_m2) == (1_700, area_m2 - 1_700)
    assert (after.tenures["free"], after.tenures["allocated"]) == (1_700, 100)
    assert after.unallotted_m2 == area_m2 - 1_800
    assert before.agrees
    assert after.agrees
    changes = found.zone.difference.changes
    assert changes["free_m2"] == [area_m2, area_m2 - 100]


def test_land_that_does_not_add_up_is_said_not_to(zone: Engine, registers: Registers) -> None:
    (records,) = zone.log.read(["land-KHG"]).values()
    spliced = Draft(
        "land-KHG", len(records) + 1, LandReleased(plot="P-6", area_m2=600), date(2019, 1, 1), {"actor": "x"}
    )
    zone.log.append([Act("spliced", "", zone.clock.now, {}, [spliced])])
    before, after = registers.zone_between("KHG", THEN, NOW).land
    assert (before.agrees, after.agrees) == (True, False)


def test_a_zone_not_yet_established_had_neither_land_nor_plots(zone: Engine, registers: Registers) -> None:
    early = Times(date(2014, 1, 1))
    before, after = registers.zone_between("KHG", early, NOW).land
    assert (before.area_m2, before.unallotted_m2, sum(before.tenures.values())) == (0, 0, 0)
    assert after.agrees
    with pytest.raises(NotFound):
        registers.zone_between("KHG", early, early)


def test_the_land_of_every_zone_of_the_demo_adds_up_on_any_date(demo_log: SqliteLog, tmp_path: Any) -> None:
    registers = Registers(demo_log, tmp_path / "v.db")
    keys = [row["key"] for row in registers.list("zone", as_of=date(2025, 12, 31)).rows]
    for key in keys[::3]:
        found = registers.zone_between(key, Times(date(2018, 6, 30)), Times(date(2025, 12, 31)))
        assert all(side.agrees for side in found.land), key
    registers.close()
