"""Histories of any kind: events of made-up streams on any dates, learned in any order, legal or not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from secrets import token_hex
from typing import Any

from hypothesis import strategies as st

from domain.calendar import events as calendar
from domain.corrections import Amendment, RecordVoided, amending
from domain.event import Event
from domain.obligation import events as obligation
from domain.officer import events as officer
from domain.party import events as party
from domain.plot import events as plot
from domain.project import events as project
from domain.proposal import events as proposal
from domain.store.events import StoreFounded
from domain.values import Money
from domain.zone import events as zone
from lifecycle.record import STORE, Draft, Record
from lifecycle.store.log import Act, Log
from lifecycle.store.sqlite import SqliteLog

FIRST_DAY = date(2020, 1, 1)
FIRST_MOMENT = datetime(2020, 6, 1, tzinfo=UTC)
KZT = Money(minor=100, currency="KZT")

LIVES: dict[str, tuple[Event, Sequence[Event]]] = {
    "zone": (
        zone.ZoneEstablished(
            name="Z", kind="sez", region="R", area_m2=900, allocatable_m2=800, term_ends_on=date(2040, 1, 1)
        ),
        (
            zone.ZoneTermExtended(term_ends_on=date(2050, 1, 1)),
            zone.ZoneBoundaryChanged(area_m2=1000, allocatable_m2=700),
            zone.ActivityListChanged(activities=("logistics",)),
            zone.ManagingCompanyAppointed(company="C"),
            zone.ZoneExpired(),
        ),
    ),
    "party": (
        party.PartyRegistered(name="A"),
        (
            party.PartyRenamed(name="B"),
            party.PartyBarred(until=date(2030, 1, 1)),
            party.PartyUnbarred(listing="party-1@2"),
            party.ProjectTaken(project="P"),
            party.ProjectLeft(project="P"),
            party.HoldingTaken(plot="L"),
            party.ListingsInherited(predecessor="X", listings={"party-X@2": date(2031, 1, 1)}),
        ),
    ),
    "plot": (
        plot.PlotRegistered(zone="1", area_m2=100, cadastral_number="03-046-1", purpose="industry"),
        (
            plot.PlotAllocated(project="P", party="A"),
            plot.SubleaseSigned(until=date(2035, 1, 1)),
            plot.PlotSurrendered(),
            plot.CadastralRightCancelled(),
            plot.EncumbrancePlaced(kind="pledge", holder="Bank"),
            plot.EncumbranceReleased(kind="pledge", holder="Bank"),
            plot.ConstructionStarted(),
            plot.DocumentGapFlagged(kind="decision", owner="officer", due_on=date(2026, 1, 1)),
        ),
    ),
    "project": (
        project.ProjectSubmitted(zone="1", party="A", name="N", investment=KZT, jobs=5, area_m2=100),
        (
            project.ReviewStarted(),
            project.PlotGranted(plot="L", area_m2=100),
            project.PlotLost(plot="L"),
            project.ProgressReported(period="2024", jobs=3),
            project.ProgressReported(period="2023-H1", jobs=2),
            project.HolderChanged(party="B"),
            project.ProjectLaunched(),
        ),
    ),
    "obligation": (
        obligation.ObligationDefined(
            of="project:P", kind="jobs", target=10, unit="persons", due_on=date(2021, 1, 1)
        ),
        (
            obligation.ProgressReported(amount=4),
            obligation.ClockSuspended(ground="force-majeure"),
            obligation.ClockResumed(),
            obligation.ObligationUnmet(),
            obligation.ObligationMet(),
            obligation.ObligationAmended(annex="1", due_on=date(2022, 1, 1)),
        ),
    ),
    "calendar": (
        calendar.CalendarEstablished(title="C"),
        (
            calendar.YearPublished(year=2026, days_off=(date(2026, 8, 31),)),
            calendar.YearPublished(year=2020, working_days=(date(2020, 1, 5),)),
            calendar.CalendarAmended(working_days=(date(2026, 8, 31),)),
        ),
    ),
    "officer": (
        officer.OfficerAppointed(title="T", roles=("clerk",), until=date(2030, 1, 1)),
        (
            officer.MandateChanged(roles=("head",), zones=("2", "1")),
            officer.MandateDelegated(to="2", until=date(2029, 1, 1)),
            officer.DelegationEnded(to="2"),
            officer.MandateReceived(giver="2", roles=("head",), until=date(2029, 1, 1)),
            officer.DelegationWithdrawn(giver="2"),
            officer.OfficerDismissed(),
            officer.OfficerReinstated(roles=("clerk",)),
        ),
    ),
    "proposal": (
        proposal.ActProposed(act="plot.reclaim", key="L", effective_on=date(2026, 1, 1), proposer="1"),
        (proposal.ProposalApproved(approver="2"), proposal.ProposalRejected()),
    ),
}

CATEGORIES = st.sampled_from(sorted(LIVES))

RIGHT: dict[str, dict[str, Any]] = {
    "zone": {"region": "S", "area_m2": 950},
    "party": {"name": "C"},
    "plot": {"purpose": "logistics", "area_m2": 50},
    "project": {"jobs": 7, "name": "M"},
    "obligation": {"target": 3},
    "calendar": {"title": "D"},
    "officer": {"title": "U"},
    "proposal": {"reason": "R"},
}
"""What a correction says of the birth of a life; of any other record, on which date it was."""

ORDINARY, VOIDS, AMENDS = 20, 24, 29
"""Numbers of an event to come, up to which it is one of its life, one that voids, one that corrects another."""


@st.composite
def steps(
    draw: st.DrawFn, category: st.SearchStrategy[str] = CATEGORIES, *, last: int = AMENDS
) -> tuple[str, str, int, int, int]:
    """One event to come: whose, which, how long after the one before it was recorded, on which date."""
    return (
        draw(category),
        draw(st.sampled_from("12")),
        draw(st.integers(0, last)),
        draw(st.integers(0, 2)),
        draw(st.integers(0, 40)),
    )


@contextmanager
def in_memory() -> Iterator[SqliteLog]:
    """A real log that lives as long as it is open."""
    log = SqliteLog(Path(f"file:{token_hex(8)}?mode=memory&cache=shared"))
    try:
        yield log
    finally:
        log.close()


def written(log: Log, several: Sequence[tuple[str, str, int, int, int]], *, since: int = 0) -> None:
    """Append the events, each an act of its own; the first of a stream is its birth, on the first day."""
    acts = []
    lives: dict[str, list[Event]] = {}
    hours = since
    if not log.position():
        born = StoreFounded(origin="sez.test/lives", time_zone="Asia/Almaty", format=1)
        acts.append(_act(Draft(STORE, 1, born, FIRST_DAY, {"act": "store.found"}), 0, 0))
    position = log.position() + len(acts)
    for category, key, which, wait, day in several:
        stream = f"{category}-{key}"
        if stream not in lives:
            lives[stream] = [record.event for record in log.read([stream])[stream]]
        life = lives[stream]
        event = _next(category, stream, life, which, day) if life else LIVES[category][0]
        on = FIRST_DAY + timedelta(days=day) if life else FIRST_DAY
        life.append(event)
        hours += wait
        position += 1
        acts.append(_act(Draft(stream, len(life), event, on, _envelope(category)), hours, position))
    log.append(acts)


def _next(category: str, stream: str, life: Sequence[Event], which: int, day: int) -> Event:
    """One of the events of a life, or what amends an earlier one: voids are final, corrections only voided.

    A birth is never voided while something follows it.
    """
    own = [at for at, event in enumerate(life, 1) if not isinstance(event, Amendment)]
    open_ = [at for at, event in enumerate(life, 1) if at > 1 and not isinstance(event, RecordVoided)]
    if which <= ORDINARY or (which <= VOIDS and not open_):
        return LIVES[category][1][which % len(LIVES[category][1])]
    of = amending(category)
    if which <= VOIDS:
        return of.voided(target=f"{stream}@{open_[(which + day) % len(open_)]}")
    at = own[(which + day) % len(own)]
    if at == 1:
        return of.corrected(target=f"{stream}@1", changes=RIGHT[category])
    return of.corrected(target=f"{stream}@{at}", moved_to=FIRST_DAY + timedelta(days=day * which % 41))


def _act(draft: Draft, hours: int, position: int) -> Act:
    moment = FIRST_MOMENT + timedelta(hours=hours)
    return Act(f"act-{position}", "", lambda: moment, {}, [draft])


ACTS = {
    "zone": "zone.expire",
    "party": "party.rename",
    "plot": "plot.surrender",
    "project": "project.review",
    "obligation": "obligation.report",
    "calendar": "calendar.publish",
    "officer": "officer.change-mandate",
    "proposal": "proposal.reject",
}


def _envelope(category: str) -> dict[str, Any]:
    return {"act": ACTS[category], "actor": "officer", "regulation": "kz-2019@3"}


def records_of(log: Log) -> dict[str, list[Record]]:
    """Every stream of a log but the store's own."""
    streams = [stream for stream in log.streams_from(0, upto=log.position()) if stream != STORE]
    return log.read(streams)
