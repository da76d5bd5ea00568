"""The grammar of suggestions: whenever a subject stands so, such an act comes next. Nothing is done by a timer.

A table of policies checks itself where it is written, as a definition does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from domain.event import NOTHING, Event
from lifecycle.definitions import NOUNS, lifecycle_of
from lifecycle.regulation import editions, regulation

if TYPE_CHECKING:
    from lifecycle.grammar import From, Lifecycle, Row, Standing, Statuses


class BadPolicy(Exception):
    """A table of policies names what does not exist, or suggests what the table of acts does not admit."""


class Condition(NamedTuple):
    """What a fact must be: equal to a value or not; holding it or not; given or absent; of one or several."""

    word: Literal["is", "is-not", "holds", "lacks", "given", "absent", "one", "several"]
    value: Any = None

    def met(self, fact: Any) -> bool:
        """Whether a fact is so."""
        match self.word:
            case "is":
                return bool(fact == self.value)
            case "is-not":
                return bool(fact != self.value)
            case "holds":
                return self.value in fact
            case "lacks":
                return self.value not in fact
            case "given":
                return bool(fact)
            case "absent":
                return not fact
            case "one":
                return len(fact) == 1
            case "several":
                return len(fact) > 1


GIVEN, ABSENT = Condition("given"), Condition("absent")
ONE, SEVERAL = Condition("one"), Condition("several")

Conditions = Mapping[str, Condition]
"""Fact -> what it must be."""


class Suggestion(NamedTuple):
    """An act to suggest, `category.verb`, with the terms already known; only `when` the subject's facts are so.

    A term `{fact}` is the subject's fact of that name, `{each}` what the row is about.
    """

    act: str
    terms: Mapping[str, str] = NOTHING
    when: Conditions = NOTHING

    @property
    def noun(self) -> str:
        """The noun that is acted upon."""
        return self.act.partition(".")[0]


def on(noun: str, *verbs: str) -> tuple[Suggestion, ...]:
    """Acts on a noun of which nothing is known but their names."""
    return tuple(Suggestion(f"{noun}.{verb}") for verb in verbs)


class Each(NamedTuple):
    """Other subjects that an act is suggested on: those a fact holds the keys of, or whose fact holds the key.

    `fact` is the subject's, `by` theirs, and also the column of their register; `standing` is what is demanded
    of them.
    """

    noun: str
    fact: str = ""
    by: str = ""
    standing: Mapping[str, Statuses] = NOTHING


class Policy(NamedTuple):
    """Whenever a subject stands so, suggest an act on it, or on each of others; the article is the act's own.

    With `after` it holds from such an event until one of `until`.
    """

    name: str
    noun: str
    acts: tuple[Suggestion, ...]
    standing: Mapping[str, Statuses] = NOTHING
    when: Conditions = NOTHING
    each: Each | None = None
    after: type[Event] | None = None
    until: tuple[type[Event], ...] = ()


class End(NamedTuple):
    """A date that a fact holds: what answers it in time, and what its end opens.

    Where the fact maps several things to dates, or to what runs until one, each is an end of its own.
    """

    name: str
    noun: str
    fact: str
    before: tuple[Suggestion, ...] = ()
    after: tuple[Suggestion, ...] = ()
    standing: Mapping[str, Statuses] = NOTHING
    kind: Literal["end", "obligation"] = "end"


def holds(standing: Standing, demanded: Mapping[str, Statuses]) -> bool:
    """Whether a standing is within what is demanded, region by region."""
    return all(standing.get(region) in allowed for region, allowed in demanded.items())


def met(facts: Any, conditions: Conditions) -> bool:
    """Whether a subject's facts are as the conditions have them."""
    return all(condition.met(getattr(facts, name)) for name, condition in conditions.items())


# -- what the table of acts admits ---------------------------------------------------------------------


def row_of(act: str) -> Row | None:
    """The row of an act, None where there is no such act."""
    noun, _, verb = act.partition(".")
    return lifecycle_of(noun).by_verb.get(verb) if noun in NOUNS else None


def admitted(act: str, standing: Standing, terms: Mapping[str, Any] = NOTHING) -> list[From]:
    """The ways in which the table admits an act from a standing; terms not known yet restrict nothing."""
    row = row_of(act)
    ways = (row.origin or ()) if row else ()
    return [way for way in ways if _may_apply(way, terms) and way.admits(standing)]


def _may_apply(way: From, terms: Mapping[str, Any]) -> bool:
    return all(name not in terms or terms[name] == value for name, value in way.when.items())


