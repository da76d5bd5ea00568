"""Rows in text: one key a line, CSV, JSON lines, the JSON of a list.

Of which kind a text is, is told from what stands in it.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from cli import output
from cli.i18n import _, noted
from cli.screen import safe
from domain.identifiers import Malformed

KEY, ROWS = "key", "rows"
DELIMITERS = (",", ";", "\t")

Found = tuple[int, Mapping[str, str]]
"""A line's number (in the JSON of a list, the row's), its fields."""


class BadLine(Exception):
    """A line that cannot be read, and why, in words."""

    def __init__(self, line: int, why: str) -> None:
        super().__init__(line, why)
        self.line, self.why = line, why

    def __str__(self) -> str:
        """The line and what is wrong with it, for people."""
        return _("line {line}: {why}").format(line=self.line, why=self.why)


def rows(text: str) -> Iterator[Found]:
    """The rows of a text, those of CSV and JSON with all their fields. Raises `BadLine`."""
    lines = text.split("\n")
    first = next((n for n, line in enumerate(lines) if line.strip() and not line.startswith("#")), None)
    if first is None:
        return iter(())
    if lines[first].lstrip().startswith("{"):
        return _json(text, lines)
    delimiter = _delimiter(first + 1, lines[first].strip())
    if delimiter is None:
        return _plain(lines)
    return _csv("\n".join(lines[first:]), first, delimiter)


def _plain(lines: Sequence[str]) -> Iterator[Found]:
    for number, line in enumerate(lines, start=1):
        word = line.strip()
        if word and not word.startswith("#"):
            yield number, {KEY: word}


def _delimiter(line: int, header: str) -> str | None:
    """What stands between the columns where the line is a header with a column `key`; None for plain text."""
    split = {mark: [name.strip() for name in next(csv.reader([header], delimiter=mark))] for mark in DELIMITERS}
    for mark, names in split.items():
        if KEY in names:
            return mark
    widest = max(split.values(), key=len)
    if len(widest) > 1:
        raise BadLine(line, _("there is no column key among {columns}").format(columns=safe(", ".join(widest))))
    return None


def _csv(text: str, before: int, delimiter: str) -> Iterator[Found]:
    """The rows of CSV, `before` lines of the file left out in front of its header."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    last = 0
    names: list[str] = []
    try:
        for values in reader:
            line, last = before + last + 1, reader.line_num
            if not values:
                continue
            if not names:
                names = _header(line, values)
            elif len(values) != len(names):
                why = _("it has {given} fields, the header {expected}")
                raise BadLine(line, why.format(given=len(values), expected=len(names)))
            else:
                yield line, dict(zip(names, values, strict=True))
    except csv.Error as error:
        raise BadLine(before + last + 1, _("it is no CSV: {detail}").format(detail=error)) from error


def _header(line: int, values: Sequence[str]) -> list[str]:
    names = [value.strip() for value in values]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise BadLine(line, _("the columns {columns} stand twice").format(columns=safe(", ".join(twice))))
    return names


# -- JSON --------------------------------------------------------------------------------------------


def _json(text: str, lines: Sequence[str]) -> Iterator[Found]:
    """JSON lines, or one object that holds `rows`, on as many lines as it likes."""
    try:
        whole = _parsed(text)
    except (ValueError, RecursionError):
        return _json_lines(lines)
    if KEY not in whole and isinstance(whole.get(ROWS), list):
        return ((number, _fields(number, row)) for number, row in enumerate(whole[ROWS], start=1))
    return iter([(1, _fields(1, whole))])


def _json_lines(lines: Sequence[str]) -> Iterator[Found]:
    for number, line in enumerate(lines, start=1):
        if line.strip() and not line.startswith("#"):
            try:
                row = _parsed(line)
            except (ValueError, RecursionError) as error:
                raise BadLine(number, _("it is no JSON object")) from error
            yield number, _fields(number, row)


def _parsed(text: str) -> Any:
    return json.loads(text, parse_float=str, parse_constant=_no_number)


def _no_number(text: str) -> Any:
    raise Malformed("number", text, noted("a number that JSON knows"))


def _fields(line: int, row: Any) -> dict[str, str]:
    if not isinstance(row, Mapping):
        raise BadLine(line, _("it is no JSON object"))
    if not isinstance(row.get(KEY, ""), str):
        raise BadLine(line, _("its key is no text"))
    return {name: _plain_text(value) for name, value in row.items()}


def _plain_text(value: Any) -> str:
    """A value as text, as CSV has it."""
    if value is None or isinstance(value, bool):
        return "" if value is None else str(value).lower()
    return value if isinstance(value, str) else output.as_json(value)
