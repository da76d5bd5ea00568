"""What joins streams: the rows of a register at two times, and the SQL views that reporting jobs read.

`zones`, `plots`, ... show the current generation with all its spans, where `infinity` is the end of those that
have none; `zones_current`, ... the rows as of now as known now; `history` every record with the circumstances
of its act, those voided (`voided_by`) too; `papers` every paper that a record cites, adds or misses; `work`
what every open case has ahead of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Select, String, and_, cast, func, literal, not_, select
from sqlalchemy.dialects import sqlite

from projections.models import REGISTERS, model_of
from projections.spans import FOREVER
from projections.tables import ACT, AMENDED, CITATIONS, HISTORY, PAPERS, SAID, TIMES, WORK, stored_name, view

DERIVED = "derived"
"""The kind of a column that no table holds."""


def at(spans: FromClause, as_of: str | None, known_at: str | None) -> ColumnElement[bool]:
    """The spans that hold as of a date as known at a time; None is the end of time."""
    c = spans.c
    valid = and_(c.valid_from <= as_of, c.valid_to > as_of) if as_of else c.valid_to == FOREVER
    known = (
        and_(c.recorded_from <= known_at, c.recorded_to > known_at) if known_at else c.recorded_to == FOREVER
    )
    return and_(valid, known)


def register(noun: str, as_of: str | None = None, known_at: str | None = None) -> Select[Any]:
    """A register's rows at two times; zones with their free land and occupancy at the same two times."""
    spans = view(REGISTERS[noun])
    columns = [column for column in spans.c if column.name not in TIMES]
    if noun != "zone":
        return select(*columns).where(at(spans, as_of, known_at))
    taken = _taken(as_of, known_at)
    taken_m2 = func.coalesce(taken.c.taken_m2, 0)
    return (
        select(
            *columns,
            (spans.c.allocatable_m2 - taken_m2).label("free_m2"),
            _percentage(taken_m2, spans.c.allocatable_m2).label("occupancy"),
        )
        .select_from(spans.outerjoin(taken, taken.c.zone == spans.c.key))
        .where(at(spans, as_of, known_at))
    )


def _taken(as_of: str | None, known_at: str | None) -> FromClause:
    """The land of each zone that registered plots take and that is not free, premises left out, in m2."""
    plots = view("plots")
    taken = and_(plots.c.record == "registered", not_(plots.c.premises), not_(plots.c.free))
    return (
        select(plots.c.zone, func.sum(plots.c.area_m2).label("taken_m2"))
        .where(at(plots, as_of, known_at), taken)
        .group_by(plots.c.zone)
        .subquery("taken")
    )


def _percentage(part: ColumnElement[int], whole: ColumnElement[int]) -> ColumnElement[str]:
    """A share in percent with one decimal, half up, as text: as `projections.models.percentage` has it."""
    tenths = (part * 2000 + whole) // (whole * 2)
    return cast(tenths // 10, String) + literal(".") + cast(tenths % 10, String)


# -- views -------------------------------------------------------------------------------------------


def views(generations: Mapping[str, int]) -> Iterator[tuple[str, str]]:
    """The name and the statement of every view over the current generations of the read models."""
    for noun, name in REGISTERS.items():
        yield name, f"SELECT * FROM {stored_name(name, generations[name])}"
        yield f"{name}_current", _plain(register(noun)) if noun == "zone" else _current(name)
    yield HISTORY, _history(stored_name(HISTORY, generations[HISTORY]))
    for name in (CITATIONS, WORK):
        yield name, f"SELECT * FROM {stored_name(name, generations[name])}"


def _current(name: str) -> str:
    columns = ", ".join(f'"{column.name}"' for column in view(name).c if column.name not in TIMES)
    return f"SELECT {columns} FROM {name} WHERE valid_to = '{FOREVER}' AND recorded_to = '{FOREVER}'"


def _plain(statement: Select[Any]) -> str:
    dialect = sqlite.dialect()
    return str(statement.compile(dialect=dialect, compile_kwargs={"literal_binds": True}))


def _history(stored: str) -> str:
    act = ", ".join(f"act.{name}" for name in (*ACT, *PAPERS))
    own = ", ".join(f"said.{name}" for name in (*SAID, *AMENDED))
    return f"""SELECT said.position, said.version, said.noun || '-' || said.key || '@' || said.version AS event,
    said.noun, said.key, said.type, said.recorded_at, said.effective_on, said.command, {act},
    {own}
    FROM {stored} AS said LEFT JOIN {stored} AS act ON act.command = said.command AND act.act IS NOT NULL"""


def columns_of(noun: str) -> Mapping[str, str]:
    """The columns that a register can be filtered by, and their kinds; what is derived is text."""
    derived = {"zone": ("free_m2", "occupancy", "area_ha"), "obligation": ("overdue",)}
    found = {c.name: str(c.kind) for c in model_of(noun).columns if c.kind not in ("object", "money")}
    more = derived.get(noun, ("area_ha",) if "area_m2" in found else ())
    return found | dict.fromkeys(more, DERIVED)
