"""The demonstration, and the report that measures what the registers yield against what was published."""

from __future__ import annotations

import sys
from collections import Counter
from datetime import date
from typing import TYPE_CHECKING, Any

from cli import output, screen, stores
from cli.i18n import _, counted
from cli.options import Settings
from cli.output import Sheet
from cli.reasons import COLUMNS as WHY
from cli.reasons import explanation
from cli.reasons import told as dates_told
from cli.stories import told
from domain.plot.events import ReclaimOrdered
from lifecycle.demo import STORY, found_and_play
from lifecycle.errors import Misused
from lifecycle.record import stream_name
from lifecycle.settling import settled
from lifecycle.store import store_path
from projections import lookup
from projections.reports.figures import figures as compared

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from lifecycle.play import Played
    from lifecycle.store.log import Log
    from projections.registers import Registers

DEFAULT_STORE = "sez-demo.db"
FIGURES = ("entity", "metric", "published", "computed", "agrees", "unit", "as_of", "op", "seed")
PLOTS = ("tenure", "compliance", "plots", "area_m2")
SQUARE_METRES = "area_m2"


def demo(settings: Settings, **_given: Any) -> int:
    """Play the scenario into a fresh store; print plots by status, one plot's history, the figures."""
    # `SEZ_STORE` is not heeded here: it names a store that somebody works with.
    url = settings.store or DEFAULT_STORE
    if not stores.absent(url):
        raise Misused(problem="store-not-empty", path=str(store_path(url)))
    played = _played_whole(store_path(url))
    settings.done = True
    screen.say(
        _("{acts} acts are recorded in {store}: {events} events").format(
            acts=played.acts, events=played.events, store=screen.safe(url)
        )
    )
    with stores.for_questions(url) as asked, stores.registers(url, asked.log) as registers:
        on = asked.today()
        story = lookup.history(asked.log, "plot", STORY, as_of=on)
        plain = told("plot", story.rows, asked.time_zone)
        parts = (
            ("plots", _by_status(registers, on)),
            (
                "history",
                Sheet(story.rows, (), "plot", story.position, on, plain=plain),
            ),
            ("dates", _explained(asked.log)),
            ("figures", _figures(registers)),
        )
        position = asked.log.position()
    return _print(settings, parts, position, on)


def _played_whole(store: Path) -> Played:
    """Play beside the store's place and move there at the end: what was cut short never passes for the demo."""
    partial = store.with_name(f"{store.name}.partial")
    _remove(partial)
    try:
        played = found_and_play(partial, progress=_progress())
        partial.replace(store)
    finally:
        _remove(partial)
    return played


def _remove(partial: Path) -> None:
    for ending in ("", "-wal", "-shm"):
        partial.with_name(f"{partial.name}{ending}").unlink(missing_ok=True)


def _progress() -> Any:
    """Tells how far the playing has come, on a terminal only."""
    if not screen.interactive(sys.stderr):
        return None

    def tell(played: Played) -> None:
        said = counted("{count} act", "{count} acts", played.acts)
        screen.ask(f"\r{said} ")

    return tell


def _by_status(registers: Registers, on: date) -> Sheet:
    """How many plots stand where, and the land they have."""
    answer = registers.list("plot", as_of=on)
    number: Counter[tuple[str, str]] = Counter()
    land: Counter[tuple[str, str]] = Counter()
    for plot in answer.rows:
        if plot["record"] == "registered":
            number[plot["tenure"], plot["compliance"]] += 1
            land[plot["tenure"], plot["compliance"]] += 0 if plot["premises"] else plot[SQUARE_METRES]
    rows = [
        {"tenure": tenure, "compliance": compliance, "plots": count, SQUARE_METRES: land[tenure, compliance]}
        for (tenure, compliance), count in sorted(number.items())
    ]
    return Sheet(rows, PLOTS, "plot", answer.position, on)


def _explained(log: Log) -> Sheet:
    """How the deadlines of the story came about, as they ran on the day of the final judgment."""
    stream = stream_name("plot", STORY)
    history = settled(log.read([stream])[stream])
    (ordered,) = (day for r in history if isinstance(r.event, ReclaimOrdered) for day in [r.effective_on])
    on = date.fromisoformat(ordered)
    rows = explanation(log, settled(history, as_of=on), on)
    return Sheet(rows, WHY, "plot", plain=dates_told(rows))


def _figures(registers: Registers, as_of: date = date.max, known_at: str | None = None) -> Sheet:
    found = compared(registers, as_of=as_of, known_at=known_at)
    return Sheet([figure.as_row() for figure in found], FIGURES)


def _print(settings: Settings, parts: Sequence[tuple[str, Sheet]], position: int, on: date) -> int:
    if settings.format == "json":
        whole = {name: [dict(row) for row in sheet.rows] for name, sheet in parts}
        output.write(output.as_json(Sheet((), (), position=position, as_of=on).envelope() | whole))
        return 0
    titles = {
        "plots": _("Plots by status"),
        "history": _("The story of plot {key}").format(key=STORY),
        "dates": _("Why its return was due: the dates of plot {key} when the judgment became final").format(
            key=STORY
        ),
        "figures": _("Published figures and what the registers yield"),
    }
    for name, sheet in parts:
        if settings.format == "table":
            output.write(f"\n{titles[name]}\n")
        output.emit(sheet, settings.format)
    if settings.format == "table":
        output.write("\n" + _agreement(parts[-1][1]))
    return 0


def _agreement(sheet: Sheet) -> str:
    agree = sum(row["agrees"] is True for row in sheet.rows)
    return _("{agree} of {count} published figures agree.").format(agree=agree, count=len(sheet.rows))


def figures(settings: Settings, *, as_of: str | None, known_at: str | None, **_given: Any) -> int:
    """Print each figure published by a date beside what the registers yield on its own date."""
    with stores.for_questions(settings.url) as asked, stores.registers(settings.url, asked.log) as registers:
        on, known = stores.times(asked, as_of, known_at)
        sheet = _figures(registers, on, known)
        position = asked.log.position()
    output.emit(Sheet(sheet.rows, FIGURES, position=position, as_of=on, known_at=known), settings.format)
    if settings.format == "table":
        screen.say(_agreement(sheet))
    return 0
