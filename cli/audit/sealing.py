"""The signer's key, sealing, and the checkpoint that is signed after an act."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from cli import faults, output, screen, stores
from cli.acts import signed
from cli.i18n import _, counted
from cli.options import KEY, Settings
from cli.output import Sheet
from lifecycle.clock import SystemClock
from lifecycle.errors import LifecycleError, Misused
from lifecycle.proof import keys, signing
from lifecycle.store import store_path
from lifecycle.store.log import Log


def generated(settings: Settings, *, file: str, **_given: Any) -> int:
    """Make a key for a store's log and print its public half."""
    with stores.for_questions(settings.url) as asked:
        signer = keys.generate(signing.origin(asked.log))
    keys.store(signer, Path(file))
    settings.done = True
    return _public(settings, file, signer)


def shown(settings: Settings, *, file: str, **_given: Any) -> int:
    """Print the public half of a key."""
    return _public(settings, file, keys.load(Path(file)))


def _public(settings: Settings, file: str, signer: keys.Signer) -> int:
    row = {"file": file, "name": signer.name, "vkey": str(signer.verifier)}
    output.emit(Sheet([row], tuple(row), one=True, plain=row["vkey"]), settings.format)
    return 0


def seal(settings: Settings, *, key_file: str | None, actor: str | None, **_given: Any) -> int:
    """Commit to every stream's end, sign it all, and print what was signed."""
    officer = signed(actor)
    file = Path(key_named(key_file))
    store = store_path(settings.url)
    with stores.for_questions(settings.url) as asked:
        today = asked.today()
    with stores.opened(settings.url, write=True) as log:
        sealed = signing.seal(log, store, file, actor=officer, on=today, clock=SystemClock())
    settings.done = True
    new = sealed.signed.checkpoint
    row = {
        "position": sealed.position,
        "size": new.size,
        "root": new.root.hex(),
        "streams": sealed.streams,
        "heads_root": sealed.root.hex(),
        "checkpoint": str(signing.published(store)),
        "first": sealed.signed.first,
    }
    sheet = Sheet([row], tuple(row), one=True, position=new.size, plain="\n".join(_lines(row)))
    output.emit(sheet, settings.format)
    return 0


def _lines(row: dict[str, Any]) -> list[str]:
    records = counted("{count} record", "{count} records", row["size"])
    streams = counted("{count} stream", "{count} streams", row["streams"])
    told = [
        _("sealed: {records} in {streams}; root {root}").format(
            records=records, streams=streams, root=row["root"]
        ),
        _("the checkpoint is in {path}: give it away, so that others can hold the log against it").format(
            path=screen.safe(row["checkpoint"])
        ),
    ]
    if row["first"]:
        told.append(_("it is the first that this signer remembers: it was held against no earlier one"))
    return told


def key_named(key_file: str | None) -> str:
    """The file of the key, as typed or from the environment. Raises `Misused` where neither names one."""
    named = key_file or os.environ.get(KEY)
    if not named:
        raise Misused(problem="no-key")
    return named


def after_acts(url: str, log: Log) -> None:
    """Sign how far the log has come. What was recorded stands, whatever comes of it: a failure is only said."""
    try:
        signing.sign(log, store_path(url), Path(os.environ[KEY]))
    except (LifecycleError, OSError) as error:
        fault = faults.fault(error, Settings(store=url))
        why = fault.message if fault else type(error).__name__
        unpublished = isinstance(error, signing.Unpublished)
        unsigned = _("it is recorded, but no checkpoint of it was signed: {why}")
        screen.say((_("it is recorded; {why}") if unpublished else unsigned).format(why=why))
        if fault and fault.hint:
            screen.say(_("Next: {command}").format(command=fault.hint))
