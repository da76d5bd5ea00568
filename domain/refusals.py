"""Refusals: a rule said no. Each is named and carries values; the words for people live in `cli`."""

from __future__ import annotations

import re
from datetime import date
from typing import Any, ClassVar, TypeVar, dataclass_transform

_Refusal = TypeVar("_Refusal", bound="type[Refused]")


class Refused(Exception):
    """A rule said no. `rule` and `basis` (the act and its article) are added where the law is known."""

    names: ClassVar[tuple[str, ...]] = ()
    rule: str = ""
    basis: str = ""

    def __init__(self, *values: Any, **named: Any) -> None:
        carried = dict(zip(self.names, values, strict=False)) | named
        if set(carried) != set(self.names) or len(values) + len(named) != len(self.names):
            msg = f"{type(self).__name__} carries {', '.join(self.names)}"
            raise TypeError(msg)
        super().__init__(*carried.values())
        self.__dict__.update(carried)

    @property
    def code(self) -> str:
        """The refusal's stable name, in kebab case."""
        return re.sub(r"(?<!^)(?=[A-Z])", "-", type(self).__name__).lower()

    def values(self) -> dict[str, Any]:
        """The values the refusal carries, by name."""
        return {name: getattr(self, name) for name in self.names}

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and isinstance(other, Refused) and other.values() == self.values()

    def __hash__(self) -> int:
        return hash((type(self), *self.values().values()))

    def __str__(self) -> str:
        return f"{self.code} " + " ".join(f"{name}={value}" for name, value in self.values().items())


@dataclass_transform()
def refusal(cls: _Refusal) -> _Refusal:
    """A refusal that carries the values its class annotates.

    To a type checker a dataclass; a real one for each of so many would cost every command's start-up dearly.
    """
    cls.names = tuple(cls.__annotations__)
    return cls


# -- standing, papers and dates: refused by the engine for every act ---------------------------------


@refusal
class WrongStatus(Refused):
    """The table does not allow the act from the subject's standing."""

    subject: str
    region: str
    status: str
    allowed: tuple[str, ...]


@refusal
class AlreadyExists(Refused):
    """A key is unique in its category and is never used again."""

    subject: str


@refusal
class PapersMissing(Refused):
    """The regulation demands documents that were neither given nor flagged as a gap."""

    missing: tuple[str, ...]


@refusal
class GapIncomplete(Refused):
    """A missing paper is flagged only with an owner and a date by which it is due."""

    kind: str


@refusal
class DateInFuture(Refused):
    """An act cannot take effect later than today in the store's zone."""

    on: date
    today: date


@refusal
class NoLawInForce(Refused):
    """No regulation is in force on the act's legal date."""

    on: date


@refusal
class LaterActStands(Refused):
    """A backdated act would make a later act impossible."""

    event: str
    act: str


@refusal
class BeforeItExisted(Refused):
    """An act is dated before the subject it concerns existed."""

    subject: str
    on: date


# -- facts: refused by decisions ---------------------------------------------------------------------


@refusal
class NotPositive(Refused):
    """A quantity must be above zero."""

    name: str


@refusal
class TermsMissing(Refused):
    """The act needs further terms in this case."""

    missing: tuple[str, ...]


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
class CurrencyMismatch(Refused):
    """Totals never mix currencies."""

    expected: str
    given: str


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
class PartyBarred(Refused):
    """No land goes to a person listed after a court withdrawal."""

    party: str
    until: date


@refusal
class SamePerson(Refused):
    """The act needs two different persons."""

    party: str


@refusal
class NotTheHolder(Refused):
    """The person does not hold the plot or the project."""

    subject: str
    party: str


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
class NotListed(Refused):
    """No such listing stands."""

    party: str
    listing: str


@refusal
class OthersRemain(Refused):
    """Other listings stand: strike this one instead."""

    party: str
    listings: tuple[str, ...]


@refusal
class TheLastListing(Refused):
    """The last listing ends by unbarring."""

    party: str
    listing: str


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
class LimitReached(Refused):
    """The regulation limits how often this may be done."""

    limit: str
    allowed: int


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
class PlotsStillHeld(Refused):
    """Plots must be given back first."""

    subject: str
    plots: tuple[str, ...]


@refusal
class GapUnknown(Refused):
    """No paper of this kind is flagged as missing."""

    plot: str
    kind: str


@refusal
class NotDivided(Refused):
    """The plot is off the register, and not because it was divided."""

    plot: str


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
class BinTaken(Refused):
    """A business identification number is one party's."""

    number: str
    party: str


@refusal
class BinDiffers(Refused):
    """A party whose key is its number bears no other."""

    party: str
    number: str


@refusal
class GapNotDemanded(Refused):
    """Only a paper that the law demands can be flagged as missing from an act."""

    kind: str


@refusal
class NotOfThisSubject(Refused):
    """The event named belongs to another subject."""

    subject: str
    event: str


@refusal
class TooFewParts(Refused):
    """A plot is divided into two parts at least."""

    plot: str
    parts: int
