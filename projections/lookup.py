"""One subject, straight from the log: for `show` and `history`, which must start quickly.

Answers equal those of the registers at the same position and times; only what joins several subjects (a
zone's free land) is left to the registers.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from lifecycle.errors import NotFound
from lifecycle.record import settled, stream_name
from projections.answers import Answer
from projections.models import complete, model_of

if TYPE_CHECKING:
    from lifecycle.record import Record
    from lifecycle.store.log import Log


def show(log: Log, noun: str, key: str, *, as_of: date, known_at: str | None = None) -> Answer:
    """A subject's register row at two times. Raises `NotFound` where it did not exist at them."""
    model = model_of(noun)
    position, records = _stream(log, noun, key)
    state = model.last(key, settled(records, as_of=as_of, known_at=known_at))
    if not state.standing:
        raise NotFound(category=noun, key=key)
    return Answer(position, as_of, known_at, (complete(state.row, as_of=as_of),))


def history(log: Log, noun: str, key: str, *, as_of: date | None = None, known_at: str | None = None) -> Answer:
    """What happened to a subject, in the order of legal dates. Raises `NotFound` where nothing had."""
    from projections.history import history as told  # noqa: PLC0415 - `show` needs no regulations

    position, records = _stream(log, noun, key)
    known = settled(records, as_of=as_of, known_at=known_at)
    if not known:
        raise NotFound(category=noun, key=key)
    rows = tuple(told(noun, key, known, _acts(log, known)))
    return Answer(position, as_of, known_at, rows)


def _stream(log: Log, noun: str, key: str) -> tuple[int, list[Record]]:
    model_of(noun)
    position = log.position()
    (records,) = log.read([stream_name(noun, key)]).values()
    return position, [record for record in records if record.position <= position]


def _acts(log: Log, records: list[Record]) -> dict[str, Record]:
    """The primary record of each act that wrote these records."""
    acts = {record.command: record for record in records if "act" in record.body}
    for command in {record.command for record in records} - acts.keys():
        appended = log.command(command)
        assert appended is not None  # noqa: S101 - no record stands without its command
        acts[command] = log.read_from(appended.first_position - 1, limit=1)[0]
    return acts
