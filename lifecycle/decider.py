"""The pure decider: a request, the cases it reads and the law in force give events, or a refusal.

The order of checks: authority, papers, status, facts, so that a refusal tells the unauthorised nothing.
Pure: no clock, no log.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from domain.calendar.state import Calendar
from domain.event import Touch
from domain.refusals import (
    AlreadyExists,
    BeforeItExisted,
    GapIncomplete,
    GapNotAllowed,
    GapNotDemanded,
    NotKnownToLaw,
    PapersMissing,
    Refused,
    SecondOfficerNeeded,
    TermsMissing,
    WrongStatus,
)
from lifecycle.case import Case
from lifecycle.deadlines import counted
from lifecycle.errors import Misused
from lifecycle.question import Circumstances, Decision, Question
from lifecycle.record import Due
from lifecycle.rule import alternatives

if TYPE_CHECKING:
    from lifecycle.grammar import Consult, From, Row, Standing


def decide(question: Question) -> Decision:
    """Decide an act. Raises the first refusal, in the order of checks."""
    for objection in objections(question):
        raise cited(objection, question)
    return _decided(question)


def objections(question: Question) -> Iterator[Refused]:
    """Every refusal that authority, papers and status alone give rise to."""
    yield from _authority(question)
    yield from _papers(question)
    yield from _standing(question)


def all_objections(question: Question) -> list[Refused]:
    """Every refusal at once, the facts' included: what a dry run reports."""
    found = [cited(o, question) for o in objections(question)]
    if any(isinstance(objection, BeforeItExisted) for objection in found):
        return found  # there is nothing yet to which the facts could be put
    try:
        _decided(question)
    except Refused as objection:
        found.append(objection)
    return found


def cited(objection: Refused, question: Question) -> Refused:
    """A refusal with the act and the article that it rests on."""
    objection.rule, objection.basis = question.command.act, question.rule.basis
    return objection


# -- authority, papers and status ---------------------------------------------------------------------


def _authority(question: Question) -> Iterator[Refused]:
    if question.authority is None:
        return
    yield from question.authority.objections
    if not question.confirmed and question.rule.needs_second(Circumstances(question)):
        yield SecondOfficerNeeded(question.command.act)


def _papers(question: Question) -> Iterator[Refused]:
    given = {d.kind for d in question.command.documents}
    flagged = {g.kind: g for g in question.command.gaps}
    demanded = question.rule.papers(Circumstances(question))
    missing = [paper for paper in demanded if not (given | flagged.keys()) & set(alternatives(paper))]
    if missing:
        yield PapersMissing(tuple(missing))
    yield from (GapIncomplete(g.kind) for g in flagged.values() if not g.owner)
    allowed = {kind for paper in demanded for kind in alternatives(paper)}
    if not question.rule.gaps:
        yield from (GapNotAllowed(kind) for kind in flagged if kind in allowed)
    yield from (GapNotDemanded(kind) for kind in flagged if kind not in allowed)
    terms = question.command.terms
    for name, known in question.rule.choices.items():
        if name in terms and terms[name] not in known:
            yield NotKnownToLaw(name, str(terms[name]), known)


def _standing(question: Question) -> Iterator[Refused]:
    subject, row = question.subject, question.row
    if row.births:
        if subject.born:
            yield AlreadyExists(subject.stream)
    elif not subject.exists:
        yield BeforeItExisted(subject.stream, question.on)
    else:
        yield from wrong_status(row, subject, question.command.terms)
    for name, consult in row.consults.items():
        for case in question.cases_of(name):
            if case.born and not case.exists:
                yield BeforeItExisted(case.stream, question.on)
            elif all(question.command.terms.get(n) == v for n, v in consult.when.items()):
                yield from _outside(case, _demanded(consult, subject))


def _demanded(consult: Consult, subject: Case) -> Mapping[str, frozenset[str]]:
    alike = {region: frozenset({subject.standing.get(region, "")}) for region in consult.alike}
    return {**consult.standing, **alike}


