"""Verifying a log: every record, the tree over them, the checkpoints and heads that vouch for it, the papers.

Written against what every store offers. Nothing that is kept beside the log is believed: it is compared.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from lifecycle import papers
from lifecycle.errors import StoreUnusable
from lifecycle.proof import checkpoint, commands, gaps, heads, note
from lifecycle.proof.checkpoint import Checkpoint
from lifecycle.proof.errors import BadProof
from lifecycle.proof.finding import Finding
from lifecycle.proof.heads import Heads
from lifecycle.proof.kept import Kept, recomputed
from lifecycle.proof.merkle import TILE_WIDTH
from lifecycle.proof.parts import End, Findings, Part, Told, strays
from lifecycle.proof.processes import in_parts

if TYPE_CHECKING:
    from lifecycle.proof.keys import VerifierKey
    from lifecycle.proof.tree import Tree
    from lifecycle.record import Record
    from lifecycle.store.log import Log

Progress = Callable[[str, int, int], None]
"""Told what is being read, how much of it was, and how much there is; 0 where nobody knows."""


class Given(NamedTuple):
    """A checkpoint to hold the log against: where it comes from, and its note."""

    source: str
    note: bytes


class Unchecked(NamedTuple):
    """Something that was not checked, and the values that tell of it."""

    what: str
    values: Mapping[str, Any] = {}


class Vouched(NamedTuple):
    """A checkpoint that the log agrees with; `signed` says that its signature was checked."""

    source: str
    size: int
    signed: bool


@dataclass
class Asked:
    """What to verify: from which position on, against which checkpoints, by whose key, with which kept tree."""

    since: int = 0
    given: Sequence[Given] = ()
    key: VerifierKey | None = None
    origin: str = ""
    kept: Path | None = None
    processes: int = 0
    progress: Progress | None = None


@dataclass
class Verified:
    """What a verification came to."""

    position: int
    records: int = 0
    streams: int = 0
    documents: int = 0
    findings: Findings = field(default_factory=Findings)
    vouched: list[Vouched] = field(default_factory=list)
    unchecked: list[Unchecked] = field(default_factory=list)

    def skipped(self, what: str, **values: Any) -> None:
        """Say that something was not checked."""
        self.unchecked.append(Unchecked(what, values))


def verify(log: Log, again: Callable[[], Log], asked: Asked) -> Verified:
    """Verify a log; `again` opens it once more, in another process. Raises `StoreUnusable` for no database."""
    upto = log.position()
    since = min(asked.since, upto) // TILE_WIDTH * TILE_WIDTH
    done = Verified(upto)
    if since:
        done.skipped("before", position=since)
    _structure(log, upto, done)
    committed = _committed(log, done)
    heads_at = committed.event.size if committed and not since else 0  # type: ignore[attr-defined]
    whole = Part(since, upto, heads_at, asked.kept)
    parts = in_parts(log, again, whole, asked)
    for part in parts:
        done.findings.extend(part.findings)
    for finding in gaps.joined(part.gaps for part in parts):
        done.findings.add(finding)
    done.records = sum(part.records for part in parts)
    ends, at_heads = _joined(parts, done)
    done.streams = len(ends)
    _tree(log, parts, asked, done)
    if committed:
        _heads(committed, at_heads, since, done)
    _papers(log, asked, done)
    done.findings.told.sort(key=lambda finding: finding.position or upto + 1)
    return done


# -- the database, the papers ------------------------------------------------------------------------


def _structure(log: Log, upto: int, done: Verified) -> None:
    for detail in log.faults():
        done.findings.add(Finding("structure", values={"detail": detail}))
    for finding in strays(log):
        done.findings.add(finding)
    commands.strays(log, upto, done.findings.add)
    done.skipped("requests")


def _papers(log: Log, asked: Asked, done: Verified) -> None:
    def tell(read: int) -> None:
        done.documents = read
        if asked.progress is not None:
            asked.progress("documents", read, 0)

    try:
        for found in papers.unsound(log, tell):
            done.findings.add(Finding(found.problem, values={"sha256": found.sha256}))
    except StoreUnusable as error:
        done.findings.add(Finding("structure", values={"detail": str(error.values.get("detail", ""))}))


# -- the streams -------------------------------------------------------------------------------------


def _joined(parts: Sequence[Told], done: Verified) -> tuple[dict[str, End], dict[str, End] | None]:
    """Where every stream ends, and where each ended at the heads: parts joined, versions running on."""
    ends: dict[str, End] = {}
    at_heads = None
    for told in parts:
        if told.heads is not None:
            at_heads = {**ends, **told.heads}
        for stream, version in told.begins.items():
            before = ends[stream][0] if stream in ends else 0
            if version != before + 1 and (stream in ends or not parts[0].part.after):
                found = Finding("version-gap", 0, f"{stream}@{version}", {"before": before})
                done.findings.add(found)
        ends |= told.ends
    return ends, at_heads


def _committed(log: Log, done: Verified) -> Record | None:
    """The record that committed to the heads last."""
    try:
        found = heads.latest(log)
    except StoreUnusable:
        done.skipped("heads-unreadable")
        return None
    if found is None:
        done.skipped("never-sealed")
    return found


def _heads(committed: Record, ends: Mapping[str, End] | None, since: int, done: Verified) -> None:
    said: Any = committed.event
    if said.size >= committed.position:
        done.findings.add(Finding("heads-differ", committed.position, committed.ref))
    elif since or ends is None:
        done.skipped("heads")
    else:
        found = Heads(said.size, ends)
        if (len(found.heads), found.root().hex()) != (said.streams, said.root):
            done.findings.add(Finding("heads-differ", committed.position, committed.ref))


# -- the tree and what vouches for it ----------------------------------------------------------------


def _tree(log: Log, parts: Sequence[Told], asked: Asked, done: Verified) -> None:
    kept = Kept(log, asked.kept)
    since = parts[0].part.after if parts else 0
    earlier = kept.tiles(since // TILE_WIDTH)
    if earlier is None:
        done.skipped("tree-before", position=since)
        return
    size = next((told.broken for told in parts if told.broken is not None), done.position)
    grown = recomputed(log, [*earlier, *_whole(parts)], size)
    sound = _vouched(grown, asked, done)
    last = max((one.size for one in done.vouched), default=0)
    if asked.given and not done.vouched:
        done.skipped("unvouched")
    elif asked.given and last < done.position:
        done.skipped("beyond", size=last, position=done.position)
    if not kept.size:
        done.skipped("tree-absent")
        return
    if kept.size > size:
        values = {"source": str(asked.kept), "size": kept.size, "position": size}
        done.findings.add(Finding("log-shorter", values=values))
    elif kept.size < size:
        done.skipped("tree-shorter", size=kept.size)
    differing = list(chain.from_iterable(told.differing for told in parts))
    for finding in kept.compared(differing, upto=last, signed=sound):
        done.findings.add(finding)
    if not differing and not any(told.unhashed for told in parts):
        for finding in kept.above(grown):
            done.findings.add(finding)


def _whole(parts: Sequence[Told]) -> Iterator[bytes]:
    """The roots of whole tiles, up to the first of which no record is there."""
    for told in parts:
        yield from told.tiles
        if told.broken is not None:
            return


def _vouched(grown: Tree, asked: Asked, done: Verified) -> list[Checkpoint]:
    """Hold the tree against every checkpoint given. Returns those that could be read."""
    if not asked.given:
        done.skipped("checkpoint")
    elif asked.key is None:
        done.skipped("signature")
    readable = []
    for source, signed in asked.given:
        try:
            one = _opened(signed, asked.key)
        except BadProof as error:
            refused = error.values | {"source": source, "cause": error.problem}
            done.findings.add(Finding("checkpoint-refused", values=refused))
            continue
        readable.append(one)
        problem = _against(one, grown, asked.origin)
        if problem:
            values = {"source": source, "size": one.size, "position": grown.size, "origin": one.origin}
            done.findings.add(Finding(problem, values=values))
        else:
            done.vouched.append(Vouched(source, one.size, signed=asked.key is not None))
    return readable


def _opened(signed: bytes, key: VerifierKey | None) -> Checkpoint:
    return checkpoint.opened(signed, key) if key else checkpoint.parse(note.parsed(signed)[0])


def _against(one: Checkpoint, grown: Tree, origin: str) -> str:
    """What is wrong between a checkpoint and a tree; empty where they agree."""
    if origin and one.origin != origin:
        return "other-log"
    if one.size > grown.size:
        return "log-shorter"
    return "" if grown.root(one.size) == one.root else "checkpoint-differs"
