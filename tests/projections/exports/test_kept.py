from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import pytest

from tests.projections.exports.judging import FINDINGS, VERIFIED, judged
from tests.projections.exports.small import PAPER, Signing, story

CHANGE = "UPDATE stored_events SET state = CAST(replace(state, '\"{}\"', '\"{}\"') AS BLOB) WHERE rowid = 3"
TAMPER, REDRESS = CHANGE.format("KHG", "KHZ"), CHANGE.format("KHZ", "KHG")


# -- a store, as SQLite sees it ----------------------------------------------------------------------


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """A store and its checkpoint in a folder of their own. Its columns are of no type: anything fits them."""
    (tmp_path / "real").mkdir()
    file = tmp_path / "real" / "sez.db"
    lines = story()[0].lines
    rows = [(record["stream"], record["version"], record["type"]) for record in map(json.loads, lines)]
    with closing(sqlite3.connect(file)) as database:
        database.execute("CREATE TABLE stored_events (originator_id, originator_version, topic, state)")
        database.execute("CREATE TABLE documents (sha256, bytes)")
        database.execute("INSERT INTO documents VALUES (?, ?)", (sha256(PAPER).hexdigest(), PAPER))
        columns = [(*row, line) for row, line in zip(rows, lines, strict=True)]
        database.executemany("INSERT INTO stored_events VALUES (?, ?, ?, ?)", columns)
        database.commit()
    file.with_suffix(".checkpoint").write_bytes(Signing().checkpoint(lines))
    return file


def checked(capsys: pytest.CaptureFixture[str], store: Path) -> tuple[int, str]:
    checkpoint = store.resolve().with_suffix(".checkpoint")
    return judged(capsys, "--store", store, "--key", Signing().vkey, "--checkpoint", checkpoint)


def link_to(store: Path) -> Path:
    link = store.parent.parent / "link.db"
    link.symlink_to(store)
    return link


def test_a_store_that_was_not_changed_is_verified_by_a_link_too(
    store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    beside = sorted(store.parent.iterdir())
    assert checked(capsys, store)[0] == checked(capsys, link_to(store))[0] == VERIFIED
    assert sorted(store.parent.iterdir()) == beside, "it leaves nothing beside the store"


def test_what_stands_in_the_write_ahead_log_is_read_by_a_link_too(
    store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with closing(sqlite3.connect(store)) as database:
        database.execute("PRAGMA journal_mode = wal")
        database.execute(TAMPER)
        database.commit()
        for named in (store, link_to(store)):
            code, out = checked(capsys, named)
            assert (code, "the root is another" in out) == (FINDINGS, True), out


def test_a_store_in_which_something_is_to_be_undone_is_not_said_to_agree(
    store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The file holds what was signed. Its journal says that this is to be undone, which SQLite will do."""
    with closing(sqlite3.connect(store)) as database:
        signed = store.read_bytes()
        database.execute(TAMPER)
        database.commit()
        database.execute("PRAGMA synchronous = off")
        database.execute(REDRESS)
        journal = Path(f"{store}-journal").read_bytes()
        database.rollback()
    store.write_bytes(signed)
    Path(f"{store}-journal").write_bytes(journal)
    for named in (store, link_to(store)):
        code, out = checked(capsys, named)
        assert code == FINDINGS
        assert "let SQLite finish, in a copy, what is begun beside it" in out
    with closing(sqlite3.connect(store)) as database:
        ((state,),) = database.execute("SELECT state FROM stored_events WHERE rowid = 3")
    assert b'"KHZ"' in state, "SQLite undoes it, and the store is not what was signed"


def test_a_journal_that_was_done_with_is_in_no_ones_way(
    store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path(f"{store}-journal").write_bytes(bytes(512))
    assert checked(capsys, store)[0] == VERIFIED


TYPES = {
    "a state as text": "state = CAST(state AS TEXT)",
    "a state as text that ends early": "state = CAST(state AS TEXT) || CAST(x'00' AS TEXT) || 'more'",
    "a state that goes on behind a zero": "state = CAST(state || x'00' AS BLOB)",
    "a state that goes on": "state = CAST(state || zeroblob(65536) AS BLOB)",
    "a stream as bytes": "originator_id = CAST(originator_id AS BLOB)",
    "a stream that goes on behind a zero": "originator_id = originator_id || CAST(x'00' AS TEXT)",
    "a type that goes on behind a zero": "topic = topic || CAST(x'00' AS TEXT) || 'more'",
    "a version as text": "originator_version = CAST(originator_version AS TEXT)",
    "a version as a real number": "originator_version = CAST(originator_version AS REAL)",
    "nothing for a version": "originator_version = NULL",
}


@pytest.mark.parametrize("how", TYPES)
def test_columns_of_other_types_are_found(how: str, store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with closing(sqlite3.connect(store)) as database:
        assert database.execute(f"UPDATE stored_events SET {TYPES[how]} WHERE rowid = 6").rowcount == 1
        database.commit()
    code, out = checked(capsys, store)
    assert (code, "record 6: " in out) == (FINDINGS, True), out
    typed = how in ("a state as text", "a state that goes on", "a version as a real number")
    assert typed <= ("record 6: is empty, or its row is too long, or not of the types" in out), out


@pytest.mark.parametrize("change", ["SET bytes = CAST(bytes AS TEXT)", "SET sha256 = upper(sha256)"])
def test_a_paper_that_a_store_lacks_or_keeps_as_text_is_found(
    change: str, store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with closing(sqlite3.connect(store)) as database:
        database.execute(f"UPDATE documents {change}")
        database.commit()
    code, out = checked(capsys, store)
    assert (code, "cited by record 2: is missing" in out) == (FINDINGS, True), out
