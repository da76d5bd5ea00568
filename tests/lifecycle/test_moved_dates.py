"""Corrections that move an act past their own day: what is decided next knows of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from domain import refusals as r
from lifecycle.command import Command
from lifecycle.dependents import IMPOSSIBLE, dependents
from lifecycle.handling import Engine
from lifecycle.play import Stopped, play
from tests.lifecycle.acts import command, do, register_plot
from tests.lifecycle.proposals import a_day_passes
from tests.lifecycle.story import contracted, opened

MOVED = command("plot.correct", "P-1", "2022-01-01", target="plot-P-1@2", changes={}, moved_to=date(2023, 1, 1))
AGAIN = command("plot.allocate", "P-1", "2025-12-01", project="B")


@pytest.fixture
def allocated(engine: Engine) -> Engine:
    """P-1 allocated to A in 2021, by an engine that remembers it."""
    opened(engine, "INV-A", "INV-B")
    contracted(engine, "A", "INV-A")
    contracted(engine, "B", "INV-B")
    register_plot(engine, "P-1", m2=1_000)
    do(engine, "plot.allocate", "P-1", "2021-01-01", project="A")
    a_day_passes(engine)
    return engine


def one_by_one(engine: Engine, *acts: Command) -> None:
    for act in acts:
        engine.handle(act)


def in_one_play(engine: Engine, *acts: Command) -> None:
    try:
        play(engine, acts)
    except Stopped as stopped:
        raise stopped.__cause__ or stopped from stopped


@pytest.mark.parametrize("run", [one_by_one, in_one_play])
def test_a_plot_whose_grant_is_moved_past_the_day_of_its_correction_is_not_granted_twice(
    allocated: Engine, run: Callable[..., None]
) -> None:
    with pytest.raises(r.WrongStatus):
        run(allocated, MOVED, AGAIN)


@pytest.mark.parametrize(("target", "free"), [("plot-P-1@2", True), ("plot-P-1@3", False)])
def test_what_a_void_takes_back_is_known_to_what_is_decided_next(
    allocated: Engine, target: str, *, free: bool
) -> None:
    allocated.handle(MOVED)
    a_day_passes(allocated)
    do(allocated, "plot.void", "P-1", "2020-06-01", target=target)
    if free:
        allocated.handle(AGAIN)
    else:
        with pytest.raises(r.WrongStatus):
            allocated.handle(AGAIN)


def test_what_was_decided_before_the_moved_act_was_recorded_is_told_too(allocated: Engine) -> None:
    register_plot(allocated, "P-2", m2=1_000)
    do(allocated, "plot.reserve", "P-2", "2021-05-01", project="B", until=date(2021, 12, 1))
    a_day_passes(allocated)
    done = do(allocated, "project.terminate", "B", "2021-06-01", ground="agreement")
    ended = f"{done.stream}@{done.version}"
    a_day_passes(allocated)
    do(allocated, "project.correct", "B", "2022-01-01", target=ended, changes={}, moved_to=date(2021, 4, 1))
    found = {one.primary.ref: one.outcome for one in dependents(allocated.log, f"project-B@{done.version + 1}")}
    assert found == {"plot-P-2@2": IMPOSSIBLE}
