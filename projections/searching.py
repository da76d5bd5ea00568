"""Searching: acts across the whole log by who, what, where, when, on which papers and by which article.

Answered from the history, which has every act: those that were voided, with the event that voided them, and
those that void and correct. The log itself is read only for streams amended after the moment of knowledge.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, and_, exists, func, or_, select

from lifecycle.clock import local_day
from lifecycle.record import stream_name
from projections.models import Row, model_of
from projections.papers import MISSED
from projections.spans import tell
from projections.tables import (
    ACT,
    AMENDED,
    CITATIONS,
    HISTORY,
    PAPERS,
    history_tuples,
    insertion,
    stored_name,
    table,
    view,
)
from projections.zonal import of_zone

if TYPE_CHECKING:
    from sqlalchemy import Connection, Table

    from lifecycle.store.log import Log

FLAGGED = "plot.DocumentGapFlagged@1"
AMENDMENTS = ("%.RecordVoided@%", "%.RecordCorrected@%")
THEN = "history_then"
"""A table of the connection's own, which holds the history as it was known."""

AT_ONCE = 500
FACTS = ("noun", "key", "effective_on", "recorded_at", "command")
LAST = "\U0010ffff"
"""After every character that a digest may hold."""


@dataclass(frozen=True, slots=True)
class Sought:
    """Which acts are looked for; what is empty is not asked about.

    An act is about a `subject` where it wrote anything upon it, and about the `zone` of its own subject
    on its day. `article` and `reason` are parts of texts, `digest` the beginning of one, `regulation` a
    name or a stamp. `late_by` is in days: an act that took more to be recorded, by the days of
    `time_zone`; those of `recorded_since` and `recorded_until` are of UTC, as recorded times are shown.
    """

    time_zone: str
    actors: tuple[str, ...] = ()
    seconds: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()
    acts: tuple[str, ...] = ()
    noun: str = ""
    subject: tuple[str, str] | None = None
    zone: str = ""
    kinds: tuple[str, ...] = ()
    number: str = ""
    digest: str = ""
    article: str = ""
    regulation: str = ""
    since: date | None = None
    until: date | None = None
    recorded_since: date | None = None
    recorded_until: date | None = None
    gap: bool = False
    late_by: int | None = None
    reason: str = ""


def found(views: Connection, log: Log, sought: Sought, as_of: date, known_at: str | None) -> Iterator[Row]:
    """The acts looked for, of a legal date or earlier, recorded by a moment, in the order of the log."""
    acts = _known(views, log, known_at)
    names = ("position", "version", *FACTS, *ACT, *PAPERS, *AMENDED)
    asked = select(*(acts.c[name] for name in names))
    asked = asked.where(acts.c.act.is_not(None), acts.c.effective_on <= as_of.isoformat())
    if known_at:
        asked = asked.where(acts.c.recorded_at <= known_at)
    asked = asked.where(*_asked(acts, sought, known_at)).order_by(acts.c.position)
    rows = [_row(line, sought.time_zone) for line in views.execute(asked).mappings()]
    fitting = [row for row in rows if _fits(row, sought)]
    for start in range(0, len(fitting), AT_ONCE):
        yield from _with_all(views, acts, fitting[start : start + AT_ONCE])


# -- the history as it was known -------------------------------------------------------------------------


def _known(views: Connection, log: Log, known_at: str | None) -> Table:
    """The history's table; where something was amended since a moment, one that does not know of it."""
    asked = "SELECT generation FROM models WHERE name = ?"
    now = table(HISTORY, stored_name(HISTORY, views.exec_driver_sql(asked, (HISTORY,)).scalar_one()))
    if known_at is None:
        return now
    c = now.c
    amending = or_(*(c.type.like(kind) for kind in AMENDMENTS))
    later = select(c.noun, c.key).where(c.recorded_at > known_at, amending).distinct()
    streams = [tuple(line) for line in views.execute(later)]
    return _then(views, log, now, streams, known_at) if streams else now


def _then(views: Connection, log: Log, now: Table, streams: Sequence[Any], known_at: str) -> Table:
    made = table(HISTORY, THEN)
    views.exec_driver_sql(f"DROP TABLE IF EXISTS temp.{THEN}")
    views.exec_driver_sql(f"CREATE TEMP TABLE {THEN} AS SELECT * FROM {now.name}")
    views.exec_driver_sql(f"DELETE FROM {THEN} WHERE noun = ? AND key = ?", streams)
    for noun, key in streams:
        (records,) = log.read([stream_name(noun, key)]).values()
        known = [record for record in records if record.recorded_at <= known_at]
        model = model_of(noun)
        if known:
            tuples = list(history_tuples(model, key, tell(model, key, known), known))
            views.exec_driver_sql(insertion(made), tuples)
    return made


# -- what is asked ---------------------------------------------------------------------------------------


