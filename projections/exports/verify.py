"""Checks land records offline, without the program that wrote them: Python 3.9 or newer, nothing else.

    python3 verify.py [DIR] [--key VKEY] [--checkpoint FILE]         a bundle; DIR is where this file lies
    python3 verify.py --store FILE --key VKEY [--checkpoint FILE]    a store, sez.db; work on a copy of it

--key is the administration's public key, learned elsewhere; @FILE reads it from a file. --checkpoint is one
that was obtained earlier, or by somebody else; for a store it is sez.checkpoint beside it if none is given.

Each record is a line of JSON and a leaf of a Merkle tree (RFC 6962), whose root stands in a checkpoint, a text
signed with Ed25519 (RFC 8032). Change, add, remove or move one record, and the root is another. A part of a log
has a proof for each of its records; a record of `heads` commits to the last version of every stream, so that
nothing is left out of one. Exits: 0 everything agrees, 6 something does not, 2 called wrongly.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
from pathlib import Path
from typing import Any, NamedTuple

from projections.exports.kept import (
    LARGEST_JSON,
    LARGEST_NOTE,
    LONGEST_RECORD,
    Row,
    Source,
    bundle,
    check_said,
    content,
    store,
    wrong,
)
from projections.exports.signed import Tree, Wrong, checkpoint, key_of, leaf_of, root_by

MOST_FINDINGS, EXIT_FINDINGS = 50, 6

FIELDS = {"stream": str, "version": int, "type": str, "recorded_at": str, "command": str, "data": dict}
MOMENT = r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}Z"
COMMITMENT, FOUNDING, PAPER = "heads.HeadsCommitted@1", "store.StoreFounded@1", "document-"
PLOTS_IN = {
    "plot.PlotFormed@1": ("parents",),
    "plot.PlotSplit@1": ("into",),
    "plot.PlotMerged@1": ("into", "others"),
    "land.LandTaken@1": ("plot",),
}
"""Where records name plots of the same story: what a plot came of, what it became, the plots of a zone."""

CANONICAL = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


class Findings(list[str]):
    """What does not agree."""

    def add(self, text: str) -> None:
        """Note it. Raises `Wrong` where it is enough."""
        self.append(text)
        if len(self) >= MOST_FINDINGS:
            raise Wrong("and so on")


class Report(NamedTuple):
    """What came of it."""

    verified: list[str]
    unverified: list[str]
    findings: Findings

    def lines(self) -> list[str]:
        """The report, for a person."""
        told = {"VERIFIED": self.verified, "NOT VERIFIED": self.unverified, "FINDINGS": self.findings}
        lines = [
            line for title in told if told[title] for line in (title, *(f"  - {one}" for one in told[title]))
        ]
        return [
            *lines,
            "DO NOT RELY ON IT: something does not agree." if self.findings else "Everything checked agrees.",
        ]


# -- records -----------------------------------------------------------------------------------------


class Log:
    """What is known of a log so far, record by record."""

    def __init__(self, origin: str, streams: set[str] | None) -> None:
        self.origin, self.streams, self.recorded_at, self.count = origin, streams, "", 0
        self.heads: dict[str, tuple[int, bytes]] = {}
        self.papers: dict[str, int] = {}
        self.commitment: tuple[int, dict[str, Any], dict[str, tuple[int, bytes]]] = (0, {}, {})

    def take(self, row: Row) -> None:
        """Check a record against those before it. Raises `Wrong`, and other errors for what cannot be read."""
        record = parsed(row.line)
        stream, version, kind, data = (record[name] for name in ("stream", "version", "type", "data"))
        if kind == COMMITMENT:
            self.commitment = (row.position, data, dict(self.heads))
        before = self.heads.get(stream, (0, b""))[0]
        self.heads[stream] = (version, leaf_of(row.line))
        for paper in cited(record):
            self.papers.setdefault(paper, row.position)
        whole = self.streams is None or stream in self.streams
        if version <= before or (whole and version > before + 1):
            wrong(f"is {stream}@{version}, and the one before it is {stream}@{before}")
        if row.columns not in (None, (stream, version, kind)):
            wrong("says something else than its row in the table")
        if row.position == 1 and (kind, data.get("origin")) != (FOUNDING, self.origin):
            wrong("does not found the log that the checkpoint names")
        earlier, self.recorded_at = self.recorded_at, record["recorded_at"]
        if self.recorded_at < earlier:
            wrong(f"was recorded at {self.recorded_at}, after {earlier}: the clock went backwards")
        if self.streams is not None and whole and not plots_in(kind, data) <= self.streams:
            missing = ", ".join(sorted(plots_in(kind, data) - self.streams))
            wrong(f"names {missing}, which is part of the story and not here as a whole")


def parsed(line: bytes) -> dict[str, Any]:
    """The record of a line. Raises `Wrong` for one that is not written in the one canonical way."""
    record = json.loads(line.decode())
    if CANONICAL.encode(record).encode() != line or len(line) > LONGEST_RECORD:
        wrong("is not written in the one canonical way")
    record.setdefault("data", {})
    if any(type(record.get(name)) is not kind for name, kind in FIELDS.items()):
        wrong("lacks what no record lacks")
    if not re.fullmatch(MOMENT, record["recorded_at"]):
        wrong("does not say when it was recorded")
    return dict(record)


def cited(record: dict[str, Any]) -> list[str]:
    """The digests of the papers that a record rests on, or adds. One known by its number and date has none."""
    papers = [*record.get("documents", []), *record["data"].get("documents", [])]
    added = [record["stream"][len(PAPER) :]] if record["stream"].startswith(PAPER) else []
    return added + [paper["sha256"] for paper in papers if paper.get("sha256")]


def plots_in(kind: str, data: dict[str, Any]) -> set[str]:
    """The streams of the plots that a record names as belonging to the same story."""
    said = [data.get(name, []) for name in PLOTS_IN.get(kind, ())]
    named = [one for some in said for one in (some if isinstance(some, list) else [some])]
    return {f"plot-{one['key'] if isinstance(one, dict) else one}" for one in named}


def check_records(source: Source, log: Log, roots: dict[int, bytes], findings: Findings) -> None:
    """Check records against each other, and against roots by size: as a whole log, or each by its proof."""
    tree, size = Tree(), max(roots)
    for row in source.rows:
        log.count += 1
        try:
            log.take(row)
            if log.streams is None and row.position != log.count:
                wrong(f"stands where record {log.count} belongs")
            if log.streams is not None:
                root = root_by(source.proof(row.position), leaf_of(row.line), row.position - 1, size)
                if root != roots[size]:
                    wrong("is not the record that was signed in its place")
        except Exception as error:  # noqa: BLE001 - whatever a hostile record leads to is a finding
            findings.add(f"record {row.position}: {told(error)}")
        tree.grow(leaf_of(row.line))
        if log.streams is None and log.count in roots and tree.root() != roots[log.count]:
            findings.add(f"the first {log.count} records are not those that were signed: the root is another")
    if log.streams is None and log.count < size:
        findings.add(f"the log ends with record {log.count}, and {size} were signed")


def check_heads(log: Log, proofs: Any) -> None:
    """Check the last versions of streams against the last record that commits to them. Raises `Wrong`."""
    position, said, heads = log.commitment
    if log.streams is not None:
        heads = {stream: log.heads.get(stream, (0, b"")) for stream in log.streams}
    tree = Tree()
    for stream, (version, hashed) in sorted(heads.items(), key=lambda head: head[0].encode()):
        head = CANONICAL.encode({"hash": hashed.hex(), "stream": stream, "version": version}).encode()
        tree.grow(leaf_of(head))
        if log.streams is not None:
            path = [bytes.fromhex(text) for text in proofs[stream]["proof"]]
            root = root_by(path, leaf_of(head), proofs[stream]["index"], said["streams"]).hex()
            if (root, proofs[stream]["version"]) != (said["root"], version) or proofs[stream][
                "hash"
            ] != hashed.hex():
                wrong(f"stream {stream} is not here up to its end: version {version} is not its last")
    if log.streams is None and said["size"] == position - 1 and said["root"] != tree.root().hex():
        wrong(f"record {position} commits to other last versions than those before it")


def check_papers(log: Log, source: Source, findings: Findings) -> None:
    """Check the bytes of the papers that records cite."""
    for digest, position in sorted(log.papers.items()):
        try:
            if not re.fullmatch("[0-9a-f]{64}", digest):
                wrong("is no digest")
            if hashlib.sha256(source.paper(digest)).hexdigest() != digest:
                wrong("has other bytes than those that were cited")
        except Exception as error:  # noqa: BLE001 - the same
            findings.add(f"paper {digest}, cited by record {position}: {told(error)}")


def told(error: Exception) -> str:
    """What is wrong, in words."""
    if isinstance(error, Wrong):
        return str(error)
    if isinstance(error, FileNotFoundError):
        return f"there is no {error.filename}"
    return f"cannot be read: {error!r}"


# -- the whole ---------------------------------------------------------------------------------------


def verify(given: argparse.Namespace, report: Report) -> None:
    """Check a bundle or a store. Raises `Wrong`, and other errors, where it cannot go on."""
    folder, other = Path(given.folder), given.checkpoint and Path(given.checkpoint)
    manifest = {} if given.store else json.loads(content(folder / "manifest.json", LARGEST_JSON))
    vkey = given.key or manifest["vkey"] or wrong("no key came along: give one by --key")
    beside = Path(given.store).with_suffix(".checkpoint") if given.store else folder / "checkpoint"
    note = content(other if other and given.store else beside, LARGEST_NOTE)
    size, root = checkpoint(note, vkey)
    source = store(Path(given.store)) if given.store else bundle(folder, manifest, note, size)
    earlier = checkpoint(content(other, LARGEST_NOTE), vkey) if other else (size, root)
    roots = dict([earlier, (size, root)])
    if earlier[0] > size or roots[earlier[0]] != earlier[1] or (source.streams and earlier[0] < size):
        wrong(f"{other} is of another log, or of a longer one, or it takes the whole log to compare with it")
    report.verified.append(f"checkpoint: {size} records, root {root.hex()}, signed by {vkey}")
    log = Log(key_of(vkey)[0], source.streams)
    check_records(source, log, roots, report.findings)
    check_papers(log, source, report.findings)
    if log.streams or log.commitment[0]:
        check_heads(log, source.heads)
    versions = {name: log.heads.get(name, (0,))[0] for name in manifest.get("streams", ())}
    check_said(manifest, {"origin": log.origin, "size": size, "records": log.count, "streams": versions})
    tell(log, size, report)
    if not given.key:
        report.unverified.insert(
            0, "whose key this is: it came with the records; give the one you know by --key"
        )


def tell(log: Log, size: int, report: Report) -> None:
    """Say what was verified, and what was not."""
    upto = f"record {log.commitment[1]['size'] if log.streams else size}"
    if not report.findings:
        how = (
            f"{log.count} of them, each by its own proof"
            if log.streams
            else "all of them, none added or left out"
        )
        names = ", ".join(sorted(log.streams or ())) or "all"
        report.verified.append(f"records: {how}; unchanged, and in their places")
        report.verified.append("form: canonical; versions follow one another; the clock never went backwards")
        report.verified.append(f"streams: whole, from their beginning to {upto}: {names}")
        report.verified.append(f"papers: the bytes of {len(log.papers)} that are cited")
    if log.streams:
        report.unverified.append(
            f"what came after {upto}; that the heads were made of all records: it takes the log"
        )
    if log.count > size:
        report.unverified.append(f"the {log.count - size} records after the checkpoint")
    report.unverified.append(
        "that others were shown the same log: compare the root with a checkpoint that they have"
    )
    report.unverified.append(
        "that the records are true and lawful; the pages to read, index.html and README.txt"
    )


def main(arguments: list[str] | None = None) -> int:
    """Check what the command line names, and print what came of it; the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", default=str(Path(__file__).resolve().parent), metavar="DIR")
    for option in ("--key", "--store", "--checkpoint"):
        parser.add_argument(option)
    given = parser.parse_args(arguments)
    try:
        if given.key and given.key.startswith("@"):
            given.key = content(Path(given.key[1:]), LARGEST_NOTE).decode().strip()
        if given.key:
            key_of(given.key)
    except (Wrong, OSError, ValueError) as error:
        parser.error(f"--key: {error}")
    if given.store and not given.key:
        parser.error("a store is checked by a key that you know: --key")
    if not (Path(given.store).is_file() if given.store else Path(given.folder).is_dir()):
        parser.error(f"there is no {given.store or given.folder}")
    report = Report([], [], Findings())
    try:
        verify(given, report)
    except Exception as error:  # noqa: BLE001 - the same
        report.findings.append(told(error))
    getattr(sys.stdout, "reconfigure", dict)(errors="backslashreplace")
    for line in report.lines():
        print("".join(c if c.isprintable() else ascii(c)[1:-1] for c in line))  # noqa: T201 - its answer
    return EXIT_FINDINGS if report.findings else 0


if __name__ == "__main__":
    sys.exit(main())
