"""One subject, straight from the log: for `show` and `history`, which must start quickly.

Answers equal those of the registers at the same position and times; only what joins several subjects (a
zone's free land) is left to the registers.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from lifecycle.errors import NotFound
from lifecycle.record import stream_name
from lifecycle.settling import settled
from projections.answers import Answer
from projections.models import complete, model_of

if TYPE_CHECKING:
    from lifecycle.record import Record
    from lifecycle.store.log import Log


def show(log: Log, noun: str, key: str, *, as_of: date, known_at: str | None = None) -> Answer:
    """A subject's register row at two times. Raises `NotFound` where it did not exist at them."""
    model = model_of(noun)
    position, records = stream_of(log, noun, key)
    state = model.last(key, settled(records, as_of=as_of, known_at=known_at))
    if not state.standing:
        raise NotFound(category=noun, key=key)
    return Answer(position, as_of, known_at, (complete(state.row, as_of=as_of),))


def history(log: Log, noun: str, key: str, *, as_of: date | None = None, known_at: str | None = None) -> Answer:
    """What happened to a subject, in the order of legal dates. Raises `NotFound` where nothing had."""
    from projections.story import story  # noqa: PLC0415 - `show` needs no regulations

    position, records = stream_of(log, noun, key)
    known = [r for r in records if known_at is None or r.recorded_at <= known_at]
    rows = tuple(story(noun, key, known, primaries(log, known, known_at), as_of=as_of))
    if not rows:
        raise NotFound(category=noun, key=key)
    return Answer(position, as_of, known_at, rows)


def stream_of(log: Log, noun: str, key: str) -> tuple[int, list[Record]]:
    """The log's position, and every record of a subject up to it. Raises `Misused` for an unknown noun."""
    model_of(noun)
    position = log.position()
    (records,) = log.read([stream_name(noun, key)]).values()
    return position, [record for record in records if record.position <= position]


def primaries(log: Log, records: list[Record], known_at: str | None = None) -> dict[str, Record]:
    """The primary record of each act that wrote these records, one of another stream as it stood at a time."""
    acts = {record.command: record for record in records if "act" in record.body}
    elsewhere: list[Record] = []
    for command in {record.command for record in records} - acts.keys():
        appended = log.command(command)
        assert appended is not None  # noqa: S101 - no record stands without its command
        elsewhere += log.read_from(appended.first_position - 1, limit=1)
    histories = log.read({record.stream for record in elsewhere}) if elsewhere else {}
    stands = {r.ref: r for some in histories.values() for r in settled(some, known_at=known_at)}
    return acts | {record.command: stands.get(record.ref, record) for record in elsewhere}
