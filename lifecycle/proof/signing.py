"""The signer: signs how far a log has come, remembers it, and refuses what does not follow from it.

Its memory lies beside the key, outside the store: the last note that it signed. A store put back from a backup,
or changed after it was signed, does not follow from that note, whoever put it there. It believes what it
published too, as it signed that: a memory that was lost, or put back, does not make it sign two histories.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from domain.heads.events import HeadsCommitted
from domain.store.events import StoreFounded, TrialDeclared
from lifecycle.errors import Conflict, LifecycleError, NotFound, StoreUnusable
from lifecycle.proof import checkpoint, keys, tree
from lifecycle.proof.checkpoint import Checkpoint
from lifecycle.proof.errors import BadCheckpoint, BadKey, BadNote, told_of
from lifecycle.proof.heads import STREAM, heads_of
from lifecycle.proof.locking import alone, hindrance, put
from lifecycle.proof.note import LARGEST
from lifecycle.proof.regular import content
from lifecycle.record import STORE, Draft
from lifecycle.store.log import Act

if TYPE_CHECKING:
    from lifecycle.clock import Clock
    from lifecycle.proof.keys import Signer
    from lifecycle.proof.tree import Tree
    from lifecycle.store.log import Log


class Unsigned(LifecycleError):
    """The signer refuses: what it is shown does not follow from what it signed last, or is nobody's record.

    `restored`: the log is shorter than what was signed. `forked`: it is long enough, and not the same; `path`
    is the file of the checkpoint that it does not follow from. `unlike`: likewise, where it is to be given out.
    `trial`: a copy for trials. `nothing`: there is no record to sign.
    """

    code = "unsigned"


class HalfSealed(LifecycleError):
    """The heads are recorded, at `position`, and nothing was signed of them, for the error that caused it."""

    code = "half-sealed"


class Unpublished(LifecycleError):
    """A checkpoint was signed and is remembered; it could not be put beside the store."""

    code = "unpublished"


class Signed(NamedTuple):
    """A checkpoint and its note. `first` says that the signer remembered none before it."""

    checkpoint: Checkpoint
    note: bytes
    first: bool = False


class Sealed(NamedTuple):
    """A seal: the position of the record that commits to the heads, how many it covers, and what was signed."""

    position: int
    size: int
    streams: int
    root: bytes
    signed: Signed


# -- where things lie --------------------------------------------------------------------------------


def published(store: Path) -> Path:
    """Where a store's last checkpoint lies for everybody: `sez.checkpoint` beside `sez.db`."""
    return store.with_suffix(".checkpoint")


def memory(key_file: Path) -> Path:
    """What the signer with this key signed last: `FILE.last` beside the key's `FILE`."""
    return key_file.with_name(f"{key_file.name}.last")


def remembered(key_file: Path, key: Signer) -> Signed | None:
    """What the signer signed last, if anything. Raises `BadNote` where that was tampered with."""
    path = memory(key_file)
    try:
        note = content(path, LARGEST + 1)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise BadKey("memory-unreadable", path=str(path), detail=error.strerror) from error
    with told_of(path):
        return Signed(checkpoint.opened(note, key.verifier), note)


def published_by(store: Path, key: Signer) -> Signed | None:
    """What lies beside a store, where this signer signed it."""
    path = published(store)
    try:
        note = content(path, LARGEST + 1)
        return Signed(checkpoint.opened(note, key.verifier), note)
    except (FileNotFoundError, BadNote, BadCheckpoint):
        # Another key signed there before, or nobody did: it binds nobody.
        return None
    except OSError as error:
        raise StoreUnusable(problem="checkpoint-unreadable", path=str(path), detail=error.strerror) from error


def origin(log: Log) -> str:
    """The name of a log, under which its checkpoints are signed. Raises `NotFound` where nothing says it."""
    for record in log.read([STORE])[STORE]:
        if isinstance(record.event, StoreFounded):
            return record.event.origin
    raise NotFound(category="store", key=STORE)


# -- signing -----------------------------------------------------------------------------------------


def sign(log: Log, store: Path, key_file: Path) -> Signed:
    """Sign the tree of the log as it is now, every record read that was not signed before.

    Raises `Unsigned`, `Unpublished`, `BadKey`, `BadNote`, `BadCheckpoint`, `StoreUnusable`, `OSError`.
    """
    key = _key_of(log, key_file)
    with alone(key_file):
        last = remembered(key_file, key)
        if last is None:
            return _signed(tree.fresh(log), store, key_file, key)
        grown = tree.open_tree(log, tree.beside(store))
        if grown.size < last.checkpoint.size or grown.root(last.checkpoint.size) != last.checkpoint.root:
            # What is kept may be at fault, and the log in order.
            grown = grown.regrown(0)
        follows(grown, last.checkpoint, memory(key_file))
        # What was kept beyond the last checkpoint nobody has vouched for.
        return _signed(grown.regrown(last.checkpoint.size), store, key_file, key)


