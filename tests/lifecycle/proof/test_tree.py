"""The tree is a function of the log: what is kept of it never says anything else."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from lifecycle.errors import StoreUnusable
from lifecycle.proof import merkle
from lifecycle.proof.errors import BadProof
from lifecycle.proof.merkle import TILE_WIDTH, leaf_hash
from lifecycle.proof.tree import beside, fresh, open_tree
from tests.lifecycle.proof.stores import add_plot, reading, rewritten, tampered


def leaves(path: Path) -> list[bytes]:
    with reading(path) as log:
        return [leaf_hash(row[4]) for row in log.rows(0, upto=log.position())]


def root(path: Path) -> bytes:
    with reading(path) as log:
        return open_tree(log, beside(path)).root()


def test_a_root_is_that_of_rfc_6962_over_the_exact_records_at_every_size(path: Path) -> None:
    expected = leaves(path)
    assert len(expected) > TILE_WIDTH, "there is more than one tile"
    with reading(path) as log:
        tree = open_tree(log, beside(path))
        assert tree.size == log.position() == len(expected)
        for size in range(1, len(expected) + 1):
            assert tree.root(size) == merkle.root(expected[:size])
        assert [tree.leaf(position) for position in (1, 256, 257)] == [expected[n] for n in (0, 255, 256)]


def test_every_record_is_proven_to_be_there_and_every_older_log_to_be_a_beginning(path: Path) -> None:
    expected = leaves(path)
    size = len(expected)
    with reading(path) as log:
        tree = open_tree(log, beside(path))
        for position in range(1, size + 1):
            path_up = tree.inclusion(position, size)
            merkle.verify_inclusion(expected[position - 1], position - 1, size, path_up, tree.root())
            proof = tree.consistency(position, size)
            merkle.verify_consistency(position, size, tree.root(position), tree.root(), proof)
        with pytest.raises(BadProof):
            tree.inclusion(size + 1, size)


def test_what_is_kept_takes_no_more_than_40_bytes_a_record(path: Path) -> None:
    count = len(leaves(path))
    root(path)
    kept = {file.name: file.stat().st_size for file in beside(path).iterdir()}
    assert kept == {"0": 32 * count, "1": 32 * (count // TILE_WIDTH)}
    assert sum(kept.values()) <= 40 * count


def test_a_tree_that_grew_is_the_tree_made_at_once(path: Path) -> None:
    before = root(path)
    add_plot(path, "KHG-900")
    with reading(path) as log:
        assert root(path) == fresh(log).root() == merkle.root(leaves(path)) != before


@pytest.mark.parametrize(
    "length", [1, 31, 32 * 5, 32 * 5 + 7, 32 * TILE_WIDTH - 1, 32 * (TILE_WIDTH + 3), 32 * 5000]
)
def test_a_kept_tree_that_was_cut_off_or_filled_with_nothing_is_made_whole(path: Path, length: int) -> None:
    expected = root(path)
    for name in ("0", "1"):
        file = beside(path) / name
        file.write_bytes(file.read_bytes()[:length].ljust(length, b"\0"))
        assert root(path) == expected


def test_the_kept_tree_of_another_log_is_made_anew(path: Path, tmp_path: Path) -> None:
    other = tmp_path / "other" / "sez.db"
    other.parent.mkdir()
    shutil.copy(path, other)
    add_plot(path, "KHG-900")
    add_plot(other, "KHG-901")
    root(other)
    shutil.copytree(beside(other), beside(path))
    assert root(path) == merkle.root(leaves(path))


def test_a_store_put_back_from_a_backup_has_the_tree_of_what_it_holds(path: Path, tmp_path: Path) -> None:
    shutil.copy(path, tmp_path / "backup.db")
    expected = root(path)
    add_plot(path, "KHG-900")
    assert root(path) != expected
    shutil.copy(tmp_path / "backup.db", path)
    assert root(path) == expected


def test_where_nothing_can_be_kept_the_tree_is_computed(path: Path) -> None:
    beside(path).write_text("a file where the folder belongs")
    assert root(path) == merkle.root(leaves(path))


def test_no_tree_is_made_of_a_log_with_a_gap_or_without_bytes(path: Path) -> None:
    shutil.copy(path, path.with_name("b.db"))
    tampered(path, "DELETE FROM stored_events WHERE rowid = 7")
    tampered(path.with_name("b.db"), "UPDATE stored_events SET state = 7 WHERE rowid = 7")
    for store, problem in ((path, "gap"), (path.with_name("b.db"), "damaged")):
        with pytest.raises(StoreUnusable, match=problem):
            root(store)


def test_regrowing_reads_every_record_after_a_size_again(path: Path) -> None:
    before = root(path)
    rewritten(path, 20, actor="somebody-else")
    with reading(path) as log:
        tree = open_tree(log, beside(path))
        assert tree.root() == before, "what is kept is not held against every record each time"
        assert tree.regrown(20).root() == before
        assert tree.regrown(19).root() == merkle.root(leaves(path)) != before
