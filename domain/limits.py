"""Limits that a regulation sets on how often an act may be done. Where it sets none, there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.refusals import LimitReached

if TYPE_CHECKING:
    from collections.abc import Mapping


def below(limits: Mapping[str, int], *, name: str, done: int) -> None:
    """Demand that an act done so often already may be done once more."""
    allowed = limits.get(name)
    if allowed is not None and done >= allowed:
        raise LimitReached(name, allowed)
