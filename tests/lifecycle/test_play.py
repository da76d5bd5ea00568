"""Playing many acts: each on the ones before it, in whole batches, under every rule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from domain import refusals as r
from lifecycle.clock import SetClock
from lifecycle.command import Command
from lifecycle.confirming import proposal_key
from lifecycle.errors import Conflict, Misused, NotFound
from lifecycle.handling import Engine
from lifecycle.play import Played, Stopped, play
from lifecycle.store.log import Act, Appended
from lifecycle.store.sqlite import SqliteLog
from tests.lifecycle.acts import FOUNDED, SECOND_OFFICER, command, do, with_officers
from tests.lifecycle.story import facts

ZONE = {
    "name": "Khorgos",
    "kind": "sez",
    "region": "Zhetisu",
    "area_m2": 30_000,
    "allocatable_m2": 30_000,
    "term_ends_on": date(2040, 12, 31),
}


def plot(key: str, on: str, m2: int = 10_000) -> Command:
    number = f"03-046-{key}"
    return command(
        "plot.register", key, on, zone="KHG", area_m2=m2, cadastral_number=number, purpose="industry"
    )


def zone_and(*commands: Command) -> list[Command]:
    """A zone of three hectares and acts in it, each under an id of its own."""
    every = [command("zone.establish", "KHG", "2015-01-01", **ZONE), *commands]
    return [one.named(f"act-{number}") for number, one in enumerate(every, start=1)]


PLOTS = zone_and(*(plot(f"P-{n}", f"2016-01-0{n}") for n in (1, 2, 3)))


class Counted:
    """The log, with the size of each append noted and somebody else's act slipped in before some."""

    def __init__(self, engine: Engine, times: int = 0) -> None:
        self._log, self._engine, self._times = engine.log, Engine(engine.log, engine.clock), times
        self.sizes: list[int] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self._log, name)

    def append(self, acts: Sequence[Act]) -> list[Appended]:
        if self._times:
            self._times -= 1
            do(self._engine, "zone.appoint-company", "KHG", "2016-02-01", company=f"Company {self._times}")
        self.sizes.append(len(acts))
        return self._log.append(acts)


def states(log: SqliteLog) -> list[Any]:
    return [(record.stream, record.version, record.body) for record in log.scan()]


def test_acts_are_decided_on_the_ones_before_them_in_the_same_batch(engine: Engine) -> None:
    assert play(engine, PLOTS) == Played(acts=4, events=10)


def test_played_acts_leave_the_log_that_single_acts_leave(engine: Engine, tmp_path: Path) -> None:
    play(engine, PLOTS)
    single = Engine(SqliteLog(tmp_path / "single.db"), engine.clock)
    with_officers(single)
    for one in PLOTS:
        single.handle(one)
    assert isinstance(engine.log, SqliteLog)
    assert isinstance(single.log, SqliteLog)
    assert states(engine.log)[FOUNDED:] == states(single.log)[FOUNDED:]
    single.log.close()


def test_a_batch_is_one_append(engine: Engine) -> None:
    engine.log = counted = Counted(engine)
    seen: list[int] = []
    play(engine, PLOTS, batch=3, progress=lambda played: seen.append(played.acts))
    assert (counted.sizes, seen) == ([3, 1], [3, 4])


def test_a_refusal_names_its_act_and_leaves_whole_what_came_before(engine: Engine) -> None:
    acts = zone_and(plot("P-1", "2016-01-01"), plot("P-2", "2016-01-02", 25_000), plot("P-3", "2016-01-03"))
    with pytest.raises(Stopped) as stopped:
        play(engine, acts)
    assert stopped.value.values == {
        "command": "act-3",
        "act": "plot.register",
        "key": "P-2",
        "on": "2016-01-02",
        "played": 2,
    }
    assert stopped.value.__cause__ == r.AreaExceeded("KHG", 25_000, 20_000)
    found = engine.log.read(["plot-P-1", "plot-P-2", "plot-P-3"])
    assert {stream: len(records) for stream, records in found.items()} == {
        "plot-P-1": 1,
        "plot-P-2": 0,
        "plot-P-3": 0,
    }


