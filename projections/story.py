"""The story of a subject: its settled history, and in their places what was voided and what voids or corrects.

What stands has the values that stand. A voided record changes nothing; nor does a void or a correction itself:
it stands at its own legal date, and tells which values of the record that it is about it changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import takewhile
from typing import TYPE_CHECKING

from domain.corrections import Amendment, RecordCorrected
from lifecycle.settling import Mark, corrected, marks, settled
from projections.history import ORDER, circumstances, event_of, happened
from projections.models import Row, State, model_of

if TYPE_CHECKING:
    from lifecycle.record import Record

LATER: Row = {"voided_by": None, "corrected_by": [], "as_recorded": {}}
COLUMNS = (*ORDER, *LATER)
"""The columns of a row, in order. The last ones are what was later said of the record: the event that voided
it, those that corrected it, and what was recorded where another value stands now."""

NO_MARK = Mark()
UNMOVED = State({}, {})
CIRCUMSTANCES = ("effective_on", "body", "documents", "deadlines")
"""What stands in a record beside its data, and may be corrected too; its deadlines follow from the rest."""


def story(
    noun: str,
    key: str,
    records: Sequence[Record],
    acts: Mapping[str, Record],
    *,
    as_of: date | None = None,
    known_at: str | None = None,
) -> Iterator[Row]:
    """The rows of a history at two times, by legal date and position; `records` is the whole stream.

    `acts` maps each command to the act's primary record. A void or a correction is told, whatever its own date,
    wherever the record is that it is about.
    """
    known = [r for r in records if known_at is None or r.recorded_at <= known_at]
    history = settled(known, as_of=as_of)
    model = model_of(noun)
    states = list(model.states(model.start(key), history))
    told = zip(history, happened(model, key, history, states), strict=True)
    amended = any(isinstance(record.event, Amendment) for record in known)
    for record, said in _amended(known, list(told), as_of) if amended else told:
        primary = record if "act" in record.body else acts[record.command]
        whole = LATER | circumstances(primary) | said
        yield {name: whole[name] for name in COLUMNS}


Told = tuple["Record", Row]


def _amended(known: Sequence[Record], told: Sequence[Told], as_of: date | None) -> Iterator[Told]:
    """A settled history with the marks of its records, and among them the records that do not count."""
    said, recorded = marks(known), {record.ref: record for record in known}
    rows: dict[str, Told] = {}
    for record, row in told:
        mark = said.get(record.ref, NO_MARK)
        was = {name: pair[0] for name, pair in differences(recorded[record.ref], record).items()}
        rows[record.ref] = record, row | {"corrected_by": list(mark.corrected_by), "as_recorded": was}
    counted = frozenset(rows)
    for record in _others(known, counted, said, as_of):
        mark = said.get(record.ref, NO_MARK)
        row = event_of(record, UNMOVED, UNMOVED) | {
            "voided_by": mark.voided_by or None,
            "corrected_by": list(mark.corrected_by),
            "changes": _corrects(record, recorded, said),
        }
        rows[record.ref] = record, row
    stood: Row = {}
    for record, row in sorted(rows.values(), key=lambda one: (one[0].effective_on, one[0].position)):
        if record.ref in counted:
            stood = row["state"]
        yield record, row | {"state": stood}


def _others(
    known: Sequence[Record], counted: frozenset[str], said: Mapping[str, Mark], as_of: date | None
) -> Iterator[Record]:
    """The records that do not count: those up to the date that were voided, and what is said of any told."""
    there = set(counted)
    for record in known:
        if record.ref in counted:
            continue
        if isinstance(record.event, Amendment):
            told = record.event.target in there
        else:
            voided = record.ref in said and said[record.ref].voided_by
            told = bool(voided) and (as_of is None or record.effective_on <= as_of.isoformat())
        if told:
            there.add(record.ref)
            yield record


def _corrects(record: Record, recorded: Mapping[str, Record], said: Mapping[str, Mark]) -> Row:
    """What a correction changed in its target as it stood until then: field -> [before, after]."""
    if not isinstance(record.event, RecordCorrected):
        return {}
    target = record.event.target
    standing = said.get(target, NO_MARK).corrected_by
    earlier = takewhile(lambda one: one.position < record.position, (recorded[ref] for ref in standing))
    before = corrected(recorded[target], (one.event for one in earlier))  # type: ignore[misc]  # corrections all
    return differences(before, corrected(before, [record.event]))


def differences(before: Record, after: Record) -> Row:
    """What one record says otherwise than another, its circumstances included: field -> [before, after]."""
    if before is after:
        return {}
    # No deadlines and an empty list of them are the same.
    old = {**before.body.get("data", {}), **{n: before.body.get(n) or None for n in CIRCUMSTANCES}}
    new = {**after.body.get("data", {}), **{n: after.body.get(n) or None for n in CIRCUMSTANCES}}
    names = dict.fromkeys((*new, *old))
    return {name: [old.get(name), new.get(name)] for name in names if old.get(name) != new.get(name)}
