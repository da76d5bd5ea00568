"""The table of commands against the log: it holds nothing that the records do not say."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Callable, Iterator
from operator import itemgetter
from typing import TYPE_CHECKING

from lifecycle.errors import StoreUnusable
from lifecycle.proof.finding import Finding
from lifecycle.proof.notation import LARGEST_SIZE
from lifecycle.proof.reading import Reader

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
        self._row = next(self._rows, None)
        self._command, self._first = "", 0
        self._unknown: list[tuple[int, int]] = []

    def record(self, position: int, command: str) -> None:
        """A record whose command may be another than that of the record before it."""
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
            self._row = next(self._rows, None)
            return
        while self._row is not None and self._row[1] < run[1]:
            self._strange(self._row)
            self._row = next(self._rows, None)
        row = self._row if self._row is not None and self._row[1] == run[1] else None
        if row is not None:
            self._row = next(self._rows, None)
        if row != run and not self._doubtful(run):
            table = "" if row is None else f"{row[0]} {row[1]}+{row[2]}"
            values = {"record": f"{run[0]} {run[1]}+{run[2]}", "table": table}
            self._found(Finding("command-differs", run[1], values=values))

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
            self._row = next(self._rows, None)

    def _followed(self) -> int:
        """The last record of the last command, which may stand after the part."""
        reader, last = Reader(), self._upto
        try:
            for row in self._log.rows(self._upto, upto=LARGEST_SIZE):
                found = reader.alone(row)
                if found is None:
                    self.unknown(row[0])
                if found is None or found[0]["command"] != self._command:
                    break
                last = row[0]
        except StoreUnusable:
            self.unknown(last + 1)
        return last


def rows_of(log: Log, after: int, upto: int | None, found: Callable[[Finding], None]) -> Iterator[Run]:
    """The rows of the table for some positions; those that cannot be such are findings."""
    try:
        for row in log.commands(after, upto=upto):
            if type(row[1]) is type(row[2]) is int:
                yield row
            else:
                found(Finding("command-unknown", values={"command": str(row[0])}))
    except StoreUnusable as error:
        found(Finding("structure", values={"detail": str(error.values.get("detail", ""))}))


def strays(log: Log, upto: int, found: Callable[[Finding], None]) -> None:
    """Find the rows of the table that begin where the log has no positions."""
    for row in (*rows_of(log, -LARGEST_SIZE, 0, found), *rows_of(log, upto, None, found)):
        found(Finding("command-unknown", row[1], values={"command": row[0]}))
