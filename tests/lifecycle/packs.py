"""Regulation packs, and what is found in them once they are changed."""

from __future__ import annotations

from lifecycle.lawcheck import Checked, problems
from lifecycle.regulation import shipped

KZ, ESTATE = shipped("kz-2019@2"), shipped("resumption-1990@1")


def grave(text: str) -> set[tuple[str, str]]:
    """Code and place of every problem of a pack that makes it unusable."""
    return {(one.code, one.place) for one in problems(text) if not one.warning}


def codes(checked: list[Checked]) -> list[tuple[str, str]]:
    """Whose each grave problem is, and its code."""
    return [(one.of, one.problem.code) for one in checked if not one.problem.warning]


def changed(text: str, old: str, new: str) -> str:
    """The text with its first mention of something replaced, which must be there."""
    assert old in text
    return text.replace(old, new, 1)
