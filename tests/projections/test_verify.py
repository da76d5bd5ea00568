"""The read models are what the log yields, row by row, or it is said which are not."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from lifecycle.handling import Engine
from lifecycle.proof.finding import Finding
from projections.database import beside
from projections.registers import Registers
from projections.tables import NAMES
from projections.verify import verify
from tests.lifecycle.acts import found_zone, register_plot

Told = tuple[list[Finding], list[str]]


def told(engine: Engine, views: Path) -> Told:
    found: list[Finding] = []
    skipped: list[str] = []
    verify(engine.log, views, found=found.append, skipped=skipped.append)
    return found, skipped


@pytest.fixture
def built(engine: Engine, registers: Registers) -> Engine:
    found_zone(engine)
    for number in range(3):
        register_plot(engine, f"KHG-{number:03}")
    registers.runner.catch_up()
    return engine


def changed(views: Path, *statements: str) -> None:
    with closing(sqlite3.connect(views)) as connection, connection:
        for statement in statements:
            connection.execute(statement)


def test_read_models_that_follow_the_log_agree_with_it(built: Engine, views: Path) -> None:
    assert told(built, views) == ([], [])


def test_the_demo_s_read_models_agree_with_its_log(demo_store: Path, tmp_path: Path) -> None:
    from lifecycle.store.sqlite import SqliteLog  # noqa: PLC0415

    log = SqliteLog(demo_store, write=False)
    registers = Registers(log, tmp_path / "views.db")
    registers.runner.catch_up()
    registers.close()
    found: list[Finding] = []
    verify(log, tmp_path / "views.db", found=found.append, skipped=lambda _what: None)
    log.close()
    assert found == []


@pytest.mark.parametrize(
    ("statement", "model"),
    [
        ("UPDATE plots_g1 SET area_m2 = area_m2 + 1 WHERE key = 'KHG-001'", "plots"),
        ("UPDATE plots_g1 SET tenure = NULL WHERE key = 'KHG-001'", "plots"),
        ("DELETE FROM plots_g1 WHERE key = 'KHG-001'", "plots"),
        ("UPDATE history_g1 SET actor = 'nobody' WHERE noun = 'plot' AND key = 'KHG-001'", "history"),
        ("DELETE FROM papers_g1 WHERE noun = 'plot' AND key = 'KHG-001'", "papers"),
    ],
)
def test_a_row_that_was_changed_or_taken_away_is_found(
    built: Engine, views: Path, statement: str, model: str
) -> None:
    changed(views, statement)
    found, skipped = told(built, views)
    assert found[0] == Finding("model-differs", event="plot-KHG-001", values={"model": model})
    assert {one.problem for one in found} <= {"model-differs", "model-strays"}
    assert skipped == []


def test_a_row_of_no_stream_is_found(built: Engine, views: Path) -> None:
    changed(
        views,
        "CREATE TEMP TABLE more AS SELECT * FROM plots_g1 WHERE key = 'KHG-001'",
        "UPDATE more SET key = 'KHG-999'",
        "INSERT INTO plots_g1 SELECT * FROM more",
    )
    found, _skipped = told(built, views)
    assert found == [Finding("model-strays", values={"model": "plots", "count": 1})]


def test_a_view_that_shows_something_else_is_found(built: Engine, views: Path) -> None:
    changed(views, "DROP VIEW plots", "CREATE VIEW plots AS SELECT * FROM plots_g1 WHERE key <> 'KHG-001'")
    assert told(built, views)[0] == [Finding("model-view", values={"model": "plots"})]


def test_read_models_behind_the_log_are_compared_as_far_as_they_go(built: Engine, views: Path) -> None:
    register_plot(built, "KHG-007")
    assert told(built, views) == ([], ["models-behind"])
    changed(views, "DELETE FROM plots_g1 WHERE key = 'KHG-001'")
    found, skipped = told(built, views)
    assert (found[0].event, skipped) == ("plot-KHG-001", ["models-behind"])


def test_what_is_not_compared_is_said(built: Engine, views: Path, tmp_path: Path) -> None:
    assert told(built, beside(tmp_path / "other.db")) == ([], ["models-absent"])
    changed(views, "UPDATE models SET version = 99 WHERE name = 'plots'")
    assert told(built, views) == ([], ["models-outdated"])


def test_a_file_that_cannot_be_read_is_a_finding(built: Engine, views: Path) -> None:
    changed(views, *(f"DROP VIEW IF EXISTS {name}" for name in NAMES), "DROP TABLE plots_g1")
    found, _skipped = told(built, views)
    assert found[-1].problem == "models-damaged"
    beside(views).write_bytes(b"no database")
    assert [one.problem for one in told(built, beside(views))[0]] == ["models-damaged"]
