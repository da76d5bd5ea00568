"""The editions of a body of law side by side: one for each day, none taking the place of another by half."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from lifecycle.lawcheck.acts import named_by
from lifecycle.lawcheck.problem import Problem, problem, warning

if TYPE_CHECKING:
    from lifecycle.regulation import Regulation

Found = Iterator[Problem]


def family_problems(editions: Collection[Regulation]) -> list[Problem]:
    """Gaps and overlaps of the time in force, and editions that replace what they cannot.

    All are of one body of law. The place is the stamp of the edition at fault.
    """
    stamps = [edition.stamp for edition in editions]
    twice = [problem("edition-twice", stamp) for stamp in sorted({s for s in stamps if stamps.count(s) > 1})]
    return twice or [*_replacing(editions), *_in_time(editions), *_never_named(editions)]


def _replacing(editions: Collection[Regulation]) -> Found:
    by_stamp = {edition.stamp: edition for edition in editions}
    taken: dict[str, str] = {}
    for edition in editions:
        if not edition.replaces:
            continue
        replaced = by_stamp.get(edition.replaces)
        if edition.replaces in taken:
            first = taken[edition.replaces]
            yield problem("replaced-twice", edition.stamp, edition=edition.replaces, other=first)
        taken.setdefault(edition.replaces, edition.stamp)
        if replaced is None:
            yield problem("replaces-nothing", edition.stamp, edition=edition.replaces)
        elif edition.stamp in _line(edition.replaces, by_stamp):
            yield problem("replaces-itself", edition.stamp, edition=edition.replaces)
        elif not _same_time(edition, replaced):
            yield problem(
                "replaces-other-time",
                edition.stamp,
                edition=replaced.stamp,
                begins=replaced.in_force,
                ends=replaced.until,
            )


def _line(stamp: str, editions: dict[str, Regulation]) -> list[str]:
    """An edition and all that it replaces, directly or through others."""
    line: list[str] = []
    while stamp in editions and stamp not in line:
        line.append(stamp)
        stamp = editions[stamp].replaces
    return line


def _same_time(edition: Regulation, replaced: Regulation) -> bool:
    """Whether an edition is in force when the one was whose place it takes; an open end may be closed."""
    ends_alike = edition.until == replaced.until or replaced.until is None
    return edition.in_force == replaced.in_force and ends_alike


def _in_time(editions: Collection[Regulation]) -> Found:
    for one, other in pairwise(current_of(editions)):
        if one.until is not None and one.until < other.in_force:
            yield problem("gap", other.stamp, edition=one.stamp, begins=one.until, ends=other.in_force)
        elif one.until is None or one.until > other.in_force:
            yield problem("overlap", other.stamp, edition=one.stamp, begins=other.in_force, ends=one.until)


def _never_named(editions: Collection[Regulation]) -> Found:
    """What an edition lists, and neither it nor any other that is in use names."""
    named = [named_by(edition) for edition in current_of(editions)]
    told: set[tuple[str, str]] = set()
    for edition in current_of(editions):
        for name in ("roles", "bodies", "papers", "articles"):
            for one in getattr(edition, name):
                if (name, one) not in told and not any(one in some[name] for some in named):
                    told.add((name, one))
                    yield warning("never-named", edition.stamp, list=name, name=one)


def current_of(editions: Collection[Regulation]) -> Sequence[Regulation]:
    """The editions that no other replaces, the oldest law first."""
    replaced = {edition.replaces for edition in editions}
    return sorted((e for e in editions if e.stamp not in replaced), key=lambda e: (e.in_force, e.stamp))
