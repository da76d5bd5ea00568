"""A real browser without a window: what a page's document becomes, what the console says, how it looks."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update"),
    *("--hide-scrollbars", "--enable-logging=stderr"),
)
PATIENCE = 60
"""Seconds that a page has to be drawn."""


def browser() -> str:
    """Where the browser is. Without one the tests are skipped at home, and fail in CI."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        why = f"no browser is installed: one of {', '.join(NAMES)}"
        (pytest.fail if os.environ.get("CI") else pytest.skip)(why)
    return found


class Seen(NamedTuple):
    """What came of a page: its document after its script ran, and the lines of the console."""

    document: str
    console: list[str]


def seen(page: Path, *flags: str, fragment: str = "") -> Seen:
    """Open a page under a new profile, and let go of the browser and all its processes whatever happens."""
    address = page.as_uri() + (f"#{fragment}" if fragment else "")
    profile = TemporaryDirectory(ignore_cleanup_errors=True)
    words = [browser(), *FLAGS, f"--user-data-dir={profile.name}", *(flags or ("--dump-dom",)), address]
    with (
        profile,
        subprocess.Popen(
            words,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            start_new_session=True,
        ) as running,
    ):
        try:
            document, said = running.communicate(timeout=PATIENCE)
        finally:
            if running.poll() is None:
                os.killpg(running.pid, signal.SIGKILL)
    assert running.returncode == 0, said
    return Seen(document, [line for line in said.splitlines() if ":CONSOLE" in line])