@cache
def _asked(act: str) -> tuple[tuple[str, ...], Mapping[str, Any]]:
    """What the law's conditions on an act's papers read: facts by name; terms, by default."""
    row = row_of(act)
    rules = [rule for rule in (regulation(stamp).rules.get(act) for stamp in editions()) if rule]
    conditions = [paper.when for rule in rules for paper in rule.documents]
    conditions += [rule.second_when for rule in rules]
    names = sorted({name for when in conditions for name in when})
    terms = row.terms if row else {}
    facts = tuple(name for name in names if name not in terms)
    return facts, {n: terms[n].default for n in names if n in terms and row and n not in row.required}


def turns_on_nothing(act: str) -> bool:
    """Whether the papers of an act are the same whatever the facts and terms."""
    return not any(_asked(act))


def known(act: str, facts: Any) -> dict[str, Any]:
    """The facts on which it turns which papers an act takes."""
    names, defaults = _asked(act)
    found = {**{name: getattr(facts, name, None) for name in names}, **defaults}
    return {name: value for name, value in found.items() if isinstance(value, str | bool)}


# -- what a table of policies must satisfy ---------------------------------------------------------------


def checked(table: Iterable[Policy | End]) -> None:
    """See to it that a table is sound. Raises `BadPolicy`."""
    wrong = list(problems(table))
    if wrong:
        raise BadPolicy("; ".join(wrong))


def problems(table: Iterable[Policy | End]) -> Iterator[str]:
    """Everything that is wrong with a table."""
    names: set[tuple[str, str]] = set()
    for one in table:
        where = f"{one.noun} {one.name}"
        if (one.noun, one.name) in names:
            yield f"{where}: stands twice"
        names.add((one.noun, one.name))
        if one.noun not in NOUNS:
            yield f"{where}: unknown noun {one.noun}"
        else:
            yield from (f"{where}: {problem}" for problem in _within(one))


def _within(one: Policy | End) -> Iterator[str]:
    law = lifecycle_of(one.noun)
    yield from _standing(law, one.standing)
    if isinstance(one, End):
        yield from _facts(law, (one.fact,))
        yield from _suggestions(law, law, one.standing, (*one.before, *one.after))
        return
    yield from _facts(law, one.when)
    yield from _events(law, one)
    if not (one.standing or one.when or one.after):
        yield "it would hold for ever"
    if one.each is None:
        yield from _suggestions(law, law, one.standing, one.acts)
    elif one.each.noun not in NOUNS:
        yield f"unknown noun {one.each.noun}"
    else:
        others = lifecycle_of(one.each.noun)
        if bool(one.each.fact) == bool(one.each.by):
            yield "each is found by a fact of one side"
        yield from _facts(law, filter(None, (one.each.fact,)))
        yield from _facts(others, filter(None, (one.each.by,)))
        yield from _standing(others, one.each.standing)
        yield from _suggestions(law, others, one.each.standing, one.acts)


def _standing(law: Lifecycle, standing: Mapping[str, Statuses]) -> Iterator[str]:
    for region, statuses in standing.items():
        for status in sorted(statuses - set(law.regions.get(region, ()))):
            yield f"unknown {region} {status}"


def _facts(law: Lifecycle, names: Iterable[str]) -> Iterator[str]:
    yield from (f"no fact {name}" for name in names if not hasattr(law.initial, name))


def _events(law: Lifecycle, policy: Policy) -> Iterator[str]:
    for event in (policy.after, *policy.until):
        if event is not None and event.stored not in law.by_event:
            yield f"no event {event.stored}"


def _suggestions(
    law: Lifecycle, others: Lifecycle, standing: Mapping[str, Statuses], acts: Iterable[Suggestion]
) -> Iterator[str]:
    """What is wrong with suggesting acts on `others`, by the facts of a subject of `law`."""
    for one in acts:
        row = row_of(one.act)
        if row is None or one.noun != others.category:
            yield f"no act {one.act} on {others.category}"
            continue
        yield from (f"{one.act} has no term {name}" for name in one.terms if name not in row.terms)
        named = (value[1:-1] for value in one.terms.values() if value.startswith("{"))
        yield from _facts(law, (name for name in (*one.when, *named) if name != "each"))
        ways = [way for way in row.origin or () if _may_apply(way, one.terms)]
        for region, statuses in standing.items():
            for status in sorted(statuses):
                if not any(status in way.standing.get(region, {status}) for way in ways):
                    yield f"{one.act} is not admitted from {region} {status}"
