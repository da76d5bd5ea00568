"""The commands that keep the program and its store in order."""

from __future__ import annotations

from collections.abc import Callable

import click

from cli import options
from cli.commands import Branch, Told, body
from cli.i18n import _, noted


def plain(
    name: str, path: str, text: str, example: str, *params: click.Parameter
) -> Callable[[], click.Command]:
    """How a command is made that needs no noun."""
    return lambda: Told(name, run=body(path), help=_(text), example=example, params=list(params))


def _file(text: str) -> click.Argument:
    return click.Argument(["file"], metavar=text, type=click.Path())


def _yes() -> click.Option:
    return click.Option(["--yes"], is_flag=True, help=_("Overwrite without asking."))


def projection() -> click.Group:
    """`projection`: the read models."""
    made = {
        "status": plain(
            "status", "cli.upkeep:status", noted("How far each read model has come."), "sez projection status"
        ),
        "rebuild": plain(
            "rebuild",
            "cli.upkeep:rebuild",
            noted("Build read models anew beside the live ones, then switch."),
            "sez projection rebuild plots",
            click.Argument(["model"], required=False),
        ),
    }
    return Branch("projection", made, help=_("The read models: always disposable."))


def store() -> click.Group:
    """`store`: the log as a file."""
    made = {
        "copy": plain(
            "copy",
            "cli.upkeep:copy",
            noted("Copy the store to try things out on, with --now: the copy is marked as one for ever."),
            "sez store copy trial.db",
            _file("FILE"),
            options.actor(),
            _yes(),
        ),
        "backup": plain(
            "backup",
            "cli.upkeep:backup",
            noted("Copy the store while it is in use."),
            "sez store backup sez-backup.db",
            _file("FILE"),
            _yes(),
        ),
        "restore": plain(
            "restore",
            "cli.upkeep:restore",
            noted("Put a backup in the place of the store."),
            "sez store restore sez-backup.db --yes",
            _file("FILE"),
            _yes(),
        ),
    }
    return Branch("store", made, help=_("The store itself."))
