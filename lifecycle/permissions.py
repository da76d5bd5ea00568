"""What may be done with a subject, and what stands against the rest. Pure over a desk: nothing is written.

Every act is asked for as if its papers were brought. Where no term has to be named, the facts are tried as
well; a term with few choices, or one that names something of the subject's, is tried with each of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, get_args, get_origin

from domain.event import NOTHING
from domain.refusals import NothingToName, Refused
from lifecycle.asking import calendar_of, law_for
from lifecycle.authority import authority_of
from lifecycle.command import APPROVAL, Command, Document
from lifecycle.decider import cited, decide, objections
from lifecycle.definitions import lifecycle_of, types_of
from lifecycle.drafting import drafts, written_by
from lifecycle.errors import NotFound
from lifecycle.question import PROPOSED, Circumstances, Question
from lifecycle.record import stream_name
from lifecycle.rule import alternatives

if TYPE_CHECKING:
    from lifecycle.desk import Desk
    from lifecycle.grammar import Row
    from lifecycle.record import Record
    from lifecycle.regulation import Regulation
    from lifecycle.rule import Rule
    from lifecycle.store.log import Histories


Terms = Mapping[str, Any]


class Permission(NamedTuple):
    """Whether an act may be done: what stands against it, and what has to be brought.

    `papers` are the documents demanded, one that an open term names as `{term}`; `terms` what a person must
    name; `choices` narrows a term to the values with which the act is possible; `second` says that another
    officer must confirm it.
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
            yield _permission(_trials(trial, subject.facts))


class _Asked(NamedTuple):
    desk: Desk
    row: Row
    key: str
    on: date
    actor: str
    law: Regulation


class _Trial(NamedTuple):
    question: Question
    terms: Terms
    papers: tuple[str, ...]
    refusals: tuple[Refused, ...]


def _trials(asked: _Asked, facts: Any) -> list[_Trial]:
    """The act tried with each choice; with what is less usual only where nothing else is possible."""
    found: list[_Trial] = []
    for some in _variants(asked.row, facts):
        tried = [_tried(asked, terms) for terms in some]
        if any(not trial.refusals for trial in tried):
            return tried
        found += tried
    return found or [_nothing_to_name(_tried(asked, NOTHING))]


def _nothing_to_name(trial: _Trial) -> _Trial:
    question = trial.question
    term, _found = ON_RECORD[question.row.verb]
    refusal = cited(NothingToName(question.subject.stream, term), question)
    return trial._replace(refusals=(*trial.refusals, refusal))


def _tried(asked: _Asked, terms: Terms) -> _Trial:
    row, desk, on, law = asked.row, asked.desk, asked.on, asked.law
    subject, consulted = desk.gather(row, stream_name(row.event.category, asked.key), terms, on, law)
    command = Command(row.event.category, row.verb, asked.key, terms, asked.actor)
    bare = Question(row, command, on, law, subject, consulted)
    papers = bare.rule.papers(Circumstances(bare))
    brought = replace(command, documents=tuple(Document(alternatives(paper)[0]) for paper in papers))
    question = bare._replace(
        command=brought,
        calendar=calendar_of(law, brought.act, desk),
        # Who approves needs the mandate that the proposed act takes.
        authority=None if row.act == APPROVAL else authority_of(brought, bare.law, subject, desk),
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
    if question.command.act == APPROVAL:
        from lifecycle.confirming import confirming  # noqa: PLC0415 - asked of proposals alone

        question = confirming(question.command, question.subject, desk, question.on)
        found = [cited(objection, question) for objection in objections(question)]
        yield from found
    if not found:
        yield from _of_facts(question, desk)


def _of_facts(question: Question, desk: Desk) -> Iterator[Refused]:
    try:
        decision = decide(question)
        if decision.events:
            drafts(decision, desk.cases(written_by(decision), question.on))
    except Refused as objection:
        yield objection


def _permission(trials: Sequence[_Trial]) -> Permission:
    """One answer for an act tried with each choice: refused where every choice is."""
    passed = [trial for trial in trials if not trial.refusals]
    best = passed[0] if passed else min(trials, key=lambda trial: len(trial.refusals))
    row = best.question.row
    named = {name for trial in passed for name in trial.terms}
    terms = tuple(name for name in row.terms if name in named or name in row.required)
    rule = best.question.rule
    second = rule.needs_second(Circumstances(best.question))
    return Permission(row, rule, best.refusals, _papers(rule, passed or [best]), terms, _chosen(passed), second)


def _chosen(passed: Sequence[_Trial]) -> dict[str, tuple[str, ...]]:
    chosen: dict[str, dict[str, None]] = {}
    for trial in passed:
        for name, value in trial.terms.items():
            if isinstance(value, str):
                chosen.setdefault(name, {})[value] = None
    return {name: tuple(values) for name, values in chosen.items()}


def _papers(rule: Rule, trials: Sequence[_Trial]) -> tuple[str, ...]:
    """The papers of the first choice; where each names its own, those of all and the name of the term."""
    first = trials[0].papers
    named = [paper.kind for paper in rule.documents if paper.kind.startswith("{")]
    if not named or all(trial.papers == first for trial in trials):
        return first
    return (*(paper for paper in first if all(paper in trial.papers for trial in trials)), *named)


# -- what is tried ------------------------------------------------------------------------------------


def _flagged(facts: Any) -> list[list[Terms]]:
    return [[{"kind": kind} for kind in facts.gaps]]


def _borne(facts: Any) -> list[list[Terms]]:
    burdens = [{"kind": one.kind, "holder": one.holder} for one in facts.encumbrances]
    return [[{name: value for name, value in burden.items() if value} for burden in burdens]]


def _listed(facts: Any) -> list[list[Terms]]:
    over: list[Terms] = [{"listing": listing} for listing in facts.listings]
    return [over, [{**terms, "cancelled": True} for terms in over]]


def _delegated(facts: Any) -> list[list[Terms]]:
    return [[{"to": officer} for officer in facts.given]]


ON_RECORD: Mapping[str, tuple[str, Callable[[Any], list[list[Terms]]]]] = {
    "close-gap": ("kind", _flagged),
    "release": ("kind", _borne),
    "strike-listing": ("listing", _listed),
    "unbar": ("listing", _listed),
    "end-delegation": ("to", _delegated),
}
"""Acts with a term that names something of the subject's: by verb the term, and what to try."""


def _variants(row: Row, facts: Any) -> list[list[Terms]]:
    """The sets of terms to try: what is on record; each choice of the one term that all turns on; or none."""
    if row.verb in ON_RECORD:
        _term, found = ON_RECORD[row.verb]
        return found(facts)
    turning = {name for alternative in row.origin or () for name in alternative.when}
    if len(row.required) == 1:
        turning |= set(row.required)
    hints = types_of(row) if turning else {}
    for name in sorted(turning):
        if get_origin(hints[name]) is Literal:
            return [[{name: choice} for choice in get_args(hints[name])]]
    return [[{}]]
