"""Proofs over a log of a million events: verifying it, a root, a proof; beside hashing of the same bytes.

The log is the demo's, repeated under other stream names and commands until there are enough records, put into
a store of ours by bulk insertion. Verified are hashes, tree, contiguity, canonical bytes and the decoding of
every event, by one process and by as many as there are cores; not the database's own structure, which is
measured apart.

The peer is `hashlib` alone, in the same run: SHA-256 over each record's bytes, read from the store.

Usage: python benchmarks/proof.py [EVENTS] [ROUNDS]
"""

from __future__ import annotations

import os
import platform
import sqlite3
import statistics
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from hashlib import sha256
from pathlib import Path
from time import perf_counter

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from lifecycle import canonical
from lifecycle.demo import found_and_play
from lifecycle.proof.levels import InFiles
from lifecycle.proof.tree import Tree, beside, open_tree
from lifecycle.proof.verifying import Asked, verify
from lifecycle.store import open_log
from lifecycle.store.files import COLUMNS
from lifecycle.store.log import Log, Row

EVENTS, ROUNDS, PROOFS = 1_000_000, 3, 1_000


def main() -> None:
    """Make the log, measure, print."""
    events = int(sys.argv[1]) if len(sys.argv) > 1 else EVENTS
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else ROUNDS  # noqa: PLR2004 - the second word
    print(f"python {platform.python_version()}, sqlite {sqlite3.sqlite_version}, {os.cpu_count()} cores")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sez.db"
        made = filled(path, events)
        again = partial(open_log, str(path), write=False)
        log = again()
        print(
            f"{log.position():,} events of {made / log.position():.0f} bytes in {path.stat().st_size >> 20} MB"
        )
        measured(log, again, path, rounds)
        log.close()


def measured(log: Log, again: Callable[[], Log], path: Path, rounds: int) -> None:
    """Print every figure, medians of the rounds."""
    events, folder = log.position(), beside(path)
    told("hashlib alone, one core", rounds, lambda: hashed(log), events)
    told("tree built from nothing", 1, lambda: open_tree(log, folder), events)
    size = sum(file.stat().st_size for file in folder.iterdir())
    print(f"tree kept: {size / events:.2f} bytes an event")
    for processes in sorted({1, os.cpu_count() or 1}):
        asked = Asked(kept=folder, processes=processes)
        told(
            f"full verification, {processes} process(es)",
            rounds,
            lambda a=asked: checked(log, again, a),
            events,
        )  # type: ignore[misc]
    told("the database's own structure", 1, lambda: list(log.faults()), events)
    each("root", PROOFS, lambda _n: unread(log, folder, events).root())
    each(
        "inclusion proof",
        PROOFS,
        lambda n: unread(log, folder, events).inclusion(1 + n * 7919 % events, events),
    )
    each("opening the tree and its root", PROOFS, lambda _n: open_tree(log, folder).root())


def unread(log: Log, folder: Path, size: int) -> Tree:
    """The kept tree with nothing of it in memory."""
    tree = Tree(log, InFiles(folder))
    tree.size = size
    return tree


def checked(log: Log, again: Callable[[], Log], asked: Asked) -> None:
    """A full verification that must find nothing."""
    log.faults = lambda: iter(())  # type: ignore[method-assign]
    found = verify(log, again, asked).findings.counts
    del log.faults
    if found:
        sys.exit(f"findings: {found}")


def hashed(log: Log) -> None:
    """What cannot be saved: every record read and hashed once."""
    for row in log.rows(0, upto=log.position()):
        sha256(b"\0" + row[4]).digest()


def told(name: str, rounds: int, run: Callable[[], object], events: int) -> None:
    """Measure something that takes seconds."""
    taken = []
    for _ in range(rounds):
        started = perf_counter()
        run()
        taken.append(perf_counter() - started)
    seconds = statistics.median(taken)
    print(f"{name}: {seconds:.2f} s, {events / seconds:,.0f} events/s", flush=True)


def each(name: str, times: int, run: Callable[[int], object]) -> None:
    """Measure something that takes less than a millisecond or so."""
    taken = []
    for number in range(times):
        started = perf_counter()
        run(number)
        taken.append((perf_counter() - started) * 1000)
    taken.sort()
    print(
        f"{name}: median {statistics.median(taken):.3f} ms, 99% {taken[times * 99 // 100]:.3f} ms", flush=True
    )


# -- the log -----------------------------------------------------------------------------------------


def filled(path: Path, events: int) -> int:
    """A store with so many events. Returns the bytes of its records."""
    found_and_play(path)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA synchronous = OFF")
        rows = connection.execute(f"SELECT {COLUMNS} FROM stored_events ORDER BY rowid").fetchall()
        with connection:
            for first, copy in enumerate(range(1, events // len(rows) + 1), start=1):
                more = list(repeated(rows, copy, first * len(rows)))[: events - first * len(rows)]
                connection.executemany(f"INSERT INTO stored_events ({COLUMNS}) VALUES (?, ?, ?, ?, ?)", more)
                connection.executemany("INSERT INTO commands VALUES (?, '', ?, ?)", runs(more))
        (made,) = connection.execute("SELECT SUM(LENGTH(state)) FROM stored_events").fetchone()
    return int(made)


def repeated(rows: list[Row], copy: int, after: int) -> Iterator[Row]:
    """The same records once more: other streams, other commands, all recorded at the end."""
    last = canonical.decode(rows[-1][4])["recorded_at"]
    for position, (_, stream, version, topic, state) in enumerate(rows, start=after + 1):
        body = canonical.decode(state)
        name = f"{stream}.again-{copy}"
        body |= {"stream": name, "command": f"{body['command']}-{copy}", "recorded_at": last}
        yield position, name, version, topic, canonical.encode(body)


def runs(rows: list[Row]) -> Iterator[tuple[str, int, int]]:
    """The commands of records, each with its first position and its number of records."""
    command, first = "", 0
    for row in rows:
        own = canonical.decode(row[4])["command"]
        if own != command:
            if command:
                yield command, first, row[0] - first
            command, first = own, row[0]
    yield command, first, rows[-1][0] + 1 - first


if __name__ == "__main__":
    main()
