"""What may be decided about the right to a plot."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING

from domain.deadlines import expired
from domain.event import NOTHING, Event, Outcome, Touch
from domain.limits import promised
from domain.plot import events
from domain.plot.decisions.holding import (
    eligible,
    in_zone,
    lost,
    reinstated,
    stands_behind,
    superseded,
    taken,
    unburdened,
)
from domain.plot.events.tenure import LapseGround
from domain.plot.state import Plot
from domain.plot.values import EndGround
from domain.refusals import (
    BeyondTerm,
    DatesOutOfOrder,
    HeldBefore,
    NeverHeld,
    NothingToRestore,
    NotYetDue,
    ReservedForAnother,
    SamePerson,
)

if TYPE_CHECKING:
    from domain.obligation.state import Obligation
    from domain.party.state import Party
    from domain.project.state import Project
    from domain.zone.state import Zone


def reserve(plot: Plot, *, project: Project, until: date, on: date) -> Outcome:
    """Keep a free plot for an approved project until a date."""
    in_zone(plot, project)
    unburdened(plot, "pledge", "arrest")
    if until <= on:
        raise DatesOutOfOrder("until", until, on)
    return (events.PlotReserved(project=project.key, until=until),)


def lapse_reservation(
    plot: Plot, *, ground: LapseGround, reserved_for: Project | None = None, on: date
) -> Outcome:
    """End a reservation: its date passed, it was released, or the project came to nothing."""
    if ground == "date-passed" and plot.reserved_until and on <= plot.reserved_until:
        raise NotYetDue("reservation", plot.reserved_until)
    return (events.ReservationLapsed(ground=ground),)


def _grantable(plot: Plot, project: Project, party: Party, on: date) -> None:
    in_zone(plot, project)
    if plot.reserved_for not in ("", project.key):
        raise ReservedForAnother(plot.key, plot.reserved_for)
    unburdened(plot, "pledge", "arrest", "prescription")
    eligible(party, on=on)


def allocate(
    plot: Plot,
    *,
    project: Project,
    zone: Zone,
    party: Party,
    obligations: Mapping[str, Obligation] = NOTHING,
    limits: Mapping[str, int] = NOTHING,
    on: date,
) -> Outcome:
    """Grant a plot that was never held to a project's party: the lease term and the non-use clock start.

    Refuses a project that does not owe what the law of the day demands.
    """
    if plot.ever_held:
        raise HeldBefore(plot.key)
    _grantable(plot, project, party, on)
    promised(limits, plot=plot, project=project, obligations=obligations.values())
    event = events.PlotAllocated(project=project.key, party=party.key)
    return (event, taken(plot, party=party.key, project=project.key))


def reassign(
    plot: Plot,
    *,
    project: Project,
    zone: Zone,
    party: Party,
    obligations: Mapping[str, Obligation] = NOTHING,
    limits: Mapping[str, int] = NOTHING,
    on: date,
) -> Outcome:
    """Grant a plot that was held before to another project; the new grant names the one it replaces.

    Refuses a project that does not owe what the law of the day demands.
    """
    if not plot.ever_held:
        raise NeverHeld(plot.key)
    _grantable(plot, project, party, on)
    promised(limits, plot=plot, project=project, obligations=obligations.values())
    event = events.PlotReassigned(project=project.key, party=party.key, replaces=plot.grant)
    return (event, taken(plot, party=party.key, project=project.key))


def _within_term(until: date, zone: Zone) -> None:
    if until > zone.leases_end_by:
        raise BeyondTerm("until", until, zone.leases_end_by)


def sign_lease(plot: Plot, *, until: date, zone: Zone, on: date) -> Outcome:
    """Sign the sublease, ending within the head lease and the zone's term (Land Code 35(2))."""
    if until <= on:
        raise DatesOutOfOrder("until", until, on)
    _within_term(until, zone)
    return (events.SubleaseSigned(until=until),)


def extend_lease(plot: Plot, *, until: date, zone: Zone, on: date) -> Outcome:
    """Extend the sublease beyond its present end, within the zone's term."""
    if plot.leased_until and until <= plot.leased_until:
        raise DatesOutOfOrder("until", until, plot.leased_until)
    _within_term(until, zone)
    return (events.SubleaseExtended(until=until),)


def hand_over(plot: Plot, *, on: date) -> Outcome:
    """Hand the plot over to its holder."""
    return (events.PossessionHandedOver(),)


