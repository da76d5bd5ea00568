"""The commands that ask about the law: what it says, whether it can work, what a new edition changes."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import click

from cli import options
from cli.commands import Told, body
from cli.i18n import _


def made() -> Mapping[str, Callable[[], click.Command]]:
    """The commands of `regulation`."""
    return {"show": _show, "check": _check, "diff": _diff}


def _show() -> click.Command:
    return Told(
        "show",
        run=body("cli.law:showing"),
        help=_("Show a regulation: for each act the role, the papers, the article, the deadlines."),
        example="sez regulation show kz-2019",
        params=[click.Argument(["name"], required=False), *options.of_questions()[:1]],
    )


def _check() -> click.Command:
    return Told(
        "check",
        run=body("cli.lawchecks:checking"),
        help=_(
            "Check regulations, all of them or those named: an edition, a body of law, a file. "
            "Exit code 6 where there is a problem."
        ),
        example="sez regulation check kz-2019",
        params=[click.Argument(["names"], nargs=-1, metavar="[NAME|FILE]...")],
    )


def _diff() -> click.Command:
    return Told(
        "diff",
        run=body("cli.lawdiffs:comparing"),
        help=_("Tell what another edition or file would change, act by act, and which open cases it touches."),
        example="sez regulation diff kz-2019@1 kz-2019@2",
        params=[
            click.Argument(["old"], metavar="OLD"),
            click.Argument(["new"], metavar="NEW"),
            click.Option(["--all", "every"], is_flag=True, help=_("Name every case, not only the first ones.")),
            *options.of_questions(),
        ],
    )
