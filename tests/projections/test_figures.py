"""Published figures beside computed ones: how they compare, and that the demo yields every one of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from lifecycle.store.sqlite import SqliteLog
from projections.answers import Answer, Row
from projections.registers import Registers
from projections.reports.figures import Figure, Published, agrees, figures, published
from projections.reports.measures import MEASURES
from projections.reports.picture import Picture, total

DAY = date(2025, 12, 25)


class Given:
    """Registers that hold these rows on every date."""

    def __init__(self, **rows: list[Row]) -> None:
        self._rows = rows

    def list(self, noun: str, *, as_of: date, known_at: str | None = None) -> Answer:
        return Answer(0, as_of, known_at, tuple(self._rows.get(noun, ())))


def said(op: str, low: str, high: str = "", *, metric: str = "projects realised") -> Published:
    return Published("001", "SEZ+IZ", metric, op, low, high or low, "count", DAY, "2025", low)


def zone(key: str, kind: str = "sez", status: str = "operating", region: str = "Abai") -> Row:
    return {"key": key, "kind": kind, "status": status, "region": region}


def project(key: str, zone: str, status: str = "launched", **more: object) -> Row:
    return {
        "key": key,
        "name": key,
        "zone": zone,
        "status": status,
        "off_territory": False,
        "launched_on": None,
        "investment": {"minor": 100, "currency": "KZT"},
        "equivalent": None,
        "jobs_actual": None,
        **more,
    }


# -- comparing ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("op", "low", "high", "computed", "agreed"),
    [
        ("=", "860", "860", "860", True),
        ("=", "860", "860", "861", False),
        ("=", "94", "94", "93.5", True),
        ("=", "94", "94", "93.49", False),
        ("=", "7.7", "7.7", "7.65", True),
        ("=", "7.7", "7.7", "7.64", False),
        (">", "5.7", "5.7", "5.71", True),
        (">", "5.7", "5.7", "5.7", False),
        ("<=", "900", "900", "900", True),
        ("<=", "900", "900", "901", False),
        ("~", "200", "200", "210", True),
        ("~", "200", "200", "190", True),
        ("~", "200", "200", "211", False),
        ("range", "10", "12", "12", True),
        ("range", "10", "12", "9", False),
        ("!", "10", "12", "11", None),
    ],
)
def test_a_number_agrees_as_its_qualifier_says(
    op: str, low: str, high: str, computed: str, agreed: bool | None
) -> None:
    assert agrees(said(op, low, high), Decimal(computed)) is agreed


@pytest.mark.parametrize(("day", "agreed"), [("2023-09-01", True), ("2023-11-30", True), ("2023-12-01", False)])
def test_a_date_agrees_within_the_season_that_was_published(day: str, agreed: bool) -> None:
    assert agrees(said("date", "2023-09-01", "2023-11-30"), date.fromisoformat(day)) is agreed


def test_what_cannot_be_computed_neither_agrees_nor_disagrees() -> None:
    assert [f.agrees for f in figures(Given(), [said("=", "1", metric="rainfall")])] == [None]


def test_a_figure_is_shown_in_plain_values() -> None:
    one = said(">", "5.7")
    shown = [
        Figure(one, value, None).as_row()["computed"] for value in (Decimal(860), Decimal("5.74212"), DAY, None)
    ]
    assert shown == [860, 5.7421, "2025-12-25", None]
    assert Figure(one, Decimal(6), agrees=True).as_row() == {
        "seed": "001",
        "entity": "SEZ+IZ",
        "metric": "projects realised",
        "as_of": "2025-12-25",
        "op": ">",
        "published": "5.7",
        "unit": "count",
        "computed": 6,
        "agrees": True,
    }


# -- what is counted ---------------------------------------------------------------------------------


def test_a_centre_across_the_border_is_neither_a_special_nor_an_industrial_zone() -> None:
    zones = [
        zone("A"),
        zone("B", "iz"),
        zone("C", "small-iz"),
        zone("D", "cross-border"),
        zone("E", "sez", "expired"),
    ]
    projects = [project(f"P-{key}", key) for key in "ABCDE"]
    picture = Picture(Given(zone=zones, project=projects), DAY)
    assert [row["key"] for row in picture.national] == ["P-A", "P-B", "P-C"]


def test_a_project_off_the_territory_counts_in_no_zone() -> None:
    projects = [project("P-1", "A"), project("P-2", "A", off_territory=True)]
    (figure,) = figures(Given(zone=[zone("A")], project=projects), [said("=", "1")])
    assert (figure.computed, figure.agrees) == (Decimal(1), True)


def test_a_published_figure_that_the_registers_do_not_bear_out_is_said_to_disagree() -> None:
    (figure,) = figures(Given(zone=[zone("A")], project=[project("P-1", "A", "rejected")]), [said("=", "1")])
    assert (figure.computed, figure.agrees) == (Decimal(0), False)


def test_money_of_another_currency_counts_by_its_equivalent() -> None:
    dollars = {"minor": 100, "currency": "USD"}
    converted = project("P-1", "A", investment=dollars, equivalent={"minor": 52_000, "currency": "KZT"})
    assert total([project("P-2", "A"), converted]) == Decimal(521)


def test_a_total_that_would_mix_currencies_is_not_given() -> None:
    dollars = {"minor": 100, "currency": "USD"}
    assert total([project("P-1", "A"), project("P-2", "A", investment=dollars)]) is None


def test_a_name_that_two_projects_bear_names_neither() -> None:
    twins = [project("P-1", "A", name="Twin"), project("P-2", "A", name="Twin")]
    picture = Picture(Given(zone=[zone("A")], project=twins), DAY)
    assert (picture.project("Twin"), picture.duty("Twin", "output")) == (None, None)


def test_an_empty_store_yields_counts_of_nothing_and_no_dates() -> None:
    computed = {figure.computed for figure in figures(Given())}
    assert computed == {Decimal(0), None}


# -- the demo ----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def registers(demo_log: SqliteLog, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Registers]:
    views: Path = tmp_path_factory.mktemp("figures") / "sez.views.db"
    registers = Registers(demo_log, views)
    yield registers
    registers.close()


def test_every_published_figure_is_computed_and_nothing_else() -> None:
    assert {(one.entity, one.metric) for one in published()} == MEASURES.keys()


def test_the_demo_bears_out_every_published_figure(registers: Registers) -> None:
    found = figures(registers)
    assert [f.as_row() for f in found if f.agrees is not True] == []
    assert len(found) >= 35
