"""Bodies: whether the act says that the body decided whom the law has decide."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from lifecycle.conformance.deviation import WRONG_BODY, Deviation
from lifecycle.regulation import stamped
from lifecycle.rule import alternatives

if TYPE_CHECKING:
    from lifecycle.conformance.again import Again
    from lifecycle.regulation import Regulation

OTHER_BODY, UNKNOWN_BODY, NO_BODY = "other-body", "unknown-body", "no-body"
OF_THE_HOUSE = ("document.add", "officer.appoint", "proposal.propose")
"""Acts that the administration itself decides, under any law."""


def decided(again: Again) -> Iterator[Deviation]:
    """The body stated, where it is not the one that the law has decide.

    Nobody stated is one only where another body than the administration decides and no paper speaks for it.
    """
    rule, stated = again.rule, str(again.primary.body.get("body", ""))
    said = {"stated": stated, "decided_by": rule.decided_by}
    if not stated:
        if rule.decided_by not in _administration(again.law.stamp) | {rule.recorded_by} and _no_paper(again):
            yield again.deviation(WRONG_BODY, NO_BODY, **said)
    elif stated in _bodies(again.law.stamp) and stated != rule.decided_by:
        yield again.deviation(WRONG_BODY, OTHER_BODY, **said)
    elif rule.decided_by not in stated.casefold():
        yield again.deviation(WRONG_BODY, UNKNOWN_BODY, **said)


def _no_paper(again: Again) -> bool:
    """Whether the law demands papers of the act, and it cites none of them."""
    demanded = {kind for paper in again.rule.papers(again.circumstances) for kind in alternatives(paper)}
    return bool(demanded) and not demanded & {document.kind for document in again.command.documents}


@cache
def _bodies(stamp: str) -> frozenset[str]:
    return frozenset(rule.decided_by for rule in stamped(stamp).rules.values())


@cache
def _administration(stamp: str) -> frozenset[str]:
    law: Regulation = stamped(stamp)
    return frozenset(law.rules[act].decided_by for act in OF_THE_HOUSE if act in law.rules)
