"""A project's contract: signed, amended, terminated, given back; the register of participants."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from domain.calendar.state import Calendar
from domain.event import Event, Touch
from domain.obligation.events import ObligationBreached, ObligationReinstated, ObligationSuperseded
from domain.obligation.state import Obligation
from domain.party.events import ProjectLeft, ProjectTaken
from domain.party.state import Party
from domain.project import decisions, events
from domain.project.state import Project
from domain.refusals import (
    CurrencyMismatch,
    DatesOutOfOrder,
    DeadlineUnknown,
    LimitReached,
    NotByCalendar,
    NothingToRestore,
    NotPositive,
)
from tests.domain.given import DAY, DUE, LATER, defined, dollars, given, promise, submitted, tenge

ACME = Party("ACME")
LIMITS = {"annexes_per_year": 2, "commissioning_moves": 2}
SIGNED = events.ActivityContractSigned()


def project(*later: Any) -> Project:
    return given("project-P-1", submitted(), *later)  # type: ignore[no-any-return]


def obligation(*later: Any, **terms: Any) -> Obligation:
    return given("obligation-P-1-1", defined(**terms), *later)  # type: ignore[no-any-return]


def attached(number: int) -> events.ObligationAttached:
    return events.ObligationAttached(obligation=f"P-1-{number}")


# -- signing and amending ----------------------------------------------------------------------------


def test_the_contract_defines_its_obligations_in_the_same_act() -> None:
    jobs, money = promise(), promise(kind="investment", target=5, unit="KZT", due_on=LATER)
    assert decisions.sign_contract(
        project(), obligations=(jobs, money), party=ACME, law="kz-2019@1", on=DAY
    ) == (
        events.ActivityContractSigned(obligations=(jobs, money)),
        Touch("P-1-1", defined(obligor="ACME")),
        Touch("P-1", attached(1)),
        Touch("P-1-2", defined(kind="investment", target=5, unit="KZT", due_on=LATER, obligor="ACME")),
        Touch("P-1", attached(2)),
    )


def test_obligations_are_numbered_after_those_the_project_bears() -> None:
    _, taken_on, own = decisions.sign_contract(
        project(attached(1)), obligations=(promise(),), party=ACME, law="kz-2019@1", on=DAY
    )
    assert (taken_on, own) == (Touch("P-1-2", defined(obligor="ACME")), Touch("P-1", attached(2)))


def test_an_obligation_falls_due_after_the_contract() -> None:
    with pytest.raises(DatesOutOfOrder) as refused:
        decisions.sign_contract(
            project(), obligations=(promise(due_on=DAY),), party=ACME, law="kz-2019@1", on=DAY
        )
    assert refused.value == DatesOutOfOrder("due_on", DAY, DAY)


def test_an_obligation_promises_something() -> None:
    with pytest.raises(NotPositive) as refused:
        decisions.sign_contract(
            project(), obligations=(promise(target=0),), party=ACME, law="kz-2019@1", on=DAY
        )
    assert refused.value == NotPositive("target")


def annexes(*days: date, **terms: Any) -> list[tuple[Event, date]]:
    return [(events.ContractAmended(annex=str(n), **terms), day) for n, day in enumerate(days, 1)]


def test_the_contract_is_amended_twice_a_year_and_again_the_next() -> None:
    twice = project(SIGNED, *annexes(DAY, DAY))
    with pytest.raises(LimitReached) as refused:
        decisions.amend(twice, annex="3", obligations={}, limits=LIMITS, on=date(2020, 12, 31))
    assert refused.value == LimitReached("annexes_per_year", 2)
    change: dict[str, Any] = {"annex": "3", "investment": tenge(9), "jobs": 100}
    amended = decisions.amend(twice, obligations={}, limits=LIMITS, on=date(2021, 1, 1), **change)
    assert amended == (events.ContractAmended(**change),)


def test_the_date_of_commissioning_is_moved_at_most_twice() -> None:
    twice = project(SIGNED, *annexes(DAY, DUE, commissioning_on=LATER))
    with pytest.raises(LimitReached) as refused:
        decisions.amend(
            twice,
            annex="3",
            commissioning_on=date(2030, 1, 1),
            obligations={},
            limits=LIMITS,
            on=date(2022, 1, 1),
        )
    assert refused.value == LimitReached("commissioning_moves", 2)
    assert decisions.amend(twice, annex="3", jobs=1, obligations={}, limits=LIMITS, on=date(2022, 1, 1))


def test_without_limits_in_the_regulation_there_are_none() -> None:
    often = project(SIGNED, *annexes(DAY, DAY, DAY, commissioning_on=LATER))
    amended = decisions.amend(often, annex="4", commissioning_on=LATER, obligations={}, limits={}, on=DAY)
    assert amended == (events.ContractAmended(annex="4", commissioning_on=LATER),)


def test_commissioning_lies_ahead() -> None:
    with pytest.raises(DatesOutOfOrder) as refused:
        decisions.amend(project(SIGNED), annex="1", commissioning_on=DAY, obligations={}, limits=LIMITS, on=DAY)
    assert refused.value == DatesOutOfOrder("commissioning_on", DAY, DAY)


def test_an_annex_keeps_the_currency() -> None:
    with pytest.raises(CurrencyMismatch) as refused:
        decisions.amend(
            project(SIGNED), annex="1", investment=dollars(1), obligations={}, limits=LIMITS, on=DAY
        )
    assert refused.value == CurrencyMismatch("KZT", "USD")


# -- termination and what a judgment gives back ------------------------------------------------------


def test_termination_ends_every_obligation_that_could_still_be_performed() -> None:
    obligations = {
        "P-1-2": obligation(),
        "P-1-1": obligation(),
        "P-1-3": obligation(ObligationBreached()),
    }
    ended = ObligationSuperseded(cause="project:P-1")
    assert decisions.terminate(project(SIGNED), ground="breach", obligations=obligations, on=DAY) == (
        events.ActivityContractTerminated(ground="breach"),
        Touch("P-1-1", ended),
        Touch("P-1-2", ended),
    )


REACHED = (
    (decisions.reinstate_contract, events.ContractReinstated(), ()),
    (decisions.reinstate_works, events.WorksReinstated(), (events.ProjectStarted(),)),
    (
        decisions.reinstate_launch,
        events.LaunchReinstated(),
        (events.ProjectStarted(), events.ProjectLaunched()),
    ),
    (
        decisions.reinstate_operation,
        events.OperationReinstated(),
        (events.ProjectStarted(), events.ProjectLaunched(), events.OperationBegun()),
    ),
)
ENDED = events.ActivityContractTerminated(ground="breach")


@pytest.mark.parametrize("came", range(4))
@pytest.mark.parametrize("asked", range(4))
def test_a_judgment_gives_back_what_the_project_had_reached_and_nothing_else(came: int, asked: int) -> None:
    terminated = project(SIGNED, *REACHED[came][2], ENDED)
    decide, event, _ = REACHED[asked]
    if came == asked:
        assert decide(terminated, obligations={}, on=DAY) == (event,)
        return
    with pytest.raises(NothingToRestore) as refused:
        decide(terminated, obligations={}, on=DAY)
    assert refused.value == NothingToRestore("P-1")


def test_the_obligations_that_the_termination_ended_come_back_and_no_others() -> None:
    obligations = {
        "P-1-1": obligation(ObligationSuperseded(cause="project:P-1")),
        "P-1-2": obligation(ObligationSuperseded(cause="plot:KHG-014")),
        "P-1-3": obligation(ObligationSuperseded(cause="project:P-1"), ObligationReinstated()),
    }
    restored = decisions.reinstate_contract(project(SIGNED, ENDED), obligations=obligations, on=DAY)
    assert restored == (events.ContractReinstated(), Touch("P-1-1", ObligationReinstated()))


def test_a_party_that_was_excluded_stands_behind_the_reinstated_project_again() -> None:
    excluded = project(SIGNED, ENDED, events.ParticipantExcluded())
    taken = Touch("ACME", ProjectTaken(project="P-1"))
    assert decisions.reinstate_contract(excluded, obligations={}, on=DAY) == (
        events.ContractReinstated(),
        taken,
    )
    assert decisions.restore_membership(excluded, on=DAY) == (events.MembershipRestored(), taken)


@pytest.mark.parametrize("event", [events.MembershipRestored(), *(event for _, event, _ in REACHED)])
def test_a_project_given_back_once_is_not_taken_twice(event: Event) -> None:
    back = project(SIGNED, ENDED, events.ParticipantExcluded(), event)
    assert decisions.restore_membership(back, on=DAY) == (events.MembershipRestored(),)


def test_the_register_of_participants_is_kept() -> None:
    assert decisions.register_participant(project(), on=DAY) == (events.ParticipantRegistered(),)
    assert decisions.leave(project(), on=DAY) == (events.ParticipantLeft(),)
    assert decisions.exclude(project(), on=DAY) == (
        events.ParticipantExcluded(),
        Touch("ACME", ProjectLeft(project="P-1")),
    )


# -- clocks ------------------------------------------------------------------------------------------


def test_a_due_date_is_moved_by_an_act() -> None:
    approved = project((events.ProjectApproved(), DAY, {"approval": DUE}))
    move: dict[str, Any] = {
        "target": "project-P-1@2",
        "name": "approval",
        "due": DUE + timedelta(days=1),
        "cause": "calendar 2021",
    }
    moved = decisions.move_deadline(approved, on=DAY, **move)
    assert moved == (events.DeadlineMoved(**move),)
    after = project((events.ProjectApproved(), DAY, {"approval": DUE}), *moved)
    assert after.due == {"approval": DUE + timedelta(days=1)}


def test_a_due_date_that_was_never_set_is_not_moved() -> None:
    with pytest.raises(DeadlineUnknown):
        decisions.move_deadline(
            project(), target="project-P-1@1", name="approval", due=DUE, cause="act", on=DAY
        )


def test_a_date_moved_by_a_calendar_is_the_one_that_it_gives() -> None:
    under = project((SIGNED, DAY, {"report": DUE}))
    move: dict[str, Any] = {"target": "project-P-1@2", "name": "report", "cause": "calendar-kz@2"}
    with pytest.raises(NotByCalendar) as refused:
        decisions.move_deadline(under, due=LATER, calendar=Calendar("kz"), counted=DUE, on=DAY, **move)
    assert refused.value == NotByCalendar("report", LATER, DUE)
    settled = decisions.move_deadline(under, due=DUE, calendar=Calendar("kz"), counted=DUE, on=DAY, **move)
    assert settled == (events.DeadlineMoved(due=DUE, **move),)
