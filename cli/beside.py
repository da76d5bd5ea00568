"""Commands of a noun that are neither acts nor the questions every noun answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import click

from cli import options
from cli.commands import Act, Told, body
from cli.filing import Adding, checking, exporting, listing, showing
from cli.i18n import _
from cli.index import metavar

Made = Mapping[str, Callable[[], click.Command]]
NOTHING: Made = {}


def _key() -> click.Argument:
    return click.Argument(["key"], metavar=metavar("key"))


def days() -> click.Command:
    """`calendar days KEY`: the days of a year that depart from the week."""
    year = click.Option(["--year"], metavar=metavar("count"), help=_("The year. Default: this year."))
    return Told(
        "days",
        run=body("cli.calendars:days"),
        help=_("List the days off and the worked days of rest of a year, each with its decree."),
        example="sez calendar days kz --year 2026",
        params=[_key(), year, *options.of_questions()],
    )


def seed() -> click.Command:
    """`calendar seed KEY`: a calendar from what the program brings along."""
    return Told(
        "seed",
        run=body("cli.seeding:seeding"),
        help=_(
            "Establish a known calendar, publish and amend its years; what it holds already is passed over."
        ),
        example="sez calendar seed kz",
        params=[
            _key(),
            options.actor(),
            click.Option(
                ["--dry-run"], is_flag=True, help=_("Show which deadlines would move; write nothing.")
            ),
            click.Option(["--yes"], is_flag=True, help=_("Move deadlines without asking.")),
        ],
    )


QUESTIONS: Mapping[str, Made] = {
    "calendar": {"days": days},
    "document": {"list": listing, "show": showing, "export": exporting, "check": checking},
}
"""Questions that only one noun answers."""

CHANGING = "cli.changing:perform"
ACTS: Mapping[str, Made] = {
    "document": {"add": Adding},
    "calendar": {
        "publish": lambda: Act("calendar", "publish", run=CHANGING),
        "amend": lambda: Act("calendar", "amend", run=CHANGING),
    },
}
"""Acts that are typed, or carried out, otherwise than from their terms alone."""

MEANS: Mapping[str, Made] = {"calendar": {"seed": seed}}
"""Commands that carry out several acts, or none."""
