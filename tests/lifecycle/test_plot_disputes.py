"""Judgments that reverse a reclaim: two holders, rights and obligations given back, listings struck."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from domain import refusals as r
from lifecycle.case import unborn
from lifecycle.command import Document
from lifecycle.drafting import drafts
from lifecycle.errors import NotFound
from lifecycle.handling import Engine
from tests.lifecycle.acts import command, do
from tests.lifecycle.story import (
    APPROVED,
    bound_to_build,
    case,
    facts,
    given_plot,
    ordered_by_court,
    parts,
    prescribed,
    reassigned,
    reclaimed,
    standing,
    types,
)


def test_a_judgment_that_reverses_a_reclaim_opens_a_dispute_between_two_holders(engine: Engine) -> None:
    given_plot(engine)
    reassigned(engine)
    done = do(engine, "plot.reverse-reclaim", "P-1", "2023-01-01")
    assert types(done) == [("plot-P-1", "ReclaimReversed"), ("party-INV-A", "PartyUnbarred"), APPROVED]
    assert standing(engine)["compliance"] == "disputed"
    assert facts(engine, "plot-P-1").party == "INV-B"
    assert case(engine, "party-INV-A").standing["standing"] == "clear"


def test_a_dispute_ends_with_the_right_given_back(engine: Engine) -> None:
    given_plot(engine)
    reassigned(engine)
    do(engine, "plot.reverse-reclaim", "P-1", "2023-01-01")
    with pytest.raises(r.NotTheHolder):
        do(engine, "plot.restore-possession", "P-1", "2023-05-01", party="INV-A", project="B")
    done = do(engine, "plot.restore-possession", "P-1", "2023-05-01", party="INV-A", project="A")
    assert types(done) == [
        ("plot-P-1", "PossessionRestored"), ("project-B", "PlotLost"), ("project-A", "PlotGranted"), APPROVED,
    ]  # fmt: skip
    assert standing(engine)["tenure"] == "held"
    assert facts(engine, "plot-P-1").grant == "plot-P-1@2"


@pytest.mark.parametrize(
    ("act", "tenure"),
    [("restore-grant", "allocated"), ("restore-lease", "leased"), ("restore-ownership", "owned")],
)
def test_each_right_can_be_given_back_as_it_was(engine: Engine, act: str, tenure: str) -> None:
    given_plot(engine)
    reassigned(engine)
    do(engine, "plot.reverse-reclaim", "P-1", "2023-01-01")
    do(engine, f"plot.{act}", "P-1", "2023-05-01", party="INV-A")
    assert standing(engine)["tenure"] == tenure
    assert facts(engine, "party-INV-A").holdings == {"P-1"}


def test_a_dispute_may_end_with_the_present_holder_staying(engine: Engine) -> None:
    given_plot(engine)
    reassigned(engine)
    do(engine, "plot.reverse-reclaim", "P-1", "2023-01-01")
    do(engine, "plot.close-dispute", "P-1", "2023-05-01")
    assert (standing(engine)["compliance"], facts(engine, "plot-P-1").party) == ("clear", "INV-B")


def test_an_order_can_be_overturned_before_it_is_carried_out(engine: Engine) -> None:
    given_plot(engine)
    ordered_by_court(engine)
    assert types(do(engine, "plot.reverse-reclaim", "P-1", "2021-02-20"))[1] == ("party-INV-A", "PartyUnbarred")


def test_where_nothing_ended_nothing_is_reversed(engine: Engine) -> None:
    given_plot(engine)
    with pytest.raises(r.NothingToReverse):
        do(engine, "plot.reverse-reclaim", "P-1", "2021-02-20")


def test_a_reversal_happens_once(engine: Engine) -> None:
    given_plot(engine)
    reassigned(engine)
    do(engine, "plot.reverse-reclaim", "P-1", "2023-01-01")
    do(engine, "plot.close-dispute", "P-1", "2023-05-01")
    with pytest.raises(r.NothingToReverse):
        do(engine, "plot.reverse-reclaim", "P-1", "2023-06-01")


def test_a_right_given_back_has_its_own_clock_and_lease_again(engine: Engine) -> None:
    given_plot(engine)
    before = facts(engine, "plot-P-1")
    reassigned(engine)
    do(engine, "plot.reverse-reclaim", "P-1", "2023-01-01")
    do(engine, "plot.restore-possession", "P-1", "2023-05-01", party="INV-A", project="A")
    after = facts(engine, "plot-P-1")
    kept = ("due", "clock_start", "leased_until", "grant")
    assert [getattr(after, name) for name in kept] == [
        {"non-use": before.due["non-use"], "delisting": date(2023, 1, 2)},
        before.clock_start, before.leased_until, before.grant,
    ]  # fmt: skip
    assert after.endings == ()


def test_a_reversal_reaches_the_successor_of_who_lost_the_plot(engine: Engine) -> None:
    given_plot(engine)
    reclaimed(engine)
    do(engine, "party.succeed", "INV-A", "2021-06-01", by="INV-B")
    done = do(engine, "plot.reverse-reclaim", "P-1", "2022-01-01")
    assert types(done)[1:] == [("party-INV-A", "PartyUnbarred"), ("party-INV-B", "PartyUnbarred"), APPROVED]
    do(engine, "plot.restore-possession", "P-1", "2022-02-01", party="INV-B")
    assert facts(engine, "plot-P-1").party == "INV-B"


def test_a_reclaim_after_a_surrender_ends_the_plot_s_obligations(engine: Engine) -> None:
    given_plot(engine)
    bound_to_build(engine)
    ordered_by_court(engine)
    do(engine, "plot.surrender", "P-1", "2021-02-10")
    done = do(engine, "plot.reclaim", "P-1", "2021-03-01")
    assert types(done) == [
        ("plot-P-1", "PlotReclaimed"),
        ("obligation-A-build", "ObligationSuperseded"),
        APPROVED,
    ]


def test_a_breach_follows_the_obligations_found_though_the_plot_has_gone_on(engine: Engine) -> None:
    given_plot(engine)
    do(engine, "plot.record-unmet", "P-1", "2018-01-02", obligations=("A-1",))
    do(engine, "plot.surrender", "P-1", "2018-01-03")
    with pytest.raises(r.ObligationsOpen, match="A-1"):
        do(engine, "plot.record-cure", "P-1", "2018-02-01")


def test_a_notice_starts_the_cure_of_every_obligation_found_unmet(engine: Engine) -> None:
    given_plot(engine)
    do(engine, "plot.record-unmet", "P-1", "2018-01-02", obligations=("A-1",))
    done = do(engine, "plot.serve-notice", "P-1", "2018-01-10")
    assert types(done) == [("plot-P-1", "NoticeServed"), ("obligation-A-1", "NoticeServed")]
    with pytest.raises(r.NotYetDue, match="cure due=2018-04-10"):
        do(engine, "obligation.breach", "A-1", "2018-04-10")
    with pytest.raises(r.TooLate):
        do(engine, "obligation.cure", "A-1", "2018-04-11")


def test_an_obligation_that_was_met_is_not_found_unmet(engine: Engine) -> None:
    given_plot(engine)
    do(engine, "obligation.record-met", "A-1", "2017-06-01")
    with pytest.raises(r.WrongStatus, match="subject=obligation-A-1 region=status status=met"):
        do(engine, "plot.record-unmet", "P-1", "2018-01-02", obligations=("A-1",))


def test_a_touched_subject_has_begun(engine: Engine) -> None:
    given_plot(engine)
    decision = engine.decided(command("plot.surrender", "P-1", "2018-01-01"), engine.desk())
    with pytest.raises(NotFound, match="project key=A"):
        drafts(decision, {"plot-P-1": decision.question.subject, "project-A": unborn("project-A")})


def test_a_plot_given_back_brings_back_its_own_obligations(engine: Engine) -> None:
    given_plot(engine)
    bound_to_build(engine)
    do(engine, "plot.terminate-lease", "P-1", "2018-01-01", ground="agreement")
    assert facts(engine, "obligation-A-build").superseded_by == "plot:P-1"
    do(engine, "plot.reverse-reclaim", "P-1", "2018-02-01")
    done = do(engine, "plot.restore-lease", "P-1", "2018-03-01", party="INV-A", project="A")
    assert types(done)[1:] == [
        ("project-A", "PlotGranted"), ("obligation-A-build", "ObligationReinstated"), APPROVED,
    ]  # fmt: skip
    assert case(engine, "obligation-A-build").standing["status"] == "active"


def test_a_judgment_against_a_holder_who_has_left_bars_that_person(engine: Engine) -> None:
    given_plot(engine)
    prescribed(engine)
    do(engine, "plot.open-reclaim", "P-1", "2020-07-02", ground="court")
    do(engine, "plot.file-suit", "P-1", "2020-08-01")
    do(engine, "plot.surrender", "P-1", "2020-09-01")
    done = do(engine, "plot.order-reclaim", "P-1", "2021-02-01")
    assert types(done)[1] == ("party-INV-A", "PartyBarred")


def test_a_transfer_outside_any_project_and_back(engine: Engine) -> None:
    given_plot(engine)
    do(engine, "plot.transfer", "P-1", "2017-01-01", party="INV-B")
    done = do(engine, "plot.transfer", "P-1", "2017-02-01", party="INV-A", project="A")
    assert types(done)[1:] == [("party-INV-B", "HoldingLeft"), ("project-A", "PlotGranted")]


def test_a_new_grant_rests_on_its_own_papers(engine: Engine) -> None:
    given_plot(engine)
    do(engine, "plot.flag-gap", "P-1", "2017-01-01", kind="decision", owner="archive", due_on=date(2018, 1, 1))
    reassigned(engine)
    assert facts(engine, "plot-P-1").gaps == ()


def test_a_dispute_may_end_by_settlement(engine: Engine) -> None:
    given_plot(engine)
    do(engine, "plot.record-claim", "P-1", "2017-01-01", party="INV-B")
    asked = replace(command("plot.close-dispute", "P-1", "2018-01-01"), documents=(Document("settlement"),))
    engine.handle(asked)
    assert standing(engine)["compliance"] == "clear"


def test_a_listing_among_several_is_struck_and_the_last_unbars(engine: Engine) -> None:
    given_plot(engine)
    ordered_by_court(engine)
    do(engine, "party.bar", "INV-A", "2021-02-10", until=date(2030, 1, 1))
    done = do(engine, "plot.reverse-reclaim", "P-1", "2021-02-20")
    assert types(done)[1] == ("party-INV-A", "ListingStruck")
    assert case(engine, "party-INV-A").standing["standing"] == "barred"


def test_the_same_land_leased_twice_is_a_dispute(engine: Engine) -> None:
    given_plot(engine)
    with pytest.raises(r.SamePerson):
        do(engine, "plot.record-claim", "P-1", "2017-01-01", party="INV-A")
    do(engine, "plot.record-claim", "P-1", "2017-01-01", party="INV-B")
    with pytest.raises(r.WrongStatus, match="disputed"):
        do(engine, "plot.split", "P-1", "2017-02-01", into=parts(P_2=5_000, P_3=5_000))
    do(engine, "party.register", "INV-C", "2017-01-01", name="C")
    with pytest.raises(r.NothingToRestore):
        do(engine, "plot.restore-lease", "P-1", "2018-01-01", party="INV-C")
    do(engine, "plot.restore-lease", "P-1", "2018-01-01", party="INV-B")
    assert facts(engine, "plot-P-1").party == "INV-B"
    assert facts(engine, "project-A").plots == frozenset()
