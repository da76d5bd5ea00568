from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from lifecycle.definitions import NOUNS, lifecycle_of
from lifecycle.diagrams import mermaid
from tests.cli.harness import sez
from tests.cli.test_acts import position

At = Callable[[str], Path]


def test_a_backup_is_a_whole_store(at: At, tmp_path: Path) -> None:
    path = at("held")
    done = sez("store", "backup", "copy.db", "--format", "json")
    assert done.json["row"] == {"store": "copy.db", "position": position(path)}
    assert sez("plot", "show", "KHG-014", "--store", "copy.db").out == sez("plot", "show", "KHG-014").out


def test_a_backup_is_not_written_over_a_file_unasked(at: At, tmp_path: Path) -> None:
    at("held")
    (tmp_path / "letter.txt").write_text("dear sirs")
    refused = sez("store", "backup", "letter.txt", "--format", "json")
    assert (refused.code, refused.fault["hint"]) == (2, "--yes")
    assert (tmp_path / "letter.txt").read_text() == "dear sirs"
    assert sez("store", "backup", "sez.db", "--yes").code == 2


def test_a_store_is_restored_where_there_is_none(at: At, tmp_path: Path) -> None:
    path = at("held")
    stands = position(path)
    assert sez("store", "backup", "copy.db").code == 0
    for file in tmp_path.glob("sez.db*"):
        file.unlink()
    assert sez("store", "restore", "copy.db").code == 0
    assert position(path) == stands


def test_lists_follow_a_store_that_was_restored(at: At) -> None:
    at("plot")
    assert sez("store", "backup", "copy.db").code == 0
    assert (
        sez("plot", "annul", "KHG-014", "--on", "2021-02-01", "--document", "judgment=3@2021-01-25").code == 0
    )
    assert sez("plot", "list", "--record", "retired", "--format", "json").json["rows"]
    assert sez("store", "restore", "copy.db", "--yes").code == 0
    assert sez("plot", "list", "--record", "retired", "--format", "json").json["rows"] == []


def test_what_is_no_backup_is_not_restored(at: At, tmp_path: Path) -> None:
    path = at("zone")
    (tmp_path / "letter.txt").write_text("dear sirs " * 100)
    before = path.read_bytes()
    assert sez("store", "restore", "letter.txt", "--yes").code == 1
    assert sez("store", "restore", "absent.db", "--yes").code == 4
    assert path.read_bytes() == before


def test_read_models_are_made_anew_beside_the_live_ones(at: At) -> None:
    at("held")
    behind = sez("projection", "status", "--format", "json").json
    assert {row["position"] for row in behind["rows"]} == {0}
    rebuilt = sez("projection", "rebuild", "--format", "json").json
    assert {row["position"] for row in rebuilt["rows"]} == {rebuilt["position"]}
    assert {row["behind"] for row in rebuilt["rows"]} == {0}


def test_the_doctor_names_what_the_program_stands_on(at: At) -> None:
    at("held")
    found = sez("doctor", "--format", "json")
    told = {row["check"]: row for row in found.json["rows"]}
    assert found.code == 0
    assert all(row["ok"] for row in told.values())
    assert told["synchronous"]["value"] == "FULL"
    assert told["time zone"]["value"] == "Asia/Almaty"
    assert told.keys() >= {
        "python",
        "sqlite",
        "click",
        "pydantic",
        "sqlalchemy",
        "eventsourcing",
        "position",
        "views",
    }


def test_the_doctor_finds_no_fault_where_there_is_no_store_yet(at: At, tmp_path: Path) -> None:
    at("")
    assert sez("doctor").code == 0
    assert list(tmp_path.iterdir()) == []


def test_the_version_is_one_line(at: At) -> None:
    at("")
    assert sez("version").out.startswith("sez ")
    assert sez("version", "--format", "json").json["row"]["name"] == "sez"


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_shell_gets_its_completion_script(shell: str, at: At) -> None:
    at("")
    assert "_SEZ_COMPLETE" in sez("completion", shell).out


def test_a_regulation_is_shown_act_by_act(at: At) -> None:
    at("")
    shown = sez("regulation", "show", "--format", "json").json
    assert shown["regulation"]["name"] == "kz-2019"
    acts = {row["act"]: row for row in shown["rows"]}
    asked = {row.act for noun in NOUNS for row in lifecycle_of(noun).by_verb.values()}
    assert acts.keys() == asked | {"proposal.propose", "record.correct", "record.void"}
    assert acts["plot.reassign"]["second"] is True
    assert (
        sez("regulation", "show", "--as-of", "2015-01-01", "--format", "json").json["regulation"]["name"]
        == "kz-2011"
    )
    assert "kz-2011@3, in force from 2011-01-01 until 2019-04-03" in sez("regulation", "show", "kz-2011").out


