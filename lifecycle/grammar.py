"""The grammar of lifecycle definitions: regions, statuses and rows. A definition checks itself at import.

A row says which decision, from which standing, yields which event, and where that event leads. An event's
target never changes: where the outcome differs, there is another event. Only a row marked `inherits`
carries its target in the event's own data (`standing`).
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from domain.event import NOTHING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from domain.event import At, Event

Standing = Mapping[str, str]
"""Region -> status: where a subject stands."""

Statuses = frozenset[str]

BIRTH = "birth"


class BadDefinition(Exception):
    """A lifecycle definition contradicts itself."""


class From(NamedTuple):
    """One way to stand so that a row applies: the statuses allowed by region.

    `when` restricts the alternative to acts with these term values (a ground, a kind); `needs` names terms
    that are optional otherwise and demanded here; `given` restricts it to subjects with these facts.
    """

    standing: Mapping[str, Statuses]
    when: Mapping[str, str] = NOTHING
    needs: tuple[str, ...] = ()
    given: Mapping[str, Any] = NOTHING

    def admits(self, standing: Standing) -> bool:
        """Whether a standing is within the alternative."""
        return all(standing.get(region) in allowed for region, allowed in self.standing.items())

    def applies(self, terms: Mapping[str, Any]) -> bool:
        """Whether the alternative is meant for these terms."""
        return all(terms.get(name) == value for name, value in self.when.items())

    def suits(self, facts: Any) -> bool:
        """Whether the alternative is meant for a subject with these facts."""
        return all(getattr(facts, name, None) == value for name, value in self.given.items())


class Consult(NamedTuple):
    """Another subject whose facts a decision reads: found by a term, or by facts already read.

    `of` is a path from the subject or from another consult (`subject.zone`, `project.party`); empty where a
    person names the key as a term. `standing` is what the table demands of it; `many` finds several by key;
    `born` is False where the stream may not have begun; `spelled` turns what was written into a key, empty
    where it names none of this category; `when` asks for its standing only with these terms; in the regions
    `alike` it stands as the subject does; `descend` names the attribute by which further subjects are found,
    to the last generation; `limit` begins the names of the limits without one of which it is not read at all.
    """

    category: str
    of: str = ""
    standing: Mapping[str, Statuses] = NOTHING
    many: bool = False
    born: bool = True
    spelled: Callable[[str], str] | None = None
    when: Mapping[str, str] = NOTHING
    alike: tuple[str, ...] = ()
    descend: str = ""
    limit: str = ""


@dataclass(frozen=True)
class Row:
    """One line of a lifecycle: an act a person may record, or the inner half of another's act."""

    event: type[Event]
    origin: tuple[From, ...] | None
    target: Standing
    decision: Callable[..., Any] | None = None
    consults: Mapping[str, Consult] = field(default_factory=dict)
    overrides_later: bool = False
    inherits: bool = False

    @cached_property
    def verb(self) -> str:
        """What a person types; empty for an inner row."""
        return self.decision.__name__.replace("_", "-") if self.decision else ""

    @property
    def act(self) -> str:
        """`category.verb`, as it is stored in an act's primary record."""
        return f"{self.event.category}.{self.verb}"

    @property
    def births(self) -> bool:
        """Whether the row begins a stream."""
        return self.origin is None

    @cached_property
    def parameters(self) -> Mapping[str, inspect.Parameter]:
        """The decision's keyword parameters."""
        if self.decision is None:
            return {}
        return dict(list(inspect.signature(self.decision).parameters.items())[1:])

    @cached_property
    def terms(self) -> Mapping[str, inspect.Parameter]:
        """The parameters a person supplies: all but the date, the law's limits and derived subjects."""
        return {
            name: parameter
            for name, parameter in self.parameters.items()
            if name not in SUPPLIED and not (name in self.consults and self.consults[name].of)
        }

    @cached_property
    def limited(self) -> bool:
        """Whether it depends on the law's limits what the row consults."""
        return any(consult.limit for consult in self.consults.values())

    def consulted(self, limits: Mapping[str, int]) -> Mapping[str, Consult]:
        """What the row consults under a law with these limits."""
        return {
            name: consult
            for name, consult in self.consults.items()
            if any(one.startswith(consult.limit) for one in limits) or not consult.limit
        }

    @cached_property
    def required(self) -> tuple[str, ...]:
        """The terms without a default."""
        return tuple(n for n, p in self.terms.items() if p.default is inspect.Parameter.empty)


SUPPLIED = frozenset(
    {
        *("on", "key", "category", "standing", "law", "limits", "started", "counted"),
        *("actor", "under", "known_roles"),
    }
)
"""What the engine supplies: the legal date, the subject's key, category and standing, the law's version and
limits, the due dates that the act starts, and what a deadline named by the act comes to by the calendar that it
cites; who acts, under which event's mandate, and the roles that the law knows."""


