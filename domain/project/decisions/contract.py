"""The contract on carrying out activity and the register of participants."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from domain.calendar.state import Calendar
from domain.deadlines import moved
from domain.event import NOTHING, Outcome, Touch
from domain.gaps import missing
from domain.limits import at_least, below, counted_in
from domain.obligation.events import (
    ObligationAmended,
    ObligationDefined,
    ObligationRescheduled,
    ObligationSuperseded,
)
from domain.obligation.state import Obligation
from domain.party.events import ProjectLeft, ProjectTaken
from domain.party.state import Party
from domain.project import events
from domain.project.events import TerminationGround
from domain.project.state import Project
from domain.refusals import CurrencyMismatch, DatesOutOfOrder, NotPositive
from domain.values import Count, Duty, Money, Name


def _taken_on(project: Project, party: Party, duties: tuple[Duty, ...], law: str) -> Iterator[Touch]:
    for number, duty in enumerate(duties, len(project.obligations) + 1):
        obligation = f"{project.key}-{number}"
        defined = ObligationDefined(
            of=f"project:{project.key}",
            kind=duty.kind,
            target=duty.target,
            unit=duty.unit,
            due_on=duty.due_on,
            obligor=party.key,
            regulation=law,
        )
        yield Touch(obligation, defined)
        yield Touch(project.key, events.ObligationAttached(obligation=obligation))


def sign_contract(
    project: Project,
    *,
    obligations: tuple[Duty, ...] = (),
    party: Party,
    law: str,
    limits: Mapping[str, int] = NOTHING,
    on: date,
) -> Outcome:
    """Sign the contract; the obligations it names are defined by the same act, each due after it.

    They take the project's key and a running number; the investor who signs owes them. Refuses less than the
    law demands of their kind.
    """
    for duty in obligations:
        if duty.target <= 0:
            raise NotPositive("target")
        counted_in(duty.kind, duty.unit)
        at_least(limits, kind=duty.kind, target=duty.target)
        if duty.due_on <= on:
            raise DatesOutOfOrder("due_on", duty.due_on, on)
    signed = events.ActivityContractSigned(obligations=obligations)
    return (signed, *_taken_on(project, party, obligations, law))


def amend(
    project: Project,
    *,
    annex: Name,
    commissioning_on: date | None = None,
    investment: Money | None = None,
    jobs: Count | None = None,
    obligations: Mapping[str, Obligation],
    limits: Mapping[str, int],
    on: date,
) -> Outcome:
    """Amend the contract by an annex, as often as the law allows (Entrepreneurial Code 296-2(2)).

    The limits are on annexes in a calendar year and on moves of the date of commissioning, which moves the
    obligations to commission as well. Refuses another currency than the application's.
    """
    annexed(project, annex, limits=limits, on=on)
    moved_too: tuple[Touch, ...] = ()
    if commissioning_on is not None:
        concerned = {k: o for k, o in obligations.items() if o.kind == "commissioning" and o.open}
        moves = (project.commissioning_moves, *(o.due_moves for o in concerned.values()))
        below(limits, name="commissioning_moves", done=max(moves))
        if commissioning_on <= on:
            raise DatesOutOfOrder("commissioning_on", commissioning_on, on)
        moved_too = tuple(_recommissioned(concerned, annex, commissioning_on))
    if investment is not None and investment.currency != project.currency:
        raise CurrencyMismatch(project.currency, investment.currency)
    amended = events.ContractAmended(
        annex=annex, commissioning_on=commissioning_on, investment=investment, jobs=jobs
    )
    return (amended, *moved_too)


def _recommissioned(obligations: Mapping[str, Obligation], annex: str, due_on: date) -> Iterator[Touch]:
    for key, obligation in sorted(obligations.items()):
        kind = ObligationRescheduled if obligation.unmet else ObligationAmended
        yield Touch(key, kind(annex=annex, due_on=due_on))


def annexed(project: Project, annex: str, *, limits: Mapping[str, int], on: date) -> None:
    """Demand that the contract may have this annex: so many a calendar year, each counted once."""
    others = sum(day.year == on.year for name, day in project.annexes.items() if name != annex)
    below(limits, name="annexes_per_year", done=others)


def terminate(
    project: Project, *, ground: TerminationGround, obligations: Mapping[str, Obligation], on: date
) -> Outcome:
    """End the contract before its term; with it ends every obligation that could still be performed.

    Its plots stay where they are: each goes back by an act of its own.
    """
    ended = ObligationSuperseded(cause=f"project:{project.key}")
    touched = (Touch(key, ended) for key, obligation in sorted(obligations.items()) if obligation.open)
    return (events.ActivityContractTerminated(ground=ground), *touched)


def register_participant(project: Project, *, on: date) -> Outcome:
    """Record that the ministry entered the investor in the register of participants."""
    return (events.ParticipantRegistered(),)


def exclude(project: Project, *, on: date) -> Outcome:
    """Record that the investor was taken off the register after the contract was terminated."""
    return (events.ParticipantExcluded(), Touch(project.party, ProjectLeft(project=project.key)))


def leave(project: Project, *, on: date) -> Outcome:
    """Record that the investor left the register, the project being completed."""
    return (events.ParticipantLeft(),)


def restore_membership(project: Project, *, on: date) -> Outcome:
    """Record that the investor stands in the register again."""
    return (events.MembershipRestored(), *taken_again(project))


def taken_again(project: Project) -> Outcome:
    """The party stands behind a project again that it had left."""
    return (Touch(project.party, ProjectTaken(project=project.key)),) if project.left else ()


def move_deadline(
    project: Project,
    *,
    target: str,
    name: str,
    due: date,
    cause: str,
    calendar: Calendar | None = None,
    counted: date | None = None,
    on: date,
) -> Outcome:
    """Move a due date that an earlier event of the project started, by a calendar version or an act."""
    moved(
        project.due,
        subject=project.key,
        target=target,
        name=name,
        due=due,
        calendar=calendar,
        counted=counted,
    )
    return (events.DeadlineMoved(target=target, name=name, due=due, cause=cause),)


def close_gap(project: Project, *, kind: Name, on: date) -> Outcome:
    """Record that a paper was found that an act on the project had lacked."""
    missing(project.gaps, subject=project.key, kind=kind)
    return (events.DocumentGapClosed(kind=kind),)
