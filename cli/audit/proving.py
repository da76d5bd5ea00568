"""What is taken out of a log for others: its exact records, and proofs of what is in it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex
from typing import IO, Any

from cli import output, screen, stores, upkeep
from cli.amending import named
from cli.audit.trusting import given_key
from cli.faults import FINDINGS
from cli.i18n import _, counted
from cli.options import Settings
from cli.output import Sheet
from lifecycle.errors import Misused, StoreUnusable
from lifecycle.proof import checkpoint, merkle, note, signing, tree
from lifecycle.proof.checkpoint import Checkpoint
from lifecycle.proof.errors import BadProof
from lifecycle.proof.keys import VerifierKey
from lifecycle.proof.notation import LARGEST_SIZE, to_base64
from lifecycle.proof.tlogproof import TlogProof
from lifecycle.proof.tree import Tree, open_tree
from lifecycle.store import store_path
from lifecycle.store.log import Log

STDOUT = "-"


def export(settings: Settings, *, target: str, **_given: Any) -> int:
    """Write the exact records, one a line."""
    count = 0
    with stores.for_questions(settings.url) as asked, _written(target, settings) as file:
        for row in asked.log.rows(0, upto=LARGEST_SIZE):
            if not isinstance(row[4], bytes) or b"\n" in row[4]:
                raise StoreUnusable(problem="damaged", event=f"{row[1]}@{row[2]}")
            file.write(row[4] + b"\n")
            count += 1
    records = counted("{count} record", "{count} records", count)
    told = _("written to {path}: {records}").replace("{records}", records)
    return _told(settings, target, {"records": count}, told)


def prove(settings: Settings, *, event: str, target: str, **_given: Any) -> int:
    """Write the proof that an event is in the log of the last checkpoint."""
    store = store_path(settings.url)
    with stores.for_questions(settings.url) as asked:
        record, _own = named(asked.log, event)
        signed = _published(store)
        stands = checkpoint.parse(note.parsed(signed)[0])
        if record.position > stands.size:
            raise Misused(problem="not-signed-yet", event=event, position=record.position, size=stands.size)
        grown = _agreeing(asked.log, store, stands)
        path = grown.inclusion(record.position, stands.size)
        proof = TlogProof(record.position - 1, tuple(path), signed)
        merkle.verify_inclusion(grown.leaf(record.position), proof.index, stands.size, path, stands.root)
        with _written(target, settings) as file:
            file.write(proof.format())
    told = _("{event} is proven in {path}").replace("{event}", event)
    return _told(settings, target, {"event": event, "index": proof.index, "size": stands.size}, told)


def consistency(settings: Settings, *, old: str, key_file: str | None, vkey: str | None, **_given: Any) -> int:
    """Print the proof that the log of the last checkpoint begins with that of an older one."""
    store = store_path(settings.url)
    known = given_key(vkey, key_file)
    older = _opened(read(old), known)
    with stores.for_questions(settings.url) as asked:
        newer = _opened(_published(store), known)
        if older.origin != newer.origin:
            raise BadProof("other-log", origin=older.origin, expected=newer.origin)
        grown = _agreeing(asked.log, store, newer)
        consistent = older.size <= newer.size and grown.root(older.size) == older.root
        proof = grown.consistency(older.size, newer.size) if consistent else []
    row = {
        "consistent": consistent,
        "signatures": known is not None,
        "old_size": older.size,
        "old_root": older.root.hex(),
        "new_size": newer.size,
        "new_root": newer.root.hex(),
        "proof": [one.hex() for one in proof],
    }
    sheet = Sheet([row], tuple(row), one=True, position=newer.size, plain="\n".join(_lines(row, proof)))
    output.emit(sheet, settings.format)
    return 0 if consistent else FINDINGS


def _lines(row: dict[str, Any], proof: list[bytes]) -> list[str]:
    sizes = {"old": row["old_size"], "new": row["new_size"]}
    if not row["consistent"]:
        told = [
            _("the log of {new} records does not begin with the {old} of the older checkpoint").format(**sizes)
        ]
    else:
        told = [_("the log of {new} records begins with the {old} of the older checkpoint").format(**sizes)]
    if not row["signatures"]:
        told.append(_("not checked: the signatures, as no key was given (--vkey)"))
    return told + [to_base64(one) for one in proof]


# -- what both need ----------------------------------------------------------------------------------


def read(path: str) -> bytes:
    """The bytes of a small file. Raises `Misused`."""
    try:
        with Path(path).open("rb") as file:
            return file.read(note.LARGEST + 1)
    except FileNotFoundError as error:
        raise Misused(problem="file-absent", path=path) from error
    except OSError as error:
        raise Misused(problem="file-unreadable", path=path) from error


def _published(store: Path) -> bytes:
    path = signing.published(store)
    if not path.exists():
        raise Misused(problem="no-checkpoint", path=str(path))
    return read(str(path))


def _opened(signed: bytes, known: VerifierKey | None) -> Checkpoint:
    return checkpoint.opened(signed, known) if known else checkpoint.parse(note.parsed(signed)[0])


def _agreeing(log: Log, store: Path, stands: Checkpoint) -> Tree:
    """The tree of the log, which must be that of a checkpoint. Raises `BadProof`."""
    grown = open_tree(log, tree.beside(store))
    if grown.size >= stands.size and grown.root(stands.size) != stands.root:
        grown = grown.regrown(0)
    signing.follows(grown, stands)
    return grown


@contextmanager
def _written(target: str, settings: Settings) -> Iterator[IO[bytes]]:
    """A file that is there when it is whole; standard output for `-`."""
    if target == STDOUT:
        sys.stdout.flush()
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    path = Path(target)
    upkeep.apart(path, settings)
    new = path.with_name(f"{path.name}.{token_hex(8)}.partial")
    try:
        with new.open("xb") as file:
            yield file
        new.replace(path)
    finally:
        new.unlink(missing_ok=True)


def _told(settings: Settings, target: str, row: dict[str, Any], told: str) -> int:
    if target != STDOUT:
        whole = {"file": target, **row}
        plain = told.replace("{path}", screen.safe(target))
        output.emit(Sheet([whole], tuple(whole), one=True, plain=plain), settings.format)
    return 0
