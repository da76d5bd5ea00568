"""The question that a decision answers: all that it depends on, and what it comes to. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from domain.corrections import Amendment
from domain.event import Touch
from lifecycle.case import Case

if TYPE_CHECKING:
    from lifecycle.authority import Authority
    from lifecycle.command import Command
    from lifecycle.grammar import Row
    from lifecycle.record import Due
    from lifecycle.regulation import Regulation
    from lifecycle.rule import Rule

Cases = Mapping[str, "Case | Mapping[str, Case]"]
"""What a row consults, by parameter: one case, or several by key."""


PROPOSED = "?"
"""Instead of the name of a second officer: the act is put before one."""


class Question(NamedTuple):
    """All that a decision depends on.

    `calendar` is the case of the working calendar where a deadline counts by one. `authority` is under which
    mandate the officer acts; None where an act is decided again in thought. `confirmed` names the second
    officer who confirms the act, or says that it is only proposed. `counted` is what a deadline that the act
    names comes to by the calendar version that it cites.
    """

    row: Row
    command: Command
    on: date
    law: Regulation
    subject: Case
    consulted: Cases
    calendar: Case | None = None
    authority: Authority | None = None
    confirmed: str = ""
    counted: date | None = None

    @property
    def second(self) -> str:
        """The second officer who confirms the act, if one does."""
        return "" if self.confirmed == PROPOSED else self.confirmed

    @property
    def amends(self) -> bool:
        """Whether it sets an earlier act right or takes it back: what comes of it may be of a later day."""
        return issubclass(self.row.event, Amendment)

    @property
    def rule(self) -> Rule:
        """What the law in force says of the act."""
        return self.law.rule(self.command.act)

    def consulted_cases(self) -> Iterator[Case]:
        """Every case consulted, one by one: of other subjects, the calendar, the officers."""
        for name in self.consulted:
            yield from self.cases_of(name)
        if self.calendar is not None:
            yield self.calendar
        if self.authority is not None:
            yield from self.authority.consulted

    def cases_of(self, name: str) -> Iterable[Case]:
        """The cases consulted under one parameter: none, one or several."""
        found = self.consulted.get(name, {})
        return [found] if isinstance(found, Case) else found.values()


class Circumstances(NamedTuple):
    """What the law's conditions are read against: the act's terms, whether a subject is consulted, facts."""

    question: Question

    def get(self, name: str) -> Any:
        """A term's value, given or by default; whether the act consults such a subject; a subject's fact."""
        question = self.question
        if name in question.command.terms:
            return question.command.terms[name]
        if name in question.row.terms:
            return None if name in question.row.required else question.row.terms[name].default
        if name in question.row.consults:
            return any(True for _ in question.cases_of(name))
        return getattr(question.subject.facts, name, None)


class Decision(NamedTuple):
    """What was decided: the primary event first, touched events after it, the deadlines they start.

    `request` is what was asked for, where that is not the act itself: to propose or to approve it.
    """

    question: Question
    events: tuple[Touch, ...]
    due: tuple[Due, ...]
    request: Command | None = None
