from __future__ import annotations

from pathlib import Path

import pytest

from lifecycle.demo import STORY
from tests.cli.harness import Result, sez


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[Result, Path]:
    store = tmp_path_factory.mktemp("demo") / "demo.db"
    return sez("demo", "--store", str(store)), store


def test_the_demo_prints_plots_by_status_the_story_and_the_figures(demo: tuple[Result, Path]) -> None:
    shown, _store = demo
    assert shown.code == 0
    places = [
        shown.out.index(title)
        for title in ("Plots by status", f"The story of plot {STORY}", "Published figures")
    ]
    assert places == sorted(places)
    assert "plot reclaimed" in shown.out
    assert "plot reassigned" in shown.out


def test_every_published_figure_agrees(demo: tuple[Result, Path]) -> None:
    shown, store = demo
    count = len(sez("report", "figures", "--store", str(store), "--format", "json").json["rows"])
    assert shown.out.splitlines()[-1] == f"{count} of {count} published figures agree."


def test_the_demo_is_not_played_into_a_store_that_holds_something(demo: tuple[Result, Path]) -> None:
    _shown, store = demo
    again = sez("demo", "--store", str(store), "--format", "json")
    assert (again.code, again.fault["code"]) == (2, "store-not-empty")


def test_the_demo_does_not_touch_the_store_that_somebody_works_with(
    demo: tuple[Result, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _shown, store = demo
    monkeypatch.setenv("SEZ_STORE", str(store))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "sez-demo.db").write_text("something")
    assert sez("demo").code == 1
    assert (tmp_path / "sez-demo.db").read_text() == "something"


def test_two_zones_of_one_name_are_told_apart_by_their_keys(demo: tuple[Result, Path]) -> None:
    _shown, store = demo
    rows = sez("zone", "list", "--name", "Khorgos – East Gate", "--store", str(store), "--format", "json").json[
        "rows"
    ]
    assert [row["key"] for row in rows] == ["KHG", "KHN"]
