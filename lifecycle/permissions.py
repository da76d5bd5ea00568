"""What may be done with a subject, and what stands against the rest. Pure over a desk: nothing is written.

Every act is asked for as if its papers were brought. Where no term has to be named, the facts are tried as
well; a term with few choices is tried with each of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, get_args, get_origin, get_type_hints

from domain.refusals import Refused
from lifecycle.asking import calendar_of, law_for
from lifecycle.authority import authority_of
from lifecycle.command import Command, Document
from lifecycle.decider import PROPOSED, Circumstances, Question, cited, decide, objections
from lifecycle.definitions import lifecycle_of
from lifecycle.drafting import drafts, written_by
from lifecycle.errors import NotFound
from lifecycle.record import stream_name
from lifecycle.regulation import alternatives

if TYPE_CHECKING:
    from lifecycle.desk import Desk
    from lifecycle.grammar import Row
    from lifecycle.record import Record
    from lifecycle.regulation import Regulation, Rule
    from lifecycle.store.log import Histories


class Permission(NamedTuple):
    """Whether an act may be done: what stands against it, and what has to be brought.

    `papers` are the documents demanded, `terms` what a person must name; `choices` narrows a term to the values
    with which the act is possible; `second` says that another officer must confirm it.
    """

    row: Row
    rule: Rule
    refusals: tuple[Refused, ...]
    papers: tuple[str, ...]
    terms: tuple[str, ...]
    choices: Mapping[str, tuple[str, ...]]
    second: bool

    @property
    def permitted(self) -> bool:
        """Whether nothing stands against the act."""
        return not self.refusals


class Known:
    """The histories of a log as they were known at a time."""

    def __init__(self, log: Histories, known_at: str) -> None:
        self._log, self._known_at = log, known_at

    def read(self, streams: Iterable[str]) -> dict[str, list[Record]]:
        """The histories of streams, without what was recorded later."""
        return {
            stream: [record for record in records if record.recorded_at <= self._known_at]
            for stream, records in self._log.read(streams).items()
        }


def permissions(desk: Desk, noun: str, key: str, *, on: date, actor: str = "") -> Iterator[Permission]:
    """Every act on a subject as it stands on a date, in the order of its definition. Raises `NotFound`.

    Asked for an officer where the desk knows on which day mandates count. Acts that the law does not know are
    left out.
    """
    stream = stream_name(noun, key)
    subject = desk.cases([stream], on)[stream]
    if not subject.exists:
        raise NotFound(category=noun, key=key)
    law = law_for(subject, on, desk.family)
    for row in lifecycle_of(noun).by_verb.values():
        if not row.births and row.act in law.rules:
            trial = _Asked(desk, row, key, on, actor, law)
            yield _permission([_tried(trial, terms) for terms in _variants(row)])


class _Asked(NamedTuple):
    desk: Desk
    row: Row
    key: str
    on: date
    actor: str
    law: Regulation


class _Trial(NamedTuple):
    question: Question
    terms: Mapping[str, str]
    papers: tuple[str, ...]
    refusals: tuple[Refused, ...]


def _tried(asked: _Asked, terms: Mapping[str, str]) -> _Trial:
    row, desk, on, law = asked.row, asked.desk, asked.on, asked.law
    subject, consulted = desk.gather(row, stream_name(row.event.category, asked.key), terms, on)
    command = Command(row.event.category, row.verb, asked.key, terms, asked.actor)
    bare = Question(row, command, on, law, subject, consulted)
    papers = bare.rule.papers(Circumstances(bare))
    brought = replace(command, documents=tuple(Document(alternatives(paper)[0]) for paper in papers))
    question = bare._replace(
        command=brought,
        calendar=calendar_of(law, brought.act, desk),
        authority=authority_of(brought, bare.rule, subject, desk),
        # That a second officer must confirm is no refusal: it is said beside.
        confirmed=PROPOSED,
    )
    return _Trial(question, terms, papers, tuple(_against(question, desk)))


def _against(question: Question, desk: Desk) -> Iterator[Refused]:
    found = [cited(objection, question) for objection in objections(question)]
    yield from found
    unnamed = [name for name in question.row.required if name not in question.command.terms]
    if found or unnamed:
        return
    try:
        decision = decide(question)
        if decision.events:
            drafts(decision, desk.cases(written_by(decision), question.on))
    except Refused as objection:
        yield objection


def _permission(trials: list[_Trial]) -> Permission:
    """One answer for an act tried with each choice: refused where every choice is."""
    passed = [trial for trial in trials if not trial.refusals]
    best = passed[0] if passed else min(trials, key=lambda trial: len(trial.refusals))
    row = best.question.row
    chosen = {name: tuple(trial.terms[name] for trial in passed) for name in best.terms} if passed else {}
    rule = best.question.rule
    second = rule.needs_second(Circumstances(best.question))
    return Permission(row, rule, best.refusals, best.papers, row.required, chosen, second)


def _variants(row: Row) -> list[Mapping[str, str]]:
    """The sets of terms to try: none, or each choice of the one term that the table or the facts turn on."""
    turning = {name for alternative in row.origin or () for name in alternative.when}
    if len(row.required) == 1:
        turning |= set(row.required)
    hints: Mapping[str, Any] = get_type_hints(row.decision) if turning else {}
    for name in sorted(turning):
        if get_origin(hints[name]) is Literal:
            return [{name: choice} for choice in get_args(hints[name])]
    return [{}]