def follows(grown: Tree, last: Checkpoint, path: Path) -> None:
    """Raise `Unsigned` unless a tree begins with the one that was signed, as the checkpoint in a file says."""
    if grown.size < last.size:
        raise Unsigned(problem="restored", size=last.size, stands=grown.size, path=str(path))
    if grown.root(last.size) != last.root:
        raise Unsigned(problem="forked", size=last.size, path=str(path))


def _binding(grown: Tree, store: Path, key_file: Path, key: Signer) -> Signed | None:
    """What the signer signed last, as far as it can know. Raises `Unsigned` where a tree does not follow."""
    known = {memory(key_file): remembered(key_file, key), published(store): published_by(store, key)}
    for path, one in known.items():
        if one is not None:
            follows(grown, one.checkpoint, path)
    return max(filter(None, known.values()), key=lambda one: one.checkpoint.size, default=None)


def seal(
    log: Log,
    store: Path,
    key_file: Path,
    *,
    actor: str,
    on: date,
    clock: Clock,
    progress: Callable[[int], None] | None = None,
) -> Sealed:
    """Read the whole log again, commit to where every stream ends, and sign it all.

    Whatever is refused is refused before anything is recorded. `progress` is told of records read. Raises as
    `sign` does, `Conflict`, and `HalfSealed` where the system fails after the heads were recorded.
    """
    key = _key_of(log, key_file)
    whole = tree.fresh(log)
    _binding(whole, store, key_file, key)
    _check_places(store, key_file)
    heads = heads_of(log, whole.size)
    version = len(log.read([STREAM])[STREAM])
    event = HeadsCommitted(size=heads.size, streams=len(heads.heads), root=heads.root().hex())
    envelope = {"act": "heads.commit", "actor": actor, "reads": {STREAM: version}}
    draft = Draft(STREAM, version + 1, event, on, envelope)
    try:
        (appended,) = log.append([Act(os.urandom(16).hex(), "", clock.now, {STREAM: version}, [draft])])
    except Conflict as error:
        if error.values["problem"] != "stream-moved":
            raise
        raise Conflict(**{**error.values, "problem": "sealed-meanwhile"}) from error
    try:
        with alone(key_file):
            signed = _signed(whole.regrown(whole.size), store, key_file, key)
    except (LifecycleError, OSError) as error:
        raise HalfSealed(position=appended.first_position) from error
    kept = tree.open_tree(log, tree.beside(store))
    if kept.root(signed.checkpoint.size) != signed.checkpoint.root:
        kept.regrown(0)
    return Sealed(appended.first_position, heads.size, len(heads.heads), heads.root(), signed)


def _check_places(store: Path, key_file: Path) -> None:
    """Refuse to begin where what is signed could not be kept. Raises `BadKey`, `StoreUnusable`."""
    detail = hindrance(memory(key_file))
    if detail:
        raise BadKey("memory-unwritable", path=str(memory(key_file)), detail=detail)
    detail = hindrance(published(store))
    if detail:
        raise StoreUnusable(problem="checkpoint-unwritable", path=str(published(store)), detail=detail)


def _key_of(log: Log, key_file: Path) -> Signer:
    """The key in a file, for a log that it may sign."""
    key = keys.load(key_file)
    if key.name != origin(log):
        raise BadKey("key-of-another-log", name=key.name, origin=origin(log))
    if any(isinstance(record.event, TrialDeclared) for record in log.read([STORE])[STORE]):
        raise Unsigned(problem="trial")
    return key


def _signed(grown: Tree, store: Path, key_file: Path, key: Signer) -> Signed:
    """Sign a tree that follows from what was signed last, and remember it before anybody else sees it."""
    last = _binding(grown, store, key_file, key)
    if not grown.size:
        raise Unsigned(problem="nothing")
    new = Checkpoint(key.name, grown.size, grown.root())
    signed = Signed(new, new.signed(key), first=last is None)
    if remembered(key_file, key) != last or last is None or last.checkpoint != new:
        try:
            put(memory(key_file), signed.note)
        except OSError as error:
            raise BadKey("memory-unwritable", path=str(memory(key_file)), detail=error.strerror) from error
    try:
        put(published(store), signed.note)
    except OSError as error:
        raise Unpublished(path=str(published(store)), detail=error.strerror) from error
    return signed
