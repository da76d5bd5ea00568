"""What other software, a bug or a forger wrote of land, of terms and of the law is found."""

from __future__ import annotations

from datetime import date

import pytest

from domain.land.events import LandTaken
from domain.plot import events as plot
from domain.proposal.events import ProposalApproved
from lifecycle.handling import Engine
from tests.lifecycle.acts import SECOND_OFFICER, do, register_plot
from tests.lifecycle.conformance.forging import (
    EVERY_PAPER,
    GRANT,
    REGISTERED,
    deviations,
    forge,
    found,
    grant,
    the_one,
)
from tests.lifecycle.story import held

# -- areas ---------------------------------------------------------------------------------------------


def test_more_land_than_the_zone_has_is_found_with_its_dates(ready: Engine) -> None:
    event = plot.PlotRegistered(**{**REGISTERED, "area_m2": 990_000}, cadastral_number="1-3")
    first = forge(
        ready,
        "plot.register",
        "plot-P-3",
        event,
        "2020-02-03",
        ("land-KHG", LandTaken(plot="P-3", area_m2=990_000)),
    )
    one = the_one(ready, "more-than-the-zone")
    assert (one.event, one.zone) == (first, "KHG")
    assert one.values == {"until": "", "plots_m2": 1_010_000, "beside_m2": 1_000_000}
    do(ready, "zone.change-boundary", "KHG", "2021-03-01", area_m2=2_000_000, allocatable_m2=1_000_000)
    assert the_one(ready, "more-than-the-zone").values["until"] == "2021-03-01"


def test_a_ledger_that_differs_from_the_plots_is_found(ready: Engine) -> None:
    event = plot.PlotRegistered(**REGISTERED, cadastral_number="1-3")
    forge(ready, "plot.register", "plot-P-3", event, "2020-02-03")
    assert the_one(ready, "ledger-differs").values == {"until": "", "plots_m2": 30_000, "beside_m2": 20_000}


def test_parts_that_are_not_the_whole_are_found(ready: Engine) -> None:
    standing = {"record": "registered", "tenure": "free", "use": "vacant", "compliance": "clear"}
    parts = [
        (f"plot-P-{n}", plot.PlotFormed(parents=("P-2",), standing=standing, **{**REGISTERED, "area_m2": m2}))
        for n, m2 in ((3, 4_000), (4, 7_000))
    ]
    into = ({"key": "P-3", "area_m2": 4_000}, {"key": "P-4", "area_m2": 7_000})
    split = plot.PlotSplit.model_validate({"into": into})
    event = forge(ready, "plot.split", "plot-P-2", split, "2020-02-03", *parts)
    one = the_one(ready, "not-conserved")
    assert (one.event, one.values) == (event, {"whole_m2": 10_000, "parts_m2": 11_000})


# -- terms ---------------------------------------------------------------------------------------------


def test_an_act_before_the_end_of_the_term_it_had_to_wait_for_came_too_early(ready: Engine) -> None:
    do(ready, "plot.issue-prescription", "P-1", "2019-12-02", violation="other")
    opened = plot.ReclaimOpened(ground="court")
    event = forge(
        ready,
        "plot.open-reclaim",
        "plot-P-1",
        opened,
        "2020-03-02",
        ("proposal-1", ProposalApproved(approver=SECOND_OFFICER)),
        second=SECOND_OFFICER,
    )
    one = the_one(ready, "before-the-end")
    assert (one.kind, one.event, one.values) == (
        "too-early",
        event,
        {"deadline": "prescription-cure", "due": "2020-03-02"},
    )


def test_an_answer_after_the_last_day_of_its_term_is_late(ready: Engine) -> None:
    do(ready, "plot.allocate", "P-2", "2020-02-03", project="B")
    do(ready, "plot.sign-lease", "P-2", "2020-05-13", until=date(2038, 12, 31))
    one = the_one(ready, "late")
    assert (one.kind, one.event) == ("deadline-missed", "plot-P-2@3")
    assert one.values == {"deadline": "lease-signing", "due": "2020-05-03", "days": 10}


def test_a_report_of_another_period_answers_no_deadline_late(ready: Engine) -> None:
    do(ready, "project.report", "B", "2019-08-05", period="2019-07", jobs=1)
    assert found(ready) == []
    do(ready, "project.report", "B", "2019-08-26", period="2019-H1", jobs=1)
    assert the_one(ready, "late").values == {"deadline": "report", "due": "2019-07-25", "days": 32}


# -- the law, and what follows -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("stamp", "problem"),
    [("kz-2011@2", "not-in-force"), ("kz-1999@1", "unknown-edition"), ("resumption-2015@1", "another-law")],
)
def test_the_wrong_law_is_found(ready: Engine, stamp: str, problem: str) -> None:
    event = grant(ready, regulation=stamp)
    one = the_one(ready, problem)
    assert (one.kind, one.event, one.values["stated"]) == ("wrong-law", event, stamp)


