"""Mandates: whether who recorded an act might, on the day of recording; whether a second officer confirmed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from domain.proposal.events import ProposalApproved
from domain.refusals import NotAuthorised
from lifecycle.authority import held, zone_of
from lifecycle.conformance.deviation import MANDATE_MISSING, Deviation

if TYPE_CHECKING:
    from lifecycle.conformance.again import Again

NO_OFFICER_YET, NO_MANDATE, OTHER_MANDATE = "before-officers", "no-mandate", "other-mandate"
NO_SECOND, SAME_OFFICER, NOT_CONFIRMED = "no-second", "same-officer", "not-confirmed"
SECOND_WITHOUT = "second-without-mandate"


def recorded(again: Again, officers_since: int) -> Iterator[Deviation]:
    """What is amiss with who recorded an act; the first officer's position is `officers_since`, 0 for none."""
    actor, rule, authority = again.command.actor, again.rule, again.asked.authority
    said = {"officer": actor, "role": rule.recorded_by}
    if not officers_since or again.primary.position < officers_since:
        yield again.deviation(MANDATE_MISSING, NO_OFFICER_YET, **said)
    elif authority is not None and authority.objections:
        yield again.deviation(MANDATE_MISSING, NO_MANDATE, **said)._replace(refused=authority.objections)
    elif authority is not None and again.instead is None:
        stated = str(again.primary.body.get("mandate", ""))
        if stated != authority.mandate:
            said |= {"stated": stated, "held": authority.mandate}
            yield again.deviation(MANDATE_MISSING, OTHER_MANDATE, **said)


def confirmed(again: Again) -> Iterator[Deviation]:
    """What is amiss with the second officer: that there is none, the same one, or one without a mandate."""
    actor, second, rule = again.command.actor, again.second, again.rule
    said = {"officer": actor, "second": second, "role": rule.recorded_by}
    if not second:
        if rule.needs_second(again.circumstances):
            yield again.deviation(MANDATE_MISSING, NO_SECOND, **said)
        return
    if second == actor:
        yield again.deviation(MANDATE_MISSING, SAME_OFFICER, **said)
    approvals = (r.event for r in again.records if isinstance(r.event, ProposalApproved))
    if not any(approval.approver in (second, None) for approval in approvals):
        yield again.deviation(MANDATE_MISSING, NOT_CONFIRMED, **said)
    subject = again.asked.subject
    zone = zone_of(again.command, subject, again.bench)
    refused: tuple[NotAuthorised, ...] = tuple(
        objection
        for objection in held(second, rule.recorded_by, zone, again.bench).objections
        if isinstance(objection, NotAuthorised)
    )
    if refused:
        yield again.deviation(MANDATE_MISSING, SECOND_WITHOUT, **said)._replace(refused=refused)
