"""What may be decided when the conditions of a grant are not kept.

What can happen to obligations and parties is loaded by the act that lets it happen.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING

from domain.deadlines import expired, listed, months_after
from domain.event import Outcome, Touch
from domain.plot import events
from domain.plot.decisions.holding import lost, superseded, unburdened
from domain.plot.events.compliance import ClosingGround
from domain.plot.rights import NON_USE
from domain.plot.state import CHALLENGE, NOTICE_CURE, PRESCRIPTION_CURE, Plot
from domain.plot.values import Disposition, ReclaimGround, Violation
from domain.refusals import (
    GroundNotRipe,
    NotConcerned,
    NothingToReverse,
    NotYetDue,
    ObligationsOpen,
    SamePerson,
    WrongGround,
)

if TYPE_CHECKING:
    from domain.obligation.state import Obligation
    from domain.party.state import Party
    from domain.project.state import Project


def record_unmet(plot: Plot, *, obligations: Mapping[str, Obligation], on: date) -> Outcome:
    """Record what an inspection found unmet, and the obligations concerned, each past its due date."""
    from domain.obligation.events import ObligationUnmet  # noqa: PLC0415 - as said above

    for key, obligation in obligations.items():
        foreign = obligation.plot not in ("", plot.key)
        if foreign or not plot.project or obligation.of != f"project:{plot.project}":
            raise NotConcerned(key, plot.key)
        if on <= obligation.due_on:
            raise NotYetDue(key, obligation.due_on)
    return (
        events.ObligationsUnmet(obligations=tuple(obligations)),
        *(Touch(key, ObligationUnmet()) for key in obligations),
    )


def serve_notice(
    plot: Plot, *, obligations: Mapping[str, Obligation], started: Mapping[str, date], on: date
) -> Outcome:
    """Put the holder on notice: the cure starts, for the plot and for every obligation found unmet.

    Source: Entrepreneurial Code 295.
    """
    from domain.obligation import events as of_obligation  # noqa: PLC0415 - as said above
    from domain.obligation.state import CURE  # noqa: PLC0415 - the same

    until = started.get(NOTICE_CURE)
    running = [key for key, obligation in obligations.items() if obligation.may_be_cured]
    served = of_obligation.NoticeServed(cure_until=until)
    return (events.NoticeServed(), *(Touch(key, served, {CURE: NOTICE_CURE}) for key in running))


def issue_prescription(plot: Plot, *, violation: Violation, started: Mapping[str, date], on: date) -> Outcome:
    """Record the land-control body's order to remedy: its cure starts, and it burdens the plot.

    A further order never shortens a cure that still runs.
    """
    running, cure = plot.due.get(PRESCRIPTION_CURE), started.get(PRESCRIPTION_CURE)
    if running is not None and on <= running and (cure is None or cure < running):
        raise NotYetDue(PRESCRIPTION_CURE, running)
    return (events.PrescriptionIssued(violation=violation),)


def record_cure(plot: Plot, *, obligations: Mapping[str, Obligation], on: date) -> Outcome:
    """Record that what was unmet is met: every obligation concerned is cured or waived."""
    still = tuple(key for key, obligation in obligations.items() if obligation.unmet)
    if still:
        raise ObligationsOpen(still)
    return (events.BreachCured(),)


def close_case(plot: Plot, *, ground: ClosingGround, on: date) -> Outcome:
    """End a case: the act it rested on fell, or the right ended otherwise."""
    if ground == "tenure-ended" and plot.held:
        raise WrongGround(ground)
    return (events.CaseClosed(ground=ground),)


def open_reclaim(plot: Plot, *, ground: ReclaimGround, on: date) -> Outcome:
    """Open the return of the plot. Contract and court need an expired cure; non-use, its whole clock too."""
    if ground == "contract":
        _ripe(plot, ground, NOTICE_CURE, on)
    if ground == "court":
        _ripe(plot, ground, PRESCRIPTION_CURE, on)
        if plot.violation == "non-use":
            _ripe(plot, ground, NON_USE, on)
    return (events.ReclaimOpened(ground=ground),)


def _ripe(plot: Plot, ground: str, deadline: str, on: date) -> None:
    clocks = plot.clocks()
    if deadline not in clocks:
        raise GroundNotRipe(ground, (deadline,))
    expired(clocks, name=deadline, on=on)


def file_suit(plot: Plot, *, on: date) -> Outcome:
    """Take the claim to court."""
    return (events.SuitFiled(),)


def return_claim(plot: Plot, *, on: date) -> Outcome:
    """Record that the court returned the claim unheard."""
    return (events.ClaimReturned(),)


def _not_court(plot: Plot) -> None:
    if plot.ground == "court":
        raise WrongGround(plot.ground)


def decide_return(plot: Plot, *, on: date) -> Outcome:
    """Decide, out of court, that the plot returns: the term to challenge the decision starts."""
    _not_court(plot)
    return (events.ReturnDecided(),)


def contest(plot: Plot, *, on: date) -> Outcome:
    """Record that the decision to take the plot back was challenged in court."""
    _not_court(plot)
    return (events.DecisionContested(),)


def record_ruling(plot: Plot, *, on: date) -> Outcome:
    """Record a ruling that is not final."""
    return (events.RulingRecorded(),)


def order_reclaim(plot: Plot, *, party: Party | None = None, limits: Mapping[str, int], on: date) -> Outcome:
    """Record the final judgment; on the court ground it lists the person for years (Land Code 96-1)."""
    if plot.ground != "court" or party is None:
        return (events.ReclaimOrdered(),)
    from domain.party.events import PartyBarred  # noqa: PLC0415 - as said above

    until = months_after(on, 12 * limits["listed_years"])
    return (events.ReclaimOrdered(), Touch(party.key, PartyBarred(until=until, plot=plot.key)))


def record_listing(plot: Plot, *, on: date) -> Outcome:
    """Record that the public list shows the person as the judgment has it: entered, or taken off.

    Source: Land Code 96-1.
    """
    listed(plot.due)
    return (events.ListingRecorded(),)


def drop_reclaim(plot: Plot, *, on: date) -> Outcome:
    """Give the reclaim up, or record that it was refused."""
    return (events.ReclaimDropped(),)


def reclaim(
    plot: Plot,
    *,
    buildings: Disposition | None = None,
    project: Project | None = None,
    obligations: Mapping[str, Obligation],
    on: date,
) -> Outcome:
    """Take the plot back: its tenure, its place in the project and its own obligations end together.

    The term to challenge a decision is over; the table asks what becomes of buildings where there are any; a
    pledge stands in the way of the contract ground.
    """
    if CHALLENGE in plot.due:
        expired(plot.due, name=CHALLENGE, on=on)
    if plot.ground == "contract":
        unburdened(plot, "pledge")
    event = events.PlotReclaimed(buildings=buildings)
    return (event, *lost(plot), *superseded(plot, obligations))


def record_claim(plot: Plot, *, party: Party, on: date) -> Outcome:
    """Record that another party shows a right to the same land: the plot is disputed."""
    if party.key == plot.party:
        raise SamePerson(party.key)
    return (events.RivalClaimRecorded(party=party.key),)


def reverse_reclaim(
    plot: Plot, *, party: Party | None = None, successor: Party | None = None, on: date
) -> Outcome:
    """Record that a court overturned an order or the ending of a right: never a silent rollback.

    The listing that followed is struck, also where a successor inherited it.
    """
    if not plot.ordered and not plot.reversible:
        raise NothingToReverse(plot.key)
    persons = [person for person in (party, successor) if person]
    return (events.ReclaimReversed(), *(touch for person in persons for touch in _unlisted(plot, person)))


def _unlisted(plot: Plot, party: Party) -> Iterator[Touch]:
    from domain.party.events import ListingStruck, PartyUnbarred  # noqa: PLC0415 - as said above

    listed = [ref for ref in party.listings if party.listed_for.get(ref) == plot.key]
    for struck, ref in enumerate(listed, start=1):
        last = struck == len(party.listings)
        kind = PartyUnbarred if last else ListingStruck
        yield Touch(party.key, kind(listing=ref, cancelled=True))


def close_dispute(plot: Plot, *, on: date) -> Outcome:
    """End the dispute: the present holder stays."""
    return (events.DisputeClosed(),)
