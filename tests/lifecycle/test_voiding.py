"""Voiding: an act that never was so is taken back in every stream that it wrote, while nothing rests on it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from domain import refusals as r
from domain.values import Duty
from lifecycle.errors import NotFound
from lifecycle.handling import Done, Engine
from lifecycle.settling import Mark, marks, settled
from tests.lifecycle.acts import OFFICER, SECOND_OFFICER, command, do, register_plot
from tests.lifecycle.proposals import a_day_passes, approve, propose
from tests.lifecycle.story import case, contracted, facts, opened, parts, prescribed, standing, types

PLOT, LAND, PROJECT = "plot-P-1", "land-KHG", "project-A"
LATER = "2026-01-10"
VOIDED = "RecordVoided"


def void(engine: Engine, event: str, on: str = LATER) -> Done:
    noun, _, key = event.rpartition("@")[0].partition("-")
    return do(engine, f"{noun}.void", key, on, target=event)


@pytest.fixture
def allocated(engine: Engine) -> Engine:
    opened(engine, "INV-A")
    contracted(engine, "A", "INV-A")
    register_plot(engine, "P-1")
    do(engine, "plot.allocate", "P-1", "2016-02-01", project="A")
    return engine


def test_a_void_takes_the_whole_act_back_in_every_stream_that_it_wrote(allocated: Engine) -> None:
    a_day_passes(allocated)
    done = void(allocated, f"{PLOT}@2")
    assert types(done)[:2] == [(PLOT, VOIDED), (PROJECT, VOIDED)]
    assert (standing(allocated)["tenure"], facts(allocated, PROJECT).plots) == ("free", frozenset())
    assert case(allocated, PLOT).facts.clocks() == {}
    recorded = allocated.log.read([PLOT])[PLOT]
    assert [x.ref for x in recorded] == [f"{PLOT}@{n}" for n in (1, 2, 3)]
    assert [x.ref for x in settled(recorded)] == [f"{PLOT}@1"]
    assert marks(recorded) == {f"{PLOT}@2": Mark(f"{PLOT}@3")}


def test_what_was_known_before_a_void_is_known_for_ever(allocated: Engine) -> None:
    recorded = allocated.log.read([PLOT])[PLOT]
    a_day_passes(allocated)
    void(allocated, f"{PLOT}@2")
    known = recorded[-1].recorded_at
    assert settled(allocated.log.read([PLOT])[PLOT], known_at=known) == recorded


def test_a_void_takes_two_officers_a_paper_and_a_reason_is_kept(allocated: Engine) -> None:
    asked = replace(command("plot.void", "P-1", LATER, target=f"{PLOT}@2"), reason="entered for another plot")
    with pytest.raises(r.SecondOfficerNeeded):
        allocated.handle(asked)
    with pytest.raises(r.PapersMissing):
        allocated.handle(replace(asked, documents=(), propose=True))
    put = propose(allocated, asked)
    approved = approve(allocated, put.stream.partition("-")[2])
    first = allocated.log.read_from(approved.appended.first_position - 1, limit=1)[0]
    assert (first.body["actor"], first.body["second"]) == (OFFICER, SECOND_OFFICER)
    assert first.body["act"] == "plot.void"
    assert first.event.data() == {"reason": "entered for another plot", "target": f"{PLOT}@2"}


def test_an_act_that_later_acts_rest_on_is_not_voided(allocated: Engine) -> None:
    do(allocated, "plot.sign-lease", "P-1", "2016-03-01", until=date(2038, 12, 31))
    before = allocated.log.position()
    with pytest.raises(r.LaterActStands) as refused:
        void(allocated, f"{PLOT}@2")
    assert refused.value == r.LaterActStands(f"{PLOT}@3", "plot.sign-lease")
    assert settled(allocated.log.read([PLOT])[PLOT])[-1].ref == f"{PLOT}@3"
    assert allocated.log.position() == before


def test_acts_are_voided_from_the_last_on(allocated: Engine) -> None:
    do(allocated, "plot.sign-lease", "P-1", "2016-03-01", until=date(2038, 12, 31))
    void(allocated, f"{PLOT}@3")
    void(allocated, f"{PLOT}@2")
    void(allocated, f"{PLOT}@1")
    assert settled(allocated.log.read([PLOT])[PLOT]) == []
    assert facts(allocated, LAND).taken_m2 == 0


def test_what_a_later_act_merely_follows_is_voided_all_the_same(allocated: Engine) -> None:
    register_plot(allocated, "P-2", on="2017-01-01")
    void(allocated, f"{PLOT}@2")
    assert facts(allocated, LAND).taken_m2 == 20_000


def test_a_voided_act_may_be_recorded_afresh(allocated: Engine) -> None:
    void(allocated, f"{PLOT}@2")
    do(allocated, "plot.allocate", "P-1", "2016-05-01", project="A")
    assert case(allocated, PLOT).facts.clocks()["non-use"] == date(2019, 5, 1)


def test_a_void_is_final(allocated: Engine) -> None:
    void(allocated, f"{PLOT}@2")
    with pytest.raises(r.VoidIsFinal):
        void(allocated, f"{PLOT}@3")
    with pytest.raises(r.VoidIsFinal):
        do(allocated, "plot.correct", "P-1", LATER, target=f"{PLOT}@3", changes={"reason": "x"})


def test_what_was_voided_is_neither_voided_nor_corrected_again(allocated: Engine) -> None:
    void(allocated, f"{PLOT}@2")
    with pytest.raises(r.AlreadyVoided) as refused:
        void(allocated, f"{PLOT}@2")
    assert refused.value == r.AlreadyVoided(f"{PLOT}@2", f"{PLOT}@3")
    with pytest.raises(r.AlreadyVoided):
        do(allocated, "plot.correct", "P-1", LATER, target=f"{PLOT}@2", changes={"reason": "x"})


def test_a_touched_record_is_voided_through_the_act_that_wrote_it(allocated: Engine) -> None:
    granted = allocated.log.read([PROJECT])[PROJECT][-1].ref
    with pytest.raises(r.WrittenByAnAct) as refused:
        void(allocated, granted)
    assert refused.value == r.WrittenByAnAct(granted, f"{PLOT}@2")


def test_an_act_recorded_before_what_was_voided_is_decided_without_it(allocated: Engine) -> None:
    void(allocated, f"{PLOT}@2")
    do(allocated, "plot.split", "P-1", "2016-01-15", into=parts(P_2=4_000, P_3=6_000))
    assert standing(allocated)["record"] == "retired"


def test_a_void_in_a_stream_with_later_acts_leaves_them_as_they_are(engine: Engine) -> None:
    opened(engine, "INV-A")
    contracted(engine, "A", "INV-A")
    register_plot(engine, "P-1")
    do(engine, "plot.allocate", "P-1", "2016-02-01", project="A")
    flagged = do(
        engine, "plot.flag-gap", "P-1", "2016-03-01", kind="extract", owner=OFFICER, due_on=date(2017, 1, 1)
    )
    prescribed(engine, on="2019-07-01")
    void(engine, flagged.events[0]["event"])
    assert standing(engine)["compliance"] == "prescribed"


def test_nothing_is_voided_that_is_not_there(allocated: Engine) -> None:
    with pytest.raises(NotFound):
        void(allocated, f"{PLOT}@9")


def test_a_void_takes_the_corrections_of_the_act_along(allocated: Engine) -> None:
    correction = do(
        allocated, "plot.correct", "P-1", LATER, target=f"{PLOT}@2", changes={}, moved_to=date(2016, 1, 20)
    )
    void(allocated, f"{PLOT}@2")
    said = marks(allocated.log.read([PLOT])[PLOT])
    assert said[correction.events[0]["event"]].voided_by
    do(allocated, "plot.allocate", "P-1", "2016-05-01", project="A")
    assert case(allocated, PLOT).facts.clocks()["non-use"] == date(2019, 5, 1)


def test_a_void_leaves_the_proposal_approved_by_which_the_act_was_done(allocated: Engine) -> None:
    done = do(allocated, "plot.annul-grant", "P-1", "2018-03-01")
    proposal = done.events[-1]["event"].rpartition("@")[0]
    void(allocated, done.events[0]["event"])
    assert case(allocated, proposal).standing["status"] == "approved"
    assert standing(allocated)["tenure"] == "allocated"


def test_an_act_on_imposed_facts_is_in_the_way_of_a_void_too(allocated: Engine) -> None:
    annulled = do(allocated, "plot.annul-grant", "P-1", "2018-03-01")
    with pytest.raises(r.LaterActStands) as refused:
        void(allocated, f"{PLOT}@2")
    assert refused.value == r.LaterActStands(annulled.events[0]["event"], "plot.annul-grant")


def test_a_contract_that_was_voided_is_recorded_afresh_with_its_obligations(engine: Engine) -> None:
    opened(engine, "INV-A")
    contracted(engine, "A", "INV-A")
    signed = next(
        x.ref for x in engine.log.read([PROJECT])[PROJECT] if x.body.get("act", "").endswith("sign-contract")
    )
    void(
        engine,
        next(x.ref for x in engine.log.read([PROJECT])[PROJECT] if x.body.get("act", "").endswith("start")),
    )
    void(engine, signed)
    assert not case(engine, "obligation-A-1").exists
    duty = Duty(kind="jobs", target=12, unit="persons", due_on=date(2018, 1, 1))
    do(engine, "project.sign-contract", "A", "2016-01-01", obligations=(duty,))
    assert facts(engine, "obligation-A-1").target == 12
