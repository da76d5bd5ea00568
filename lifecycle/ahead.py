"""A log and, behind its end, acts that are decided on it and not stored.

On it many acts are decided, each on the ones before it, until all of them are appended in one transaction.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from lifecycle.papers import check, check_cited, cited_by
from lifecycle.record import Record, timestamp
from lifecycle.store.log import Appended

if TYPE_CHECKING:
    from lifecycle.store.log import Act, Log, Paper


class Ahead:
    """What an engine needs of a log, with the acts in `acts` at its end as if they were stored.

    It stands where the log stood when it was made: what others write afterwards is not seen here, and makes the
    append of `acts` to the log itself a conflict where it concerns them.
    """

    def __init__(self, log: Log) -> None:
        self.acts: list[Act] = []
        self._log, self._end = log, log.position()
        self._records: list[Record] = []
        self._streams: dict[str, list[Record]] = {}
        self._commands: dict[str, Appended] = {}
        self._papers: dict[str, Paper] = {}

    def read(self, streams: Iterable[str]) -> dict[str, list[Record]]:
        """The whole histories of streams; those not begun are empty."""
        found = self._log.read(streams)
        return {
            stream: [r for r in records if r.position <= self._end] + self._streams.get(stream, [])
            for stream, records in found.items()
        }

    def append(self, acts: Sequence[Act]) -> list[Appended]:
        """Take acts behind the end; nothing is stored. Raises `Misused` for papers that no store takes."""
        return [self._take(act) for act in acts]

    def _take(self, act: Act) -> Appended:
        self._take_papers(act)
        first, recorded_at = self.position() + 1, timestamp(act.now())
        for offset, draft in enumerate(act.drafts):
            body = draft.sealed(recorded_at=recorded_at, command=act.command)
            record = Record(first + offset, body, draft.event)
            self._records.append(record)
            self._streams.setdefault(draft.stream, []).append(record)
        self.acts.append(act)
        taken = Appended(act.command, first, len(act.drafts), request_hash=act.request_hash)
        self._commands[act.command] = replace(taken, repeated=True)
        return taken

    def _take_papers(self, act: Act) -> None:
        new = {paper.sha256: paper for paper in act.papers if paper.sha256 not in self._papers}
        for paper in new.values():
            check(paper)
        cited = {sha256 for draft in act.drafts for sha256 in cited_by(draft)}
        if cited:
            check_cited(act.drafts, self.stored(cited) | {one: len(p.content) for one, p in new.items()})
        self._papers |= new

    def read_from(self, position: int, *, limit: int) -> list[Record]:
        """Records after a position, in log order."""
        stored = self._log.read_from(position, limit=limit) if position < self._end else []
        kept = [record for record in stored if record.position <= self._end]
        start = max(position - self._end, 0)
        return (kept + self._records[start : start + limit])[:limit]

    def position(self) -> int:
        """The last record's position, those not stored included."""
        return self._end + len(self._records)

    def command(self, command: str) -> Appended | None:
        """Where a command's records stand, if it was carried out, or is about to be."""
        stored = self._log.command(command)
        if stored is not None and stored.first_position <= self._end:
            return stored
        return self._commands.get(command)

    def paper(self, sha256: str) -> Paper | None:
        """A document, stored or about to be."""
        return self._papers.get(sha256) or self._log.paper(sha256)

    def stored(self, digests: Collection[str]) -> dict[str, int]:
        """The sizes in bytes of those documents that are stored, or about to be, by digest."""
        waiting = {one: len(self._papers[one].content) for one in digests if one in self._papers}
        others = [one for one in digests if one not in waiting]
        return (self._log.stored(others) if others else {}) | waiting
