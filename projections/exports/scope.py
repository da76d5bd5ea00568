"""What a bundle is about: which streams it holds whole, and which records stand beside them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from lifecycle.canonical import decode
from lifecycle.errors import Misused, NotFound
from lifecycle.record import stream_name
from projections.exports.kept import plots_in
from projections.exports.naming import named_in, naming

if TYPE_CHECKING:
    from lifecycle.record import Record
    from lifecycle.store.log import Log

STREAMS_AT_ONCE = 400
WHOLE, ABSENT = "log", "absent"
PLACED = frozenset({"plot.PlotRegistered@1", "plot.PlotFormed@1", "plot.PlotMovedToZone@1"})
"""Records that say in which zone a plot lies."""


class Scope(NamedTuple):
    """The whole log; a plot, its ancestors and descendants; a zone, its land, and all plots ever in it.

    Or a stream that is not there, which is then the key: its absence is all that is shown.
    """

    kind: str = WHOLE
    key: str = ""


def begun(log: Log, scope: Scope) -> None:
    """Refuse a scope whose subject the log does not know (`NotFound`), or knows, to be absent (`Misused`)."""
    stream = scope.key if scope.kind == ABSENT else stream_name(scope.kind, scope.key)
    there = scope.kind == WHOLE or log.read([stream])[stream]
    if scope.kind == ABSENT and there:
        raise Misused(problem="not-absent", stream=stream)
    if scope.kind != ABSENT and not there:
        raise NotFound(category=scope.kind, key=scope.key)


def streams_of(log: Log, scope: Scope, upto: int) -> set[str]:
    """The streams that belong to a plot or a zone, by the records up to a position."""
    if scope.kind == ABSENT:
        return set()
    first = stream_name(scope.kind, scope.key)
    if scope.kind == "plot":
        return _with_relatives(log, {first})
    land = stream_name("land", scope.key)
    found = {first, land, *_lying_in(log, scope.key, upto)}
    return {name for name in _with_relatives(log, found) if name != land or log.read([land])[land]}


def absent_of(scope: Scope, streams: Collection[str]) -> list[str]:
    """The streams whose absence a scope is shown by: the ledger of a zone in which no plot ever took land."""
    if scope.kind == ABSENT:
        return [scope.key]
    land = stream_name("land", scope.key)
    return [land] if scope.kind == "zone" and land not in streams else []


def _lying_in(log: Log, zone: str, upto: int) -> Iterator[str]:
    """The plots that were ever in a zone: premises too, which take no land, so that no ledger names them."""
    needle = f'"zone":"{zone}"'.encode()
    for _position, stream, _version, topic, state in log.rows(0, upto=upto):
        if topic in PLACED and needle in state and decode(state)["data"].get("zone") == zone:
            yield stream


def _with_relatives(log: Log, streams: set[str]) -> set[str]:
    """Streams, and those of the plots that theirs came of or became, however far."""
    found, new = set(streams), set(streams)
    while new:
        named = {
            name
            for histories in _histories(log, new)
            for records in histories.values()
            for record in records
            for name in plots_in(record.body["type"], dict(record.body.get("data", {})))
        }
        new = named - found
        found |= new
    return found


def _histories(log: Log, streams: Iterable[str]) -> Iterator[Mapping[str, list[Record]]]:
    names = sorted(streams)
    for start in range(0, len(names), STREAMS_AT_ONCE):
        yield log.read(names[start : start + STREAMS_AT_ONCE])


def places_of(log: Log, streams: Collection[str], upto: int) -> Iterator[int]:
    """The positions of the records of streams, of all other records of the acts that wrote them, and of names.

    These are the records that name the parties and projects whose keys stand in the streams: an outsider has
    no register to look them up in.
    """
    commands: set[str] = set()
    named: set[str] = set()
    for histories in _histories(log, streams):
        for records in histories.values():
            yield from (record.position for record in records if record.position <= upto)
            commands |= {record.command for record in records}
            named.update(name for record in records for name in named_in(record.body.get("data", {})))
    for command in sorted(commands):
        act = log.command(command)
        if act is not None:
            yield from range(act.first_position, min(act.last_position, upto) + 1)
    for histories in _histories(log, named.difference(streams)):
        for records in histories.values():
            yield from (record.position for record in naming(records) if record.position <= upto)
