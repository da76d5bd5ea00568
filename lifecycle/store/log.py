"""What every store offers, whatever database is behind it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from pathlib import Path

    from lifecycle.record import Draft, Record


class Paper(NamedTuple):
    """The bytes of a document, stored once under their digest."""

    sha256: str
    media_type: str
    content: bytes


class Filed(NamedTuple):
    """What stands beside the bytes of a stored document; `size` is in bytes."""

    sha256: str
    media_type: str
    size: int


Row = tuple[int, str, int, str, bytes]
"""A record as it is stored: position, stream, version, stored name, the record's bytes."""


class Act(NamedTuple):
    """All records of one command, ready to append.

    `reads` is every stream consulted at the version consulted, those written included; 0 where it had not
    begun. `now` is the clock, read once the write lock is held; the append never lets time run backwards.
    """

    command: str
    request_hash: str
    now: Callable[[], datetime]
    reads: Mapping[str, int]
    drafts: Sequence[Draft]
    papers: Sequence[Paper] = ()


@dataclass(frozen=True)
class Appended:
    """Where an act's records stand. `repeated` says that the command had been carried out before."""

    command: str
    first_position: int
    count: int
    repeated: bool = False
    request_hash: str = ""

    @property
    def last_position(self) -> int:
        """The position of the act's last record."""
        return self.first_position + self.count - 1


class Histories(Protocol):
    """What a desk needs of a log."""

    def read(self, streams: Iterable[str]) -> dict[str, list[Record]]:
        """The whole histories of streams, in one consistent view; streams not begun are empty."""


class Log(Histories, Protocol):
    """One ordered, append-only log of records in streams."""

    def append(self, acts: Sequence[Act]) -> list[Appended]:
        """Append acts in one transaction, all or nothing. Raises `Conflict` where a stream has moved."""

    def read_from(self, position: int, *, limit: int) -> list[Record]:
        """Records after a position, in log order."""

    def streams_from(self, position: int, *, upto: int) -> list[str]:
        """The names of the streams written after a position and not after another, in byte order."""

    def scan(self) -> Iterator[Record]:
        """Every record in log order, in bounded memory."""

    def rows(self, after: int, *, upto: int) -> Iterator[Row]:
        """Records after a position and not after another, in log order, as they are stored: nothing is decoded.

        In a store that was tampered with a column may hold anything. Raises `StoreUnusable`.
        """

    def following(self, position: int) -> int | None:
        """The position of the first record after a position."""

    def readers(self, streams: Collection[str], after: int) -> Iterator[Record]:
        """The records after a position whose acts read one of some streams, in log order."""

    def position(self) -> int:
        """The last record's position, 0 for an empty log."""

    def command(self, command: str) -> Appended | None:
        """Where a command's records stand, if it was carried out."""

    def commands(self, after: int, *, upto: int | None) -> Iterator[tuple[str, int, int]]:
        """The commands whose records begin after a position and not after another, None for all, in that order.

        Each with its first position and its number of records, as they are stored.
        """

    def faults(self) -> Iterator[str]:
        """What the database finds wrong with its own structure, in its own words, and what is not ours."""

    def paper(self, sha256: str) -> Paper | None:
        """A stored document."""

    def documents(self, prefix: str = "") -> Iterator[Filed]:
        """The stored documents whose digests begin so, in the order of these, without their bytes."""

    def content(self, sha256: str) -> Iterator[bytes]:
        """The bytes of a stored document, piece by piece; none where it is not stored."""

    def stored(self, digests: Collection[str]) -> dict[str, int]:
        """The sizes in bytes of those documents that are stored, by digest; the others are left out."""

    def backup(self, target: Path) -> None:
        """Copy the whole store while it is in use."""

    def close(self) -> None:
        """Let go of the database."""
