"""Keeping the program and its store in order."""

from __future__ import annotations

import os
import platform
import sqlite3
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from importlib import import_module
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as version_of
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from cli import output, screen, stores
from cli.copying import SIDE_FILES, copied, verify, with_ending
from cli.i18n import _
from cli.options import Settings
from lifecycle.clock import SystemClock
from lifecycle.errors import LifecycleError, Misused, StoreUnusable
from lifecycle.founding import declare_trial
from lifecycle.store import open_log, store_path

DATABASE = "projections.database"
"""Loaded only where it is needed: it brings a database toolkit along."""

LIBRARIES = ("click", "eventsourcing", "pydantic", "sqlalchemy")
MODEL_COLUMNS = ("model", "version", "current_version", "generation", "position", "behind")
TIME_ZONE_OF_THE_LAW, SINCE, OFFSET = "Asia/Almaty", datetime(2024, 3, 2, tzinfo=UTC), timedelta(hours=5)
"""The zone's clock since 2024-03-01: a machine whose time zone rules are older gives wrong legal dates."""


def version(settings: Settings, **_given: Any) -> int:
    """Print the program's version."""
    row = {"name": "sez", "version": _installed("sez")}
    plain = f"sez {row['version']}"
    output.emit(output.Sheet([row], tuple(row), one=True, plain=plain), settings.format)
    return 0


def _installed(name: str) -> str:
    try:
        return version_of(name)
    except PackageNotFoundError:
        return _("not installed")


# -- read models -------------------------------------------------------------------------------------


def status(settings: Settings, **_given: Any) -> int:
    """Print how far each read model has come."""
    with stores.for_questions(settings.url) as asked, stores.registers(settings.url, asked.log) as registers:
        rows = registers.runner.status()
        position = asked.log.position()
    output.emit(output.Sheet(rows, MODEL_COLUMNS, position=position), settings.format)
    return 0


def rebuild(settings: Settings, *, model: str | None, **_given: Any) -> int:
    """Build read models anew, then print how far each has come."""
    with stores.for_questions(settings.url) as asked, stores.registers(settings.url, asked.log) as registers:
        registers.runner.rebuild(model)
    return status(settings)


# -- the store ---------------------------------------------------------------------------------------


def backup(settings: Settings, *, file: str, yes: bool, **_given: Any) -> int:
    """Copy the store while it is in use."""
    target = Path(file)
    with stores.for_questions(settings.url) as asked:
        apart(target, settings)
        if _overwrites(target):
            confirm(target, yes=yes)
        copied(asked.log, target)
    return _copied(settings, target)


def copy(settings: Settings, *, file: str, actor: str | None, yes: bool, **_given: Any) -> int:
    """Copy the store to try things out on: the copy is marked for ever as one that is nobody's record."""
    officer = import_module("cli.acts").signed(actor)
    target = Path(file)
    with stores.for_questions(settings.url) as asked:
        apart(target, settings)
        if _overwrites(target):
            confirm(target, yes=yes)
        copied(asked.log, target)
        today = asked.today()
    log = open_log(str(target))
    try:
        declare_trial(log, SystemClock(), actor=officer, on=today)
    finally:
        log.close()
    return _copied(settings, target)


def restore(settings: Settings, *, file: str, yes: bool, **_given: Any) -> int:
    """Put a backup in the place of the store, which may be damaged and is not opened for it."""
    source, target = Path(file), store_path(settings.url)
    apart(source, settings)
    with stores.for_questions(str(source)) as asked:
        verify(asked.log, str(source))
        if _overwrites(target):
            confirm(target, yes=yes)
        copied(asked.log, target)
    database = import_module(DATABASE)
    views = database.ViewsFile(database.beside(target))
    if views.ours:
        views.discard()
    return _copied(settings, target)


def _copied(settings: Settings, target: Path) -> int:
    settings.done = True
    with stores.for_questions(str(target)) as asked:
        position = asked.log.position()
    store = screen.safe(str(target))
    plain = _("{store} holds the log up to position {position}").format(store=store, position=position)
    row = {"store": str(target), "position": position}
    output.emit(output.Sheet([row], tuple(row), one=True, position=position, plain=plain), settings.format)
    return 0


def apart(file: Path, settings: Settings) -> None:
    """Refuse the store's own files: itself, its read models, what the database keeps beside either."""
    store = store_path(settings.url).resolve()
    views = import_module(DATABASE).beside(store)
    own = {with_ending(one, ending) for one in (store, views) for ending in ("", *SIDE_FILES)}
    if file.resolve() in own:
        raise Misused(problem="same-file", path=str(file))


def _overwrites(target: Path) -> bool:
    """Whether something would be lost. Raises `StoreUnusable` for what is no file, `Misused`."""
    try:
        there = target.exists()
        if there and not target.is_file():
            raise StoreUnusable(problem="not-ours", path=str(target))
        return there and target.stat().st_size > 0
    except OSError as error:
        raise StoreUnusable(problem="cannot-open", path=str(target)) from error


def confirm(target: Path, *, yes: bool) -> None:
    """Ask before anything is overwritten; where nobody can be asked, fail and name the flag."""
    if yes:
        return
    if not screen.interactive(sys.stdin):
        raise Misused(problem="confirmation", path=str(target))
    if not screen.agreed(_("Overwrite {path}? [y/N] ").format(path=screen.safe(str(target)))):
        raise Misused(problem="declined")


# -- the doctor --------------------------------------------------------------------------------------


def doctor(settings: Settings, **_given: Any) -> int:
    """Print what the program stands on and how the store is; exits 1 where something is wrong."""
    rows = [{"check": name, "value": value, "ok": ok} for name, value, ok in _checks(settings)]
    output.emit(output.Sheet(rows, ("check", "value", "ok")), settings.format)
    return 0 if all(row["ok"] for row in rows) else 1


def _checks(settings: Settings) -> Iterator[tuple[str, Any, bool]]:
    yield "python", platform.python_version(), True
    yield "sqlite", sqlite3.sqlite_version, True
    yield "sez", _installed("sez"), True
    for library in LIBRARIES:
        installed = _installed(library)
        yield library, installed, installed != _("not installed")
    rules = SINCE.astimezone(ZoneInfo(TIME_ZONE_OF_THE_LAW)).utcoffset() == OFFSET
    yield "time zone rules", _("up to date") if rules else _("older than 2024-03-01"), rules
    yield "store", settings.url, True
    if stores.absent(settings.url):
        yield "readable", _("there is no store yet: the first act makes it"), True
        return
    try:
        yield from _store(settings)
    except LifecycleError as error:
        yield "readable", error.values.get("problem", error.code), False


def _store(settings: Settings) -> Iterator[tuple[str, Any, bool]]:
    with stores.for_questions(settings.url) as asked:
        yield "readable", True, True
        yield "trial copy", _("yes: nothing here is anybody's record") if asked.trial else _("no"), True
        yield "position", asked.log.position(), True
        yield "time zone", asked.time_zone, True
        yield "today", asked.today().isoformat(), True
        yield "views", *_views(settings, asked.log)
    path = store_path(settings.url)
    writable = os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)
    yield "writable", writable, writable
    if writable:
        # Opening for writing reads `synchronous` back on the connection, and fails where it is not FULL.
        open_log(settings.url).close()
        yield "synchronous", "FULL", True


def _views(settings: Settings, log: Any) -> tuple[str, bool]:
    try:
        with stores.registers(settings.url, log) as registers:
            told = [f"{row['model']} {row['position']}" for row in registers.runner.status()]
    except LifecycleError as error:
        return str(error.values.get("problem", error.code)), False
    return ", ".join(told), True
