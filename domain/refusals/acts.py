"""Refused for every act: standing, papers, dates, existence."""

from __future__ import annotations

from datetime import date

from domain.refusals.base import Refused, refusal


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
class GapNotDemanded(Refused):
    """Only a paper that the law demands can be flagged as missing from an act."""

    kind: str


@refusal
class GapNotAllowed(Refused):
    """The law admits no missing paper for this act."""

    kind: str


@refusal
class PaperInFuture(Refused):
    """No act rests on a paper that is dated later than today in the store's zone."""

    kind: str
    on: date
    today: date


@refusal
class NothingToName(Refused):
    """The act takes a term that names something of the subject's, and there is nothing of the kind."""

    subject: str
    term: str


@refusal
class RecordedOtherwise(Refused):
    """What exists already was recorded with other terms, which stay: `recorded`."""

    subject: str
    recorded: tuple[str, ...]


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
    """What is recorded late, corrected or voided would make a later act impossible, or another one."""

    event: str
    act: str


@refusal
class LaterActFallen(LaterActStands):
    """A later act could not stand as it is already, without what is recorded late, corrected or voided."""

    event: str
    act: str


@refusal
class BeforeItExisted(Refused):
    """An act is dated before the subject it concerns existed."""

    subject: str
    on: date


@refusal
class TermsMissing(Refused):
    """The act needs further terms in this case."""

    missing: tuple[str, ...]


@refusal
class UnknownToLaw(Refused):
    """The law in force on the act's date knows no such act."""

    act: str
    regulation: str


@refusal
class NotKnownToLaw(Refused):
    """The law in force knows other values of a term than the one given."""

    term: str
    value: str
    known: tuple[str, ...]
