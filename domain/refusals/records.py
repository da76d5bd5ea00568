"""Refused of what is said of earlier records: corrections and voids."""

from __future__ import annotations

from datetime import date

from domain.refusals.base import Refused, refusal


@refusal
class AlreadyVoided(Refused):
    """The act was taken back before: there is nothing left to void or to correct."""

    event: str
    by: str


@refusal
class VoidIsFinal(Refused):
    """A void is neither voided nor corrected: what was so after all is recorded afresh."""

    event: str


@refusal
class CorrectionStands(Refused):
    """A correction is not itself corrected: the event that it corrects is corrected again, or it is voided."""

    event: str
    original: str


@refusal
class WrittenByAnAct(Refused):
    """The record was written along with an act on another subject: that act's own event is the one to name."""

    event: str
    own: str


@refusal
class NotAmended(Refused):
    """Records of this kind are never amended: they have acts of their own for that."""

    event: str
    category: str


@refusal
class NotCorrectable(Refused):
    """The event has no such field, or it says what the act is about: another one would be another act."""

    event: str
    field: str
    known: tuple[str, ...]


@refusal
class ReasonMissing(Refused):
    """Who says of an earlier record that it was wrong says why."""

    event: str


@refusal
class AnotherLaw(Refused):
    """On the date that would be right another law governs the act: other rules would have decided it."""

    event: str
    on: date
    law: str


@refusal
class AnotherAct(Refused):
    """With these terms the act would have written to other subjects, or other events: it is no correction."""

    event: str
