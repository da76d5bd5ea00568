"""Refused by clocks and limits."""

from __future__ import annotations

from datetime import date

from domain.refusals.base import Refused, refusal


@refusal
class DatesOutOfOrder(Refused):
    """A date must come after another."""

    name: str
    given: date
    after: date


@refusal
class BeyondTerm(Refused):
    """Sublease end <= head lease end <= zone term."""

    name: str
    given: date
    limit: date


@refusal
class NotYetDue(Refused):
    """The term that the law gives has not run out."""

    deadline: str
    due: date


@refusal
class DeadlineUnknown(Refused):
    """The clock that the act rests on was never started."""

    deadline: str


@refusal
class TooLate(Refused):
    """The term for the act has run out."""

    deadline: str
    due: date


@refusal
class NotOfThisSubject(Refused):
    """The event named belongs to another subject."""

    subject: str
    event: str


@refusal
class LimitReached(Refused):
    """The regulation limits how often this may be done."""

    limit: str
    allowed: int


@refusal
class BelowLeast(Refused):
    """Less is promised than the law demands of an obligation of this kind."""

    duty: str
    least: int
    promised: int


@refusal
class DutyMissing(Refused):
    """The law grants land only to a project that owes so much of a duty."""

    plot: str
    project: str
    duty: str
    least: int
    unit: str
