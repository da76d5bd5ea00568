"""The worklist: what lies ahead of every open case, in the order in which it falls due, at any two times.

The present answer is read from its table. For a question about the past only those streams are folded again in
which something was recorded since.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, FromClause, Select, and_, case, func, or_, select

from lifecycle.record import stream_name
from lifecycle.settling import settled
from projections.joins import at
from projections.models import REGISTERS, Row, model_of
from projections.tables import HISTORY, WORK, insertion, stored_name, table, view, work_row, work_rows
from projections.work import COLUMNS, DEADLINE, TARGET

if TYPE_CHECKING:
    from sqlalchemy import Connection, Table

    from lifecycle.store.log import Log

THEN = "work_then"
"""A table of the connection's own, which holds the work ahead as it was."""

STREAMS_AT_ONCE = 128
ON = "on_"
"""Before the columns of the subject that a step is suggested on."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which work is asked for: what is due by a day, `until` included, counted from `today`; the steps too."""

    today: date
    until: date
    noun: str = ""
    zone: str = ""
    overdue: bool = False
    steps: bool = True


def worklist(
    views: Connection, log: Log, wanted: Wanted, as_of: date | None, known_at: str | None
) -> Iterator[Row]:
    """The work ahead: what is overdue first, then by date, then the next steps; None is the present."""
    work = work_at(views, log, as_of, known_at)
    times = (as_of.isoformat() if as_of else None, known_at)
    for line in views.execute(_dated(work, wanted, times)).mappings():
        yield _row(line, wanted.today)
    if wanted.steps and not wanted.overdue:
        for line in views.execute(_steps(work, wanted, times)).mappings():
            yield _row(line, wanted.today)
        yield from _on_others(views, work, wanted, times)


def _row(line: Mapping[Any, Any], today: date) -> Row:
    """A line as an answer: how many days are left, and whether there are none."""
    found = work_row(line)
    due_on = found["due_on"]
    left = (date.fromisoformat(due_on) - today).days if due_on else None
    shown = {name: value for name, value in found.items() if name in SHOWN}
    flags = {"provisional": bool(found["provisional"]), "overdue": left is not None and left < 0}
    return {**shown, **flags, "days_left": left}


SHOWN = frozenset(COLUMNS) - {"place", "closes", "of_noun", "of_key", *TARGET, "target_standing"}


# -- one subject at a time -------------------------------------------------------------------------------

Times = tuple[str | None, str | None]


def _dated(work: Table, wanted: Wanted, times: Times) -> Select[Any]:
    c = work.c
    today = wanted.today.isoformat()
    due = c.due_on < today if wanted.overdue else c.due_on <= wanted.until.isoformat()
    # What closes when it is over asks for nothing any more.
    asked = _placed(work, wanted, times).where(due, or_(c.closes == 0, c.due_on >= today))
    return asked.order_by(c.due_on, c.noun, c.key, c.place)


def _steps(work: Table, wanted: Wanted, times: Times) -> Select[Any]:
    c = work.c
    asked = _placed(work, wanted, times).where(c.due_on.is_(None), c.target.is_(None))
    return asked.order_by(c.noun, c.key, c.place)


def _placed(work: Table, wanted: Wanted, times: Times) -> Select[Any]:
    """The rows with the zone of what they belong to: of a plot, a project, an obligation's project."""
    c = work.c
    plots, projects, obligations = (view(REGISTERS[n]).alias() for n in ("plot", "project", "obligation"))
    of = obligations.c.of
    project = case((c.of_noun == "project", c.of_key), else_=_named(of, "project"))
    zone = func.coalesce(c.zone, plots.c.zone, projects.c.zone, _named(of, "zone"))
    source: FromClause = work
    for noun, joined, key in (
        ("obligation", obligations, c.of_key),
        ("plot", plots, c.of_key),
        ("project", projects, project),
    ):
        whose = c.of_noun == noun if noun != "project" else project.is_not(None)
        source = source.outerjoin(joined, and_(whose, joined.c.key == key, at(joined, *times)))
    columns = [zone.label("zone") if column.name == "zone" else column for column in c]
    asked = select(*columns).select_from(source)
    if wanted.noun:
        asked = asked.where(c.noun == wanted.noun)
    return asked.where(zone == wanted.zone) if wanted.zone else asked


def _named(of: ColumnElement[str], noun: str) -> ColumnElement[str]:
    """The key that `noun:KEY` names; nothing where it names another noun."""
    return case((of.like(f"{noun}:%"), func.substr(of, len(noun) + 2)))


# -- steps on other subjects -----------------------------------------------------------------------------


def _on_others(views: Connection, work: Table, wanted: Wanted, times: Times) -> Iterator[Row]:
    """Steps that a subject gives rise to on others, each told of the one that is acted upon."""
    c = work.c
    kinds = select(c.noun, c.target, c.target_by).where(c.target.is_not(None)).distinct()
    for noun, target, by in sorted(views.execute(kinds).all(), key=repr):
        if wanted.noun in ("", target):
            asked = _joined(work, (noun, target, by), wanted, times)
            for line in views.execute(asked).mappings():
                yield from _open(line, target, wanted.today)


