"""Checks land records offline, without the program that wrote them: Python 3.9 or newer, nothing else.

    python3 verify.py [DIR] [--key VKEY] [--checkpoint FILE]         a bundle; DIR is where this file lies
    python3 verify.py --store FILE --key VKEY [--checkpoint FILE]    a store, sez.db; work on a copy of it

--key is the administration's public key, learned elsewhere; in its place, @FILE reads it from a file.
--checkpoint is one that was obtained earlier, or by somebody else; for a store, instead of that beside it.

Each record is a line of JSON and a leaf of a Merkle tree (RFC 6962), whose root stands in a checkpoint, a text
signed with Ed25519 (RFC 8032). Change, add, remove or move one record, and the root is another. A part of a log
has a proof for each of its records; a record of `heads` commits to the last version of every stream, so that
nothing is left out of one. Exits: 0 everything agrees, 6 something does not, 2 called wrongly.

To be read from the top: what is checked, what it is checked on, signatures and trees. Each check is written
check(WHAT MUST BE SO, "what is wrong if it is not").
"""

from __future__ import annotations

import argparse
import hashlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from projections.exports.kept import FIELDS, Bundle, Store, cited, content, head_of, plots_in, record_of
from projections.exports.signed import Wrong, check, checkpoint, from_base64, key_of, leaf_of, root_by, root_of

EXIT_FINDINGS, MOST_TOLD = 6, 50


# -- what is checked ---------------------------------------------------------------------------------


class Report(NamedTuple):
    """What came of it, in words."""

    verified: list[str]
    not_verified: list[str]
    findings: list[str]


def verify(folder: Path, key: str = "", other: Path | None = None, store: Path | None = None) -> Report:
    """Check all there is in a bundle, or in a store, and say what was checked."""
    report = Report([], [], [])
    with noting(report.findings):
        source = Store(store, other) if store else Bundle(folder)
        vkey: str = key or source.manifest.get("vkey", "")
        check(vkey, "no key came along: give one by --key")
        if not key:
            report.not_verified.append("whose key this is: it came with the records, not by --key")
        size, root = checkpoint(source.note, vkey)
        report.verified.append(f"checkpoint: {size} records, root {root.hex()}, signed by {vkey}")
        earlier, its_root = checkpoint(other.read_bytes(), vkey) if other else (size, root)
        agrees = (earlier, its_root) == (size, root) or (earlier < size and not source.part)
        check(agrees, f"{other} is another log's, or a longer one's, or can be compared with a whole log only")
        log = Log(source, key_of(vkey)[0])
        count = check_records(log, {earlier: its_root, size: root}, report.findings)
        papers = {one: place for one, place, act in log.papers[::-1] if act in log.upon or not source.part}
        for digest, position in sorted(papers.items()):
            with noting(report.findings, f"paper {digest}, cited by record {position}: "):
                agrees = hashlib.sha256(source.paper(digest)).hexdigest() == digest
                check(agrees, "has other bytes than those that were cited")
        check_ends(log) if source.part else check_heads(log)
        ends = {name: end[0] for name, end in log.ends.items() if name in source.streams or not source.part}
        found = {"origin": log.origin, "size": size, "records": count, "streams": ends}
        for name, value in {**found, "vkey": source.manifest.get("vkey") and vkey}.items():
            agrees = source.manifest.get(name, value) == value
            check(agrees, f"manifest.json says something else than the records: {name}")
        tell(log, count, size, len(papers), report)
    return report


@contextmanager
def noting(findings: list[str], about: str = "") -> Iterator[None]:
    """Go on behind whatever is wrong here, or hostile: it is a finding."""
    try:
        yield
    except (Wrong, OSError) as error:
        findings.append(f"{about}{error}")
    except Exception as error:  # noqa: BLE001 - whatever it is
        findings.append(f"{about}cannot be read: {type(error).__name__}: {error}")


