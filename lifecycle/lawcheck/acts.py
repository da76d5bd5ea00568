"""The rules of a law, act by act: whom, which papers, which articles, which conditions and values they name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations
from typing import TYPE_CHECKING, Any, NamedTuple

from lifecycle.citing import citations
from lifecycle.lawcheck.limits import KNOWN, needed
from lifecycle.lawcheck.problem import Problem, problem
from lifecycle.lawcheck.reach import PROPOSE
from lifecycle.lawcheck.terms import is_choice, named
from lifecycle.rule import alternatives

if TYPE_CHECKING:
    from lifecycle.grammar import Row
    from lifecycle.regulation import Regulation
    from lifecycle.rule import Rule

Found = Iterator[Problem]


class Asked(NamedTuple):
    """A rule that is checked: the act and its row, where it stands in the pack."""

    act: str
    rule: Rule
    row: Row
    law: Regulation

    @property
    def place(self) -> str:
        """Where the rule stands in the pack."""
        return f"acts.{self.act}"


def exclusive(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two conditions can never both hold: they ask different values of one name."""
    return any(name in other and other[name] != value for name, value in one.items())


def rule_problems(asked: Asked) -> Found:
    """What is wrong with a rule, its deadlines apart."""
    rule, law, place = asked.rule, asked.law, asked.place
    yield from _listed(rule.recorded_by, law.roles, place, "unknown-role")
    yield from _listed(rule.decided_by, law.bodies, place, "unknown-body")
    yield from cited(rule.basis, law, place)
    yield from _papers(asked)
    yield from conditions(asked, rule.second_when, f"{place}.second")
    yield from _limits(asked)
    for name, values in rule.choices.items():
        yield from _choices(asked, name, values)


def _listed(name: str, known: tuple[str, ...], place: str, code: str) -> Found:
    if known and name not in known:
        yield problem(code, place, name=name, known=list(known))


def cited(basis: str, law: Regulation, place: str) -> Found:
    """The citations of a basis that the law does not put in words."""
    for article in citations(basis):
        if law.articles and article not in law.articles:
            yield problem("unknown-article", place, article=article)


def _papers(asked: Asked) -> Found:
    for paper in asked.rule.documents:
        place = f"{asked.place}.documents.{paper.kind}"
        if paper.kind.startswith("{"):
            if paper.kind[1:-1] not in asked.row.terms:
                yield problem("unknown-term", place, name=paper.kind[1:-1])
        else:
            for kind in alternatives(paper.kind):
                yield from _listed(kind, asked.law.papers, place, "unknown-paper")
        yield from conditions(asked, paper.when, place)
    for one, other in combinations(asked.rule.documents, 2):
        if one.kind == other.kind and not exclusive(one.when, other.when):
            yield problem("demanded-twice", f"{asked.place}.documents.{one.kind}", kind=one.kind)


def conditions(asked: Asked, when: Mapping[str, Any], place: str) -> Found:
    """Names that neither the act nor its subject has, and values that they never take."""
    for name, value in when.items():
        fits = named(asked.row, name)
        if fits is None:
            yield problem("unknown-condition", place, name=name)
        elif not fits(value) or value not in asked.rule.choices.get(name, (value,)):
            yield problem("impossible-value", place, name=name, value=value)


def _limits(asked: Asked) -> Found:
    known = KNOWN.get(asked.act, ())
    for name in asked.rule.limits:
        if name not in known:
            yield problem("unknown-limit", f"{asked.place}.limits", name=name, known=list(known))
    one_of = needed(asked.act, asked.law)
    if one_of and not asked.rule.limits.keys() & set(one_of):
        yield problem("limit-missing", f"{asked.place}.limits", needed=list(one_of))


def _choices(asked: Asked, name: str, values: Iterable[str]) -> Found:
    place = f"{asked.place}.choices"
    if name not in asked.row.terms:
        yield problem("unknown-term", place, name=name)
        return
    if not values:
        yield problem("no-choice", place, name=name)
    for value in values:
        if not is_choice(asked.row, name, value):
            yield problem("impossible-value", place, name=name, value=value)


# -- the law as a whole ------------------------------------------------------------------------------


def named_by(law: Regulation) -> Mapping[str, set[str]]:
    """What the rules of a law name: roles, bodies, papers, articles."""
    rules = law.rules.values()
    return {
        "roles": {rule.recorded_by for rule in rules},
        "bodies": {rule.decided_by for rule in rules},
        "papers": {kind for rule in rules for paper in rule.documents for kind in alternatives(paper.kind)},
        "articles": {
            article
            for rule in rules
            for basis in (rule.basis, *(term.basis for term in rule.terms))
            for article in citations(basis)
        }
        | set(citations(law.days_off)),
    }


def declared(law: Regulation) -> Found:
    """Lists that a law in use must have."""
    for name, named_there in named_by(law).items():
        if named_there and not getattr(law, name):
            yield problem("missing-key", "", key=name)
    yield from cited(law.days_off, law, "days_off")


HOUSE = ("officer", "proposal", "document", "record")
"""What an administration keeps for itself, under whatever law."""


def of_the_house(law: Regulation, known: Iterable[str]) -> Found:
    """Acts without which nobody can be appointed, no act confirmed, no paper kept, no calendar followed."""
    nouns = (*HOUSE, "calendar") if law.calendar else HOUSE
    for act in known:
        if act.partition(".")[0] in nouns and act not in law.rules:
            yield problem("house-act-missing", f"acts.{act.partition('.')[0]}", act=act)


def seconds(law: Regulation) -> Found:
    """A law that asks for second officers knows how one confirms."""
    asked = [act for act, rule in law.rules.items() if rule.second]
    for act in (PROPOSE, "proposal.approve"):
        if asked and act not in law.rules:
            yield problem("no-way-to-confirm", f"acts.{asked[0]}", act=act)


def calendars(law: Regulation) -> Found:
    """A law that counts working days says by which calendar."""
    for act, rule in law.rules.items():
        if rule.needs_calendar and not law.calendar:
            yield problem("no-calendar", f"acts.{act}.deadlines", act=act)
