"""Refused about authority: who may act, under which mandate, and who confirms."""

from __future__ import annotations

from datetime import date
from typing import Literal

from domain.refusals.base import Refused, refusal

Cause = Literal["unknown", "dismissed", "expired", "role", "zone"]
"""Why an officer may not act. Expired: a mandate ran out, or one above it ended."""


@refusal
class NotAuthorised(Refused):
    """The officer holds no mandate for the act: the role, the zone, the most telling cause.

    `until` is the last day of a mandate that ran out, where one is known.
    """

    officer: str
    role: str
    zone: str
    cause: Cause
    until: date | None


@refusal
class SecondOfficerNeeded(Refused):
    """The regulation has the act confirmed by a second officer: it is proposed first."""

    act: str


@refusal
class SameOfficer(Refused):
    """Who proposed an act cannot confirm it: another officer with the role can."""

    officer: str
    role: str


@refusal
class OwnMandate(Refused):
    """Nobody decides about the mandate by which they act, their own or the one it comes down from."""

    officer: str


@refusal
class UnknownRole(Refused):
    """The law in force knows no such role."""

    role: str
    known: tuple[str, ...]


@refusal
class DelegationLoops(Refused):
    """Who would receive the mandate holds it from the giver already, directly or through others."""

    officer: str
    to: str


@refusal
class DelegationTooWide(Refused):
    """Nobody delegates what they do not hold."""

    officer: str
    roles: tuple[str, ...]
    zones: tuple[str, ...]


@refusal
class NoDelegation(Refused):
    """Nothing was delegated to this officer."""

    officer: str
    to: str


@refusal
class RolesMissing(Refused):
    """A mandate names one role at least."""


@refusal
class ProposalExpired(Refused):
    """The term for confirming the proposed act has run out."""

    until: date
