"""What is signed is kept where it belongs, or the seal is refused before anything of it is recorded."""

from __future__ import annotations

import os
import shutil
from collections.abc import Generator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from lifecycle.clock import SetClock
from lifecycle.errors import Conflict, StoreUnusable
from lifecycle.proof import regular, signing
from lifecycle.proof.errors import BadKey
from lifecycle.proof.signing import HalfSealed, Unpublished
from lifecycle.proof.tree import beside, fresh, open_tree
from lifecycle.store.log import Act, Appended
from lifecycle.store.sqlite import SqliteLog
from tests.lifecycle.acts import OFFICER
from tests.lifecycle.proof.stores import CLOCK, ON, add_plot, key_for, reading, seal, verified, writing

LONG = "l" * 238
"""So long a name that the checkpoint fits into the folder, and what is written before it does not."""


def position(path: Path) -> int:
    with reading(path) as log:
        return log.position()


def named(path: Path, stem: str) -> Path:
    return Path(shutil.move(path, path.with_name(f"{stem}.db")))


def test_nothing_is_recorded_where_the_checkpoint_could_not_be_published(path: Path) -> None:
    store = named(path, LONG)
    before = position(store)
    with pytest.raises(StoreUnusable, match="checkpoint-unwritable") as refused:
        seal(store)
    assert refused.value.values["path"] == str(signing.published(store))
    assert position(store) == before


def test_nothing_is_recorded_where_the_signer_could_not_remember_it(path: Path) -> None:
    file = key_for(path)
    for name, problem in ((LONG[:-2] + "k" * 10, "memory-unwritable"), ("other", "memory-unreadable")):
        key = Path(shutil.copy(file, file.with_name(name)))
        key.chmod(0o600)
        if problem == "memory-unreadable":
            signing.memory(key).mkdir()
        before = position(path)
        with pytest.raises(BadKey, match=problem), writing(path) as log:
            signing.seal(log, path, key, actor=OFFICER, on=ON, clock=CLOCK)
        assert position(path) == before


def test_a_checkpoint_that_was_signed_and_could_not_be_published_is_told_from_one_that_was_not_signed(
    path: Path,
) -> None:
    store = named(path, LONG)
    with pytest.raises(Unpublished) as told, reading(store) as log:
        signing.sign(log, store, key_for(store))
    assert told.value.values["path"] == str(signing.published(store))
    assert signing.memory(key_for(store)).exists()


class _Breaking(SetClock):
    """A clock during whose striking the signer's memory becomes unusable."""

    def __init__(self, moment: datetime, memory: Path) -> None:
        super().__init__(moment)
        self._memory = memory

    def now(self) -> datetime:
        self._memory.mkdir()
        return super().now()


def test_a_seal_that_broke_after_the_heads_were_recorded_says_so_and_can_be_repeated(path: Path) -> None:
    before, memory = position(path), signing.memory(key_for(path))
    clock = _Breaking(CLOCK.moment, memory)
    with pytest.raises(HalfSealed) as broken, writing(path) as log:
        signing.seal(log, path, key_for(path), actor=OFFICER, on=ON, clock=clock)
    assert broken.value.values == {"position": before + 1}
    assert isinstance(broken.value.__cause__, BadKey)
    memory.rmdir()
    assert seal(path).position == before + 2


class _Outrun(SqliteLog):
    """A log into which somebody else seals between this one's reading and its appending."""

    def append(self, acts: Sequence[Act]) -> list[Appended]:
        seal(self.path)
        return super().append(acts)


def test_of_two_seals_at_once_one_is_told_of_the_other(path: Path) -> None:
    log = _Outrun(path)
    with pytest.raises(Conflict, match="sealed-meanwhile"):
        signing.seal(log, path, key_for(path), actor=OFFICER, on=ON, clock=CLOCK)
    log.close()
    assert signing.published(path).exists()


# -- pipes, and what cannot be read ------------------------------------------------------------------


def test_a_pipe_or_a_folder_in_a_file_s_place_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", tmp_path):
        with pytest.raises(OSError, match="no regular file"):
            regular.content(path)
    (tmp_path / "file").write_bytes(b"abc")
    assert (regular.content(tmp_path / "file"), regular.content(tmp_path / "file", 2)) == (b"abc", b"ab")


@pytest.mark.parametrize("place", ["key", "memory", "checkpoint"])
def test_no_seal_waits_for_a_pipe(place: str, path: Path) -> None:
    pipe = {
        "key": key_for(path),
        "memory": signing.memory(key_for(path)),
        "checkpoint": signing.published(path),
    }
    pipe[place].unlink(missing_ok=True)
    os.mkfifo(pipe[place], 0o600)
    kind: Any = StoreUnusable if place == "checkpoint" else BadKey
    before = position(path)
    with pytest.raises(kind, match=f"{place}-unreadable") as refused:
        seal(path)
    assert refused.value.values["path"] == str(pipe[place])
    assert position(path) == before


@pytest.mark.parametrize("level", ["0", "1"])
def test_a_tree_that_cannot_be_read_is_computed(level: str, sealed: Path) -> None:
    (beside(sealed) / level).unlink()
    os.mkfifo(beside(sealed) / level)
    with reading(sealed) as log:
        assert open_tree(log, beside(sealed)).root() == fresh(log).root()
    done = verified(sealed)
    assert "tree-absent" in [one.what for one in done.unchecked]
    assert not done.findings.told
    add_plot(sealed, "KHG-900")
    assert seal(sealed).position == position(sealed)


def test_a_reading_that_is_given_up_leaves_nothing_open(path: Path) -> None:
    with reading(path) as log:
        commands = log.commands(0, upto=None)
        next(commands)
    assert isinstance(commands, Generator)
    commands.close()