def check_records(log: Log, roots: dict[int, bytes], findings: list[str]) -> int:
    """Check records by themselves, and that they were signed: all by the roots, or each by its proof."""
    source, size, leaves = log.source, max(roots), list[bytes]()
    for position, line, columns in source.rows(size):
        leaves.append(leaf_of(line))
        with noting(findings, f"record {position}: "):
            log.take(position, line, columns)
            if source.part:
                root = root_by(source.proof(position), leaves[-1], position - 1, size)
                check(root == roots[size], "is not the record that was signed in its place")
    for count, root in roots.items():
        if not source.part and (len(leaves) < count or root_of(leaves[:count]) != root):
            findings.append(f"the first {count} records are not those that were signed: the root is another")
    return len(leaves)


class Log:
    """What the records came to so far. In a part of a log some streams are whole, others are touched upon."""

    def __init__(self, source: Bundle, origin: str) -> None:
        self.source, self.origin, self.position, self.recorded_at = source, origin, 0, ""
        self.ends: dict[str, tuple[int, str]] = {}  # the last version of each stream, and its hash
        self.acts: dict[str, int] = {}  # the last record of each, in a part
        self.papers: list[tuple[str, int, str]] = []  # with the records that cite them, and the acts of these
        self.upon: set[str] = set()  # the acts upon the streams that are whole here, in a part
        self.heads: Any = (0, {}, {})  # the last record that commits to ends, what it says, the ends before it

    def take(self, position: int, line: bytes, columns: object = None) -> None:
        """Check a record by itself, and against those before it."""
        last, self.position, earlier = self.position, position, self.recorded_at
        record = record_of(line)
        stream, version, kind, command, self.recorded_at, data = (record[name] for name in FIELDS)
        if kind == "heads.HeadsCommitted@1":
            self.heads = (position, data, dict(self.ends))
        before, _ = self.ends.get(stream, (0, ""))
        whole = stream in self.source.streams or not self.source.part
        self.ends[stream] = (version, leaf_of(line).hex())
        self.papers += [(paper, position, command) for paper in cited(record)]
        agrees = self.source.part or position == last + 1
        check(agrees, f"stands where record {last + 1} belongs: there is none up to it")
        agrees = version == before + 1 if whole else version > before
        check(agrees, f"is {stream}@{version}, and the one before it is {stream}@{before}")
        check(columns in (None, (stream, version, kind)), "says something else than its row in the table")
        agrees = position != 1 or (kind, data.get("origin")) == ("store.StoreFounded@1", self.origin)
        check(agrees, f"does not found the log that the checkpoint names, {self.origin}")
        check(earlier <= self.recorded_at, "was recorded before the one before it: the clock went backwards")
        if self.source.part:
            self.upon |= {command} if whole else set()
            missing = ", ".join(sorted(plots_in(kind, data) - self.source.streams)) if whole else ""
            check(not missing, f"names {missing}, which is part of the story and not here as a whole")
            end, self.acts[command] = self.acts.get(command), position
            agrees = ("act" in record) == (end is None)
            check(agrees, "belongs to an act that does not begin here with its own record")
            check(end in (None, position - 1), f"goes on with an act whose records behind {end} are not here")


def check_heads(log: Log) -> None:
    """Check, in a whole log, what was committed to last: the ends of all streams before."""
    position, said, ends = log.heads
    leaves = [head_of(stream, *end) for stream, end in sorted(ends.items())]
    if leaves and said["size"] >= position - 1:  # or else another record came in between
        agrees = (said["size"], said["streams"]) == (position - 1, len(leaves))
        agrees = agrees and said["root"] == root_of(leaves).hex()
        check(agrees, f"record {position} commits to other last versions than those before it")


def check_ends(log: Log) -> None:
    """Check, in a part, by the heads that its streams are here up to their ends, and others not in the log."""
    (position, said, _), heads = log.heads, log.source.heads
    agrees = position and position == heads["position"] and said["size"] < position
    check(agrees, "heads.json does not go with the last record here that commits to the ends of streams")
    agrees = (heads["streams"].keys(), heads["absent"].keys()) == (log.source.streams, log.source.absent)
    check(agrees, "heads.json is of other streams than those that are here, or said to be absent")

    def place(one: Any) -> int:
        """The proven place of a head among all, which stand in the order of their names."""
        path = [from_base64(text) for text in one["proof"]]
        root = root_by(path, head_of(one["stream"], one["version"], one["hash"]), one["index"], said["streams"])
        check(root.hex() == said["root"], f"stream {one['stream']} does not end with version {one['version']}")
        return int(one["index"])

    for stream, one in heads["streams"].items():
        agrees = (stream, log.ends.get(stream)) == (one["stream"], (one["version"], one["hash"]))
        check(agrees, f"stream {stream} is not here up to its end")
        place(one)
    for stream, (before, after) in heads["absent"].items():
        agrees = (place(before) + 1 if before else 0) == (place(after) if after else said["streams"])
        between = (not before or before["stream"] < stream) and (not after or stream < after["stream"])
        check(agrees and between, f"it is not proven that {stream} is not there")


