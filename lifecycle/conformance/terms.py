"""Terms: acts that came before a term was over which they had to wait for, or after the end of one they answer.

And all else that the facts refuse of an act, or make of it, once it is decided again in its place.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from domain.corrections import Amendment
from domain.event import NOTHING
from domain.refusals import (
    AreaExceeded,
    AreasDoNotSum,
    DelegationLoops,
    DelegationTooWide,
    NoLawInForce,
    NotKnownToLaw,
    NotYetDue,
    OwnMandate,
    PeriodNotOver,
    RolesMissing,
    TooLate,
    UnknownRole,
    UnknownToLaw,
)
from lifecycle.clocks import running
from lifecycle.command import PROPOSAL
from lifecycle.conformance.deviation import (
    DEADLINE_MISSED,
    IMPOSSIBLE_NOW,
    MANDATE_MISSING,
    OTHER_CONSEQUENCES,
    TOO_EARLY,
    WRONG_LAW,
    Deviation,
)
from lifecycle.conformance.mandates import OVERREACH
from lifecycle.decider import started
from lifecycle.definitions import NOUNS
from lifecycle.ends import RUNS
from lifecycle.regulation import signed_under, stamped
from lifecycle.suggesting import met

if TYPE_CHECKING:
    from datetime import date

    from domain.event import Event
    from lifecycle.case import Case
    from lifecycle.conformance.again import Again
    from lifecycle.deadlines import Term
    from lifecycle.errors import LifecycleError
    from lifecycle.record import Draft, Record

PROPOSING = f"{PROPOSAL}.propose"
LATE, BEFORE_END, AFTER_END = "late", "before-the-end", "after-the-end"
NOT_IN_LAW, AGAINST_RULES = "not-in-law", "refused-now"
OTHER_EVENTS, OTHER_DATE = "other-events", "other-date"

ELSEWHERE = (AreaExceeded, AreasDoNotSum)
"""Told by the sums of the land, which do without the decider."""

MEANT: Mapping[type[Exception], tuple[str, str]] = {
    NotYetDue: (TOO_EARLY, BEFORE_END),
    PeriodNotOver: (TOO_EARLY, BEFORE_END),
    TooLate: (DEADLINE_MISSED, AFTER_END),
    UnknownToLaw: (WRONG_LAW, NOT_IN_LAW),
    NotKnownToLaw: (WRONG_LAW, NOT_IN_LAW),
    NoLawInForce: (WRONG_LAW, NOT_IN_LAW),
    OwnMandate: (MANDATE_MISSING, OVERREACH),
    DelegationLoops: (MANDATE_MISSING, OVERREACH),
    DelegationTooWide: (MANDATE_MISSING, OVERREACH),
    RolesMissing: (MANDATE_MISSING, OVERREACH),
    UnknownRole: (MANDATE_MISSING, OVERREACH),
}
"""What a refusal means of an act that was recorded all the same; any other: it would not be possible today."""


def answered_late(again: Again) -> Iterator[Deviation]:
    """The deadlines that an act answers after their last day."""
    subject = again.bench.case(again.primary.stream)
    if not subject.exists:
        return
    clocks = running(subject, again.on)
    for term in _answers(again.law.stamp, again.primary.body["act"]):
        due = clocks.get(term.name)
        runs = RUNS.get((subject.category, term.name), NOTHING)
        if due is None or due >= again.on or not met(subject.facts, runs):
            continue
        if term.period and not _covers(again, term.name, due):
            continue
        said = {"deadline": term.name, "due": due.isoformat(), "days": (again.on - due).days}
        yield again.deviation(DEADLINE_MISSED, LATE, **said)._replace(basis=term.basis)


def _covers(again: Again, name: str, due: date) -> bool:
    """Whether a report is the one that was due: only then the next is awaited."""
    return any(one.name == name and one.due != due for one in started(again.asked))


@cache
def _answers(stamp: str, act: str) -> tuple[Term, ...]:
    """The deadlines that an act answers, by the edition that stands for the one stamped; each name once."""
    terms = (term for rule in signed_under(stamp).rules.values() for term in rule.terms)
    return tuple({term.name: term for term in terms if act in term.before}.values())


def no_act(again: Again) -> Iterator[Deviation]:
    """What says that it is an act, and is none of the table: another event than the act's, or no such act.

    Founding a store and putting an act forward are no acts of the table.
    """
    act, written = again.primary.body["act"], again.primary.body["type"]
    if again.row is not None:
        said = {"recorded": (written,), "expected": (again.row.event.stored,)}
        yield again.deviation(OTHER_CONSEQUENCES, OTHER_EVENTS, **said)
    elif act.partition(".")[0] in NOUNS and act != PROPOSING:
        yield again.deviation(WRONG_LAW, NOT_IN_LAW, code="unknown-verb")


def refused(again: Again) -> Iterator[Deviation]:
    """What would refuse an act today in its place, one deviation for each kind of cause.

    Facts imposed from outside stand whatever came before them.
    """
    if again.row is not None and again.row.overrides_later:
        return
    causes: dict[tuple[str, str], list[Any]] = {}
    for one in again.refusals:
        if not isinstance(one, ELSEWHERE):
            causes.setdefault(MEANT.get(type(one), (IMPOSSIBLE_NOW, AGAINST_RULES)), []).append(one)
    for (kind, problem), some in causes.items():
        yield again.deviation(kind, problem, **_said(some[0]))._replace(refused=tuple(some))


def _said(error: Any | LifecycleError) -> dict[str, Any]:
    if isinstance(error, NotYetDue | TooLate):
        return {"deadline": error.deadline, "due": error.due.isoformat()}
    return {"code": error.code}


def otherwise(again: Again) -> Iterator[Deviation]:
    """What an act wrote, where today it would write something else in its place, or count another date."""
    if again.written is None or (again.row is not None and again.row.overrides_later):
        return
    found, recorded = list(again.written), again.own_records
    if [(d.stream, d.event) for d in found] != [(r.stream, r.event) for r in recorded]:
        yield again.deviation(OTHER_CONSEQUENCES, OTHER_EVENTS, **_differing(found, recorded))
        return
    for draft, record in zip(found, recorded, strict=True):
        was, now = _dues(record.body), _dues(draft.envelope)
        for name in sorted(was.keys() | now.keys()):
            if was.get(name) != now.get(name):
                dates = {"due": was.get(name, ""), "counted": now.get(name, "")}
                yield again.deviation(OTHER_CONSEQUENCES, OTHER_DATE, deadline=name, **dates)


def _differing(found: list[Draft], recorded: list[Record]) -> dict[str, Any]:
    """The events that are on record and would not be, and those that would be and are not.

    Where the same event would only say something else, each is told with the fields in which they differ.
    """
    now = [(d.stream, d.event) for d in found]
    was = [(r.stream, r.event) for r in recorded]
    gone = [one for one in was if one not in now]
    new = [one for one in now if one not in was]
    return {"recorded": tuple(_beside(gone, new)), "expected": tuple(_beside(new, gone))}


def _beside(some: list[tuple[str, Event]], others: list[tuple[str, Event]]) -> Iterator[str]:
    """Events by name; with what they say otherwise than the same event among others, where there is one."""
    left = list(others)
    for stream, event in some:
        same = next((one for one in left if (one[0], one[1].stored) == (stream, event.stored)), None)
        said = ""
        if same is not None:
            left.remove(same)
            own, other = event.model_dump(mode="json"), same[1].model_dump(mode="json")
            said = ", ".join(f"{name}: {_said_so(v)}" for name, v in own.items() if v != other[name])
        yield f"{stream} {event.stored}" + (f" ({said})" if said else "")


def _said_so(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _dues(envelope: Mapping[str, Any]) -> dict[str, str]:
    return {given["name"]: given["due"] for given in envelope.get("deadlines", ())}


# -- the law itself ----------------------------------------------------------------------------------

NO_EDITION, NOT_IN_FORCE, ANOTHER_FAMILY = "unknown-edition", "not-in-force", "another-law"


def under_the_law(again: Again) -> Iterator[Deviation]:
    """The edition stamped on an act, where it was not in force on the legal date.

    An obligation keeps the law of its signature.
    """
    said = {"stated": again.primary.body.get("regulation", "")}
    if again.stamped is None:
        yield again.deviation(WRONG_LAW, NO_EDITION, **said)
        return
    law, signature = again.stamped, getattr(_signed(again).facts, "regulation", "")
    if law.family != again.bench.family:
        yield again.deviation(WRONG_LAW, ANOTHER_FAMILY, **said)
    elif signature and stamped(signature).name == law.name:
        return
    elif again.on < law.in_force or (law.until is not None and again.on >= law.until):
        ends = law.until.isoformat() if law.until else ""
        yield again.deviation(WRONG_LAW, NOT_IN_FORCE, since=law.in_force.isoformat(), ends=ends, **said)


def _signed(again: Again) -> Case:
    """The subject whose signature counts: what a void takes back was there until then."""
    stream = again.primary.stream
    if isinstance(again.primary.event, Amendment):
        return again.bench.known([stream])[stream]
    return again.bench.case(stream)
