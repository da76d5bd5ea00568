"""Citations: a basis names one article of the law, or several."""

from __future__ import annotations

from collections.abc import Iterable

SEPARATOR = "; "
"""Between the citations of a basis."""


def citations(basis: str) -> list[str]:
    """Each article that a basis cites."""
    return [one for one in basis.split(SEPARATOR) if one]


def together(bases: Iterable[str]) -> str:
    """One basis for several, each article cited once."""
    return SEPARATOR.join(dict.fromkeys(one for basis in bases for one in citations(basis)))
