"""Where the acts that a law knows lead to: the standings that can be reached when no other act exists."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from domain.proposal.events import ActProposed
from lifecycle.amending import AMENDING, amending_row
from lifecycle.definitions import NOUNS, lifecycle_of
from lifecycle.regulation import ANY_RECORD

if TYPE_CHECKING:
    from lifecycle.grammar import From, Lifecycle, Row
    from lifecycle.regulation import Regulation

Standing = tuple[tuple[str, str], ...]
"""Region and status, in the order of the regions: a standing that can be a member of a set."""

PROPOSE = "proposal.propose"
"""The one act that nobody types: any act may be proposed."""


def rows() -> Mapping[str, Row]:
    """Every act that a law may have a rule for."""
    typed = {row.act: row for noun in NOUNS for row in lifecycle_of(noun).by_verb.values()}
    amending = {f"{ANY_RECORD}.{verb}": amending_row("plot", verb) for verb in AMENDING}
    return {**typed, **amending, PROPOSE: lifecycle_of("proposal").by_event[ActProposed.stored]}


def act_of(row: Row) -> str:
    """The act that a row is; empty for one that other acts write."""
    return PROPOSE if row.event is ActProposed else row.act if row.verb else ""


Graph = Mapping[Standing, frozenset[Standing]]
"""Each standing that can be reached, and those that one act more leads to."""


class Reach:
    """What can be reached under a law, by category."""

    def __init__(self, law: Regulation) -> None:
        self._law = law
        self._graphs: dict[str, Graph] = {}
        self._straight: dict[str, frozenset[Standing]] = {}
        self._onward: dict[str, frozenset[Standing]] = {}

    @cached_property
    def rows(self) -> Mapping[str, Row]:
        """Every act that there is."""
        return rows()

    def standings(self, category: str) -> Collection[Standing]:
        """Every standing of a category that some run of acts leads to, from the births on."""
        return self._graph(category).keys()

    def straight_after(self, act: str) -> frozenset[Standing]:
        """Every standing that an act itself leads to."""
        if act not in self._straight:
            row = self.rows[act]
            lifecycle = lifecycle_of(row.event.category)
            graph = self._graph(lifecycle.category)
            self._straight[act] = frozenset(
                {_frozen(lifecycle, row.target)}
                if row.births
                else {_moved(s, row) for s in graph if self._admits(row, dict(s))}
            )
        return self._straight[act]

    def after(self, act: str) -> frozenset[Standing]:
        """Every standing that can be reached once an act was done."""
        if act not in self._onward:
            graph = self._graph(self.rows[act].event.category)
            self._onward[act] = _closed(graph, self.straight_after(act))
        return self._onward[act]

    def admitted(self, act: str, standings: Iterable[Standing]) -> bool:
        """Whether the table lets an act be done from one of these standings; a birth from none."""
        row = self.rows[act]
        return any(self._admits(row, dict(standing)) for standing in standings)

    def _graph(self, category: str) -> Graph:
        if category not in self._graphs:
            self._graphs[category] = self._drawn(lifecycle_of(category))
        return self._graphs[category]

    def _drawn(self, lifecycle: Lifecycle) -> Graph:
        known = list(self._available(lifecycle))
        movers = [row for row in known if row.target and not row.births]
        ahead = [_frozen(lifecycle, row.target) for row in known if row.births and not row.inherits]
        graph: dict[Standing, frozenset[Standing]] = {}
        while ahead:
            standing = ahead.pop()
            if standing not in graph:
                stands = dict(standing)
                after = frozenset(_moved(standing, row) for row in movers if self._admits(row, stands))
                graph[standing] = after
                ahead += after
        return graph

    def _admits(self, row: Row, standing: Mapping[str, str]) -> bool:
        return any(way.admits(standing) for way in row.origin or () if self._open(row, way))

    def _open(self, row: Row, way: From) -> bool:
        """Whether the law knows the values that a way is meant for."""
        if not way.when:
            return True
        rule = self._law.rules.get(act_of(row))
        choices = rule.choices if rule else {}
        return all(value in choices.get(name, (value,)) for name, value in way.when.items())

    def _available(self, lifecycle: Lifecycle) -> Iterator[Row]:
        """The rows that a law brings about.

        What other acts write counts where nothing else leads there: for the rest, the act itself is asked for.
        """
        typed = {pair for row in lifecycle.rows if act_of(row) for pair in row.target.items()}
        for row in lifecycle.rows:
            act = act_of(row)
            if act in self._law.rules if act else typed.isdisjoint(row.target.items()):
                yield row


def _closed(graph: Graph, begun: Iterable[Standing]) -> frozenset[Standing]:
    reached: set[Standing] = set()
    ahead = list(begun)
    while ahead:
        standing = ahead.pop()
        if standing not in reached:
            reached.add(standing)
            ahead += graph[standing]
    return frozenset(reached)


def _frozen(lifecycle: Lifecycle, standing: Mapping[str, str]) -> Standing:
    return tuple((region, standing[region]) for region in lifecycle.regions)


def _moved(standing: Standing, row: Row) -> Standing:
    return tuple((region, row.target.get(region, status)) for region, status in standing)
