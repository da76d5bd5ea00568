"""A part of a log, verified by itself: so that parts can be read by several processes, and then put together.

A damaged record is a finding, and the reading goes on after it. What is kept in memory grows with the streams.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from operator import le
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from lifecycle.collecting import undisturbed
from lifecycle.errors import StoreUnusable
from lifecycle.papers import cited
from lifecycle.proof.commands import Commands
from lifecycle.proof.finding import Finding
from lifecycle.proof.gaps import Gaps, Run
from lifecycle.proof.levels import InFiles, readable
from lifecycle.proof.merkle import EMPTY, TILE_WIDTH, complete_subtree, leaf_hash, leaf_hashes, unpacked
from lifecycle.proof.reading import Read, alone, problems, read

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from lifecycle.store.log import Log, Row

MOST = 100
"""Of each kind of finding so many are told one by one; the others are counted."""

DIGESTS_AT_ONCE = 500
AT_ONCE = 2 * TILE_WIDTH
"""So many records are read together: many of one type, and few enough to stay in the processor's cache."""

End = tuple[int, bytes]
"""The last version of a stream, and the leaf hash of that record."""


class Findings:
    """Findings, the first of each kind told and all counted, so that a ruined log takes no more memory."""

    def __init__(self) -> None:
        self.told: list[Finding] = []
        self.counts: Counter[str] = Counter()

    def add(self, finding: Finding) -> None:
        """Take a finding in."""
        self.counts[finding.problem] += 1
        if self.counts[finding.problem] <= MOST:
            self.told.append(finding)

    def extend(self, other: Findings) -> None:
        """Take the findings of another part in."""
        told = Counter(finding.problem for finding in other.told)
        for finding in other.told:
            self.add(finding)
        self.counts += other.counts - told


class Part(NamedTuple):
    """Which records to verify: those after a position, a multiple of 256, and not after another.

    `heads_at` is where the heads are wanted, 0 for nowhere; `kept` the folder of the tree that is kept.
    """

    after: int
    upto: int
    heads_at: int = 0
    kept: Path | None = None


@dataclass
class Told:
    """What a part came to: the roots of whole tiles, and where streams begin and end in it.

    `gaps` are the positions without records. Where whole tiles are among them, the tree ends before: `broken`
    is the last position before it, and no later leaf has a hash that could be compared. `differing` are the
    positions whose leaves are not those kept; `unhashed` says that some had no bytes to be compared.
    """

    part: Part
    records: int = 0
    findings: Findings = field(default_factory=Findings)
    gaps: list[Run] = field(default_factory=list)
    broken: int | None = None
    tiles: list[bytes] = field(default_factory=list)
    begins: dict[str, int] = field(default_factory=dict)
    ends: dict[str, End] = field(default_factory=dict)
    heads: Mapping[str, End] | None = None
    differing: list[int] = field(default_factory=list)
    unhashed: bool = False


def verified(log: Log, part: Part, progress: Callable[[int], None] | None = None) -> Told:
    """Verify a part of a log; `progress` is told of the records read since it was told last."""
    reading = _Reading(log, part)
    after = part.after
    with undisturbed():
        while after < part.upto:
            upto = reading.stretch(after, min(after + AT_ONCE, part.upto))
            if progress is not None:
                progress(upto - after)
            after = upto
    return reading.finished()


