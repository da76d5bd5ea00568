"""Opening the store for an act, and the engine over it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, cast
from zoneinfo import ZoneInfo

from cli.stores import Asked, opened
from lifecycle.clock import SystemClock
from lifecycle.errors import Misused
from lifecycle.handling import DEFAULT_TIME_ZONE, Engine

if TYPE_CHECKING:
    from lifecycle.record import Record
    from lifecycle.store.log import Log

VARIABLE = "SEZ_TIME_ZONE"


class Nothing:
    """A log without records: where an act is tried before there is a store."""

    def read(self, streams: Iterable[str]) -> dict[str, list[Record]]:
        """The histories of streams: all empty."""
        return {stream: [] for stream in streams}


def _time_zone() -> str:
    """The time zone of a store that is yet to be founded. Raises `Misused`."""
    zone = os.environ.get(VARIABLE) or DEFAULT_TIME_ZONE
    try:
        ZoneInfo(zone)
    except (KeyError, ValueError, OSError) as error:
        raise Misused(problem="time-zone", variable=VARIABLE, zone=zone) from error
    return zone


@contextmanager
def for_acts(url: str, actor: str) -> Iterator[Engine]:
    """An engine that may write, its store founded if it is new."""
    time_zone = _time_zone()
    with opened(url, write=True) as log:
        ready = Engine(log, SystemClock(), time_zone)
        ready.found(actor=actor)
        yield ready


def over(asked: Asked) -> Engine:
    """An engine over a store that is only read: for trying acts."""
    return Engine(asked.log, SystemClock(), asked.time_zone)


def before_there_is_a_store() -> Engine:
    """An engine that can try acts, and nothing else."""
    return Engine(cast("Log", Nothing()), SystemClock(), _time_zone())
