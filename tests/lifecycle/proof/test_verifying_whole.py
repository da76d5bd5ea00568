"""Verifying finds what was changed among records, in the tree, the checkpoints, the heads, the papers."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from lifecycle import canonical
from lifecycle.proof import keys, signing
from lifecycle.proof.checkpoint import Checkpoint
from lifecycle.proof.finding import Finding
from lifecycle.proof.tree import beside, fresh
from lifecycle.proof.verifying import Given
from tests.lifecycle.proof.stores import (
    DIGEST,
    PLOT,
    key_for,
    last,
    problems,
    reading,
    replaced,
    rewritten,
    row,
    tampered,
    verified,
)

# -- records among others ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("DELETE FROM stored_events WHERE rowid = 20", ("missing", 20)),
        ("UPDATE stored_events SET rowid = -1 WHERE rowid = 20", ("out-of-place", -1)),
        ("UPDATE stored_events SET rowid = 0 WHERE rowid = 20", ("missing", 20)),
        ("UPDATE stored_events SET originator_version = 2 WHERE rowid = 20", ("columns-disagree", 20)),
        ("UPDATE stored_events SET originator_id = 'plot-X' WHERE rowid = 20", ("columns-disagree", 20)),
        ("UPDATE stored_events SET topic = 'plot.PlotSplit@1' WHERE rowid = 20", ("columns-disagree", 20)),
        (
            "UPDATE stored_events SET topic = 7, originator_version = 'one' WHERE rowid = 20",
            ("columns-disagree", 20),
        ),
    ],
)
def test_a_row_that_was_changed_is_found(sealed: Path, statement: str, expected: tuple[str, int]) -> None:
    tampered(sealed, statement)
    assert expected in problems(sealed)


def test_records_put_in_another_order_are_found(sealed: Path) -> None:
    tampered(
        sealed,
        "UPDATE stored_events SET rowid = 9000 WHERE rowid = 20",
        "UPDATE stored_events SET rowid = 20 WHERE rowid = 21",
        "UPDATE stored_events SET rowid = 21 WHERE rowid = 9000",
    )
    found = problems(sealed)
    assert {("record-changed", 20), ("record-changed", 21), ("checkpoint-differs", 0)} <= set(found)


def test_a_log_that_was_cut_off_is_found(sealed: Path) -> None:
    size = last(sealed)
    tampered(sealed, f"DELETE FROM stored_events WHERE rowid > {size - 3}")
    found = verified(sealed).findings.told
    shorter = [one for one in found if one.problem == "log-shorter"]
    assert [one.values["source"] for one in shorter] == ["published", str(beside(sealed))]
    assert {(one.values["size"], one.values["position"]) for one in shorter} == {(size, size - 3)}
    assert "command-unknown" in [one.problem for one in found]


def test_a_record_said_twice_or_spliced_in_is_found(sealed: Path) -> None:
    state = row(sealed, PLOT)[4]
    size = last(sealed)
    tampered(
        sealed,
        f"INSERT INTO stored_events (rowid, originator_id, originator_version, topic, state) "
        f"VALUES ({size + 1}, 'plot-KHG-004', 2, 'plot.PlotRegistered@1', x'{state.hex()}')",
    )
    found = problems(sealed)
    assert ("columns-disagree", size + 1) in found
    again = canonical.encode(canonical.decode(state) | {"version": 3, "stream": "plot-KHG-004"})
    replaced(sealed, size + 1, again)
    tampered(sealed, f"UPDATE stored_events SET originator_version = 3 WHERE rowid = {size + 1}")
    assert {problem for problem, place in problems(sealed) if place == size + 1} == {
        "version-gap",
        "command-unlisted",
    }


@pytest.mark.parametrize("place", [200, 257])
def test_a_clock_that_went_backwards_is_named_with_both_times(path: Path, place: int) -> None:
    earlier = "2026-01-15T07:00:00.000000Z"
    rewritten(path, place, recorded_at=earlier)
    times = {"before": "2026-01-16T07:00:00.000000Z", "recorded_at": earlier}
    expected = Finding("clock-backwards", place, f"{row(path, place)[1]}@{row(path, place)[2]}", times)
    assert verified(path).findings.told == [expected]
    assert place <= 256 or verified(path, since=256).findings.told == [expected]


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("DELETE FROM commands WHERE first_position = 7", ["command-unlisted"]),
        ("UPDATE commands SET count = 1 WHERE first_position = 7", ["command-differs"]),
        ("UPDATE commands SET count = 9000000000000000 WHERE first_position = 7", ["command-differs"]),
        ("UPDATE commands SET id = 'another' WHERE first_position = 7", ["command-differs"]),
        (
            "UPDATE commands SET first_position = 8 WHERE first_position = 7",
            ["command-unknown", "command-unlisted"],
        ),
        ("INSERT INTO commands VALUES ('more', '', 8, 1)", ["command-unknown"]),
        ("INSERT INTO commands VALUES ('more', '', -5, 1)", ["command-unknown"]),
        ("INSERT INTO commands VALUES ('more', '', 9999, 1)", ["command-unknown"]),
        ("INSERT INTO commands VALUES ('more', '', 'x', 1)", ["command-unknown"]),
    ],
)
def test_the_table_of_commands_says_what_the_records_say(
    sealed: Path, statement: str, expected: list[str]
) -> None:
    tampered(sealed, statement)
    assert sorted(problem for problem, _ in problems(sealed)) == expected


# -- the tree, checkpoints, heads --------------------------------------------------------------------


@pytest.mark.parametrize(("file", "place"), [("0", 32 * (PLOT - 1) + 5), ("1", 7)])
def test_a_kept_tree_that_was_changed_is_told_from_a_changed_record(
    sealed: Path, file: str, place: int
) -> None:
    kept = beside(sealed) / file
    content = bytearray(kept.read_bytes())
    content[place] ^= 1
    kept.write_bytes(bytes(content))
    assert problems(sealed) == [("tree-damaged", PLOT if file == "0" else 0)]
    assert problems(sealed, given=()) == [("record-or-tree", PLOT) if file == "0" else ("tree-damaged", 0)]


def test_a_checkpoint_of_another_log_or_key_is_not_believed(sealed: Path, tmp_path: Path) -> None:
    note = signing.published(sealed).read_bytes()
    stranger = keys.generate("sez.test/2")
    foreign = Given("foreign", stranger_note(sealed, stranger))
    assert problems(sealed, given=[Given("mine", note), foreign]) == [("checkpoint-refused", 0)]
    done = verified(sealed, given=[foreign], key=None, origin="sez.test/1")
    assert [one.problem for one in done.findings.told] == ["other-log"]
    for broken in (b"", note[:-1], note.replace(b"sez.test/1\n", b"sez.test/1\n\n", 1), note + note):
        assert problems(sealed, given=[Given("broken", broken)]) == [("checkpoint-refused", 0)]


def stranger_note(path: Path, stranger: keys.Signer) -> bytes:
    with reading(path) as log:
        tree = fresh(log)
        return Checkpoint(stranger.name, tree.size, tree.root()).signed(stranger)


def test_a_foreign_log_in_the_place_of_ours_is_found(sealed: Path, path: Path) -> None:
    rewritten(path, 1, data={"format": 1, "origin": "sez.test/1", "time_zone": "Asia/Almaty", "reason": "x"})
    shutil.copy(path, sealed)
    assert ("record-changed", 1) in problems(sealed)


def test_heads_that_hide_a_record_are_found(sealed: Path) -> None:
    size = last(sealed)
    said = canonical.decode(row(sealed, size)[4])["data"]
    for other in ({"root": "00" * 32}, {"streams": said["streams"] - 1}, {"size": size}):
        rewritten(sealed, size, data=said | other)
        assert ("heads-differ", size) in problems(sealed)


# -- papers ------------------------------------------------------------------------------------------


def test_papers_that_were_changed_or_taken_away_are_found(sealed: Path) -> None:
    tampered(sealed, "UPDATE documents SET bytes = CAST('forged' AS BLOB)")
    found = verified(sealed).findings.told
    assert [one.problem for one in found] == ["document-mismatch", "size-differs"]
    tampered(sealed, "DELETE FROM documents")
    (absent,) = verified(sealed).findings.told
    assert absent == Finding("document-absent", 6, f"document-{DIGEST}@1", {"sha256": DIGEST})


def test_the_guards_of_the_database_belong_to_the_store(sealed: Path) -> None:
    with closing(sqlite3.connect(sealed)) as connection, connection:
        connection.execute("DROP TRIGGER documents_update")
        connection.execute("CREATE TABLE more (x)")
    told = [one.values["detail"] for one in verified(sealed).findings.told]
    assert told == [
        "documents_update: the trigger is missing or was changed",
        "more: a table that does not belong to a store",
    ]
    assert key_for(sealed).exists()
