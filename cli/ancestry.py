"""Answering what a plot came of and what became of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from cli import output, parsing, stores
from cli.eventwords import event_words
from cli.i18n import _, noted
from cli.options import Settings
from cli.output import Sheet
from cli.screen import safe
from projections import lineage as lines

if TYPE_CHECKING:
    from projections.lineage import Amiss, Lineage

PLOT = "plot"
COLUMNS = (
    *("key", "relation", "generation", "from_on", "to_on", "area_m2", "area_ha", "parents", "children"),
    *("zones", "numbers", "begun_by", "begun_as", "ended_by", "ended_as"),
)

PROBLEMS: Mapping[str, str] = {
    lines.GAP: noted("{plots}: neither exists from {before} until {after}"),
    lines.OVERLAP: noted("{plots}: both exist from {before} until {after}"),
    lines.MISSING: noted("{plots}: named by {after} and not there"),
    lines.UNEQUAL: noted("{plots}: {before} m2 became {after} m2"),
    lines.UNNUMBERED: noted("{plots}: no cadastral number from {before} until {after}"),
}


def lineage(
    settings: Settings, *, key: str, mermaid: bool, as_of: str | None, known_at: str | None, **_given: Any
) -> int:
    """Print the family of a plot."""
    word = parsing.key(PLOT, key)
    settings.asked = (PLOT, "show", word)
    with stores.for_questions(settings.url) as asked:
        on, known = stores.times(asked, as_of, known_at)
        found = lines.lineage(asked.log, word, as_of=on, known_at=known)
    drawn = "\n".join(_drawn(found))
    more: dict[str, Any] = {
        "passages": [passage._asdict() for passage in found.passages],
        "amiss": [one._asdict() for one in found.amiss],
    }
    if mermaid:
        more["mermaid"] = drawn
    plain = drawn if mermaid else "\n".join(_told(found))
    sheet = Sheet(found.rows, COLUMNS, PLOT, found.position, on, known, plain=plain, more=more)
    output.emit(sheet, settings.format)
    return 0


# -- as a tree ---------------------------------------------------------------------------------------


def _told(found: Lineage) -> Iterator[str]:
    rows = {row["key"]: row for row in found.rows}
    seen: set[str] = set()
    for row in found.rows:
        if not any(parent in rows for parent in row["parents"]):
            yield from _branch(row, rows, seen, 0)
    yield ""
    if not found.amiss:
        yield _("Days and areas leave no gap.")
    yield from (_amiss(one) for one in found.amiss)


def _branch(
    row: Mapping[str, Any], rows: Mapping[str, Mapping[str, Any]], seen: set[str], depth: int
) -> Iterator[str]:
    margin = "    " * depth
    if row["key"] in seen:
        yield margin + _("{key}: told above").format(key=row["key"])
        return
    seen.add(row["key"])
    title = f"{row['key']}  {_days(row)}  {_area(row)}"
    yield margin + (f"* {title}" if row["relation"] == lines.SELF else title)
    yield from (f"{margin}  {line}" for line in _life(row))
    for child in row["children"]:
        if child in rows:
            yield from _branch(rows[child], rows, seen, depth + 1)


def _life(row: Mapping[str, Any]) -> Iterator[str]:
    yield f"{row['from_on']}  {event_words(row['begun_as'])} ({row['begun_by']})"
    periods = sorted([*row["numbers"], *row["zones"]], key=lambda period: str(period["from_on"]))
    for period in periods:
        value = period.get("zone") or period.get("cadastral_number")
        name = _("zone") if "zone" in period else _("cadastral number")
        yield f"  {_days(period)}  {name}: {safe(value) if value else _('none')}"
    if row["ended_by"]:
        yield f"{row['to_on']}  {event_words(row['ended_as'])} ({row['ended_by']})"


def _days(given: Mapping[str, Any]) -> str:
    """The days of something, the last one not included; open where it goes on."""
    return f"[{given['from_on']}, {given['to_on'] or '...'})"


def _area(row: Mapping[str, Any]) -> str:
    """The area; of a plot whose registration was voided nobody says one."""
    return _("no area") if row["area_ha"] is None else _("{area} ha").format(area=row["area_ha"])


def _amiss(one: Amiss) -> str:
    after = _("now") if one.after is None else one.after
    return _(PROBLEMS[one.problem]).format(plots=", ".join(one.plots), before=one.before, after=after)


# -- as a diagram ------------------------------------------------------------------------------------


def _drawn(found: Lineage) -> Iterator[str]:
    """The family as a mermaid flowchart: keys hold no character that it would act upon."""
    yield "flowchart TD"
    places = {row["key"]: f"n{place}" for place, row in enumerate(found.rows)}
    for row in found.rows:
        label = f"{row['key']}<br/>{row['from_on']} - {row['to_on'] or '...'}<br/>{_area(row)}"
        yield f'    {places[row["key"]]}["{label}"]'
    for passage in found.passages:
        for parent in passage.parents:
            for child in passage.children:
                if parent in places and child in places:
                    yield f"    {places[parent]} -->|{passage.effective_on}| {places[child]}"
