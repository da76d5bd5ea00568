"""Asking for papers over all streams: who cites which, which are missing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, and_, or_, select

from projections.models import Row
from projections.papers import MISSED, VOIDED
from projections.tables import CITATIONS, view

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from lifecycle.store.log import Log

LAST = "\U0010ffff"
"""After every character that a digest may hold."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which papers are asked for: of some kinds, of one noun or subject, with one digest.

    `missing` asks for what is not there: bytes of a digest that is cited, papers flagged and not found yet.
    """

    kinds: tuple[str, ...] = ()
    noun: str = ""
    key: str = ""
    sha256: str = ""
    missing: bool = False


def cited(views: Connection, log: Log, wanted: Wanted, as_of: date, known_at: str | None) -> Iterator[Row]:
    """The papers wanted as of a date as known at a time, in the order of their legal dates.

    `stored` says whether the log holds the bytes now.
    """
    c = view(CITATIONS).c
    found = select(view(CITATIONS)).where(*_asked(wanted, as_of.isoformat(), known_at))
    lines = views.execute(found.order_by(c.effective_on, c.position, c.place)).mappings().all()
    stored = log.stored({line["sha256"] for line in lines if line["sha256"]})
    for line in lines:
        held = line["sha256"] in stored
        if not (wanted.missing and held):
            yield {
                "kind": line["kind"],
                "number": line["number"],
                "date": line["date"],
                "sha256": line["sha256"],
                "stored": held,
                "how": line["how"],
                "event": f"{line['noun']}-{line['key']}@{line['version']}",
                "subject": f"{line['noun']}:{line['key']}",
                "effective_on": line["effective_on"],
                "owner": line["owner"],
                "until": line["until"],
            }


def _asked(wanted: Wanted, as_of: str, known_at: str | None) -> Iterator[ColumnElement[bool]]:
    c = view(CITATIONS).c
    yield c.effective_on <= as_of
    if known_at:
        yield and_(c.recorded_at <= known_at, c.since <= known_at)
        yield or_(c.until_known.is_(None), c.until_known > known_at)
    else:
        yield c.until_known.is_(None)
    if wanted.kinds:
        yield c.kind.in_(wanted.kinds)
    for column, value in ((c.noun, wanted.noun), (c.key, wanted.key), (c.sha256, wanted.sha256)):
        if value:
            yield column == value
    if wanted.missing:
        closed = and_(c.closed_on <= as_of, c.closed_at <= known_at) if known_at else c.closed_on <= as_of
        open_ = or_(c.closed_on.is_(None), ~closed)
        yield and_(c.how != VOIDED, or_(c.sha256.is_not(None), and_(c.how == MISSED, open_)))
    else:
        yield c.how != MISSED


def cited_digests(views: Connection, prefix: str) -> Iterator[Row]:
    """The digests of papers that begin so, each once."""
    sha256 = view(CITATIONS).c.sha256
    found = select(sha256).where(sha256 >= prefix, sha256 < prefix + LAST).distinct()
    yield from (dict(line) for line in views.execute(found).mappings())
