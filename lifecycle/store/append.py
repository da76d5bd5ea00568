"""The append: the order of steps inside its one transaction, the same on every database.

claim the command id (which takes the write lock) - check the read set - check the papers cited - stamp the
time - number - encode - insert. Encoding before the lock would let time run backwards; positions from a
sequence would have holes. Only the papers' own bytes are checked before it: hashing them takes a while.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from lifecycle.canonical import NotCanonical
from lifecycle.errors import Conflict, Misused
from lifecycle.papers import check, check_cited, cited_by
from lifecycle.record import Draft, timestamp
from lifecycle.store.codec import to_state
from lifecycle.store.log import Act, Appended, Paper, Row


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

    def stored(self, digests: Sequence[str]) -> dict[str, int]:
        """The sizes of those documents that are stored, by digest; the others are left out."""

    def insert(self, rows: Sequence[Row], papers: Sequence[Paper]) -> None:
        """Insert records and documents. Raises `StoreUnusable` where other bytes stand under a digest."""


def append(tables: Tables, acts: Sequence[Act]) -> Iterator[Appended]:
    """Append acts in order. Raises `Conflict`, and `Misused` for papers that are not what the acts say.

    Raises `StoreUnusable` for papers whose bytes were changed in the store. The caller's transaction then
    leaves nothing behind.
    """
    for paper in (paper for act in acts for paper in act.papers):
        check(paper)
    stand: dict[str, int] = {}
    position, recorded_at = -1, ""
    rows: list[Row] = []
    papers: list[Paper] = []
    brought: dict[str, int] = {}
    for act in acts:
        first, earlier = tables.claim(act, position + 1 if position >= 0 else None)
        if earlier is not None:
            yield _repeated(act, earlier)
            continue
        if position < 0:
            position, recorded_at = tables.last()
            stand = tables.versions(list({stream for one in acts for stream in one.reads}))
        _check_reads(act, stand)
        papers += act.papers
        brought |= {paper.sha256: len(paper.content) for paper in act.papers}
        _check_papers(tables, act, brought)
        recorded_at = max(timestamp(act.now()), recorded_at)
        rows += _rows(act.drafts, position, recorded_at, act.command)
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


def _check_papers(tables: Tables, act: Act, brought: dict[str, int]) -> None:
    cited = {digest for draft in act.drafts for digest in cited_by(draft)}
    if cited:
        check_cited(act.drafts, tables.stored(sorted(cited - brought.keys())) | brought)


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
