"""What `verify.py` reads: records, and the bundle or the store that they are in. It becomes part of it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from projections.exports.signed import Wrong, check, from_base64, leaf_of

# -- what a record says ------------------------------------------------------------------------------

PLOTS_IN = {
    "plot.PlotFormed@1": ("parents",),
    "plot.PlotSplit@1": ("into",),
    "plot.PlotMerged@1": ("into", "others"),
    "land.LandTaken@1": ("plot",),
}
"""Where records name plots of the same story: what a plot came of, what it became, the plots of a zone."""
LONGEST_RECORD, LARGEST_FILE = 65_535, 1 << 28
CANONICAL = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
FIELDS = {"stream": str, "version": int, "type": str, "command": str, "recorded_at": str, "data": dict}
MOMENT = r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}Z"


def json_of(data: bytes, name: str = "it") -> dict[str, Any]:
    """The object of JSON, if it is written in the one canonical way: no other bytes would say the same."""
    try:
        found = json.loads(data.decode(), parse_float=str)  # so that fractions, of which there are none, differ
        canonical = type(found) is dict and CANONICAL.encode(found).encode() == data
    except (ValueError, RecursionError):
        canonical = False
    check(canonical, f"{name} is no object of JSON, written in the one canonical way")
    return dict(found)


def record_of(line: bytes) -> dict[str, Any]:
    """The record of a line."""
    check(line, "is empty, or its row is too long, or not of the types that it should be")
    record = {"data": {}, **json_of(line)}
    complete = all(type(record.get(name)) is kind for name, kind in FIELDS.items())
    check(complete and re.fullmatch(MOMENT, record["recorded_at"]), "lacks what no record lacks")
    return record


def cited(record: dict[str, Any]) -> list[str]:
    """The digests of the papers that a record rests on, or adds. One known by its number and date has none."""
    papers = [*record.get("documents", []), *record["data"].get("documents", [])]
    noun, _, key = record["stream"].partition("-")
    return [paper["sha256"] for paper in papers if paper.get("sha256")] + [key] * (noun == "document")


def plots_in(kind: str, data: dict[str, Any]) -> set[str]:
    """The streams of the plots that a record names as belonging to the same story."""
    said = [data.get(name, []) for name in PLOTS_IN.get(kind, ())]
    named = [one for some in said for one in (some if isinstance(some, list) else [some])]
    return {f"plot-{one['key'] if isinstance(one, dict) else one}" for one in named}


def head_of(stream: str, version: int, hashed: str) -> bytes:
    """The leaf that stands for the end of a stream in the tree of heads."""
    return leaf_of(CANONICAL.encode({"hash": hashed, "stream": stream, "version": version}).encode())


# -- what it is checked on ---------------------------------------------------------------------------


class Bundle:
    """A directory with a log, or with the part of one that is about a plot, a zone, or what is not there."""

    kind, key, part = "log", "", False
    streams = absent = frozenset[str]()  # of a part: those that are here whole, and those that the log has not

    def __init__(self, folder: Path) -> None:
        self.folder = folder.resolve()
        said: Any = json_of(content(self.folder / "manifest.json"), "manifest.json")
        check(repr(said.get("format_version")) == "1", "manifest.json is not of format 1: no other is known")
        self.note = content(self.folder / "checkpoint")
        self.manifest, self.places, scope = said, said.get("positions"), said["scope"]
        self.kind, self.key, self.part = scope["kind"], scope["key"], scope["kind"] != "log"
        agrees = self.part == bool(self.key) == (self.places is not None) and type(self.key) is str
        known = self.kind in ("log", "plot", "zone", "absent")
        check(agrees and known, "manifest.json does not say, or in two ways, what it is about")
        if self.part:
            self.streams, self.absent = frozenset(said["streams"]), frozenset(said.get("absent", ()))
            self.heads = json_of(content(self.folder / "proofs/heads.json"), "heads.json")
            self.check_part()

    def check_part(self) -> None:
        """Check that a part has the first record, and whole what it is about, or that this is not in the log.

        A zone comes with the ledger of its land: whatever plot took any is named there.
        """
        agrees = self.places == sorted(set(self.places)) and all(type(one) is int for one in self.places)
        check(agrees, "manifest.json does not say which records there are")
        check(self.places[:1] == [1], "record 1, which founds the log, is not here")
        here = self.key in self.absent if self.kind == "absent" else f"{self.kind}-{self.key}" in self.streams
        land = self.kind != "zone" or f"land-{self.key}" in self.streams | self.absent
        check(here and land, f"what is asked for is not here as a whole: {self.kind} {self.key}")

    def rows(self, size: int) -> Iterator[tuple[int, bytes, object]]:
        """The places of the records, and their bytes."""
        with opened(self.folder / "log.jsonl") as file:
            for position in self.places or range(1, size + 1):
                line = file.readline(LONGEST_RECORD + 1)
                check(line[-1:] == b"\n", f"log.jsonl has no whole line for record {position}")
                yield position, line[:-1], None
            check(not file.read(1), "log.jsonl goes on behind the last record that it should hold")

    def proof(self, position: int) -> list[bytes]:
        """The hashes that lead from a record to the root (c2sp.org/tlog-proof)."""
        text, _, note = content(self.folder / f"proofs/{position}.tlog-proof").partition(b"\n\n")
        first, index, *hashes = text.decode().split("\n")
        agrees = (first, index, note) == ("c2sp.org/tlog-proof@v1", f"index {position - 1}", self.note)
        check(agrees, "has a proof of another place, or to another checkpoint")
        return [from_base64(one) for one in hashes]

    def paper(self, digest: str) -> bytes:
        """The bytes of a paper."""
        check(re.fullmatch("[0-9a-f]{64}", digest), "is no digest")
        return content(self.folder / "documents" / digest)


class Store(Bundle):
    """The whole log as SQLite sees it, which gets no right to change the file."""

    def __init__(self, file: Path, other: Path | None) -> None:
        import sqlite3  # noqa: PLC0415 - not every Python has it, and a bundle needs none

        file = file.resolve()  # what is begun and not yet done stands beside it, not beside a link to it
        self.manifest, self.note = {}, other.read_bytes() if other else content(file.with_suffix(".checkpoint"))
        beside = [Path(f"{file}{end}") for end in ("-wal", "-journal")]
        begun = any(one.exists() and one.stat().st_size for one in beside)
        self.database = sqlite3.connect(f"{file.as_uri()}?mode=ro{'' if begun else '&immutable=1'}", uri=True)

    def rows(self, size: int) -> Iterator[tuple[int, bytes, object]]:  # noqa: ARG002 - all there are
        """The places of the records, their bytes, and what the columns beside them say."""
        types = "typeof(state) || typeof(originator_version) = 'blobinteger'"
        fit = f"{types} AND length(state) <= {LONGEST_RECORD}"
        columns = f"rowid, CASE WHEN {fit} THEN state ELSE x'' END, originator_id, originator_version, topic"
        try:
            rows = self.database.execute(f"SELECT {columns} FROM stored_events ORDER BY rowid")
        except Exception as error:
            hint = "if need be, let SQLite finish, in a copy, what is begun beside it"
            raise Wrong(f"the store cannot be read: {error}; {hint}") from error  # noqa: EM102 - as it is said
        for position, line, *beside in rows:
            yield position, line, tuple(beside)

    def paper(self, digest: str) -> bytes:
        """The bytes of a paper."""
        select = "SELECT bytes FROM documents WHERE sha256 = ? AND typeof(bytes) = 'blob'"
        found = self.database.execute(select, (digest,)).fetchone()
        check(found, "is missing")
        return bytes(found[0])


def opened(path: Path) -> BinaryIO:
    """A plain file: no folder, device or pipe, and no link, which might lead anywhere."""
    check(path == path.resolve() and path.is_file(), f"is missing, or a link, or no plain file: {path}")
    return path.open("rb")


def content(path: Path) -> bytes:
    """The bytes of a file; of one that is too large, too few."""
    with opened(path) as file:
        return file.read(LARGEST_FILE)
