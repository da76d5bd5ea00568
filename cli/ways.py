"""Ways through a lifecycle, read off the index: which act leads from here towards where another is possible."""

from __future__ import annotations

import heapq
from collections.abc import Collection, Iterator

from cli.index import nouns

ORDINARY, CONFIRMED = 1, 3
"""What a step counts: an act that a second officer must confirm is a long way round."""


def first_step(noun: str, region: str, status: str, allowed: Collection[str]) -> str | None:
    """The first act of the shortest way from a status of a region to one of those allowed, if there is a way.

    Only the one region is looked at: facts, papers and the other regions may still stand against the act.
    """
    waiting: list[tuple[int, int, str, str]] = [(0, 0, status, "")]
    seen: set[str] = set()
    while waiting:
        cost, _order, here, first = heapq.heappop(waiting)
        if here in allowed and first:
            return first
        if here in seen:
            continue
        seen.add(here)
        for order, (verb, target, weight) in enumerate(_steps(noun, region, here)):
            heapq.heappush(waiting, (cost + weight, order, target, first or verb))
    return None


def _steps(noun: str, region: str, status: str) -> Iterator[tuple[str, str, int]]:
    for verb, act in nouns().get(noun, {}).get("verbs", {}).items():
        target = act.get("to", {}).get(region)
        if target and target != status and _admits(act, region, status):
            yield verb, target, CONFIRMED if act.get("second") else ORDINARY


def _admits(act: dict[str, object], region: str, status: str) -> bool:
    alternatives = act.get("from", ())
    assert isinstance(alternatives, list | tuple)  # noqa: S101 - the index is ours
    return any(status in one.get("standing", {}).get(region, (status,)) for one in alternatives)
