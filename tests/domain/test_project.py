"""A project: the application, the works, the zones."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from domain.event import Touch
from domain.party.events import ProjectLeft, ProjectTaken
from domain.party.state import Party
from domain.plot.state import Plot
from domain.project import decisions, events
from domain.project.state import Project
from domain.refusals import (
    ActivityNotListed,
    AlreadyInZone,
    BeyondTerm,
    CurrencyMismatch,
    DeadlineUnknown,
    LimitReached,
    NoLandHeld,
    NotAConversion,
    NotPositive,
    NotYetDue,
    PlotsStillHeld,
    StageOutOfOrder,
    StagesOutstanding,
    TermsMissing,
)
from domain.zone.state import Zone
from tests.domain.given import DAY, DUE, dollars, given, submitted, tenge

KHG = Zone("KHG", area_m2=1_000_000, term_ends_on=date(2035, 12, 31))
ACME = Party("ACME")


def project(*later: Any, **terms: Any) -> Project:
    return given("project-P-1", submitted(**terms), *later)  # type: ignore[no-any-return]


def apply(**terms: Any) -> Any:
    whole: dict[str, Any] = {
        "key": "P-1",
        "zone": KHG,
        "party": ACME,
        "name": "Glass works",
        "investment": tenge(1_250_000_000_000),
        "jobs": 120,
        "area_m2": 50_000,
    }
    return decisions.submit(Project(), on=DAY, **whole | terms)


# -- the application ---------------------------------------------------------------------------------


def test_an_application_makes_its_party_stand_behind_the_project() -> None:
    assert apply() == (submitted(), Touch("ACME", ProjectTaken(project="P-1")))


def test_a_barred_party_may_still_apply() -> None:
    assert apply(party=Party("ACME", listings={"party-ACME@2": DUE}))


def test_a_conversion_keeps_its_rate_and_date() -> None:
    conversion = {"equivalent": dollars(2_790_000_000), "rate": "448.15", "rate_on": date(2020, 3, 1)}
    assert apply(**conversion)[0] == submitted(**conversion)


@pytest.mark.parametrize(
    ("conversion", "missing"),
    [
        ({"equivalent": dollars(1)}, ("rate", "rate_on")),
        ({"equivalent": dollars(1), "rate": "448.15"}, ("rate_on",)),
        ({"equivalent": dollars(1), "rate_on": DAY}, ("rate",)),
        ({"rate": "448.15", "rate_on": DAY}, ("equivalent",)),
    ],
)
def test_a_conversion_is_whole(conversion: dict[str, Any], missing: tuple[str, ...]) -> None:
    with pytest.raises(TermsMissing) as refused:
        apply(**conversion)
    assert refused.value == TermsMissing(missing)


def test_a_sum_is_not_converted_into_its_own_currency() -> None:
    with pytest.raises(NotAConversion) as refused:
        apply(equivalent=tenge(5), rate="1", rate_on=DAY)
    assert refused.value == NotAConversion("KZT")


def test_a_project_has_at_least_one_stage() -> None:
    with pytest.raises(NotPositive) as refused:
        apply(stages=0)
    assert refused.value == NotPositive("stages")


def test_examination_asks_and_is_answered() -> None:
    assert decisions.review(project(), on=DAY) == (events.ReviewStarted(),)
    assert decisions.ask_clarification(project(), on=DAY) == (events.ClarificationAsked(),)
    answer = decisions.clarify(project(), activity="glass", on=DAY)
    assert answer == (events.ClarificationGiven(activity="glass"),)


def test_an_answer_may_name_the_activity_meant() -> None:
    assert project(events.ClarificationGiven(activity="glass")).activity == "glass"
    assert project(events.ClarificationGiven(), activity="steel").activity == "steel"


def test_a_project_is_approved_where_no_list_of_activities_is_known() -> None:
    assert decisions.approve(project(), zone=KHG, on=DAY) == (events.ProjectApproved(),)


def test_a_project_is_approved_for_an_activity_on_the_zones_list() -> None:
    zone = Zone("KHG", 1_000_000, date(2035, 12, 31), activities=("glass", "steel"))
    assert decisions.approve(project(activity="steel"), zone=zone, on=DAY) == (events.ProjectApproved(),)


@pytest.mark.parametrize("activity", ["tobacco", None])
def test_a_project_is_not_approved_for_an_activity_off_the_zones_list(activity: str | None) -> None:
    zone = Zone("KHG", 1_000_000, date(2035, 12, 31), activities=("glass", "steel"))
    with pytest.raises(ActivityNotListed) as refused:
        decisions.approve(project(activity=activity), zone=zone, on=DAY)
    assert refused.value == ActivityNotListed("KHG", activity or "")


def test_a_project_is_approved_up_to_the_last_day_of_the_zones_term_and_not_after() -> None:
    last = KHG.term_ends_on
    assert decisions.approve(project(), zone=KHG, on=last)
    with pytest.raises(BeyondTerm) as refused:
        decisions.approve(project(), zone=KHG, on=last + timedelta(days=1))
    assert refused.value == BeyondTerm("on", date(2036, 1, 1), last)


def test_a_party_leaves_a_project_that_comes_to_nothing() -> None:
    left = Touch("ACME", ProjectLeft(project="P-1"))
    assert decisions.reject(project(), on=DAY) == (events.ProjectRejected(), left)
    assert decisions.withdraw(project(), on=DAY) == (events.ProjectWithdrawn(), left)
    lapsing = project((events.ProjectApproved(), DAY, {"approval": DUE}))
    lapsed = decisions.lapse_approval(lapsing, on=DUE + timedelta(days=1))
    assert lapsed == (events.ApprovalLapsed(), left)


@pytest.mark.parametrize("end", [events.ProjectRejected(), events.ProjectWithdrawn(), events.ApprovalLapsed()])
def test_a_project_that_came_to_nothing_has_been_left(end: Any) -> None:
    assert project(end).left


def test_an_approval_does_not_lapse_within_its_term() -> None:
    with pytest.raises(NotYetDue) as refused:
        decisions.lapse_approval(project((events.ProjectApproved(), DAY, {"approval": DUE})), on=DUE)
    assert refused.value == NotYetDue("approval", DUE)


def test_an_approval_without_a_term_does_not_lapse() -> None:
    with pytest.raises(DeadlineUnknown):
        decisions.lapse_approval(project(events.ProjectApproved()), on=DUE)


# -- works -------------------------------------------------------------------------------------------


def test_plain_steps_of_the_works_are_recorded_as_they_are() -> None:
    for decide, event in (
        (decisions.start, events.ProjectStarted()),
        (decisions.operate, events.OperationBegun()),
        (decisions.complete, events.ProjectCompleted()),
        (decisions.suspend, events.ProjectSuspended()),
        (decisions.resume, events.ProjectResumed()),
    ):
        assert decide(project(), on=DAY) == (event,)


def test_stages_are_launched_in_order() -> None:
    first = decisions.launch_stage(project(stages=2), stage=1, on=DAY)
    assert first == (events.StageLaunched(stage=1),)
    second = decisions.launch_stage(project(events.StageLaunched(stage=1), stages=2), stage=2, on=DAY)
    assert second == (events.StageLaunched(stage=2),)


@pytest.mark.parametrize("stage", [1, 3])
def test_a_stage_is_launched_once_and_none_is_skipped(stage: int) -> None:
    with pytest.raises(StageOutOfOrder) as refused:
        decisions.launch_stage(project(events.StageLaunched(stage=1), stages=3), stage=stage, on=DAY)
    assert refused.value == StageOutOfOrder(2, stage)


def test_there_is_no_stage_after_the_last() -> None:
    with pytest.raises(LimitReached) as refused:
        decisions.launch_stage(project(events.StageLaunched(stage=1)), stage=2, on=DAY)
    assert refused.value == LimitReached("stages", 1)


def test_a_project_with_a_plot_in_possession_is_launched() -> None:
    plots = {"A": Plot("A", in_possession=False), "B": Plot("B", in_possession=True)}
    assert decisions.launch(project(), plots=plots, on=DAY) == (events.ProjectLaunched(),)


def test_an_off_territory_project_is_launched_without_land() -> None:
    assert decisions.launch(project(off_territory=True), plots={}, on=DAY) == (events.ProjectLaunched(),)


def test_a_project_without_land_in_possession_is_not_launched() -> None:
    with pytest.raises(NoLandHeld) as refused:
        decisions.launch(project(), plots={"A": Plot("A")}, on=DAY)
    assert refused.value == NoLandHeld("P-1")


def test_a_project_is_launched_when_all_its_stages_are() -> None:
    plots = {"A": Plot("A", in_possession=True)}
    half = project(events.StageLaunched(stage=1), stages=2)
    with pytest.raises(StagesOutstanding) as refused:
        decisions.launch(half, plots=plots, on=DAY)
    assert refused.value == StagesOutstanding(1, 2)
    whole = project(events.StageLaunched(stage=1), events.StageLaunched(stage=2), stages=2)
    assert decisions.launch(whole, plots=plots, on=DAY) == (events.ProjectLaunched(),)


def test_a_report_gives_jobs_and_money_for_a_period() -> None:
    figures: dict[str, Any] = {"jobs": 80, "investment": tenge(5), "output": tenge(6), "taxes": tenge(7)}
    reported = decisions.report(project(), period="2019-H2", on=DAY, **figures)
    assert reported == (events.ProgressReported(period="2019-H2", **figures),)
    assert decisions.report(project(), period="2019-H2", jobs=0, on=DAY)


def test_a_report_without_any_figure_is_refused() -> None:
    with pytest.raises(TermsMissing):
        decisions.report(project(), period="2019-H2", on=DAY)


def test_a_report_in_another_currency_is_refused() -> None:
    with pytest.raises(CurrencyMismatch) as refused:
        decisions.report(project(), period="2019-H2", investment=tenge(1), taxes=dollars(1), on=DAY)
    assert refused.value == CurrencyMismatch("KZT", "USD")


# -- zones and land ----------------------------------------------------------------------------------


def test_a_project_moves_to_another_zone_with_its_plots_there_already() -> None:
    holder = project(events.PlotGranted(plot="A", area_m2=10))
    new = Zone("KHG-2")
    moved = decisions.transfer_zone(holder, zone=new, plots={"A": Plot("A", zone="KHG-2")}, on=DAY)
    assert moved == (events.ProjectTransferredToZone(zone="KHG-2"),)
    after = project(*moved)
    assert (after.zone, after.zones) == ("KHG-2", frozenset({"KHG-2"}))


def test_a_project_does_not_leave_plots_behind_in_its_zone() -> None:
    holder = project(events.PlotGranted(plot="A", area_m2=10), events.PlotGranted(plot="B", area_m2=10))
    plots = {"A": Plot("A", zone="KHG"), "B": Plot("B", zone="KHG-2")}
    with pytest.raises(PlotsStillHeld) as refused:
        decisions.transfer_zone(holder, zone=Zone("KHG-2"), plots=plots, on=DAY)
    assert refused.value == PlotsStillHeld("P-1", ("A",))


def test_a_project_does_not_move_to_its_own_zone() -> None:
    with pytest.raises(AlreadyInZone) as refused:
        decisions.transfer_zone(project(), zone=KHG, plots={}, on=DAY)
    assert refused.value == AlreadyInZone("P-1", "KHG")


def test_a_project_spreads_to_another_zone_once() -> None:
    spread = decisions.extend_to_zone(project(), zone=Zone("AST"), on=DAY)
    assert spread == (events.ProjectExtendedToZone(zone="AST"),)
    after = project(*spread)
    assert (after.zone, after.zones) == ("KHG", frozenset({"KHG", "AST"}))
    with pytest.raises(AlreadyInZone):
        decisions.extend_to_zone(after, zone=Zone("AST"), on=DAY)


def test_a_project_knows_its_plots_and_its_party() -> None:
    two = (events.PlotGranted(plot="A", area_m2=10), events.PlotGranted(plot="B", area_m2=10))
    after = project(*two, events.PlotLost(plot="A"), events.HolderChanged(party="NEW"))
    assert (after.plots, after.party) == (frozenset({"B"}), "NEW")