# -- diagrams ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("noun", NOUNS)
def test_a_diagram_shows_every_status_and_every_act_that_moves_one(noun: str) -> None:
    law = lifecycle_of(noun)
    drawn = mermaid(law)
    assert drawn.startswith("stateDiagram-v2\n")
    for statuses in law.regions.values():
        assert all(f'state "{status}" as ' in drawn for status in statuses)
    for row in law.rows:
        if row.verb and row.target:
            assert row.verb in drawn, row.verb


def test_one_region_is_drawn_alone() -> None:
    assert mermaid(lifecycle_of("party"), "standing").splitlines() == [
        "stateDiagram-v2",
        '    state "clear" as clear',
        '    state "barred" as barred',
        '    state "any status" as any_status',
        "    [*] --> clear: register",
        "    any_status --> barred: bar, ListingsInherited",
        "    barred --> clear: unbar",
    ]


def test_a_diagram_is_printed_for_its_noun(at: At) -> None:
    at("")
    assert sez("diagram", "plot", "--region", "tenure").out == mermaid(lifecycle_of("plot"), "tenure") + "\n"
    assert sez("diagram", "zone", "--format", "json").json["row"]["mermaid"] == mermaid(lifecycle_of("zone"))


# -- what a copy must not do -------------------------------------------------------------------------


def damage(path: Path) -> None:
    whole = path.read_bytes()
    path.write_bytes(whole[:100] + b"\xff" * (len(whole) - 100))


def test_a_damaged_store_is_repaired_from_a_backup(at: At, tmp_path: Path) -> None:
    path = at("held")
    stands = position(path)
    before = sez("plot", "list", "--format", "json").json
    assert sez("store", "backup", "copy.db").code == 0
    damage(path)
    (tmp_path / "sez.db-wal").write_bytes(b"the last acts of a file that is gone")
    assert sez("plot", "show", "KHG-014").code == 1
    done = sez("store", "restore", "copy.db", "--yes")
    assert (done.code, done.err) == (0, "")
    assert position(path) == stands
    assert sez("plot", "list", "--format", "json").json == before
    assert sorted(file.name for file in tmp_path.iterdir() if file.suffix == ".db") == [
        "copy.db",
        "sez.db",
        "sez.views.db",
    ]


@pytest.mark.parametrize(
    "damaging",
    [
        "UPDATE stored_events SET state = x'ff' WHERE rowid = 3",
        "DELETE FROM stored_events WHERE rowid = 3",
        "UPDATE stored_events SET originator_version = 9 WHERE rowid = 3",
    ],
)
def test_a_backup_that_is_not_whole_is_not_restored(damaging: str, at: At, tmp_path: Path) -> None:
    path = at("held")
    assert sez("store", "backup", "copy.db").code == 0
    with contextlib.closing(sqlite3.connect("copy.db", isolation_level=None)) as copy:
        for trigger in copy.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            copy.execute(f"DROP TRIGGER {trigger[0]}")
        copy.execute(damaging)
    before = path.read_bytes()
    refused = sez("store", "restore", "copy.db", "--yes", "--format", "json")
    assert (refused.code, refused.fault["code"] in ("damaged", "gap", "columns-disagree")) == (1, True)
    assert path.read_bytes() == before
    assert not list(tmp_path.glob("*.partial*"))


def test_a_restored_store_does_not_take_the_place_of_something_else(at: At, tmp_path: Path) -> None:
    at("held")
    assert sez("store", "backup", "copy.db").code == 0
    with contextlib.closing(sqlite3.connect("other.db")) as other:
        other.execute("CREATE TABLE letters (text)")
    before = (tmp_path / "other.db").read_bytes()
    refused = sez("store", "restore", "copy.db", "--yes", "--store", "other.db", "--format", "json")
    assert (refused.code, refused.fault["code"]) == (1, "not-ours")
    assert (tmp_path / "other.db").read_bytes() == before
    assert sez("store", "restore", "copy.db", "--yes", "--store", ".").code == 1


@pytest.mark.parametrize("name", ["sez.db", "sez.db-wal", "sez.db-shm", "sez.views.db", "sez.views.db-wal"])
def test_a_backup_never_takes_the_place_of_the_store_s_own_files(name: str, at: At) -> None:
    at("held")
    assert sez("plot", "list").code == 0
    refused = sez("store", "backup", name, "--yes", "--format", "json")
    assert (refused.code, refused.fault["code"]) == (2, "same-file")


def test_a_backup_that_cannot_be_made_names_the_place_it_was_to_have(at: At) -> None:
    at("held")
    refused = sez("store", "backup", "absent/copy.db", "--format", "json")
    assert (refused.code, "absent/copy.db" in refused.fault["message"]) == (1, True)
