"""Mandates: whether who recorded an act might, on the day of recording; whether a second officer confirmed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from domain.proposal.events import ProposalApproved
from domain.refusals import OwnMandate
from lifecycle.authority import held_for, role_for
from lifecycle.conformance.deviation import MANDATE_MISSING, Deviation

if TYPE_CHECKING:
    from lifecycle.authority import Authority
    from lifecycle.conformance.again import Again

NO_OFFICER_YET, NO_MANDATE, OTHER_MANDATE = "before-officers", "no-mandate", "other-mandate"
NO_SECOND, SAME_OFFICER, NOT_CONFIRMED = "no-second", "same-officer", "not-confirmed"
SECOND_WITHOUT, OVERREACH, VOIDED_SINCE = "second-without-mandate", "overreach", "mandate-voided"


def recorded(again: Again, officers_since: int) -> Iterator[Deviation]:
    """What is amiss with who recorded an act; the first officer's position is `officers_since`, 0 for none."""
    actor, authority = again.command.actor, again.asked.authority
    said = {"officer": actor, "role": _role(again)}
    if not officers_since or again.primary.position < officers_since:
        yield again.deviation(MANDATE_MISSING, NO_OFFICER_YET, **said)
    elif authority is not None and authority.objections:
        problem = _problem(authority, NO_MANDATE)
        yield again.deviation(MANDATE_MISSING, problem, **said)._replace(refused=authority.objections)
    elif authority is not None:
        stated = str(again.primary.body.get("mandate", ""))
        if stated != authority.mandate and again.instead is None:
            other = {"stated": stated, "held": authority.mandate}
            yield again.deviation(MANDATE_MISSING, OTHER_MANDATE, **said, **other)
        yield from _taken_back(again, actor, authority)


def _role(again: Again) -> str:
    return role_for(again.command, again.law, again.bench)


def _problem(authority: Authority, otherwise: str) -> str:
    """What exactly is amiss where an officer should not have acted: who had a mandate went beyond it."""
    return OVERREACH if isinstance(authority.objections[0], OwnMandate) else otherwise


def _taken_back(again: Again, officer: str, authority: Authority) -> Iterator[Deviation]:
    """That an officer had a mandate by all that was known then, and that it was taken back as never so."""
    streams = [case.stream for case in authority.consulted]
    by = again.bench.amended_since(streams)
    if not by:
        return
    role = _role(again)
    after_all = held_for(again.command, officer, role, again.asked.subject, again.bench.as_amended())
    if after_all.objections:
        said = {"officer": officer, "role": role, "held": authority.mandate, "by": by}
        yield again.deviation(MANDATE_MISSING, VOIDED_SINCE, **said)._replace(refused=after_all.objections)


def confirmed(again: Again) -> Iterator[Deviation]:
    """What is amiss with the second officer: that there is none, the same one, or one without a mandate."""
    actor, second, role = again.command.actor, again.second, _role(again)
    said = {"officer": actor, "second": second, "role": role}
    if not second:
        if again.rule.needs_second(again.circumstances):
            yield again.deviation(MANDATE_MISSING, NO_SECOND, **said)
        return
    if second == actor:
        yield again.deviation(MANDATE_MISSING, SAME_OFFICER, **said)
    approvals = (r.event for r in again.records if isinstance(r.event, ProposalApproved))
    if not any(approval.approver in (second, None) for approval in approvals):
        yield again.deviation(MANDATE_MISSING, NOT_CONFIRMED, **said)
    subject = again.asked.subject
    authority = held_for(again.command, second, role, subject, again.bench)
    if authority.objections:
        problem = _problem(authority, SECOND_WITHOUT)
        yield again.deviation(MANDATE_MISSING, problem, **said)._replace(refused=authority.objections)
    else:
        yield from _taken_back(again, second, authority)
