"""The commands that tell how things came to be as they are: differences, causes, lineage, acts looked for."""

from __future__ import annotations

import click

from cli import options
from cli.commands import Strict, body
from cli.i18n import _
from cli.index import metavar, nouns


def _noun() -> click.Argument:
    return click.Argument(["noun"], type=click.Choice(list(nouns())), metavar="NOUN")


def _key() -> click.Argument:
    return click.Argument(["key"], metavar=metavar("key"))


def _known_at() -> click.Parameter:
    return next(option for option in options.of_questions() if option.name == "known_at")


def diff() -> click.Command:
    """`diff NOUN KEY DATE1 DATE2`: what differs between two times, and what caused it."""
    return Strict(
        "diff",
        run=body("cli.differences:diff"),
        help=_(
            "What differs between two legal dates, and the events that caused it; of a zone also which plots "
            "came, left or changed hands, and its land by tenure. With --then-known-at, what was known then "
            "against what is known now: the two dates may be the same."
        ),
        example="sez diff plot KHG-014 2019-10-01 2019-11-30",
        params=[
            _noun(),
            _key(),
            click.Argument(["then"], metavar=_("DATE1")),
            click.Argument(["now"], metavar=_("DATE2")),
            _known_at(),
            click.Option(
                ["--then-known-at"],
                metavar="TIMESTAMP",
                help=_("The first date as it was recorded by this moment. Default: as --known-at."),
            ),
            click.Option(["--exit-code"], is_flag=True, help=_("Exit with 6 where anything differs.")),
        ],
    )


def blame() -> click.Command:
    """`blame NOUN KEY [COLUMN]`: which event set a value."""
    return Strict(
        "blame",
        run=body("cli.blaming:blame"),
        help=_(
            "Which event set the present value of a column, and which events set it before: who, when, on "
            "which papers, by which article. Without a column, the last event of every column."
        ),
        example="sez blame plot KHG-014 tenure",
        params=[
            _noun(),
            _key(),
            click.Argument(["column"], metavar=_("COLUMN"), required=False),
            *options.of_questions(),
        ],
    )


def lineage() -> click.Command:
    """`lineage PLOT`: what a plot came of and what became of it."""
    return Strict(
        "lineage",
        run=body("cli.ancestry:lineage"),
        help=_(
            "What a plot came of and what became of it over all generations: splits, merges, numbers, zones, "
            "each with its days, and whether days and areas leave a gap."
        ),
        example="sez lineage KHG-014",
        params=[
            _key(),
            click.Option(["--mermaid"], is_flag=True, help=_("As a mermaid diagram.")),
            *options.of_questions(),
        ],
    )


def _many(name: str, dest: str, stands_for: str, text: str) -> click.Option:
    return click.Option([name, dest], metavar=stands_for, multiple=True, help=text)


def _one(name: str, stands_for: str, text: str) -> click.Option:
    return click.Option([name], metavar=stands_for, help=text)


def search() -> click.Command:
    """`audit search`: acts across the whole log."""
    return Strict(
        "search",
        run=body("cli.audit.searching:search"),
        help=_(
            "Look for acts across the whole log: by who, what, where and when, on which papers, by which "
            "article. What was voided is found too, and says by which event."
        ),
        example="sez audit search --act plot.allocate --zone KHG --document-kind decision",
        params=[
            _many("--actor", "actors", "NAME", _("Recorded by this officer; repeatable.")),
            _many("--second", "seconds", "NAME", _("Confirmed by this officer; repeatable.")),
            _many("--body", "bodies", "NAME", _("Decided by this body; repeatable.")),
            _many("--act", "acts", "NOUN.VERB", _("This act, such as plot.allocate; repeatable.")),
            click.Option(["--noun"], type=click.Choice(list(nouns())), help=_("Acts upon this noun.")),
            _one("--of", "CATEGORY:KEY", _("Acts that wrote anything upon this subject.")),
            _one(
                "--zone",
                "KEY",
                _(
                    "Acts upon the zone, and upon what was of it on their day: plots, projects and their "
                    "obligations, parties with a project or land there, officers whose mandate covers it, "
                    "proposals about any of these. Papers and calendars are of no zone."
                ),
            ),
            _many("--document-kind", "kinds", "KIND", _("On a paper of this kind; repeatable.")),
            _one("--document-number", "NUMBER", _("On a paper with this number.")),
            _one("--document-digest", "SHA256", _("On a paper whose digest begins so.")),
            _one("--article", "TEXT", _("By an article whose citation holds this text.")),
            _one("--regulation", "NAME", _("Under this law, or this edition of one.")),
            _one("--since", "DATE", _("With this legal date or a later one.")),
            _one("--until", "DATE", _("With this legal date or an earlier one.")),
            _one("--recorded-since", "DATE", _("Recorded on this day or later, in UTC.")),
            _one("--recorded-until", "DATE", _("Recorded on this day or earlier, in UTC.")),
            click.Option(["--gap"], is_flag=True, help=_("With a paper that was flagged as missing.")),
            _one("--late-by", "N", _("Recorded more than this many days after the legal date.")),
            _one("--reason", "TEXT", _("With this text in the reason.")),
            *options.of_questions(),
        ],
    )
