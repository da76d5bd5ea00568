"""State diagrams, drawn from the definitions: mermaid, one for each region of a lifecycle."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lifecycle.grammar import Lifecycle, Row

INDENT = "    "
ANY = "any status"
"""Drawn as a place of its own: an act that a region does not restrict would else begin everywhere."""


def mermaid(law: Lifecycle, region: str | None = None) -> str:
    """A lifecycle as a mermaid state diagram: one region, or every region in a frame of its own.

    Raises `KeyError` for a region that the lifecycle does not have.
    """
    regions = [region] if region else list(law.regions)
    lines = ["stateDiagram-v2"]
    for name in regions:
        framed = len(regions) > 1
        inner = list(_region(law, name, prefix=f"{name}_" if framed else ""))
        if framed:
            lines += [
                f'{INDENT}state "{name}" as {_word(name)} {{',
                *(INDENT + line for line in inner),
                f"{INDENT}}}",
            ]
        else:
            lines += inner
    return "\n".join(lines)


def _word(name: str) -> str:
    return name.replace("-", "_").replace(" ", "_")


def _region(law: Lifecycle, region: str, *, prefix: str) -> Iterator[str]:
    drawn = arrows(law, region)
    sources = {source for source, _target, _names in drawn}
    for status in (*law.regions[region], *({ANY} & sources)):
        yield f'{INDENT}state "{status}" as {_word(prefix + status)}'
    for source, target, names in drawn:
        yield f"{INDENT}{_place(source, prefix)} --> {_place(target, prefix)}: {', '.join(names)}"


def _place(status: str, prefix: str) -> str:
    return _word(prefix + status) if status else "[*]"


def arrows(law: Lifecycle, region: str) -> list[tuple[str, str, list[str]]]:
    """Source, target and the acts between them, in the definition's order; an empty source is the birth."""
    found: dict[tuple[str, str], list[str]] = {}
    for row in law.rows:
        target = row.target.get(region)
        if target is None:
            continue
        name = row.verb or row.event.__name__
        for source in _sources(law, row, region):
            # Coming back to where one was is worth an arrow only if nothing else of the subject moves.
            if source != target or len(row.target) == 1:
                found.setdefault((source, target), []).append(name)
    return [(source, target, list(dict.fromkeys(names))) for (source, target), names in found.items()]


def _sources(law: Lifecycle, row: Row, region: str) -> list[str]:
    if row.origin is None:
        return [""]
    allowed: set[str] = set()
    for alternative in row.origin:
        allowed |= alternative.standing.get(region, frozenset({ANY}))
    return [ANY] if ANY in allowed else [status for status in law.regions[region] if status in allowed]
