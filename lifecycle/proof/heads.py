"""The heads: the last record of every stream, in one tree, so that completeness and absence can be proven.

A leaf is the canonical JSON `{"hash": HEX, "stream": NAME, "version": N}`, the hash being the leaf hash of the
stream's last record; leaves stand in the byte order of the streams' names. The root is committed to by a record
of the log itself.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from domain.heads.events import HeadsCommitted
from lifecycle import canonical
from lifecycle.errors import StoreUnusable
from lifecycle.proof import merkle
from lifecycle.proof.errors import BadProof
from lifecycle.record import stream_name

if TYPE_CHECKING:
    from lifecycle.record import Record
    from lifecycle.store.log import Log, Row

STREAM = stream_name("heads", "main")
"""Where the heads are committed to."""


class Head(NamedTuple):
    """Where a stream ends: its last version, and the leaf hash of that record."""

    stream: str
    version: int
    hash: bytes

    def leaf(self) -> bytes:
        """The bytes of its leaf in the tree of heads."""
        return canonical.encode({"hash": self.hash.hex(), "stream": self.stream, "version": self.version})


class Proven(NamedTuple):
    """A head with its place among the heads, from zero, and its audit path."""

    place: int
    head: Head
    path: list[bytes]


Neighbours = tuple[Proven | None, Proven | None]
"""The heads between which an absent stream would stand; None at either end."""


class Heads:
    """Where every stream of the first `size` records of a log ends."""

    def __init__(self, size: int, ends: Mapping[str, tuple[int, bytes]]) -> None:
        self.size = size
        self.heads: Sequence[Head] = sorted(
            (Head(stream, *end) for stream, end in ends.items()), key=lambda head: head.stream.encode()
        )

    @cached_property
    def _hashes(self) -> list[bytes]:
        return [merkle.leaf_hash(head.leaf()) for head in self.heads]

    @cached_property
    def _nodes(self) -> merkle.Nodes:
        return merkle.in_memory(self._hashes)

    def root(self) -> bytes:
        """The root over all heads."""
        return merkle.root(self._hashes)

    def presence(self, stream: str) -> Proven:
        """That a stream ends where it does. Raises `KeyError` for one that has not begun."""
        index = self._place(stream)
        if index == len(self.heads) or self.heads[index].stream != stream:
            raise KeyError(stream)
        return self._proven(index)

    def absence(self, stream: str) -> Neighbours:
        """That a stream has not begun: its neighbours. Raises `KeyError` for one that has."""
        index = self._place(stream)
        if index < len(self.heads) and self.heads[index].stream == stream:
            raise KeyError(stream)
        before = self._proven(index - 1) if index else None
        return before, self._proven(index) if index < len(self.heads) else None

    def _place(self, stream: str) -> int:
        return bisect_left(self.heads, stream.encode(), key=lambda head: head.stream.encode())

    def _proven(self, index: int) -> Proven:
        path = merkle.inclusion_proof(index, len(self.heads), self._nodes)
        return Proven(index, self.heads[index], path)


def heads_of(log: Log, upto: int) -> Heads:
    """The heads of the first `upto` records of a log, in one reading of it; memory grows with the streams.

    Raises `StoreUnusable` for a row that says otherwise than its record, and for a gap in a stream.
    """
    return Heads(upto, _ends(log.rows(0, upto=upto)))


def _ends(rows: Iterable[Row]) -> dict[str, tuple[int, bytes]]:
    ends: dict[str, tuple[int, bytes]] = {}
    begun = (0, b"")
    for due, (position, stream, version, topic, state) in enumerate(rows, start=1):
        # The last names of a canonical record, in their order, are these.
        said = f'"stream":"{stream}","type":"{topic}","version":{version}}}'.encode()
        if type(state) is not bytes or not state.endswith(said):
            raise StoreUnusable(problem="columns-disagree", position=position, event=f"{stream}@{version}")
        if position != due or version != ends.get(stream, begun)[0] + 1:
            raise StoreUnusable(problem="gap", event=f"{stream}@{version}")
        ends[stream] = version, merkle.leaf_hash(state)
    return ends


def latest(log: Log) -> Record | None:
    """The last record by which heads were committed to; its event says how many records it covers."""
    history = [one for one in log.read([STREAM])[STREAM] if isinstance(one.event, HeadsCommitted)]
    return history[-1] if history else None


# -- checking ----------------------------------------------------------------------------------------


def check_presence(proven: Proven, *, streams: int, root: bytes) -> None:
    """Raise `BadProof` unless the head stands in its place in the tree of so many heads with this root."""
    leaf = merkle.leaf_hash(proven.head.leaf())
    merkle.verify_inclusion(leaf, proven.place, streams, proven.path, root)


def check_absence(stream: str, neighbours: Neighbours, *, streams: int, root: bytes) -> None:
    """Raise `BadProof` unless the neighbours stand next to each other, with the stream's place between them."""
    before, after = neighbours
    first = before.place + 1 if before else 0
    if first != (after.place if after else streams) or not (before or after):
        raise BadProof("not-neighbours", stream=stream)
    for one in (before, after):
        if one is not None:
            check_presence(one, streams=streams, root=root)
    name = stream.encode()
    if (before and before.head.stream.encode() >= name) or (after and after.head.stream.encode() <= name):
        raise BadProof("not-neighbours", stream=stream)
