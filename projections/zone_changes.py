"""What became of a zone between two times: plots that came, left or changed hands, and the land by tenure.

The land is summed twice, from the plots and from what the zone's own land stream says is taken: the two must
agree, and with the land that no plot takes they make up the zone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import select

from domain.land.events import LandTaken
from lifecycle.errors import NotFound
from lifecycle.record import stream_name
from lifecycle.settling import settled
from projections.comparing import Compared, Difference, Times, difference, in_order, told
from projections.joins import at, register
from projections.models import complete, model_of
from projections.tables import register_row, view

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from lifecycle.record import Record
    from lifecycle.store.log import Log
    from projections.models import Row

ZONE, PLOT, LAND = "zone", "plot", "land"
CAME, LEFT, HANDS, STATUS, OTHERWISE = "came", "left", "changed-hands", "changed-status", "changed"
HOLDING = ("party", "project")
JOINED = ("free_m2", "occupancy")
STREAMS_AT_ONCE = 500


class PlotChange(NamedTuple):
    """A plot of the zone that differs: in which ways, and what caused it."""

    key: str
    how: tuple[str, ...]
    difference: Difference


class Side(NamedTuple):
    """The land of the zone at one of the two times, in m2: by tenure, what no plot takes, the whole.

    `taken_m2` is what the zone's land stream says is taken.
    """

    tenures: Mapping[str, int]
    taken_m2: int
    area_m2: int

    @property
    def unallotted_m2(self) -> int:
        """The land that no plot takes."""
        return self.area_m2 - self.taken_m2

    @property
    def agrees(self) -> bool:
        """Whether the plots by tenure and the land that no plot takes make up the zone."""
        return sum(self.tenures.values()) + self.unallotted_m2 == self.area_m2


class ZoneCompared(NamedTuple):
    """An answer about a zone at two times."""

    zone: Compared
    plots: tuple[PlotChange, ...]
    land: tuple[Side, Side]


def compare_zone(views: Connection, log: Log, key: str, then: Times, now: Times) -> ZoneCompared:
    """What differs of a zone and of its plots. Raises `NotFound`, and `Misused` for times reversed."""
    in_order(then, now)
    (position,) = views.exec_driver_sql("SELECT position FROM followed").one()
    sides = (then, now)
    streams = [stream_name(ZONE, key), stream_name(LAND, key)]
    of_zone, of_land = (_upto(records, position) for records in log.read(streams).values())
    found = difference(model_of(ZONE), key, of_zone, then, now)
    if not (found.before or found.after):
        raise NotFound(category=ZONE, key=key)
    before, after = (
        {**row, **_joined(views, key, side)} if row else row
        for row, side in zip((found.before, found.after), sides, strict=True)
    )
    found = found._replace(before=before, after=after)
    was, became = (_plots(views, key, side) for side in sides)
    land = (_side(was, of_land, then, before), _side(became, of_land, now, after))
    differing = [one for one in sorted({*was, *became}) if was.get(one) != became.get(one)]
    changed = _differences(log, position, differing, sides)
    plots = [PlotChange(one, tuple(_ways(key, differs)), differs) for one, differs in changed]
    return ZoneCompared(Compared(position, found, tuple(told(log, found, now))), tuple(plots), land)


def _upto(records: Iterable[Record], position: int) -> list[Record]:
    return [record for record in records if record.position <= position]


def _joined(views: Connection, key: str, side: Times) -> Row:
    """What a zone's row holds that is joined from its plots."""
    found = register(ZONE, side.as_of.isoformat(), side.known_at).subquery()
    line = views.execute(select(found).where(found.c.key == key)).mappings().one()
    return {name: line[name] for name in JOINED}


def _plots(views: Connection, key: str, side: Times) -> dict[str, Row]:
    """The plots on the register of the zone, by key."""
    plots, model = view("plots"), model_of(PLOT)
    c = plots.c
    held = at(plots, side.as_of.isoformat(), side.known_at)
    asked = select(plots).where(c.zone == key, c.record == "registered", held)
    rows = (register_row(model, dict(line)) for line in views.execute(asked).mappings())
    return {row["key"]: complete(row, as_of=side.as_of) for row in rows}


def _side(plots: Mapping[str, Row], land: Sequence[Record], side: Times, zone: Row) -> Side:
    tenures = dict.fromkeys(model_of(PLOT).law.regions["tenure"], 0)
    for row in plots.values():
        if not row["premises"]:
            tenures[row["tenure"]] += row["area_m2"]
    events: Iterable[Any] = (r.event for r in settled(land, as_of=side.as_of, known_at=side.known_at))
    taken_m2 = sum(one.area_m2 if isinstance(one, LandTaken) else -one.area_m2 for one in events)
    return Side(tenures, taken_m2, zone.get("area_m2") or 0)


def _differences(
    log: Log, position: int, keys: Sequence[str], sides: tuple[Times, Times]
) -> Iterator[tuple[str, Difference]]:
    model = model_of(PLOT)
    for start in range(0, len(keys), STREAMS_AT_ONCE):
        some = keys[start : start + STREAMS_AT_ONCE]
        read = log.read([stream_name(PLOT, key) for key in some])
        for key, records in zip(some, read.values(), strict=True):
            yield key, difference(model, key, _upto(records, position), *sides)


def _ways(zone: str, found: Difference) -> Iterator[str]:
    """In which ways a plot differs, as one who looks after the zone would say it."""
    was, became = (_in(zone, row) for row in (found.before, found.after))
    if was != became:
        yield CAME if became else LEFT
        return
    changes = found.changes
    if any(name in changes for name in HOLDING):
        yield HANDS
    if any(name in changes for name in model_of(PLOT).law.regions):
        yield STATUS
    if not any(name in changes for name in (*HOLDING, *model_of(PLOT).law.regions)):
        yield OTHERWISE


def _in(zone: str, row: Row) -> bool:
    return bool(row) and (row["zone"], row["record"]) == (zone, "registered")
