"""Where something goes that is taken out of a store: refused before any work, in its place when it is whole."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex
from typing import IO

from cli import upkeep
from cli.options import Settings
from lifecycle.errors import Misused, StoreUnusable

STDOUT = "-"
NO_ROOM = (errno.ENOSPC, errno.EDQUOT)


def check_place(target: Path) -> None:
    """Refuse a place into which nothing can be put. Raises `Misused`."""
    folder = target.parent
    if not folder.is_dir():
        raise Misused(problem="folder-absent", path=str(target), folder=str(folder))
    if not os.access(folder, os.W_OK | os.X_OK):
        raise Misused(problem="folder-unwritable", path=str(target), folder=str(folder))


def check_file(target: str, settings: Settings) -> None:
    """Refuse a place that is taken, or belongs to the store; `-` is standard output. Raises `Misused`."""
    path = Path(target)
    if target == STDOUT:
        return
    if path.exists() and not path.is_file():
        raise Misused(problem="file-not-plain", path=target)
    check_place(path)
    upkeep.apart(path, settings)
    if os.path.lexists(path):
        raise Misused(problem="file-exists", path=target)


@contextmanager
def filled(target: Path) -> Iterator[None]:
    """While something is written: the system's refusals, with the place. Raises `Misused`, `StoreUnusable`."""
    try:
        yield
    except OSError as error:
        if error.errno in NO_ROOM:
            raise StoreUnusable(problem="full", path=str(target)) from error
        raise Misused(problem="file-unwritable", path=str(target), detail=error.strerror or "") from error


@contextmanager
def written(target: str) -> Iterator[IO[bytes]]:
    """A new file, there when it is whole and replacing none; standard output for `-`. Raises `Misused`."""
    if target == STDOUT:
        sys.stdout.flush()
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    path = Path(target)
    new = path.with_name(f"{path.name}.{token_hex(8)}.partial")
    try:
        with filled(path):
            with new.open("xb") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            _take(path)
            new.replace(path)
    finally:
        new.unlink(missing_ok=True)


def _take(path: Path) -> None:
    """Take a free name. A link would put the file there at once, but not every memory stick has links."""
    try:
        path.touch(exist_ok=False)
    except FileExistsError as error:
        raise Misused(problem="file-exists", path=str(path)) from error
