"""Which acts are a zone's: those on it, on what lay in it, on who was at work in it.

What is asked is where the subject of an act was on the act's own day, the day on which it left included, by
anything that was ever known of it up to a moment. Every answer takes a few rows by their keys.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, cast

from sqlalchemy import ColumnElement, FromClause, and_, case, exists, func, or_, select

from domain.proposal.events import ActProposed
from projections.spans import FOREVER
from projections.tables import view

if TYPE_CHECKING:
    from sqlalchemy import Table

Text = ColumnElement[str]
Truth = ColumnElement[bool]


class _Zone(NamedTuple):
    """A zone, and the moment by which what is counted was known."""

    key: str
    known_at: str


def of_zone(acts: Table, key: str, known_at: str | None) -> Truth:
    """Acts on a zone, or on a subject that was its own on the act's day, as far as was known by a moment.

    A plot or a project lay in the zone; an obligation was of the zone or of one of these; a party had a project
    or land there; an officer's mandate covered it; a proposal was about any of these, or named the zone.
    """
    c, zone = acts.c, _Zone(key, known_at or FOREVER)
    return or_(_is_of(zone, c.noun, c.key, c.effective_on), _is_proposed(acts, zone))


def _is_of(zone: _Zone, noun: Text, key: Text, on: Text) -> Truth:
    obligations, officers = (view(name).alias() for name in ("obligations", "officers"))
    owed = _some(
        obligations, obligations.c.key == key, _known(zone, obligations), _is_owed(zone, obligations.c.of, on)
    )
    covers = or_(officers.c.zones == "[]", _lists(officers.c.zones, zone.key))
    return case(
        (noun == "zone", key == zone.key),
        (noun == "plot", _lay("plots", zone, key, on)),
        (noun == "project", _lay("projects", zone, key, on)),
        (noun == "obligation", owed),
        (noun == "party", _was_at_work(zone, key, on)),
        (noun == "officer", _some(officers, officers.c.key == key, _held(zone, officers, on), covers)),
        else_=False,
    )


def _some(rows: FromClause, *conditions: Truth) -> Truth:
    """Whether there is a row; whatever else the conditions speak of is the question's around it."""
    return exists(select(1).select_from(rows).where(*conditions).correlate_except(rows))


def _lists(column: Text, value: str) -> Truth:
    listed = func.json_each(column).table_valued("value")
    return _some(listed, listed.c.value == value)


def _known(zone: _Zone, spans: Any) -> Truth:
    return cast("Truth", spans.c.recorded_from <= zone.known_at)


def _held(zone: _Zone, spans: Any, on: Text) -> Truth:
    return and_(spans.c.valid_from <= on, spans.c.valid_to >= on, _known(zone, spans))


def _lay(register: str, zone: _Zone, key: Text, on: Text) -> Truth:
    spans = view(register).alias()
    return _some(spans, spans.c.key == key, spans.c.zone == zone.key, _held(zone, spans, on))


def _is_owed(zone: _Zone, of: Text, on: Text) -> Truth:
    """Of an obligation, by the noun and the key of what it is an obligation of."""
    whose = func.substr(of, func.instr(of, ":") + 1)
    return or_(
        of == f"zone:{zone.key}",
        and_(of.like("plot:%"), _lay("plots", zone, whose, on)),
        and_(of.like("project:%"), _lay("projects", zone, whose, on)),
    )


def _was_at_work(zone: _Zone, key: Text, on: Text) -> Truth:
    """Of a party: whether it stood behind a project in the zone, or held land there without one."""
    parties = view("parties").alias()
    held = []
    for column, register in (("projects", "projects"), ("holdings", "plots")):
        one = func.json_each(parties.c[column]).table_valued("value")
        held.append(_some(one, _lay(register, zone, one.c.value, on)))
    return _some(parties, parties.c.key == key, _held(zone, parties, on), or_(*held))


def _is_proposed(acts: Table, zone: _Zone) -> Truth:
    """Acts on a proposal, by what it proposes: on a subject there is, or one that is to be."""
    c, put = acts.c, acts.alias()

    def said(name: str) -> Text:
        return func.json_extract(put.c.data, f"$.{name}")

    noun = func.substr(said("act"), 1, func.instr(said("act"), ".") - 1)
    about = or_(
        said("terms.zone") == zone.key,
        _lists(func.coalesce(said("terms.zones"), "[]"), zone.key),
        _is_owed(zone, said("terms.of"), c.effective_on),
        _is_of(zone, noun, said("key"), c.effective_on),
    )
    of_it = and_(put.c.noun == "proposal", put.c.key == c.key, put.c.type == ActProposed.stored)
    return and_(c.noun == "proposal", _some(put, of_it, about))
