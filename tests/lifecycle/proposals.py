"""One act that takes two officers, and what either of them asks of the engine."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from lifecycle.clock import SetClock
from lifecycle.command import Command
from lifecycle.confirming import proposal_key
from lifecycle.handling import Done, Engine
from lifecycle.record import Record
from tests.lifecycle.acts import SECOND_OFFICER, command
from tests.lifecycle.story import case

ROLE = "zone-administration"
ON = "2025-12-01"
RECLAIM = command("plot.open-reclaim", "P-1", ON, ground="state-needs").named("C-1")
KEY = proposal_key("C-1")


def propose(engine: Engine, act: Command = RECLAIM) -> Done:
    return engine.handle(replace(act, propose=True))


def approve(engine: Engine, key: str = KEY, *, actor: str = SECOND_OFFICER, command_id: str = "") -> Done:
    return engine.handle(Command("proposal", "approve", key, actor=actor, command_id=command_id))


def reject(engine: Engine, *, actor: str = SECOND_OFFICER) -> Done:
    return engine.handle(Command("proposal", "reject", KEY, actor=actor))


def status(engine: Engine, key: str = KEY) -> str:
    return case(engine, f"proposal-{key}").standing["status"]


def records(engine: Engine, done: Done) -> list[Record]:
    return engine.log.read_from(done.appended.first_position - 1, limit=done.appended.count)


def a_day_passes(engine: Engine, days: int = 1) -> None:
    assert isinstance(engine.clock, SetClock)
    engine.clock.moment += timedelta(days=days)
