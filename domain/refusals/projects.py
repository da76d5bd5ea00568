"""Refused about projects and obligations."""

from __future__ import annotations

from datetime import date

from domain.refusals.base import Refused, refusal


@refusal
class CurrencyMismatch(Refused):
    """Totals never mix currencies."""

    expected: str
    given: str


@refusal
class NotAConversion(Refused):
    """An equivalent is in another currency than the sum it converts."""

    currency: str


@refusal
class AlreadyInZone(Refused):
    """The project is in the zone already."""

    project: str
    zone: str


@refusal
class ActivityNotListed(Refused):
    """The zone's list of permitted activities does not hold the project's."""

    zone: str
    activity: str


@refusal
class StageOutOfOrder(Refused):
    """Stages are launched in order, each once."""

    expected: int
    given: int


@refusal
class StagesOutstanding(Refused):
    """A project is launched when all its stages are."""

    launched: int
    stages: int


@refusal
class NoLandHeld(Refused):
    """A launched project has a held or owned plot or premises, or is off-territory."""

    project: str


@refusal
class ObligationsOpen(Refused):
    """Obligations concerned are still neither met, cured nor waived."""

    obligations: tuple[str, ...]


@refusal
class NotConcerned(Refused):
    """The obligation does not belong to the subject."""

    obligation: str
    subject: str


@refusal
class NotPositive(Refused):
    """A quantity must be above zero."""

    name: str


@refusal
class UnitMismatch(Refused):
    """An obligation of this kind is counted in one unit, and another was given."""

    duty: str
    expected: str
    given: str


@refusal
class PeriodNotOver(Refused):
    """A period is reported when it is over."""

    period: str
    ends_on: date
