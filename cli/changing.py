"""Changing a working calendar: the deadlines that would move are told first, and move with it in one piece."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from cli import acts, engines, output, parsing, screen, stores
from cli.faults import Objections
from cli.i18n import _, counted
from cli.options import Settings
from cli.output import Sheet
from lifecycle.campaign import Fate, whole
from lifecycle.command import Command
from lifecycle.errors import Conflict, LifecycleError, Misused
from lifecycle.handling import new_command_id
from lifecycle.moving import Move, moves
from lifecycle.record import stream_name

if TYPE_CHECKING:
    from lifecycle.case import Case
    from lifecycle.handling import Engine

COLUMNS = ("noun", "key", "name", "before", "due_on", "days", "provisional", "event", "cause")


class Moving(NamedTuple):
    """Deadlines that would come out otherwise, and the version of the calendar that would be the cause."""

    found: Sequence[Move] = ()
    cause: str = ""

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The moves as data."""
        return [_row(move, self.cause) for move in self.found]

    def commands(self, command_id: str, *, actor: str, on: date) -> list[Command]:
        """The acts that record the moves, under ids that follow from the act's own."""
        return [
            replace(
                move.command(self.cause, actor=actor, on=on),
                command_id=f"{command_id}/{move.event}/{move.name}",
            )
            for move in self.found
        ]


NOTHING_MOVES = Moving()


def perform(
    settings: Settings, *, noun: str, verb: str, key: str, dry_run: bool, yes: bool, **given: Any
) -> int:
    """Carry out an act on a calendar; where deadlines would come out otherwise, list them and ask first."""
    settings.asked = (noun, verb, key)
    subject = parsing.key(noun, key)
    settings.now = parsing.day("--now", given["now"])
    command = acts.asked(settings, noun, verb, subject, given)
    if command.propose:
        raise Misused(problem="calendar-directly")
    moving = _of_an_act(settings, command)
    if not moving.found:
        return acts.carried_out(settings, command, dry_run=dry_run)
    if settings.format == "table" or dry_run:
        output.emit(Sheet(moving.rows, COLUMNS), settings.format)
    if dry_run:
        return 0
    confirm(moving, yes=yes)
    named = command if command.command_id else command.named(new_command_id())
    with engines.for_acts(settings.url, command.actor, now=settings.now) as engine:
        on = command.on or engine.today()
        if _tried(settings, engine, command) != moving:
            raise Conflict(problem="deadlines-changed")
        fates = stored(engine, [named], moving.commands(named.command_id, actor=command.actor, on=on))
        settings.done = True
        settle(settings, engine, command, on)
        position = engine.log.position()
    _tell(settings, fates[0], moving.rows, position)
    return 0


def _of_an_act(settings: Settings, command: Command) -> Moving:
    """What an act would move; nothing where it is refused, or only proposed."""
    if not stores.founded(settings.url):
        return NOTHING_MOVES
    with stores.for_questions(settings.url) as asked:
        return _tried(settings, engines.over(asked, now=settings.now), command)


def _tried(settings: Settings, engine: Engine, command: Command) -> Moving:
    tried = engine.try_(command)
    if tried.objections or not tried.events:
        return NOTHING_MOVES
    return moved_by(settings, engine, tried.after)


def moved_by(settings: Settings, engine: Engine, calendar: Case) -> Moving:
    """What a calendar that stands so would move of the running deadlines that are counted by it, or by none."""
    with stores.registers(settings.url, engine.log) as registers:
        _position, rows = registers.counted_by(calendar.key)
    return Moving(list(moves(engine.log, rows, calendar.facts, on=engine.today())), calendar.ref)


def _row(move: Move, cause: str) -> dict[str, Any]:
    return {
        "noun": move.noun,
        "key": move.key,
        "name": move.name,
        "before": move.before.isoformat(),
        "due_on": move.due.isoformat(),
        "days": (move.due - move.before).days,
        "provisional": move.provisional,
        "event": move.event,
        "cause": cause,
    }


def confirm(moving: Moving, *, yes: bool) -> None:
    """Ask before deadlines move; where nobody can be asked, fail and name the flag."""
    count = len(moving.found)
    if yes or not count:
        return
    if not screen.interactive(sys.stdin):
        would = counted("{count} deadline would move", "{count} deadlines would move", count)
        raise Misused(problem="moves-deadlines", would=would)
    if not screen.agreed(counted("Move {count} deadline? [y/N] ", "Move {count} deadlines? [y/N] ", count)):
        raise Misused(problem="declined")


def settle(settings: Settings, engine: Engine, change: Command, on: date) -> None:
    """Move what others began by the calendar as it was while it was being changed, until nothing is left."""
    stream = stream_name(change.noun, change.key)
    while True:
        (calendar,) = engine.desk().known([stream]).values()
        left = moved_by(settings, engine, calendar)
        if not left.found:
            return
        stored(engine, [], left.commands(new_command_id(), actor=change.actor, on=on))


def stored(engine: Engine, changes: Sequence[Command], moving: Sequence[Command]) -> list[Fate]:
    """What became of the acts and every move, in one append. Raises what refuses any; then none is stored."""
    fates = whole(engine, [*changes, *moving])
    objections = [one for fate in fates if fate.outcome == "refused" for one in fate.objections]
    for objection in objections:
        if isinstance(objection, LifecycleError):
            raise objection
    if objections:
        raise Objections(objections)  # type: ignore[arg-type]  # what is left is refusals
    return fates


def _tell(settings: Settings, act: Fate, rows: Sequence[Mapping[str, Any]], position: int) -> None:
    if settings.format == "table":
        moved = counted("{count} deadline is moved", "{count} deadlines are moved", len(rows))
        said = _("{event} is recorded; {moved}. Position {position}.")
        output.write(said.format(event=act.event, moved=moved, position=position))
        return
    stream, _at, version = act.event.rpartition("@")
    result = {"position": position, "stream": stream, "version": int(version), "events": [{"event": act.event}]}
    output.write(output.as_json(result | {"moves": [dict(row) for row in rows]}))
