"""What nobody types by mistake: pipes and devices for files, control characters, damaged records."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.harness import sez
from tests.cli.test_bad_input import register

At = Callable[[str], Path]


def test_what_is_no_file_is_never_opened(at: At, tmp_path: Path) -> None:
    at("zone")
    os.mkfifo(tmp_path / "pipe")
    for place in ("pipe", "/dev/zero", ".", "x" * 300):
        document = sez("--format", "json", *register(document=f"extract={place}"))
        assert (document.code, document.fault["code"][:5]) == (2, "file-"), place
        for asked in (register(), ["plot", "list"], [*register(), "--dry-run"]):
            store = sez("--format", "json", "--store", place, *asked)
            assert (store.code, store.fault["code"]) in [(1, "not-ours"), (1, "cannot-open")], place


@pytest.mark.parametrize("more", [(), ("--dry-run",)])
def test_a_refused_first_act_claims_no_file_of_another(more: tuple[str, ...], at: At, tmp_path: Path) -> None:
    at("")
    with sqlite3.connect(tmp_path / "sez.db") as other:
        other.execute("CREATE TABLE letters (text)")
    other.close()
    before = (tmp_path / "sez.db").read_bytes()
    assert sez(*register(), *more).code == 1
    assert (tmp_path / "sez.db").read_bytes() == before
    (tmp_path / "sez.db").write_bytes(b"")
    assert sez(*register(), *more).code == 4
    assert (tmp_path / "sez.db").read_bytes() == b""


def test_a_views_file_that_is_none_can_be_deleted_and_says_so(at: At, tmp_path: Path) -> None:
    at("plot")
    views = tmp_path / "sez.views.db"
    for make, unmake in (
        (views.mkdir, views.rmdir),
        (lambda: views.symlink_to("nowhere"), views.unlink),
        (lambda: os.mkfifo(views), views.unlink),
        (lambda: views.write_text("dear sirs"), views.unlink),
    ):
        make()
        told = sez("plot", "list")
        assert (told.code, "sez.views.db" in told.err, "deleted" in told.err) == (1, True, True)
        unmake()
    assert sez("plot", "list").code == 0


@pytest.mark.parametrize(
    "moment",
    [
        "20200106T0930",
        "2020-W01-1T09:30",
        "2020-01-06 09:30",
        "2020-01-06T09",
        "0001-01-01T00:00+14:00",
        "noon",
    ],
)
def test_a_moment_is_written_in_one_way(moment: str, at: At) -> None:
    at("plot")
    told = sez("plot", "show", "KHG-014", "--known-at", moment, "--format", "json")
    assert (told.code, told.fault["code"]) == (2, "malformed")


def test_a_moment_may_be_in_any_zone(at: At) -> None:
    at("plot")
    for moment in ("2999-01-06T09:30", "2999-01-06T09:30:00Z", "2999-01-06T14:30:00.000000+05:00"):
        told = sez("plot", "show", "KHG-014", "--known-at", moment, "--format", "json")
        assert told.json["known_at"] == "2999-01-06T09:30:00.000000Z"


@pytest.mark.parametrize("zone", ["Nowhere", "../etc", "Asia"])
def test_a_time_zone_that_is_none_is_named(
    zone: str, at: At, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at("")
    monkeypatch.setenv("SEZ_TIME_ZONE", zone)
    told = sez(*register())
    assert (told.code, "SEZ_TIME_ZONE" in told.err) == (2, True)
    assert list(tmp_path.iterdir()) == []


def test_what_was_typed_cannot_act_upon_the_terminal(at: At) -> None:
    at("plot")
    for words in (
        ["plot", "show", "X", "--a\x1b[31m\nb"],
        ["plo\x1b[2Jt"],
        ["plot", "list", "--tenure", "\x07"],
    ):
        told = sez(*words)
        assert (told.code, "\x1b" in told.err, "\x07" in told.err) == (2, False, False)


def test_a_damaged_record_is_told_as_such(at: At) -> None:
    path = at("plot")
    with sqlite3.connect(path) as store:
        store.execute("DROP TRIGGER stored_events_update")
        store.execute("UPDATE stored_events SET state = x'ff' WHERE originator_id = 'plot-KHG-014'")
    store.close()
    for asked in (["plot", "show", "KHG-014"], ["plot", "list"], ["can", "plot", "KHG-014"]):
        told = sez("--format", "json", *asked)
        assert (told.code, told.fault["code"], told.fault["hint"]) == (1, "damaged", "sez store restore FILE")


def test_a_date_to_filter_by_is_a_date(at: At) -> None:
    at("plot")
    assert sez("plot", "list", "--leased-until", "tomorrow").code == 2
    assert sez("zone", "list", "--term-ends", "2036-12-31").code == 0
