"""Regulations: the law as versioned data. For each act the role, the papers, the article, the terms it starts.

A pack is a TOML file in `lifecycle/regulations/`; `amends` names the pack whose rules stand where this one is
silent. To change an article, a document or a term, edit no code.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from domain.event import NOTHING
from domain.refusals import NoLawInForce, UnknownToLaw
from lifecycle import packs
from lifecycle.rule import Rule, Rules

PACKS = packs.PACKAGE
"""Where the packs lie. A released edition stays as it is: what was decided under it names it."""

FAMILY = "kz"
"""The body of law that a store keeps to unless it was founded under another."""


ANY_RECORD = "record"
"""Where a pack has its rules for what any record may be subject to: to be corrected, to be voided."""


class BadRegulation(Exception):
    """A regulation pack contradicts itself or names what does not exist."""


class Regulation(NamedTuple):
    """One edition of a law and the time it is in force, `until` not included.

    `family` is the body of law it belongs to; `replaces` the edition whose place it takes for the same time;
    `calendar` the working calendar that its deadlines count by, `days_off` the article by which they roll;
    `articles` every citation, in words; `given` the rules as the packs write them; `without` the statuses that
    nothing leads to under it, such as `plot.compliance.prescribed`.
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
    given: Mapping[str, Mapping[str, Any]] = NOTHING
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
        found = self.rules.get(act) or self.rules.get(f"{ANY_RECORD}.{act.partition('.')[2]}")
        if found is None:
            raise UnknownToLaw(act, self.stamp)
        return found


def family_of(stamp: str) -> str:
    """The body of law that an edition belongs to: `kz` of `kz-2019@2`."""
    return stamp.partition("-")[0]


@cache
def editions() -> tuple[str, ...]:
    """The stamps of every pack that there is, by name and version: to issue an edition, put its file there."""
    return tuple(sorted(packs.stamps(PACKS), key=lambda stamp: (stamp.partition("@")[0], len(stamp), stamp)))


def families() -> tuple[str, ...]:
    """Every body of law that there is."""
    return tuple(dict.fromkeys(map(family_of, editions())))


# -- reading packs -----------------------------------------------------------------------------------


@cache
def regulation(name: str) -> Regulation:
    """A pack by its stamp, or the newest edition by its name. Raises `BadRegulation` for one there is not."""
    known = editions()
    found = name if name in known else next((s for s in reversed(known) if s.startswith(f"{name}@")), "")
    if not found:
        msg = f"no regulation {name}; there are {', '.join(known)}"
        raise BadRegulation(msg)
    law = _loaded(shipped(found), regulation)
    if law.stamp != found:
        msg = f"the pack of {found} calls itself {law.stamp}"
        raise BadRegulation(msg)
    return law


def shipped(stamp: str) -> str:
    """The text of an edition's pack."""
    return packs.text(stamp, PACKS)


def read(text: str, earlier: Callable[[str], Regulation] | None = None) -> Regulation:
    """A regulation from the text of its pack; `earlier` finds the one that it amends, by its stamp.

    Raises `BadRegulation` for a text that is no pack.
    """
    law = _loaded(text, earlier or regulation)
    try:
        dict(law.rules)  # every rule is made, so that none fails later
    except (ValueError, KeyError, TypeError) as error:
        raise _unreadable(error) from error
    return law


def _loaded(text: str, earlier: Callable[[str], Regulation]) -> Regulation:
    try:
        return _read(packs.contents(text), text, earlier)
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise _unreadable(error) from error


def _unreadable(error: Exception) -> BadRegulation:
    return BadRegulation(f"the pack cannot be read: {type(error).__name__} {error}")


def amended_by(pack: Mapping[str, Any]) -> str:
    """The stamp of the edition that a pack amends, if it amends one."""
    amends: str = pack.get("amends", "")
    return amends if "@" in amends or not amends else f"{amends}@1"


def _read(pack: Mapping[str, Any], text: str, found: Callable[[str], Regulation]) -> Regulation:
    amends = amended_by(pack)
    earlier = found(amends) if amends else None
    defaults = pack.get("defaults", {})
    given = dict(earlier.given) if earlier else {}
    for category, rows in pack.get("acts", {}).items():
        given |= {f"{category}.{verb}": {**defaults, **row} for verb, row in rows.items()}
    since = pack["in_force"]
    return Regulation(
        name=pack["name"],
        version=pack["version"],
        title=pack["title"],
        in_force=since["from"],
        until=since.get("until"),
        assumed=pack.get("assumed", ""),
        rules=Rules(given),
        given=given,
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


def rules_on(on: date, family: str = FAMILY) -> Mapping[str, Rule]:
    """What the regulation in force on a legal date says of each act; nothing where there was none yet."""
    try:
        return in_force(on, family).rules
    except NoLawInForce:
        return NOTHING


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
