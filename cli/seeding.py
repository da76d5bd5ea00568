"""Seeding a working calendar that the program knows: its acts and the deadlines they move, in one append."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from cli import changing, engines, output, parsing, stores
from cli.acts import signed
from cli.i18n import _, counted
from cli.options import Settings
from cli.output import Sheet
from domain.calendar.events import CalendarEstablished
from lifecycle import seeding as seeds
from lifecycle.case import fold
from lifecycle.handling import new_command_id
from lifecycle.moving import after
from lifecycle.record import stream_name
from lifecycle.regulation import in_force
from lifecycle.settling import settled

if TYPE_CHECKING:
    from lifecycle.command import Command
    from lifecycle.handling import Engine

NOUN = "calendar"
SEEDED = ("act", "year", "effective_on", "decree", "decree_on")


def seeding(settings: Settings, *, key: str, actor: str | None, dry_run: bool, yes: bool, **_given: Any) -> int:
    """Carry out what a calendar lacks of its seed; where deadlines would move, list them and ask first."""
    settings.asked = (NOUN, "seed", key)
    name, officer = parsing.key(NOUN, key), signed(actor)
    seeds.seed(name)  # a calendar that nobody knows makes no store
    moving = _moving(settings, name, officer)
    if dry_run or (moving.found and settings.format == "table"):
        output.emit(Sheet(moving.rows, changing.COLUMNS), settings.format)
    if dry_run:
        return 0
    changing.confirm(moving, yes=yes)
    with engines.for_acts(settings.url, officer) as engine:
        acts = [act.named(new_command_id()) for act in _lacking(engine, name, officer)]
        own = moving.commands(new_command_id(), actor=officer, on=engine.today())
        changing.stored(engine, acts, own)
        settings.done = True
        position = engine.log.position()
    _report(settings, name, acts, moving.rows, position)
    return 0


def _moving(settings: Settings, name: str, officer: str) -> changing.Moving:
    """What the seed would move; nothing where there is no store yet."""
    if not stores.founded(settings.url):
        return changing.NOTHING_MOVES
    with stores.for_questions(settings.url) as asked:
        engine = engines.over(asked)
        acts = _lacking(engine, name, officer)
        if not acts:
            return changing.NOTHING_MOVES
        return changing.moved_by(settings, engine, after(engine, acts, stream_name(NOUN, name)))


def _lacking(engine: Engine, name: str, officer: str) -> tuple[Command, ...]:
    stream = stream_name(NOUN, name)
    known = settled(engine.log.read([stream])[stream])
    born = [r.effective_on for r in known if isinstance(r.event, CalendarEstablished)]
    today = engine.today()
    acts = seeds.lacking(
        name,
        actor=officer,
        calendar=fold(stream, known).facts,
        established_on=date.fromisoformat(born[0]) if born else None,
        until=today,
    )
    return tuple(seeds.under(in_force(act.on or today, engine.family), act) for act in acts)


def _report(
    settings: Settings, name: str, acts: Sequence[Command], moves: Sequence[Mapping[str, Any]], position: int
) -> None:
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
        more = {"moves": list(moves)} if moves else {}
        output.emit(Sheet(rows, SEEDED, NOUN, position, more=more), settings.format)
    if told:
        said = [counted("{count} act is recorded", "{count} acts are recorded", len(acts))]
        if moves:
            said.append(counted("{count} deadline is moved", "{count} deadlines are moved", len(moves)))
        nothing = _("the calendar holds every year of its seed; nothing was recorded")
        output.write(f"{name}: {'; '.join(said) if acts else nothing}")
