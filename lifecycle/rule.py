"""What the law says of one act: who records and decides it, on which papers, what it starts, who confirms."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple, Protocol

from domain.event import NOTHING
from lifecycle.deadlines import Term, term


class Circumstances(Protocol):
    """What conditions are read against: an act's terms and its subject's facts, by name."""

    def get(self, name: str) -> Any:
        """The value under a name, None where there is none."""


class Paper(NamedTuple):
    """A document demanded, in the cases that `when` describes by terms of the act or facts of its subject."""

    kind: str
    when: Mapping[str, Any] = NOTHING


class Rule(NamedTuple):
    """What the law says of one act.

    `second` says that another officer must confirm it, in the cases that `second_when` describes; `choices`
    are the values of a term that this law knows, where it knows not all of them; `gaps` says that a paper may
    be missing if it is flagged, as in what was done long ago.
    """

    recorded_by: str
    decided_by: str
    basis: str
    documents: tuple[Paper, ...] = ()
    terms: tuple[Term, ...] = ()
    limits: Mapping[str, int] = NOTHING
    second: bool = False
    second_when: Mapping[str, Any] = NOTHING
    choices: Mapping[str, tuple[str, ...]] = NOTHING
    gaps: bool = True
    assumed: bool = False

    def papers(self, terms: Circumstances) -> tuple[str, ...]:
        """The kinds of document demanded of an act with these terms, alternatives joined by `|`."""
        return tuple(_named(paper.kind, terms) for paper in self.documents if _applies(paper.when, terms))

    def started(self, terms: Circumstances) -> Iterator[Term]:
        """The deadlines that an act with these terms starts."""
        return (term for term in self.terms if _applies(term.when, terms))

    def needs_second(self, terms: Circumstances) -> bool:
        """Whether a second officer must confirm an act with these terms."""
        return self.second and _applies(self.second_when, terms)

    @property
    def needs_calendar(self) -> bool:
        """Whether a deadline of the act depends on which days are worked."""
        return any(one.needs_calendar for one in self.terms)


def alternatives(paper: str) -> list[str]:
    """The kinds of document any one of which will do: `judgment|settlement`."""
    return paper.split("|")


def _named(kind: str, terms: Circumstances) -> str:
    """A kind as it is, or the one that a term of the act names: `{kind}`."""
    return str(terms.get(kind[1:-1]) or kind) if kind.startswith("{") else kind


def _applies(when: Mapping[str, Any], terms: Circumstances) -> bool:
    return all(terms.get(name) == value for name, value in when.items())


def _paper(given: str | Mapping[str, Any]) -> Paper:
    return Paper(given) if isinstance(given, str) else Paper(given["kind"], given["when"])


def _rule(given: Mapping[str, Any]) -> Rule:
    second = given.get("second", False)
    return Rule(
        recorded_by=given["recorded_by"],
        decided_by=given["decided_by"],
        basis=given["basis"],
        documents=tuple(_paper(p) for p in given.get("documents", ())),
        terms=tuple(term(t) for t in given.get("deadlines", ())),
        limits=given.get("limits", {}),
        second=bool(second),
        second_when=second["when"] if isinstance(second, dict) else NOTHING,
        choices={name: tuple(some) for name, some in given.get("choices", {}).items()},
        gaps=given.get("gaps", True),
        assumed=given.get("assumed", False),
    )


class Rules(Mapping[str, Rule]):
    """The rules of a law by act, each made when it is first asked for: most commands ask for one."""

    def __init__(self, given: Mapping[str, Mapping[str, Any]]) -> None:
        self.given = given
        self._made: dict[str, Rule] = {}

    def __getitem__(self, act: str) -> Rule:
        if act not in self._made:
            self._made[act] = _rule(self.given[act])
        return self._made[act]

    def __iter__(self) -> Iterator[str]:
        return iter(self.given)

    def __len__(self) -> int:
        return len(self.given)
