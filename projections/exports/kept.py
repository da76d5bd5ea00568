"""Where `verify.py` finds records and papers: in a bundle, in a store. It becomes part of that file."""

from __future__ import annotations

import json
import os
import stat
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from projections.exports.signed import Wrong, from_base64

LONGEST_RECORD, LARGEST_NOTE, LARGEST_PAPER, LARGEST_JSON = 65_535, 1_000_000, 25 << 20, 1 << 28


class Row(NamedTuple):
    """A record as it is kept: its place, its bytes, and what a table says of it beside them."""

    position: int
    line: bytes
    columns: tuple[str, int, str] | None = None


class Source(NamedTuple):
    """What is to be checked. `streams` are those that a part of a log holds whole; None for the whole log."""

    rows: Iterable[Row]
    paper: Callable[[str], bytes]
    proof: Callable[[int], list[bytes]]
    streams: set[str] | None
    heads: Any


def wrong(text: str) -> Any:
    """Say what does not agree. Raises `Wrong`."""
    raise Wrong(text)


def check_said(manifest: dict[str, Any], found: dict[str, Any]) -> None:
    """Check what a manifest says against what was found. Raises `Wrong`."""
    for name, value in found.items():
        if manifest.get(name, value) != value:
            wrong(f"manifest.json says something else than the records: {name}")


def opened(path: Path, largest: int = sys.maxsize) -> Any:
    """A file that is one, and no larger than it may be: no link, no device, no pipe."""
    flags = os.O_RDONLY | sum(getattr(os, name, 0) for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_BINARY"))
    file = os.fdopen(os.open(path, flags), "rb")
    status = os.fstat(file.fileno())
    if path.parent.is_symlink() or not stat.S_ISREG(status.st_mode) or status.st_size > largest:
        file.close()
        wrong(f"is no plain file, or too large: {path}")
    return file


def content(path: Path, largest: int) -> bytes:
    """The bytes of a file."""
    with opened(path, largest) as file:
        return bytes(file.read())


def bundle(folder: Path, manifest: dict[str, Any], note: bytes, size: int) -> Source:
    """What a directory holds. Raises `Wrong`, and other errors for what cannot be read."""
    places, proofs = manifest.get("positions"), folder / "proofs"
    if places is not None and not (places and manifest["streams"] and sorted(set(map(int, places))) == places):
        wrong("manifest.json does not say which records there are")
    said = manifest.get("scope", {"kind": "log"})
    if said["kind"] != "log" and f"{said['kind']}-{said['key']}" not in manifest["streams"]:
        wrong(f"what is asked for is not here as a whole: {said['kind']} {said['key']}")

    def rows() -> Iterator[Row]:
        with opened(folder / "log.jsonl") as file:
            for position in places or range(1, size + 1):
                line = file.readline(LONGEST_RECORD + 2)
                if line[-1:] != b"\n":
                    wrong(f"log.jsonl has no whole line for record {position}")
                yield Row(position, line[:-1])
            if file.read(1):
                wrong("log.jsonl goes on behind the last record that it should hold")

    def proof(position: int) -> list[bytes]:
        text, _blank, signed = content(proofs / f"{position}.tlog-proof", LARGEST_NOTE).partition(b"\n\n")
        first, index, *hashes = text.decode().split("\n")
        if (first, index, signed) != ("c2sp.org/tlog-proof@v1", f"index {position - 1}", note):
            wrong("has a proof of another place, or to another checkpoint")
        return [from_base64(one) for one in hashes]

    heads = {} if places is None else json.loads(content(proofs / "heads.json", LARGEST_JSON))["streams"]
    streams = None if places is None else set(manifest["streams"])
    return Source(rows(), lambda one: content(folder / "documents" / one, LARGEST_PAPER), proof, streams, heads)


def store(file: Path) -> Source:
    """What a store holds. SQLite gets no right to change it, nor leaves anything beside it."""
    import sqlite3  # noqa: PLC0415 - not every Python has it, and a bundle needs none

    wal = Path(f"{file}-wal")
    at_rest = "" if wal.exists() and wal.stat().st_size else "&immutable=1"
    database = sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro{at_rest}", uri=True)
    columns = "rowid, CAST(substr(state, 1, 65536) AS BLOB), originator_id, originator_version, topic"
    rows = database.execute(f"SELECT {columns} FROM stored_events ORDER BY rowid")
    select = f"SELECT bytes FROM documents WHERE sha256 = ? AND length(bytes) <= {LARGEST_PAPER}"
    paper = lambda one: (database.execute(select, (one,)).fetchone() or [b""])[0]  # noqa: E731
    return Source((Row(at, line, tuple(named)) for at, line, *named in rows), paper, lambda _at: [], None, {})
