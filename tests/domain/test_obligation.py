"""An obligation: defined, performed or not, cured, breached; time that does not count."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from domain.event import Touch
from domain.obligation import decisions, events
from domain.obligation.state import Obligation
from domain.plot.state import Plot
from domain.project.events import ObligationAttached
from domain.project.state import Project
from domain.refusals import (
    DatesOutOfOrder,
    DeadlineUnknown,
    LimitReached,
    NotPositive,
    NotYetDue,
    TermsMissing,
    TooLate,
)
from domain.zone.state import Zone
from tests.domain.given import DAY, DUE, LATER, defined, given

DAY_AFTER = DUE + timedelta(days=1)
CURE_ENDS = date(2021, 6, 3)
LIMITS = {"annexes_per_year": 2, "commissioning_moves": 2}
UNMET = (events.ObligationUnmet(), DAY_AFTER, {"cure": CURE_ENDS})


def obligation(*later: Any, **terms: Any) -> Obligation:
    return given("obligation-P-1-1", defined(**terms), *later)  # type: ignore[no-any-return]


def define(**terms: Any) -> Any:
    whole: dict[str, Any] = {
        "key": "P-1-1",
        "of": "project:P-1",
        "kind": "jobs",
        "target": 120,
        "unit": "persons",
        "due_on": DUE,
    }
    return decisions.define(Obligation(), law="kz-2019@1", on=DAY, **whole | terms)


# -- definition --------------------------------------------------------------------------------------


def test_an_obligation_of_a_project_is_attached_to_it() -> None:
    attached = Touch("P-1", ObligationAttached(obligation="P-1-1"))
    assert define(project=Project("P-1")) == (defined(), attached)


def test_an_obligation_may_stand_and_fall_with_a_plot() -> None:
    (event, _) = define(project=Project("P-1"), plot=Plot("KHG-014"), obligor="ACME")
    assert event == defined(plot="KHG-014", obligor="ACME")
    assert given("obligation-P-1-1", event).plot == "KHG-014"


@pytest.mark.parametrize("of", ["zone:KHG", "authority:Ministry of Industry"])
def test_zones_and_authorities_bear_obligations_too(of: str) -> None:
    assert define(of=of, zone=Zone("KHG")) == (defined(of=of),)


@pytest.mark.parametrize("of", ["P-1", "plot:KHG-014", "project:", "project:two words", "authority: "])
def test_an_obligation_belongs_to_a_project_a_zone_or_an_authority(of: str) -> None:
    with pytest.raises(ValidationError):
        define(of=of)


def test_an_obligation_promises_something() -> None:
    with pytest.raises(NotPositive) as refused:
        define(target=0)
    assert refused.value == NotPositive("target")


def test_an_obligation_falls_due_after_it_is_defined() -> None:
    with pytest.raises(DatesOutOfOrder) as refused:
        define(due_on=DAY)
    assert refused.value == DatesOutOfOrder("due_on", DAY, DAY)


# -- performance -------------------------------------------------------------------------------------


def test_progress_and_performance_are_recorded() -> None:
    assert decisions.report(obligation(), amount=60, on=DAY) == (events.ProgressReported(amount=60),)
    assert decisions.record_met(obligation(), on=DAY) == (events.ObligationMet(),)
    assert not obligation(events.ObligationMet()).open


def test_an_obligation_is_unmet_only_after_its_last_day() -> None:
    with pytest.raises(NotYetDue) as refused:
        decisions.record_unmet(obligation(), on=DUE)
    assert refused.value == NotYetDue("performance", DUE)
    assert decisions.record_unmet(obligation(), on=DAY_AFTER) == (events.ObligationUnmet(),)


def test_an_unmet_obligation_is_cured_up_to_the_last_day_of_the_term() -> None:
    assert decisions.cure(obligation(UNMET), on=CURE_ENDS) == (events.ObligationCured(),)
    with pytest.raises(TooLate) as refused:
        decisions.cure(obligation(UNMET), on=CURE_ENDS + timedelta(days=1))
    assert refused.value == TooLate("cure", CURE_ENDS)


def test_an_unmet_obligation_is_breached_when_the_term_for_cure_is_over() -> None:
    with pytest.raises(NotYetDue) as refused:
        decisions.breach(obligation(UNMET), on=CURE_ENDS)
    assert refused.value == NotYetDue("cure", CURE_ENDS)
    breached = decisions.breach(obligation(UNMET), on=CURE_ENDS + timedelta(days=1))
    assert breached == (events.ObligationBreached(),)


def test_without_a_term_for_cure_there_is_no_breach_until_a_notice_starts_one() -> None:
    found_on_a_plot = (events.ObligationUnmet(), DAY_AFTER)
    with pytest.raises(DeadlineUnknown):
        decisions.breach(obligation(found_on_a_plot), on=LATER)
    notice = decisions.serve_notice(obligation(found_on_a_plot), on=DAY_AFTER)
    assert notice == (events.NoticeServed(),)
    noticed = obligation(found_on_a_plot, (*notice, DAY_AFTER, {"cure": CURE_ENDS}))
    assert decisions.breach(noticed, on=LATER) == (events.ObligationBreached(),)


def test_a_breached_obligation_stays_unmet_until_it_is_performed_late() -> None:
    breached = obligation(UNMET, events.ObligationBreached())
    assert (breached.open, breached.unmet) == (False, True)
    late = decisions.accept_late(breached, on=LATER)
    assert late == (events.ObligationPerformedLate(),)
    assert not obligation(UNMET, events.ObligationBreached(), *late).unmet


def test_a_cured_or_waived_obligation_is_neither_open_nor_unmet() -> None:
    assert decisions.waive(obligation(), on=DAY) == (events.ObligationWaived(),)
    for end in (events.ObligationCured(), events.ObligationWaived()):
        after = obligation(UNMET, end)
        assert (after.open, after.unmet) == (False, False)


def test_a_superseded_obligation_knows_its_cause_and_starts_anew_when_reinstated() -> None:
    superseded = obligation(UNMET, events.ObligationSuperseded(cause="plot:KHG-014"))
    assert (superseded.open, superseded.unmet, superseded.superseded) == (False, False, True)
    assert superseded.superseded_by == "plot:KHG-014"
    back = obligation(UNMET, events.ObligationSuperseded(cause="plot:KHG-014"), events.ObligationReinstated())
    assert back == obligation()


# -- changed terms -----------------------------------------------------------------------------------


def test_an_annex_changes_what_is_promised_or_by_when() -> None:
    change: dict[str, Any] = {"annex": "1", "target": 90, "due_on": LATER}
    amended = decisions.amend(obligation(), limits=LIMITS, on=DAY, **change)
    assert amended == (events.ObligationAmended(**change),)
    assert obligation(*amended).due_on == LATER
    assert obligation(events.ObligationAmended(annex="1", target=90)).due_on == DUE


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({}, TermsMissing(("target", "due_on"))),
        ({"target": 0}, NotPositive("target")),
        ({"due_on": DAY}, DatesOutOfOrder("due_on", DAY, DAY)),
    ],
)
def test_an_annex_must_make_sense(change: dict[str, Any], refusal: Exception) -> None:
    with pytest.raises(type(refusal)) as refused:
        decisions.amend(obligation(), annex="1", limits=LIMITS, on=DAY, **change)
    assert refused.value == refusal


def test_annexes_are_counted_by_the_calendar_year() -> None:
    twice = obligation(
        *[(events.ObligationAmended(annex=n, target=90), DAY) for n in "12"], kind="commissioning"
    )
    with pytest.raises(LimitReached) as refused:
        decisions.amend(twice, annex="3", target=80, limits=LIMITS, on=date(2020, 12, 31))
    assert refused.value == LimitReached("annexes_per_year", 2)
    assert decisions.amend(twice, annex="3", due_on=LATER, limits=LIMITS, on=date(2021, 1, 1))


def test_a_date_of_commissioning_is_moved_at_most_twice_by_whichever_act() -> None:
    moves = [
        (events.ObligationAmended(annex="1", due_on=DUE), DAY),
        (events.ObligationRescheduled(annex="2", due_on=LATER), date(2021, 3, 3)),
    ]
    terms: dict[str, Any] = {"annex": "3", "due_on": date(2025, 1, 1), "limits": LIMITS}
    with pytest.raises(LimitReached) as refused:
        decisions.reschedule(obligation(*moves, kind="commissioning"), on=date(2022, 3, 3), **terms)
    assert refused.value == LimitReached("commissioning_moves", 2)
    assert decisions.reschedule(obligation(*moves), on=date(2022, 3, 3), **terms)


def test_a_rescheduled_obligation_is_to_be_performed_anew() -> None:
    rescheduled = decisions.reschedule(
        obligation(UNMET), annex="1", due_on=LATER, limits={}, on=date(2021, 4, 1)
    )
    assert rescheduled == (events.ObligationRescheduled(annex="1", due_on=LATER),)
    after = obligation(UNMET, *rescheduled)
    assert (after.open, after.unmet, after.due_on, after.due) == (True, False, LATER, {})


def test_a_new_date_lies_ahead() -> None:
    with pytest.raises(DatesOutOfOrder):
        decisions.reschedule(obligation(UNMET), annex="1", due_on=LATER, limits={}, on=LATER)


# -- time that does not count ------------------------------------------------------------------------

STOPPED = (events.ClockSuspended(ground="no-utility"), date(2021, 1, 1))
RESUMED = (events.ClockResumed(), date(2021, 1, 31))


def test_time_is_stopped_on_a_ground_of_the_law_and_counts_again() -> None:
    stopped = decisions.suspend_clock(obligation(), ground="force-majeure", on=DAY)
    assert stopped == (events.ClockSuspended(ground="force-majeure"),)
    assert decisions.resume_clock(obligation(STOPPED), on=DAY_AFTER) == (events.ClockResumed(),)


def test_the_days_excluded_are_added_to_the_due_date() -> None:
    assert obligation(STOPPED, RESUMED) == obligation(due_on=DUE + timedelta(days=30))


def test_while_time_is_stopped_the_due_date_recedes() -> None:
    assert obligation(STOPPED).clocks(date(2021, 1, 11)) == {"performance": DUE + timedelta(days=10)}


def test_a_term_that_was_over_when_time_stopped_stays_over() -> None:
    stopped = (events.ClockSuspended(ground="no-plans"), date(2021, 4, 1))
    after = obligation(UNMET, stopped, (events.ClockResumed(), date(2021, 4, 11)))
    assert (after.due_on, after.due) == (DUE, {"cure": CURE_ENDS + timedelta(days=10)})


def test_a_cure_while_time_is_stopped_is_in_time() -> None:
    stopped = (events.ClockSuspended(ground="no-plans"), date(2021, 4, 1))
    assert decisions.cure(obligation(UNMET, stopped), on=LATER) == (events.ObligationCured(),)


def test_to_a_date_agreed_while_time_is_stopped_only_later_days_are_added() -> None:
    annex = (events.ObligationAmended(annex="1", due_on=LATER), date(2021, 1, 21))
    assert obligation(STOPPED, annex, RESUMED).due_on == LATER + timedelta(days=10)


def test_days_are_never_added_beyond_the_calendar() -> None:
    assert obligation(STOPPED, RESUMED, due_on=date(9999, 12, 30)).due_on == date.max


def test_a_due_date_is_moved_by_an_act() -> None:
    for name in ("performance", "cure"):
        move: dict[str, Any] = {
            "target": "obligation-P-1-1@1",
            "name": name,
            "due": LATER,
            "cause": "calendar",
        }
        moved = decisions.move_deadline(obligation(UNMET), limits={}, on=DAY_AFTER, **move)
        assert moved == (events.DeadlineMoved(**move),)
        before = {"performance": DUE, "cure": CURE_ENDS}
        assert obligation(UNMET, *moved).stamped == before | {name: LATER}


def test_a_due_date_that_was_never_set_is_not_moved() -> None:
    with pytest.raises(DeadlineUnknown):
        decisions.move_deadline(
            obligation(), target="obligation-P-1-1@1", name="cure", due=LATER, cause="act", limits={}, on=DAY
        )
