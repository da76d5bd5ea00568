"""Files that are never waited for: a pipe or a device that lies in a file's place is refused, not read."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path
from typing import BinaryIO

NEW_FILE = 0o666


def opened(path: Path, flags: int = os.O_RDONLY) -> BinaryIO:
    """A regular file, to be read, and written where the flags say so. Raises `OSError` for anything else."""
    file = os.open(path, flags | os.O_NONBLOCK | os.O_CLOEXEC, NEW_FILE)
    if not stat.S_ISREG(os.fstat(file).st_mode):
        os.close(file)
        raise OSError(errno.EINVAL, "no regular file", str(path))
    return os.fdopen(file, "rb" if flags & os.O_ACCMODE == os.O_RDONLY else "r+b")


def content(path: Path, limit: int = -1) -> bytes:
    """The first so many bytes of a regular file, all of them where there is no limit. Raises `OSError`."""
    with opened(path) as file:
        return file.read(limit)
