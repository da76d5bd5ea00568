"""One stored row by itself: whether it is canonical, agrees with its columns, and reads as its event."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING, Any

from pydantic_core import from_json, to_json

from domain.event import Event
from lifecycle import canonical
from lifecycle.canonical import LARGEST_INTEGER, LAST_IN_PLANE, MAX_RECORD_BYTES
from lifecycle.errors import LifecycleError, StoreUnusable
from lifecycle.proof.finding import Finding
from lifecycle.record import FORMAT, Record
from lifecycle.store import names
from lifecycle.store.codec import REQUIRED

if TYPE_CHECKING:
    from lifecycle.store.log import Row

MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", re.ASCII)
"""A time as it is recorded; text order is time order."""

SHAPES_REMEMBERED = 10_000


Read = tuple[dict[str, Any], Event]
"""A row that could be read: the record's JSON object, and its event."""


class Reader:
    """Reads rows, many at a time. What it has seen of shapes, dates and types it need not look at again."""

    def __init__(self) -> None:
        self._shapes: set[tuple[str, ...]] = set()
        self._dates: set[str] = set()
        self._moment = ""
        self._empty: dict[str, Event] = {}

    def read(self, rows: Sequence[Row]) -> Sequence[Read | None]:
        """The rows with which nothing at all is wrong; None for any other, of which `problems` tells."""
        whole = self._together(rows)
        return [self.alone(row) for row in rows] if whole is None else whole

    def alone(self, row: Row) -> Read | None:
        """One row as `read` gives it."""
        found = self._together([row])
        return found[0] if found else None

    def _together(self, rows: Sequence[Row]) -> list[Read | None] | None:
        """Rows read at one stroke; None where one of them at least is not written as it must be."""
        try:
            joined = b"[%b]" % b",".join([row[4] for row in rows])
            bodies = from_json(joined, cache_strings="keys")
        except (ValueError, TypeError):
            return None
        if len(bodies) != len(rows) or to_json(bodies) != joined:
            return None
        return list(map(self._read, rows, bodies))

    def _read(self, row: Row, body: dict[str, Any]) -> Read | None:
        _position, stream, version, topic, state = row
        try:
            # In canonical order these are a record's last names. They also say that the object is this row's.
            if (
                state.endswith(f'"stream":"{stream}","type":"{topic}","version":{version}}}'.encode())
                and body["stream"] == stream
                and body["version"] == version
                and body["format"] == FORMAT
                and self._plain(body)
                and (body["recorded_at"] == self._moment or self._recorded(body["recorded_at"]))
                and (body["effective_on"] in self._dates or self._date(body["effective_on"]))
                and type(body["command"]) is str
                and len(state) <= MAX_RECORD_BYTES
                and (state.isascii() or _normal(state))
                and ("deadlines" not in body or self._deadlines(body["deadlines"]))
            ):
                return body, self._event(topic, body)
        except (ValueError, TypeError, KeyError, AttributeError, LifecycleError):
            pass
        return None

    def _event(self, topic: str, body: dict[str, Any]) -> Event:
        """The event of a record; one that says nothing more than its type is the same each time."""
        if "gaps" in body:
            Record(0, body, Event()).at()
        if "data" in body:
            return names.revive(topic, body["data"])
        if topic not in self._empty:
            self._empty[topic] = names.revive(topic, {})
        return self._empty[topic]

    def _plain(self, value: dict[str, Any]) -> bool:
        """Whether names stand in order and numbers are integers within the limit, all the way down."""
        shape = tuple(value)
        if shape not in self._shapes and not self._ordered(shape):
            return False
        for item in value.values():
            kind = type(item)
            if kind is str:
                continue
            if kind is dict:
                if not self._plain(item):
                    return False
            elif kind is int:
                if not -LARGEST_INTEGER <= item <= LARGEST_INTEGER:
                    return False
            elif kind is list:
                if not self._plain_list(item):
                    return False
            elif kind is not bool and item is not None:
                return False
        return True

    def _ordered(self, shape: tuple[str, ...]) -> bool:
        if list(shape) != sorted(shape) or any(not n.isascii() and max(n) > LAST_IN_PLANE for n in shape):
            return False
        if len(self._shapes) < SHAPES_REMEMBERED:
            self._shapes.add(shape)
        return True

    def _plain_list(self, value: list[Any]) -> bool:
        for item in value:
            kind = type(item)
            if kind is dict:
                if not self._plain(item):
                    return False
            elif kind is not str and not self._plain({"": item}):
                return False
        return True

    def _recorded(self, moment: str) -> bool:
        if not MOMENT.fullmatch(moment):
            return False
        self._moment = moment
        return True

    def _deadlines(self, deadlines: list[dict[str, Any]]) -> bool:
        return all(
            type(one["name"]) is str and (one["due"] in self._dates or self._date(one["due"]))
            for one in deadlines
        )

    def _date(self, text: str) -> bool:
        if date.fromisoformat(text).isoformat() != text:
            return False
        self._dates.add(text)
        return True


def _normal(state: bytes) -> bool:
    return unicodedata.is_normalized("NFC", state.decode())


def problems(row: Row) -> Iterator[Finding]:
    """All that is wrong with a row. `damaged` stands alone: of such bytes nothing else can be said."""
    position, stream, version, topic, state = row
    event = f"{stream}@{version}"
    found = False
    body = _object(state)
    if body is None:
        yield Finding("damaged", position, event)
        return
    for problem, values in _wrong(body, stream, version, topic, state):
        found = True
        yield Finding(problem, position, event, values)
    if not found:
        yield Finding("damaged", position, event)


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
    except StoreUnusable:
        yield "unknown-type", {"type": body["type"]}
    except (ValueError, TypeError, KeyError, AttributeError):
        yield "unreadable", {"type": body["type"]}
    if not MOMENT.fullmatch(str(body["recorded_at"])) or type(body["command"]) is not str:
        yield "unreadable", {"type": body["type"]}


def _is_canonical(body: dict[str, Any], state: bytes) -> bool:
    try:
        return canonical.encode(body) == state
    except (canonical.NotCanonical, ValueError, RecursionError):
        return False
