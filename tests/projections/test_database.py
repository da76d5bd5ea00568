"""The views file: whose it is, what is done when it cannot be used, and who may only read it."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.exc import DatabaseError

from lifecycle.errors import Stale, StoreUnusable
from lifecycle.handling import Engine
from lifecycle.store.sqlite import SqliteLog
from projections import database
from projections.database import ViewsFile, beside
from projections.registers import Registers
from projections.runner import Runner
from tests.lifecycle.acts import FOUNDED, found_zone, register_plot
from tests.lifecycle.story import given_plot
from tests.projections.looks import contents, keys, opened_views

TODAY = date(2026, 1, 16)


def test_a_file_that_is_not_ours_is_never_touched(tmp_path: Path, log: SqliteLog) -> None:
    for name, content in (("text", b"somebody's notes" * 50), ("short", b"x")):
        path = tmp_path / name
        path.write_bytes(content)
        with pytest.raises(StoreUnusable, match="not-ours"):
            Runner(log, ViewsFile(path)).catch_up()
        assert path.read_bytes() == content
    other = tmp_path / "other.db"
    with closing(sqlite3.connect(other)) as connection:
        connection.execute("CREATE TABLE notes (words TEXT)")
    with pytest.raises(StoreUnusable, match="not-ours"):
        Runner(log, ViewsFile(other)).catch_up()


def test_a_damaged_file_of_ours_is_made_anew(tmp_path: Path, engine: Engine) -> None:
    given_plot(engine)
    path = tmp_path / "v.db"
    with opened_views(path) as file:
        Runner(engine.log, file).catch_up()
    whole = contents(path)
    broken = bytearray(path.read_bytes())
    broken[100:] = b"\xff" * (len(broken) - 100)
    path.write_bytes(broken)
    with opened_views(path) as file:
        assert {row["generation"] for row in Runner(engine.log, file).status()} == {0}
        Runner(engine.log, file).catch_up()
    assert contents(path) == whole


def test_a_table_that_somebody_dropped_has_the_file_made_anew(
    tmp_path: Path, engine: Engine, clock: Any
) -> None:
    found_zone(engine)
    path = tmp_path / "v.db"
    with opened_views(path) as file:
        Runner(engine.log, file).catch_up()
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("DROP TABLE models")
        Runner(engine.log, file).catch_up()
    assert [row[0] for row in contents(path)["zones"]] == ["KHG"]


def test_a_file_of_another_layout_is_made_anew(
    tmp_path: Path, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    found_zone(engine)
    path = tmp_path / "v.db"
    with opened_views(path) as file:
        Runner(engine.log, file).catch_up()
    monkeypatch.setattr(database, "LAYOUT", 2)
    monkeypatch.setattr(database, "BEGINNINGS", database.BEGINNINGS.replace("version = 1", "version = 2"))
    with opened_views(path) as file:
        Runner(engine.log, file).catch_up()
    assert [row[0] for row in contents(path)["zones"]] == ["KHG"]


def test_an_empty_file_is_taken_for_none(tmp_path: Path, log: SqliteLog) -> None:
    path = tmp_path / "v.db"
    path.touch()
    with opened_views(path) as file:
        Runner(log, file).catch_up()
        assert {row["position"] for row in Runner(log, file).status()} == {0}


def test_a_place_where_nothing_can_be_made_is_refused(tmp_path: Path, log: SqliteLog) -> None:
    with pytest.raises(StoreUnusable, match="read-only"):
        Runner(log, ViewsFile(tmp_path / "absent" / "v.db")).catch_up()


def test_a_file_held_by_another_for_too_long_is_stale(
    tmp_path: Path, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "LOCK_TIMEOUT_SECONDS", 0.05)
    path = tmp_path / "v.db"
    with opened_views(path) as file:
        Runner(engine.log, file).catch_up()
        found_zone(engine)
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(Stale, match="busy"):
                Runner(engine.log, file).catch_up()
        Runner(engine.log, file).catch_up()
        assert {row["behind"] for row in Runner(engine.log, file).status()} == {0}


# -- who may only read -------------------------------------------------------------------------------


def test_a_reader_without_the_right_to_write_learns_that_what_it_reads_is_behind(
    engine: Engine, registers: Registers, views: Path
) -> None:
    reader = Registers(engine.log, views, read_only=True)
    with pytest.raises(Stale, match="absent"):
        reader.list("zone", as_of=TODAY)
    found_zone(engine)
    registers.runner.catch_up()
    assert keys(reader.list("zone", as_of=TODAY)) == ["KHG"]
    register_plot(engine, "P-1")
    with pytest.raises(Stale, match=f"behind position={FOUNDED + 1} log={FOUNDED + 4}"):
        reader.list("zone", as_of=TODAY)
    reader.close()


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="rights as POSIX has them")
def test_where_nothing_may_be_written_the_registers_are_read_as_they_lie(
    engine: Engine, views: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found_zone(engine)
    kept = Registers(engine.log, views)
    kept.runner.catch_up()
    kept.close()
    views.chmod(0o444)
    tmp_path.chmod(0o555)
    if os.geteuid() == 0:
        # Root may write everywhere: it reads as one who says that it will not.
        monkeypatch.setattr(os, "access", lambda *_: False)
    reader = Registers(engine.log, views, read_only=os.geteuid() == 0)
    assert keys(reader.list("zone", as_of=TODAY)) == ["KHG"]
    reader.close()
    tmp_path.chmod(0o755)


def test_where_no_views_can_be_made_a_reader_learns_that_there_are_none(engine: Engine, tmp_path: Path) -> None:
    found_zone(engine)
    reader = Registers(engine.log, tmp_path / "absent" / "v.db")
    with pytest.raises(Stale, match="absent"):
        reader.list("zone", as_of=TODAY)


def test_a_register_that_somebody_dropped_has_the_file_made_anew(
    engine: Engine, registers: Registers, views: Path
) -> None:
    found_zone(engine)
    registers.runner.catch_up()
    with closing(sqlite3.connect(views)) as connection:
        connection.execute("DROP TABLE plots_g1")
    reader = Registers(engine.log, views, read_only=True)
    with pytest.raises(StoreUnusable, match="damaged"):
        reader.list("zone", as_of=TODAY)
    reader.close()
    assert keys(registers.list("zone", as_of=TODAY)) == ["KHG"]


def test_the_views_file_lies_beside_the_store() -> None:
    assert beside(Path("data/sez.db")) == Path("data/sez.views.db")
    assert beside(Path("store")) == Path("store.views.db")


def test_bytes_that_are_no_text_have_the_file_made_anew(
    engine: Engine, registers: Registers, views: Path
) -> None:
    found_zone(engine)
    registers.runner.catch_up()
    registers.close()
    for value in ("x'ff'", "'{'"):
        with closing(sqlite3.connect(views, isolation_level=None)) as connection:
            connection.execute(f"UPDATE zones_g1 SET activities = CAST({value} AS TEXT)")
        assert keys(registers.list("zone", as_of=TODAY)) == ["KHG"]
        registers.close()


def test_a_file_with_another_mark_says_that_it_can_be_deleted(
    engine: Engine, registers: Registers, views: Path
) -> None:
    found_zone(engine)
    registers.runner.catch_up()
    registers.close()
    with closing(sqlite3.connect(views)) as connection:
        connection.execute("PRAGMA application_id = 7")
    with pytest.raises(StoreUnusable, match="views-not-ours"):
        registers.list("zone", as_of=TODAY)


def test_a_full_disk_is_told_without_the_toolkit_s_own_words(tmp_path: Path) -> None:
    file = ViewsFile(tmp_path / "v.db")
    for text in ("disk I/O error", "database or disk is full"):
        with pytest.raises(StoreUnusable) as full, file.reading():
            raise DatabaseError("SELECT 1", None, sqlite3.OperationalError(text))
        assert full.value.values == {"problem": "full", "path": str(file.path), "detail": text}
    file.close()
