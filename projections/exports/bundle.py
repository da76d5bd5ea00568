"""A bundle: records, proofs, papers, and a program that checks them, for somebody who cannot ask our system."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from lifecycle.canonical import decode
from lifecycle.errors import Misused, StoreUnusable
from lifecycle.proof import checkpoint, note, tree
from lifecycle.proof.errors import told_of
from lifecycle.proof.heads import Heads, Proven, heads_of, latest
from lifecycle.proof.notation import to_base64
from lifecycle.proof.regular import content
from lifecycle.proof.signing import Unsigned, published
from lifecycle.proof.tlogproof import TlogProof
from lifecycle.record import STORE
from lifecycle.store.codec import to_record
from projections.exports import verify
from projections.exports.kept import CANONICAL, cited
from projections.exports.scope import WHOLE, Scope, absent_of, places_of, streams_of
from projections.exports.standalone import program

if TYPE_CHECKING:
    from lifecycle.proof.checkpoint import Checkpoint
    from lifecycle.record import Record
    from lifecycle.store.log import Log, Row

FORMAT_VERSION = 1
UNTOLD: Callable[[int], None] = lambda _count: None  # noqa: E731 - a value like any other


class Seal(NamedTuple):
    """What a bundle rests on: a checkpoint, its note, the key if it is known, the commitment to the heads."""

    checkpoint: Checkpoint
    note: bytes
    vkey: str
    commitment: Record


class Made(NamedTuple):
    """What a bundle holds, and what its own program says of it. `streams` are those that are whole in it."""

    streams: dict[str, int]
    acts: list[Record]
    records: int
    documents: set[str]
    report: verify.Report


def seal_of(log: Log, store: Path, vkey: str) -> Seal:
    """The last seal of a store. Raises `Misused` where there is none, and `BadProof`."""
    commitment = latest(log)
    try:
        signed = content(published(store), note.LARGEST + 1)
    except FileNotFoundError:
        signed = b""
    except OSError as error:
        values = {"path": str(published(store)), "detail": error.strerror}
        raise StoreUnusable(problem="checkpoint-unreadable", **values) from error
    with told_of(published(store)):
        found = checkpoint.parse(note.parsed(signed)[0]) if signed and commitment else None
    if found is None or commitment is None or commitment.position > found.size:
        raise Misused(problem="unsealed")
    return Seal(found, signed, vkey, commitment)


def write(
    log: Log, scope: Scope, folder: Path, *, seal: Seal, progress: Callable[[int], None] = UNTOLD
) -> Made:
    """Write a bundle, all but its page, into a directory that is there and empty.

    Papers that the store lacks, or holds with other bytes, are left out: the program then finds them missing.
    Raises `NotFound` for a subject that has not begun, `Misused` where the seal covers less than the log holds
    of the scope, `Unsigned` where the log is not what was signed.
    """
    # What is kept of the tree is not asked: it would not notice a record that was changed since.
    grown, size = tree.fresh(log), seal.checkpoint.size
    if grown.size < size or grown.root(size) != seal.checkpoint.root:
        raise Unsigned(problem="unlike", size=size)
    whole = scope.kind == WHOLE
    heads = heads_of(log, size if whole else seal.commitment.event.size)  # type: ignore[attr-defined]
    streams = _covered(log, scope, seal, heads)
    writing = _Writing(folder, seal.note, grown, size)
    places = None if whole else sorted({1, seal.commitment.position, *places_of(log, streams, size)})
    acts = writing.records(_rows(log, places, size), streams, progress, whole=whole)
    absent = [] if whole else absent_of(scope, streams)
    if not whole:
        writing.heads(heads, seal.commitment, streams, absent)
    documents = writing.documents(log, whole=whole)
    manifest = {
        "format_version": FORMAT_VERSION,
        "scope": scope._asdict(),
        "origin": seal.checkpoint.origin,
        "size": size,
        "vkey": seal.vkey,
        "streams": streams,
        "records": writing.count,
        "made_from_position": log.position(),
    }
    manifest |= {} if places is None else {"positions": places}
    writing.put("manifest.json", _json(manifest | ({"absent": absent} if absent else {})))
    writing.put("checkpoint", seal.note)
    writing.put("verify.py", program().encode())
    writing.put("README.txt", README.encode())
    return Made(streams, acts, writing.count, documents, checked(folder, seal.vkey))


def checked(folder: Path, vkey: str) -> verify.Report:
    """What the program that goes along says of a bundle. Without a key it says nothing."""
    return verify.verify(folder, vkey) if vkey else verify.Report([], [], [])


def tell(log: Log, scope: Scope, folder: Path, *, seal: Seal, made: Made, made_at: str) -> None:
    """Write the page of a bundle. It tells what the bundle's own program said of it."""
    from projections.exports.page import page  # noqa: PLC0415 - a page is large, and most bundles have failed before
    from projections.exports.pagedata import About, Check, page_data  # noqa: PLC0415 - the same

    root, size, position = seal.checkpoint.root.hex(), seal.checkpoint.size, log.position()
    zone = log.read([STORE])[STORE][0].event.time_zone  # type: ignore[attr-defined]
    about = About(*scope, seal.checkpoint.origin, size, root, seal.vkey, made_at, position, time_zone=zone)
    verified = [Check(*text.partition(": ")[::2]) for text in made.report.verified]
    verified += [Check("?", text, ok=False) for text in made.report.findings]
    data = page_data(about, made.streams, log, acts=made.acts, stored=made.documents, verified=verified)
    (folder / "index.html").write_text(page(data), encoding="utf-8", newline="\n")


