"""Correcting: fields of an earlier event set right, never an edit; its touched copies follow."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from domain import refusals as r
from lifecycle.errors import Conflict, Misused, NotFound
from lifecycle.handling import Done, Engine
from lifecycle.record import Record
from lifecycle.settling import Mark, marks, settled
from tests.lifecycle.acts import do, register_plot
from tests.lifecycle.proposals import a_day_passes, propose
from tests.lifecycle.story import case, facts, opened, parts, prescribed, types

PLOT, LAND = "plot-P-1", "land-KHG"
LATER = "2026-01-10"


def correct(engine: Engine, event: str, on: str = LATER, *, effective_on: str = "", **changes: Any) -> Done:
    noun, _, key = event.rpartition("@")[0].partition("-")
    right = {"moved_to": date.fromisoformat(effective_on)} if effective_on else {}
    return do(engine, f"{noun}.correct", key, on, target=event, changes=changes, **right)


def history(engine: Engine, stream: str, **times: Any) -> list[Record]:
    return settled(engine.log.read([stream])[stream], **times)


def recorded(engine: Engine, stream: str) -> list[Record]:
    return engine.log.read([stream])[stream]


@pytest.fixture
def registered(engine: Engine) -> Engine:
    opened(engine, "INV-A")
    register_plot(engine, "P-1")
    return engine


# -- what a correction is ----------------------------------------------------------------------------


def test_a_correction_is_appended_and_the_original_stays(registered: Engine) -> None:
    before = recorded(registered, PLOT)
    done = correct(registered, f"{PLOT}@1", purpose="logistics")
    assert types(done) == [(PLOT, "RecordCorrected")]
    assert recorded(registered, PLOT)[:1] == before
    (right,) = history(registered, PLOT)
    assert (right.ref, right.position) == (before[0].ref, before[0].position)
    assert right.event.data() == before[0].event.data() | {"purpose": "logistics"}
    assert facts(registered, PLOT).purpose == "logistics"


def test_a_correction_is_mirrored_into_the_touched_copies(registered: Engine) -> None:
    done = correct(registered, f"{PLOT}@1", area_m2=12_000)
    assert types(done) == [(PLOT, "RecordCorrected"), (LAND, "RecordCorrected")]
    assert facts(registered, PLOT).area_m2 == 12_000
    assert facts(registered, LAND).taken_m2 == 12_000
    (primary, mirrored) = (recorded(registered, stream)[-1] for stream in (PLOT, LAND))
    assert mirrored.body["data"] == {
        "changes": {"area_m2": 12_000}, "reason": "entered wrongly", "target": f"{LAND}@1",
    }  # fmt: skip
    assert primary.body["act"] == "plot.correct"
    assert {LAND, PLOT, "zone-KHG"} <= primary.body["reads"].keys()


def test_what_was_known_before_the_correction_stays_known(registered: Engine) -> None:
    known = recorded(registered, PLOT)[0].recorded_at
    a_day_passes(registered)
    correct(registered, f"{PLOT}@1", area_m2=12_000)
    assert [x.event.data()["area_m2"] for x in history(registered, PLOT)] == [12_000]
    assert [x.event.data()["area_m2"] for x in history(registered, PLOT, known_at=known)] == [10_000]
    assert marks(recorded(registered, PLOT)) == {f"{PLOT}@1": Mark("", (f"{PLOT}@2",))}
    assert marks(recorded(registered, PLOT), known_at=known) == {}


def test_a_correction_counts_for_every_date_whatever_its_own(registered: Engine) -> None:
    correct(registered, f"{PLOT}@1", area_m2=12_000)
    (then,) = history(registered, PLOT, as_of=date(2016, 1, 1))
    assert then.event.data()["area_m2"] == 12_000


def test_a_field_is_corrected_again_and_the_last_correction_stands(registered: Engine) -> None:
    correct(registered, f"{PLOT}@1", area_m2=12_000, purpose="logistics")
    correct(registered, f"{PLOT}@1", area_m2=11_000)
    assert (facts(registered, PLOT).area_m2, facts(registered, PLOT).purpose) == (11_000, "logistics")
    assert facts(registered, LAND).taken_m2 == 11_000


def test_a_correction_that_says_what_stands_already_records_nothing(registered: Engine) -> None:
    before = registered.log.position()
    assert correct(registered, f"{PLOT}@1", area_m2=10_000).events == ()
    assert registered.log.position() == before


def test_the_papers_and_the_body_of_an_act_are_corrected_too(registered: Engine) -> None:
    papers = ({"kind": "extract", "number": "17", "date": "2016-01-01"},)
    do(
        registered, "plot.correct", "P-1", LATER,
        target=f"{PLOT}@1", changes={}, documents=papers, body="state-corporation",
    )  # fmt: skip
    (right,) = history(registered, PLOT)
    assert right.body["documents"] == list(papers)
    assert right.body["body"] == "state-corporation"


# -- dates and deadlines -----------------------------------------------------------------------------


def test_a_corrected_date_moves_the_event_in_the_history_and_the_deadlines_it_started(held: Engine) -> None:
    stamped = {d["name"]: d["due"] for d in recorded(held, PLOT)[1].body["deadlines"]}
    assert stamped["non-use"] == "2019-02-01"
    done = correct(held, f"{PLOT}@2", effective_on="2016-01-20")
    assert types(done) == [(PLOT, "RecordCorrected"), ("project-A", "RecordCorrected")]
    right = next(x for x in history(held, PLOT) if x.ref == f"{PLOT}@2")
    given = {d["name"]: (d["from"], d["due"]) for d in right.body["deadlines"]}
    assert given["non-use"] == ("2016-01-20", "2019-01-20")
    for day in ("2016-01-21", "2020-01-01"):
        assert case(held, PLOT, day).facts.clocks()["non-use"] == date(2019, 1, 20)
    granted = [x for x in history(held, "project-A") if x.event.stored == "project.PlotGranted@1"]
    assert [x.effective_on for x in granted] == ["2016-01-20"]


def test_a_correction_that_changes_how_a_deadline_is_counted_starts_the_right_one(held: Engine) -> None:
    prescribed(held, violation="non-use")
    event = recorded(held, PLOT)[-1].ref
    correct(held, event, violation="other")
    assert case(held, PLOT).facts.clocks()["prescription-cure"] == date(2019, 10, 1)


def test_a_date_under_another_law_is_no_correction(held: Engine) -> None:
    prescribed(held, on="2019-07-01")
    event = recorded(held, PLOT)[-1].ref
    with pytest.raises(r.AnotherLaw) as refused:
        correct(held, event, effective_on="2019-03-01")
    assert refused.value == r.AnotherLaw(event, date(2019, 3, 1), "kz-2011@3")


def test_a_field_that_must_be_known_is_not_taken_away(registered: Engine) -> None:
    with pytest.raises(Misused) as refused:
        correct(registered, f"{PLOT}@1", purpose=None)
    assert refused.value.values["term"] == "purpose"


def test_a_correction_taken_back_takes_its_moved_deadlines_along(held: Engine) -> None:
    done = correct(held, f"{PLOT}@2", effective_on="2016-01-20")
    taken_back = do(held, "plot.void", "P-1", LATER, target=done.events[0]["event"])
    assert {name for _stream, name in types(taken_back)} == {"RecordVoided", "ProposalApproved"}
    assert case(held, PLOT).facts.clocks()["non-use"] == date(2019, 2, 1)
    assert [x.effective_on for x in history(held, PLOT)][1] == "2016-02-01"


def test_corrections_of_one_event_are_taken_back_from_the_last_on(registered: Engine) -> None:
    first = correct(registered, f"{PLOT}@1", area_m2=12_000)
    second = correct(registered, f"{PLOT}@1", area_m2=12_000, purpose="logistics")
    with pytest.raises(r.LaterActStands, match=second.events[0]["event"]):
        do(registered, "plot.void", "P-1", LATER, target=first.events[0]["event"])
    for done in (second, first):
        do(registered, "plot.void", "P-1", LATER, target=done.events[0]["event"])
    assert (facts(registered, PLOT).area_m2, facts(registered, PLOT).purpose) == (10_000, "industry")
    assert facts(registered, LAND).taken_m2 == 10_000


def test_a_date_is_not_corrected_to_one_before_what_the_act_rests_on(held: Engine) -> None:
    with pytest.raises(r.BeforeItExisted):
        correct(held, f"{PLOT}@2", effective_on="2015-12-31")
    with pytest.raises(r.DateInFuture):
        correct(held, f"{PLOT}@2", effective_on="2026-01-17")


def test_a_date_is_not_corrected_past_a_later_act_that_rests_on_it(held: Engine) -> None:
    with pytest.raises(r.LaterActStands, match="plot-P-1@3"):
        correct(held, f"{PLOT}@2", effective_on="2016-03-01")


# -- what is refused ---------------------------------------------------------------------------------


def test_a_correction_that_makes_a_later_act_impossible_is_refused_and_names_it(registered: Engine) -> None:
    do(registered, "plot.split", "P-1", "2016-05-01", into=parts(P_2=4_000, P_3=6_000))
    before = registered.log.position()
    with pytest.raises(r.LaterActStands) as refused:
        correct(registered, f"{PLOT}@1", area_m2=12_000)
    assert refused.value == r.LaterActStands(f"{PLOT}@2", "plot.split")
    assert registered.log.position() == before


def test_a_correction_keeps_to_the_rules_of_the_act_that_it_corrects(registered: Engine) -> None:
    with pytest.raises(r.AreaExceeded):
        correct(registered, f"{PLOT}@1", area_m2=2_000_000)


@pytest.mark.parametrize(
    ("field", "value"),
    [("zone", "PIT"), ("cadastral_number", "1-2-3"), ("zoo", "1"), ("target", "x")],
)
def test_what_an_act_is_about_is_never_corrected(registered: Engine, field: str, value: str) -> None:
    with pytest.raises(r.NotCorrectable, match=field):
        correct(registered, f"{PLOT}@1", **{field: value})


def test_a_correction_that_would_write_to_other_subjects_is_another_act(registered: Engine) -> None:
    do(registered, "plot.split", "P-1", "2016-05-01", into=parts(P_2=4_000, P_3=6_000))
    into = [{"key": "P-2", "area_m2": 4_000}, {"key": "P-4", "area_m2": 6_000}]
    with pytest.raises(r.AnotherAct):
        correct(registered, f"{PLOT}@2", into=into)


def test_the_areas_of_a_division_are_corrected_in_the_plots_that_it_formed(registered: Engine) -> None:
    do(registered, "plot.split", "P-1", "2016-05-01", into=parts(P_2=4_000, P_3=6_000))
    into = [{"key": "P-2", "area_m2": 4_500}, {"key": "P-3", "area_m2": 5_500}]
    done = correct(registered, f"{PLOT}@2", into=into)
    assert types(done)[:3] == [
        (PLOT, "RecordCorrected"), ("plot-P-2", "RecordCorrected"), ("plot-P-3", "RecordCorrected"),
    ]  # fmt: skip
    assert [facts(registered, f"plot-{key}").area_m2 for key in ("P-2", "P-3")] == [4_500, 5_500]
    assert facts(registered, LAND).taken_m2 == 10_000


@pytest.mark.parametrize("value", ["wide", -5, {"minor": 1}])
def test_a_value_that_its_type_does_not_admit_is_named(registered: Engine, value: Any) -> None:
    with pytest.raises(Misused) as refused:
        correct(registered, f"{PLOT}@1", area_m2=value)
    assert refused.value.values["term"] == "area_m2"


def test_a_value_is_written_as_the_event_would_have_it(registered: Engine) -> None:
    with pytest.raises(Misused, match="malformed"):
        correct(registered, f"{PLOT}@1", purpose="  logistics ")


def test_a_touched_record_is_corrected_through_the_act_that_wrote_it(held: Engine) -> None:
    granted = next(x.ref for x in recorded(held, "project-A") if x.event.stored == "project.PlotGranted@1")
    with pytest.raises(r.WrittenByAnAct) as refused:
        correct(held, granted, area_m2=1)
    assert refused.value == r.WrittenByAnAct(granted, f"{PLOT}@2")


def test_a_correction_is_not_corrected(registered: Engine) -> None:
    correct(registered, f"{PLOT}@1", area_m2=12_000)
    with pytest.raises(r.CorrectionStands) as refused:
        correct(registered, f"{PLOT}@2", area_m2=13_000)
    assert refused.value == r.CorrectionStands(f"{PLOT}@2", f"{PLOT}@1")


def test_an_event_that_is_not_there_cannot_be_corrected(registered: Engine) -> None:
    for event in (f"{PLOT}@9", "plot-P-9@1"):
        with pytest.raises(NotFound):
            correct(registered, event, area_m2=1)
    with pytest.raises(r.WrittenByAnAct, match="land-KHG@1"):
        do(registered, "plot.correct", "P-1", LATER, target="land-KHG@1", changes={"area_m2": 1})


def test_calendars_and_proposals_have_acts_of_their_own(held: Engine) -> None:
    do(held, "calendar.establish", "kz", "2015-01-01", title="Kazakhstan")
    with pytest.raises(r.NotAmended):
        correct(held, "calendar-kz@1", title="Another")
    put = propose(held)
    with pytest.raises(r.NotAmended):
        correct(held, put.events[0]["event"], body="x")


def test_a_correction_needs_a_paper_and_a_mandate(registered: Engine) -> None:
    from dataclasses import replace  # noqa: PLC0415

    from tests.lifecycle.acts import command  # noqa: PLC0415

    asked = command("plot.correct", "P-1", LATER, target=f"{PLOT}@1", changes={"area_m2": 12_000})
    with pytest.raises(r.PapersMissing):
        registered.handle(replace(asked, documents=()))
    with pytest.raises(r.NotAuthorised):
        registered.handle(replace(asked, actor="nobody"))
    with pytest.raises(Conflict):
        registered.handle(replace(asked, expect_version=7))


def test_a_correction_can_be_tried_without_being_written(registered: Engine) -> None:
    from tests.lifecycle.acts import command  # noqa: PLC0415

    before = registered.log.position()
    tried = registered.try_(command("plot.correct", "P-1", target=f"{PLOT}@1", changes={"area_m2": 12_000}))
    assert (tried.before.facts.area_m2, tried.after.facts.area_m2) == (10_000, 12_000)
    assert registered.log.position() == before


def test_acts_after_a_correction_rest_on_what_is_right(registered: Engine) -> None:
    correct(registered, f"{PLOT}@1", area_m2=12_000)
    with pytest.raises(r.AreasDoNotSum):
        do(registered, "plot.split", "P-1", into=parts(P_2=4_000, P_3=6_000))
    do(registered, "plot.split", "P-1", into=parts(P_2=4_000, P_3=8_000))


def test_a_late_act_is_decided_on_what_is_right(held: Engine) -> None:
    correct(held, f"{PLOT}@2", effective_on="2016-01-20")
    prescribed(held)
    assert case(held, PLOT).standing["compliance"] == "prescribed"


def test_what_an_obligation_aims_at_is_set_right_where_it_was_defined(held: Engine) -> None:
    do(
        held,
        "obligation.define",
        "A-9",
        "2017-01-01",
        of="project:A",
        kind="jobs",
        target=5,
        unit="persons",
        due_on=date(2019, 1, 1),
    )
    correct(held, "obligation-A-9@1", target=50)
    assert facts(held, "obligation-A-9").target == 50
