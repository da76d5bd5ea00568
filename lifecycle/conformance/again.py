"""Again: one stored act, decided anew in its place under its own law, or under another edition."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from domain.corrections import Amendment
from domain.refusals import Refused, UnknownToLaw
from lifecycle.asking import law_for, question, row_of
from lifecycle.authority import Authority, authority_of
from lifecycle.command import PROPOSAL, Command, Document
from lifecycle.conformance.deviation import Deviation, at
from lifecycle.decider import all_objections, cited, decide, objections
from lifecycle.definitions import NOUNS
from lifecycle.drafting import drafts, written_by
from lifecycle.errors import LifecycleError, Misused
from lifecycle.question import PROPOSED, Circumstances, Question
from lifecycle.redeciding import as_asked
from lifecycle.regulation import BadRegulation, Regulation, stamped
from lifecycle.rule import alternatives

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lifecycle.conformance.bench import Bench
    from lifecycle.grammar import Row
    from lifecycle.record import Draft, Record
    from lifecycle.rule import Rule


@dataclass
class Again:
    """A stored act and all that it is looked at against.

    `law` is the edition it is decided under: the one stamped on it, or `instead` where one is named. `asked` is
    the question as it was put, authority and papers aside; `failed` what stands in the way of putting it.
    """

    records: Sequence[Record]
    bench: Bench
    instead: Regulation | None = None
    failed: Refused | LifecycleError | None = field(default=None, init=False)

    @property
    def primary(self) -> Record:
        """The act's own record, which holds who did it, on which papers, with which terms."""
        return self.records[0]

    @cached_property
    def on(self) -> date:
        """The legal date."""
        return date.fromisoformat(self.primary.effective_on)

    @cached_property
    def row(self) -> Row | None:
        """The line of the table; None for what founds a store or puts an act forward."""
        noun, _, verb = str(self.primary.body["act"]).partition(".")
        if noun not in NOUNS:
            return None
        try:
            return row_of(Command(noun, verb, self.primary.key))
        except Misused:
            return None

    @cached_property
    def stamped(self) -> Regulation | None:
        """The edition stamped on the act; None where there is none, or one that this program does not have."""
        try:
            return stamped(self.primary.body.get("regulation", ""))
        except BadRegulation:
            return None

    @cached_property
    def law(self) -> Regulation:
        """The edition that the act is held against."""
        if self.instead is not None:
            return self.instead
        return self.stamped or law_for(self.bench.case(self.primary.stream), self.on, self.bench.family)

    @cached_property
    def command(self) -> Command:
        """The request, as it was put."""
        asked = as_asked(self.primary)
        # A term given as nothing at all is stored as nothing.
        named = {name: getattr(self.primary.event, name) for name in row_of(asked).required}
        return replace(asked, terms={**named, **asked.terms}, actor=self.primary.body.get("actor", ""))

    @property
    def second(self) -> str:
        """The officer who confirmed the act, if one did."""
        return str(self.primary.body.get("second", ""))

    @property
    def rule(self) -> Rule:
        """What the law says of the act. Refuses one that the law does not know."""
        return self.law.rule(self.command.act)

    @cached_property
    def asked(self) -> Question:
        """The question as it was put; with the subject alone where what it consults is not there."""
        confirmed = self.second or PROPOSED
        try:
            return question(self.command, self.bench, self.on, confirmed=confirmed, law=self.law)
        except (Refused, LifecycleError) as error:
            self.failed = error
        assert self.row is not None  # noqa: S101 - only acts of the table are asked about
        subject = self.bench.case(self.primary.stream)
        bare = Question(self.row, self.command, self.on, self.law, subject, {}, confirmed=confirmed)
        return bare._replace(authority=authority_of(self.command, self.law, subject, self.bench))

    @cached_property
    def circumstances(self) -> Circumstances:
        """What the law's conditions are read against."""
        return Circumstances(self.asked)

    @cached_property
    def lawful(self) -> Question:
        """The same question by who may ask it, with every paper the law demands: what is left are the facts."""
        brought = {alternatives(paper)[0] for paper in self.rule.papers(self.circumstances)}
        command = replace(self.command, documents=tuple(Document(kind) for kind in sorted(brought)), gaps=())
        under = self.asked.authority.mandate if self.asked.authority else ""
        return self.asked._replace(command=command, authority=Authority(under))

    @cached_property
    def refusals(self) -> tuple[Refused | LifecycleError, ...]:
        """Everything but papers and mandates that refuses the act in its place."""
        if isinstance(self.primary.event, Amendment):
            return ()
        lawful = self.lawful
        if self.failed is not None:
            return (self.failed,)
        try:
            found = list(objections(lawful))
            if found:
                return _with_the_facts(lawful, found)
            self.written = self._drafts(lawful)
        except (Refused, LifecycleError) as error:
            return (error,)
        except KeyError:
            # An edition that was never meant for such an act sets it no limits and no terms.
            if self.instead is None:
                raise
            return (UnknownToLaw(self.command.act, self.law.stamp),)
        return ()

    written: Sequence[Draft] | None = field(default=None, init=False)
    """What the act would write; None before its refusals were asked for, and where there are any."""

    def _drafts(self, lawful: Question) -> list[Draft]:
        decision = decide(lawful)
        if not decision.events:
            return []
        return drafts(decision, self.bench.cases(written_by(decision), self.on))[0]

    @property
    def own_records(self) -> list[Record]:
        """The records that the act itself wrote.

        Without the proposal that was approved by it, and what it said of later acts as it was recorded late.
        """
        beside = (r.category == PROPOSAL or isinstance(r.event, Amendment) for r in self.records)
        return [r for r, aside in zip(self.records, beside, strict=True) if not aside or r is self.primary]

    def deviation(self, kind: str, problem: str, **values: Any) -> Deviation:
        """A deviation of the act, with the article it rests on."""
        rule = self.law.rules.get(self.primary.body["act"])
        return at(self.primary, kind, problem, **values)._replace(
            basis=rule.basis if rule else "",
            plots=tuple(dict.fromkeys(r.key for r in self.records if r.category == "plot")),
        )


def _with_the_facts(lawful: Question, found: Sequence[Refused]) -> tuple[Refused, ...]:
    """All that stands against an act; without the facts where they are so far off that none can be weighed."""
    try:
        return tuple(all_objections(lawful))
    except (TypeError, KeyError, AttributeError, LifecycleError):
        return tuple(cited(one, lawful) for one in found)