def buy_out(plot: Plot, *, on: date) -> Outcome:
    """Sell the plot to its holder."""
    return (events.PlotBoughtOut(),)


def transfer(
    plot: Plot,
    *,
    party: Party,
    project: Project | None = None,
    enforcement: bool = False,
    on: date,
) -> Outcome:
    """Pass the right to another party, by contract or by enforcement of a pledge; an arrest forbids it."""
    if party.key == plot.party:
        raise SamePerson(party.key)
    unburdened(plot, "arrest")
    stands_behind(project, party)
    eligible(party, on=on)
    key = project.key if project else None
    if project:
        in_zone(plot, project)
    event = events.PlotTransferred(party=party.key, project=key, enforcement=enforcement)
    return (event, *lost(plot), taken(plot, party=party.key, project=key or ""))


def surrender(plot: Plot, *, on: date) -> Outcome:
    """Give the plot up; a pledge forbids it."""
    unburdened(plot, "pledge")
    return (events.PlotSurrendered(), *lost(plot))


def expire_lease(plot: Plot, *, on: date) -> Outcome:
    """Record that the sublease ran out, after its last day; a lease of unknown end is extended first."""
    expired({"lease": plot.leased_until} if plot.leased_until else NOTHING, name="lease", on=on)
    return (events.LeaseExpired(), *lost(plot))


def revoke_allocation(plot: Plot, *, ground: EndGround, on: date) -> Outcome:
    """Revoke a grant before its sublease was signed, on a ground other than breach."""
    return (events.AllocationRevoked(ground=ground), *lost(plot))


def terminate_lease(
    plot: Plot,
    *,
    ground: EndGround,
    project: Project | None = None,
    obligations: Mapping[str, Obligation],
    on: date,
) -> Outcome:
    """End the sublease early, on a ground other than breach; not while pledged (Land Code 81(3)2)."""
    unburdened(plot, "pledge")
    return (events.LeaseTerminated(ground=ground), *lost(plot), *superseded(plot, obligations))


def clear_right(plot: Plot, *, on: date) -> Outcome:
    """Cancel the ended right in the cadastre: only now is the plot free (invariant 3)."""
    unburdened(plot, "pledge", "arrest", "prescription")
    return (events.CadastralRightCancelled(),)


# -- giving a right back -----------------------------------------------------------------------------


def _restored(
    plot: Plot,
    right: type[events.RightRestored],
    party: Party,
    project: Project | None,
    obligations: Mapping[str, Obligation],
) -> Iterator[Event | Touch]:
    persons = {party.key, *party.predecessors}
    ending = next((e for e in reversed(plot.endings) if e.reversed and e.party in persons), None)
    if ending is None and not persons & set(plot.rivals):
        raise NothingToRestore(plot.key)
    stands_behind(project, party)
    yield right(
        party=party.key,
        project=project.key if project else None,
        ending=ending.event if ending else "",
        leased_until=ending.leased_until if ending else None,
    )
    yield from lost(plot)
    yield taken(plot, party=party.key, project=project.key if project else "")
    yield from reinstated(plot, obligations)


def restore_grant(
    plot: Plot,
    *,
    party: Party,
    project: Project | None = None,
    obligations: Mapping[str, Obligation],
    on: date,
) -> Outcome:
    """Give a party its allocation back, by judgment or settlement."""
    return tuple(_restored(plot, events.GrantRestored, party, project, obligations))


def restore_lease(
    plot: Plot,
    *,
    party: Party,
    project: Project | None = None,
    obligations: Mapping[str, Obligation],
    on: date,
) -> Outcome:
    """Give a party its sublease back, by judgment or settlement."""
    return tuple(_restored(plot, events.LeaseRestored, party, project, obligations))


def restore_possession(
    plot: Plot,
    *,
    party: Party,
    project: Project | None = None,
    obligations: Mapping[str, Obligation],
    on: date,
) -> Outcome:
    """Give a party possession back, by judgment or settlement."""
    return tuple(_restored(plot, events.PossessionRestored, party, project, obligations))


def restore_ownership(
    plot: Plot,
    *,
    party: Party,
    project: Project | None = None,
    obligations: Mapping[str, Obligation],
    on: date,
) -> Outcome:
    """Give a party its ownership back, by judgment or settlement."""
    return tuple(_restored(plot, events.OwnershipRestored, party, project, obligations))
