"""What another edition of a law would change, act by act. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from lifecycle.definitions import lifecycle_of
from lifecycle.regulation import signed_under

if TYPE_CHECKING:
    from lifecycle.deadlines import Term
    from lifecycle.regulation import Regulation
    from lifecycle.rule import Paper, Rule

CALENDAR, RULE, DEADLINE, DOCUMENT = "calendar", "rule", "deadline", "document"
LIMIT, CHOICE, SECOND = "limit", "choice", "second"
WORDING = frozenset({"basis", "assumed", CALENDAR})
"""What may change without any act being decided otherwise."""

OF_NO_DATE = {"basis": "", "before": [], "after": []}
"""What a deadline may change without its date changing."""


class Change(NamedTuple):
    """One thing that differs: the act, what of it, by which name, how it was and is; None for nothing."""

    act: str
    what: str
    name: str
    old: Any
    new: Any


def changes(old: Regulation, new: Regulation) -> list[Change]:
    """Everything that differs between two editions, in the order of the new one's acts, dropped acts last.

    The calendar belongs to no act.
    """
    acts = dict.fromkeys((*new.rules, *old.rules))
    calendar = [Change("", CALENDAR, "", old.calendar, new.calendar)] if old.calendar != new.calendar else []
    return calendar + [c for act in acts for c in _of_act(act, old.rules.get(act), new.rules.get(act))]


def _of_act(act: str, old: Rule | None, new: Rule | None) -> Iterator[Change]:
    if old is None or new is None:
        yield Change(act, RULE, "", old and old.basis, new and new.basis)
        return
    for name in ("recorded_by", "decided_by", "basis", "assumed"):
        one, other = getattr(old, name), getattr(new, name)
        if one != other:
            yield Change(act, name, "", one, other)
    yield from _differing(act, DOCUMENT, _papers(old.documents), _papers(new.documents))
    yield from _differing(act, DEADLINE, _terms(old.terms), _terms(new.terms))
    yield from _differing(act, LIMIT, old.limits, new.limits)
    yield from _differing(act, CHOICE, _plain(old.choices), _plain(new.choices))
    yield from _differing(act, SECOND, _second(old), _second(new))


def _differing(act: str, what: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    for key in dict.fromkeys((*old, *new)):
        one, other = old.get(key), new.get(key)
        if one != other:
            yield Change(act, what, key.partition(" ")[0], one, other)


def _key(name: str, when: Mapping[str, Any]) -> str:
    """What tells a deadline, or a paper, from another of its name."""
    return " ".join([name, *(f"{term}={value}" for term, value in sorted(when.items()))])


def _papers(papers: Iterable[Paper]) -> Mapping[str, Any]:
    return {_key(p.kind, p.when): paper(p) for p in papers}


def _terms(terms: Iterable[Term]) -> Mapping[str, Any]:
    return {_key(t.name, t.when): term(t) for t in terms}


def _plain(choices: Mapping[str, tuple[str, ...]]) -> Mapping[str, Any]:
    return {name: list(values) for name, values in choices.items()}


def _second(rule: Rule) -> Mapping[str, Any]:
    return {SECOND: {"when": dict(rule.second_when)}} if rule.second else {}


def paper(given: Paper) -> dict[str, Any]:
    """A demanded document as plain values."""
    return {"kind": given.kind, "when": dict(given.when)}


def term(given: Term) -> dict[str, Any]:
    """A deadline as plain values: what stands in its pack, empty where the pack says nothing."""
    return {
        "name": given.name,
        "length": given.length or None,
        "unit": given.unit,
        "yearly": [f"{month:02}-{day:02}" for month, day in given.yearly],
        "from": given.start,
        "period": given.period,
        "roll": "" if given.roll == "none" else given.roll,
        "basis": given.basis,
        "when": dict(given.when),
        "suspended_by": list(given.suspended_by),
        "before": list(given.before),
        "after": list(given.after),
    }


# -- what the changes touch --------------------------------------------------------------------------


def decided_otherwise(found: Iterable[Change]) -> frozenset[str]:
    """The acts that would be decided otherwise: more changed than a citation, or what answers a deadline."""
    return frozenset(c.act for c in found if c.what not in WORDING and (c.what != DEADLINE or _dated_anew(c)))


def terms_changed(found: Sequence[Change], old: Regulation) -> frozenset[tuple[str, str]]:
    """Act and name of each deadline that the other edition counts otherwise, or does not start."""
    changed = {(c.act, c.name) for c in found if c.what == DEADLINE and c.old and _dated_anew(c)}
    if any(c.what == CALENDAR for c in found):
        changed |= {(act, t.name) for act, rule in old.rules.items() for t in rule.terms if t.needs_calendar}
    return frozenset(changed)


def _dated_anew(change: Change) -> bool:
    if not change.old or not change.new:
        return True
    return {**change.old, **OF_NO_DATE} != {**change.new, **OF_NO_DATE}


def admitting(act: str, standings: Iterable[Mapping[str, str]]) -> list[Mapping[str, str]]:
    """Those standings from which the table lets an act be done; none for an act that begins a record."""
    noun, _, verb = act.partition(".")
    row = lifecycle_of(noun).by_verb.get(verb)
    ways = (row.origin if row else None) or ()
    return [standing for standing in standings if any(way.admits(standing) for way in ways)]


def governs(signature: str, old: Regulation, new: Regulation) -> bool:
    """Whether an obligation signed under an edition would be decided under the new one instead of the old.

    It keeps the law of its signature, unless an edition takes that law's place for the same time.
    """
    if not signature:
        return True
    stands = signed_under(signature).stamp
    return stands == new.stamp or (stands == old.stamp and new.replaces == old.stamp)
