"""Changing a working calendar: the deadlines that would move are told first, and move with it in one piece."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from cli import acts, engines, output, parsing, screen, stores
from cli.faults import Objections
from cli.i18n import _, counted
from cli.options import Settings
from cli.output import Sheet
from lifecycle.campaign import Fate, whole
from lifecycle.command import Command
from lifecycle.errors import LifecycleError, Misused
from lifecycle.handling import new_command_id
from lifecycle.moving import Move, moves

COLUMNS = ("noun", "key", "name", "before", "due_on", "days", "provisional", "event", "cause")


def perform(
    settings: Settings, *, noun: str, verb: str, key: str, dry_run: bool, yes: bool, **given: Any
) -> int:
    """Carry out an act on a calendar; where deadlines would come out otherwise, list them and ask first."""
    settings.asked = (noun, verb, key)
    subject = parsing.key(noun, key)
    settings.now = parsing.day("--now", given["now"])
    command = acts.asked(settings, noun, verb, subject, given)
    found, cause = _found(settings, command)
    if not found:
        return acts.carried_out(settings, command, dry_run=dry_run)
    rows = [_row(move, cause) for move in found]
    if settings.format == "table" or dry_run:
        output.emit(Sheet(rows, COLUMNS), settings.format)
    if dry_run:
        return 0
    _confirm(len(found), yes=yes)
    return _moved(settings, command, found, cause, rows)


def _found(settings: Settings, command: Command) -> tuple[list[Move], str]:
    """What would move, and the version of the calendar that would be the cause; nothing where it is refused."""
    if command.propose or not stores.founded(settings.url):
        return [], ""
    with stores.for_questions(settings.url) as asked:
        engine = engines.over(asked, now=settings.now)
        tried = engine.try_(command)
        if tried.objections or not tried.events:
            return [], ""
        with stores.registers(settings.url, asked.log) as registers:
            _position, rows = registers.counted_by(command.key)
        return list(moves(asked.log, rows, tried.after.facts, on=engine.today())), tried.after.ref


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


def _confirm(count: int, *, yes: bool) -> None:
    """Ask before deadlines move; where nobody can be asked, fail and name the flag."""
    if yes:
        return
    if not screen.interactive(sys.stdin):
        raise Misused(problem="moves-deadlines", count=count)
    screen.ask(counted("Move {count} deadline? [y/N] ", "Move {count} deadlines? [y/N] ", count))
    if sys.stdin.readline().strip().lower() not in ("y", "yes", _("y"), _("yes")):
        raise Misused(problem="declined")


def _moved(
    settings: Settings, command: Command, found: Sequence[Move], cause: str, rows: Sequence[Mapping[str, Any]]
) -> int:
    """The act and every move in one append, or none of them."""
    named = command if command.command_id else command.named(new_command_id())
    with engines.for_acts(settings.url, command.actor, now=settings.now) as engine:
        on = command.on or engine.today()
        moving = [
            replace(
                move.command(cause, actor=command.actor, on=on),
                command_id=f"{named.command_id}/{move.event}/{move.name}",
            )
            for move in found
        ]
        fates = whole(engine, [named, *moving])
        _raise_refused(fates)
        settings.done = True
        position = engine.log.position()
    _tell(settings, fates[0], rows, position)
    return 0


def _raise_refused(fates: Sequence[Fate]) -> None:
    objections = [one for fate in fates if fate.outcome == "refused" for one in fate.objections]
    for objection in objections:
        if isinstance(objection, LifecycleError):
            raise objection
    if objections:
        raise Objections(objections)  # type: ignore[arg-type]  # what is left is refusals


def _tell(settings: Settings, act: Fate, rows: Sequence[Mapping[str, Any]], position: int) -> None:
    if settings.format == "table":
        moved = counted("{count} deadline is moved", "{count} deadlines are moved", len(rows))
        said = _("{event} is recorded; {moved}. Position {position}.")
        output.write(said.format(event=act.event, moved=moved, position=position))
        return
    stream, _at, version = act.event.rpartition("@")
    result = {"position": position, "stream": stream, "version": int(version), "events": [{"event": act.event}]}
    output.write(output.as_json(result | {"moves": [dict(row) for row in rows]}))
