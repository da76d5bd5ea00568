"""Holders: whether two held one plot at one legal instant. Folded from the log alone, not decided."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from domain.identifiers import normalised
from domain.plot.events import HoldingRecognised, PlotAllocated, PlotReassigned
from domain.project.events import PlotGranted, PlotLost
from lifecycle.conformance.deviation import DOUBLE_HOLDER, Deviation, at
from lifecycle.definitions.plot.standing import HOLD
from lifecycle.record import stream_name

if TYPE_CHECKING:
    from lifecycle.case import Case
    from lifecycle.conformance.bench import Bench
    from lifecycle.record import Record

GRANTS = (PlotAllocated, PlotReassigned, HoldingRecognised)
HELD_ALREADY, OFF_THE_REGISTER = "held-already", "off-the-register"
SAME_NUMBER, TWO_PROJECTS, WITH_ITS_PARENT = "same-number", "two-projects", "with-its-parent"
CLAIMED = "recorded-claim"


def live(case: Case) -> bool:
    """Whether a plot is on the register."""
    return case.standing.get("record") == "registered"


def held(case: Case) -> bool:
    """Whether a plot is on the register and somebody holds it."""
    return live(case) and case.standing.get("tenure") in HOLD and case.facts.held


class Holders:
    """Who holds what, act by act in legal order."""

    def __init__(self) -> None:
        self._numbers: dict[str, set[str]] = {}
        self._projects: dict[str, dict[str, Record]] = {}
        self._told: set[tuple[str, ...]] = set()
        self._claims: dict[str, dict[str, Record]] = {}

    def saw(self, record: Record, before: Case, after: Case) -> Iterator[Deviation]:
        """Take in a record: a grant of what somebody holds already, or of what is on no register."""
        event = record.event
        if isinstance(event, GRANTS):
            if held(before):
                since = {"holder": before.facts.party, "since": before.facts.grant}
                yield at(record, DOUBLE_HOLDER, HELD_ALREADY, party=event.party, **since)
            elif not live(before):
                yield at(record, DOUBLE_HOLDER, OFF_THE_REGISTER, party=event.party)
        elif isinstance(event, PlotGranted):
            self._projects.setdefault(event.plot, {})[record.key] = record
        elif isinstance(event, PlotLost):
            self._projects.get(event.plot, {}).pop(record.key, None)
        if record.category == "plot":
            self._renumber(before, after)
            self._claim(record, before, after)

    def _claim(self, record: Record, before: Case, after: Case) -> None:
        """Take in who else says to hold a plot, from the record that says so to the one that settles it."""
        rivals, known = after.facts.rivals, self._claims.pop(record.stream, {})
        if rivals:
            named = {party: known.get(party, record) for party in rivals}
            self._claims[record.stream] = {
                p: r for p, r in named.items() if p in known or p not in before.facts.rivals
            }

    def _renumber(self, before: Case, after: Case) -> None:
        was = normalised(before.facts.number) if live(before) and before.facts.number else ""
        now = normalised(after.facts.number) if live(after) and after.facts.number else ""
        if was != now:
            self._numbers.get(was, set()).discard(after.key)
            if now:
                self._numbers.setdefault(now, set()).add(after.key)

    def after(self, records: Sequence[Record], bench: Bench) -> Iterator[Deviation]:
        """What stands so once an act is done: one number on two held plots, one plot under two projects."""
        for record in records:
            if record.category == "plot":
                yield from self._beside(record, bench)
            elif isinstance(record.event, PlotGranted):
                projects = self._projects[record.event.plot]
                if len(projects) > 1 and self._once(TWO_PROJECTS, record.event.plot, *sorted(projects)):
                    found = at(record, DOUBLE_HOLDER, TWO_PROJECTS, projects=tuple(sorted(projects)))
                    yield found._replace(plots=(record.event.plot,))

    def _beside(self, record: Record, bench: Bench) -> Iterator[Deviation]:
        case = bench.case(record.stream)
        if not held(case):
            return
        others = self._numbers.get(normalised(case.facts.number), set()) if case.facts.number else set()
        for other in sorted(others - {case.key}):
            if self._against(SAME_NUMBER, case, bench.case(stream_name("plot", other))):
                both = {"other": other, "number": case.facts.number}
                found = at(record, DOUBLE_HOLDER, SAME_NUMBER, **both)
                yield found._replace(plots=(record.key, other))
        for parent in getattr(record.event, "parents", ()):
            if self._against(WITH_ITS_PARENT, case, bench.case(stream_name("plot", parent))):
                found = at(record, DOUBLE_HOLDER, WITH_ITS_PARENT, other=parent)
                yield found._replace(plots=(record.key, parent))

    def open(self, bench: Bench) -> Iterator[Deviation]:
        """Land that somebody holds and another one claims on record, while the dispute lasts."""
        for stream, claims in self._claims.items():
            case = bench.case(stream)
            for party, record in sorted(claims.items()):
                if held(case) and party != case.facts.party:
                    yield at(record, DOUBLE_HOLDER, CLAIMED, party=party, holder=case.facts.party)

    def _against(self, problem: str, one: Case, other: Case) -> bool:
        return held(other) and self._once(problem, *sorted((one.key, other.key)))

    def _once(self, *what: str) -> bool:
        new = what not in self._told
        self._told.add(what)
        return new
