"""Why a date: how a due date came about, event by event and step by step; what another calendar would make it.

Source: the deadlines stamped on records, the law and the calendar they were counted by, and the fold itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from lifecycle.case import unborn
from lifecycle.clocks import running
from lifecycle.deadlines import Step, Term, counted
from lifecycle.regulation import signed_under, stamped

if TYPE_CHECKING:
    from domain.calendar.state import Calendar
    from lifecycle.case import Case
    from lifecycle.record import Record

CalendarAt = Callable[[str], "Calendar"]
"""A working calendar as it was at a version, `calendar-kz@17`; the empty text is a calendar never kept."""


class Stamp(NamedTuple):
    """A deadline as an act stamped it: its record, the term of the law, from when and by which calendar."""

    record: Record
    term: Term
    start: date
    due: date
    regulation: str
    calendar: str
    provisional: bool


class Change(NamedTuple):
    """An event after which a due date was another: the date, the steps of counting it where it was counted."""

    record: Record
    due: date
    before: date | None
    stamp: Stamp | None = None
    steps: tuple[Step, ...] = ()


def stamps(record: Record) -> Iterator[Stamp]:
    """The deadlines that a record started, each with the term of the law it rests on."""
    for given in record.body.get("deadlines", ()):
        term = _term(record, given["name"], given["regulation"])
        if term is not None:
            yield Stamp(
                record,
                term,
                date.fromisoformat(given["from"]),
                date.fromisoformat(given["due"]),
                given["regulation"],
                given.get("calendar", ""),
                given.get("provisional", False),
            )


def _term(record: Record, name: str, regulation: str) -> Term | None:
    """The term of that name in the edition stamped; the one whose conditions the act's own data meets."""
    data: Mapping[str, Any] = {**vars(record.event)}
    found = [t for t in stamped(regulation).rule(record.body["act"]).terms if t.name == name]
    fitting = [t for t in found if all(data.get(n, value) == value for n, value in t.when.items())]
    return next(iter(fitting or found), None)


def current_term(stamp: Stamp) -> Term:
    """The same term in the edition that has taken the place of the one stamped: with the acts it is about."""
    edition = signed_under(stamp.regulation)
    rule = edition.rules.get(stamp.record.body["act"])
    same = [t for t in (rule.terms if rule else ()) if (t.name, t.when) == (stamp.term.name, stamp.term.when)]
    return same[0] if same else stamp.term


def explained(history: Sequence[Record], stream: str, name: str, calendar_at: CalendarAt) -> list[Change]:
    """Every change of a due date in a settled history, in its order."""
    case: Case = unborn(stream)
    before: date | None = None
    found: list[Change] = []
    for record in history:
        case = case.after(record.event, record.at())
        due = running(case, date.fromisoformat(record.effective_on)).get(name)
        stamp = next((s for s in stamps(record) if s.term.name == name), None)
        if due is not None and (stamp is not None or due != before):
            steps = tuple(counted(stamp.term, stamp.start, calendar_at(stamp.calendar))) if stamp else ()
            found.append(Change(record, due, before, stamp, steps))
        before = due
    return found


def recounted(stamp: Stamp, calendar: Calendar) -> tuple[date, bool]:
    """What a deadline's last day would be by a calendar, and whether that is provisional."""
    steps = list(counted(stamp.term, stamp.start, calendar))
    return steps[-1].on, any(step.provisional for step in steps)