def _asked(acts: Table, sought: Sought, known_at: str | None) -> Iterator[ColumnElement[bool]]:
    c = acts.c
    listed = {"actor": sought.actors, "second": sought.seconds, "body": sought.bodies, "act": sought.acts}
    yield from (c[name].in_(values) for name, values in listed.items() if values)
    if sought.noun:
        yield c.noun == sought.noun
    if sought.subject:
        other = acts.alias().c
        noun, key = sought.subject
        yield c.command.in_(select(other.command).where(other.noun == noun, other.key == key))
    if sought.zone:
        yield of_zone(acts, sought.zone, known_at)
    if sought.kinds or sought.number or sought.digest:
        yield _cites(acts, sought, known_at)
    if sought.regulation:
        yield or_(c.regulation == sought.regulation, _begins(c.regulation, f"{sought.regulation}@"))
    if sought.gap:
        yield or_(c.gaps != "[]", c.type == FLAGGED)
    yield from _dated(acts, sought)


def _dated(acts: Table, sought: Sought) -> Iterator[ColumnElement[bool]]:
    c = acts.c
    if sought.since:
        yield c.effective_on >= sought.since.isoformat()
    if sought.until:
        yield c.effective_on <= sought.until.isoformat()
    # A recorded time begins with its day, and no letter of it comes after `T`.
    if sought.recorded_since:
        yield c.recorded_at >= sought.recorded_since.isoformat()
    if sought.recorded_until:
        yield c.recorded_at < f"{sought.recorded_until.isoformat()}U"


def _begins(column: ColumnElement[str], text: str) -> ColumnElement[bool]:
    return and_(column >= text, column < text + LAST)


def _cites(acts: Table, sought: Sought, known_at: str | None) -> ColumnElement[bool]:
    """Acts that rest on a paper of which all that is asked is so, or that put it into the store."""
    c = acts.c
    papers = func.json_each(c.documents).table_valued("value")

    def said(json_object: ColumnElement[str], name: str) -> ColumnElement[str]:
        return func.json_extract(json_object, f"$.{name}")

    def so(paper: ColumnElement[str], digest: ColumnElement[str]) -> Iterator[ColumnElement[bool]]:
        if sought.kinds:
            yield said(paper, "kind").in_(sought.kinds)
        if sought.number:
            yield said(paper, "number") == sought.number
        if sought.digest:
            yield _begins(digest, sought.digest)

    one = papers.c.value
    cited = select(one).where(*so(one, said(one, "sha256"))).exists()
    added = and_(c.noun == "document", c.act == "document.add", *so(c.data, c.key))
    return or_(cited, added, _cited_once(acts, sought, known_at))


def _cited_once(acts: Table, sought: Sought, known_at: str | None) -> ColumnElement[bool]:
    """Acts that cited such a paper as they were recorded, or as they stood before they were voided."""
    c, p = acts.c, view(CITATIONS).alias().c
    own = and_(p.noun == c.noun, p.key == c.key, p.version == c.version, p.how != MISSED, p.noun != "proposal")
    asked = [own]
    if sought.kinds:
        asked.append(p.kind.in_(sought.kinds))
    if sought.number:
        asked.append(p.number == sought.number)
    if sought.digest:
        asked.append(_begins(p.sha256, sought.digest))
    if known_at:
        asked.append(or_(p.since == "", p.since <= known_at))
    return exists().where(*asked)


# -- rows ------------------------------------------------------------------------------------------------


def _row(line: Mapping[Any, Any], time_zone: str) -> Row:
    recorded_on = local_day(line["recorded_at"], time_zone)
    return {
        "position": line["position"],
        "event": f"{line['noun']}-{line['key']}@{line['version']}",
        **{name: line[name] for name in ("act", "noun", "key", "effective_on", "recorded_at")},
        "days_late": (recorded_on - date.fromisoformat(line["effective_on"])).days,
        **{name: line[name] for name in ACT if name != "act"},
        **{name: json.loads(line[name]) for name in PAPERS},
        "voided_by": line["voided_by"],
        "corrected_by": json.loads(line["corrected_by"]),
        "command": line["command"],
    }


def _fits(row: Row, sought: Sought) -> bool:
    """What is asked of texts, in any alphabet's capitals or not, and of the days between the two dates."""
    return (
        (sought.late_by is None or row["days_late"] > sought.late_by)
        and sought.article.casefold() in (row["basis"] or "").casefold()
        and sought.reason.casefold() in (row["reason"] or "").casefold()
    )


def _with_all(views: Connection, acts: Table, rows: Sequence[Row]) -> Iterator[Row]:
    """Acts with every event that each wrote, whichever subject it stands with."""
    c = acts.c
    wrote: dict[str, list[str]] = {}
    asked = select(c.command, c.noun, c.key, c.version).where(c.command.in_([row["command"] for row in rows]))
    for command, noun, key, version in views.execute(asked.order_by(c.position)):
        wrote.setdefault(command, []).append(f"{noun}-{key}@{version}")
    for row in rows:
        yield {name: value for name, value in row.items() if name != "command"} | {
            "events": wrote[row["command"]]
        }
