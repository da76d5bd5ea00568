"""The commands for papers: adding one, and what is asked of all of them."""

from __future__ import annotations

from typing import Any

import click

from cli import options
from cli.commands import TERM, Act, Told, body
from cli.i18n import _
from cli.index import metavar, nouns

NOT_TYPED = ("key", f"{TERM}media_type", f"{TERM}size", "each_from", "per_row")
"""What is read off the file; and what concerns many subjects of one act, which papers are not."""


class Adding(Act):
    """`document add FILE`: the digest, the media type and the size are the file's own."""

    def __init__(self) -> None:
        super().__init__("document", "add")
        self.callback = body("cli.adding:add")
        file = click.Argument(["file"], metavar="FILE", type=click.Path())
        self.params = [file, *(given for given in self.params if given.name not in NOT_TYPED)]

    def invoke(self, ctx: click.Context) -> Any:
        """Hand over the file; which act is meant goes without saying."""
        return click.Command.invoke(self, ctx)


def _digest() -> click.Argument:
    return click.Argument(["digest"], metavar="SHA256")


def listing() -> click.Command:
    """`document list`: every paper that was added, or that an act cites."""
    return Told(
        "list",
        run=body("cli.documents:listing"),
        help=_("List the papers that were added and those that acts cite."),
        example="sez document list --of plot:KHG-014",
        params=[
            click.Option(
                ["--kind"], metavar="KIND", multiple=True, help=_("Only papers of this kind; repeatable.")
            ),
            click.Option(
                ["--noun"], type=click.Choice(list(nouns())), help=_("Only papers of acts on such subjects.")
            ),
            click.Option(
                ["--key"],
                metavar=metavar("key"),
                help=_("Only papers of this subject; needs {option}.").format(option="--noun"),
            ),
            click.Option(["--of"], metavar=metavar("subject"), help=_("Both in one, such as plot:KHG-014.")),
            click.Option(
                ["--missing"],
                is_flag=True,
                help=_("Only what is not there: bytes of papers cited, papers flagged as missing."),
            ),
            *options.of_questions(),
        ],
    )


def showing() -> click.Command:
    """`document show SHA256`: what a paper is, and which events cite it."""
    return Told(
        "show",
        run=body("cli.documents:showing"),
        help=_("Show what a paper is, and every event that cites it. Eight digits of its digest may do."),
        example="sez document show 876b11df",
        params=[_digest(), *options.of_questions()],
    )


def exporting() -> click.Command:
    """`document export SHA256 -o FILE`: the bytes of a paper, checked."""
    output = click.Option(
        ["-o", "--output"],
        metavar="FILE",
        required=True,
        type=click.Path(),
        help=_("Where it is written; - is standard output."),
    )
    yes = click.Option(["--yes"], is_flag=True, help=_("Overwrite without asking."))
    return Told(
        "export",
        run=body("cli.documents:exporting"),
        help=_("Write a paper into a file, once its bytes are found to be those of its digest."),
        example="sez document export 876b11df -o decree-401.txt",
        params=[_digest(), output, yes],
    )


def checking() -> click.Command:
    """`document check`: whether the store's papers are whole."""
    return Told(
        "check",
        run=body("cli.documents:checking"),
        help=_("Check that every paper is there and has the bytes of its digest; exits 6 where one has not."),
        example="sez document check",
    )
