"""What is taken out of a log for others: its exact records, and proofs of what is in it."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cli import output, screen, stores
from cli.amending import named
from cli.audit.targets import STDOUT, check_file, written
from cli.audit.trusting import given_key
from cli.faults import FINDINGS
from cli.i18n import _, counted
from cli.options import Settings
from cli.output import Sheet
from lifecycle.errors import Misused, StoreUnusable
from lifecycle.proof import checkpoint, merkle, note, signing, tree
from lifecycle.proof.checkpoint import Checkpoint
from lifecycle.proof.errors import BadProof, told_of
from lifecycle.proof.keys import VerifierKey
from lifecycle.proof.notation import LARGEST_SIZE, to_base64
from lifecycle.proof.regular import content
from lifecycle.proof.tlogproof import TlogProof
from lifecycle.proof.tree import Tree, open_tree
from lifecycle.store import store_path

if TYPE_CHECKING:
    from lifecycle.record import Record
    from lifecycle.store.log import Log


def export(settings: Settings, *, target: str, **_given: Any) -> int:
    """Write the exact records, one a line."""
    count = 0
    check_file(target, settings)
    with stores.for_questions(settings.url) as asked, written(target) as file:
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
    check_file(target, settings)
    with stores.for_questions(settings.url) as asked:
        record, _own = named(asked.log, event)
        signed = _published(store)
        stands = _opened(signed, None, signing.published(store))
        if record.position > stands.size:
            raise Misused(problem="not-signed-yet", event=event, position=record.position, size=stands.size)
        path = _proven(asked.log, store, stands, record)
        proof = TlogProof(record.position - 1, tuple(path), signed)
        with written(target) as file:
            file.write(proof.format())
    told = _("{event} is proven in {path}").replace("{event}", event)
    return _told(settings, target, {"event": event, "index": proof.index, "size": stands.size}, told)


def consistency(settings: Settings, *, old: str, key_file: str | None, vkey: str | None, **_given: Any) -> int:
    """Print the proof that the log of the last checkpoint begins with that of an older one."""
    store = store_path(settings.url)
    known = given_key(vkey, key_file)
    older = _opened(read(old), known, old)
    with stores.for_questions(settings.url) as asked:
        newer = _opened(_published(store), known, signing.published(store))
        if older.origin != newer.origin:
            raise BadProof("other-log", path=old, origin=older.origin, expected=newer.origin)
        grown = _signed(asked.log, store, newer)
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
        return content(Path(path), note.LARGEST + 1)
    except FileNotFoundError as error:
        raise Misused(problem="file-absent", path=path) from error
    except OSError as error:
        plain = Path(path).is_file()
        raise Misused(problem="file-unreadable" if plain else "file-not-plain", path=path) from error


def _published(store: Path) -> bytes:
    path = signing.published(store)
    if not path.exists():
        raise Misused(problem="no-checkpoint", path=str(path))
    return read(str(path))


def _opened(signed: bytes, known: VerifierKey | None, path: str | Path) -> Checkpoint:
    with told_of(path):
        return checkpoint.opened(signed, known) if known else checkpoint.parse(note.parsed(signed)[0])


def _proven(log: Log, store: Path, stands: Checkpoint, record: Record) -> list[bytes]:
    """The audit path from the stored bytes of a record to the root that was signed. Raises `BadProof`."""
    ((*_columns, state),) = log.rows(record.position - 1, upto=record.position)
    leaf = merkle.leaf_hash(state)
    kept = open_tree(log, tree.beside(store))
    if kept.size >= stands.size:
        path = kept.inclusion(record.position, stands.size)
        if _leads(leaf, record, path, stands):
            return path
        if _leads(kept.leaf(record.position), record, path, stands):
            raise BadProof("record-changed", event=record.ref, path=str(signing.published(store)))
    # What is kept is at fault, and the log in order; or else it is the log.
    whole = _signed(log, store, stands)
    with suppress(OSError):
        kept.regrown(0)
    return whole.inclusion(record.position, stands.size)


def _leads(leaf: bytes, record: Record, path: list[bytes], stands: Checkpoint) -> bool:
    with suppress(BadProof):
        merkle.verify_inclusion(leaf, record.position - 1, stands.size, path, stands.root)
        return True
    return False


def _signed(log: Log, store: Path, stands: Checkpoint) -> Tree:
    """The tree of the log as it is stored, which must be the one that was signed. Raises `BadProof`."""
    grown = tree.fresh(log)
    values = {"path": str(signing.published(store)), "size": stands.size, "stands": grown.size}
    if grown.size < stands.size:
        raise BadProof("log-shorter", **values)
    if grown.root(stands.size) != stands.root:
        raise BadProof("log-changed", **values)
    return grown


def _told(settings: Settings, target: str, row: dict[str, Any], told: str) -> int:
    if target != STDOUT:
        whole = {"file": target, **row}
        plain = told.replace("{path}", screen.safe(target))
        output.emit(Sheet([whole], tuple(whole), one=True, plain=plain), settings.format)
    return 0
