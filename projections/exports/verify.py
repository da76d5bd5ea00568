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
import re
import sys
from pathlib import Path
from typing import Any, NamedTuple

from projections.exports.kept import (
    LARGEST_NOTE,
    Row,
    Source,
    bundle,
    check_said,
    content,
    manifest_in,
    store,
    told,
    wrong,
)
from projections.exports.lines import Acts, cited, head_of, parsed, plots_in
from projections.exports.signed import Tree, Wrong, checkpoint, from_hex, key_of, leaf_of, root_by

MOST_FINDINGS, EXIT_FINDINGS = 50, 6

COMMITMENT, FOUNDING = "heads.HeadsCommitted@1", "store.StoreFounded@1"

SCOPES = {
    "plot": "with every plot that it came of or became",
    "zone": "with its land, every plot that ever took land in it, and what these came of or became",
}
"""What comes with what a part of a log is about."""


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
        self.acts, self.position = Acts(), 0

    def take(self, row: Row) -> None:
        """Check a record against those before it. Raises `Wrong`, and other errors for what cannot be read."""
        last, self.position = self.position, row.position
        record = parsed(row.line)
        stream, version, kind, data = (record[name] for name in ("stream", "version", "type", "data"))
        if kind == COMMITMENT:
            self.commitment = (row.position, data, dict(self.heads))
        before = self.heads.get(stream, (0, b""))[0]
        self.heads[stream] = (version, leaf_of(row.line))
        for paper in cited(record):
            self.papers.setdefault(paper, row.position)
        if self.streams is None and row.position != last + 1:
            wrong(f"stands where record {last + 1} belongs: there is none up to it")
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
        if self.streams is not None:
            missing = ", ".join(sorted(plots_in(kind, data) - self.streams)) if whole else ""
            if missing:
                wrong(f"names {missing}, which is part of the story and not here as a whole")
            self.acts.take(row.position, record)


def check_records(source: Source, log: Log, roots: dict[int, bytes], findings: Findings) -> None:
    """Check records against each other, and against roots by size: as a whole log, or each by its proof."""
    tree, size = Tree(), max(roots)
    for row in source.rows:
        log.count += 1
        try:
            log.take(row)
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


def check_heads(log: Log) -> None:
    """Check the last record that commits to the last versions of all streams. Raises `Wrong`."""
    position, said, heads = log.commitment
    tree = Tree()
    for stream, (version, hashed) in sorted(heads.items(), key=lambda head: head[0].encode()):
        tree.grow(leaf_of(head_of(stream, version, hashed.hex())))
    if position and said["size"] == position - 1 and said["root"] != tree.root().hex():
        wrong(f"record {position} commits to other last versions than those before it")


def check_ends(log: Log, source: Source) -> None:
    """Check by the heads that streams are here up to their ends, and others not there. Raises `Wrong`."""
    position, said, _before = log.commitment
    streams, absent = source.heads["streams"], source.heads.get("absent", {})
    if not position or position != source.heads["position"]:
        wrong("heads.json does not go with the last record here that commits to the ends of streams")
    if (streams.keys(), absent.keys()) != (log.streams, source.absent):
        wrong("heads.json is of other streams than those that are here, or said to be absent")

    def place(one: Any) -> int:
        """The proven place of a head among all."""
        head, path = head_of(one["stream"], one["version"], one["hash"]), map(from_hex, one["proof"])
        if root_by([*path], leaf_of(head), one["index"], said["streams"]).hex() != said["root"]:
            wrong(f"stream {one['stream']} does not end with version {one['version']}")
        return int(one["index"])

    for stream in sorted(log.streams or ()):
        version, hashed = log.heads.get(stream, (0, b""))
        one = streams[stream]
        if (one.get("stream", stream), one["version"], one["hash"]) != (stream, version, hashed.hex()):
            wrong(f"stream {stream} is not here up to its end: version {version} is not its last")
        place({**one, "stream": stream})
    for stream in sorted(source.absent):
        before, after = absent[stream]
        first, behind = place(before) + 1 if before else 0, place(after) if after else said["streams"]
        names = [one["stream"].encode() if one else None for one in (before, after)]
        between = (names[0] or b"") < stream.encode() and (names[1] is None or stream.encode() < names[1])
        if first != behind or not between:
            wrong(f"it is not proven that {stream} is not there")


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


# -- the whole ---------------------------------------------------------------------------------------


