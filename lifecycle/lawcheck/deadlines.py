"""The deadlines of a law: what starts them, what suspends them, which acts they are about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import TYPE_CHECKING, get_args

from domain.plot.values import ExclusionGround
from lifecycle.definitions import lifecycle_of
from lifecycle.lawcheck.acts import Asked, cited, conditions, exclusive
from lifecycle.lawcheck.limits import STARTED
from lifecycle.lawcheck.problem import Problem, problem
from lifecycle.lawcheck.terms import about, is_choice, is_date

if TYPE_CHECKING:
    from lifecycle.deadlines import Term
    from lifecycle.lawcheck.reach import Reach

SUSPENDERS: Mapping[str, str] = {"plot": "plot.exclude-time", "obligation": "obligation.suspend-clock"}
"""The act by which time ceases to count, by the subject that the deadline runs for."""

GROUND = "ground"
YEARLY = "yearly"
HALF_YEAR = "2020-H1"
"""A period, as a term that holds one admits it."""

Found = Iterator[Problem]


def deadline_problems(asked: Asked, reach: Reach) -> Found:
    """What is wrong with the deadlines that an act starts."""
    needed = STARTED.get(asked.act)
    if needed and needed not in {term.name for term in asked.rule.terms}:
        yield problem("deadline-missing", f"{asked.place}.deadlines", name=needed)
    for term in asked.rule.terms:
        place = f"{asked.place}.deadlines.{term.name}"
        yield from cited(term.basis, asked.law, place)
        yield from conditions(asked, term.when, place)
        if term.start and not is_date(asked.row, term.start):
            yield problem("starts-from-no-date", place, name=term.start)
        if term.period and not _reported(asked, term.period):
            yield problem("starts-from-no-period", place, name=term.period)
        yield from _suspended(asked, term, place)
        yield from _answered(asked, term, place, reach)
    for one, other in combinations(asked.rule.terms, 2):
        if one.name == other.name and not exclusive(one.when, other.when):
            yield problem("started-twice", f"{asked.place}.deadlines.{one.name}", name=one.name)


def _reported(asked: Asked, name: str) -> bool:
    """Whether the act, or another of its noun whose reports it opens, takes a period under a name."""
    rows = lifecycle_of(asked.row.event.category).by_verb.values()
    own = name in asked.row.terms
    return any(is_choice(row, name, HALF_YEAR) for row in ([asked.row] if own else rows) if name in row.terms)


def _suspended(asked: Asked, term: Term, place: str) -> Found:
    if not term.suspended_by:
        return
    unknown = [ground for ground in term.suspended_by if ground not in get_args(ExclusionGround)]
    for ground in unknown:
        yield problem("unknown-ground", place, ground=ground, known=list(get_args(ExclusionGround)))
    act = SUSPENDERS.get(asked.row.event.category, "")
    rule = asked.law.rules.get(act)
    if rule is None:
        yield problem("nothing-suspends", place, act=act)
        return
    choices = rule.choices.get(GROUND, get_args(ExclusionGround))
    if not unknown and set(choices) != set(term.suspended_by):
        yield problem(
            "grounds-differ", place, act=act, grounds=sorted(term.suspended_by), choices=sorted(choices)
        )


def _answered(asked: Asked, term: Term, place: str, reach: Reach) -> Found:
    """Each act that a deadline is about exists, has a rule, and can be done once the deadline runs."""
    for act in term.acts:
        row = reach.rows.get(act)
        if row is None:
            yield problem("unknown-act", place, act=act)
        elif act not in asked.law.rules:
            yield problem("act-without-rule", place, act=act)
        elif act == asked.act and term.unit != YEARLY:
            yield problem("names-itself", place, act=act)
        elif not _admitted(asked, act, reach, in_time=act in term.before):
            yield problem("act-illegal", place, act=act, starts=asked.act)


def _admitted(asked: Asked, act: str, reach: Reach, *, in_time: bool) -> bool:
    """Whether an act can be done after another.

    On its own subject, which is begun: what answers a deadline in time from where the act that starts it leads,
    what its end opens from somewhere further on. On a subject that the act is about too: from anywhere.
    """
    row = reach.rows[act]
    if row.event.category == asked.row.event.category:
        return reach.admitted(act, reach.straight_after(asked.act) if in_time else reach.after(asked.act))
    if row.event.category not in about(asked.row):
        return False
    return row.births or reach.admitted(act, reach.standings(row.event.category))
