"""Stored rows by themselves: whether they are canonical, agree with their columns, and read as their events."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date
from operator import attrgetter, itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from lifecycle import canonical
from lifecycle.canonical import MAX_RECORD_BYTES
from lifecycle.errors import StoreUnusable
from lifecycle.proof.finding import Finding
from lifecycle.proof.shapes import shape_of
from lifecycle.record import FORMAT, Record
from lifecycle.store import names
from lifecycle.store.codec import REQUIRED

if TYPE_CHECKING:
    from domain.event import Event
    from lifecycle.store.log import Row

MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", re.ASCII)
"""A time as it is recorded; text order is time order."""


class Read(Protocol):
    """What verifying a log needs of a row that is sound: the rest of it was looked at and is right."""

    @property
    def command(self) -> str:
        """The act that the record belongs to."""

    @property
    def recorded_at(self) -> str:
        """When the log took the record."""

    @property
    def documents(self) -> Sequence[Mapping[str, str]] | None:
        """The papers of its envelope."""

    @property
    def data(self) -> object:
        """What its event says."""


class _Alone(NamedTuple):
    """A row that was read by itself."""

    command: str
    recorded_at: str
    documents: Sequence[Mapping[str, str]] | None
    data: Event


SAID, COLUMNS = attrgetter("stream", "version"), itemgetter(1, 2)
CITES = b'"sha256":'
ADDS = "document."


def read(rows: Sequence[Row]) -> tuple[list[Read | None], list[int]]:
    """The rows with which nothing at all is wrong, None for any other, of which `problems` tells.

    And the places of some of the rows, among which are all that cite papers.
    """
    places: defaultdict[Any, list[int]] = defaultdict(list)
    for place, row in enumerate(rows):
        places[row[3]].append(place)
    found: list[Read | None] = [None] * len(rows)
    citing: list[int] = []
    for stored, those in places.items():
        alike = [rows[place] for place in those]
        lines = _lines(alike)
        together = _together(stored, alike, lines)
        for place, one in zip(those, together or map(alone, alike), strict=True):
            found[place] = one
        if not together or CITES in lines or stored.startswith(ADDS):
            citing += those
    return found, citing


def _lines(rows: Sequence[Row]) -> bytes:
    """The records of rows on lines; nothing where one of them is not even bytes."""
    with suppress(TypeError):
        return b"%b\n" % b"\n".join([row[4] for row in rows])
    return b""


def _together(stored: str, rows: Sequence[Row], lines: bytes) -> list[Read] | None:
    """Rows of one stored name read at one stroke; None where one of them at least may be wrong."""
    with suppress(ValueError, TypeError, AttributeError):
        shape = shape_of(stored)
        found = shape.read(lines) if shape else []
        # Text and integers are compared, and lines are records one to one: none is taken for another's.
        if (
            list(map(SAID, found)) == list(map(COLUMNS, rows))
            and (len(lines) <= MAX_RECORD_BYTES or max(len(row[4]) for row in rows) <= MAX_RECORD_BYTES)
            and (lines.isascii() or _within_limits(lines.decode()))
            and all(map(MOMENT.fullmatch, {one.recorded_at for one in found}))
        ):
            return found
    return None


def _within_limits(text: str) -> bool:
    """Whether text is NFC, and nothing in it, so no name either, is of letters beyond the basic plane."""
    return unicodedata.is_normalized("NFC", text) and len(text.encode("utf-16-le")) == 2 * len(text)


def alone(row: Row) -> Read | None:
    """One row as `read` gives it."""
    if next(problems(row), None) is not None:
        return None
    body = canonical.decode(row[4])
    event = names.revive(row[3], body.get("data", {}))
    return _Alone(body["command"], body["recorded_at"], body.get("documents"), event)


def problems(row: Row) -> Iterator[Finding]:
    """All that is wrong with a row. `damaged` stands alone: of such bytes nothing else can be said."""
    position, stream, version, topic, state = row
    event = f"{stream}@{version}"
    body = _object(state)
    if body is None:
        yield Finding("damaged", position, event)
        return
    for problem, values in _wrong(body, stream, version, topic, state):
        yield Finding(problem, position, event, values)


def _object(state: Any) -> dict[str, Any] | None:
    with suppress(ValueError, TypeError):
        body = canonical.decode(state) if isinstance(state, bytes) else None
        if isinstance(body, dict) and body.keys() >= REQUIRED:
            return body
    return None


def _wrong(
    body: dict[str, Any], stream: Any, version: Any, topic: Any, state: bytes
) -> Iterator[tuple[str, dict[str, Any]]]:
    if not _is_canonical(body, state):
        yield "not-canonical", {}
    said = (body["stream"], body["version"], body["type"])
    if said != (stream, version, topic) or type(body["version"]) is not int:
        yield "columns-disagree", {"columns": f"{stream}@{version} {topic}", "record": "{}@{} {}".format(*said)}
    if body["format"] != FORMAT or type(body["format"]) is not int:
        yield "newer", {"format": body["format"], "known": FORMAT}
    try:
        Record(0, body, names.revive(body["type"], body.get("data", {}))).at()
        _check_envelope(body)
    except StoreUnusable:
        yield "unknown-type", {"type": body["type"]}
    except (ValueError, TypeError, KeyError, AttributeError):
        yield "unreadable", {"type": body["type"]}


def _check_envelope(body: dict[str, Any]) -> None:
    """Raise ValueError or TypeError where a time, a date or a word of the envelope is none."""
    words = [body["command"], *(deadline["name"] for deadline in body.get("deadlines", ()))]
    days = [body["effective_on"], *(deadline["due"] for deadline in body.get("deadlines", ()))]
    if (
        not all(type(word) is str for word in words)
        or any(date.fromisoformat(day).isoformat() != day for day in days)
        or not MOMENT.fullmatch(body["recorded_at"])
    ):
        raise ValueError


def _is_canonical(body: dict[str, Any], state: bytes) -> bool:
    try:
        return canonical.encode(body) == state
    except (canonical.NotCanonical, ValueError, RecursionError):
        return False
