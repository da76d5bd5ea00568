"""Regulations: the law as versioned data. For each act the role, the papers, the article, the terms it starts.

A pack is a TOML file in `lifecycle/regulations/`; `amends` names the pack whose rules stand where this one is
silent. To change an article, a document or a term, edit no code.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from domain.event import NOTHING
from domain.refusals import NoLawInForce, UnknownToLaw
from lifecycle.deadlines import Term, term

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKS = "lifecycle.regulations"
"""Where the packs lie. A released edition stays as it is: what was decided under it names it."""

FAMILY = "kz"
"""The body of law that a store keeps to unless it was founded under another."""


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


class Regulation(NamedTuple):
    """One edition of a law and the time it is in force, `until` not included.

    `family` is the body of law it belongs to; `replaces` the edition whose place it takes for the same time;
    `calendar` the working calendar that its deadlines count by, `days_off` the article by which they roll;
    `articles` every citation, in words; `without` the statuses that nothing leads to under it, such as
    `plot.compliance.prescribed`.
    """

    name: str
    version: int
    title: str
    in_force: date
    until: date | None
    assumed: str
    rules: Mapping[str, Rule]
    source: str
    replaces: str = ""
    amends: str = ""
    calendar: str = ""
    days_off: str = ""
    articles: Mapping[str, str] = NOTHING
    roles: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()
    papers: tuple[str, ...] = ()
    without: tuple[str, ...] = ()

    @property
    def digest(self) -> str:
        """The digest by which a released pack is frozen: of its text, and of the texts it amends."""
        import hashlib  # noqa: PLC0415 - wanted seldom, and slow to load

        return hashlib.sha256(self.source.encode()).hexdigest()

    @property
    def stamp(self) -> str:
        """How a record names the edition it was decided under, such as `kz-2019@2`."""
        return f"{self.name}@{self.version}"

    @property
    def family(self) -> str:
        """The body of law that the edition belongs to."""
        return family_of(self.stamp)

    def rule(self, act: str) -> Rule:
        """The rule for `category.verb`. Refuses an act that this law does not know."""
        if act not in self.rules:
            raise UnknownToLaw(act, self.stamp)
        return self.rules[act]


def family_of(stamp: str) -> str:
    """The body of law that an edition belongs to: `kz` of `kz-2019@2`."""
    return stamp.partition("-")[0]


@cache
def editions() -> tuple[str, ...]:
    """The stamps of every pack that there is, by name and version: to issue an edition, put its file there."""
    packs = [one.name.removesuffix(".toml") for one in files(PACKS).iterdir() if one.name.endswith(".toml")]
    return tuple(sorted(packs, key=lambda stamp: (stamp.partition("@")[0], len(stamp), stamp)))


def families() -> tuple[str, ...]:
    """Every body of law that there is."""
    return tuple(dict.fromkeys(map(family_of, editions())))


# -- reading packs -----------------------------------------------------------------------------------


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


@cache
def regulation(name: str) -> Regulation:
    """A pack by its stamp, or the newest edition by its name. Raises `BadRegulation` for one there is not."""
    known = editions()
    found = name if name in known else next((s for s in reversed(known) if s.startswith(f"{name}@")), "")
    if not found:
        msg = f"no regulation {name}; there are {', '.join(known)}"
        raise BadRegulation(msg)
    law = read(shipped(found))
    if law.stamp != found:
        msg = f"the pack of {found} calls itself {law.stamp}"
        raise BadRegulation(msg)
    return law


def shipped(stamp: str) -> str:
    """The text of an edition's pack."""
    return files(PACKS).joinpath(f"{stamp}.toml").read_text("utf-8")


def read(text: str, earlier: Callable[[str], Regulation] | None = None) -> Regulation:
    """A regulation from the text of its pack; `earlier` finds the one that it amends, by its stamp.

    Raises `BadRegulation` for a text that is no pack.
    """
    try:
        return _read(tomllib.loads(text), text, earlier or regulation)
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        msg = f"the pack cannot be read: {type(error).__name__} {error}"
        raise BadRegulation(msg) from error


def amended_by(pack: Mapping[str, Any]) -> str:
    """The stamp of the edition that a pack amends, if it amends one."""
    amends: str = pack.get("amends", "")
    return amends if "@" in amends or not amends else f"{amends}@1"


def _read(pack: Mapping[str, Any], text: str, found: Callable[[str], Regulation]) -> Regulation:
    amends = amended_by(pack)
    earlier = found(amends) if amends else None
    defaults = pack.get("defaults", {})
    rules = dict(earlier.rules) if earlier else {}
    for category, rows in pack.get("acts", {}).items():
        rules |= {f"{category}.{verb}": _rule({**defaults, **given}) for verb, given in rows.items()}
    since = pack["in_force"]
    return Regulation(
        name=pack["name"],
        version=pack["version"],
        title=pack["title"],
        in_force=since["from"],
        until=since.get("until"),
        assumed=pack.get("assumed", ""),
        rules=rules,
        source=(earlier.source if earlier else "") + text,
        replaces=pack.get("replaces", ""),
        amends=earlier.stamp if earlier else "",
        calendar=pack.get("calendar", earlier.calendar if earlier else ""),
        days_off=pack.get("days_off", earlier.days_off if earlier else ""),
        articles={**(earlier.articles if earlier else {}), **pack.get("articles", {})},
        without=tuple(pack.get("without", earlier.without if earlier else ())),
        **{
            name: tuple(dict.fromkeys((*(getattr(earlier, name) if earlier else ()), *pack.get(name, ()))))
            for name in ("roles", "bodies", "papers")
        },
    )


# -- which edition governs ---------------------------------------------------------------------------


@cache
def current(family: str) -> tuple[Regulation, ...]:
    """The editions of a body of law that no other has replaced, the oldest law first."""
    laws = [regulation(stamp) for stamp in editions() if family_of(stamp) == family]
    replaced = {law.replaces for law in laws}
    return tuple(sorted((law for law in laws if law.stamp not in replaced), key=lambda law: law.in_force))


def newest() -> Regulation:
    """The edition in force last, which the help of the commands tells of."""
    return current(FAMILY)[-1]


@cache
def in_force(on: date, family: str = FAMILY) -> Regulation:
    """The regulation in force on a legal date. Refuses a date for which there is none."""
    for edition in current(family):
        if edition.in_force <= on and (edition.until is None or on < edition.until):
            return edition
    raise NoLawInForce(on)


@cache
def stamped(stamp: str) -> Regulation:
    """The edition that a record was decided under. Raises `BadRegulation` for an unknown one."""
    if stamp not in editions():
        msg = f"this program does not have {stamp}"
        raise BadRegulation(msg)
    return regulation(stamp)


@cache
def signed_under(stamp: str) -> Regulation:
    """The law of a signature: its edition, or the one that has taken that edition's place for the same time."""
    edition = stamped(stamp)
    later = (e for e in map(regulation, editions()) if e.replaces == edition.stamp)
    return next((signed_under(e.stamp) for e in later), edition)
