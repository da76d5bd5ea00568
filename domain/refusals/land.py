"""Refused about land: areas, numbers, grants, burdens, grounds."""

from __future__ import annotations

from datetime import date

from domain.refusals.base import Refused, refusal


@refusal
class AreaExceeded(Refused):
    """Areas of live plots sum to at most the zone's area."""

    zone: str
    asked_m2: int
    left_m2: int


@refusal
class AreasDoNotSum(Refused):
    """Split and merge conserve area exactly."""

    expected_m2: int
    given_m2: int


@refusal
class ChildSubjectKey(Refused):
    """A key is given more than once, or is the parent's own."""

    key: str


@refusal
class NumberTaken(Refused):
    """A cadastral number is live on one plot only."""

    number: str
    plot: str


@refusal
class NumberKnown(Refused):
    """The plot bears a cadastral number already: correct it instead."""

    number: str


@refusal
class ReservedForAnother(Refused):
    """The plot is reserved for another project."""

    plot: str
    project: str


@refusal
class NeverHeld(Refused):
    """A plot that was never held is allocated, not reassigned."""

    plot: str


@refusal
class HeldBefore(Refused):
    """A plot that was held before is reassigned, not allocated."""

    plot: str


@refusal
class OutsideZone(Refused):
    """The project is not in the plot's zone."""

    project: str
    zone: str


@refusal
class Encumbered(Refused):
    """A pledge, an arrest or a prescription stands in the way."""

    plot: str
    kinds: tuple[str, ...]


@refusal
class NotEncumbered(Refused):
    """There is no such encumbrance to release."""

    plot: str
    kind: str


@refusal
class WrongGround(Refused):
    """The act does not exist on the ground of this case."""

    ground: str


@refusal
class GroundNotRipe(Refused):
    """The facts that the ground needs are not on record."""

    ground: str
    missing: tuple[str, ...]


@refusal
class NothingToReverse(Refused):
    """There is no ruling or act that the judgment could overturn."""

    plot: str


@refusal
class NothingToRestore(Refused):
    """There was no such right to give back."""

    subject: str


@refusal
class Unalike(Refused):
    """Plots merge only with the same holder, purpose and tenure."""

    plots: tuple[str, ...]
    differs: str


@refusal
class MoreThanTheWhole(Refused):
    """A part cannot exceed the whole it belongs to."""

    name: str
    given_m2: int
    whole_m2: int


@refusal
class LandStillTaken(Refused):
    """A zone cannot become smaller than its live plots."""

    zone: str
    taken_m2: int


@refusal
class NoTransferToAccept(Refused):
    """A balance is accepted after a transfer of ownership."""

    zone: str


@refusal
class GapUnknown(Refused):
    """No paper of this kind is flagged as missing."""

    subject: str
    kind: str


@refusal
class NotDivided(Refused):
    """The plot is off the register, and not because it was divided."""

    plot: str


@refusal
class TooFewParts(Refused):
    """A plot is divided into two parts at least."""

    plot: str
    parts: int


@refusal
class HeadLeaseTooShort(Refused):
    """A head lease of this kind of zone runs at least until a date."""

    ends_on: date
    least: date
