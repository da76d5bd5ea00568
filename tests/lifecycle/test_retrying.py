"""Repeating: when an act is tried again, and when a request is one that was carried out before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from domain import refusals as r
from domain.proposal.events import ActProposed
from lifecycle import handling
from lifecycle.case import fold
from lifecycle.clock import SetClock
from lifecycle.command import Command, Document
from lifecycle.confirming import asked_for
from lifecycle.errors import Conflict
from lifecycle.handling import ATTEMPTS, Engine
from lifecycle.record import Record
from lifecycle.redeciding import as_asked
from lifecycle.store.log import Act, Appended
from tests.lifecycle.acts import FOUNDED, OFFICER, command, do, found_zone, register_plot
from tests.lifecycle.story import given_plot, parts


class Interrupted:
    """The log, with somebody else's act slipped in before each of the first appends."""

    def __init__(self, engine: Engine, times: int) -> None:
        self._log, self._engine, self._times = engine.log, Engine(engine.log, engine.clock), times

    def __getattr__(self, name: str) -> Any:
        return getattr(self._log, name)

    def append(self, acts: Sequence[Act]) -> list[Appended]:
        if self._times:
            self._times -= 1
            number = self._engine.log.position()
            do(self._engine, "zone.appoint-company", "KHG", "2017-01-01", company=f"Company {number}")
        return self._log.append(acts)


def test_an_act_is_tried_again_when_somebody_wrote_first(engine: Engine) -> None:
    found_zone(engine)
    engine.log = Interrupted(engine, ATTEMPTS - 1)
    assert register_plot(engine, "P-1", on="2017-02-01").appended.count == 3


def test_an_act_that_never_gets_through_is_reported(engine: Engine) -> None:
    found_zone(engine)
    engine.log = Interrupted(engine, ATTEMPTS + 1)
    with pytest.raises(Conflict, match="stream=zone-KHG"):
        register_plot(engine, "P-1", on="2017-02-01")
    assert engine.log.read(["plot-P-1"]) == {"plot-P-1": []}


def test_what_an_engine_remembers_never_refuses_nor_skips_an_act(engine: Engine) -> None:
    found_zone(engine)
    do(engine, "zone.change-activities", "KHG", "2016-01-01", activities=("trade",))
    other = Engine(engine.log, engine.clock)
    do(other, "zone.extend-term", "KHG", "2017-01-01", term_ends_on=date(2050, 1, 1))
    do(other, "zone.change-activities", "KHG", "2017-01-02", activities=("logistics",))
    with pytest.raises(r.DatesOutOfOrder, match="after=2050-01-01"):
        do(engine, "zone.extend-term", "KHG", "2018-01-01", term_ends_on=date(2045, 1, 1))
    assert do(engine, "zone.change-activities", "KHG", "2018-01-02", activities=("trade",)).version == 5
    do(other, "zone.transfer-ownership", "KHG", "2018-02-01", owner="Akimat")
    assert do(engine, "zone.accept-balance", "KHG", "2018-03-01").version == 7


def test_an_engine_forgets_before_it_remembers_too_much(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(handling, "REMEMBERED", 2)
    found_zone(engine)
    register_plot(engine, "P-1")
    assert len(engine._desk) == 0


def test_an_expected_version_is_checked_and_never_retried(engine: Engine) -> None:
    found_zone(engine)
    asked = command("zone.abolish", "KHG", "2021-01-01")
    with pytest.raises(Conflict, match="expected=2 stands=1"):
        engine.handle(replace(asked, expect_version=2))
    engine.log = Interrupted(engine, 1)
    with pytest.raises(Conflict, match="stream-moved"):
        engine.handle(replace(asked, expect_version=1))


class Unaware:
    """The log to somebody who asked for a command just before it was carried out."""

    def __init__(self, log: Any) -> None:
        self._log, self._asked = log, 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._log, name)

    def command(self, command_id: str) -> Appended | None:
        self._asked += 1
        return None if self._asked == 1 else self._log.command(command_id)


def test_a_command_carried_out_meanwhile_is_a_repeat(engine: Engine) -> None:
    found_zone(engine)
    asked = command("zone.abolish", "KHG", "2021-01-01").named("C-1")
    desk = engine.desk()
    act, _ = engine.act_of(engine.decided(asked, desk), desk)
    first, again = engine.log.append([act, act])
    assert (first.repeated, again.repeated) == (False, True)
    engine.log = Unaware(engine.log)
    assert engine.handle(asked).appended.repeated


def request_behind(act: Sequence[Record]) -> Command:
    """What was asked for, from the records of what was done."""
    primary, last = act[0], act[-1]
    if "second" in primary.body:
        return Command("proposal", "approve", last.key, actor=primary.body["second"])
    if isinstance(primary.event, ActProposed):
        return replace(asked_for(fold(primary.stream, act).facts), propose=True)
    papers = tuple(
        Document(d["kind"], d.get("number", ""), date.fromisoformat(d["date"]))
        for d in primary.body.get("documents", ())
    )
    return replace(as_asked(primary), actor=primary.body["actor"], documents=papers)


def test_the_digest_of_a_request_can_be_made_again_from_the_log(engine: Engine) -> None:
    given_plot(engine)
    do(engine, "plot.split", "P-1", "2018-01-01", into=parts(P_2=4_000, P_3=6_000), uses=())
    do(engine, "plot.open-reclaim", "P-2", "2018-02-01", ground="state-needs")
    refused = engine.handle(
        replace(command("plot.open-reclaim", "P-3", "2018-02-01", ground="state-needs"), propose=True)
    )
    engine.handle(
        Command("proposal", "reject", refused.stream.partition("-")[2], {}, OFFICER, reason="P-3 stays")
    )
    seen = set()
    for record in engine.log.scan():
        act = engine.log.command(record.command)
        assert act is not None
        if record.position == act.first_position > FOUNDED - 1:
            records = engine.log.read_from(act.first_position - 1, limit=act.count)
            asked, on = request_behind(records), date.fromisoformat(record.effective_on)
            assert asked.request_hash(on) == act.request_hash
            seen.add(asked.act if not asked.propose else "proposed")
    assert {"proposed", "proposal.approve", "proposal.reject", "plot.split"} <= seen


def test_a_repeat_without_a_date_is_still_a_repeat_the_day_after(engine: Engine) -> None:
    found_zone(engine)
    asked = replace(command("zone.abolish", "KHG").named("C-1"), on=None)
    engine.handle(asked)
    assert isinstance(engine.clock, SetClock)
    engine.clock.moment += timedelta(days=1)
    assert engine.handle(asked).appended.repeated


def test_a_refusal_of_a_fresh_command_stays_a_refusal(engine: Engine) -> None:
    found_zone(engine)
    with pytest.raises(r.DatesOutOfOrder):
        engine.handle(
            command("zone.extend-term", "KHG", "2021-01-01", term_ends_on=date(2030, 1, 1)).named("C-1")
        )
