"""Opening the store for an act, and the engine over it."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from importlib import import_module
from typing import TYPE_CHECKING, cast
from zoneinfo import ZoneInfo

from cli.options import KEY
from cli.stores import Asked, for_questions, opened, warn
from lifecycle.case import fold
from lifecycle.clock import Clock, SetClock, SystemClock
from lifecycle.errors import Misused
from lifecycle.handling import DEFAULT_TIME_ZONE, Engine
from lifecycle.record import STORE
from lifecycle.regulation import FAMILY, current, families

if TYPE_CHECKING:
    from lifecycle.record import Record
    from lifecycle.store.log import Log

VARIABLE = "SEZ_TIME_ZONE"
LAW = "SEZ_LAW"
"""The body of law of a store that is yet to be founded."""


class Nothing:
    """A log without records: where an act is tried before there is a store."""

    def read(self, streams: Iterable[str]) -> dict[str, list[Record]]:
        """The histories of streams: all empty."""
        return {stream: [] for stream in streams}

    def position(self) -> int:
        """Where it ends: nothing stands in it."""
        return 0

    def command(self, _command: str) -> None:
        """Where a command's records stand: none was carried out."""

    def stored(self, _digests: Collection[str]) -> dict[str, int]:
        """The sizes of documents: none is stored."""
        return {}


def _time_zone() -> str:
    """The time zone of a store that is yet to be founded. Raises `Misused`."""
    zone = os.environ.get(VARIABLE) or DEFAULT_TIME_ZONE
    try:
        ZoneInfo(zone)
    except (KeyError, ValueError, OSError) as error:
        raise Misused(problem="time-zone", variable=VARIABLE, zone=zone) from error
    return zone


def law_of_a_new_store() -> str:
    """The body of law of a store that is yet to be founded. Raises `Misused`."""
    law = os.environ.get(LAW) or FAMILY
    if not current(law):
        raise Misused(problem="unknown-law", law=law, known=families())
    return law


@contextmanager
def for_acts(url: str, actor: str, *, now: date | None = None) -> Iterator[Engine]:
    """An engine that may write, its store founded if it is new.

    `now` sets its clock, on a copy made for trials only; that a store is one is said after what is done on it.
    Raises `Misused` for any other store.
    """
    time_zone = _time_zone()
    if now is not None:
        with for_questions(url) as asked:
            if not asked.trial:
                raise Misused(problem="now-needs-copy")
    with opened(url, write=True) as log:
        before = log.position()
        ready = Engine(log, _clock(now, time_zone), time_zone)
        ready.found(actor=actor, law=law_of_a_new_store())
        yield ready
        trial = fold(STORE, log.read([STORE])[STORE]).facts.trial
        warn(trial=trial)
        if os.environ.get(KEY) and not trial and log.position() > before:
            # The only place where acts have been appended; whoever has no key loads nothing for it.
            import_module("cli.audit.sealing").after_acts(url, log)


def _clock(now: date | None, time_zone: str) -> Clock:
    if now is None:
        return SystemClock()
    return SetClock(datetime.combine(now, time(12), ZoneInfo(time_zone)))


def over(asked: Asked, *, now: date | None = None) -> Engine:
    """An engine over a store that is only read: for trying acts, as if it were a day."""
    clock = _clock(now, asked.time_zone)
    return Engine(asked.log, clock, asked.time_zone, asked.law or FAMILY, mandates=bool(asked.law))


def before_there_is_a_store() -> Engine:
    """An engine that can try acts, and nothing else."""
    return Engine(cast("Log", Nothing()), SystemClock(), _time_zone(), law_of_a_new_store(), mandates=False)