def _covered(log: Log, scope: Scope, seal: Seal, heads: Heads) -> dict[str, int]:
    """The last versions of the streams in scope. Raises `Misused` where the log holds later ones."""
    ends = {head.stream: head.version for head in heads.heads}
    if scope.kind == WHOLE:
        if log.position() > seal.checkpoint.size:
            raise Misused(problem="unsealed")
        return ends
    if heads.root().hex() != seal.commitment.event.root:  # type: ignore[attr-defined]
        raise Unsigned(problem="unlike", size=heads.size)
    streams = streams_of(log, scope, log.position())
    if not streams.isdisjoint(log.streams_from(heads.size, upto=log.position())):
        raise Misused(problem="unsealed")
    return {name: ends[name] for name in sorted(streams, key=str.encode)}


def _rows(log: Log, places: list[int] | None, size: int) -> Iterator[Row]:
    if places is None:
        yield from log.rows(0, upto=size)
        return
    for _gap, run in groupby(enumerate(places), key=lambda one: one[1] - one[0]):
        positions = [position for _index, position in run]
        yield from log.rows(positions[0] - 1, upto=positions[-1])


class _Writing:
    """A bundle's directory while it is filled."""

    def __init__(self, folder: Path, signed: bytes, grown: tree.Tree, size: int) -> None:
        self.folder, self.note, self.tree, self.size = folder, signed, grown, size
        self.count = 0
        self.cited: list[tuple[str, str]] = []
        self.upon: set[str] = set()
        (folder / "documents").mkdir()

    def put(self, name: str, content: bytes) -> None:
        """Write a file."""
        (self.folder / name).write_bytes(content)

    def records(
        self, rows: Iterable[Row], streams: dict[str, int], progress: Callable[[int], None], *, whole: bool
    ) -> list[Record]:
        """Write records and their proofs; the primary records of acts that stand in other streams."""
        acts = []
        with (self.folder / "log.jsonl").open("wb") as file:
            for row in rows:
                position, stream, _version, _topic, state = row
                file.write(state + b"\n")
                record = decode(state)
                self.cited += [(digest, record["command"]) for digest in cited({"data": {}, **record})]
                if not whole:
                    self._prove(position)
                    self.upon |= {record["command"]} if stream in streams else set()
                    acts += [to_record(*row)] if stream not in streams and "act" in record else []
                self.count += 1
                progress(self.count)
        return acts

    def _prove(self, position: int) -> None:
        (self.folder / "proofs").mkdir(exist_ok=True)
        path = self.tree.inclusion(position, self.size)
        proof = TlogProof(position - 1, tuple(path), self.note)
        self.put(f"proofs/{position}.tlog-proof", proof.format())

    def heads(self, heads: Heads, commitment: Record, streams: Iterable[str], absent: Iterable[str]) -> None:
        """Write that the streams end where they do, and between which others those absent would stand."""
        said = {
            "position": commitment.position,
            "streams": {name: _proof(heads.presence(name)) for name in streams},
            "absent": {name: [one and _proof(one) for one in heads.absence(name)] for name in absent},
        }
        self.put("proofs/heads.json", _json(said))

    def documents(self, log: Log, *, whole: bool) -> set[str]:
        """Write the papers that are cited by acts upon what is here as a whole, and whole; their digests.

        Those of acts whose records are here for a name only stay behind: they tell more than the name.
        """
        upon = {digest for digest, command in self.cited if whole or command in self.upon}
        return {digest for digest in sorted(upon) if self._document(log, digest)}

    def _document(self, log: Log, digest: str) -> bool:
        file, found = self.folder / "documents" / digest, hashlib.sha256()
        with file.open("wb") as target:
            for piece in log.content(digest):
                found.update(piece)
                target.write(piece)
        if found.hexdigest() != digest:
            file.unlink()
        return file.exists()


def _proof(proven: Proven) -> dict[str, Any]:
    index, head, path = proven
    proof = [to_base64(one) for one in path]
    return {
        "stream": head.stream,
        "index": index,
        "version": head.version,
        "hash": head.hash.hex(),
        "proof": proof,
    }


def _json(value: Any) -> bytes:
    return CANONICAL.encode(value).encode()


README = """\
Land records, and the means to check them without the system that wrote them.

1. Open index.html in a browser. It needs no network. It is for reading: nothing rests on it.
2. Check the records, with Python 3.9 or newer and nothing else:
       python3 verify.py --key KEY
   KEY is the administration's public key. Learn it elsewhere: what comes with the records vouches for nothing.
3. verify.py says what it verified, and what it did not. It exits with 6 where something does not agree.
   It is short, so that you can read it. If you do not trust it, take it from elsewhere too.
4. log.jsonl holds the exact records, a line each; checkpoint is what was signed; proofs/ ties each record to
   it, where this is a part of the log; documents/ holds the papers that are cited, by their SHA-256. In a part
   of the log parties and projects are named by the records that register them, without the papers of these.
5. proofs/heads.json shows that a history is here up to its end, or that there is none: the histories of the log
   are committed to in the order of their names, and one that is not there has neighbours next to each other.
"""
