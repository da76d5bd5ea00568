"""Checking the law before it is used: whether a pack can be read, and whether what it says can be done.

Pure: packs in, problems out. A problem is a stable code with a place and values; its words live in `cli`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from lifecycle.definitions import NOUNS, lifecycle_of
from lifecycle.lawcheck.acts import Asked, calendars, declared, of_the_house, rule_problems, seconds
from lifecycle.lawcheck.deadlines import deadline_problems
from lifecycle.lawcheck.editions import family_problems
from lifecycle.lawcheck.problem import Problem, problem
from lifecycle.lawcheck.reach import Reach
from lifecycle.lawcheck.text import parsed
from lifecycle.regulation import BadRegulation, amended_by, editions, family_of, read, regulation

if TYPE_CHECKING:
    from lifecycle.regulation import Regulation

__all__ = ["Checked", "Problem", "check", "family_problems", "law_problems", "problems", "readable"]


class Checked(NamedTuple):
    """A problem and whose it is: an edition, or whatever its text was called."""

    of: str
    problem: Problem


def check(texts: Mapping[str, str]) -> list[Checked]:
    """Every problem of some packs, each alone and then beside the shipped editions of its body of law.

    `texts` are packs by what they are called. One with the stamp of a shipped edition stands in its place.
    """
    packs = _Packs(texts.values())
    found: list[Checked] = []
    laws: dict[str, Regulation] = {}
    for called, text in texts.items():
        here = problems(text, packs)
        found += [Checked(called, one) for one in here]
        if not any(one.code in UNREADABLE for one in here):
            laws[called] = packs.read(text)
            found += _misnamed(called, laws[called])
    names = {law.stamp: called for called, law in laws.items()}
    for family in dict.fromkeys(law.family for law in laws.values()):
        others = (s for s in editions() if family_of(s) == family and not {s} & (names.keys() | texts.keys()))
        beside = [law for law in map(_shipped, others) if law]
        given = [law for law in laws.values() if law.family == family]
        for one in family_problems([*given, *beside]):
            found.append(Checked(names.get(one.place, one.place), one._replace(place="")))
    return found


def _misnamed(called: str, law: Regulation) -> Iterator[Checked]:
    """A shipped pack is found by the name of its file, which is to be its stamp."""
    if called in editions() and called != law.stamp:
        yield Checked(called, problem("misnamed", "name", edition=law.stamp))


def _shipped(stamp: str) -> Regulation | None:
    """A shipped edition, None where there is none that can be read."""
    try:
        return regulation(stamp) if stamp in editions() else None
    except BadRegulation:
        return None


def problems(text: str, packs: _Packs | None = None) -> list[Problem]:
    """Every problem of one pack. What it amends is looked for among `packs`, and among the shipped editions."""
    packs = packs or _Packs([text])
    pack, found = parsed(text)
    if not found:
        found = list(packs.amending(f"{pack['name']}@{pack['version']}", amended_by(pack)))
    return found or law_problems(
        packs.read(text), replaced=f"{pack['name']}@{pack['version']}" in packs.replaced
    )


def readable(text: str, *beside: str) -> Regulation | None:
    """A pack as a law, whatever it says; None where it cannot be read as one.

    What it amends is looked for among the packs `beside` too.
    """
    packs = _Packs([*beside, text])
    if any(one.code in UNREADABLE for one in problems(text, packs)):
        return None
    return packs.read(text)


def law_problems(law: Regulation, *, replaced: bool = False) -> list[Problem]:
    """Every problem of a law that could be read.

    An edition whose place another has taken decides nothing any more: of it only what it says is asked, not
    what it lacks.
    """
    reach = Reach(law)
    found: list[Problem] = []
    for act, rule in law.rules.items():
        row = reach.rows.get(act)
        if row is None:
            found.append(problem("unknown-act", f"acts.{act}", act=act))
            continue
        asked = Asked(act, rule, row, law)
        found += [*rule_problems(asked), *deadline_problems(asked, reach)]
    if not replaced:
        found += [*declared(law), *of_the_house(law, reach.rows), *seconds(law), *calendars(law)]
        found += _statuses(law, reach)
    return found


def _statuses(law: Regulation, reach: Reach) -> Iterator[Problem]:
    """Statuses that nothing leads to and that the law does not say it goes without, and the other way round."""
    known = {
        f"{noun}.{region}.{status}": (noun, (region, status))
        for noun in NOUNS
        for region, statuses in lifecycle_of(noun).regions.items()
        for status in statuses
    }
    for name in law.without:
        if name not in known:
            yield problem("unknown-status", "without", status=name)
    for name, (noun, pair) in known.items():
        reached = any(pair in standing for standing in reach.standings(noun))
        if not reached and name not in law.without:
            yield problem("unreachable", f"acts.{noun}", status=name)
        if reached and name in law.without:
            yield problem("reachable", "without", status=name)


UNREADABLE = frozenset(
    {
        *("unreadable", "twice", "missing-key", "unknown-key", "wrong-kind", "not-positive", "too-long"),
        *("listed-twice", "malformed-name", "unknown-roll", "impossible-day", "one-length"),
        *("ends-before-it-begins", "amends-nothing", "amends-itself"),
    }
)
"""Problems that keep a pack from being read as a law."""


class _Packs:
    """Packs that stand beside the shipped editions, or in their place, by stamp."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._texts: dict[str, str] = {}
        self._amended: dict[str, str] = {}
        self.replaced = {law.replaces for law in map(_shipped, editions()) if law}
        for text in texts:
            pack, found = parsed(text)
            if not found:
                stamp = f"{pack['name']}@{pack['version']}"
                self._texts[stamp], self._amended[stamp] = text, amended_by(pack)
                self.replaced.add(pack.get("replaces", ""))

    def amending(self, stamp: str, amended: str) -> Iterator[Problem]:
        """What is wrong with the line of editions that a pack amends: it leads nowhere, or back to itself."""
        line = [stamp]
        while amended:
            if amended in line:
                yield problem("amends-itself", "amends", line=[*line, amended])
                return
            law = None if amended in self._texts else _shipped(amended)
            if amended not in self._texts and law is None:
                yield problem("amends-nothing", "amends", edition=amended)
                return
            line.append(amended)
            amended = law.amends if law else self._amended[amended]

    def read(self, text: str) -> Regulation:
        """A pack as a law, on the packs that it amends."""
        return read(text, self._law)

    def _law(self, stamp: str) -> Regulation:
        return self.read(self._texts[stamp]) if stamp in self._texts else regulation(stamp)
