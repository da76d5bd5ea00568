"""What may be decided about a zone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from domain.deadlines import MONTHS_IN_YEAR, months_after
from domain.event import Outcome
from domain.gaps import missing
from domain.land.state import Land
from domain.refusals import (
    BeyondTerm,
    DatesOutOfOrder,
    HeadLeaseTooShort,
    LandStillTaken,
    MoreThanTheWhole,
    NoTransferToAccept,
    NotYetDue,
    SamePerson,
)
from domain.values import AreaM2, Name
from domain.zone import events
from domain.zone.events import ZoneKind
from domain.zone.state import Zone


def _fits(allocatable_m2: int, area_m2: int) -> None:
    if allocatable_m2 > area_m2:
        raise MoreThanTheWhole("allocatable_m2", allocatable_m2, area_m2)


def _head_lease_within(head_lease_ends_on: date | None, term_ends_on: date) -> None:
    if head_lease_ends_on is not None and head_lease_ends_on > term_ends_on:
        raise BeyondTerm("head_lease_ends_on", head_lease_ends_on, term_ends_on)


def _head_lease_of_at_least(years: int, ends_on: date, on: date) -> None:
    least = months_after(on, MONTHS_IN_YEAR * years)
    if ends_on < least:
        raise HeadLeaseTooShort(ends_on, least)


def establish(
    zone: Zone,
    *,
    name: Name,
    kind: ZoneKind,
    region: Name,
    area_m2: AreaM2,
    allocatable_m2: AreaM2,
    term_ends_on: date,
    head_lease_ends_on: date | None = None,
    allocatable_definition: str = "",
    activities: tuple[Name, ...] = (),
    parent: Zone | None = None,
    limits: Mapping[str, int],
    on: date,
) -> Outcome:
    """Establish a zone by decree: its kind, region, area, term and permitted activities.

    The head lease ends with the zone's term unless an earlier end is given; for some kinds the law sets the
    years that it runs at least (Land Code 35(2)).
    """
    _fits(allocatable_m2, area_m2)
    if term_ends_on <= on:
        raise DatesOutOfOrder("term_ends_on", term_ends_on, on)
    _head_lease_within(head_lease_ends_on, term_ends_on)
    _head_lease_of_at_least(limits.get(f"head_lease_years_{kind}", 0), head_lease_ends_on or term_ends_on, on)
    return (
        events.ZoneEstablished(
            name=name,
            kind=kind,
            region=region,
            area_m2=area_m2,
            allocatable_m2=allocatable_m2,
            allocatable_definition=allocatable_definition,
            term_ends_on=term_ends_on,
            head_lease_ends_on=head_lease_ends_on,
            activities=activities,
            parent=parent.key if parent else None,
        ),
    )


def extend_term(zone: Zone, *, term_ends_on: date, head_lease_ends_on: date | None = None, on: date) -> Outcome:
    """Extend the zone's term beyond its present end, and the head lease where it ends earlier."""
    if term_ends_on <= zone.term_ends_on:
        raise DatesOutOfOrder("term_ends_on", term_ends_on, zone.term_ends_on)
    _head_lease_within(head_lease_ends_on, term_ends_on)
    return (events.ZoneTermExtended(term_ends_on=term_ends_on, head_lease_ends_on=head_lease_ends_on),)


def change_boundary(
    zone: Zone,
    *,
    area_m2: AreaM2,
    allocatable_m2: AreaM2,
    allocatable_definition: str = "",
    land: Land,
    on: date,
) -> Outcome:
    """Change the zone's boundary, never below the area that its live plots take (invariant 2)."""
    _fits(allocatable_m2, area_m2)
    if area_m2 < land.taken_m2:
        raise LandStillTaken(zone.key, land.taken_m2)
    return (
        events.ZoneBoundaryChanged(
            area_m2=area_m2,
            allocatable_m2=allocatable_m2,
            allocatable_definition=allocatable_definition,
        ),
    )


def change_activities(zone: Zone, *, activities: tuple[Name, ...], on: date) -> Outcome:
    """Replace the list of permitted activities; the same list changes nothing."""
    if set(activities) == set(zone.activities):
        return ()
    return (events.ActivityListChanged(activities=activities),)


def transfer_ownership(zone: Zone, *, owner: Name, on: date) -> Outcome:
    """Decide that the zone passes to another owner."""
    return (events.OwnershipTransferred(owner=owner),)


def accept_balance(zone: Zone, *, on: date) -> Outcome:
    """Take the zone on the new owner's balance, after the transfer was decided."""
    if not zone.awaits_acceptance:
        raise NoTransferToAccept(zone.key)
    return (events.BalanceAccepted(),)


def appoint_company(zone: Zone, *, company: Name, on: date) -> Outcome:
    """Appoint the managing company."""
    return (events.ManagingCompanyAppointed(company=company),)


def supersede(zone: Zone, *, by: Zone, on: date) -> Outcome:
    """Put another zone in this one's place; plots and projects then move or close."""
    if by.key == zone.key:
        raise SamePerson(zone.key)
    return (events.ZoneSuperseded(by=by.key),)


def expire(zone: Zone, *, on: date) -> Outcome:
    """Record that the zone's term is over, after its last day."""
    if on <= zone.term_ends_on:
        raise NotYetDue("term", zone.term_ends_on)
    return (events.ZoneExpired(),)


def abolish(zone: Zone, *, on: date) -> Outcome:
    """Abolish the zone by decree."""
    return (events.ZoneAbolished(),)


def close_gap(zone: Zone, *, kind: Name, on: date) -> Outcome:
    """Record that a paper was found that an act on the zone had lacked."""
    missing(zone.gaps, subject=zone.key, kind=kind)
    return (events.DocumentGapClosed(kind=kind),)
