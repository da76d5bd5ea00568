"""Seeding a working calendar that the program knows: its acts, carried out in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from cli import engines, output, parsing
from cli.acts import signed
from cli.i18n import _, counted
from cli.options import Settings
from cli.output import Sheet
from domain.calendar.events import CalendarEstablished, YearPublished
from lifecycle import seeding as seeds
from lifecycle.play import play
from lifecycle.record import settled, stream_name

if TYPE_CHECKING:
    from lifecycle.command import Command
    from lifecycle.handling import Engine

NOUN = "calendar"
SEEDED = ("act", "year", "effective_on", "decree", "decree_on")


def seeding(settings: Settings, *, key: str, actor: str | None, **_given: Any) -> int:
    """Carry out what a calendar still lacks of its seed, in one transaction; print what was done."""
    settings.asked = (NOUN, "seed", key)
    name, officer = parsing.key(NOUN, key), signed(actor)
    seeds.seed(name)  # a calendar that nobody knows makes no store
    with engines.for_acts(settings.url, officer) as engine:
        acts = _lacking(engine, name, officer)
        play(engine, acts, batch=len(acts) or 1)
        settings.done = True
        position = engine.log.position()
    _report(settings, name, acts, position)
    return 0


def _lacking(engine: Engine, name: str, officer: str) -> tuple[Command, ...]:
    (records,) = engine.log.read([stream_name(NOUN, name)]).values()
    known = settled(records)
    born = [r.effective_on for r in known if isinstance(r.event, CalendarEstablished)]
    return seeds.lacking(
        name,
        actor=officer,
        established_on=date.fromisoformat(born[0]) if born else None,
        published=frozenset(r.event.year for r in known if isinstance(r.event, YearPublished)),
    )


def _report(settings: Settings, name: str, acts: Sequence[Command], position: int) -> None:
    rows = [
        {
            "act": act.act,
            "year": seeds.year_of(act),
            "effective_on": act.on.isoformat() if act.on else None,
            "decree": act.documents[0].number if act.documents else None,
            "decree_on": str(act.documents[0].on) if act.documents else None,
        }
        for act in acts
    ]
    told = settings.format == "table"
    if rows or not told:
        output.emit(Sheet(rows, SEEDED, NOUN, position), settings.format)
    if told:
        said = counted("{count} act is recorded", "{count} acts are recorded", len(acts))
        nothing = _("the calendar holds every year of its seed; nothing was recorded")
        output.write(f"{name}: {said if acts else nothing}")
