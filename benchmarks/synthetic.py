"""A log to measure with: the lives of made-up projects, as records nobody decided. All names are constructed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

from domain.event import Event
from domain.obligation import events as obligation
from domain.party import events as party
from domain.plot import events as plot
from domain.project import events as project
from domain.store.events import StoreFounded
from domain.values import Duty, Money
from domain.zone import events as zone
from lifecycle.record import STORE, Draft
from lifecycle.store.log import Act, Log

Written = tuple[str, Event]
ZONES = 20
AT_ONCE = 500
BEGAN = datetime(2012, 1, 1, tzinfo=UTC)


def fill(log: Log, *, projects: int) -> int:
    """Write the lives of so many projects, about 28 records each; the last position."""
    acts = list(_acts(projects))
    for start in range(0, len(acts), AT_ONCE):
        log.append(acts[start : start + AT_ONCE])
    return log.position()


def _acts(projects: int) -> Iterator[Act]:
    versions: dict[str, int] = {}
    told = [_founding(), *_zones()]
    lives = [list(_life(number)) for number in range(projects)]
    # Every project does its first act, then every project its second: streams lie scattered, as in life.
    for step in range(max(map(len, lives))):
        told += [life[step] for life in lives if step < len(life)]
    for number, (name, written) in enumerate(told):
        now = BEGAN + timedelta(hours=number)
        drafts = []
        for stream, event in written:
            versions[stream] = versions.get(stream, 0) + 1
            envelope = {} if drafts else _envelope(name)
            drafts.append(Draft(stream, versions[stream], event, now.date(), envelope))
        yield Act(f"{number:032x}", "", now, {}, drafts)


def _envelope(act: str) -> dict[str, Any]:
    papers = [{"kind": "decision", "number": "17-4/221", "date": "2012-01-01"}]
    return {"act": act, "actor": "land officer", "regulation": "kz-2019@1", "documents": papers}


def _founding() -> tuple[str, list[Written]]:
    born = StoreFounded(origin="sez.local/measured", time_zone="Asia/Almaty", format=1)
    return "zone.establish", [(STORE, born)]


def _zones() -> Iterator[tuple[str, list[Written]]]:
    for number in range(ZONES):
        event = zone.ZoneEstablished(
            name=f"Zone {number}",
            kind="sez",
            region="Region",
            area_m2=100_000_000,
            allocatable_m2=80_000_000,
            term_ends_on=date(2040, 1, 1),
        )
        yield "zone.establish", [(f"zone-Z{number}", event)]


def _life(number: int) -> Iterator[tuple[str, list[Written]]]:
    """One project from the application to regular operation: 28 records in six streams."""
    who, what, where = f"party-C{number}", f"project-P{number}", f"plot-L{number}"
    duties = [f"obligation-P{number}-{n}" for n in (1, 2)]
    area_m2 = 10_000 + number
    submitted = project.ProjectSubmitted(
        zone=f"Z{number % ZONES}",
        party=f"C{number}",
        name=f"Plant {number}",
        investment=Money(minor=12_500_000_000_00, currency="KZT"),
        jobs=120,
        area_m2=area_m2,
    )
    registered = plot.PlotRegistered(
        zone=f"Z{number % ZONES}",
        area_m2=area_m2,
        cadastral_number=f"03-046-{number:06d}",
        purpose="industry",
    )
    defined = obligation.ObligationDefined(
        of=f"project:P{number}", kind="jobs", target=120, unit="persons", due_on=date(2030, 12, 31)
    )
    signed = project.ActivityContractSigned(
        obligations=(Duty(kind="jobs", target=120, unit="persons", due_on=date(2030, 12, 31)),)
    )
    attached = [(what, project.ObligationAttached(obligation=duty.partition("-")[2])) for duty in duties]
    yield "party.register", [(who, party.PartyRegistered(name=f"Company {number}"))]
    yield "plot.register", [(where, registered)]
    yield "project.submit", [(what, submitted), (who, party.ProjectTaken(project=f"P{number}"))]
    yield "project.review", [(what, project.ReviewStarted())]
    yield "project.approve", [(what, project.ProjectApproved())]
    yield "project.sign-contract", [(what, signed), *((duty, defined) for duty in duties), *attached]
    yield (
        "plot.allocate",
        [
            (where, plot.PlotAllocated(project=f"P{number}", party=f"C{number}")),
            (what, project.PlotGranted(plot=f"L{number}", area_m2=area_m2)),
        ],
    )
    yield "plot.sign-lease", [(where, plot.SubleaseSigned(until=date(2039, 1, 1)))]
    yield "plot.hand-over", [(where, plot.PossessionHandedOver())]
    yield "project.start", [(what, project.ProjectStarted())]
    yield "plot.start-construction", [(where, plot.ConstructionStarted())]
    for duty in duties:
        yield "obligation.report", [(duty, obligation.ProgressReported(amount=60))]
    yield "plot.complete-construction", [(where, plot.ConstructionCompleted())]
    yield "plot.start-operation", [(where, plot.OperationStarted())]
    yield "project.launch", [(what, project.ProjectLaunched())]
    yield "project.report", [(what, project.ProgressReported(period="2025", jobs=118))]
    for duty in duties:
        yield "obligation.record-met", [(duty, obligation.ObligationMet())]
    yield "project.operate", [(what, project.OperationBegun())]
