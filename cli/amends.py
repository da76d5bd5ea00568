"""The two acts that any record may be subject to, as they are typed: `correct EVENT` and `void EVENT`."""

from __future__ import annotations

import click

from cli import options
from cli.commands import Told, body
from cli.i18n import _, noted

NOT_TAKEN = frozenset({"each_from", "per_row", "without", "gap_owner", "gap_until"})
"""Circumstances that these acts do not have: they are done one by one, and never without their papers."""


def correct() -> click.Command:
    """`correct EVENT`: fields of an earlier event set right."""
    field = click.Option(
        ["--set", "fields"],
        metavar=_(FIELD),
        multiple=True,
        required=True,
        help=_(
            "What a field is to say; repeatable. FIELD is an option of the act without its dashes, or on (the "
            "legal date), body, document or reason; nothing after the sign takes the value away."
        ),
    )
    return _amending(
        "correct",
        noted("Set right what an earlier event says. The event stays; the correction is recorded beside it."),
        noted("sez correct plot-KHG-014@1 --set area-ha=12.0 --document extract=9@2024-02-01 --reason misread"),
        field,
    )


def void() -> click.Command:
    """`void EVENT`: the act that an event belongs to never was so."""
    return _amending(
        "void",
        noted("Take back a whole act that never was so, in every stream that it wrote. Nothing is erased."),
        noted("sez void plot-KHG-014@2 --document decision=17@2024-02-01 --reason duplicate --propose"),
    )


FIELD = noted("FIELD=VALUE")


def _amending(verb: str, text: str, example: str, *terms: click.Parameter) -> click.Command:
    circumstances = [option for option in options.of_acts() if option.name not in NOT_TAKEN]
    run = "cli.amending:correcting" if verb == "correct" else "cli.amending:voiding"
    return Told(
        verb,
        run=body(run),
        help=_(text),
        example=example,
        params=[click.Argument(["event"], metavar=_("EVENT")), *terms, *circumstances],
    )
