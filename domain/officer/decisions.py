"""What may be decided about an officer."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date

from domain.event import NOTHING, Outcome, Touch
from domain.officer import events
from domain.officer.mandate import NOWHERE, held_under, last_day
from domain.officer.state import Officer
from domain.officer.values import Role
from domain.refusals import (
    BeyondTerm,
    DatesOutOfOrder,
    DelegationLoops,
    DelegationTooWide,
    NoDelegation,
    OwnMandate,
    RolesMissing,
    SamePerson,
    UnknownRole,
)
from domain.values import Name


def _worded(roles: tuple[str, ...], known: tuple[str, ...], until: date | None, on: date) -> None:
    if not roles:
        raise RolesMissing
    for role in roles:
        if known and role not in known:
            raise UnknownRole(role, known)
    _not_over(until, on)


def _not_over(until: date | None, on: date) -> None:
    if until is not None and until < on:
        raise DatesOutOfOrder("until", until, on)


def _by_another(officer: Officer, chain: Mapping[str, Officer], actor: str, under: str, on: date) -> None:
    """Demand that who decides about a mandate does not act by it, in person or through a delegation.

    So at least one officer with the role remains. No actor: the act is decided again in thought.
    """
    if not actor:
        return
    if actor == officer.key or (actor in _below(officer, chain, on) and chain[actor].appointed != under):
        raise OwnMandate(officer.key)


def appoint(
    officer: Officer,
    *,
    title: Name | None = None,
    roles: tuple[Role, ...],
    zones: Collection[str] = (),
    until: date | None = None,
    known_roles: tuple[str, ...] = (),
    on: date,
) -> Outcome:
    """Appoint an officer to act in one role or several; in every zone where none is named."""
    _worded(roles, known_roles, until, on)
    return (events.OfficerAppointed(title=title, roles=roles, zones=tuple(zones), until=until),)


def change_mandate(
    officer: Officer,
    *,
    roles: tuple[Role, ...],
    zones: Collection[str] = (),
    until: date | None = None,
    chain: Mapping[str, Officer] = NOTHING,
    known_roles: tuple[str, ...] = (),
    actor: str = "",
    under: str = "",
    on: date,
) -> Outcome:
    """Give the officer another mandate instead of the present one: all of it is named anew.

    Nobody changes the mandate by which they act.
    """
    _by_another(officer, chain, actor, under, on)
    _worded(roles, known_roles, until, on)
    if (frozenset(roles), frozenset(zones), until) == (officer.roles, officer.zones, officer.until):
        return ()
    return (events.MandateChanged(roles=roles, zones=tuple(zones), until=until),)


def delegate(
    officer: Officer,
    *,
    to: Officer,
    roles: tuple[Role, ...] = (),
    zones: Collection[str] = (),
    until: date,
    givers: Mapping[str, Officer],
    chain: Mapping[str, Officer],
    on: date,
) -> Outcome:
    """Let another officer act in the officer's roles: never in more, for longer or elsewhere.

    Without roles, all that the officer holds in person. What was delegated to the same officer before is
    replaced.
    """
    if to.key == officer.key:
        raise SamePerson(officer.key)
    _not_over(until, on)
    named = roles or tuple(sorted(officer.roles))
    _within(officer, givers, _pairs(named, zones), until=until, on=on)
    if officer.key in _below(to, chain, on):
        raise DelegationLoops(officer.key, to.key)
    places = tuple(zones)
    received = events.MandateReceived(giver=officer.key, roles=named, zones=places, until=until)
    return (
        events.MandateDelegated(to=to.key, roles=roles, zones=places, until=until),
        Touch(to.key, received),
    )


def _pairs(roles: Iterable[str], zones: Iterable[str]) -> list[tuple[str, frozenset[str]]]:
    """Each role with each zone it is asked for, or with none in particular."""
    places = [frozenset({zone}) for zone in zones] or [NOWHERE]
    return [(role, place) for role in roles for place in places]


def _within(
    officer: Officer,
    givers: Mapping[str, Officer],
    asked: list[tuple[str, frozenset[str]]],
    *,
    until: date,
    on: date,
) -> None:
    def held(role: str, place: frozenset[str], day: date) -> bool:
        return bool(held_under(officer, givers, role=role, zones=place, on=day))

    beyond = [(role, place) for role, place in asked if not held(role, place, on)]
    if beyond:
        roles = tuple(sorted({role for role, _ in beyond}))
        raise DelegationTooWide(officer.key, roles, tuple(sorted(NOWHERE.union(*(p for _, p in beyond)))))
    for role, place in asked:
        if not held(role, place, until):
            limit = last_day(officer, givers, role=role, zones=place)
            assert limit is not None  # noqa: S101 - what is held on one day and not on a later one has ended
            raise BeyondTerm("until", until, limit)


def _below(officer: Officer, chain: Mapping[str, Officer], on: date) -> set[str]:
    """Everyone who acts on a date by what the officer delegated, directly or through others."""
    found: set[str] = set()
    ahead = [officer]
    while ahead:
        running = {key for key, given in ahead.pop().given.items() if given.runs(on)}
        ahead += [chain[key] for key in sorted(running - found)]
        found |= running
    return found


def end_delegation(officer: Officer, *, to: Officer, on: date) -> Outcome:
    """Take back what was delegated to another officer."""
    if to.key not in officer.given:
        raise NoDelegation(officer.key, to.key)
    return (
        events.DelegationEnded(to=to.key),
        Touch(to.key, events.DelegationWithdrawn(giver=officer.key)),
    )


def dismiss(
    officer: Officer,
    *,
    chain: Mapping[str, Officer] = NOTHING,
    actor: str = "",
    under: str = "",
    on: date,
) -> Outcome:
    """End the officer's mandate, and all that was delegated by or to the officer.

    Nobody ends the mandate by which they act.
    """
    _by_another(officer, chain, actor, under, on)
    return (
        events.OfficerDismissed(),
        *(Touch(to, events.DelegationWithdrawn(giver=officer.key)) for to in sorted(officer.given)),
        *(Touch(giver, events.DelegationEnded(to=officer.key)) for giver in sorted(officer.received)),
    )


def reinstate(
    officer: Officer,
    *,
    roles: tuple[Role, ...],
    zones: Collection[str] = (),
    until: date | None = None,
    known_roles: tuple[str, ...] = (),
    on: date,
) -> Outcome:
    """Appoint a dismissed officer again, with a mandate named anew; former delegations stay ended."""
    _worded(roles, known_roles, until, on)
    return (events.OfficerReinstated(roles=roles, zones=tuple(zones), until=until),)
