"""Single flipped bits in an export and in a store of a million events: each one must be found.

A log is made as `proof.py` makes it, sealed and exported whole. Then one bit is flipped in the file itself, the
record in which it lies is read again, and checked by its audit path from the kept tiles to the signed root; in
a store also whether the row's other columns say what the record says. The bit is flipped back, and the next one
is drawn. Before each flip the same check must find nothing. A few flips are left to full verifications: of the
store by the program, of the export by its `verify.py`. The export has no tree beside it: where a flip leaves a
record in good form, nothing can tell which one it is, only that the root is another.

A bit of the export is any of `log.jsonl`; a bit of the store is any of the columns of a stored record.

Usage: python benchmarks/flips.py [EVENTS] [FLIPS OF EACH] [FULL VERIFICATIONS OF EACH]
"""

from __future__ import annotations

import mmap
import os
import platform
import random
import re
import sqlite3
import statistics
import subprocess
import sys
import tempfile
from array import array
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import TypeAlias

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.proof import filled
from lifecycle.clock import SystemClock
from lifecycle.errors import StoreUnusable
from lifecycle.proof import keys, merkle, signing
from lifecycle.proof.errors import BadProof
from lifecycle.proof.keys import Signer
from lifecycle.proof.reading import alone
from lifecycle.proof.tree import beside, open_tree
from lifecycle.proof.verifying import Asked, Given, verify
from lifecycle.store import open_log
from lifecycle.store.log import Row
from projections.exports import bundle
from projections.exports import verify as verifier
from projections.exports.scope import Scope

EVENTS, FLIPS, FULL = 1_000_000, 10_000, 10
PAGE = 4096
SEED = 6962

Places: TypeAlias = "array[int]"
"""Places in a file, in bytes."""


class Sealed:
    """A sealed store and its export, and where in their files each record lies."""

    def __init__(self, folder: Path, events: int) -> None:
        self.store, self.export = folder / "sez.db", folder / "export"
        filled(self.store, events)
        with closing(open_log(str(self.store))) as log:
            self.key = key_for(signing.origin(log), folder / "key")
            clock = SystemClock()
            on = clock.now().date()
            signed = signing.seal(
                log, self.store, folder / "key", actor="officer-auditor", on=on, clock=clock
            ).signed
        self.size, self.root, self.note = signed.checkpoint.size, signed.checkpoint.root, signed.note
        self.export.mkdir()
        self.log = open_log(str(self.store), write=False)
        seal = bundle.seal_of(self.log, self.store, str(self.key.verifier))
        must_be_sound(bundle.write(self.log, Scope(), self.export, seal=seal).report.findings)
        self.tree = open_tree(self.log, beside(self.store))
        self.lines, self.cells, self.ends = places(self.log.rows(0, upto=self.size), self.store)

    def verified(self) -> set[int]:
        """The positions of which a full verification of the store finds something; 0 for what is about none."""
        again = partial(open_log, str(self.store), write=False)
        asked = Asked(
            given=[Given("sez.checkpoint", self.note)], key=self.key.verifier, kept=beside(self.store)
        )
        with closing(again()) as log:
            return {finding.position for finding in verify(log, again, asked).findings.told}

    def exported(self) -> set[int]:
        """The positions of which `verify.py` finds something in the export; 0 for what is about none."""
        words = [sys.executable, "-I", "-S", str(self.export / "verify.py"), "--key", str(self.key.verifier)]
        done = subprocess.run(words, capture_output=True, encoding="utf-8", check=False)
        positions = {int(number) for number in re.findall(r"record ([0-9]+)(?=:|$)", done.stdout, re.MULTILINE)}
        if done.returncode not in (0, verifier.EXIT_FINDINGS):
            sys.exit(f"verify.py broke: {done.stderr}")
        return positions | {0} if done.returncode else set()


def key_for(origin: str, file: Path) -> Signer:
    """A new key in a file."""
    key = keys.generate(origin)
    keys.store(key, file)
    return key


def must_be_sound(findings: object) -> None:
    """End where something is found before anything was changed, or after it was put right."""
    if findings:
        sys.exit(f"findings without a flip: {findings}")


def places(rows: Iterator[Row], store: Path) -> tuple[Places, Places, Places]:
    """Where each record's line begins in the export; where its columns begin and end in the store's file."""
    lines, cells, ends, near = array("Q", [0]), array("Q"), array("Q"), 0
    with store.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as pages:
        for _position, stream, version, topic, state in rows:
            lines.append(lines[-1] + len(state) + 1)
            # Pages follow one another mostly; within a page rows are written from its end.
            at = pages.find(state, near)
            at = at if at >= 0 else pages.find(state)
            near = at // PAGE * PAGE
            # SQLite keeps 1 in no byte at all, and other numbers in as few as they need.
            number = (version.bit_length() + 8) // 8 if version > 1 else 0
            begin = at - len(f"{stream}{topic}".encode()) - number
            if not pages[begin:at].startswith(stream.encode()):
                sys.exit(f"{stream}@{version} does not lie where it should")
            cells.append(begin)
            ends.append(at + len(state))
    return lines, cells, ends


