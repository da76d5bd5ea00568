"""Reports that were never made: which half-years were missed after the first that was."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from domain.calendar.state import Calendar
from domain.periods import ends_on, next_to_report
from lifecycle.case import fold
from lifecycle.deadlines import counted
from lifecycle.explaining import current_term, stamps

if TYPE_CHECKING:
    from lifecycle.record import Record


def missed_after(first: str, history: Sequence[Record], event: str, on: date) -> tuple[str, ...]:
    """The half-years not reported after `first`, the reports for which were due before a date.

    `history` is settled, `event` the one that started the deadline for the first. No edition has the day of a
    report depend on which days are worked.
    """
    started = (stamp for record in history if record.ref == event for stamp in stamps(record))
    stamp = next((stamp for stamp in started if stamp.term.period), None)
    facts = fold(history[0].stream, history).facts
    if stamp is None or facts.reports_since is None:
        return ()
    term, found = current_term(stamp), [first]
    while True:
        period = next_to_report({*facts.reported, *found}, since=facts.reports_since)
        *_steps, due = counted(term, ends_on(period), Calendar())
        if due.on >= on:
            return tuple(found[1:])
        found.append(period)
