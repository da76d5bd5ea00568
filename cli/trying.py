"""Telling what an act that is only tried would do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

from cli import output, screen
from cli.acts import emit_events, event_lines
from cli.audit.dependents import say, told
from cli.columns import heading, text
from cli.faults import Objections
from cli.i18n import _
from cli.options import Settings
from cli.stories import corrections
from domain.corrections import RecordCorrected
from lifecycle.command import Command
from lifecycle.dependents import consequences
from lifecycle.redeciding import thought_of
from lifecycle.settling import corrected, settled

if TYPE_CHECKING:
    from lifecycle.case import Case
    from lifecycle.dependents import Dependent
    from lifecycle.handling import Engine, Tried
    from lifecycle.record import Draft
    from lifecycle.store.log import Log


def tell(settings: Settings, command: Command, engine: Engine, *, founded: bool = True) -> int:
    """Print what an act would record and change, and what rests on that. Raises `Objections`.

    Of an act that is proposed: what the proposal would record, and what the act would set right once confirmed.
    """
    tried = engine.try_(command)
    if tried.objections:
        raise Objections(tried.objections)
    changes = difference(tried.before, tried.after)
    log, (drafts, case) = engine.log, _meant(engine, command, tried)
    right = set_right(drafts, log) if founded else {}
    resting = _resting(log, drafts) if founded else []
    if settings.format != "table":
        stream = tried.before.stream
        result = {
            "dry_run": True,
            "stream": stream,
            "version": tried.after.version,
            "events": [dict(e) for e in tried.events],
        }
        if resting:
            result["findings"] = told(settings, resting)
        if right:
            result["corrections"] = right
        emit_events(settings, result | {"changes": changes}, tried.events)
        return 0
    output.write(
        _("Nothing is written. The act would record:") if tried.events else _("The act would change nothing.")
    )
    unit = str(getattr(case.facts, "unit", ""))
    for line in (
        *event_lines(tried.events),
        *_correction_lines(command.noun, unit, right),
        *_change_lines(command.noun, unit, changes),
    ):
        output.write(line)
    for line in say(resting):
        screen.say(line)
    return 0


def _meant(engine: Engine, command: Command, tried: Tried) -> tuple[Sequence[Draft], Case]:
    """What the act itself would record, and its subject after it, where it is only proposed too."""
    if not command.propose or not tried.events:
        return tried.drafts, tried.after
    desk = engine.desk()
    decision = engine.weighed(engine.question(command, desk), desk)
    act, after = engine.act_of(decision, desk)
    return act.drafts, after[decision.question.subject.stream]


def _resting(log: Log, drafts: Sequence[Draft]) -> list[Dependent]:
    if not drafts:
        return []
    thought = thought_of(drafts)
    act = sorted((one for some in thought.values() for one in some), key=attrgetter("position"))
    return consequences(log, act)


def set_right(drafts: Sequence[Draft], log: Log) -> dict[str, dict[str, list[Any]]]:
    """What corrections would set right: the event corrected -> field -> [before, after], its date included."""
    found: dict[str, dict[str, list[Any]]] = {}
    for draft in drafts:
        if isinstance(draft.event, RecordCorrected):
            from projections.story import differences  # noqa: PLC0415 - few acts correct anything

            stands = {record.ref: record for record in settled(log.read([draft.stream])[draft.stream])}
            before = stands[draft.event.target]
            found[before.ref] = differences(before, corrected(before, [draft.event]))
    return found


def _correction_lines(noun: str, unit: str, right: Mapping[str, Mapping[str, Sequence[Any]]]) -> Iterator[str]:
    for event, changes in right.items():
        said = corrections(noun, unit, changes)
        yield "  " + _("sets right in {event}: {changes}").format(event=event, changes=said)


def _change_lines(noun: str, unit: str, changes: Mapping[str, Sequence[Any]]) -> list[str]:
    def said(name: str, value: Any) -> str:
        return text(noun, name, value, unit) or _("none")

    return [
        f"  {heading(name)}: {said(name, old)} -> {said(name, new)}"
        for name, (old, new) in changes.items()
        if not _compound(old) and not _compound(new)
    ]


def _compound(value: Any) -> bool:
    """Whether a value has parts of its own, which no line of a table can tell."""
    return isinstance(value, Mapping) or (
        isinstance(value, list) and any(isinstance(item, Mapping | list) for item in value)
    )


def difference(before: Case, after: Case) -> dict[str, list[Any]]:
    """What an act changes in its subject: region or fact -> [before, after]."""
    old, new = _told(before) if before.born else {}, _told(after)
    return {name: [old.get(name), value] for name, value in _both(old, new) if old.get(name) != value}


def _both(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    yield from new.items()
    yield from ((name, None) for name in old if name not in new)


def _told(case: Case) -> dict[str, Any]:
    facts = {name: _plain(getattr(case.facts, name)) for name in case.facts._fields}
    return {**{name: value for name, value in facts.items() if name != "key" and value}, **case.standing}


def _plain(value: Any) -> Any:
    if isinstance(value, frozenset | set):
        return sorted((_plain(item) for item in value), key=str)
    if isinstance(value, Mapping):
        return {str(name): _plain(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json")
    if isinstance(value, str | int) or value is None:
        return value
    return None if value == date.min else str(value)
