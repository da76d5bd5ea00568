"""The laws that hold whatever is asked, in whatever order: invariants over every stream of a zone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.refusals import Refused, SecondOfficerNeeded
from domain.values import Part
from lifecycle.case import Case, fold
from lifecycle.clock import SetClock
from lifecycle.command import Command
from lifecycle.confirming import proposal_key
from lifecycle.definitions import lifecycle_of
from lifecycle.errors import Misused, NotFound
from lifecycle.handling import Done, Engine
from lifecycle.settling import settled
from lifecycle.store import open_log
from tests.lifecycle.acts import SECOND_OFFICER, command, do, found_zone, with_officers
from tests.lifecycle.story import contracted

HOLD = {"allocated", "leased", "held", "owned"}
ROUNDS = count(1)
ZONE_M2 = 60_000

PLOTS = [f"P-{n}" for n in range(1, 7)]
PARTIES = ["INV-A", "INV-B"]
PROJECTS = ["A", "B"]
OFTEN = {"allocate", "reassign", "sign-lease", "hand-over", "split", "clear-right", "open-reclaim"}
ENDING = {"annul", "exclude", "annul-grant"}

Choose = Callable[[Random], Any]


def one(*values: Any) -> Choose:
    return lambda rng: rng.choice(values)


def some_day(rng: Random) -> date:
    return date(2016, 1, 1) + timedelta(rng.randrange(3650))


def halves(rng: Random) -> tuple[Part, ...]:
    return tuple(Part(key=rng.choice(PLOTS), area_m2=rng.choice([5_000, 10_000])) for _ in range(2))


TERMS: dict[str, dict[str, Choose]] = {
    "register": {
        "zone": one("KHG"), "area_m2": one(10_000, 20_000), "purpose": one("industry"),
        "cadastral_number": one("1-1", "1-2", "1-3", "1-4", "1-5"),
    },
    "recognise": {"party": one(*PARTIES), "project": one(None, *PROJECTS), "granted_on": one(None)},
    "correct-number": {"cadastral_number": one("1-1", "1-6")},
    "assign-number": {"cadastral_number": one("1-1", "1-7")},
    "split": {"into": halves},
    "merge": {"into": one(*PLOTS), "others": lambda rng: (rng.choice(PLOTS),)},
    "reserve": {"project": one(*PROJECTS), "until": some_day},
    "lapse-reservation": {"ground": one("released")},
    "allocate": {"project": one(*PROJECTS)},
    "reassign": {"project": one(*PROJECTS)},
    "sign-lease": {"until": one(date(2030, 1, 1))},
    "extend-lease": {"until": one(date(2031, 1, 1))},
    "transfer": {"party": one(*PARTIES), "project": one(None, *PROJECTS)},
    "revoke-allocation": {"ground": one("agreement")},
    "terminate-lease": {"ground": one("bankruptcy")},
    "issue-prescription": {"violation": one("non-use", "other")},
    "open-reclaim": {"ground": one("contract", "court", "state-needs")},
    "reclaim": {"buildings": one(None, "demolished")},
    "record-unmet": {"obligations": one((), ("A-1",), ("B-1",))},
    "record-claim": {"party": one(*PARTIES)},
    "close-case": {"ground": one("withdrawn")},
    "encumber": {"kind": one("pledge", "arrest")},
    "release": {"kind": one("pledge", "arrest")},
    "exclude-time": {"from_on": some_day, "to_on": some_day, "ground": one("no-utility")},
    "restore-possession": {"party": one(*PARTIES), "project": one(None, *PROJECTS)},
    "restore-grant": {"party": one(*PARTIES), "project": one(None, *PROJECTS)},
}  # fmt: skip
ROWS = [r for r in lifecycle_of("plot").rows if r.verb and set(r.required) <= set(TERMS.get(r.verb, {}))]


def likely(engine: Engine, plot: str, on: date, rng: Random) -> str:
    """A verb that the table allows where the plot stands, or seldom any: else nearly all would be refused."""
    case = engine.desk().cases([f"plot-{plot}"], on)[f"plot-{plot}"]
    if not case.born:
        return "register"
    if rng.random() < 0.1:
        return rng.choice(ROWS).verb
    allowed = [r.verb for r in ROWS if r.origin and any(a.admits(case.standing) for a in r.origin)]
    often = [verb for verb in allowed if verb in OFTEN]
    return rng.choice(
        often if often and rng.random() < 0.5 else [v for v in allowed if v not in ENDING] or ["annul"]
    )


def carried_out(engine: Engine, request: Command) -> Iterator[tuple[Command, Done]]:
    """What is asked of the engine for an act: the act, or that it be proposed and approved."""
    try:
        yield request, engine.handle(request)
    except SecondOfficerNeeded:
        proposing = replace(request, propose=True)
        yield proposing, engine.handle(proposing)
        approving = Command("proposal", "approve", proposal_key(request.command_id), actor=SECOND_OFFICER)
        approving = approving.named(f"{request.command_id}-approved")
        yield approving, engine.handle(approving)


def play(
    engine: Engine, rng: Random, steps: int, *, backdated: bool = False, name: str = "C"
) -> list[tuple[Command, Done]]:
    """Ask for acts as the story goes, most of them possible; the ones that were carried out."""
    done: list[tuple[Command, Done]] = []
    on = date(2016, 1, 1)
    for number in range(steps):
        on = min(on + timedelta(rng.choice([0, 1, 30, 200])), date(2026, 1, 1))
        plot = rng.choice(PLOTS)
        verb = likely(engine, plot, on, rng)
        terms = {name: choose(rng) for name, choose in TERMS.get(verb, {}).items()}
        terms = {name: value for name, value in terms.items() if value is not None}
        day = some_day(rng) if backdated and rng.random() < 0.25 else on
        request = command(f"plot.{verb}", plot, day.isoformat(), **terms).named(f"{name}-{number}")
        with suppress(Refused, Misused, NotFound):
            done.extend(carried_out(engine, request))
    return done


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("laws")


def a_zone_at_work(folder: Path) -> Engine:
    log = open_log(str(folder / f"{next(ROUNDS)}.db"))
    engine = with_officers(Engine(log, SetClock(datetime(2026, 1, 16, tzinfo=UTC))))
    found_zone(engine, area_m2=ZONE_M2)
    for party, project in (("INV-A", "A"), ("INV-B", "B")):
        do(engine, "party.register", party, "2015-02-01", name=party)
        contracted(engine, project, party, "2015-12-01")
    return engine


def cases_of(engine: Engine) -> Mapping[str, Case]:
    streams = engine.log.streams_from(0, upto=engine.log.position())
    return engine.desk().cases(streams, date(2026, 1, 16))


def of(cases: Mapping[str, Case], category: str) -> list[Case]:
    return [case for case in cases.values() if case.category == category and case.exists]


def areas_are_conserved(cases: Mapping[str, Case]) -> None:
    live = [c.facts for c in of(cases, "plot") if c.standing["record"] == "registered"]
    taken = sum(plot.area_m2 for plot in live if not plot.premises)
    assert taken <= ZONE_M2
    assert taken == sum(case.facts.taken_m2 for case in of(cases, "land"))


def every_plot_has_at_most_one_holder_and_both_sides_agree(cases: Mapping[str, Case]) -> None:
    holders: dict[str, set[str]] = {}
    for project in of(cases, "project"):
        for plot in project.facts.plots:
            holders.setdefault(plot, set()).add(f"project {project.key}")
    for party in of(cases, "party"):
        for plot in party.facts.holdings:
            holders.setdefault(plot, set()).add(f"party {party.key}")
    for case in of(cases, "plot"):
        plot = case.facts
        expected = (
            {f"project {plot.project}"} if plot.project else {f"party {plot.party}"} if plot.party else set()
        )
        assert holders.get(case.key, set()) == expected
        held = case.standing["record"] == "registered" and case.standing["tenure"] in HOLD
        assert bool(plot.party) == held


def every_number_is_live_once(cases: Mapping[str, Case]) -> None:
    borne = {number.facts.plot: number.key for number in of(cases, "number") if number.facts.plot}
    assert borne == {case.key: case.facts.number for case in of(cases, "plot") if case.facts.number}


rngs = st.integers(0, 2**32).map(Random)


@settings(max_examples=40, deadline=None)
@given(rng=rngs, steps=st.integers(20, 60), backdated=st.booleans())
def test_whatever_is_asked_of_plots_the_invariants_hold(
    folder: Path, rng: Random, steps: int, *, backdated: bool
) -> None:
    engine = a_zone_at_work(folder)
    play(engine, rng, steps, backdated=backdated)
    cases = cases_of(engine)
    areas_are_conserved(cases)
    every_plot_has_at_most_one_holder_and_both_sides_agree(cases)
    every_number_is_live_once(cases)
    engine.log.close()


@settings(max_examples=15, deadline=None)
@given(rng=rngs, steps=st.integers(5, 20))
def test_repetition_of_commands_changes_nothing(folder: Path, rng: Random, steps: int) -> None:
    engine = a_zone_at_work(folder)
    done = play(engine, rng, steps)
    position = engine.log.position()
    for request, first in done:
        again = engine.handle(request) if first.events else first
        assert again.events == first.events
        assert again.appended.repeated == bool(first.events)
    assert engine.log.position() == position
    engine.log.close()


@settings(max_examples=15, deadline=None)
@given(rng=rngs, steps=st.integers(10, 40))
def test_every_history_folds_whatever_part_of_it_was_known(folder: Path, rng: Random, steps: int) -> None:
    engine = a_zone_at_work(folder)
    play(engine, rng, steps, backdated=True)
    known = rng.randint(1, engine.log.position())
    streams = engine.log.streams_from(0, upto=engine.log.position())
    for stream, records in engine.log.read(streams).items():
        case = fold(stream, settled([r for r in records if r.position <= known]))
        assert set(case.standing) <= set(case.lifecycle.regions)
    engine.log.close()


def test_the_acts_asked_for_are_more_than_refusals(folder: Path) -> None:
    recorded: Counter[str] = Counter()
    for seed in range(12):
        engine = a_zone_at_work(folder)
        acts = [done.events[0]["type"] for _, done in play(engine, Random(seed), 60) if done.events]  # noqa: S311
        recorded.update(act for act in acts if not act.startswith("proposal."))
        engine.log.close()
    assert len(recorded) > 30, recorded
    assert sum(recorded.values()) > 150
