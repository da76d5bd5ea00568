"""Blaming: which event set the present value of a register's column, and which events set it before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from lifecycle.errors import Misused, NotFound
from lifecycle.settling import Mark, marks, settled
from projections.answers import Answer
from projections.comparing import BY_AREA
from projections.history import changes, circumstances
from projections.lookup import primaries, stream_of
from projections.models import model_of

if TYPE_CHECKING:
    from lifecycle.record import Record
    from lifecycle.store.log import Log
    from projections.models import Model, Row

IDENTITY = "key"
ACT = (
    *("act", "actor", "second", "mandate", "role", "body", "regulation", "basis", "documents", "gaps"),
    "reason",
)
UNAMENDED = Mark()


class Setting(NamedTuple):
    """A record that set a column to another value."""

    column: str
    before: Any
    value: Any
    record: Record


def blame(
    log: Log, noun: str, key: str, column: str | None = None, *, as_of: date, known_at: str | None = None
) -> Answer:
    """The events that set a column, the last one last; without a column, the last event of every column.

    Each row names its act, and the corrections by which the event says what it says. Raises `NotFound` where
    the subject did not exist at the two times, `Misused` for a column that no event sets.
    """
    model = model_of(noun)
    known, asked = columns(model), BY_AREA.get(column or "", column)
    if asked is not None and asked not in known:
        raise Misused(problem="unknown-column", noun=noun, column=asked, known=known)
    position, records = stream_of(log, noun, key)
    history = settled(records, as_of=as_of, known_at=known_at)
    if not model.last(key, history).standing:
        raise NotFound(category=noun, key=key)
    settings = list(set_by(model, key, history))
    last = {setting.column: setting for setting in settings}
    shown = [s for s in settings if s.column == asked] if asked else [last[n] for n in known if n in last]
    acts = primaries(log, [setting.record for setting in shown], known_at)
    amended = marks(records, known_at=known_at)
    rows = [
        {
            **_said(setting, present=setting is last[setting.column]),
            **_act(acts[setting.record.command]),
            "amended_by": list(amended.get(setting.record.ref, UNAMENDED).corrected_by),
        }
        for setting in shown
    ]
    return Answer(position, as_of, known_at, tuple(rows))


def columns(model: Model) -> list[str]:
    """The columns that events set, in the register's order."""
    return [column.name for column in model.columns if column.name != IDENTITY]


def set_by(model: Model, key: str, history: Sequence[Record]) -> Iterator[Setting]:
    """Every value that each record of a settled history set, in the order of the history."""
    before = model.start(key)
    for record, after in zip(history, model.states(before, history), strict=True):
        for column, (was, now) in changes(before.row, after.row).items():
            yield Setting(column, was, now, record)
        before = after


def _said(setting: Setting, *, present: bool) -> Row:
    record = setting.record
    return {
        "column": setting.column,
        "present": present,
        "before": setting.before,
        "value": setting.value,
        "event": record.ref,
        "position": record.position,
        "type": record.body["type"],
        "effective_on": record.effective_on,
        "recorded_at": record.recorded_at,
    }


def _act(primary: Record) -> Row:
    act = circumstances(primary)
    return {name: act[name] for name in ACT}