def tell(log: Log, count: int, size: int, papers: int, report: Report) -> None:
    """Say what was verified, if nothing was found, and what was not."""
    source, verified, unverified = log.source, report.verified.append, report.not_verified.append
    upto = f"record {log.heads[1]['size'] if source.part else size}"
    if not report.findings:
        how = "each by its own proof" if source.part else "none added or left out"
        verified(f"records: {count} of them, {how}; unchanged, and in their places")
        verified("form: canonical; versions follow one another; the clock never went backwards")
        verified(f"origin: record 1 founds the log {log.origin}")
        verified(f"papers: the bytes of {papers} that are cited")
        if source.kind in ("plot", "zone"):
            taken = " took land in it, that" * (source.kind == "zone")
            verified(f"scope: {source.kind} {source.key}, with every plot that{taken} it came of, or became")
        if source.kind != "absent":
            names = ", ".join(sorted(source.streams)) or "all"
            verified(f"streams: whole, from their beginning to {upto}: {names}")
        for stream in sorted(source.absent):
            verified(f"absence: no {stream.replace('-', ' ', 1)} in the log up to {upto}")
    if source.kind == "zone":
        unverified("whether premises in the zone are left out: they take no land, and no ledger has them")
    if source.part:
        unverified(f"what came after {upto}")
        unverified("whether the list of last versions (heads) was made from all records: that takes the log")
        unverified("whether the acts shown here also wrote elsewhere, in records that are not here")
    if source.kind in ("plot", "zone"):
        unverified(
            "whether parties and projects were renamed in records that are not here; the papers behind names"
        )
    if count > size:
        unverified(f"the {count - size} records after the checkpoint")
    if isinstance(source, Store):
        unverified("the table commands, which recognises a request that is sent twice: no record holds it")
    unverified("whether others were shown the same log: compare the root with a checkpoint that they have")
    unverified("whether the records are true and lawful; the pages to read, index.html and README.txt")


def public_key(given: str) -> str:
    """A public key that is given as it is, or as @FILE."""
    key = content(Path(given[1:]).resolve()).decode().strip() if given.startswith("@") else given
    key_of(key)
    return key


def main(arguments: list[str] | None = None) -> int:
    """Check what the command line names, and print what came of it; the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=Path(__file__).resolve().parent, metavar="DIR")
    parser.add_argument("--key", type=public_key)
    parser.add_argument("--store", type=Path)
    parser.add_argument("--checkpoint", type=Path)
    given = parser.parse_args(arguments)
    if given.store and not given.key:
        parser.error("a store is checked by a key that you know: --key")
    if not given.folder.is_dir():
        parser.error(f"there is no folder {given.folder}")
    for file in (given.store, given.checkpoint):
        if file and not file.is_file():
            parser.error(f"there is no file {file}")
    report = verify(given.folder, given.key or "", given.checkpoint, given.store)
    getattr(sys.stdout, "reconfigure", dict)(errors="backslashreplace")
    for title, texts in report._asdict().items():
        lines = [f"  - {text}" for text in texts[:MOST_TOLD]] + ["  - and so on"] * (len(texts) > MOST_TOLD)
        for line in lines and [title.replace("_", " ").upper(), *lines]:
            print("".join(c if c.isprintable() else ascii(c)[1:-1] for c in line))  # noqa: T201 - its answer
    print("DO NOT RELY ON IT: something does not agree." if report.findings else "Everything checked agrees.")  # noqa: T201
    return EXIT_FINDINGS if report.findings else 0
