from __future__ import annotations

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
    assert acts.keys() == {row.act for noun in NOUNS for row in lifecycle_of(noun).by_verb.values()}
    assert acts["plot.reassign"]["second"] is True
    assert (
        sez("regulation", "show", "--as-of", "2015-01-01", "--format", "json").json["regulation"]["name"]
        == "kz-2011"
    )
    assert "kz-2011@1, in force from 2011-01-01 until 2019-04-03" in sez("regulation", "show", "kz-2011").out


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
