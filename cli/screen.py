"""The terminal: how wide it is, what it can colour, and how text is shown so that it cannot deceive."""

from __future__ import annotations

import contextlib
import os
import sys
import unicodedata
from typing import TextIO

from cli.i18n import _
from domain.identifiers import visible

COLOURS = {"red": "31", "green": "32", "yellow": "33", "blue": "34", "magenta": "35", "cyan": "36"} | {
    "dim": "2",
    "struck": "9",
}

safe = visible
"""Text as a terminal may show it: nothing in it acts upon the terminal, or hides."""


def width(text: str) -> int:
    """How many columns text takes: none for combining marks, two for wide East Asian characters."""
    if text.isascii():
        return len(text)
    return sum(_columns(c) for c in text)


def _columns(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in ("W", "F") else 1


def interactive(stream: TextIO) -> bool:
    """Whether a person looks at the stream."""
    try:
        return stream.isatty()
    except ValueError:
        return False


def columns() -> int | None:
    """The terminal's width; None where the output goes elsewhere and need fit nothing."""
    if not interactive(sys.stdout):
        return None
    from shutil import get_terminal_size  # noqa: PLC0415 - it brings compression along, for one question

    return get_terminal_size().columns


def coloured(stream: TextIO) -> bool:
    """Whether colour is wanted: on a terminal that can, unless `NO_COLOR` is set."""
    return interactive(stream) and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def paint(text: str, colour: str) -> str:
    """Text in a colour."""
    return f"\033[{COLOURS[colour]}m{text}\033[0m" if colour else text


def say(text: str) -> None:
    """Words for the person: on stderr, never among the data. Where none can be heard, the work goes on."""
    with contextlib.suppress(OSError):
        print(text, file=sys.stderr)  # noqa: T201 - the one place that speaks


def ask(text: str) -> None:
    """Put a question to the person; the answer is read from stdin."""
    with contextlib.suppress(OSError):
        print(text, end="", file=sys.stderr, flush=True)  # noqa: T201 - the same


def agreed(question: str) -> bool:
    """Whether the person at the keyboard answers a question with yes."""
    ask(question)
    return sys.stdin.readline().strip().lower() in ("y", "yes", _("y"), _("yes"))
