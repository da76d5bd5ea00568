"""Settling: one stream's history as known at a time, what was voided left out, what was corrected set right.

Everything that folds a history folds a settled one. Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from domain.corrections import Amendment, RecordCorrected, RecordVoided
from lifecycle.record import Record

if TYPE_CHECKING:
    from domain.event import Event


def settled(
    records: Iterable[Record], *, as_of: date | None = None, known_at: str | None = None
) -> list[Record]:
    """One stream's history as known at a time and effective by a date, in fold order.

    Fold order is (settled effective date, original position). Voids and corrections count from when they were
    recorded, whatever the date asked for; a corrected record keeps its place.
    """
    kept = [r for r in records if known_at is None or r.recorded_at <= known_at]
    if any(isinstance(r.event, Amendment) for r in kept):
        kept = _amended(kept)
    kept.sort(key=lambda r: (r.effective_on, r.position))
    if as_of is None:
        return kept
    limit = as_of.isoformat()
    return [r for r in kept if r.effective_on <= limit]


class Mark(NamedTuple):
    """What later records say of a record: the event that voided its act, the corrections that still stand."""

    voided_by: str = ""
    corrected_by: tuple[str, ...] = ()


def marks(records: Sequence[Record], *, known_at: str | None = None) -> dict[str, Mark]:
    """What is said of the records of one stream, by event; those of which nothing is said are left out."""
    kept = [r for r in records if known_at is None or r.recorded_at <= known_at]
    voided = _voided(kept)
    found = {r.ref: Mark(voided_by=voided[r.command]) for r in kept if r.command in voided}
    for record in kept:
        if isinstance(record.event, RecordCorrected) and record.command not in voided:
            mark = found.get(record.event.target, Mark())
            found[record.event.target] = mark._replace(corrected_by=(*mark.corrected_by, record.ref))
    return found


def corrected(record: Record, corrections: Iterable[RecordCorrected]) -> Record:
    """A record as corrections leave it, in the order in which they were made."""
    data, body = record.event.data(), dict(record.body)
    for correction in corrections:
        data |= correction.changes
        if correction.moved_to is not None:
            body["effective_on"] = correction.moved_to.isoformat()
        if correction.body is not None:
            body["body"] = correction.body
        if correction.documents:
            body["documents"] = list(correction.documents)
        if correction.deadlines is not None:
            body["deadlines"] = list(correction.deadlines)
    event = revised(record.event, data)
    return Record(record.position, {**body, "data": event.data()}, event)


def revised(event: Event, data: Mapping[str, Any]) -> Event:
    """An event of the same type with other data; what is set to nothing is as if it had not been said."""
    return type(event).model_validate({name: value for name, value in data.items() if value is not None})


def _amended(kept: Sequence[Record]) -> list[Record]:
    voided = _voided(kept)
    corrections: dict[str, list[RecordCorrected]] = {}
    for record in kept:
        if isinstance(record.event, RecordCorrected) and record.command not in voided:
            corrections.setdefault(record.event.target, []).append(record.event)
    return [
        corrected(r, corrections[r.ref]) if r.ref in corrections else r
        for r in kept
        if r.command not in voided and not isinstance(r.event, Amendment)
    ]


def _voided(kept: Sequence[Record]) -> dict[str, str]:
    """The acts that were voided: command, and the event that voided it."""
    targets = {r.event.target: r.ref for r in kept if isinstance(r.event, RecordVoided)}
    return {r.command: targets[r.ref] for r in kept if r.ref in targets} if targets else {}
