"""The signer signs what follows from what it signed last, and nothing else."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from lifecycle.founding import declare_trial
from lifecycle.proof import checkpoint, keys, merkle, signing
from lifecycle.proof.errors import BadKey, BadNote
from lifecycle.proof.signing import Signed, Unsigned
from lifecycle.proof.tree import beside, fresh
from tests.lifecycle.acts import OFFICER
from tests.lifecycle.proof.stores import (
    CLOCK,
    ON,
    add_plot,
    key_for,
    reading,
    rewritten,
    seal,
    tampered,
    writing,
)


def sign(path: Path) -> Signed:
    with reading(path) as log:
        return signing.sign(log, path, key_for(path))


def position(path: Path) -> int:
    with reading(path) as log:
        return log.position()


def test_a_checkpoint_is_signed_remembered_and_published(path: Path) -> None:
    signed = sign(path)
    key = keys.load(key_for(path))
    with reading(path) as log:
        expected = checkpoint.Checkpoint("sez.test/1", log.position(), fresh(log).root())
    assert signed.first
    assert signed.checkpoint == checkpoint.opened(signed.note, key.verifier) == expected
    assert signing.memory(key_for(path)).read_bytes() == signing.published(path).read_bytes() == signed.note
    assert not list(path.parent.rglob("*.partial"))


def test_what_was_signed_is_signed_no_other_way(path: Path) -> None:
    first = sign(path)
    signing.published(path).unlink()
    again = sign(path)
    assert (again.note, again.first) == (first.note, False)
    assert signing.published(path).read_bytes() == first.note


def test_each_checkpoint_is_consistent_with_the_one_before(path: Path) -> None:
    last = sign(path).checkpoint
    for key in ("KHG-900", "KHG-901"):
        add_plot(path, key)
        new = sign(path).checkpoint
        with reading(path) as log:
            proof = fresh(log).consistency(last.size, new.size)
        merkle.verify_consistency(last.size, new.size, last.root, new.root, proof)
        last = new


def test_a_seal_is_signed_together_with_the_record_that_commits_to_the_heads(path: Path) -> None:
    first = seal(path)
    again = seal(path)
    assert [one.position for one in (first, again)] == [first.signed.checkpoint.size, first.position + 1]
    assert again.signed.checkpoint.size == position(path) == again.position
    assert not again.signed.first


def test_a_store_put_back_from_a_backup_is_not_signed(sealed: Path) -> None:
    shutil.copy(sealed, sealed.with_name("backup.db"))
    add_plot(sealed, "KHG-900")
    sign(sealed)
    shutil.copy(sealed.with_name("backup.db"), sealed)
    for attempt in (sign, seal):
        with pytest.raises(Unsigned, match="restored"):
            attempt(sealed)
    assert position(sealed) == position(sealed.with_name("backup.db")), "nothing is recorded either"


def test_a_signer_without_its_memory_is_bound_by_what_it_published(sealed: Path) -> None:
    shutil.copy(sealed, sealed.with_name("backup.db"))
    add_plot(sealed, "KHG-900")
    published = sign(sealed).note
    signing.memory(key_for(sealed)).unlink()
    shutil.copy(sealed.with_name("backup.db"), sealed)
    for attempt in (sign, seal):
        with pytest.raises(Unsigned, match="restored") as refused:
            attempt(sealed)
        assert refused.value.values["path"] == str(signing.published(sealed))
    for key in ("KHG-901", "KHG-902"):
        add_plot(sealed, key)
    for attempt in (sign, seal):
        with pytest.raises(Unsigned, match="forked"):
            attempt(sealed)
    assert signing.published(sealed).read_bytes() == published


def test_a_memory_put_back_does_not_make_the_signer_sign_another_history(sealed: Path) -> None:
    memory = signing.memory(key_for(sealed))
    old, before = memory.read_bytes(), sealed.with_name("backup.db")
    shutil.copy(sealed, before)
    add_plot(sealed, "KHG-900")
    sign(sealed)
    memory.write_bytes(old)
    shutil.copy(before, sealed)
    with pytest.raises(Unsigned, match="restored"):
        sign(sealed)


def test_a_lost_memory_is_had_again_from_what_was_published(sealed: Path) -> None:
    memory = signing.memory(key_for(sealed))
    memory.unlink()
    add_plot(sealed, "KHG-900")
    signed = sign(sealed)
    assert (signed.first, memory.read_bytes()) == (False, signed.note)
    memory.unlink()
    assert (sign(sealed).first, memory.read_bytes()) == (False, signed.note)


def test_what_another_key_published_binds_nobody(sealed: Path) -> None:
    shutil.rmtree(key_for(sealed).parent)
    assert sign(sealed).first, "a new key"


def test_a_fork_is_not_signed_however_long_it_is(sealed: Path) -> None:
    shutil.copy(sealed, sealed.with_name("backup.db"))
    add_plot(sealed, "KHG-900")
    remembered = sign(sealed).note
    shutil.copy(sealed.with_name("backup.db"), sealed)
    for key in ("KHG-901", "KHG-902"):
        add_plot(sealed, key)
    before = position(sealed)
    for attempt in (sign, seal):
        with pytest.raises(Unsigned, match="forked"):
            attempt(sealed)
    assert position(sealed) == before
    assert signing.memory(key_for(sealed)).read_bytes() == remembered == signing.published(sealed).read_bytes()


def test_a_record_changed_after_it_was_signed_is_not_sealed(sealed: Path) -> None:
    rewritten(sealed, 20, actor="somebody-else")
    with pytest.raises(Unsigned, match="forked"):
        seal(sealed)
    shutil.rmtree(beside(sealed))
    with pytest.raises(Unsigned, match="forked"):
        sign(sealed)


def test_a_kept_tree_that_was_changed_is_made_anew_before_anything_is_signed(sealed: Path) -> None:
    for name in ("0", "1"):
        file = beside(sealed) / name
        file.write_bytes(bytes(len(file.read_bytes())))
    assert sign(sealed).checkpoint.size == position(sealed)
    add_plot(sealed, "KHG-900")
    before = position(sealed)
    sign(sealed)
    file = beside(sealed) / "0"
    hashes = file.read_bytes()
    # beyond the last checkpoint: nobody has vouched for it yet
    add_plot(sealed, "KHG-901")
    with reading(sealed) as log:
        expected = fresh(log).root()
        last = fresh(log).leaf(log.position())
    file.write_bytes(hashes + bytes(32 * (position(sealed) - before - 1)) + last)
    assert sign(sealed).checkpoint.root == expected


def test_a_trial_copy_is_not_signed(path: Path) -> None:
    with writing(path) as log:
        declare_trial(log, CLOCK, actor=OFFICER, on=ON)
    for attempt in (sign, seal):
        with pytest.raises(Unsigned, match="trial"):
            attempt(path)


def test_a_key_signs_one_log_only(path: Path) -> None:
    file = path.parent / "vault" / "key"
    file.parent.mkdir()
    keys.store(keys.generate("sez.test/2"), file)
    for attempt in (sign, seal):
        with pytest.raises(BadKey, match="key-of-another-log"):
            attempt(path)


def test_a_memory_that_the_key_did_not_sign_is_not_believed(sealed: Path) -> None:
    memory = signing.memory(key_for(sealed))
    memory.write_bytes(memory.read_bytes().replace(b"sez.test/1\n", b"sez.test/1\n1", 1))
    for attempt in (sign, seal):
        with pytest.raises(BadNote, match="signature-wrong"):
            attempt(sealed)


def test_a_damaged_log_is_not_sealed(path: Path) -> None:
    tampered(path, "UPDATE stored_events SET originator_version = 9 WHERE rowid = 20")
    before = position(path)
    with pytest.raises(Exception, match="columns-disagree"):
        seal(path)
    assert position(path) == before
