"""Which open cases a change of the law touches: counted by act, the first of them named."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import and_, func, or_, select

from lifecycle.definitions import NOUNS, lifecycle_of
from lifecycle.lawdiff import admitting
from projections.joins import register
from projections.models import Row
from projections.tables import WORK, view
from projections.work import DEADLINE, PROPOSAL

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Connection, FromClause

FIRST = 5
"""How many keys are named unless all are asked for."""

RUNNING = (DEADLINE, PROPOSAL)
"""The kinds of work that an act's own deadline makes."""

SIGNED = "regulation"
"""The column of a register that holds the law under which each of its subjects stays."""


class Change(NamedTuple):
    """A change of the law, as far as cases are concerned.

    `stamp` is the edition that changes; `terms` the act and the name of each deadline that it would count
    otherwise; `acts` the acts that would be decided otherwise; `governs` says whether a subject that keeps the
    law of its signature would be decided under the new law. `first` is how many keys to name, None for all.
    """

    stamp: str
    terms: Collection[tuple[str, str]]
    acts: Collection[str]
    governs: Callable[[str], bool]
    first: int | None = FIRST


def touched(connection: Connection, change: Change) -> Iterator[Row]:
    """Open deadlines that were stamped under the edition, then cases with an act that would change.

    One row for each deadline of an act, and for each act: how many there are, and the first keys.
    """
    yield from _deadlines(connection, change)
    for noun in NOUNS:
        acts = sorted(act for act in change.acts if act.startswith(f"{noun}."))
        if acts:
            yield from _cases(connection, noun, acts, change)


def _deadlines(connection: Connection, change: Change) -> Iterator[Row]:
    work = view(WORK)
    for act, name in sorted(change.terms):
        asked = and_(
            work.c.kind.in_(RUNNING), work.c.regulation == change.stamp, work.c.act == act, work.c.name == name
        )
        count, keys = _named(connection, work, asked, change.first)
        if count:
            yield {"kind": "deadline", "act": act, "name": name, "count": count, "keys": keys}


def _cases(connection: Connection, noun: str, acts: Collection[str], change: Change) -> Iterator[Row]:
    rows = register(noun).subquery("rows")
    regions = list(lifecycle_of(noun).regions)
    asked = [*regions, SIGNED] if SIGNED in rows.c else regions
    columns = [rows.c[name] for name in asked]
    groups = [dict(one) for one in connection.execute(select(*columns).distinct()).mappings()]
    open_to = [group for group in groups if change.governs(group.get(SIGNED) or "")]
    for act in acts:
        standings = admitting(act, open_to)
        if standings:
            where = or_(*(_stands(rows, standing) for standing in standings))
            count, keys = _named(connection, rows, where, change.first)
            yield {"kind": "case", "act": act, "name": "", "count": count, "keys": keys}


def _stands(rows: FromClause, standing: Mapping[str, Any]) -> ColumnElement[bool]:
    return and_(*(rows.c[name].is_not_distinct_from(value) for name, value in standing.items()))


def _named(
    connection: Connection, rows: FromClause, where: ColumnElement[bool], first: int | None
) -> tuple[int, list[str]]:
    count: int = connection.execute(select(func.count()).select_from(rows).where(where)).scalar_one()
    keys = select(rows.c.key).where(where).order_by(rows.c.key).limit(first)
    return count, list(connection.execute(keys).scalars())
