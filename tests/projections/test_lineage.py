from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from domain.plot.events import PlotFormed, PlotSplit
from domain.values import Part
from lifecycle.errors import NotFound
from lifecycle.handling import Engine
from lifecycle.record import Draft
from lifecycle.store.log import Act
from projections.lineage import lineage
from tests.lifecycle.acts import do, found_zone, register_plot

TODAY = date(2026, 1, 16)


def part(key: str, m2: int) -> Part:
    return Part(key=key, area_m2=m2)


@pytest.fixture
def divided(engine: Engine) -> Engine:
    """P-1 divided into A and B in 2017, A and C joined into D in 2018, D moved to another zone in 2019."""
    found_zone(engine)
    found_zone(engine, "ALT")
    register_plot(engine, "P-1")
    register_plot(engine, "C", m2=500)
    do(engine, "plot.split", "P-1", "2017-01-01", into=(part("A", 6_000), part("B", 4_000)))
    do(engine, "plot.assign-number", "A", "2017-03-01", cadastral_number="03-046-A")
    do(engine, "plot.correct-number", "A", "2017-06-01", cadastral_number="03-046-AA")
    do(engine, "plot.merge", "A", "2018-01-01", into="D", others=("C",))
    do(engine, "plot.assign-number", "D", "2018-01-01", cadastral_number="03-046-D")
    do(engine, "plot.move-to-zone", "D", "2019-01-01", zone="ALT")
    return engine


def told(engine: Engine, key: str, *names: str) -> list[Any]:
    rows = lineage(engine.log, key, as_of=TODAY).rows
    return [tuple(row[name] for name in names) for row in rows]


def test_every_identity_has_its_days_its_parents_and_its_children(divided: Engine) -> None:
    assert told(divided, "D", "key", "from_on", "to_on", "area_m2", "parents", "children") == [
        ("P-1", "2016-01-01", "2017-01-01", 10_000, [], ["A", "B"]),
        ("C", "2016-01-01", "2018-01-01", 500, [], ["D"]),
        ("A", "2017-01-01", "2018-01-01", 6_000, ["P-1"], ["D"]),
        ("B", "2017-01-01", None, 4_000, ["P-1"], []),
        ("D", "2018-01-01", None, 6_500, ["A", "C"], []),
    ]


def test_the_family_is_told_from_any_of_its_plots(divided: Engine) -> None:
    assert told(divided, "A", "key", "relation", "generation") == [
        ("P-1", "ancestor", -1),
        ("C", "kin", 0),
        ("A", "self", 0),
        ("B", "kin", 0),
        ("D", "descendant", 1),
    ]
    assert dict(told(divided, "P-1", "key", "relation")) == {
        "P-1": "self", "A": "descendant", "B": "descendant", "D": "descendant", "C": "kin",
    }  # fmt: skip


def test_areas_are_conserved_by_every_split_and_merge(divided: Engine) -> None:
    passages = lineage(divided.log, "D", as_of=TODAY).passages
    assert [(p.event, p.parents, p.children, p.before_m2, p.after_m2) for p in passages] == [
        ("plot-P-1@2", ("P-1",), ("A", "B"), 10_000, 10_000),
        ("plot-A@4", ("A", "C"), ("D",), 6_500, 6_500),
    ]


def test_numbers_and_zones_change_within_one_identity(divided: Engine) -> None:
    ((numbers,),) = [one for one in told(divided, "A", "numbers", "key") if one[1] == "A" for one in [one[:1]]]
    assert [(n["cadastral_number"], n["from_on"], n["to_on"]) for n in numbers] == [
        (None, "2017-01-01", "2017-03-01"),
        ("03-046-A", "2017-03-01", "2017-06-01"),
        ("03-046-AA", "2017-06-01", "2018-01-01"),
    ]
    ((zones,),) = [one[:1] for one in told(divided, "D", "zones", "key") if one[1] == "D"]
    assert [(z["zone"], z["from_on"], z["to_on"]) for z in zones] == [
        ("KHG", "2018-01-01", "2019-01-01"),
        ("ALT", "2019-01-01", None),
    ]


def test_days_without_a_number_are_named_and_nothing_else_is_amiss(divided: Engine) -> None:
    amiss = lineage(divided.log, "D", as_of=TODAY).amiss
    assert {(one.problem, one.plots, one.before, one.after) for one in amiss} == {
        ("no-number", ("A",), "2017-01-01", "2017-03-01"),
        ("no-number", ("B",), "2017-01-01", None),
    }


def test_a_plot_that_began_and_was_divided_on_one_day_held_nothing_for_a_whole_day(engine: Engine) -> None:
    found_zone(engine)
    register_plot(engine, "P-1", on="2020-02-01")
    do(engine, "plot.split", "P-1", "2020-02-01", into=(part("A", 6_000), part("B", 4_000)))
    for key in ("P-1", "A"):
        rows = {row["key"]: row for row in lineage(engine.log, key, as_of=TODAY).rows}
        assert (rows["P-1"]["zones"], [zone["zone"] for zone in rows["A"]["zones"]]) == ([], ["KHG"])


def test_what_came_later_is_not_told_of_an_earlier_date(divided: Engine) -> None:
    found = lineage(divided.log, "P-1", as_of=date(2016, 6, 1))
    assert [(row["key"], row["to_on"]) for row in found.rows] == [("P-1", None)]
    with pytest.raises(NotFound):
        lineage(divided.log, "D", as_of=date(2017, 6, 1))
    with pytest.raises(NotFound):
        lineage(divided.log, "D", as_of=TODAY, known_at="2020-01-01")


def test_a_log_that_leaves_a_gap_is_told_so(engine: Engine) -> None:
    found_zone(engine)
    register_plot(engine, "P-1")
    into = (part("A", 6_000), part("B", 3_000), part("LOST", 1_000))
    standing = {"record": "registered", "tenure": "free", "use": "vacant", "compliance": "clear"}
    formed = {"parents": ("P-1",), "standing": standing, "zone": "KHG", "purpose": "industry"}
    spliced = [
        Draft("plot-P-1", 2, PlotSplit(into=into), date(2017, 1, 1), {"act": "plot.split", "actor": "x"}),
        Draft("plot-A", 1, PlotFormed(area_m2=6_000, **formed), date(2017, 2, 1)),
        Draft("plot-B", 1, PlotFormed(area_m2=3_500, **formed), date(2016, 12, 1)),
    ]
    engine.log.append([Act("spliced", "", engine.clock.now, {}, spliced)])
    amiss = lineage(engine.log, "P-1", as_of=TODAY).amiss
    assert [(one.problem, one.plots, one.before, one.after) for one in amiss if one.problem != "no-number"] == [
        ("missing", ("LOST",), "2017-01-01", "plot-P-1@2"),
        ("gap", ("P-1", "A"), "2017-01-01", "2017-02-01"),
        ("overlap", ("P-1", "B"), "2016-12-01", "2017-01-01"),
    ]