def _joined(work: Table, kind: tuple[str, str, str | None], wanted: Wanted, times: Times) -> Select[Any]:
    noun, target, by = kind
    c, others = work.c, view(REGISTERS[target])
    met = others.c[by] == c.key if by else others.c.key == c.target_key
    regions = [others.c[region].label(ON + region) for region in model_of(target).law.regions]
    named = [others.c[name].label(ON + name) for name in ("key", "zone", "party")]
    asked = select(*c, *regions, *named).select_from(work.join(others, and_(met, at(others, *times))))
    asked = asked.where(c.noun == noun, c.target == target, c.target_by == by if by else c.target_by.is_(None))
    if wanted.zone:
        asked = asked.where(others.c.zone == wanted.zone)
    return asked.order_by(c.name, others.c.key, c.key)


def _open(line: Mapping[Any, Any], target: str, today: date) -> Iterator[Row]:
    """The step on a subject, if it stands so that the table admits one of the acts."""
    from lifecycle.suggesting import admitted, holds  # noqa: PLC0415 - where there are such steps

    standing = {region: line[ON + region] for region in model_of(target).law.regions}
    row = _row({name: line[name] for name in COLUMNS}, today)
    demanded = work_row({"target_standing": line["target_standing"]})["target_standing"]
    acts = [s for s in row["suggest_before"] if admitted(s["act"], standing, s.get("terms", {}))]
    if acts and holds(standing, demanded):
        about = {"noun": target, "key": line[ON + "key"], "detail": f"{line['noun']}:{line['key']}"}
        placed = {"zone": line[ON + "zone"], "whose": line[ON + "party"]}
        yield {**row, **about, **placed, "suggest_before": acts}


def counted_by(views: Connection, calendar: str) -> Iterator[Row]:
    """The running deadlines that a calendar was counted by, and the provisional ones that none was.

    The term for confirming a proposal stays as it was set: it is the administration's own.
    """
    work = view(WORK)
    c = work.c
    by = or_(
        c.calendar.like(f"{stream_name('calendar', calendar)}@%"),
        and_(c.provisional == 1, c.calendar.is_(None)),
    )
    asked = select(work).where(c.kind == DEADLINE, by).order_by(c.due_on, c.noun, c.key, c.place)
    for line in views.execute(asked).mappings():
        yield work_row(dict(line))


# -- the past --------------------------------------------------------------------------------------------


def work_at(views: Connection, log: Log, as_of: date | None, known_at: str | None) -> Table:
    """The work ahead at two times; None is the present, a table of its own the past."""
    return view(WORK) if as_of is None and known_at is None else _then(views, log, as_of, known_at)


def _then(views: Connection, log: Log, as_of: date | None, known_at: str | None) -> Table:
    """The work ahead as it was. Of the streams written since, each is folded again, a few at once."""
    made = table(WORK, THEN)
    (generation,) = views.exec_driver_sql("SELECT generation FROM models WHERE name = ?", (HISTORY,)).one()
    (position,) = views.exec_driver_sql("SELECT position FROM followed").one()
    told = stored_name(HISTORY, generation)
    later = {"effective_on": as_of.isoformat() if as_of else None, "recorded_at": known_at}
    since = {name: value for name, value in later.items() if value}
    written = " OR ".join(f"told.{name} > :{name}" for name in since)
    same = " AND ".join(f"told.{name} = work.{name}" for name in ("noun", "key"))
    views.exec_driver_sql(f"DROP TABLE IF EXISTS temp.{THEN}")
    views.exec_driver_sql(
        f"CREATE TEMP TABLE {THEN} AS SELECT * FROM {WORK} "
        f"WHERE NOT EXISTS (SELECT 1 FROM {told} AS told WHERE {same} AND ({written}))",
        since,
    )
    streams = views.exec_driver_sql(f"SELECT DISTINCT noun, key FROM {told} AS told WHERE {written}", since)
    for some in streams.partitions(STREAMS_AT_ONCE):
        tuples = list(_as_it_was(log, [tuple(one) for one in some], position, as_of, known_at))
        if tuples:
            views.exec_driver_sql(insertion(made), tuples)
    return made


def _as_it_was(
    log: Log, streams: Iterable[tuple[str, str]], position: int, as_of: date | None, known_at: str | None
) -> Iterator[tuple[Any, ...]]:
    from projections.prospects import ahead  # noqa: PLC0415 - for the past only

    named = {stream_name(noun, key): (noun, key) for noun, key in streams}
    for stream, records in log.read(named).items():
        noun, key = named[stream]
        known = [record for record in records if record.position <= position]
        history = settled(known, as_of=as_of, known_at=known_at)
        yield from work_rows(ahead(key, history, model_of(noun).last(key, history)))
