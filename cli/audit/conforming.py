"""`audit conformance` as it is typed, with what each kind of finding is."""

from __future__ import annotations

import click

from cli import options
from cli.audit.conformancewords import DESCRIBED
from cli.commands import Strict, body
from cli.i18n import _
from cli.index import metavar


class _WithKinds(Strict):
    """A command whose help tells the kinds of its findings before its example."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The kinds, then the example."""
        with formatter.section(_("Kinds")):
            formatter.write_dl([(kind, _(text)) for kind, text in DESCRIBED.items()])
        super().format_epilog(ctx, formatter)


def conformance() -> click.Command:
    """`audit conformance`: every stored act held against the law."""
    return _WithKinds(
        "conformance",
        run=body("cli.audit.conformance:conforming"),
        help=_(
            "Hold every stored act against the law of its day, each decided again in its place, and the land "
            "and its holders against each other. Papers come first: this finds plots given out without them. "
            "Exit code 6 where anything deviates; a flag is no deviation."
        ),
        example="sez audit conformance --zone KHG --kind no-document --kind double-holder",
        params=[
            _key("--zone", _("Only what lies in this zone.")),
            _key("--plot", _("Only the acts that wrote upon this plot.")),
            click.Option(
                ["--regulation"],
                metavar="NAME",
                help=_("What would not have been lawful under this edition, instead of the law of each day."),
            ),
            click.Option(
                ["--kind"],
                type=click.Choice(list(DESCRIBED)),
                metavar="KIND",
                multiple=True,
                help=_("Only findings of this kind; repeatable."),
            ),
            click.Option(
                ["--flags"], is_flag=True, help=_("Also what is no deviation and worth a person's look.")
            ),
            _limit("--idle-days", _("Flag plots held and not in use for more days. Default: 365.")),
            _limit("--extensions", _("Flag what was given more time more often. Default: 2.")),
            _limit("--backdated-days", _("Flag acts recorded later than so many days. Default: 90.")),
            _limit(
                "--reassigned-days",
                _("Flag plots given again within fewer days of a right's end. Default: 90."),
            ),
            *options.of_questions(),
        ],
    )


def _key(name: str, text: str) -> click.Option:
    return click.Option([name], metavar=metavar("key"), help=text)


def _limit(name: str, text: str) -> click.Option:
    return click.Option([name], metavar="N", help=text)
