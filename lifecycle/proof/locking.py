"""One at a time: what several processes of one machine may be about to change in the same file or folder."""

from __future__ import annotations

import errno
import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Wait until nobody else is at work on a file or folder, which must exist; then nobody else is."""
    held = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    try:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield
    finally:
        os.close(held)


def hindrance(path: Path) -> str:
    """What stands against putting a file into a place, as the system says it; empty where nothing does."""
    if path.is_dir():
        return os.strerror(errno.EISDIR)
    probe = path.with_name(f"{path.name}.{token_hex(8)}.partial")
    try:
        probe.open("xb").close()
        probe.unlink()
    except OSError as error:
        return str(error.strerror)
    return ""


def put(path: Path, content: bytes) -> None:
    """Put a file into its place whole and durably: nobody ever finds half of one, or none where one stood."""
    new = path.with_name(f"{path.name}.{token_hex(8)}.partial")
    try:
        with new.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        new.replace(path)
    finally:
        new.unlink(missing_ok=True)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