@pytest.mark.parametrize(
    ("act", "kind"),
    [
        (command("zone.abolish", "NONE"), NotFound),
        (command("zone.conjure", "KHG"), Misused),
        (command("cloud.register", "KHG"), Misused),
        (command("zone.appoint-company", "KHG"), Misused),
        (command("zone.appoint-company", "KHG", "2030-01-01", company="Early"), r.DateInFuture),
        (replace(command("zone.abolish", "KHG"), documents=()), r.PapersMissing),
        (replace(command("zone.abolish", "KHG"), expect_version=7), Conflict),
    ],
)
def test_every_rule_holds_for_a_played_act(engine: Engine, act: Command, kind: type[Exception]) -> None:
    with pytest.raises(Stopped) as stopped:
        play(engine, zone_and(act))
    assert type(stopped.value.__cause__) is kind


def test_playing_again_changes_nothing(engine: Engine) -> None:
    play(engine, PLOTS)
    position = engine.log.position()
    assert play(engine, PLOTS) == Played(repeated=4)
    assert engine.log.position() == position


def test_a_play_that_was_broken_off_goes_on_where_it_ended(engine: Engine) -> None:
    play(engine, PLOTS[:2])
    assert play(engine, PLOTS) == Played(acts=2, events=6, repeated=2)


def test_an_act_is_proposed_and_approved_in_one_play_or_in_two(engine: Engine) -> None:
    party = command("party.register", "INV-A", "2016-01-01", name="A")
    bar = replace(command("party.bar", "INV-A", "2016-02-01", until=date(2019, 2, 1)), propose=True)
    acts = zone_and(party, bar)
    approval = Command("proposal", "approve", proposal_key("act-3"), actor=SECOND_OFFICER).named("act-4")
    assert play(engine, [*acts, approval]) == Played(acts=4, events=5)
    assert play(engine, [*acts, approval]) == Played(repeated=4)
    assert facts(engine, "party-INV-A").barred_until(date(2018, 1, 1)) == date(2019, 2, 1)


def test_a_play_broken_off_between_a_proposal_and_its_approval_goes_on(engine: Engine) -> None:
    party = command("party.register", "INV-A", "2016-01-01", name="A")
    bar = replace(command("party.bar", "INV-A", "2016-02-01", until=date(2019, 2, 1)), propose=True)
    acts = zone_and(party, bar)
    approval = Command("proposal", "approve", proposal_key("act-3"), actor=SECOND_OFFICER).named("act-4")
    play(engine, acts)
    assert play(engine, [*acts, approval]) == Played(acts=1, events=2, repeated=3)
    with pytest.raises(Stopped) as stopped:
        play(engine, [approval.named("act-5")])
    assert type(stopped.value.__cause__) is r.WrongStatus


def test_an_act_that_changes_nothing_does_not_hide_what_was_done_after_it(engine: Engine) -> None:
    nothing = command("zone.change-activities", "KHG", "2015-02-01", activities=())
    acts = zone_and(nothing, plot("P-1", "2016-01-01"))
    assert play(engine, acts) == Played(acts=2, events=4)
    assert play(engine, acts) == Played(repeated=2)


def test_an_id_that_belongs_to_another_act_stops_the_play(engine: Engine) -> None:
    play(engine, PLOTS[:2])
    with pytest.raises(Stopped) as stopped:
        play(engine, [PLOTS[0], plot("P-9", "2016-01-01").named("act-2")])
    assert isinstance(stopped.value.__cause__, Conflict)
    assert stopped.value.command.key == "P-9"


