"""The runner: what it brings up to the log equals what it builds anew; it never serves another log's rows."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lifecycle.errors import Misused
from lifecycle.handling import Engine
from lifecycle.store.sqlite import SqliteLog
from projections import runner, tables
from projections.database import ViewsFile
from projections.models import VERSIONS, Column, model_of, zones
from projections.registers import Registers
from projections.runner import Runner
from projections.tables import NAMES
from tests.lifecycle.acts import FOUNDED, OFFICER, do, found_zone, register_plot
from tests.lifecycle.story import given_plot
from tests.projections.lives import in_memory, steps, written
from tests.projections.looks import contents, opened_views

TODAY = date(2026, 1, 16)


def generations(of: Runner) -> dict[str, int]:
    return {row["model"]: row["generation"] for row in of.status()}


@pytest.fixture
def small_batches() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(runner, "BATCH", 3)
        patch.setattr(runner, "STREAMS_AT_ONCE", 2)
        yield


# -- the one law -------------------------------------------------------------------------------------


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(steps(), max_size=8), min_size=1, max_size=4))
def test_what_was_brought_up_in_any_batches_equals_what_is_built_anew(several: Any) -> None:
    with TemporaryDirectory() as folder, in_memory() as log, pytest.MonkeyPatch.context() as patch:
        patch.setattr(runner, "BATCH", 3)
        patch.setattr(runner, "STREAMS_AT_ONCE", 2)
        followed, anew = ViewsFile(Path(folder) / "followed.db"), ViewsFile(Path(folder) / "anew.db")
        for number, some in enumerate(several):
            written(log, some, since=number * 24)
            Runner(log, followed).catch_up()
        Runner(log, anew).catch_up()
        assert contents(followed.path) == contents(anew.path)
        Runner(log, followed).rebuild()
        assert contents(followed.path) == contents(anew.path)
        followed.close()
        anew.close()


# -- following ---------------------------------------------------------------------------------------


def test_a_model_never_read_is_at_position_0(registers: Registers, engine: Engine) -> None:
    found_zone(engine)
    assert registers.runner.status()[0] == {
        "model": "zones",
        "version": 0,
        "current_version": VERSIONS["zone"],
        "generation": 0,
        "position": 0,
        "behind": FOUNDED + 1,
    }


def test_catching_up_brings_every_model_to_the_end_of_the_log(registers: Registers, engine: Engine) -> None:
    found_zone(engine)
    registers.runner.catch_up()
    assert {(row["position"], row["behind"]) for row in registers.runner.status()} == {(FOUNDED + 1, 0)}
    assert set(generations(registers.runner)) == set(NAMES)


@pytest.mark.usefixtures("small_batches")
def test_catching_up_again_builds_nothing_anew(registers: Registers, engine: Engine, views: Path) -> None:
    given_plot(engine)
    registers.runner.catch_up()
    do(engine, "plot.start-construction", "P-1", "2017-01-01")
    registers.runner.catch_up()
    assert set(generations(registers.runner).values()) == {1}
    with closing(sqlite3.connect(views)) as connection:
        assert connection.execute("SELECT use FROM plots_current").fetchall() == [("construction",)]


@pytest.mark.usefixtures("small_batches")
def test_a_model_far_behind_is_built_anew(registers: Registers, engine: Engine) -> None:
    found_zone(engine)
    registers.runner.catch_up()
    for number in range(3):
        register_plot(engine, f"P-{number}")
    registers.runner.catch_up()
    assert set(generations(registers.runner).values()) == {2}


def test_one_model_can_be_rebuilt_beside_and_switched_in(
    registers: Registers, engine: Engine, views: Path
) -> None:
    found_zone(engine)
    registers.runner.catch_up()
    before = contents(views)
    registers.runner.rebuild("zones")
    assert generations(registers.runner)["zones"] == 2
    assert generations(registers.runner)["plots"] == 1
    assert contents(views) == before
    with closing(sqlite3.connect(views)) as connection:
        stored = connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE 'zones%'"
        )
        assert stored.fetchall() == [("zones_g2",)]


def test_an_unknown_model_cannot_be_rebuilt(registers: Registers) -> None:
    with pytest.raises(Misused, match="unknown-model model=plotz"):
        registers.runner.rebuild("plotz")


def test_a_model_of_another_version_is_rebuilt_and_switched_in(
    registers: Registers, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    found_zone(engine)
    registers.runner.catch_up()
    monkeypatch.setattr(zones, "MODEL", replace(zones.MODEL, columns=(*zones.MODEL.columns, Column("motto"))))
    monkeypatch.setitem(VERSIONS, "zone", VERSIONS["zone"] + 1)
    forget()
    registers.runner.catch_up()
    assert generations(registers.runner) == {name: 2 if name == "zones" else 1 for name in NAMES}
    assert registers.list("zone", as_of=TODAY).row["motto"] is None
    monkeypatch.undo()
    forget()


def forget() -> None:
    """Let go of what was prepared for the models as they were."""
    tables.view.cache_clear()
    tables._values_of.cache_clear()
    model_of.cache_clear()


# -- which log ---------------------------------------------------------------------------------------


def test_another_store_in_the_same_place_is_told_by_its_origin(tmp_path: Path, engine: Engine) -> None:
    found_zone(engine)
    file = ViewsFile(tmp_path / "v.db")
    Runner(engine.log, file).catch_up()
    other = Engine(SqliteLog(tmp_path / "other.db"), engine.clock)
    other.found(origin="sez.test/2", actor=OFFICER)
    found_zone(other, "PIT")
    Runner(other.log, file).catch_up()
    with closing(sqlite3.connect(file.path)) as connection:
        assert connection.execute("SELECT key FROM zones").fetchall() == [("PIT",)]
    file.close()
    other.log.close()


def test_a_store_restored_from_a_backup_and_written_on_is_told_from_what_it_was(
    tmp_path: Path, engine: Engine
) -> None:
    found_zone(engine, "A")
    engine.log.backup(tmp_path / "backup.db")
    found_zone(engine, "B")
    file = ViewsFile(tmp_path / "v.db")
    Runner(engine.log, file).catch_up()
    restored = Engine(SqliteLog(tmp_path / "backup.db"), engine.clock)
    restored.found(actor=OFFICER)
    Runner(restored.log, file).catch_up()
    assert {row["position"] for row in Runner(restored.log, file).status()} == {FOUNDED + 1}
    found_zone(restored, "C")
    Runner(engine.log, file).catch_up()
    Runner(restored.log, file).catch_up()
    with closing(sqlite3.connect(file.path)) as connection:
        assert connection.execute("SELECT key FROM zones").fetchall() == [("A",), ("C",)]
    file.close()
    restored.log.close()


# -- several processes -------------------------------------------------------------------------------

FOLLOW = """
import sys
from pathlib import Path
from lifecycle.store.sqlite import SqliteLog
from projections import runner
from projections.database import ViewsFile
runner.BATCH = 2
for _ in range(10):
    runner.Runner(SqliteLog(Path(sys.argv[1]), write=False), ViewsFile(Path(sys.argv[2]))).catch_up()
"""


def test_several_processes_may_catch_up_at_once(tmp_path: Path, engine: Engine, views: Path) -> None:
    given_plot(engine)
    store = str(tmp_path / "sez.db")
    started = [subprocess.Popen([sys.executable, "-c", FOLLOW, store, str(views)]) for _ in range(2)]
    for number in range(5):
        register_plot(engine, f"P-{number + 2}")
    assert [process.wait() for process in started] == [0, 0]
    with opened_views(views) as file:
        Runner(engine.log, file).catch_up()
    followed = contents(views)
    with opened_views(tmp_path / "anew.db") as file:
        Runner(engine.log, file).catch_up()
    assert followed == contents(tmp_path / "anew.db")
