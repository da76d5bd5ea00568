"""The codec: canonical records in, validated records out. The one place where stored bytes become events."""

from __future__ import annotations

from pydantic import ValidationError

from lifecycle import canonical
from lifecycle.errors import StoreUnusable
from lifecycle.record import FORMAT, Draft, Record
from lifecycle.store.names import revive

REQUIRED = frozenset({"format", "stream", "version", "type", "recorded_at", "effective_on", "command"})
"""What no record lacks."""


def to_state(draft: Draft, *, recorded_at: str, command: str) -> bytes:
    """The canonical bytes of a draft once the append has stamped it."""
    return canonical.encode(draft.sealed(recorded_at=recorded_at, command=command))


def to_record(position: int, stream: str, version: int, topic: str, state: bytes) -> Record:
    """A record from a stored row. Raises `StoreUnusable` where columns and record disagree."""
    try:
        body = canonical.decode(state)
    except ValueError as error:
        raise StoreUnusable(problem="damaged", event=f"{stream}@{version}") from error
    if isinstance(body, dict) and isinstance(body.get("format"), int) and body["format"] > FORMAT:
        raise StoreUnusable(problem="newer", format=body["format"], known=FORMAT)
    if not isinstance(body, dict) or not body.keys() >= REQUIRED:
        raise StoreUnusable(problem="damaged", event=f"{stream}@{version}")
    if (body.get("stream"), body.get("version"), body.get("type")) != (stream, version, topic):
        raise StoreUnusable(problem="columns-disagree", position=position, event=f"{stream}@{version}")
    try:
        return Record(position, body, revive(topic, body.get("data", {})))
    except ValidationError as error:
        raise StoreUnusable(problem="unreadable", event=f"{stream}@{version}", type=topic) from error
