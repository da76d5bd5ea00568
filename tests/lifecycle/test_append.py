"""The append: all or nothing, gapless, never against a stream that has moved."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from domain.officer.events import OfficerAppointed
from domain.store.events import StoreFounded, StoreOpened
from lifecycle.clock import SetClock
from lifecycle.command import Document
from lifecycle.errors import Conflict, StoreUnusable
from lifecycle.handling import Engine
from lifecycle.store.log import Paper
from lifecycle.store.sqlite import SqliteLog
from tests.lifecycle.acts import FOUNDED, OFFICER, command, do, found_zone, register_plot


def test_position_one_says_that_the_store_is_ours(engine: Engine) -> None:
    (first,) = engine.log.read_from(0, limit=1)
    assert first.position == 1
    assert first.ref == "store-main@1"
    assert first.body["data"] == {"format": 1, "origin": "sez.test/1", "time_zone": "Asia/Almaty"}


def test_a_store_is_founded_opened_and_given_its_first_officer_in_one_append(engine: Engine) -> None:
    founding = engine.log.read_from(0, limit=3)
    assert [(r.ref, r.effective_on, r.event) for r in founding] == [
        ("store-main@1", "2026-01-16", StoreFounded(origin="sez.test/1", time_zone="Asia/Almaty", format=1)),
        ("store-main@2", "2026-01-16", StoreOpened(law="kz", officer=OFFICER)),
        (
            "officer-officer@1",
            "2026-01-16",
            OfficerAppointed(roles=("zone-administration", "head-of-administration")),
        ),
    ]
    assert len({r.command for r in founding}) == 1
    first, opened, appointed = (set(r.body) for r in founding)
    assert first == opened | {"act", "actor"} == appointed | {"act", "actor"}
    assert (founding[0].body["act"], founding[0].body["actor"]) == ("store.found", OFFICER)


def test_a_record_is_canonical_json_with_its_keys_absent_when_empty(engine: Engine, tmp_path: Path) -> None:
    found_zone(engine)
    with closing(sqlite3.connect(tmp_path / "sez.db")) as connection:
        (state,) = connection.execute(
            "SELECT state FROM stored_events WHERE rowid = ?", (FOUNDED + 1,)
        ).fetchone()
    body = json.loads(state)
    assert state == json.dumps(body, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()
    assert set(body) == {
        "format", "stream", "version", "type", "recorded_at", "effective_on", "act", "command", "actor",
        "mandate", "regulation", "documents", "reads", "data",
    }  # fmt: skip
    assert body["mandate"] == "officer-officer@1"
    assert body["reads"] == {"officer-officer": 1, "zone-KHG": 0}
    assert body["recorded_at"] == "2026-01-16T07:00:00.000000Z"


def test_positions_are_gapless_over_several_streams_and_refused_acts(engine: Engine) -> None:
    found_zone(engine)
    register_plot(engine, "P-1")
    with pytest.raises(Conflict):
        engine.handle(replace(command("zone.abolish", "KHG", "2021-01-01"), expect_version=9))
    register_plot(engine, "P-2")
    assert [r.position for r in engine.log.scan()] == list(range(1, FOUNDED + 8))


def test_touched_records_carry_the_command_and_no_circumstances(engine: Engine) -> None:
    found_zone(engine)
    register_plot(engine, "P-1")
    primary, number, land = engine.log.read_from(FOUNDED + 1, limit=3)
    assert primary.body["act"] == "plot.register"
    assert primary.body["reads"] == {
        "land-KHG": 0, "number-03-046-P-1": 0, "officer-officer": 1, "plot-P-1": 0, "zone-KHG": 1,
    }  # fmt: skip
    for touched in (number, land):
        assert touched.command == primary.command
        assert set(touched.body) == {
            "format", "stream", "version", "type", "recorded_at", "effective_on", "command", "data",
        }  # fmt: skip


def test_a_command_repeated_does_nothing_and_gives_the_first_result(engine: Engine) -> None:
    asked = replace(command("zone.abolish", "KHG", "2021-01-01"), command_id="C-1")
    found_zone(engine)
    first = engine.handle(asked)
    again = engine.handle(asked)
    assert not first.appended.repeated
    assert again.appended.repeated
    assert (again.events, again.stream, again.version) == (first.events, first.stream, first.version)
    assert engine.log.position() == FOUNDED + 2


def test_a_command_id_of_another_request_is_a_conflict(engine: Engine) -> None:
    found_zone(engine)
    engine.handle(replace(command("zone.abolish", "KHG", "2021-01-01"), command_id="C-1"))
    with pytest.raises(Conflict, match="command-id-taken"):
        engine.handle(replace(command("zone.abolish", "KHG", "2021-01-02"), command_id="C-1"))


def test_a_stream_that_was_only_read_and_has_moved_is_a_conflict(engine: Engine) -> None:
    found_zone(engine)
    desk = engine.desk()
    asked = command("plot.register", "P-1", zone="KHG", area_m2=1, cadastral_number="1-1", purpose="x").named(
        "C-1"
    )
    act, _ = engine.act_of(engine.decided(asked, desk), desk)
    do(engine, "zone.abolish", "KHG", "2021-01-01")
    before = engine.log.position()
    with pytest.raises(Conflict, match="stream-moved"):
        engine.log.append([act])
    assert engine.log.position() == before
    assert engine.log.command("C-1") is None


def test_two_plots_at_once_cannot_take_more_land_than_there_is(engine: Engine) -> None:
    found_zone(engine, area_m2=10_000)
    acts = []
    for key in ("P-1", "P-2"):
        desk = engine.desk()
        asked = command(
            "plot.register", key, zone="KHG", area_m2=6_000, cadastral_number=f"1-{key}", purpose="x"
        ).named(key)
        acts.append(engine.act_of(engine.decided(asked, desk), desk)[0])
    engine.log.append([acts[0]])
    with pytest.raises(Conflict, match="land-KHG"):
        engine.log.append([acts[1]])


def test_recorded_time_never_decreases_though_the_clock_goes_back(engine: Engine) -> None:
    found_zone(engine)
    assert isinstance(engine.clock, SetClock)
    engine.clock.moment -= timedelta(hours=5)
    do(engine, "zone.abolish", "KHG", "2021-01-01")
    assert [r.recorded_at for r in engine.log.scan()] == ["2026-01-16T07:00:00.000000Z"] * (FOUNDED + 2)


def test_the_database_itself_refuses_to_change_or_delete_a_record(engine: Engine, tmp_path: Path) -> None:
    found_zone(engine)
    with sqlite3.connect(tmp_path / "sez.db") as connection:
        for statement in ("UPDATE stored_events SET topic = 'x'", "DELETE FROM stored_events"):
            with pytest.raises(sqlite3.IntegrityError, match="append-only"):
                connection.execute(statement)
    connection.close()


def test_synchronous_is_full_on_every_connection(log: SqliteLog) -> None:
    assert log._connection.execute("PRAGMA synchronous").fetchone() == (2,)
    assert log._connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_a_document_is_stored_once_in_the_act_s_transaction(engine: Engine) -> None:
    found_zone(engine)
    paper = Paper(hashlib.sha256(b"%PDF").hexdigest(), "application/pdf", b"%PDF")
    asked = replace(
        command("zone.abolish", "KHG", "2021-01-01"),
        documents=(Document("decree", sha256=paper.sha256),),
        papers=(paper,),
    )
    engine.handle(asked)
    assert engine.log.paper(paper.sha256) == paper
    assert engine.log.paper("00") is None


def test_a_backup_is_a_whole_store_taken_while_in_use(engine: Engine, tmp_path: Path) -> None:
    found_zone(engine)
    engine.log.backup(tmp_path / "copy.db")
    copy = SqliteLog(tmp_path / "copy.db", write=False)
    assert [r.body for r in copy.scan()] == [r.body for r in engine.log.scan()]
    copy.close()


def test_a_file_that_is_not_ours_is_refused_and_left_as_it_was(tmp_path: Path) -> None:
    foreign = tmp_path / "foreign.db"
    with sqlite3.connect(foreign) as connection:
        connection.execute("CREATE TABLE letters (text TEXT)")
    connection.close()
    text = tmp_path / "notes.txt"
    text.write_text("not a database at all, but long enough to be looked at" * 40)
    with pytest.raises(StoreUnusable, match="not-ours"):
        SqliteLog(tmp_path)
    for path in (foreign, text):
        before = path.read_bytes()
        with pytest.raises(StoreUnusable, match="not-ours"):
            SqliteLog(path)
        assert path.read_bytes() == before


def test_a_store_newer_than_the_program_is_refused(engine: Engine, tmp_path: Path) -> None:
    engine.log.close()
    with sqlite3.connect(tmp_path / "sez.db") as connection:
        connection.execute("PRAGMA user_version = 2")
    connection.close()
    with pytest.raises(StoreUnusable, match="newer"):
        SqliteLog(tmp_path / "sez.db")


def test_a_store_locked_by_another_for_too_long_is_a_conflict(engine: Engine, tmp_path: Path) -> None:
    assert isinstance(engine.log, SqliteLog)
    engine.log._connection.execute("PRAGMA busy_timeout = 50")
    with closing(sqlite3.connect(tmp_path / "sez.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(Conflict, match="busy"):
            found_zone(engine)
    found_zone(engine)


def test_a_hole_in_a_stream_is_found_when_it_is_read(engine: Engine, tmp_path: Path) -> None:
    found_zone(engine)
    do(engine, "zone.abolish", "KHG", "2021-01-01")
    with closing(sqlite3.connect(tmp_path / "sez.db")) as other:
        other.execute("DROP TRIGGER stored_events_delete")
        other.execute("DELETE FROM stored_events WHERE originator_id = 'zone-KHG' AND originator_version = 1")
        other.commit()
    with pytest.raises(StoreUnusable, match="gap"):
        engine.log.read(["zone-KHG"])


def test_a_log_without_its_founding_is_not_founded_anew(engine: Engine, tmp_path: Path) -> None:
    found_zone(engine)
    with closing(sqlite3.connect(tmp_path / "sez.db")) as other:
        other.execute("DROP TRIGGER stored_events_delete")
        other.execute("DELETE FROM stored_events WHERE originator_id = 'store-main'")
        other.commit()
    with pytest.raises(StoreUnusable, match="unfounded"):
        Engine(engine.log, engine.clock).found(actor=OFFICER)


def test_a_record_of_a_newer_format_is_refused_when_read(engine: Engine, tmp_path: Path) -> None:
    state = (
        b'{"command":"x","data":{},"format":2,"stream":"zone-Z","type":"zone.ZoneEstablished@9","version":1}'
    )
    with sqlite3.connect(tmp_path / "sez.db") as connection:
        connection.execute(
            "INSERT INTO stored_events VALUES ('zone-Z', 1, 'zone.ZoneEstablished@9', ?)", (state,)
        )
    connection.close()
    with pytest.raises(StoreUnusable, match="newer"):
        engine.log.read(["zone-Z"])


def test_a_store_that_may_not_be_written_is_named(tmp_path: Path) -> None:
    with pytest.raises(StoreUnusable, match="absent"):
        SqliteLog(tmp_path / "none.db", write=False)
    with pytest.raises(StoreUnusable, match="cannot-open"):
        SqliteLog(tmp_path / "nowhere" / "sez.db")


def test_a_reader_cannot_write(engine: Engine, tmp_path: Path) -> None:
    reader = Engine(SqliteLog(tmp_path / "sez.db", write=False), engine.clock)
    with pytest.raises(StoreUnusable, match="read-only"):
        found_zone(reader)
    reader.log.close()


def test_a_full_disk_is_named_and_nothing_is_half_written(engine: Engine) -> None:
    log = engine.log
    assert isinstance(log, SqliteLog)
    found_zone(engine)
    (pages,) = log._connection.execute("PRAGMA page_count").fetchone()
    log._connection.execute(f"PRAGMA max_page_count = {pages + 6}")
    position = log.position()
    number = 0
    while number < 200:
        number += 1
        try:
            register_plot(engine, f"P-{number}")
        except StoreUnusable as error:
            assert error.values["problem"] == "full"  # noqa: PT017
            break
        position = log.position()
    assert 1 < number < 200
    assert log.position() == position
    counts = {a.command: a.count for a in (log.command(r.command) for r in log.scan()) if a}
    assert sum(counts.values()) == position


def test_legal_dates_are_days_in_the_store_s_zone(log: SqliteLog) -> None:
    engine = Engine(log, SetClock(datetime(2026, 1, 15, 20, 0, tzinfo=UTC)))
    engine.found(actor=OFFICER)
    assert engine.today() == date(2026, 1, 16)