def verify(given: argparse.Namespace, report: Report) -> None:
    """Check a bundle or a store. Raises `Wrong`, and other errors, where it cannot go on."""
    folder, other = Path(given.folder), given.checkpoint and Path(given.checkpoint)
    manifest = {} if given.store else manifest_in(folder)
    vkey = given.key or manifest.get("vkey") or wrong("no key came along: give one by --key")
    beside = Path(given.store).with_suffix(".checkpoint") if given.store else folder / "checkpoint"
    note = content(other if other and given.store else beside, LARGEST_NOTE)
    size, root = checkpoint(note, vkey)
    source = store(Path(given.store)) if given.store else bundle(folder, manifest, note, size)
    earlier = checkpoint(content(other, LARGEST_NOTE), vkey) if other else (size, root)
    roots = dict([earlier, (size, root)])
    if (
        earlier[0] > size
        or roots[earlier[0]] != earlier[1]
        or (source.streams is not None and earlier[0] < size)
    ):
        wrong(f"{other} is of another log, or of a longer one, or it takes the whole log to compare with it")
    report.verified.append(f"checkpoint: {size} records, root {root.hex()}, signed by {vkey}")
    log = Log(key_of(vkey)[0], source.streams)
    check_records(source, log, roots, report.findings)
    check_papers(log, source, report.findings)
    check_heads(log) if log.streams is None else check_ends(log, source)
    versions = {name: log.heads.get(name, (0,))[0] for name in manifest.get("streams", ())}
    found = {"origin": log.origin, "size": size, "records": log.count, "streams": versions}
    check_said(manifest, {**found, "vkey": manifest.get("vkey") and vkey})
    tell(log, source, size, report)
    if not given.key:
        report.unverified.insert(
            0, "whose key this is: it came with the records; give the one you know by --key"
        )


def tell(log: Log, source: Source, size: int, report: Report) -> None:
    """Say what was verified, and what was not."""
    part, unverified = log.streams is not None, report.unverified
    upto = f"record {log.commitment[1]['size'] if part else size}"
    if not report.findings:
        how = f"{log.count} of them, each by its own proof" if part else "all of them, none added or left out"
        report.verified.append(f"records: {how}; unchanged, and in their places")
        report.verified.append("form: canonical; versions follow one another; the clock never went backwards")
        if log.streams or not part:
            names = ", ".join(sorted(log.streams or ())) or "all"
            report.verified.append(f"streams: whole, from their beginning to {upto}: {names}")
        for stream in sorted(source.absent):
            noun, _, key = stream.partition("-")
            report.verified.append(f"absence: no {noun} {key} in the log up to {upto}")
        if part and source.about[0] != "absent":
            report.verified.append(f"scope: {' '.join(source.about)}: {SCOPES.get(source.about[0], 'whole')}")
        report.verified.append(f"papers: the bytes of {len(log.papers)} that are cited")
    if source.about[0] == "zone":
        unverified.append(
            "that no premises in the zone are left out: they take no land, and no ledger has them"
        )
    if part:
        unverified.append(f"what came after {upto}; that the heads were made of all records: it takes the log")
        acts = f"{log.acts.open(size)} of the {len(log.acts.ends)} acts"
        unverified.append(f"that {acts} wrote nothing behind their last record here, in streams not whole here")
    if log.count > size:
        unverified.append(f"the {log.count - size} records after the checkpoint")
    unverified.append("that others were shown the same log: compare the root with a checkpoint that they have")
    unverified.append("that the records are true and lawful; the pages to read, index.html and README.txt")


def main(arguments: list[str] | None = None) -> int:
    """Check what the command line names, and print what came of it; the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", default=str(Path(__file__).resolve().parent), metavar="DIR")
    for option in ("--key", "--store", "--checkpoint"):
        parser.add_argument(option)
    given = parser.parse_args(arguments)
    try:
        if given.key is not None and given.key.startswith("@"):
            given.key = content(Path(given.key[1:]), LARGEST_NOTE).decode().strip()
        if given.key is not None:
            key_of(given.key)
    except (Wrong, OSError, ValueError) as error:
        parser.error(f"--key: {told(error)}")
    if given.store is not None and given.key is None:
        parser.error("a store is checked by a key that you know: --key")
    for file in (given.store, given.checkpoint):
        if file is not None and not Path(file).is_file():
            parser.error(f"there is no file {file}")
    if given.store is None and not Path(given.folder).is_dir():
        parser.error(f"there is no folder {given.folder}")
    report = Report([], [], Findings())
    try:
        verify(given, report)
    except Exception as error:  # noqa: BLE001 - the same
        told_of = "" if isinstance(error, (Wrong, OSError)) else "what came with the records "
        report.findings.append(told_of + told(error))
    getattr(sys.stdout, "reconfigure", dict)(errors="backslashreplace")
    for line in report.lines():
        print("".join(c if c.isprintable() else ascii(c)[1:-1] for c in line))  # noqa: T201 - its answer
    return EXIT_FINDINGS if report.findings else 0


if __name__ == "__main__":
    sys.exit(main())
