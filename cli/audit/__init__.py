"""`audit`: what an auditor asks: is it complete, is it untouched, was it lawful, what rests on what."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import click

from cli import options
from cli.audit import proofs
from cli.commands import Branch, Strict, body
from cli.i18n import _
from cli.replaying import search


def dependents() -> click.Command:
    """`audit dependents EVENT`: what was decided on the strength of an event."""
    return Strict(
        "dependents",
        run=body("cli.audit.dependents:listing"),
        help=_(
            "What was decided on the strength of an event, and whether it would come out the same now. "
            "Exit code 6 where anything would not."
        ),
        example="sez audit dependents plot-KHG-014@1",
        params=[click.Argument(["event"], metavar=_("EVENT")), *options.of_questions()],
    )


def conformance() -> click.Command:
    """`audit conformance`, made only when it is asked for."""
    from cli.audit import conforming  # noqa: PLC0415 - its words are many

    return conforming.conformance()


def bundle() -> click.Command:
    """`audit bundle`, made only when it is asked for."""
    from cli.audit import bundling  # noqa: PLC0415 - it writes files, and help is all that is asked here

    return bundling.bundle()


MADE: Mapping[str, Callable[[], click.Command]] = {
    "verify": proofs.verify,
    "seal": proofs.seal,
    "key": proofs.key,
    "export": proofs.export,
    "prove": proofs.prove,
    "consistency": proofs.consistency,
    "bundle": bundle,
    "search": search,
    "conformance": conformance,
    "dependents": dependents,
}
"""The commands of an audit, by name."""


def audit() -> click.Group:
    """`audit`: the questions and proofs of an audit."""
    return Branch("audit", MADE, help=_("Audit: proofs, conformance with the law, what rests on what."))
