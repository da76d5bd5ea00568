"""Regulation packs, and what is found in them once they are changed."""

from __future__ import annotations

import re

from lifecycle.lawcheck import Checked, problems
from lifecycle.regulation import regulation, shipped


def issued_anew(stamp: str) -> str:
    """The text of a released edition as the next one of its law, whose place no other has taken."""
    name, _, version = stamp.partition("@")
    newest = regulation(name)
    text = re.sub(r"^replaces = .*\n", "", shipped(stamp), flags=re.MULTILINE)
    next_one = f'version = {newest.version + 1}\nreplaces = "{newest.stamp}"\n'
    return changed(text, f"version = {version}\n", next_one) + amending(text)


def amending(text: str) -> str:
    """How records are amended, by the first article that the text names; old editions did not say it yet."""
    found = re.search(r'basis = "[^"]+"', text)
    assert found is not None
    return f"\n[acts.record]\ncorrect = {{ {found[0]} }}\nvoid = {{ {found[0]} }}\n"


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


KZ, ESTATE = issued_anew("kz-2019@2"), issued_anew("resumption-1990@1")
