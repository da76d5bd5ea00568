"""What each event changes in a register's row, over and above where the subject then stands."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from domain.event import Event
from domain.obligation import events as obligation
from domain.party import events as party
from domain.plot import events as plot
from domain.plot.values import Encumbrance
from domain.project import events as project
from domain.values import Money, Part
from domain.zone import events as zone
from lifecycle.record import Record
from projections.models import Row, model_of, percentage
from projections.models.projects import ends
from tests.projections.lives import FIRST_DAY, LIVES

UNTIL = date(2035, 1, 1)


def after(noun: str, *events: Event, on: date = FIRST_DAY) -> Row:
    """The row of a subject after its birth and these events."""
    model = model_of(noun)
    history = []
    for number, event in enumerate((LIVES[noun][0], *events), start=1):
        body = {"stream": f"{noun}-1", "version": number, "effective_on": on.isoformat()}
        history.append(Record(number, body, event))
    return list(model.states(model.start("1"), history))[-1].row


def holds(row: Row, expected: Row) -> None:
    assert {name: row[name] for name in expected} == expected


PLEDGE = plot.EncumbrancePlaced(kind="pledge", holder="Bank")
OTHER_PLEDGE = plot.EncumbrancePlaced(kind="pledge", holder="Other")
GRANT = plot.PlotAllocated(project="P", party="A")
FORMED: dict[str, Any] = {
    "parents": ("0",),
    "standing": {"record": "registered", "tenure": "reserved", "use": "idle", "compliance": "disputed"},
    "zone": "1",
    "area_m2": 50,
    "purpose": "industry",
}


@pytest.mark.parametrize(
    ("events", "row"),
    [
        ([plot.PlotReserved(project="P", until=UNTIL)], {"reserved_for": "P", "reserved_until": "2035-01-01"}),
        (
            [plot.PlotReserved(project="P", until=UNTIL), plot.ReservationLapsed(ground="released")],
            {"reserved_for": None, "reserved_until": None, "free": True},
        ),
        ([plot.PlotReserved(project="P", until=UNTIL), GRANT], {"reserved_for": None, "party": "A"}),
        ([GRANT, plot.SubleaseSigned(until=UNTIL)], {"leased_until": "2035-01-01", "free": False}),
        ([GRANT, plot.SubleaseSigned(until=UNTIL), plot.PlotSurrendered()], {"leased_until": None}),
        ([GRANT, plot.PlotTransferred(party="B")], {"party": "B", "project": None}),
        ([GRANT, plot.HolderSucceeded(party="B")], {"party": "B", "project": "P"}),
        ([plot.HolderSucceeded(party="B")], {"party": None}),
        ([GRANT, plot.PlotSurrendered()], {"party": None, "project": None, "tenure": "ended", "free": False}),
        ([GRANT, plot.PlotSurrendered(), plot.CadastralRightCancelled()], {"free": True}),
        ([plot.CadastralNumberCorrected(cadastral_number="03-046-2")], {"cadastral_number": "03-046-2"}),
        ([plot.PlotMovedToZone(zone="2")], {"zone": "2"}),
        ([plot.PlotExcluded()], {"cadastral_number": None, "record": "retired", "free": False}),
        (
            [GRANT, plot.PlotMerged(into="9", others=("2",))],
            {"children": ["9"], "party": None, "cadastral_number": None},
        ),
        (
            [GRANT, plot.PlotSplit(into=(Part(key="2", area_m2=40), Part(key="3", area_m2=60)))],
            {"children": ["2", "3"], "party": None, "project": None},
        ),
        ([PLEDGE, OTHER_PLEDGE], {"encumbrances": ["pledge"], "free": False}),
        (
            [PLEDGE, OTHER_PLEDGE, plot.EncumbranceReleased(kind="pledge", holder="Bank")],
            {"encumbrances": ["pledge"], "burdens": [{"kind": "pledge", "holder": "Other"}]},
        ),
        (
            [PLEDGE, plot.PrescriptionIssued(violation="non-use"), plot.PrescriptionIssued(violation="other")],
            {"encumbrances": ["pledge", "prescription"], "free": False},
        ),
        (
            [GRANT, plot.PrescriptionIssued(violation="non-use"), plot.ReclaimOpened(ground="court")],
            {"ground": "court", "encumbrances": ["prescription"], "compliance": "reclaiming"},
        ),
        (
            [GRANT, plot.PrescriptionIssued(violation="non-use"), plot.ReclaimOpened(ground="court"),
             plot.PlotReclaimed(), plot.CadastralRightCancelled()],
            {"ground": None, "encumbrances": [], "party": None, "compliance": "reclaimed", "free": True},
        ),
        ([GRANT, plot.ReclaimOpened(ground="court"), plot.ReclaimDropped()], {"ground": None, "party": "A"}),
        ([GRANT, plot.RivalClaimRecorded(party="B")], {"rivals": ["B"], "party": "A"}),
        ([GRANT, plot.RivalClaimRecorded(party="B"), plot.DisputeClosed()], {"rivals": []}),
        (
            [GRANT, plot.RivalClaimRecorded(party="B"), plot.LeaseRestored(party="B", project="Q")],
            {"rivals": [], "party": "B", "project": "Q", "tenure": "leased"},
        ),
        ([plot.DocumentGapFlagged(kind="decision", owner="o", due_on=UNTIL)], {"gaps": ["decision"]}),
        (
            [plot.DocumentGapFlagged(kind="decision", owner="o", due_on=UNTIL),
             plot.DocumentGapClosed(kind="decision")],
            {"gaps": []},
        ),
        (
            [plot.PlotFormed(**FORMED, reserved_for="P", reserved_until=UNTIL, rivals=("B",), gaps=("deed",),
                             encumbrances=(Encumbrance(kind="arrest", holder="Court"),))],
            {"area_m2": 50, "parents": ["0"], "reserved_for": "P", "reserved_until": "2035-01-01",
             "use": "idle", "rivals": ["B"], "gaps": ["deed"], "encumbrances": ["arrest"], "party": None},
        ),
        (
            [plot.PlotFormed(**FORMED, party="A", project="P", leased_until=UNTIL, ground="contract")],
            {"party": "A", "project": "P", "leased_until": "2035-01-01", "ground": "contract"},
        ),
    ],
)  # fmt: skip
def test_what_happens_to_a_plot(events: list[Event], row: Row) -> None:
    holds(after("plot", *events), row)


DOLLARS = Money(minor=7, currency="USD")


@pytest.mark.parametrize(
    ("events", "row"),
    [
        ([project.ClarificationGiven()], {"economic_activity": None}),
        ([project.ClarificationGiven(activity="logistics")], {"economic_activity": "logistics"}),
        ([project.StageLaunched(stage=2)], {"stages_launched": 2}),
        ([project.ProjectLaunched()], {"launched_on": "2020-01-01", "status": "launched"}),
        ([project.HolderChanged(party="B")], {"party": "B"}),
        ([project.ObligationAttached(obligation="P-1")], {"obligations": ["P-1"]}),
        (
            [project.PlotGranted(plot="2", area_m2=1), project.PlotGranted(plot="1", area_m2=1)],
            {"plots": ["1", "2"]},
        ),
        ([project.PlotGranted(plot="2", area_m2=1), project.PlotLost(plot="2")], {"plots": []}),
        ([project.ProjectExtendedToZone(zone="2")], {"zone": "1", "extended_to": ["2"]}),
        (
            [project.ProjectExtendedToZone(zone="2"), project.ProjectTransferredToZone(zone="2")],
            {"zone": "2", "extended_to": []},
        ),
        ([project.ActivityContractTerminated(ground="breach")], {"ground": "breach", "status": "terminated"}),
        (
            [project.ActivityContractTerminated(ground="breach"), project.WorksReinstated()],
            {"ground": None, "status": "in-progress"},
        ),
        (
            [project.ContractAmended(annex="1", commissioning_on=UNTIL, jobs=9)],
            {
                "commissioning_on": "2035-01-01",
                "jobs_planned": 9,
                "investment": {"minor": 100, "currency": "KZT"},
            },
        ),
        ([project.ProgressReported(period="2024-Q1", investment=DOLLARS)], {"jobs_actual": None}),
        (
            [
                project.ProgressReported(period="2024-H2", jobs=3),
                project.ProgressReported(period="2024-11", jobs=2),
            ],
            {"jobs_actual": 3, "jobs_period": "2024-H2"},
        ),
        (
            [
                project.ProgressReported(period="2024-Q3", jobs=3),
                project.ProgressReported(period="2024", jobs=2),
            ],
            {"jobs_actual": 2, "jobs_period": "2024"},
        ),
    ],
)
def test_what_happens_to_a_project(events: list[Event], row: Row) -> None:
    holds(after("project", *events), row)


def test_a_new_amount_has_no_conversion_yet() -> None:
    born = project.ProjectSubmitted(
        zone="1", party="A", name="N", investment=DOLLARS, jobs=5, area_m2=100,
        equivalent=Money(minor=3000, currency="KZT"), rate="448.15", rate_on=UNTIL,
    )  # fmt: skip
    holds(
        after("project", born),
        {
            "investment": {"minor": 7, "currency": "USD"},
            "equivalent": {"minor": 3000, "currency": "KZT"},
            "rate": "448.15",
            "rate_on": "2035-01-01",
        },
    )
    amended = project.ContractAmended(annex="1", investment=Money(minor=8, currency="USD"))
    holds(
        after("project", born, amended),
        {"investment": {"minor": 8, "currency": "USD"}, "equivalent": None, "rate": None, "rate_on": None},
    )


@pytest.mark.parametrize(
    ("period", "end"),
    [("2024", (2024, 12)), ("2024-H1", (2024, 6)), ("2024-Q3", (2024, 9)), ("2024-02", (2024, 2))],
)
def test_a_period_ends_in_its_last_month(period: str, end: tuple[int, int]) -> None:
    assert ends(period) == end


STOPPED, RESUMED = obligation.ClockSuspended(ground="force-majeure"), obligation.ClockResumed()


@pytest.mark.parametrize(
    ("events", "row"),
    [
        ([], {"percent": None, "reported": None, "due_on": "2021-01-01", "regulation": None}),
        ([obligation.ProgressReported(amount=3)], {"reported": 3, "percent": "30.0"}),
        ([obligation.ObligationAmended(annex="1", target=4)], {"target": 4, "due_on": "2021-01-01"}),
        (
            [obligation.ObligationRescheduled(annex="1", due_on=UNTIL)],
            {"due_on": "2035-01-01", "suspended_on": None},
        ),
        ([STOPPED], {"suspended_on": "2020-01-01", "clock": "suspended"}),
        ([STOPPED, obligation.ObligationAmended(annex="1", due_on=UNTIL)], {"suspended_on": "2020-01-01"}),
        ([STOPPED, RESUMED], {"suspended_on": None, "due_on": "2021-01-01", "clock": "running"}),
        ([RESUMED], {"due_on": "2021-01-01"}),
        (
            [obligation.DeadlineMoved(target="1@1", name="performance", due=UNTIL, cause="c")],
            {"due_on": "2035-01-01"},
        ),
        ([obligation.DeadlineMoved(target="1@1", name="cure", due=UNTIL, cause="c")], {"due_on": "2021-01-01"}),
        (
            [obligation.ObligationSuperseded(cause="project:P")],
            {"superseded_by": "project:P", "status": "superseded"},
        ),
        (
            [obligation.ObligationSuperseded(cause="project:P"), obligation.ObligationReinstated()],
            {"superseded_by": None, "status": "active"},
        ),
    ],
)
def test_what_happens_to_an_obligation(events: list[Event], row: Row) -> None:
    holds(after("obligation", *events), row)


@pytest.mark.parametrize(
    ("events", "row"),
    [
        ([party.PartySucceeded(by="B")], {"succeeded_by": "B", "status": "succeeded"}),
        ([party.PartyInsolvencyOpened()], {"status": "insolvent", "succeeded_by": None}),
        ([party.PartyRenamed(name="B"), party.PartyBarred(until=UNTIL)],
         {"name": "B", "barred_until": "2035-01-01", "listings": {"party-1@3": "2035-01-01"}}),
        (
            [party.PartyBarred(until=UNTIL), party.PartyBarred(until=date(2030, 1, 1)),
             party.ListingStruck(listing="party-1@2")],
            {"barred_until": "2030-01-01", "listings": {"party-1@3": "2030-01-01"}, "standing": "barred"},
        ),
        (
            [party.PartyBarred(until=UNTIL), party.PartyUnbarred(listing="party-1@2")],
            {"barred_until": None, "listings": {}, "standing": "clear"},
        ),
        (
            [party.ListingsInherited(predecessor="X", listings={"party-X@2": UNTIL})],
            {"listings": {"party-X@2": "2035-01-01"}, "standing": "barred"},
        ),
        ([party.ProjectTaken(project="Q"), party.ProjectTaken(project="P")], {"projects": ["P", "Q"]}),
        ([party.ProjectTaken(project="Q"), party.ProjectLeft(project="Q")], {"projects": []}),
        ([party.HoldingTaken(plot="L")], {"holdings": ["L"]}),
        ([party.HoldingTaken(plot="L"), party.HoldingLeft(plot="L")], {"holdings": []}),
    ],
)  # fmt: skip
def test_what_happens_to_a_party(events: list[Event], row: Row) -> None:
    holds(after("party", *events), row)


@pytest.mark.parametrize(
    ("events", "row"),
    [
        ([zone.OwnershipTransferred(owner="Akimat")], {"owner": "Akimat"}),
        ([zone.ManagingCompanyAppointed(company="C")], {"company": "C"}),
        ([zone.ZoneSuperseded(by="2")], {"superseded_by": "2", "status": "superseded"}),
        ([zone.ZoneTermExtended(term_ends_on=UNTIL)], {"term_ends_on": "2035-01-01"}),
        ([zone.ZoneBoundaryChanged(area_m2=5, allocatable_m2=4)], {"area_m2": 5, "allocatable_m2": 4}),
        ([zone.ActivityListChanged(activities=("trade",))], {"activities": ["trade"]}),
        ([zone.ZoneAbolished()], {"status": "abolished"}),
    ],
)
def test_what_happens_to_a_zone(events: list[Event], row: Row) -> None:
    holds(after("zone", *events), row)


@pytest.mark.parametrize(
    ("part", "whole", "share"),
    [(0, 3, "0.0"), (1, 3, "33.3"), (2, 3, "66.7"), (1, 2000, "0.1"), (5, 4, "125.0")],
)
def test_a_share_is_rounded_half_up(part: int, whole: int, share: str) -> None:
    assert percentage(part, whole) == share
