"""The laws that hold whatever is corrected and voided: the invariants, and a void as if nothing had been."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.refusals import Refused
from lifecycle.case import Case
from lifecycle.errors import Misused, NotFound
from lifecycle.handling import Done, Engine
from lifecycle.record import Record
from lifecycle.redeciding import World
from lifecycle.settling import settled
from tests.lifecycle.acts import do
from tests.lifecycle.test_laws import (
    a_zone_at_work,
    areas_are_conserved,
    cases_of,
    every_number_is_live_once,
    every_plot_has_at_most_one_holder_and_both_sides_agree,
    play,
    some_day,
)

LATER = "2026-01-12"
RIGHT: dict[str, list[Any]] = {
    "area_m2": [5_000, 10_000, 15_000, 40_000],
    "purpose": ["logistics", "industry"],
    "until": ["2029-01-01", "2035-01-01"],
    "ground": ["agreement", "released", "bankruptcy"],
    "reason": ["as found in the archive", None],
}

rngs = st.integers(0, 2**32).map(Random)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("amended")


def own_records(engine: Engine) -> list[Record]:
    return [r for r in engine.log.scan() if str(r.body.get("act", "")).startswith("plot.")]


def amend(engine: Engine, rng: Random) -> Done | None:
    """Void or correct some act on a plot, if that may be; what came of it."""
    target = rng.choice(own_records(engine))
    if rng.random() < 0.5:
        with suppress(Refused, Misused, NotFound):
            return do(engine, "plot.void", target.key, LATER, target=target.ref)
        return None
    fields = [name for name in RIGHT if name in type(target.event).model_fields]
    changes = {name: rng.choice(RIGHT[name]) for name in rng.sample(fields, rng.randint(0, len(fields)))}
    moved = {"moved_to": some_day(rng)} if rng.random() < 0.4 else {}
    with suppress(Refused, Misused, NotFound):
        return do(engine, "plot.correct", target.key, LATER, target=target.ref, changes=changes, **moved)
    return None


def stand(engine: Engine) -> dict[str, Case]:
    cases = {stream: case._replace(version=0) for stream, case in cases_of(engine).items()}
    return {stream: case for stream, case in cases.items() if case.facts != case.lifecycle.initial}


@settings(max_examples=25, deadline=None)
@given(rng=rngs, steps=st.integers(10, 30))
def test_whatever_is_corrected_and_voided_the_invariants_hold(folder: Path, rng: Random, steps: int) -> None:
    engine = a_zone_at_work(folder)
    for name in ("C", "D", "E"):
        play(engine, rng, steps, backdated=True, name=name)
        for _time in range(6):
            if own_records(engine):
                amend(engine, rng)
    cases = cases_of(engine)
    areas_are_conserved(cases)
    every_plot_has_at_most_one_holder_and_both_sides_agree(cases)
    every_number_is_live_once(cases)
    engine.log.close()


@settings(max_examples=15, deadline=None)
@given(rng=rngs, steps=st.integers(5, 25))
def test_a_voided_act_leaves_everything_as_if_it_had_never_been(folder: Path, rng: Random, steps: int) -> None:
    engine = a_zone_at_work(folder)
    play(engine, rng, steps)
    before = stand(engine)
    for done in reversed([d for d in (amend(engine, rng), *_acts(engine, rng)) if d is not None and d.events]):
        subject = done.events[0]["event"]
        noun, _, key = subject.rpartition("@")[0].partition("-")
        if done.events[0]["type"].endswith("RecordVoided@1"):
            return  # a void is final
        do(engine, f"{noun}.void", key, LATER, target=subject)
    after = stand(engine)
    assert _without_proposals(after) == _without_proposals(before)
    engine.log.close()


def _acts(engine: Engine, rng: Random) -> list[Done]:
    done = []
    for number in range(3):
        area = rng.choice([5_000, 10_000])
        with suppress(Refused):
            done.append(
                do(
                    engine, "plot.register", f"N-{number}", "2025-01-01",
                    zone="KHG", area_m2=area, cadastral_number=f"9-9-{number}", purpose="industry",
                )
            )  # fmt: skip
            done.append(do(engine, "plot.allocate", f"N-{number}", "2025-02-01", project="A"))
    return done


def _without_proposals(cases: dict[str, Case]) -> dict[str, Case]:
    return {stream: case for stream, case in cases.items() if case.category != "proposal"}


@settings(max_examples=10, deadline=None)
@given(rng=rngs, steps=st.integers(10, 25))
def test_every_act_that_stands_would_be_decided_the_same_again(folder: Path, rng: Random, steps: int) -> None:
    """Of what only plots write: an act that merely read another subject is told of as a finding."""
    engine = a_zone_at_work(folder)
    play(engine, rng, steps, backdated=True)
    for _time in range(6):
        amend(engine, rng)
    world = World(engine.log)
    commands = {r.command for r in engine.log.scan() if r.body.get("act") == "plot.sign-lease"}
    for act in world.acts(commands):
        assert world.otherwise(act) is None
    engine.log.close()


def test_a_settled_history_is_settled(folder: Path) -> None:
    engine = a_zone_at_work(folder)
    rng = Random(7)  # noqa: S311
    play(engine, rng, 30, backdated=True)
    for _time in range(8):
        amend(engine, rng)
    streams = engine.log.streams_from(0, upto=engine.log.position())
    for records in engine.log.read(streams).values():
        once = settled(records)
        assert settled(once) == once
        assert settled(once, as_of=date(2020, 1, 1)) == settled(records, as_of=date(2020, 1, 1))
    engine.log.close()
