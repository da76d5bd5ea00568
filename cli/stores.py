"""Opening the store for a question. Light: what carries out acts is not loaded to answer one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from typing import TYPE_CHECKING, Any

from cli import parsing, screen
from cli.i18n import _
from lifecycle import clock
from lifecycle.errors import StoreUnusable
from lifecycle.record import STORE
from lifecycle.store import open_log, store_path
from lifecycle.store.files import recognise
from lifecycle.store.log import Log

if TYPE_CHECKING:
    from projections.registers import Registers

ABSENT = "absent"
TRIAL = "store.TrialDeclared@1"
"""The event that makes a store a copy for trials. Read off the records: no question loads what folds them."""

JOINED = frozenset({"zone"})
"""Nouns whose rows hold what is joined from other streams: they are shown from the registers."""


@dataclass(frozen=True)
class Asked:
    """A store that is only read: its log, the zone whose calendar counts, the body of law it keeps to.

    No law, and no officer, where it was founded before there were any. `trial` says that it is a copy on which
    things are only tried.
    """

    log: Log
    time_zone: str
    law: str
    trial: bool = False

    def today(self) -> date:
        """The legal date now."""
        return clock.today(clock.SystemClock(), self.time_zone)


def absent(url: str) -> bool:
    """Whether there is no store yet: no file, or an empty one. Raises `StoreUnusable` for what is no store."""
    return not recognise(store_path(url))


def founded(url: str) -> bool:
    """Whether there is a store that holds something. Raises `StoreUnusable` for what is no store."""
    try:
        with for_questions(url):
            return True
    except StoreUnusable as error:
        if error.values["problem"] != ABSENT:
            raise
        return False


def warn(*, trial: bool) -> None:
    """Say of a copy made to try things out on that it is one, beside what was done or asked on it."""
    if trial:
        screen.say(_("this is a trial copy: nothing here is anybody's record"))


@contextmanager
def for_questions(url: str) -> Iterator[Asked]:
    """A store that is only read. Raises `StoreUnusable` where there is none, or one that holds nothing."""
    nothing = StoreUnusable(problem=ABSENT, path=url)
    if absent(url):
        raise nothing
    with opened(url, write=False) as log:
        founded = log.read([STORE])[STORE]
        if not founded:
            raise nothing
        said: dict[str, Any] = {}
        for record in founded:
            said |= record.event.data()
        trial = any(record.body["type"] == TRIAL for record in founded)
        yield Asked(log, said["time_zone"], said.get("law", ""), trial)


@contextmanager
def opened(url: str, *, write: bool) -> Iterator[Log]:
    """The log of a store, closed at the end."""
    log = open_log(url, write=write)
    try:
        yield log
    finally:
        log.close()


@contextmanager
def registers(url: str, log: Log) -> Iterator[Registers]:
    """The registers of a store, loaded only where they are asked: they bring a database toolkit along."""
    path = import_module("projections.database").beside(store_path(url))
    asked: Registers = import_module("projections.registers").Registers(log, path)
    try:
        yield asked
    finally:
        asked.close()


def times(asked: Asked, as_of: str | None, known_at: str | None) -> tuple[date, str | None]:
    """The two times of a question: the legal date, today unless given, and the moment of knowledge."""
    return parsing.day("--as-of", as_of) or asked.today(), parsing.moment("--known-at", known_at)
