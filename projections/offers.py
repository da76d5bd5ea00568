"""Offers: of the acts that are suggested, those that the table admits from where a case stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from domain.event import NOTHING
from lifecycle.case import Case
from lifecycle.suggesting import Suggestion, admitted, known, met, turns_on_nothing
from projections.tracing import Trace

if TYPE_CHECKING:
    from lifecycle.record import Record
    from projections.models import Row


class Seen(NamedTuple):
    """A case as its history leaves it: what is known of it, where each thing about it began."""

    case: Case
    row: Row
    trace: Trace
    history: Sequence[Record]


def offered(seen: Seen, acts: Sequence[Suggestion], each: str = "") -> list[Row]:
    """Those of the acts that the table admits from where the case stands, with what is known of their terms."""
    found = []
    stood = tuple(seen.case.standing.items())
    for one in acts:
        if not one.terms and not one.when and turns_on_nothing(one.act):
            found += _plainly(one.act, stood)
            continue
        terms = terms_of(seen, one, each)
        ways = [w for w in admitted(one.act, seen.case.standing, terms) if w.suits(seen.case.facts)]
        if ways and met(seen.case.facts, one.when):
            needs = [] if any(not way.needs for way in ways) else list(ways[0].needs)
            found.append(suggested(one.act, terms, needs, known(one.act, seen.case.facts)))
    return found


@cache
def _plainly(act: str, stood: tuple[tuple[str, str], ...]) -> list[Row]:
    """The suggestion of an act that turns on where its subject stands and on nothing else."""
    ways = admitted(act, dict(stood))
    needs = [] if any(not way.needs for way in ways) else [name for way in ways[:1] for name in way.needs]
    return [suggested(act, NOTHING, needs, NOTHING)] if ways else []


def suggested(act: str, terms: Mapping[str, str], needs: list[str], known: Mapping[str, Any]) -> Row:
    """A suggestion as its row holds it: the act, terms known, terms to be named, facts on which papers turn."""
    whole = {"act": act, "terms": dict(terms), "needs": needs, "known": dict(known)}
    return {name: value for name, value in whole.items() if value}


def terms_of(seen: Seen, one: Suggestion, each: str) -> dict[str, str]:
    """The terms of a suggestion, those that facts hold read from them."""

    def value(text: str) -> str:
        if not text.startswith("{"):
            return text
        return each if text == "{each}" else str(getattr(seen.case.facts, text[1:-1]))

    return {name: value(text) for name, text in one.terms.items()}
