"""Papers that an act lacked: flagged with who is to find them, closed when they are found."""

from __future__ import annotations

from domain.event import At
from domain.refusals import GapUnknown


def missing(gaps: tuple[str, ...], *, subject: str, kind: str) -> None:
    """Demand that a paper of this kind is flagged as missing."""
    if kind not in gaps:
        raise GapUnknown(subject, kind)


def flagged(gaps: tuple[str, ...], at: At) -> tuple[str, ...]:
    """The kinds of paper missing after an act."""
    return tuple(sorted({*gaps, *at.gaps})) if at.gaps else gaps


def found(gaps: tuple[str, ...], kind: str) -> tuple[str, ...]:
    """The kinds of paper still missing once one is found."""
    return tuple(gap for gap in gaps if gap != kind)
