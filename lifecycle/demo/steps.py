"""Steps of the demo made into commands: their papers, who decided, which officer recorded them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from lifecycle import regulation
from lifecycle.command import Command, Document, Gap
from lifecycle.regulation import alternatives

if TYPE_CHECKING:
    from lifecycle.regulation import Rule

OFFICERS = {
    "zone": "zones",
    "party": "register",
    "plot": "plots",
    "project": "projects",
    "obligation": "contracts",
}


@dataclass(frozen=True, slots=True)
class Step:
    """An act of the demo. `zone` is whose officer records it.

    `recorded` is a day later than `on`, where the act became known late. `papers` are kinds given beyond those
    that the act's terms call for; with `gaps_until` every paper demanded is missing, and flagged.
    """

    on: date
    act: str
    key: str
    terms: Mapping[str, Any] = field(default_factory=dict)
    zone: str = ""
    reason: str = ""
    papers: tuple[str, ...] = ()
    gaps_until: date | None = None
    recorded: date | None = None


def in_order(steps: Iterable[Step]) -> list[Step]:
    """Steps in the order in which they were recorded; on one day, as they came."""
    return sorted(steps, key=lambda step: step.recorded or step.on)


def commands(steps: Iterable[Step]) -> Iterator[Command]:
    """The commands of steps, numbered in order."""
    return (_command(number, step) for number, step in enumerate(steps, start=1))


def _command(number: int, step: Step) -> Command:
    noun, _, verb = step.act.partition(".")
    rule = regulation.in_force(step.on).rule(step.act)
    kinds = _demanded(rule, step)
    officer = f"officer-{OFFICERS[noun]}" + (f"-{step.zone.lower()}" if step.zone else "")
    paper = f"{step.on.year}-{number:05}"
    until = step.gaps_until
    return Command(
        noun,
        verb,
        step.key,
        step.terms,
        actor=officer,
        on=step.on,
        documents=() if until else tuple(Document(kind, paper, step.on) for kind in kinds),
        gaps=tuple(Gap(kind, officer, until) for kind in kinds) if until else (),
        body=rule.decided_by,
        reason=step.reason,
        command_id=f"demo-{number:06}",
    )


def _demanded(rule: Rule, step: Step) -> tuple[str, ...]:
    demanded = (alternatives(paper)[0] for paper in rule.papers(step.terms))
    return tuple(dict.fromkeys((*demanded, *step.papers)))
