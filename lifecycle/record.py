"""Records: a stored event in its envelope. FORMATS.md fixes both to the byte."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from domain.event import NOTHING, At

if TYPE_CHECKING:
    from domain.event import Event

FORMAT = 1
"""The record format that this program writes, and the newest that it reads."""

STORE = "store-main"


def timestamp(moment: datetime) -> str:
    """A moment as stored: UTC, microseconds, `Z`; text order is time order."""
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def stream_name(category: str, key: str) -> str:
    """The stream of a subject."""
    return f"{category}-{key}"


class Due(NamedTuple):
    """A deadline that an act started, stamped with the law and the version of the calendar it was counted by.

    Provisional: it was counted through a year for which no calendar was published.
    """

    name: str
    start: date
    due: date
    regulation: str
    calendar: str = ""
    provisional: bool = False

    def as_json(self) -> dict[str, Any]:
        """The deadline as it stands in an envelope."""
        plain: dict[str, Any] = {
            "name": self.name,
            "from": self.start.isoformat(),
            "due": self.due.isoformat(),
            "regulation": self.regulation,
            "calendar": self.calendar,
            "provisional": self.provisional,
        }
        return {name: value for name, value in plain.items() if value not in ("", False)}


class Draft(NamedTuple):
    """A record before the append stamps its position and time: an event for the next version of a stream."""

    stream: str
    version: int
    event: Event
    effective_on: date
    envelope: Mapping[str, Any] = NOTHING

    @property
    def ref(self) -> str:
        """The event's id, `stream@version`."""
        return f"{self.stream}@{self.version}"

    def sealed(self, *, recorded_at: str, command: str) -> dict[str, Any]:
        """The record's JSON object, keys absent when empty."""
        whole = {
            **self.envelope,
            "format": FORMAT,
            "stream": self.stream,
            "version": self.version,
            "type": self.event.stored,
            "recorded_at": recorded_at,
            "effective_on": self.effective_on.isoformat(),
            "command": command,
            "data": self.event.data(),
        }
        return {name: value for name, value in whole.items() if value not in ("", None, [], {}, False)}


class Record(NamedTuple):
    """A stored event: its place in the log, its envelope as stored, the event it holds."""

    position: int
    body: Mapping[str, Any]
    event: Event

    @property
    def stream(self) -> str:
        """The stream's name, `category-key`."""
        return self.body["stream"]  # type: ignore[no-any-return]

    @property
    def version(self) -> int:
        """The record's place in its stream, from 1."""
        return self.body["version"]  # type: ignore[no-any-return]

    @property
    def originator_id(self) -> str:
        """The library's name for the stream."""
        return self.stream

    @property
    def originator_version(self) -> int:
        """The library's name for the version."""
        return self.version

    @property
    def ref(self) -> str:
        """The event's id, `stream@version`."""
        return f"{self.body['stream']}@{self.body['version']}"

    @property
    def category(self) -> str:
        """The category of the stream."""
        return self.stream.partition("-")[0]

    @property
    def key(self) -> str:
        """The key of the subject."""
        return self.stream.partition("-")[2]

    @property
    def recorded_at(self) -> str:
        """When the log took the record; text order is time order."""
        return self.body["recorded_at"]  # type: ignore[no-any-return]

    @property
    def effective_on(self) -> str:
        """The legal date, `YYYY-MM-DD`."""
        return self.body["effective_on"]  # type: ignore[no-any-return]

    @property
    def command(self) -> str:
        """The act that the record belongs to."""
        return self.body["command"]  # type: ignore[no-any-return]

    def at(self) -> At:
        """Where and when the event stands, as a fold sees it."""
        due = {d["name"]: date.fromisoformat(d["due"]) for d in self.body.get("deadlines", ())} or NOTHING
        gaps = tuple(gap["kind"] for gap in self.body.get("gaps", ()))
        return At(self.ref, date.fromisoformat(self.effective_on), due, gaps)
