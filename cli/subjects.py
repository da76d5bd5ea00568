"""The subjects of a campaign, read from a file or from another command: keys, each with its row's fields.

Whatever cannot be read is `Misused`, with its line.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from cli import parsing
from cli.i18n import _
from cli.reading import KEY, BadLine
from cli.reading import rows as rows_in
from cli.screen import safe
from lifecycle.errors import Misused

STDIN = "-"
MOST = 100_000
LARGEST_MB = 128
TOLD = 10
"""How many bad lines are told at once."""


class Row(NamedTuple):
    """A subject: its key, the line it stands on (in the JSON of a list, its number), its fields as text."""

    key: str
    line: int
    fields: Mapping[str, str]


def read(noun: str, source: str) -> list[Row]:
    """The subjects in a file, or in standard input for `-`. Raises `Misused`."""
    path = _("standard input") if source == STDIN else source
    try:
        found = list(islice(rows_in(_text(source)), MOST + 1))
    except BadLine as error:
        raise Misused(problem="subjects-unreadable", path=path, detail=str(error)) from error
    if not found:
        raise Misused(problem="subjects-none", path=path)
    if len(found) > MOST:
        raise Misused(problem="subjects-too-many", path=path, limit=MOST)
    rows = every(path, found, lambda one: _row(noun, *one))
    _refuse_twice(path, rows)
    return rows


def every(path: str, given: Iterable[Any], make: Callable[[Any], Any]) -> list[Any]:
    """Something made of each line. Raises `Misused` that tells every bad line, up to a number of them."""
    made, bad = [], []
    for one in given:
        try:
            made.append(make(one))
        except BadLine as error:
            bad.append(error)
    if bad:
        told = [str(error) for error in bad[:TOLD]]
        if len(bad) > TOLD:
            told.append(_("and {count} lines more").format(count=len(bad) - TOLD))
        raise Misused(problem="subjects-unreadable", path=path, detail="; ".join(told))
    return made


def columns(rows: Sequence[Row]) -> list[str]:
    """The columns of the subjects, each once."""
    return list(dict.fromkeys(name for row in rows for name in row.fields))


def _row(noun: str, line: int, fields: Mapping[str, str]) -> Row:
    if not fields.get(KEY):
        raise BadLine(line, _("it has no key"))
    try:
        key = parsing.key(noun, fields[KEY])
    except Misused as error:
        why = _("key {text}: expected {expected}").format(
            text=safe(repr(error.values["text"])), expected=_(str(error.values["expected"]))
        )
        raise BadLine(line, why) from error
    return Row(key, line, {**fields, KEY: key})


def _refuse_twice(path: str, rows: Sequence[Row]) -> None:
    lines: dict[str, list[int]] = {}
    for row in rows:
        lines.setdefault(row.key, []).append(row.line)
    twice = {key: places for key, places in lines.items() if len(places) > 1}
    if twice:
        told = [f"{key} ({', '.join(map(str, places))})" for key, places in list(twice.items())[:TOLD]]
        raise Misused(problem="subjects-twice", path=path, keys="; ".join(told), count=len(twice))


# -- bytes -------------------------------------------------------------------------------------------


def _text(source: str) -> str:
    content = _bytes(source)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise BadLine(line, _("it is not UTF-8")) from error


def _bytes(source: str) -> bytes:
    most = LARGEST_MB * 1024 * 1024
    try:
        if source == STDIN:
            content = _standard_input(most + 1)
        else:
            path = Path(source)
            if not path.exists():
                raise Misused(problem="file-absent", path=source)
            if path.is_dir():
                raise Misused(problem="file-not-plain", path=source)
            with path.open("rb") as file:
                content = file.read(most + 1)
    except (OSError, ValueError) as error:
        raise Misused(problem="file-unreadable", path=source) from error
    if len(content) > most:
        raise Misused(problem="file-too-large", path=source, limit=LARGEST_MB)
    return content


def _standard_input(most: int) -> bytes:
    stream = getattr(sys.stdin, "buffer", None)
    return stream.read(most) if stream is not None else sys.stdin.read(most).encode("utf-8")
