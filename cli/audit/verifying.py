"""`audit verify`: all that can be held against something else is; what was not, is said."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cli import output, parsing, screen, stores
from cli.audit.proofwords import FOUND, PROBLEMS, REPAIRS, UNCHECKED
from cli.audit.proving import read
from cli.audit.trusting import given_key
from cli.faults import FINDINGS
from cli.i18n import _, counted, noted
from cli.options import KEY, Settings
from cli.output import Sheet
from cli.proofcauses import CAUSES
from lifecycle.errors import LifecycleError, Misused, StoreUnusable
from lifecycle.proof import signing, tree
from lifecycle.proof.finding import Finding
from lifecycle.proof.verifying import Asked, Given, Verified
from lifecycle.proof.verifying import verify as verified
from lifecycle.store import open_log, store_path

if TYPE_CHECKING:
    from lifecycle.store.log import Log

READING = {
    "records": noted("records"),
    "documents": noted("documents"),
    "models": noted("read models, streams"),
}


def verify(
    settings: Settings,
    *,
    since: str | None,
    checkpoints: Sequence[str],
    vkey: str | None,
    key_file: str | None,
    no_models: bool,
    processes: str | None,
    **_given: Any,
) -> int:
    """Verify a store and print what is wrong with it and what was not checked; exits 6 for findings."""
    store = store_path(settings.url)
    if stores.absent(settings.url):
        raise StoreUnusable(problem=stores.ABSENT, path=settings.url)
    asked = Asked(
        since=parsing.number("--from", since) or 0,
        given=list(_given_checkpoints(store, checkpoints, key_file)),
        key=given_key(vkey, key_file),
        kept=tree.beside(store),
        processes=parsing.number("--processes", processes) or 0,
        progress=_progress() if screen.interactive(sys.stderr) else None,
    )
    with stores.opened(settings.url, write=False) as log:
        if asked.since and asked.since > log.position():
            raise Misused(problem="beyond-end", given=asked.since, position=log.position())
        done = _verified(settings, log, asked)
        if not _has_memory(key_file):
            done.skipped("memory")
        _models(log, store, asked, done, wanted=not no_models)
    if asked.progress:
        screen.ask("\r")
    return _told(settings, asked, done)


def _given_checkpoints(store: Path, paths: Sequence[str], key_file: str | None) -> Iterator[Given]:
    """The checkpoints to hold the log against: the published one, the signer's memory, those named."""
    published = signing.published(store)
    if published.exists():
        yield Given(str(published), read(str(published)))
    if _has_memory(key_file):
        remembered = signing.memory(Path(_key_file(key_file)))
        yield Given(str(remembered), read(str(remembered)))
    yield from (Given(path, read(path)) for path in paths)


def _key_file(key_file: str | None) -> str:
    return key_file or os.environ.get(KEY) or ""


def _has_memory(key_file: str | None) -> bool:
    named = _key_file(key_file)
    return bool(named) and signing.memory(Path(named)).exists()


def _verified(settings: Settings, log: Log, asked: Asked) -> Verified:
    try:
        with suppress(LifecycleError):
            asked.origin = signing.origin(log)
        return verified(log, partial(open_log, settings.url, write=False), asked)
    except StoreUnusable as error:
        done = Verified(0)
        done.findings.add(Finding("structure", values={"detail": str(error.values.get("detail", error))}))
        done.skipped("rest")
        return done


def _models(log: Log, store: Path, asked: Asked, done: Verified, *, wanted: bool) -> None:
    if not wanted or asked.since:
        done.skipped("models")
        return
    views = import_module("projections.database").beside(store)
    models = import_module("projections.verify")
    if not done.findings.counts:
        models.brought_up(log, views)
    models.verify(log, views, found=done.findings.add, skipped=done.skipped, progress=asked.progress)


def _progress() -> Any:
    def tell(what: str, read_so_far: int, of: int) -> None:
        share = f" {100 * read_so_far // of}%" if of else ""
        screen.ask(f"\r{_(READING[what])} {read_so_far:,}{share}   ")

    return tell


# -- what is printed ---------------------------------------------------------------------------------


def _told(settings: Settings, asked: Asked, done: Verified) -> int:
    rows = [_row(finding) for finding in done.findings.told]
    unchecked = [{"what": one.what, **one.values} for one in done.unchecked]
    checked = {
        "records": done.records,
        "streams": done.streams,
        "documents": done.documents,
        "checkpoints": [one._asdict() for one in done.vouched],
    }
    more = {"counts": dict(done.findings.counts), "checked": checked, "unchecked": unchecked}
    left = [_(UNCHECKED[one.what]).format(**_safe(one.values)) for one in done.unchecked]
    plain = "\n".join(
        [*_findings(done), *_checked(done), *(_("not checked: {what}").format(what=one) for one in left)]
    )
    output.emit(Sheet(rows, FOUND, position=done.position, plain=plain, more=more), settings.format)
    if settings.format in ("jsonl", "csv"):
        for one in left:
            screen.say(_("not checked: {what}").format(what=one))
    return FINDINGS if done.findings.counts else 0


def _row(finding: Finding) -> dict[str, Any]:
    return {
        "problem": finding.problem,
        "position": finding.position or None,
        "event": finding.event or None,
        "message": _message(finding),
        "repair": _(REPAIRS[PROBLEMS[finding.problem][1]]),
        "values": dict(finding.values),
    }


def _message(finding: Finding) -> str:
    values = _safe(finding.values)
    if finding.problem == "checkpoint-refused":
        values["cause"] = _(CAUSES[values["cause"]]).format(**values)
    said = _(PROBLEMS[finding.problem][0]).format(**values)
    place = _place(finding)
    return f"{place}: {said}" if place else said


def _place(finding: Finding) -> str:
    event = screen.safe(finding.event)
    if not finding.position:
        return event
    place = _("position {position}").format(position=finding.position)
    return f"{place}, {event}" if event else place


def _safe(values: Any) -> dict[str, str]:
    return {name: screen.safe(str(value)) for name, value in values.items()}


def _findings(done: Verified) -> Iterator[str]:
    """Every finding in words, and what to do about each kind, once."""
    repairs: dict[str, None] = {}
    for finding in done.findings.told:
        yield _message(finding)
        repairs[_(REPAIRS[PROBLEMS[finding.problem][1]])] = None
    more = done.findings.counts.total() - len(done.findings.told)
    if more:
        yield counted("and {count} more finding", "and {count} more findings", more)
    yield from repairs


def _checked(done: Verified) -> Iterator[str]:
    records = counted("{count} record", "{count} records", done.records)
    streams = counted("{count} stream", "{count} streams", done.streams)
    documents = counted("{count} document", "{count} documents", done.documents)
    said = _("read: {records} in {streams}, {documents}; position {position}")
    yield said.format(records=records, streams=streams, documents=documents, position=done.position)
    for one in done.vouched:
        signed = _("signature holds") if one.signed else _("signature not checked")
        agrees = _("agrees with the checkpoint of {size} records in {source} ({signed})")
        yield agrees.format(size=one.size, source=screen.safe(one.source), signed=signed)
    if not done.findings.counts:
        yield _("nothing is wrong with what was checked")
