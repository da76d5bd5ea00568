"""Amending: the two acts that any record may be subject to, as rows of the table: correct and void."""

from __future__ import annotations

from functools import cache

from domain import corrections
from lifecycle.grammar import Row

CORRECT, VOID = "correct", "void"
AMENDING = (CORRECT, VOID)
"""Their verbs, the same for every noun."""


@cache
def amending_row(noun: str, verb: str) -> Row:
    """The row of a correction or a void of a noun's records: the status stays whatever it is."""
    of = corrections.amending(noun)
    if verb == CORRECT:
        return Row(of.corrected, (), {}, corrections.correct)
    return Row(of.voided, (), {}, corrections.void)
