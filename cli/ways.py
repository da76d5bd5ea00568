"""Ways through a lifecycle, read off the index: which act leads from here towards where another is possible."""

from __future__ import annotations

import heapq
from collections.abc import Collection, Iterator

from cli.index import nouns

AGAINST = frozenset(
    {
        # acts that end a right, a use, a status or a subject
        *("surrender", "terminate-lease", "revoke-allocation", "expire-lease", "lapse-reservation", "annul"),
        *("annul-grant", "exclude", "interrupt-use", "clear-site", "withdraw", "reject", "lapse-approval"),
        *("leave", "terminate", "abolish", "expire", "supersede", "liquidate", "succeed", "split", "merge"),
        *("breach", "waive", "bar", "declare-insolvent", "suspend", "suspend-clock", "reschedule"),
        # acts that dispute a right, or follow from a judgment
        *("record-unmet", "serve-notice", "issue-prescription", "open-reclaim", "file-suit", "return-claim"),
        *("decide-return", "contest", "record-ruling", "order-reclaim", "drop-reclaim", "reclaim"),
        *("record-claim", "reverse-reclaim", "close-dispute"),
        *("restore-grant", "restore-lease", "restore-possession", "restore-ownership", "restore-membership"),
        *("reinstate-contract", "reinstate-works", "reinstate-launch", "reinstate-operation"),
    }
)
"""Verbs that nobody should be led to on the way to another act: whoever means them knows it."""

ANSWERS = frozenset({"record-cure", "close-case", "clarify", "resume", "end-insolvency"})
"""Verbs that answer to what has happened: no way is made for them to become possible."""

ORDINARY, CONFIRMED = 1, 3
"""What a step counts: an act that a second officer must confirm is a long way round."""


def first_step(verb: str, noun: str, region: str, status: str, allowed: Collection[str]) -> str | None:
    """The first act of the shortest way from a status of a region to one of those allowed, if there is a way.

    `verb` is the act that the way is for. Only the one region is looked at: facts, papers and the other regions
    may still stand against the act.
    """
    if verb in AGAINST or verb in ANSWERS:
        return None
    waiting: list[tuple[int, int, str, str]] = [(0, 0, status, "")]
    seen: set[str] = set()
    while waiting:
        cost, _order, here, first = heapq.heappop(waiting)
        if here in allowed and first:
            return first
        if here in seen:
            continue
        seen.add(here)
        for order, (step, target, weight) in enumerate(_steps(noun, region, here)):
            heapq.heappush(waiting, (cost + weight, order, target, first or step))
    return None


def _steps(noun: str, region: str, status: str) -> Iterator[tuple[str, str, int]]:
    for verb, act in nouns().get(noun, {}).get("verbs", {}).items():
        target = act.get("to", {}).get(region)
        if target and verb not in AGAINST and target != status and _admits(act, region, status):
            yield verb, target, CONFIRMED if act.get("second") else ORDINARY


def _admits(act: dict[str, object], region: str, status: str) -> bool:
    alternatives = act.get("from", ())
    assert isinstance(alternatives, list | tuple)  # noqa: S101 - the index is ours
    return any(status in one.get("standing", {}).get(region, (status,)) for one in alternatives)
