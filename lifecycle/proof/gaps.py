"""Positions of a log without records, or with such as the database cannot give: how they are passed over."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from lifecycle.errors import StoreUnusable
from lifecycle.proof.finding import Finding
from lifecycle.proof.merkle import TILE_WIDTH

if TYPE_CHECKING:
    from lifecycle.proof.commands import Commands
    from lifecycle.store.log import Log, Row

TILES_BEFORE_GIVING_UP = 1_000
"""So many tiles, one after the other, of which the database gives no row are tried before no more are."""

Run = tuple[int, int]
"""Positions from one to another, both included."""


class Gaps:
    """The gaps of a part of a log that ends with the position `upto`, told in order.

    Between two records there may be more positions than time to look at each.
    """

    def __init__(self, log: Log, upto: int, commands: Commands, found: Callable[[Finding], None]) -> None:
        self._log = log
        self._upto = upto
        self._commands = commands
        self._found = found
        self._ruined = 0
        self.runs: list[Run] = []

    def among(self, after: int, upto: int, rows: Sequence[Row], unreadable: Sequence[int]) -> None:
        """Take note of what is not there between two positions, some rows of which are."""
        self._ruined = 0
        self._note(after, upto, {row[0] for row in rows}, unreadable)

    def over(self, after: int, upto: int, unreadable: Sequence[int]) -> int:
        """Take note of a stretch without any row. Returns after which position to go on, a multiple of 256."""
        self._ruined += bool(unreadable)
        try:
            if unreadable and self._ruined < TILES_BEFORE_GIVING_UP:
                self._note(after, upto, (), unreadable)
                return upto
            found = self._log.following(upto)
        except StoreUnusable:
            self._found(Finding("database-until", after + 1, values={"until": self._upto}))
            self._commands.unknown(after + 1, self._upto)
            return self._upto
        end = self._upto if found is None else min((found - 1) // TILE_WIDTH * TILE_WIDTH, self._upto)
        # Where a damaged page puts rows out of order, the one that follows may stand before.
        end = max(end, upto)
        self._missing(after + 1, end)
        return end

    def _note(self, after: int, upto: int, there: Collection[int], unreadable: Sequence[int]) -> None:
        for position in range(after + 1, upto + 1):
            if position in unreadable:
                self._found(Finding("database", position))
                self._commands.unknown(position)
            elif position not in there:
                self._missing(position, position)

    def _missing(self, first: int, last: int) -> None:
        self._commands.unknown(first, last)
        _extend(self.runs, first, last)


def _extend(runs: list[Run], first: int, last: int) -> None:
    if runs and runs[-1][1] == first - 1:
        first, _ = runs.pop()
    runs.append((first, last))


def joined(parts: Iterable[Sequence[Run]]) -> Iterator[Finding]:
    """What is found of the gaps of parts that follow one another."""
    runs: list[Run] = []
    for part in parts:
        for first, last in part:
            _extend(runs, first, last)
    for first, last in runs:
        if first == last:
            yield Finding("missing", first)
        else:
            yield Finding("missing-until", first, values={"until": last})
