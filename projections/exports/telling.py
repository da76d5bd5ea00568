"""Telling: a subject's story as a page needs it: what was later said of a record stands with that record."""

from __future__ import annotations

from bisect import insort
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from domain.corrections import Amendment
from domain.event import Event
from lifecycle.record import Record
from lifecycle.settling import settled
from projections.history import changes
from projections.models import model_of
from projections.story import story

if TYPE_CHECKING:
    from projections.exports.naming import Names
    from projections.models import Model, Row

QUIET = frozenset({"key", "encumbrances"})
"""Columns that say nothing which the subject's name, or what burdens it and in whose favour, does not."""

UNKNOWN = Record(0, {"act": ""}, Event())
"""Stands for the primary record of an act where that record is not at hand: nothing is known of who acted."""

ALWAYS = "9999-12-31"
"""The legal date on which the last of all names is borne."""


def _in_order(model: Model, standing: Mapping[str, str]) -> dict[str, str]:
    """A standing with its regions in the order of the lifecycle's definition."""
    return {region: standing[region] for region in model.law.regions if region in standing}


@dataclass(frozen=True)
class Teller:
    """Tells of subjects at two times.

    `primary` maps commands to the primary records of acts; `stored` holds the digests of the documents at hand;
    `time_zone` is the store's, in whose days it is counted how late a record came; `names` tells what the
    parties and projects that are told of were called.
    """

    primary: Mapping[str, Record]
    stored: Collection[str]
    as_of: date | None
    known_at: str | None
    time_zone: str
    names: Names

    def told(self, stream: str, records: Sequence[Record]) -> Row:
        """A subject: where it stands, its events in order of legal dates, what was recorded step by step."""
        noun, _, key = stream.partition("-")
        model = model_of(noun)
        seen = [r for r in records if self.known_at is None or r.recorded_at <= self.known_at]
        last = model.last(key, settled(seen, as_of=self.as_of))
        today = self.as_of.isoformat() if self.as_of else ALWAYS
        events = list(self._events(noun, key, seen))
        told = {one["event"] for event in events for one in (event, *event["amended_by"])}
        return {
            "noun": noun,
            "key": key,
            "stream": stream,
            "records": len(records),
            "later": len(records) - len(told),
            "row": self.names.into(
                {n: value for n, value in last.row.items() if n == "key" or n not in QUIET}, today
            ),
            "standing": _in_order(model, last.standing),
            "events": events,
            "known": list(self._known(model, key, seen)),
        }

    def _events(self, noun: str, key: str, seen: Sequence[Record]) -> Iterator[Row]:
        """The events in order; what voids or corrects a record goes with it, if it stands itself."""
        acts = {record.command: self.primary.get(record.command, UNKNOWN) for record in seen}
        by_ref = {record.ref: record for record in seen}
        model = model_of(noun)
        rows = [
            self._event(model, row, by_ref[row["event"]])
            for row in story(noun, key, seen, acts, as_of=self.as_of, known_at=self.known_at)
        ]
        said = {row["event"]: row for row in rows}
        amending = {ref for row in rows for ref in (*row["corrected_by"], row["voided_by"]) if ref}
        number = 0
        stood: Row = {}
        for row in rows:
            if row["event"] in amending:
                continue
            counts = not row["voided_by"] and not isinstance(by_ref[row["event"]].event, Amendment)
            number += counts
            amended_by = [said[ref] for ref in (*row["corrected_by"], row["voided_by"]) if ref]
            yield {**row, "number": number if counts else None, "before": stood, "amended_by": amended_by}
            stood = row["state"]

    def _event(self, model: Model, row: Row, record: Record) -> Row:
        primary = record if "act" in record.body else self.primary.get(record.command)
        told = {
            **row,
            "state": _in_order(model, row["state"]),
            "command": record.command,
            "late": self._late(record),
            "by_another": primary.ref if primary is not None and primary is not record else None,
            "unknown_act": primary is None,
            "reason": record.event.reason or row["reason"],
            "documents": [
                {**paper, "stored": paper.get("sha256") in self.stored} for paper in row["documents"]
            ],
            "changes": {name: pair for name, pair in row["changes"].items() if name not in QUIET},
            "data": {name: value for name, value in row["data"].items() if name != "reason"},
        }
        return dict(self.names.into(told, record.effective_on))

    def _late(self, record: Record) -> int:
        """By how many days of the store's zone a record came after its legal date."""
        moment = datetime.fromisoformat(record.recorded_at).astimezone(ZoneInfo(self.time_zone))
        return max(0, (moment.date() - date.fromisoformat(record.effective_on)).days)

    def _known(self, model: Model, key: str, seen: Sequence[Record]) -> Iterator[Row]:
        """What each record changed in what was known, in the order of the log.

        Most records come last in the order of dates too; only after the others is the history folded again.
        """
        order: list[tuple[str, int]] = []
        amended = False
        state = model.start(key)
        for count, record in enumerate(seen, 1):
            place = (record.effective_on, record.position)
            amended = amended or isinstance(record.event, Amendment)
            before = state
            if amended or (order and place < order[-1]) or self._unseen(record):
                state = model.last(key, settled(seen[:count], as_of=self.as_of))
            else:
                state = model.after(state, record)
            insort(order, place)
            changed = {name: pair for name, pair in changes(before.row, state.row).items() if name not in QUIET}
            yield {
                "type": record.body["type"],
                "recorded_at": record.recorded_at,
                "changes": self.names.into(changed, record.effective_on),
            }

    def _unseen(self, record: Record) -> bool:
        return self.as_of is not None and record.effective_on > self.as_of.isoformat()
