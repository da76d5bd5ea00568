"""Steps of the demo made into commands: their papers, who decided, which officers recorded and confirmed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import count
from typing import TYPE_CHECKING, Any

from lifecycle import regulation
from lifecycle.command import PROPOSAL, Command, Document, Gap
from lifecycle.confirming import proposal_key
from lifecycle.rule import alternatives

if TYPE_CHECKING:
    from lifecycle.rule import Rule

OFFICERS = {
    "officer": "head",
    "calendar": "register",
    "zone": "zones",
    "party": "register",
    "plot": "plots",
    "project": "projects",
    "obligation": "contracts",
}
EVERYWHERE = ("officer", "calendar", "zone", "party")
"""What is recorded by one officer for all zones."""


@dataclass(frozen=True, slots=True)
class Step:
    """An act of the demo. `zone` is whose officer records it.

    `recorded` is a day later than `on`, where the act became known late. `papers` are kinds given beyond those
    that the act's terms call for; with `gaps_until` every paper demanded is missing, and flagged. `documents`
    are papers that bear their own numbers and dates, instead of those made up for the demo.
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
    documents: tuple[Document, ...] = ()

    @property
    def noun(self) -> str:
        """What the act is about."""
        return self.act.partition(".")[0]

    @property
    def concern(self) -> str:
        """The zone for which the act's officers are appointed; empty where they are for all."""
        return "" if self.noun in EVERYWHERE else self.zone

    @property
    def rule(self) -> Rule:
        """What the law of the legal date says of the act."""
        return regulation.in_force(self.on).rule(self.act)


def in_order(steps: Iterable[Step]) -> list[Step]:
    """Steps in the order in which they were recorded; on one day, as they came."""
    return sorted(steps, key=lambda step: step.recorded or step.on)


# -- officers ----------------------------------------------------------------------------------------


def recorder(step: Step) -> str:
    """The officer who records a step: one for its task, in all zones or in one, or in a series of zones."""
    return _officer(OFFICERS[step.noun], step.concern)


def confirmer(step: Step) -> str:
    """The second officer, who confirms a step where the law demands it."""
    return _officer("second", step.concern)


def _officer(task: str, zone: str) -> str:
    series, _, _ = zone.partition("-")
    return f"officer-{task}" + (f"-{series.lower()}" if zone else "")


# -- commands ----------------------------------------------------------------------------------------


def commands(steps: Iterable[Step]) -> Iterator[Command]:
    """The commands of steps, numbered in order; two for a step that takes a second officer."""
    numbers = count(1)
    for number, step in enumerate(steps, start=1):
        act = _command(number, step).named(_id(next(numbers)))
        if not confirmed(step):
            yield act
            continue
        yield replace(act, propose=True)
        proposal = proposal_key(act.command_id)
        approval = Command(PROPOSAL, "approve", proposal, actor=confirmer(step), on=step.on)
        yield approval.named(_id(next(numbers)))


def confirmed(step: Step) -> bool:
    """Whether a second officer confirms a step."""
    return step.rule.needs_second(step.terms)


def _id(number: int) -> str:
    return f"demo-{number:06}"


def _command(number: int, step: Step) -> Command:
    noun, _, verb = step.act.partition(".")
    kinds = _demanded(step.rule, step)
    officer = recorder(step)
    paper = f"{step.on.year}-{number:05}"
    until = step.gaps_until
    papers = step.documents or tuple(Document(kind, paper, step.on) for kind in kinds)
    return Command(
        noun,
        verb,
        step.key,
        step.terms,
        actor=officer,
        on=step.on,
        documents=() if until else papers,
        gaps=tuple(Gap(kind, officer, until) for kind in kinds) if until else (),
        body=step.rule.decided_by,
        reason=step.reason,
    )


def _demanded(rule: Rule, step: Step) -> tuple[str, ...]:
    demanded = (alternatives(paper)[0] for paper in rule.papers(step.terms))
    return tuple(dict.fromkeys((*demanded, *step.papers)))