# -- flipping and looking ----------------------------------------------------------------------------


@contextmanager
def flipped(path: Path, bit: int) -> Iterator[None]:
    """A file with one bit flipped, for as long as it is looked at."""
    file = os.open(path, os.O_RDWR)
    was = os.pread(file, 1, bit // 8)
    try:
        os.pwrite(file, bytes([was[0] ^ 1 << bit % 8]), bit // 8)
        yield
    finally:
        os.pwrite(file, was, bit // 8)
        os.close(file)


def in_export(sealed: Sealed, position: int) -> str:
    """By what the record on a line of the export is found to be changed; empty where it is not."""
    with (sealed.export / "log.jsonl").open("rb") as file:
        file.seek(sealed.lines[position - 1])
        line = file.readline()
    return by_path(sealed, position, line[:-1]) if line[-1:] == b"\n" else "no line"


def in_store(sealed: Sealed, position: int) -> str:
    """By what the record in a row of the store is found to be changed; empty where it is not."""
    # SQLite remembers pages: the store is opened anew.
    with closing(open_log(str(sealed.store), write=False)) as log:
        try:
            rows = list(log.rows(position - 1, upto=position))
        except StoreUnusable:
            return "unreadable"
    if len(rows) != 1 or type(rows[0][4]) is not bytes:
        return "no row"
    return by_path(sealed, position, rows[0][4]) or ("" if alone(rows[0]) else "columns")


def by_path(sealed: Sealed, position: int, state: bytes) -> str:
    """Whether a record is the one that was signed at its position."""
    proof = sealed.tree.inclusion(position, sealed.size)
    try:
        merkle.verify_inclusion(merkle.leaf_hash(state), position - 1, sealed.size, proof, sealed.root)
    except BadProof:
        return "path"
    return ""


def drawn(sealed: Sealed, rng: random.Random) -> dict[str, tuple[int, Path, int]]:
    """A record, each as likely as it is long, and a bit of it: in a file of the export, and of the store."""
    byte = rng.randrange(sealed.lines[-1])
    position = bisect_right(sealed.lines, byte)
    cell = rng.randrange(sealed.cells[position - 1], sealed.ends[position - 1])
    return {
        "export": (position, sealed.export / "log.jsonl", byte * 8 + rng.randrange(8)),
        "store": (position, sealed.store, cell * 8 + rng.randrange(8)),
    }


def all_found(sealed: Sealed, flips: int, rng: random.Random) -> None:
    """Flip bit after bit in both, and look at the record in which it lies."""
    for name, look in (("export", in_export), ("store", in_store)):
        started, found = perf_counter(), Counter[str]()
        for _ in range(flips):
            position, file, bit = drawn(sealed, rng)[name]
            must_be_sound(look(sealed, position))
            with flipped(file, bit):
                found[look(sealed, position) or "missed"] += 1
        by = ", ".join(f"{count:,} by {what}" for what, count in sorted(found.items()))
        print(
            f"{flips:,} flips of the {name}: {flips - found['missed']:,} found ({by}) in "
            f"{perf_counter() - started:.1f} s",
            flush=True,
        )
        if found["missed"]:
            sys.exit("a flip was missed")


def found_by_all(sealed: Sealed, full: int, rng: random.Random) -> None:
    """Flip a few bits more, and verify everything each time; and once more when all is put right."""
    for name, look in (("export", sealed.exported), ("store", sealed.verified)):
        taken, found, named = [], 0, 0
        for _ in range(full):
            position, file, bit = drawn(sealed, rng)[name]
            with flipped(file, bit):
                started = perf_counter()
                told = look()
                taken.append(perf_counter() - started)
            found += bool(told)
            named += position in told
        must_be_sound(look())
        print(
            f"{full} full verifications of the {name}, one flip each: {found} found, {named} with the record; "
            f"median {statistics.median(taken):.1f} s",
            flush=True,
        )
        if found < full:
            sys.exit("a flip was missed")


def main() -> None:
    """Make the store and the export, flip, look, print."""
    given = [int(word) for word in sys.argv[1:]]
    events, flips, full = given + [EVENTS, FLIPS, FULL][len(given) :]
    print(f"python {platform.python_version()}, sqlite {sqlite3.sqlite_version}, {os.cpu_count()} cores")
    rng = random.Random(SEED)  # noqa: S311 - no secret
    with tempfile.TemporaryDirectory() as folder:
        sealed = Sealed(Path(folder), events)
        print(
            f"{sealed.size:,} records, {sealed.lines[-1] >> 20} MB of log.jsonl, "
            f"{sealed.store.stat().st_size >> 20} MB of store; nothing found in either",
            flush=True,
        )
        all_found(sealed, flips, rng)
        found_by_all(sealed, full, rng)
        sealed.log.close()


if __name__ == "__main__":
    main()
