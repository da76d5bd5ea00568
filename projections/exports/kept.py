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
FORMAT_VERSION, KINDS = 1, ("log", "plot", "zone", "absent")


class Row(NamedTuple):
    """A record as it is kept: its place, its bytes, and what a table says of it beside them."""

    position: int
    line: bytes
    columns: tuple[str, int, str] | None = None


class Source(NamedTuple):
    """What is to be checked. `streams` are those that a part of a log holds whole; None for the whole log.

    `absent` are streams said not to be there, `about` what a part is about, its kind and its key.
    """

    rows: Iterable[Row]
    paper: Callable[[str], bytes]
    proof: Callable[[int], list[bytes]]
    streams: set[str] | None
    heads: Any
    absent: set[str] = set()  # noqa: RUF012 - nobody adds to it
    about: tuple[str, str] = ("log", "")


def wrong(text: str) -> Any:
    """Say what does not agree. Raises `Wrong`."""
    raise Wrong(text)


def told(error: Exception) -> str:
    """What is wrong, in words."""
    if isinstance(error, (TypeError, AttributeError, LookupError)):
        return "is not of the form that it should have"
    if isinstance(error, FileNotFoundError):
        return f"there is no {error.filename}"
    return str(error) if isinstance(error, Wrong) else f"cannot be read: {error}"


def check_said(manifest: dict[str, Any], found: dict[str, Any]) -> None:
    """Check what a manifest says against what was found. Raises `Wrong`."""
    for name, value in found.items():
        if manifest.get(name, value) != value:
            wrong(f"manifest.json says something else than the records: {name}")


def opened(path: Path, largest: int = sys.maxsize) -> Any:
    """A file that is one, and no larger than it may be: no link, no device, no pipe."""
    if path.is_symlink() or path.is_dir():
        wrong(f"is a {'link' if path.is_symlink() else 'folder'}: not read: {path}")
    flags = os.O_RDONLY | sum(getattr(os, name, 0) for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_BINARY"))
    file = os.fdopen(os.open(path, flags), "rb")
    status = os.fstat(file.fileno())
    if not stat.S_ISREG(status.st_mode) or status.st_size > largest:
        file.close()
        wrong(f"is no plain file, or too large: {path}")
    return file


def content(path: Path, largest: int) -> bytes:
    """The bytes of a file."""
    with opened(path, largest) as file:
        return bytes(file.read())


def json_in(path: Path) -> Any:
    """What a file of JSON says that can be read in one way only. Raises `Wrong`."""

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        return dict(pairs) if len(dict(pairs)) == len(pairs) else wrong(f"{path.name} says something twice")

    no_count = lambda text: wrong(f"{path.name} has a number that counts nothing: {text[:20]}")  # noqa: E731
    try:
        text = content(path, LARGEST_JSON).decode()
        found = json.loads(text, object_pairs_hook=once, parse_float=no_count, parse_constant=no_count)
    except (ValueError, RecursionError) as error:
        return wrong(f"{path.name} {told(error)}")
    return found if isinstance(found, dict) else wrong(f"{path.name} is no object of JSON")


def manifest_in(folder: Path) -> dict[str, Any]:
    """What a bundle says of itself. Raises `Wrong` for another format, and what it cannot be about."""
    manifest: dict[str, Any] = json_in(folder / "manifest.json")
    version, scope = manifest.get("format_version"), manifest.get("scope", {})
    if (type(version), version) != (int, FORMAT_VERSION):
        wrong(f"manifest.json is not of the format {FORMAT_VERSION}, which this program knows: {version!r:.40}")
    if type(scope) is not dict or scope.keys() != {"kind", "key"} or scope["kind"] not in KINDS:
        wrong("manifest.json does not say what it is about")
    kind, key = scope["kind"], scope["key"]
    if type(key) is not str or not (kind == "log") == (not key) == (manifest.get("positions") is None):
        wrong("manifest.json says otherwise by its scope than by its positions")
    return manifest


def bundle(folder: Path, manifest: dict[str, Any], note: bytes, size: int) -> Source:
    """What a directory holds. Raises `Wrong`, and other errors for what cannot be read."""
    places, proofs, about = manifest.get("positions"), folder / "proofs", ("log", "")
    streams, absent = set(manifest.get("streams", ())), set(manifest.get("absent", ()))
    for one in (proofs, folder / "documents"):
        if one.is_symlink():
            wrong(f"is a link: not read: {one}")
    if places is not None:
        if not places or sorted({one for one in places if type(one) is int and 0 < one <= size}) != places:
            wrong("manifest.json does not say which records there are")
        about = (manifest["scope"]["kind"], manifest["scope"]["key"])
        check_whole(*about, streams, absent)

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
        lines = text.decode().split("\n")
        if signed != note or lines[:2] != ["c2sp.org/tlog-proof@v1", f"index {position - 1}"]:
            wrong("has a proof of another place, or to another checkpoint")
        return [from_base64(one) for one in lines[2:]]

    heads = {} if places is None else json_in(proofs / "heads.json")
    paper = lambda one: content(folder / "documents" / one, LARGEST_PAPER)  # noqa: E731 - short
    return Source(rows(), paper, proof, None if places is None else streams, heads, absent, about)


def check_whole(kind: str, key: str, streams: set[str], absent: set[str]) -> None:
    """Check that what a part of a log is about is here whole, or said not to be in the log. Raises `Wrong`.

    A zone comes with the ledger of its land: whatever plot took any is named there.
    """
    due = {"absent": [key], "zone": [f"zone-{key}", f"land-{key}"]}.get(kind, [f"{kind}-{key}"])
    there = absent if kind == "absent" else streams
    for stream in due:
        if stream not in there and not (stream.startswith("land-") and stream in absent):
            wrong(f"what is asked for is not here as a whole: {kind} {key}, for which it takes {stream}")


def store(file: Path) -> Source:
    """What a store holds, as SQLite itself sees it, which gets no right to change it. Raises `Wrong`.

    What is not yet written into it, or not yet undone, stands beside the file itself, not beside a link to it.
    """
    import sqlite3  # noqa: PLC0415 - not every Python has it, and a bundle needs none

    file = file.resolve()
    beside = (Path(f"{file}-wal"), Path(f"{file}-journal"))
    at_rest = not any(one.exists() and one.stat().st_size for one in beside)
    database = sqlite3.connect(f"{file.as_uri()}?mode=ro{'&immutable=1' if at_rest else ''}", uri=True)
    fit = f"typeof(state) = 'blob' AND length(state) <= {LONGEST_RECORD}"
    types = "typeof(originator_id) || typeof(originator_version) || typeof(topic) = 'textintegertext'"
    columns = f"rowid, CASE WHEN {fit} AND {types} THEN state END, originator_id, originator_version, topic"
    unfinished = "" if at_rest else "; let SQLite finish, in a copy, what is begun beside it"
    try:
        found = database.execute(f"SELECT {columns} FROM stored_events ORDER BY rowid")
    except sqlite3.Error as error:
        wrong(f"the store {told(error)}{unfinished}")

    def rows() -> Iterator[Row]:
        for at, line, *named in found:
            if line is None:
                wrong(f"record {at}: its row is not of the types that it should be, or too long")
            yield Row(at, line, tuple(named))

    select = "SELECT bytes FROM documents WHERE sha256 = ? AND typeof(bytes) = 'blob' AND length(bytes) <= ?"
    paper = lambda one: (database.execute(select, (one, LARGEST_PAPER)).fetchone() or wrong("is missing"))[0]  # noqa: E731
    return Source(rows(), paper, lambda _at: [], None, {})