def from_(
    when: Mapping[str, str] | None = None, needs: tuple[str, ...] = (), **regions: str | Statuses
) -> From:
    """An alternative: `from_(tenure="free", compliance=SETTLED)`."""
    return From({region: _statuses(allowed) for region, allowed in regions.items()}, when or {}, needs)


def _statuses(given: str | Statuses) -> Statuses:
    return frozenset({given}) if isinstance(given, str) else given


def cited(category: str) -> Callable[[str], str]:
    """Reads the key out of a cause such as `calendar-kz@18`; empty where it cites something else."""

    def key(cause: str) -> str:
        kind, _, rest = cause.partition("-")
        word, at, version = rest.rpartition("@")
        return word if kind == category and at and version.isascii() and version.isdigit() else ""

    return key


BY_CALENDAR = {"calendar": Consult("calendar", of="cause", spelled=cited("calendar"))}
"""What moving a deadline consults: the working calendar, where its cause is a version of one."""


Place = Callable[[str, Any, Mapping[str, Any]], str]
"""Where a subject lies, by its key, its facts, an act's terms: `zone:KEY`, or another `NOUN:KEY` to ask on."""


def nowhere(_key: str, _facts: Any, _terms: Mapping[str, Any]) -> str:
    """The place of what lies in no zone."""
    return ""


def in_own_zone(_key: str, facts: Any, terms: Mapping[str, Any]) -> str:
    """The zone that the facts name, or, before there are any, the act's terms."""
    return f"zone:{facts.zone or terms.get('zone', '')}"


@dataclass(frozen=True)
class Lifecycle:
    """One aggregate: its regions with their statuses in order, its rows, and how its facts are folded.

    `place` says in which zone it lies, for the mandate that an act on it takes.
    """

    category: str
    initial: Any
    evolve: Callable[[Any, Any, At], Any]
    regions: Mapping[str, tuple[str, ...]]
    rows: tuple[Row, ...]
    place: Place = nowhere

    def __post_init__(self) -> None:
        problems = list(self._problems())
        if problems:
            raise BadDefinition(f"{self.category}: " + "; ".join(problems))

    @cached_property
    def by_verb(self) -> Mapping[str, Row]:
        """The rows a person can ask for."""
        return {row.verb: row for row in self.rows if row.verb}

    @cached_property
    def by_event(self) -> Mapping[str, Row]:
        """Every row by its event's stored name."""
        return {row.event.stored: row for row in self.rows}

    def stands(self, standing: Standing, event: Event) -> Standing:
        """The standing after an event."""
        row = self.by_event[event.stored]
        if row.inherits:
            return dict(event.standing)  # type: ignore[attr-defined]
        return {**standing, **row.target} if row.target else standing

    # -- what a definition must satisfy, checked at import -------------------------------------------

    def _problems(self) -> Iterator[str]:
        yield from self._unique()
        for row in self.rows:
            yield from self._row_problems(row)
        for region, statuses in self.regions.items():
            reached = {row.target[region] for row in self.rows if region in row.target}
            for status in set(statuses) - reached:
                yield f"no event leads to {region} {status}"

    def _unique(self) -> Iterator[str]:
        verbs = [row.verb for row in self.rows if row.verb]
        names = [row.event.stored for row in self.rows]
        for word in {w for w in verbs + names if (verbs + names).count(w) > 1}:
            yield f"{word} stands in two rows"

    def _row_problems(self, row: Row) -> Iterator[str]:
        where = row.verb or row.event.__name__
        if row.event.category != self.category:
            yield f"{where}: {row.event.stored} belongs to another category"
        for alternative in row.origin or ():
            for region, allowed in alternative.standing.items():
                for status in allowed - set(self.regions.get(region, ())):
                    yield f"{where}: from unknown {region} {status}"
            named = (*alternative.when, *alternative.needs)
            yield from (f"{where}: no term {name}" for name in named if name not in row.terms)
        for region, status in row.target.items():
            if status not in self.regions.get(region, ()):
                yield f"{where}: to unknown {region} {status}"
        if row.births and not row.inherits and set(row.target) != set(self.regions):
            yield f"{where}: a birth sets every region"
        yield from self._signature_problems(row, where)

    def _signature_problems(self, row: Row, where: str) -> Iterator[str]:
        for name, consult in row.consults.items():
            if name not in row.parameters:
                yield f"{where}: consults {name}, which the decision does not take"
            root = consult.of.partition(".")[0]
            if consult.of and root != "subject" and root not in row.parameters:
                yield f"{where}: {name} is found by {root}, which nothing supplies"
        for name in row.terms:
            if name not in row.event.model_fields:
                yield f"{where}: the event does not hold the term {name}"
