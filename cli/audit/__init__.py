"""`audit`: what an auditor asks: is it complete, is it untouched, was it lawful, what rests on what."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import click

from cli.commands import Branch
from cli.i18n import _

MADE: Mapping[str, Callable[[], click.Command]] = {}
"""The commands of an audit, by name."""


def audit() -> click.Group:
    """`audit`: the questions and proofs of an audit."""
    return Branch("audit", MADE, help=_("Audit: proofs, conformance with the law, what rests on what."))