class _Reading:
    def __init__(self, log: Log, part: Part) -> None:
        self.log = log
        self.told = Told(part)
        self.findings = self.told.findings
        self.kept = InFiles(part.kept) if part.kept and readable(part.kept) else None
        self.last = part.after
        self.cited: list[tuple[str, str, int]] = []
        before = rows_in(log, part.after - 1, part.after)[0] if part.after else ()
        last = alone(before[0]) if before else None
        self.moment = last.recorded_at if last else ""
        carried = last.command if last else ""
        self.commands = Commands(log, part.after, part.upto, carried=carried, found=self.findings.add)
        self.gaps = Gaps(log, part.upto, self.commands, self.findings.add)
        if part.after and not carried:
            self.commands.unknown(part.after)

    def stretch(self, after: int, upto: int) -> int:
        """Verify some tiles; where a record is missing, the first alone. Returns where to go on after."""
        rows, unreadable = rows_in(self.log, after, upto)
        if len(rows) < upto - after and upto - after > TILE_WIDTH:
            return self.stretch(after, after + TILE_WIDTH)
        if not rows:
            if self.told.broken is None:
                self.told.broken = self.last
            return self.gaps.over(after, upto, unreadable)
        self.told.records += len(rows)
        whole = leaves = _leaves(rows)
        if len(rows) < upto - after:
            self.gaps.among(after, upto, rows, unreadable)
            present = {row[0]: leaf for row, leaf in zip(rows, leaves, strict=True)}
            whole = [present.get(position, EMPTY) for position in range(after + 1, upto + 1)]
        if self.told.broken is None:
            for start in range(0, len(whole), TILE_WIDTH):
                self._hashed(whole[start : start + TILE_WIDTH], after + start)
        self.last = rows[-1][0]
        self._records(rows, leaves)
        return upto

    def _records(self, rows: Sequence[Row], leaves: Sequence[bytes]) -> None:
        found, citing = read(rows)
        heads_at = self.told.part.heads_at
        # One look at many records is cheaper than a look at each: only what is out of order is gone through.
        sound = [one for one in found if one is not None]
        heads_here = rows[0][0] <= heads_at <= rows[-1][0]
        if len(sound) < len(rows) or heads_here or not self._in_order(sound):
            self._one_by_one(rows, found, leaves, heads_at)
        else:
            self._together(rows, sound, leaves)
        for place in citing:
            if one := found[place]:
                self._cites(rows[place], one)

    def _in_order(self, found: Sequence[Read]) -> bool:
        """Whether the clock never went backwards."""
        moments = [one.recorded_at for one in found]
        return all(map(le, [self.moment, *moments], moments))

    def _one_by_one(
        self, rows: Sequence[Row], found: Sequence[Read | None], leaves: Sequence[bytes], heads_at: int
    ) -> None:
        for row, one, leaf in zip(rows, found, leaves, strict=True):
            if one is not None:
                self._clock(row, one.recorded_at)
                self._together((row,), (one,), (leaf,))
            else:
                self._problems(row, leaf)
            if row[0] == heads_at:
                self.told.heads = dict(self.told.ends)

    def _together(self, rows: Sequence[Row], found: Sequence[Read], leaves: Sequence[bytes]) -> None:
        """Records that can be read, their times in order."""
        self.commands.records([row[0] for row in rows], [one.command for one in found])
        ends, begins = self.told.ends, self.told.begins
        for (position, stream, version, _, _), leaf in zip(rows, leaves, strict=True):
            end = ends.get(stream)
            if end is None:
                begins[stream] = version
            elif end[0] + 1 != version:
                self._gap(position, stream, version, end[0])
            ends[stream] = version, leaf
        self.moment = found[-1].recorded_at

    def _hashed(self, leaves: list[bytes], after: int) -> None:
        if len(leaves) == TILE_WIDTH:
            self.told.tiles.append(complete_subtree(leaves))
        if self.kept is None:
            return
        kept = self.kept.read(0, after, len(leaves))
        if b"".join(leaves) != kept:
            for place, leaf in enumerate(unpacked(kept)):
                if leaves[place] == EMPTY:
                    self.told.unhashed = True
                elif leaf != leaves[place] and len(self.told.differing) < MOST:
                    self.told.differing.append(after + place + 1)

    def _problems(self, row: Row, leaf: bytes) -> None:
        """What is wrong with a row that cannot be read as it must be."""
        self.commands.unknown(row[0])
        for finding in problems(row):
            self.findings.add(finding)
        position, stream, version = row[:3]
        if type(stream) is str and type(version) is int:
            before = self.told.ends.get(stream)
            if before is None:
                self.told.begins[stream] = version
            elif before[0] + 1 != version:
                self._gap(position, stream, version, before[0])
            self.told.ends[stream] = version, leaf

    def _gap(self, position: int, stream: str, version: int, before: int) -> None:
        self.findings.add(Finding("version-gap", position, f"{stream}@{version}", {"before": before}))

    def _clock(self, row: Row, moment: str) -> None:
        if moment < self.moment:
            times = {"before": self.moment, "recorded_at": moment}
            self.findings.add(Finding("clock-backwards", row[0], f"{row[1]}@{row[2]}", times))
        self.moment = moment

    def _cites(self, row: Row, one: Read) -> None:
        position, stream, version = row[:3]
        event = f"{stream}@{version}"
        self.cited += ((sha256, event, position) for sha256 in cited(stream, one.documents, one.data))
        if len(self.cited) >= DIGESTS_AT_ONCE:
            self._found()

    def _found(self) -> None:
        """Whether the bytes of the papers cited are stored."""
        stored = self.log.stored({sha256 for sha256, _, _ in self.cited})
        for sha256, ref, position in self.cited:
            if sha256 not in stored:
                self.findings.add(Finding("document-absent", position, ref, {"sha256": sha256}))
        self.cited = []

    def finished(self) -> Told:
        self._found()
        self.commands.finish()
        self.told.gaps = self.gaps.runs
        return self.told


def _leaves(rows: Sequence[Row]) -> list[bytes]:
    """The hashes of records; `EMPTY` where a record is not even bytes."""
    try:
        return leaf_hashes([row[4] for row in rows])
    except TypeError:
        return [leaf_hash(row[4]) if type(row[4]) is bytes else EMPTY for row in rows]


def rows_in(log: Log, after: int, upto: int) -> tuple[Sequence[Row], Sequence[int]]:
    """The rows of some positions, and the positions whose rows the database cannot give."""
    try:
        return list(log.rows(after, upto=upto)), ()
    except StoreUnusable:
        rows: list[Row] = []
        unreadable = []
        for position in range(after + 1, upto + 1):
            try:
                rows += log.rows(position - 1, upto=position)
            except StoreUnusable:
                unreadable.append(position)
        return rows, unreadable


def strays(log: Log) -> Iterator[Finding]:
    """Records before position 1: reading the log in order never meets them, reading a stream does."""
    with suppress(StoreUnusable):
        yield from (Finding("out-of-place", row[0], f"{row[1]}@{row[2]}") for row in log.rows(-(2**63), upto=0))
