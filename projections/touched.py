"""Which open cases a change of the law touches: counted by act, the first of them named."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import and_, func, or_, select

from lifecycle.definitions import NOUNS, lifecycle_of
from lifecycle.lawdiff import admitting
from projections.joins import register
from projections.models import Row
from projections.work import DEADLINE, PROPOSAL
from projections.worklist import work_at

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Connection, FromClause, Table

    from lifecycle.store.log import Log

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


def touched(
    connection: Connection, log: Log, change: Change, as_of: date | None, known_at: str | None
) -> Iterator[Row]:
    """Open deadlines that were stamped under the edition, then cases with an act that would change.

    One row for each deadline of an act, and for each act: how many there are, and the first keys. At two times;
    None is the present.
    """
    yield from _deadlines(connection, work_at(connection, log, as_of, known_at), change)
    day = as_of.isoformat() if as_of else None
    for noun in NOUNS:
        acts = sorted(act for act in change.acts if act.startswith(f"{noun}."))
        if acts:
            yield from _cases(connection, register(noun, day, known_at).subquery("rows"), noun, acts, change)


def _deadlines(connection: Connection, work: Table, change: Change) -> Iterator[Row]:
    for act, name in sorted(change.terms):
        asked = and_(
            work.c.kind.in_(RUNNING), work.c.regulation == change.stamp, work.c.act == act, work.c.name == name
        )
        count, keys = _named(connection, work, asked, change.first)
        if count:
            yield {"kind": "deadline", "act": act, "name": name, "count": count, "keys": keys}


def _cases(
    connection: Connection, rows: FromClause, noun: str, acts: Collection[str], change: Change
) -> Iterator[Row]:
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
