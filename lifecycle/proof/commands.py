"""The table of commands against the log: it holds nothing that the records do not say."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, islice, pairwise
from operator import itemgetter
from typing import TYPE_CHECKING

from lifecycle.errors import StoreUnusable
from lifecycle.proof.finding import Finding
from lifecycle.proof.notation import LARGEST_SIZE
from lifecycle.proof.reading import alone

if TYPE_CHECKING:
    from lifecycle.store.log import Log

Run = tuple[str, int, int]
"""A command, the position of its first record, how many records it has."""


class Commands:
    """Compares the commands of the records of a part, told in order, with the rows of the table.

    `carried` is the command of the record before the part: what it began is another part's affair. A command
    that goes on after the part is followed to its end. `found` takes the findings.
    """

    def __init__(
        self, log: Log, after: int, upto: int, *, carried: str, found: Callable[[Finding], None]
    ) -> None:
        self._log = log
        self._upto = upto
        self._carried = carried
        self._found = found
        self._rows = rows_of(log, after, upto, found)
        self._ahead: deque[Run] = deque()
        self._row = self._next()
        self._command, self._first = "", 0
        self._unknown: list[tuple[int, int]] = []

    def records(self, positions: Sequence[int], commands: Sequence[str]) -> None:
        """Records one after the other. Where the table agrees, one comparison of all of them is enough."""
        before = chain((self._command,), commands)
        begun = [(c, p) for p, c, b in zip(positions, commands, before, strict=False) if c != b]
        if not begun:
            return
        open_and_begun = [(self._command, self._first), *begun]
        over = [(c, first, end - first) for (c, first), (_, end) in pairwise(open_and_begun)]
        rows = [self._row, *islice(self._coming(), len(over) - 1)]
        if over == rows:
            self._row = self._next()
            self._command, self._first = begun[-1]
            return
        self._ahead.extendleft(filter(None, rows[:0:-1]))
        for command, position in begun:
            self._record(position, command)

    def _record(self, position: int, command: str) -> None:
        """A record whose command is another than that of the record before it."""
        if command in (self._command, self._carried):
            return
        self._carried = ""
        self._close(position - 1)
        self._command, self._first = command, position

    def unknown(self, first: int, last: int = 0) -> None:
        """A record, or those from it to a last one, of which nobody can say to which command they belong."""
        insort(self._unknown, (first, max(first, last)))

    def _close(self, last: int) -> None:
        """Compare the command whose records are over with the table."""
        if not self._first:
            return
        run = self._command, self._first, last - self._first + 1
        if self._row == run:
            self._row = self._next()
            return
        while self._row is not None and self._row[1] < run[1]:
            self._strange(self._row)
            self._row = self._next()
        row = self._row if self._row is not None and self._row[1] == run[1] else None
        if row is not None:
            self._row = self._next()
        if row != run and not self._doubtful(run):
            values = {"record": _in_words(run)}
            if row is None:
                self._found(Finding("command-unlisted", run[1], values=values))
            else:
                self._found(Finding("command-differs", run[1], values=values | {"table": _in_words(row)}))

    def _coming(self) -> Iterator[Run]:
        return chain(self._put_back(), self._rows)

    def _put_back(self) -> Iterator[Run]:
        while self._ahead:
            yield self._ahead.popleft()

    def _next(self) -> Run | None:
        return next(_possible(self._coming(), self._found), None)

    def _strange(self, row: Run) -> None:
        if not self._doubtful(row):
            self._found(Finding("command-unknown", row[1], values={"command": row[0]}))

    def _doubtful(self, run: Run) -> bool:
        """Whether a record in a run, or beside it, could not be read: it may belong to it."""
        place = bisect_left(self._unknown, run[1] - 1, key=itemgetter(1))
        return place < len(self._unknown) and self._unknown[place][0] <= run[1] + run[2]

    def finish(self) -> None:
        """Every record of the part was told."""
        self._close(self._followed())
        while self._row is not None:
            self._strange(self._row)
            self._row = self._next()

    def _followed(self) -> int:
        """The last record of the last command, which may stand after the part."""
        last = self._upto
        try:
            for row in self._log.rows(self._upto, upto=LARGEST_SIZE):
                found = alone(row)
                if found is None:
                    self.unknown(row[0])
                if found is None or found.command != self._command:
                    break
                last = row[0]
        except StoreUnusable:
            self.unknown(last + 1)
        return last


def _in_words(run: Run) -> str:
    return f"{run[0]} {run[1]}+{run[2]}"


def rows_of(log: Log, after: int, upto: int | None, found: Callable[[Finding], None]) -> Iterator[Run]:
    """The rows of the table for some positions, as they are."""
    try:
        yield from log.commands(after, upto=upto)
    except StoreUnusable as error:
        found(Finding("structure", values={"detail": str(error.values.get("detail", ""))}))


def _possible(rows: Iterable[Run], found: Callable[[Finding], None]) -> Iterator[Run]:
    """Those rows that can be such of the table; the others are findings."""
    for row in rows:
        if type(row[1]) is type(row[2]) is int:
            yield row
        else:
            found(Finding("command-unknown", values={"command": str(row[0])}))


def strays(log: Log, upto: int, found: Callable[[Finding], None]) -> None:
    """Find the rows of the table that begin where the log has no positions."""
    outside = chain(rows_of(log, -LARGEST_SIZE, 0, found), rows_of(log, upto, None, found))
    for row in _possible(outside, found):
        found(Finding("command-unknown", row[1], values={"command": row[0]}))