def test_acts_without_an_id_are_given_one(engine: Engine) -> None:
    play(engine, [replace(one, command_id="") for one in PLOTS])
    commands = [record.command for record in engine.log.scan()]
    assert len(set(commands[FOUNDED:])) == 4


def test_a_batch_is_decided_anew_when_somebody_wrote_in_between(engine: Engine) -> None:
    play(engine, PLOTS[:1])
    engine.log = counted = Counted(engine, times=1)
    assert play(engine, PLOTS[1:]) == Played(acts=3, events=9)
    assert counted.sizes == [3, 3]


def test_a_batch_is_decided_anew_once_only(engine: Engine) -> None:
    play(engine, PLOTS[:1])
    engine.log = Counted(engine, times=2)
    with pytest.raises(Conflict, match="stream=zone-KHG"):
        play(engine, PLOTS[1:])
    assert engine.log.read(["plot-P-1"]) == {"plot-P-1": []}


def test_acts_that_another_run_carries_out_meanwhile_are_not_done_twice(engine: Engine) -> None:
    class Twin(Counted):
        """The log, on which another run of the same play is always one batch ahead."""

        def append(self, acts: Sequence[Act]) -> list[Appended]:
            self._log.append(acts)
            return super().append(acts)

    engine.log = Twin(engine)
    play(engine, PLOTS, batch=2)
    assert [record.command for record in engine.log.scan()][FOUNDED:] == [
        "act-1",
        *(f"act-{n}" for n in (2, 3, 4) for _ in range(3)),
    ]


def test_what_somebody_wrote_between_two_batches_is_seen(engine: Engine) -> None:
    def write(played: Played) -> None:
        if played.acts == 1:
            play(Engine(engine.log, engine.clock), [plot("P-1", "2016-01-01")])

    extract = command("plot.correct-number", "P-1", "2016-02-01", cadastral_number="03-046-1")
    acts = [*zone_and(), plot("P-2", "2016-01-02"), extract]
    assert play(engine, acts, batch=1, progress=write) == Played(acts=3, events=7)


def test_a_backdated_act_stands_between_the_acts_around_it(engine: Engine) -> None:
    grown = {"area_m2": 40_000, "allocatable_m2": 40_000}
    acts = zone_and(
        plot("P-1", "2016-01-01"),
        command("zone.transfer-ownership", "KHG", "2018-01-01", owner="Akimat"),
        command("zone.change-boundary", "KHG", "2017-01-01", **grown),
        plot("P-2", "2017-06-01", 30_000),
        command("zone.accept-balance", "KHG", "2018-06-01"),
    )
    assert play(engine, acts) == Played(acts=6, events=10)
    (zone,) = engine.log.read(["zone-KHG"]).values()
    assert [(r.version, r.effective_on) for r in zone] == [
        (1, "2015-01-01"),
        (2, "2018-01-01"),
        (3, "2017-01-01"),
        (4, "2018-06-01"),
    ]


def test_a_backdated_act_that_a_later_one_forbids_is_refused(engine: Engine) -> None:
    acts = zone_and(command("zone.abolish", "KHG", "2018-01-01"), command("zone.abolish", "KHG", "2017-01-01"))
    with pytest.raises(Stopped) as stopped:
        play(engine, acts)
    assert isinstance(stopped.value.__cause__, r.LaterActStands)


def test_the_clock_follows_the_legal_dates_and_never_turns_back(log: SqliteLog) -> None:
    clock = SetClock(datetime(2015, 1, 1, tzinfo=UTC))
    engine = with_officers(Engine(log, clock))
    late = command("zone.appoint-company", "KHG", "2016-01-01", company="Late")
    play(engine, zone_and(plot("P-1", "2017-03-01"), late), clock=clock)
    recorded = [record.recorded_at[:10] for record in log.scan()][FOUNDED:]
    assert recorded == ["2015-01-01", "2017-03-01", "2017-03-01", "2017-03-01", "2017-03-01"]
