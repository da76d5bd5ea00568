"""Opening the store for an act or for a question, and the engine over it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from importlib import import_module
from typing import TYPE_CHECKING, cast

from cli import terms
from lifecycle.clock import SystemClock
from lifecycle.errors import StoreUnusable
from lifecycle.handling import DEFAULT_TIME_ZONE, Engine
from lifecycle.store import open_log, store_path
from lifecycle.store.log import Log

if TYPE_CHECKING:
    from lifecycle.record import Record
    from projections.registers import Registers

JOINED = frozenset({"zone"})
"""Nouns whose rows hold what is joined from other streams: they are shown from the registers."""


class Nothing:
    """A log without records: where an act is tried before there is a store."""

    def read(self, streams: Iterable[str]) -> dict[str, list[Record]]:
        """The histories of streams: all empty."""
        return {stream: [] for stream in streams}


def absent(url: str) -> bool:
    """Whether there is no store yet: no file, or an empty one."""
    if "://" in url and not url.startswith("sqlite:"):
        return False
    path = store_path(url)
    return not path.exists() or (path.is_file() and path.stat().st_size == 0)


def engine(log: Log) -> Engine:
    """An engine over a log; `SEZ_TIME_ZONE` counts only until the store is founded."""
    return Engine(log, SystemClock(), time_zone=os.environ.get("SEZ_TIME_ZONE") or DEFAULT_TIME_ZONE)


@contextmanager
def for_acts(url: str, actor: str) -> Iterator[Engine]:
    """An engine that may write, its store founded if it is new."""
    with _opened(url, write=True) as log:
        ready = engine(log)
        ready.found(actor=actor)
        yield ready


@contextmanager
def for_questions(url: str) -> Iterator[Engine]:
    """An engine over a store that is only read. Raises `StoreUnusable` where there is none."""
    if absent(url):
        raise StoreUnusable(problem="absent", path=str(store_path(url)))
    with _opened(url, write=False) as log:
        ready = engine(log)
        if log.position():
            ready.found()
        yield ready


def before_there_is_a_store() -> Engine:
    """An engine that can try acts, and nothing else."""
    return engine(cast("Log", Nothing()))


@contextmanager
def _opened(url: str, *, write: bool) -> Iterator[Log]:
    if store_path(url).is_dir():
        raise StoreUnusable(problem="cannot-open", path=str(store_path(url)))
    log = open_log(url, write=write)
    try:
        yield log
    finally:
        log.close()


@contextmanager
def registers(url: str, log: Log) -> Iterator[Registers]:
    """The registers of a store, loaded only where they are asked: they bring a database toolkit along."""
    path = import_module("projections.database").beside(store_path(url))
    opened: Registers = import_module("projections.registers").Registers(log, path)
    try:
        yield opened
    finally:
        opened.close()


def times(ready: Engine, as_of: str | None, known_at: str | None) -> tuple[date, str | None]:
    """The two times of a question: the legal date, today unless given, and the moment of knowledge."""
    return terms.day("--as-of", as_of) or ready.today(), terms.moment("--known-at", known_at)
