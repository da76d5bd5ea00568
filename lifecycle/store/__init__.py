"""The one log, on `eventsourcing`: the only package that imports the library."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from lifecycle.errors import Misused

if TYPE_CHECKING:
    from lifecycle.store.log import Log

SQLITE_URL = "sqlite:///"


def store_path(url: str) -> Path:
    """The file behind a store's name: a path, or `sqlite:///PATH`. Raises `Misused` for other schemes."""
    if url.startswith(SQLITE_URL):
        return Path(url.removeprefix(SQLITE_URL))
    if "://" in url:
        raise Misused(problem="store-scheme", store=url)
    return Path(url)


def open_log(url: str, *, write: bool = True) -> Log:
    """The log behind a store's name; with `write`, made if it is not there. Raises `StoreUnusable`."""
    from lifecycle.store.sqlite import SqliteLog  # noqa: PLC0415 - one engine's code is loaded, not all

    return SqliteLog(store_path(url), write=write)
