"""An application: submitted, examined, approved or not, and how it ends before there is a contract."""

from __future__ import annotations

from datetime import date

from domain.deadlines import expired
from domain.event import Event, Outcome, Touch
from domain.party.events import ProjectLeft, ProjectTaken
from domain.party.state import Party
from domain.project import events
from domain.project.events import Rate, Stages
from domain.project.state import Project
from domain.refusals import ActivityNotListed, BeyondTerm, NotAConversion, NotPositive, TermsMissing
from domain.values import AreaM2, Count, Money, Name
from domain.zone.state import Zone


def _conversion(investment: Money, equivalent: Money | None, rate: str | None, rate_on: date | None) -> None:
    """Demand that a conversion is whole and is one (invariant 9)."""
    pieces = {"equivalent": equivalent, "rate": rate, "rate_on": rate_on}
    missing = tuple(name for name, piece in pieces.items() if piece is None)
    if 0 < len(missing) < len(pieces):
        raise TermsMissing(missing)
    if equivalent is not None and equivalent.currency == investment.currency:
        raise NotAConversion(investment.currency)


def submit(
    project: Project,
    *,
    key: str,
    zone: Zone,
    party: Party,
    name: Name,
    investment: Money,
    jobs: Count,
    area_m2: AreaM2,
    stages: Stages = 1,
    off_territory: bool = False,
    activity: Name | None = None,
    equivalent: Money | None = None,
    rate: Rate | None = None,
    rate_on: date | None = None,
    on: date,
) -> Outcome:
    """Take in an application for a zone: what is to be built, for how much money, with how many jobs.

    An equivalent in another currency needs its rate and the rate's date. A barred party may apply: the law
    bars it from land, not from asking (Land Code 96-1).
    """
    if stages < 1:
        raise NotPositive("stages")
    _conversion(investment, equivalent, rate, rate_on)
    submitted = events.ProjectSubmitted(
        zone=zone.key,
        party=party.key,
        name=name,
        investment=investment,
        jobs=jobs,
        area_m2=area_m2,
        stages=stages,
        off_territory=off_territory,
        activity=activity,
        equivalent=equivalent,
        rate=rate,
        rate_on=rate_on,
    )
    return (submitted, Touch(party.key, ProjectTaken(project=key)))


def review(project: Project, *, on: date) -> Outcome:
    """Begin to examine the application."""
    return (events.ReviewStarted(),)


def ask_clarification(project: Project, *, on: date) -> Outcome:
    """Ask the applicant to explain or to add to the application."""
    return (events.ClarificationAsked(),)


def clarify(project: Project, *, activity: Name | None = None, on: date) -> Outcome:
    """Take in the applicant's answer; it may name the activity meant."""
    return (events.ClarificationGiven(activity=activity),)


def approve(project: Project, *, zone: Zone, on: date) -> Outcome:
    """Approve the project: its activity is on the zone's list, where there is one, and the zone's term runs.

    An application that names no activity is not on any list: ask for clarification first.
    """
    if on > zone.term_ends_on:
        raise BeyondTerm("on", on, zone.term_ends_on)
    if zone.activities and project.activity not in zone.activities:
        raise ActivityNotListed(zone.key, project.activity)
    return (events.ProjectApproved(),)


def _ended(project: Project, event: Event) -> Outcome:
    return (event, Touch(project.party, ProjectLeft(project=project.key)))


def reject(project: Project, *, on: date) -> Outcome:
    """Refuse the project."""
    return _ended(project, events.ProjectRejected())


def withdraw(project: Project, *, on: date) -> Outcome:
    """Take the application back, before there is a contract."""
    return _ended(project, events.ProjectWithdrawn())


def lapse_approval(project: Project, *, on: date) -> Outcome:
    """Record that no contract followed the approval within the term given for it."""
    expired(project.due, name="approval", on=on)
    return _ended(project, events.ApprovalLapsed())
