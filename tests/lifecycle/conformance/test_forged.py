"""What other software, a bug or a forger wrote below the engine is found."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from domain.land.events import LandTaken
from domain.officer.events import OfficerAppointed
from domain.plot import events as plot
from domain.proposal.events import ProposalApproved
from domain.zone.events import ZoneEstablished
from lifecycle.clock import SetClock
from lifecycle.handling import Engine
from lifecycle.store.sqlite import SqliteLog
from tests.lifecycle.acts import OFFICER, SECOND_OFFICER, do, found_zone, register_plot
from tests.lifecycle.conformance.forging import (
    GRANT,
    REGISTERED,
    deviations,
    forge,
    found,
    grant,
    problems,
    the_one,
)

# -- papers and bodies ---------------------------------------------------------------------------------


def test_a_plot_given_out_without_its_paper_is_found(ready: Engine) -> None:
    event = grant(ready, documents=[])
    one = the_one(ready, "paper-missing")
    assert (one.kind, one.event, one.act, one.on) == ("no-document", event, "plot.allocate", "2020-02-03")
    assert (one.plots, one.zone, one.values, one.basis) == (
        ("P-2",),
        "KHG",
        {"paper": "decision"},
        "Land Code 43, 92(2)",
    )
    # Nothing shows that the akimat decided either.
    assert ("wrong-body", "no-body") in problems(deviations(ready))


def test_a_paper_of_another_kind_is_none(ready: Engine) -> None:
    grant(ready, documents=[{"kind": "letter", "number": "1", "date": "2020-02-03"}])
    assert the_one(ready, "paper-missing").values == {"paper": "decision"}


def test_a_gap_where_the_law_admits_none_is_found(ready: Engine) -> None:
    gap = {"kind": "prescription", "owner": "officer-legal", "until": "2020-01-01"}
    event = plot.PrescriptionIssued(violation="other")
    forge(ready, "plot.issue-prescription", "plot-P-1", event, "2019-12-02", documents=[], gaps=[gap])
    assert the_one(ready, "gap-not-allowed").values == {"paper": "prescription"}


def test_another_body_than_the_law_s_is_found(ready: Engine) -> None:
    grant(ready, body="court")
    one = the_one(ready, "other-body")
    assert (one.kind, one.values) == ("wrong-body", {"stated": "court", "decided_by": "akimat"})


def test_a_body_that_the_law_does_not_name_is_found_unless_it_says_which_it_is(ready: Engine) -> None:
    grant(ready, body="Akimat of Zhetisu region")
    assert found(ready, "wrong-body") == []
    register_plot(ready, "P-3")
    grant(ready, "P-3", body="Ministry of Nothing")
    assert the_one(ready, "unknown-body").values["stated"] == "Ministry of Nothing"


# -- mandates ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("actor", ["nobody", ""])
def test_who_never_had_a_mandate_is_found(ready: Engine, actor: str) -> None:
    event = grant(ready, actor=actor)
    one = the_one(ready, "no-mandate")
    assert (one.kind, one.event, one.values) == (
        "mandate-missing",
        event,
        {"officer": actor, "role": "zone-administration"},
    )
    assert [refusal.code for refusal in one.refused] == ["not-authorised"]


def test_a_mandate_for_another_zone_is_none(ready: Engine) -> None:
    found_zone(ready, "PIT")
    do(ready, "officer.appoint", "of-PIT", "2019-01-01", roles=("zone-administration",), zones=("PIT",))
    grant(ready, actor="of-PIT", mandate="officer-of-PIT@1")
    assert [getattr(r, "cause", "") for r in the_one(ready, "no-mandate").refused] == ["zone"]


def test_a_mandate_counts_on_the_day_of_recording(ready: Engine) -> None:
    grant(ready, actor="late", mandate="")
    do(ready, "officer.appoint", "late", "2015-01-01", roles=("zone-administration",))
    assert the_one(ready, "no-mandate").values["officer"] == "late"


def test_a_mandate_named_and_not_acted_under_is_found(ready: Engine) -> None:
    grant(ready, mandate="officer-nobody@1")
    assert the_one(ready, "other-mandate").values == {
        "officer": OFFICER,
        "role": "zone-administration",
        "stated": "officer-nobody@1",
        "held": "officer-officer@1",
    }


RECLAIM = plot.ReclaimOpened(ground="state-needs")


@pytest.mark.parametrize(
    ("second", "approved", "problem"),
    [
        ("", "", "no-second"),
        (SECOND_OFFICER, "", "not-confirmed"),
        (OFFICER, OFFICER, "same-officer"),
        ("nobody", "nobody", "second-without-mandate"),
    ],
)
def test_a_second_officer_must_have_confirmed(ready: Engine, second: str, approved: str, problem: str) -> None:
    touched = [("proposal-1", ProposalApproved(approver=approved))] if approved else []
    event = forge(ready, "plot.open-reclaim", "plot-P-1", RECLAIM, "2020-02-03", *touched, second=second)
    assert found(ready, "mandate-missing") == [(problem, event, "plot-P-1")]


def test_acts_from_before_there_were_officers_are_found(log: SqliteLog) -> None:
    engine = Engine(log, SetClock(datetime(2026, 1, 16, 7, 0, tzinfo=UTC)))
    zone = ZoneEstablished(
        name="Z", kind="sez", region="R", area_m2=1, allocatable_m2=1, term_ends_on=date(2040, 1, 1)
    )
    event = forge(engine, "zone.establish", "zone-Z", zone, "2015-01-01", mandate="")
    appointed = OfficerAppointed(roles=("head-of-administration",))
    forge(engine, "officer.appoint", "officer-1", appointed, "2015-01-01", mandate="")
    assert found(engine, "mandate-missing")[0] == ("before-officers", event, "zone-Z")


# -- holders -------------------------------------------------------------------------------------------


def test_a_plot_granted_while_somebody_holds_it_has_two_holders(ready: Engine) -> None:
    event = grant(ready, "P-1")
    one = the_one(ready, "held-already")
    assert (one.kind, one.event) == ("double-holder", event)
    assert one.values == {"party": "INV-B", "holder": "INV-A", "since": "plot-P-1@2"}
    two = the_one(ready, "two-projects")
    assert (two.subject, two.act, two.plots, two.values) == (
        "project-B",
        "plot.allocate",
        ("P-1",),
        {"projects": ("A", "B")},
    )


def test_a_grant_recorded_late_before_another_makes_two_holders_too(ready: Engine) -> None:
    grant(ready, "P-2", "2020-02-03")
    late = forge(ready, "plot.allocate", "plot-P-2", GRANT, "2020-01-06")
    assert [(one.event, one.values["since"]) for one in deviations(ready) if one.problem == "held-already"] == [
        ("plot-P-2@2", late)
    ]


def test_a_grant_of_what_is_on_no_register_is_found(ready: Engine) -> None:
    event = forge(ready, "plot.allocate", "plot-P-9", GRANT, "2020-02-03")
    assert ("off-the-register", event, "plot-P-9") in found(ready)


def test_one_cadastral_number_on_two_held_plots_is_found(ready: Engine) -> None:
    event = plot.PlotRegistered(**REGISTERED, cadastral_number="03:046:p-1")
    forge(
        ready,
        "plot.register",
        "plot-P-3",
        event,
        "2019-12-02",
        ("land-KHG", LandTaken(plot="P-3", area_m2=10_000)),
    )
    assert found(ready, "double-holder") == []
    granted = grant(ready, "P-3")
    assert found(ready, "double-holder") == [("same-number", granted, "plot-P-3")]
    assert the_one(ready, "same-number").plots == ("P-3", "P-1")


def test_a_part_held_beside_its_whole_is_found(ready: Engine) -> None:
    formed = plot.PlotFormed(
        parents=("P-1",),
        standing={"record": "registered", "tenure": "held", "use": "vacant", "compliance": "clear"},
        party="INV-B",
        **REGISTERED,
    )
    forge(ready, "plot.split", "plot-P-3", formed, "2020-02-03")
    assert found(ready, "double-holder") == [("with-its-parent", "plot-P-3@1", "plot-P-3")]
