"""Answering "why this date": how a due date came about, event by event and step by step."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

from cli import output, parsing, screen, stores
from cli.commands import basis as article
from cli.commands import counted_in
from cli.eventwords import event_words
from cli.i18n import _, counted, word
from cli.options import Settings
from cli.stories import paper
from domain.plot.events import TimeExcluded
from lifecycle.case import fold
from lifecycle.clocks import running
from lifecycle.errors import NotFound
from lifecycle.explaining import Change, explained, recounted
from lifecycle.record import stream_name
from lifecycle.regulation import stamped
from lifecycle.settling import settled
from projections.models import model_of
from projections.prospects import awaited

if TYPE_CHECKING:
    from domain.calendar.state import Calendar
    from lifecycle.record import Record
    from lifecycle.store.log import Log

COLUMNS = (
    *("deadline", "date", "step", "event", "type", "effective_on", "basis", "regulation", "calendar"),
    *("provisional", "detail"),
)
MOVED = ".DeadlineMoved@"
STARTED, EXCLUDED, CHANGED, OTHERWISE = "started", "excluded", "changed", "by-the-calendar-now"


def why(
    settings: Settings,
    *,
    noun: str,
    key: str,
    deadline: str | None,
    answered: bool,
    as_of: str | None,
    known_at: str | None,
    **_given: Any,
) -> int:
    """Print how each deadline of a subject that still waits for something came about, or the one named."""
    subject = parsing.key(noun, key)
    settings.asked = (noun, "show", subject)
    with stores.for_questions(settings.url) as asked:
        on, known = stores.times(asked, as_of, known_at)
        position, stream = asked.log.position(), stream_name(noun, subject)
        history = settled(asked.log.read([stream])[stream], as_of=on, known_at=known)
        if not history:
            raise NotFound(category=noun, key=subject)
        rows = explanation(asked.log, history, on, deadline, known_at=known)
    running = {row["deadline"] for row in rows}
    shown = (
        running
        if deadline or answered
        else running & awaited(subject, history, model_of(noun).last(subject, history), on)
    )
    rows = [row for row in rows if row["deadline"] in shown]
    people, left_out = settings.format == "table", running - shown
    if rows or not (people and left_out):
        plain = told(rows) if people and rows else ""
        output.emit(output.Sheet(rows, COLUMNS, noun, position, on, known, plain=plain), settings.format)
    if people and left_out:
        said = _("Nothing is to be done any more about: {deadlines} (--all explains them too)")
        screen.say(said.format(deadlines=", ".join(word("deadline", name) for name in sorted(left_out))))
    return 0


def explanation(
    log: Log,
    history: list[Record],
    on: date,
    deadline: str | None = None,
    *,
    known_at: str | None = None,
) -> list[dict[str, Any]]:
    """How the running deadlines of a settled history came about, or the one named. Raises `NotFound`."""
    stream, calendars = history[0].stream, _Calendars(log, known_at)
    names = _names(history, stream, on, deadline)
    return [row for name in names for row in _rows(history, stream, name, calendars)]


def _names(history: list[Record], stream: str, on: date, deadline: str | None) -> list[str]:
    due = running(fold(stream, history), on)
    if deadline is None:
        return list(due)
    if deadline not in due:
        noun, _dash, subject = stream.partition("-")
        known = tuple(due) or (_("none"),)
        raise NotFound(category="deadline", key=deadline, noun=noun, subject=subject, known=known)
    return [deadline]


class _Calendars:
    """Working calendars as they were at a version, and as they were known at a time; each stream read once."""

    def __init__(self, log: Log, known_at: str | None) -> None:
        self.at = cache(self._at)
        self._known_at = known_at
        self._history = cache(lambda stream: log.read([stream])[stream])

    def _at(self, version: str) -> Calendar:
        """The calendar that a deadline was counted by: all that its stream held at a version."""
        stream, _at, number = version.rpartition("@")
        name = stream or "calendar-none"
        history: list[Record] = self._history(name) if stream else []
        calendar: Calendar = fold(name, settled(history[: int(number or 0)])).facts
        return calendar

    def now(self, version: str) -> tuple[str, Calendar]:
        """The same calendar as it was known at the time of the question: its version, its days."""
        stream = version.rpartition("@")[0]
        known = [r for r in self._history(stream) if self._known_at is None or r.recorded_at <= self._known_at]
        calendar: Calendar = fold(stream, settled(known)).facts
        return f"{stream}@{len(known)}", calendar


# -- as data -----------------------------------------------------------------------------------------


def _rows(history: list[Record], stream: str, name: str, calendars: _Calendars) -> Iterator[dict[str, Any]]:
    changes = explained(history, stream, name, calendars.at)
    for change in changes:
        yield from _counted(change, name) if change.stamp else [_changed(change, name)]
    yield from (_changed(change, name) for change in _settled(history, changes, name))
    if changes and (last := changes[-1]).stamp and last.stamp.calendar:
        newest, calendar = calendars.now(last.stamp.calendar)
        due, provisional = recounted(last.stamp, calendar)
        if due != last.due:
            yield _row(last.record, name, OTHERWISE, due, calendar=newest, provisional=provisional)


def _settled(history: list[Record], changes: list[Change], name: str) -> Iterator[Change]:
    """The move by which a provisional date became final without changing."""
    last = changes[-1] if changes else None
    if last is None or not (last.stamp and last.stamp.provisional):
        return
    for record in history[history.index(last.record) + 1 :]:
        event: Any = record.event
        if MOVED in event.stored and (event.name, event.due) == (name, last.due):
            yield Change(record, last.due, last.due)


def _row(record: Record, name: str, step: str, on: date, **more: Any) -> dict[str, Any]:
    given: dict[str, Any] = {
        "deadline": name,
        "date": on.isoformat(),
        "step": step,
        "event": record.ref,
        "type": record.event.stored,
        "effective_on": record.effective_on,
        "basis": None,
        "regulation": None,
        "calendar": None,
        "provisional": False,
        "detail": {},
    }
    return given | more


def _counted(change: Change, name: str) -> Iterator[dict[str, Any]]:
    stamp, record = change.stamp, change.record
    assert stamp is not None  # noqa: S101 - asked for those alone
    law = {"regulation": stamp.regulation, "basis": stamp.term.basis or None}
    edition = stamped(stamp.regulation)
    rule, days_off = edition.rule(stamp.act), edition.days_off
    papers = {"documents": record.body.get("documents", [])}
    yield _row(record, name, STARTED, stamp.start, regulation=stamp.regulation, basis=rule.basis, detail=papers)
    term = stamp.term
    detail = {"length": term.length, "unit": term.unit, "yearly": [f"{m:02}-{d:02}" for m, d in term.yearly]}
    for step in change.steps:
        rolled = step.kind == "roll"
        by = {
            "basis": (days_off if rolled else "") or law["basis"],
            "calendar": stamp.calendar or None if rolled or step.kind == "working_days" else None,
            "provisional": step.provisional,
            "detail": {} if rolled else detail,
        }
        yield _row(record, name, step.kind, step.on, **{**law, **by})
    if change.steps and change.steps[-1].on != change.due:
        yield _row(record, name, CHANGED, change.due, **law)


def _changed(change: Change, name: str) -> dict[str, Any]:
    record = change.record
    step = EXCLUDED if isinstance(record.event, TimeExcluded) else CHANGED
    act, law = record.body.get("act", ""), record.body.get("regulation", "")
    basis = stamped(law).rule(act).basis if act and law else None
    detail: dict[str, Any] = dict(record.event.data())
    if change.before:
        detail["days"] = (change.due - change.before).days
    return _row(record, name, step, change.due, basis=basis, regulation=law or None, detail=detail)


# -- for people --------------------------------------------------------------------------------------


def told(rows: list[dict[str, Any]]) -> str:
    """The explanation for a person, a paragraph for each deadline."""
    return "\n".join(_lines(rows))


def _lines(rows: list[dict[str, Any]]) -> Iterator[str]:
    for name in dict.fromkeys(row["deadline"] for row in rows):
        own = [row for row in rows if row["deadline"] == name]
        stands = next(row["date"] for row in reversed(own) if row["step"] != OTHERWISE)
        yield f"{word('deadline', name)}: {stands}"
        yield from (f"  {row['date']}  {_reason(row)}" for row in own)


def _reason(row: Mapping[str, Any]) -> str:
    text = _step(row)
    if row["basis"]:
        text += f" ({article({'basis': row['basis']})})"
    return _("{text}, provisional: the year is not published").format(text=text) if row["provisional"] else text


def _step(row: Mapping[str, Any]) -> str:
    detail, happened = row["detail"], f"{event_words(row['type'])}, {row['event']}"
    match row["step"]:
        case "started":
            papers = "; ".join(paper(p) for p in detail["documents"])
            return _("the start: {event}").format(event=happened) + (f", {papers}" if papers else "")
        case "roll" if row["calendar"]:
            return _("the first working day from there, by {calendar}").format(calendar=row["calendar"])
        case "roll":
            return _("the first working day from there, no calendar being kept")
        case "excluded":
            ground = word("plot.ground", detail["ground"])
            days = counted("{count} day", "{count} days", detail.get("days", 0))
            return _("{days} not counted, {ground} from {first} to {last}: {event}").format(
                days=days, ground=ground, first=detail["from_on"], last=detail["to_on"], event=happened
            )
        case "changed":
            cause = detail.get("cause") or detail.get("annex") or detail.get("reason") or ""
            return f"{happened}, {cause}" if cause else happened
        case "by-the-calendar-now":
            return _("what it would be by {calendar}, which has changed since: it has not been moved").format(
                calendar=row["calendar"]
            )
    length = counted_in(detail)
    by = f", {row['calendar']}" if row["calendar"] else ""
    return f"{length}{by}"