def test_an_act_that_the_table_does_not_allow_is_found(ready: Engine) -> None:
    event = forge(ready, "plot.hand-over", "plot-P-2", plot.PossessionHandedOver(), "2020-02-03")
    one = the_one(ready, "refused-now")
    assert (one.kind, one.event, [refusal.code for refusal in one.refused]) == (
        "impossible-now",
        event,
        ["wrong-status"],
    )


def test_an_act_that_leaves_out_what_follows_from_it_is_found(ready: Engine) -> None:
    event = forge(ready, "plot.allocate", "plot-P-2", GRANT, "2020-02-03")
    one = the_one(ready, "other-events")
    assert (one.kind, one.event) == ("other-consequences", event)
    assert one.values["recorded"] == ()
    assert "project-B project.PlotGranted@1" in one.values["expected"]


def test_an_event_that_would_say_something_else_is_told_by_what_differs(ready: Engine) -> None:
    granted = do(ready, "plot.allocate", "P-2", "2020-02-03", project="B")
    touched = [(r.stream, r.event) for r in ready.log.read_from(granted.appended.first_position, limit=9)]
    register_plot(ready, "P-3")
    update = {"plot": "P-3", "area_m2": 9_000}
    forge(
        ready, "plot.allocate", "plot-P-3", GRANT, "2020-02-03",
        *((stream, event.model_copy(update=update)) for stream, event in touched if stream == "project-B"),
    )  # fmt: skip
    one = next(one for one in deviations(ready) if one.event == "plot-P-3@2" and one.problem == "other-events")
    assert one.values["recorded"] == ("project-B project.PlotGranted@1 (area_m2: 9000)",)
    assert one.values["expected"][-1] == "project-B project.PlotGranted@1 (area_m2: 10000)"


def test_an_act_on_what_there_is_not_is_found(ready: Engine) -> None:
    reserved = plot.PlotReserved(project="NONE", until=date(2021, 1, 1))
    event = forge(ready, "plot.reserve", "plot-P-2", reserved, "2020-02-03", documents=[])
    one = the_one(ready, "refused-now")
    assert (one.event, one.values) == (event, {"code": "not-found"})
    # What the law demands of the act itself is told all the same.
    assert the_one(ready, "paper-missing").values == {"paper": "application"}


def test_parts_joined_into_more_than_they_are_are_found(ready: Engine) -> None:
    standing = {"record": "registered", "tenure": "free", "use": "vacant", "compliance": "clear"}
    formed = plot.PlotFormed(parents=("P-2", "P-3"), standing=standing, **{**REGISTERED, "area_m2": 25_000})
    register_plot(ready, "P-3")
    merged = plot.PlotMerged(into="P-4", others=("P-3",))
    touched = (("plot-P-3", merged), ("plot-P-4", formed))
    event = forge(ready, "plot.merge", "plot-P-2", merged, "2020-02-03", *touched)
    one = the_one(ready, "not-conserved")
    assert (one.event, one.values) == (event, {"whole_m2": 25_000, "parts_m2": 20_000})


def test_a_term_counted_wrongly_is_found(ready: Engine) -> None:
    due = {"name": "lease-signing", "from": "2020-02-03", "due": "2021-02-03", "regulation": "kz-2019@3"}
    non_use = {"name": "non-use", "from": "2020-02-03", "due": "2023-02-03", "regulation": "kz-2019@3"}
    granted = do(ready, "plot.allocate", "P-2", "2020-02-03", project="B")
    touched = [(r.stream, r.event) for r in ready.log.read_from(granted.appended.first_position, limit=9)]
    register_plot(ready, "P-3")
    touched = [(stream, event.model_copy(update={"plot": "P-3"})) for stream, event in touched]
    forge(ready, "plot.allocate", "plot-P-3", GRANT, "2020-02-03", *touched, deadlines=[non_use, due])
    one = the_one(ready, "other-date")
    assert one.values == {"deadline": "lease-signing", "due": "2021-02-03", "counted": "2020-05-03"}


@pytest.mark.parametrize(
    ("act", "kind", "problem"),
    [("plot.hand-over", "other-consequences", "other-events"), ("plot.vanish", "wrong-law", "not-in-law")],
)
def test_what_is_no_act_of_the_table_is_found(ready: Engine, act: str, kind: str, problem: str) -> None:
    event = forge(ready, act, "plot-P-2", plot.ConstructionStarted(), "2020-02-03", documents=EVERY_PAPER)
    assert (kind, problem, event) in [(one.kind, one.problem, one.event) for one in deviations(ready)]


def test_one_thing_amiss_is_told_once(ready: Engine) -> None:
    held(ready, "P-2", "B", "2020-02-03")
    grant(ready, "P-2", "2021-02-03")
    assert found(ready, "double-holder") == [("held-already", "plot-P-2@5", "plot-P-2")]
