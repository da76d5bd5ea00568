"""Why a date: how a due date came about, event by event and step by step; what another calendar would make it.

Source: the deadlines stamped on records, the law and the calendar they were counted by, and the fold itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from lifecycle.case import fold, unborn
from lifecycle.clocks import running
from lifecycle.deadlines import Step, Term, counted
from lifecycle.regulation import Regulation, signed_under, stamped

if TYPE_CHECKING:
    from domain.calendar.state import Calendar
    from lifecycle.case import Case
    from lifecycle.record import Record

CalendarAt = Callable[[str], "Calendar"]
"""A working calendar as it was at a version, `calendar-kz@17`; the empty text is a calendar never kept."""


class Stamp(NamedTuple):
    """A deadline as an act stamped it: its record, act and term of the law, from when, by which calendar."""

    record: Record
    act: str
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
        act, term = _term(record, given["name"], stamped(given["regulation"]))
        if term is not None:
            yield Stamp(
                record,
                act,
                term,
                date.fromisoformat(given["from"]),
                date.fromisoformat(given["due"]),
                given["regulation"],
                given.get("calendar", ""),
                given.get("provisional", False),
            )


TAKEN_FROM: Mapping[tuple[str, str], tuple[str, str]] = {
    ("obligation.NoticeServed@1", "cure"): ("plot.serve-notice", "notice-cure"),
}
"""Event, clock -> the act on another subject, and its deadline, by which that clock was started."""


def _term(record: Record, name: str, edition: Regulation) -> tuple[str, Term | None]:
    """The act that started a deadline, and its term in an edition: the one whose conditions its data meets."""
    act, by = record.body.get("act", ""), name
    if not act:
        act, by = TAKEN_FROM.get((record.body["type"], name), ("", name))
    rule = edition.rules.get(act)
    found = [t for t in (rule.terms if rule else ()) if t.name == by]
    data: Mapping[str, Any] = vars(record.event)
    fitting = [t for t in found if all(data.get(n, value) == value for n, value in t.when.items())]
    term = next(iter(fitting or found), None)
    return act, term if by == name or term is None else _own(term, name, edition, record.category)


def _own(term: Term, name: str, edition: Regulation, noun: str) -> Term:
    """Another subject's deadline as a clock of one's own: as long, answered by one's own acts."""
    acts = [t for act, rule in edition.rules.items() if act.startswith(f"{noun}.") for t in rule.terms]
    own = next((t for t in acts if t.name == name), term)
    return term._replace(name=name, before=own.before, after=own.after)


def current_term(stamp: Stamp) -> Term:
    """The same term in the edition that has taken the place of the one stamped: with the acts it is about."""
    _act, term = _term(stamp.record, stamp.term.name, signed_under(stamp.regulation))
    return term or stamp.term


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


def by_a_calendar(history: Sequence[Record], event: str, name: str) -> Stamp | None:
    """The deadline of that name that an event of a history started, where it counts by a working calendar."""
    found = (stamp for record in history if record.ref == event for stamp in stamps(record))
    return next((stamp for stamp in found if stamp.term.name == name and stamp.term.needs_calendar), None)


def cited_count(
    history: Sequence[Record], calendar: Sequence[Record], cause: str, terms: Mapping[str, Any]
) -> date | None:
    """What a deadline named by its event comes to by a version of a calendar; None where there is no such."""
    stream, _, version = cause.rpartition("@")
    if not 0 < int(version) <= len(calendar):
        return None
    stamp = by_a_calendar(history, terms["target"], terms["name"])
    return recounted(stamp, fold(stream, calendar[: int(version)]).facts)[0] if stamp else None