def wrong_status(row: Row, case: Case, terms: Mapping[str, Any]) -> Iterator[Refused]:
    """The refusal of a row from where a case stands, if the table does not allow it."""
    meant = [way for way in row.origin or () if way.applies(terms)]
    ways = [way for way in meant if way.suits(case.facts)]
    admitted = [way for way in ways if way.admits(case.standing)]
    if not row.origin or any(all(terms.get(n) is not None for n in a.needs) for a in admitted):
        return
    if admitted:
        yield TermsMissing(admitted[0].needs)
    else:
        yield from list(_outside(case, _nearest(ways or meant or list(row.origin), case.standing)))[:1]


def _nearest(ways: list[From], standing: Standing) -> Mapping[str, frozenset[str]]:
    def misses(way: From) -> int:
        return sum(standing.get(r) not in allowed for r, allowed in way.standing.items())

    return min(ways, key=misses).standing


def _outside(case: Case, demanded: Mapping[str, frozenset[str]]) -> Iterator[Refused]:
    for region, allowed in demanded.items():
        status = case.standing.get(region, "")
        if status not in allowed:
            yield WrongStatus(case.stream, region, status, tuple(sorted(allowed)))


# -- facts -------------------------------------------------------------------------------------------


def _facts(found: Case | Mapping[str, Case]) -> Any:
    return found.facts if isinstance(found, Case) else {key: case.facts for key, case in found.items()}


def _arguments(question: Question) -> dict[str, Any]:
    row, terms = question.row, question.command.terms
    known: dict[str, Any] = {name: terms[name] for name in row.terms if name in terms}
    known |= {name: _facts(found) for name, found in question.consulted.items()}
    known |= {name: supply(question) for name, supply in SUPPLY.items() if name in row.parameters}
    return known


SUPPLY: Mapping[str, Callable[[Question], Any]] = {
    "on": lambda question: question.on,
    "key": lambda question: question.command.key,
    "category": lambda question: question.command.noun,
    "limits": lambda question: question.rule.limits,
    "standing": lambda question: question.subject.standing,
    "law": lambda question: question.law.stamp,
    "started": lambda question: {due.name: due.due for due in started(question)},
    "counted": lambda question: question.counted,
    "actor": lambda question: question.command.actor,
    "under": lambda question: question.authority.mandate if question.authority else "",
    "known_roles": lambda question: question.law.roles,
}
"""What the engine supplies to a decision, by parameter."""


def _decided(question: Question) -> Decision:
    row, command = question.row, question.command
    assert row.decision is not None  # noqa: S101 - only rows with a verb are asked for
    try:
        outcome = row.decision(question.subject.facts, **_arguments(question))
    except Refused as objection:
        raise cited(objection, question) from None
    except ValidationError as error:
        raise malformed(error) from error
    if not outcome:
        return Decision(question, (), ())
    primary = outcome[0].model_copy(update={"reason": command.reason}) if command.reason else outcome[0]
    events = (Touch(command.key, primary), *outcome[1:])
    return Decision(question, events, tuple(started(question)))


def malformed(error: ValidationError) -> Misused:
    """A term that its type does not admit, said by name and with what was expected."""
    first = error.errors()[0]
    cause = first.get("ctx", {}).get("error")
    name = ".".join(str(piece) for piece in first["loc"])
    return Misused(
        problem="malformed",
        term=name,
        text=str(getattr(cause, "text", first.get("input", ""))),
        expected=str(getattr(cause, "expected", first["msg"])),
    )


def started(question: Question) -> Iterator[Due]:
    """The deadlines that an act starts, counted by the law and the calendar it is decided under."""
    terms, case = question.command.terms, question.calendar
    calendar = case.facts if case is not None else Calendar()
    for term in question.rule.started(Circumstances(question)):
        start = term.from_date(terms, question.subject.facts, question.on)
        if start is None:
            continue
        steps = list(counted(term, start, calendar))
        yield Due(
            name=term.name,
            start=start,
            due=steps[-1].on,
            regulation=question.law.stamp,
            calendar=case.ref if case is not None and case.born and term.needs_calendar else "",
            provisional=any(step.provisional for step in steps),
        )
