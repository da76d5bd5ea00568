"""Regulations: the law as versioned data. For each act the role, the papers, the article, the terms it starts.

A pack is a TOML file in `lifecycle/regulations/`; `amends` names the pack whose rules stand where this one is
silent. To change an article, a document or a term, edit no code.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from domain.deadlines import MONTHS_IN_YEAR, months_after
from domain.event import NOTHING
from domain.refusals import NoLawInForce

if TYPE_CHECKING:
    from collections.abc import Iterator

UNITS = ("years", "months", "days", "working_days")
SATURDAY = 5
PACKS = ("kz-2011", "kz-2019")


class BadRegulation(Exception):
    """A regulation pack contradicts itself or names what does not exist."""


class Circumstances(Protocol):
    """What conditions are read against: an act's terms and its subject's facts, by name."""

    def get(self, name: str) -> Any:
        """The value under a name, None where there is none."""


class Paper(NamedTuple):
    """A document demanded, in the cases that `when` describes by terms of the act or facts of its subject."""

    kind: str
    when: Mapping[str, Any] = NOTHING


class Term(NamedTuple):
    """A deadline that an act starts: so many of a unit, from the legal date or from a term of the act."""

    name: str
    length: int
    unit: str
    basis: str
    start: str = ""
    when: Mapping[str, Any] = NOTHING
    roll: str = "none"
    suspended_by: tuple[str, ...] = ()

    def due_on(self, start: date) -> date:
        """The last day of the term: the start's own day so many units later, clamped to the month's end."""
        if self.unit == "days":
            return start + min(timedelta(days=self.length), date.max - start)
        if self.unit == "working_days":
            return _working_days_after(start, self.length)
        months = self.length * (MONTHS_IN_YEAR if self.unit == "years" else 1)
        return months_after(start, months)


def _working_days_after(start: date, count: int) -> date:
    day = start
    while count and day < date.max:
        day += timedelta(days=1)
        count -= day.weekday() < SATURDAY
    return day


class Rule(NamedTuple):
    """What the law says of one act."""

    recorded_by: str
    decided_by: str
    basis: str
    documents: tuple[Paper, ...] = ()
    terms: tuple[Term, ...] = ()
    limits: Mapping[str, int] = NOTHING
    second: bool = False
    assumed: bool = False

    def papers(self, terms: Circumstances) -> tuple[str, ...]:
        """The kinds of document demanded of an act with these terms, alternatives joined by `|`."""
        return tuple(_named(paper.kind, terms) for paper in self.documents if _applies(paper.when, terms))

    def started(self, terms: Circumstances) -> Iterator[Term]:
        """The deadlines that an act with these terms starts."""
        return (term for term in self.terms if _applies(term.when, terms))


def alternatives(paper: str) -> list[str]:
    """The kinds of document any one of which will do: `judgment|settlement`."""
    return paper.split("|")


def _named(kind: str, terms: Circumstances) -> str:
    """A kind as it is, or the one that a term of the act names: `{kind}`."""
    return str(terms.get(kind[1:-1]) or kind) if kind.startswith("{") else kind


def _applies(when: Mapping[str, Any], terms: Circumstances) -> bool:
    return all(terms.get(name) == value for name, value in when.items())


class Regulation(NamedTuple):
    """One version of the law and the time it is in force, `until` not included."""

    name: str
    version: int
    title: str
    in_force: date
    until: date | None
    assumed: str
    rules: Mapping[str, Rule]
    source: str

    @property
    def digest(self) -> str:
        """The digest by which a released pack is frozen: of its text, and of the texts it amends."""
        import hashlib  # noqa: PLC0415 - wanted seldom, and slow to load

        return hashlib.sha256(self.source.encode()).hexdigest()

    @property
    def stamp(self) -> str:
        """How a record names the version it was decided under, such as `kz-2019@1`."""
        return f"{self.name}@{self.version}"

    def rule(self, act: str) -> Rule:
        """The rule for `category.verb`. Raises `BadRegulation` where the pack is silent."""
        if act not in self.rules:
            msg = f"{self.stamp} has no rule for {act}"
            raise BadRegulation(msg)
        return self.rules[act]


# -- reading packs -----------------------------------------------------------------------------------


def _paper(given: str | Mapping[str, Any]) -> Paper:
    return Paper(given) if isinstance(given, str) else Paper(given["kind"], given["when"])


def _term(given: Mapping[str, Any]) -> Term:
    (unit,) = [u for u in UNITS if u in given]
    return Term(
        name=given["name"],
        length=given[unit],
        unit=unit,
        basis=given.get("basis", ""),
        start=given.get("from", ""),
        when=given.get("when", {}),
        roll=given.get("roll", "none"),
        suspended_by=tuple(given.get("suspended_by", ())),
    )


def _rule(given: Mapping[str, Any]) -> Rule:
    return Rule(
        recorded_by=given["recorded_by"],
        decided_by=given["decided_by"],
        basis=given["basis"],
        documents=tuple(_paper(p) for p in given.get("documents", ())),
        terms=tuple(_term(t) for t in given.get("deadlines", ())),
        limits=given.get("limits", {}),
        second=given.get("second", False),
        assumed=given.get("assumed", False),
    )


@cache
def regulation(name: str) -> Regulation:
    """A pack by name. Raises `BadRegulation` for a pack that does not exist or cannot be read."""
    if name not in PACKS:
        msg = f"no regulation {name}; there are {', '.join(PACKS)}"
        raise BadRegulation(msg)
    return read(files("lifecycle.regulations").joinpath(f"{name}.toml").read_text("utf-8"))


def read(text: str) -> Regulation:
    """A regulation from the text of its pack."""
    pack = tomllib.loads(text)
    earlier = regulation(pack["amends"]) if "amends" in pack else None
    rules = dict(earlier.rules) if earlier else {}
    for category, rows in pack.get("acts", {}).items():
        rules |= {f"{category}.{verb}": _rule(given) for verb, given in rows.items()}
    return Regulation(
        name=pack["name"],
        version=pack["version"],
        title=pack["title"],
        in_force=pack["in_force"]["from"],
        until=pack["in_force"].get("until"),
        assumed=pack.get("assumed", ""),
        rules=rules,
        source=(earlier.source if earlier else "") + text,
    )


@cache
def in_force(on: date) -> Regulation:
    """The regulation in force on a legal date. Refuses a date before the first."""
    for name in reversed(PACKS):
        pack = regulation(name)
        if pack.in_force <= on and (pack.until is None or on < pack.until):
            return pack
    raise NoLawInForce(on)


def stamped(stamp: str) -> Regulation:
    """The regulation that a record was decided under. Raises `BadRegulation` for an unknown version."""
    name, _, version = stamp.partition("@")
    pack = regulation(name)
    if str(pack.version) != version:
        msg = f"this program has {pack.stamp}, not {stamp}"
        raise BadRegulation(msg)
    return pack
