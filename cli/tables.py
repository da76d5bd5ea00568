"""Tables as plain text, fitted to a width: the least telling columns give way, then each row gets a block.

Cells are text already. Colour is put on after the cells are laid out, so that it never disturbs the widths.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from cli.screen import width

GAP = "  "
NARROWEST = 14
"""A column of text is not folded below this many characters: a word a line cannot be read."""

Paint = Callable[[str, str], str]
"""A cell's text as laid out and its column's name -> the text to print."""


def unpainted(text: str, column: str) -> str:
    """Leave a cell as it is."""
    return text


@dataclass(frozen=True)
class Column:
    """A column: its name in the data, its heading, whether its cells are numbers, whether they are folded."""

    name: str
    heading: str
    number: bool = False
    folds: bool = False


@dataclass(frozen=True)
class Table:
    """Lines to print and the headings of the columns that gave way."""

    lines: Sequence[str]
    left_out: Sequence[str] = ()


Row = Mapping[str, str]


def pad(text: str, size: int, *, right: bool = False) -> str:
    """Text filled with spaces to a width in columns."""
    space = " " * max(0, size - width(text))
    return space + text if right else text + space


def fold(text: str, size: int) -> list[str]:
    """Text cut into lines of at most a width, between words where it can be."""
    lines: list[str] = []
    line = ""
    for word in text.split(" "):
        joined = f"{line} {word}" if line else word
        if width(joined) <= size:
            line = joined
            continue
        if line:
            lines.append(line)
        line = word
        while width(line) > size:
            head, line = _cut(line, size)
            lines.append(head)
    return [*lines, line]


def _cut(word: str, size: int) -> tuple[str, str]:
    place, taken = 0, 0
    for character in word:
        taken += width(character)
        if taken > size:
            break
        place += 1
    place = max(place, 1)
    return word[:place], word[place:]


def laid_out(
    columns: Sequence[Column], rows: Sequence[Row], *, limit: int | None, paint: Paint = unpainted
) -> Table:
    """A table of columns in order of importance. Without a limit, every column at its full width."""
    if limit is None:
        return Table(_grid(columns, rows, _natural(columns, rows), paint))
    telling = [c for c in columns if any(row.get(c.name) for row in rows)] if rows else list(columns)
    left_out: list[str] = []
    while telling:
        sizes = _fitted(telling, rows, limit)
        if sizes is not None:
            return Table(_grid(telling, rows, sizes, paint), tuple(left_out))
        if len(telling) <= _fewest(columns):
            break
        left_out.insert(0, telling.pop().heading)
    return Table(blocks(columns, rows, limit=limit, paint=paint))


def _fewest(columns: Sequence[Column]) -> int:
    return min(3, len(columns))


def _natural(columns: Sequence[Column], rows: Sequence[Row]) -> list[int]:
    return [max([width(c.heading), *(width(row.get(c.name, "")) for row in rows)]) for c in columns]


def _fitted(columns: Sequence[Column], rows: Sequence[Row], limit: int) -> list[int] | None:
    sizes = _natural(columns, rows)
    over = sum(sizes) + len(GAP) * (len(sizes) - 1) - limit
    while over > 0:
        widest = [
            (size, place)
            for place, (size, column) in enumerate(zip(sizes, columns, strict=True))
            if column.folds and size > max(NARROWEST, width(column.heading))
        ]
        if not widest:
            return None
        size, place = max(widest)
        floor = max(NARROWEST, width(columns[place].heading))
        given = min(over, size - floor)
        sizes[place] -= given
        over -= given
    return sizes


def _grid(columns: Sequence[Column], rows: Sequence[Row], sizes: Sequence[int], paint: Paint) -> list[str]:
    heading = GAP.join(pad(c.heading, size, right=c.number) for c, size in zip(columns, sizes, strict=True))
    rule = GAP.join("-" * size for size in sizes)
    lines = [heading.rstrip(), rule]
    for row in rows:
        lines.extend(_cells(columns, row, sizes, paint))
    return lines


def _cells(columns: Sequence[Column], row: Row, sizes: Sequence[int], paint: Paint) -> Iterable[str]:
    folded = [
        fold(row.get(c.name, ""), size) if c.folds else [row.get(c.name, "")]
        for c, size in zip(columns, sizes, strict=True)
    ]
    for place in range(max(len(lines) for lines in folded)):
        pieces = []
        for column, size, lines in zip(columns, sizes, folded, strict=True):
            text = lines[place] if place < len(lines) else ""
            padded = pad(text, size, right=column.number)
            pieces.append(padded.replace(text, paint(text, column.name), 1) if text else padded)
        yield GAP.join(pieces).rstrip()


def blocks(
    columns: Sequence[Column], rows: Sequence[Row], *, limit: int | None, paint: Paint = unpainted
) -> list[str]:
    """Each row as a block of its own, a line for each column that has something to say."""
    lines: list[str] = []
    margin = max((width(c.heading) for c in columns), default=0)
    room = max(NARROWEST, limit - margin - len(GAP)) if limit else None
    for row in rows:
        if lines:
            lines.append("")
        for column in columns:
            text = row.get(column.name, "")
            if not text:
                continue
            pieces = fold(text, room) if room else [text]
            for place, piece in enumerate(pieces):
                heading = column.heading if place == 0 else ""
                lines.append(f"{pad(heading, margin)}{GAP}{paint(piece, column.name)}")
    return lines
