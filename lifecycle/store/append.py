"""The append: the order of steps inside its one transaction, the same on every database.

claim the command id (which takes the write lock) - check the read set - stamp the time - number - encode -
insert. Encoding before the lock would let time run backwards; positions from a sequence would have holes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from lifecycle.canonical import NotCanonical
from lifecycle.errors import Conflict, Misused
from lifecycle.record import Draft, timestamp
from lifecycle.store.codec import to_state
from lifecycle.store.log import Act, Appended, Paper

Row = tuple[int, str, int, str, bytes]
"""Position, stream, version, stored name, record."""


class Tables(Protocol):
    """A database's tables inside an open transaction."""

    def claim(self, act: Act, first: int | None) -> tuple[int, tuple[str, int, int] | None]:
        """Insert the command's row and take the write lock: its first position, or the row that is there.

        `first` is None where the log's end is not known yet.
        """

    def versions(self, streams: Sequence[str]) -> dict[str, int]:
        """The last versions of streams; those not begun are left out."""

    def last(self) -> tuple[int, str]:
        """The last position and the time it was recorded; 0 and an empty text for an empty log."""

    def insert(self, rows: Sequence[Row], papers: Sequence[Paper]) -> None:
        """Insert records and documents."""


def append(tables: Tables, acts: Sequence[Act]) -> Iterator[Appended]:
    """Append acts in order. Raises `Conflict`; the caller's transaction then leaves nothing behind."""
    stand: dict[str, int] = {}
    position, recorded_at = -1, ""
    rows: list[Row] = []
    papers: list[Paper] = []
    for act in acts:
        first, earlier = tables.claim(act, position + 1 if position >= 0 else None)
        if earlier is not None:
            yield _repeated(act, earlier)
            continue
        if position < 0:
            position, recorded_at = tables.last()
            stand = tables.versions(list({stream for one in acts for stream in one.reads}))
        _check_reads(act, stand)
        recorded_at = max(timestamp(act.now()), recorded_at)
        rows += _rows(act.drafts, position, recorded_at, act.command)
        papers += act.papers
        position += len(act.drafts)
        stand |= {draft.stream: draft.version for draft in act.drafts}
        yield Appended(act.command, first, len(act.drafts))
    tables.insert(rows, papers)


def _repeated(act: Act, earlier: tuple[str, int, int]) -> Appended:
    request_hash, first, count = earlier
    if request_hash != act.request_hash:
        raise Conflict(problem="command-id-taken", command=act.command)
    return Appended(act.command, first, count, repeated=True, request_hash=request_hash)


def _check_reads(act: Act, stand: dict[str, int]) -> None:
    for stream, read in act.reads.items():
        stands = stand.get(stream, 0)
        if stands != read:
            raise Conflict(problem="stream-moved", stream=stream, read=read, stands=stands)


def _rows(drafts: Sequence[Draft], position: int, recorded_at: str, command: str) -> list[Row]:
    try:
        return [
            (
                position + offset,
                draft.stream,
                draft.version,
                draft.event.stored,
                to_state(draft, recorded_at=recorded_at, command=command),
            )
            for offset, draft in enumerate(drafts, start=1)
        ]
    except NotCanonical as error:
        raise Misused(problem="not-canonical", detail=str(error)) from error
