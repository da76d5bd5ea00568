"""`audit bundle`: records, proofs and papers in a directory, for somebody who cannot ask our system."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from cli import options, output, parsing, screen, stores
from cli.audit.replacing import check_free, made_whole
from cli.commands import Strict, body
from cli.faults import FINDINGS
from cli.i18n import _, counted
from cli.index import metavar
from cli.options import Settings
from lifecycle.clock import SystemClock
from lifecycle.definitions import NOUNS
from lifecycle.errors import Misused
from lifecycle.record import stream_name, timestamp
from lifecycle.store import store_path

TOLD_EVERY = 500


def bundle() -> click.Command:
    """`audit bundle`, as it is typed."""
    return Strict(
        "bundle",
        run=body("cli.audit.bundling:bundling"),
        help=_(
            "Write the exact records, their proofs and papers into a directory, with a page to read and a "
            "program that checks them without this one. Records are given as they stand in the log, so that no "
            "date is asked for. Where a key is given, the log is sealed first. "
            "With --absent it shows that something is not in the log: a plot that was never registered. "
            "Exit code 6 where the bundle has flaws."
        ),
        example="sez audit bundle --plot KHG-014 --output KHG-014 --key sez.key",
        params=[
            click.Option(
                ["--plot"],
                metavar=metavar("key"),
                help=_("Only this plot, what it came of and what it became, with all acts upon them."),
            ),
            click.Option(
                ["--zone"], metavar=metavar("key"), help=_("Only this zone, its land, and all its plots.")
            ),
            click.Option(
                ["--absent"],
                metavar="NOUN-KEY",
                help=_("Only the proof that something is not in the log, such as plot-KHG-999."),
            ),
            click.Option(
                ["-o", "--output", "directory"],
                required=True,
                type=click.Path(),
                metavar="DIR",
                help=_("The directory to write; it is made."),
            ),
            click.Option(
                ["--key"],
                metavar="FILE",
                type=click.Path(),
                help=_("The private key to seal with. Default: SEZ_KEY; none: the last seal must cover all."),
            ),
            options.actor(),
            click.Option(["--yes"], is_flag=True, help=_("Replace a bundle that is there without asking.")),
        ],
    )


def bundling(
    settings: Settings,
    *,
    plot: str | None,
    zone: str | None,
    absent: str | None,
    directory: str,
    key: str | None,
    actor: str | None,
    yes: bool,
    **_given: Any,
) -> int:
    """Write a bundle, and print what is in it; exits 6 where its own program finds flaws in it."""
    from projections.exports import bundle as bundles  # noqa: PLC0415 - loaded only where a bundle is made
    from projections.exports.scope import begun  # noqa: PLC0415 - the same

    scope, target = _scope(plot, zone, absent), Path(directory).absolute()
    check_free(target, yes=yes)
    store, key_file = store_path(settings.url), key or os.environ.get(options.KEY)
    with stores.for_questions(settings.url) as asked:
        begun(asked.log, scope)
    vkey = _sealed(settings, Path(key_file), actor) if key_file else ""
    with stores.for_questions(settings.url) as asked, made_whole(target) as folder:
        seal = bundles.seal_of(asked.log, store, vkey)
        made = bundles.write(asked.log, scope, folder, seal=seal, progress=_progress())
        made_at = timestamp(SystemClock().now())
        bundles.tell(asked.log, scope, folder, seal=seal, made=made, made_at=made_at)
    settings.done = True
    if not vkey:
        screen.say(
            _("no key was given: the bundle names none, and whoever checks it must bring the public one")
        )
    row = {
        "directory": str(target),
        "scope": scope.kind,
        "key": scope.key,
        "records": made.records,
        "streams": len(made.streams),
        "documents": len(made.documents),
        "size": seal.checkpoint.size,
        "vkey": seal.vkey,
        "findings": list(made.report.findings),
    }
    output.emit(output.Sheet([row], tuple(row), one=True, position=seal.checkpoint.size), settings.format)
    return FINDINGS if made.report.findings else 0


def _scope(plot: str | None, zone: str | None, absent: str | None) -> Any:
    from projections.exports.scope import ABSENT, Scope  # noqa: PLC0415 - the same

    if sum(one is not None for one in (plot, zone, absent)) > 1:
        raise Misused(problem="plot-and-zone")
    if absent is not None:
        return Scope(ABSENT, _stream(absent))
    if plot:
        return Scope("plot", parsing.key("plot", plot))
    return Scope("zone", parsing.key("zone", zone)) if zone else Scope()


def _stream(named: str) -> str:
    """The stream of a subject that is named as in the name of an event. Raises `Misused`."""
    noun, _, key = named.partition("-")
    if noun not in NOUNS:
        raise Misused(problem="malformed", term="--absent", text=named, expected="plot-KEY")
    return stream_name(noun, parsing.key(noun, key))


def _sealed(settings: Settings, key_file: Path, actor: str | None) -> str:
    """Seal the log; the public key."""
    from lifecycle.proof import keys, signing  # noqa: PLC0415 - the same

    officer = import_module("cli.acts").signed(actor)
    with stores.for_questions(settings.url) as asked:
        today = asked.today()
    with stores.opened(settings.url, write=True) as log:
        signing.seal(log, store_path(settings.url), key_file, actor=officer, on=today, clock=SystemClock())
    return str(keys.load(key_file).verifier)


def _progress() -> Callable[[int], None]:
    def tell(count: int) -> None:
        if count % TOLD_EVERY == 0:
            screen.ask("\r" + counted("{count} record", "{count} records", count) + " ")

    return tell if screen.interactive(sys.stderr) else lambda _count: None
