"""The hard cases of land: each as it happens, through the whole engine."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from domain import refusals as r
from domain.values import PartUse
from lifecycle.case import unborn
from lifecycle.command import Document
from lifecycle.drafting import drafts
from lifecycle.errors import NotFound
from lifecycle.handling import Engine
from tests.lifecycle.acts import command, do, found_zone, register_plot
from tests.lifecycle.story import (
    APPROVED,
    calendar_kept,
    case,
    contracted,
    facts,
    given_plot,
    held,
    opened,
    ordered_by_court,
    parts,
    prescribed,
    reassigned,
    reclaimed,
    standing,
    types,
)


def test_a_reclaim_ends_hold_obligations_and_tenure_together(engine: Engine) -> None:
    given_plot(engine)
    do(
        engine, "obligation.define", "A-build", "2016-03-01",
        of="project:A", kind="construction-start", target=1, unit="sites", due_on=date(2017, 1, 1), plot="P-1",
    )  # fmt: skip
    ordered_by_court(engine)
    done = do(engine, "plot.reclaim", "P-1", "2021-03-01")
    assert types(done) == [
        ("plot-P-1", "PlotReclaimed"),
        ("project-A", "PlotLost"),
        ("obligation-A-build", "ObligationSuperseded"),
        APPROVED,
    ]
    assert standing(engine) == {
        "record": "registered", "tenure": "ended", "use": "vacant", "compliance": "reclaimed",
    }  # fmt: skip
    assert facts(engine, "project-A").plots == frozenset()
    assert case(engine, "obligation-A-1").standing["status"] == "active"


def test_a_right_ended_but_not_cleared_blocks_the_plot(engine: Engine) -> None:
    given_plot(engine)
    reclaimed(engine)
    contracted(engine, "B", "INV-B", "2021-04-02")
    with pytest.raises(r.WrongStatus, match="tenure status=ended"):
        do(engine, "plot.reassign", "P-1", "2025-01-01", project="B")


def test_a_reassignment_names_the_grant_it_replaces(engine: Engine) -> None:
    given_plot(engine)
    reclaimed(engine)
    do(engine, "plot.clear-right", "P-1", "2021-04-01")
    contracted(engine, "B", "INV-B", "2021-04-02")
    done = do(engine, "plot.reassign", "P-1", "2021-04-05", project="B")
    assert done.events[0]["replaces"] == "plot-P-1@2"
    assert types(done) == [("plot-P-1", "PlotReassigned"), ("project-B", "PlotGranted"), APPROVED]


def test_an_allocated_plot_cannot_be_allocated_again(engine: Engine) -> None:
    given_plot(engine)
    contracted(engine, "B", "INV-B", "2016-03-01")
    with pytest.raises(r.WrongStatus, match="tenure status=held"):
        do(engine, "plot.allocate", "P-1", "2016-04-01", project="B")


def test_a_plot_held_before_is_reassigned_and_a_fresh_one_allocated(engine: Engine) -> None:
    given_plot(engine)
    do(engine, "plot.surrender", "P-1", "2017-01-01")
    do(engine, "plot.clear-right", "P-1", "2017-02-01")
    register_plot(engine, "P-2")
    with pytest.raises(r.HeldBefore):
        do(engine, "plot.allocate", "P-1", "2017-03-01", project="A")
    with pytest.raises(r.NeverHeld):
        do(engine, "plot.reassign", "P-2", "2017-03-01", project="A")


def test_a_final_judgment_bars_the_person_from_land_for_three_years(engine: Engine) -> None:
    given_plot(engine)
    reclaimed(engine)
    register_plot(engine, "P-2")
    with pytest.raises(r.PartyBarred) as refused:
        do(engine, "plot.allocate", "P-2", "2024-02-01", project="A")
    assert refused.value.values() == {"party": "INV-A", "until": date(2024, 2, 1)}
    assert do(engine, "plot.allocate", "P-2", "2024-02-02", project="A").version == 2


def test_court_needs_an_expired_cure_and_the_whole_non_use_clock(engine: Engine) -> None:
    given_plot(engine)
    prescribed(engine, on="2017-07-01")
    with pytest.raises(r.NotYetDue, match="prescription-cure due=2018-07-02"):
        do(engine, "plot.open-reclaim", "P-1", "2018-07-02", ground="court")
    with pytest.raises(r.NotYetDue, match="non-use due=2019-02-01"):
        do(engine, "plot.open-reclaim", "P-1", "2019-02-01", ground="court")
    assert do(engine, "plot.open-reclaim", "P-1", "2019-02-02", ground="court").version == 6


def test_years_without_utilities_do_not_count(engine: Engine) -> None:
    given_plot(engine)
    prescribed(engine, on="2018-07-01")
    for from_on, to_on in ((date(2016, 3, 1), date(2017, 2, 28)), (date(2017, 1, 1), date(2017, 3, 10))):
        do(
            engine, "plot.exclude-time", "P-1", "2018-07-02",
            from_on=from_on, to_on=to_on, ground="no-utility",
        )  # fmt: skip
    with pytest.raises(r.NotYetDue, match="non-use due=2020-02-11"):
        do(engine, "plot.open-reclaim", "P-1", "2020-02-11", ground="court")
    do(engine, "plot.open-reclaim", "P-1", "2020-02-12", ground="court")


def test_a_disputed_clock_start_once_fixed_runs_its_whole_length(engine: Engine) -> None:
    given_plot(engine)
    do(engine, "plot.fix-clock-start", "P-1", "2018-01-01", starts_on=date(2017, 6, 1))
    prescribed(engine, on="2018-07-01")
    with pytest.raises(r.NotYetDue, match="non-use due=2020-06-01"):
        do(engine, "plot.open-reclaim", "P-1", "2020-01-01", ground="court")


def test_a_violation_other_than_non_use_has_a_cure_of_three_months(engine: Engine) -> None:
    given_plot(engine)
    prescribed(engine, violation="other", on="2017-01-15")
    with pytest.raises(r.NotYetDue, match="due=2017-04-17"):
        do(engine, "plot.open-reclaim", "P-1", "2017-04-17", ground="court")
    do(engine, "plot.open-reclaim", "P-1", "2017-04-18", ground="court")


def test_the_contract_ground_needs_a_notice_whose_cure_expired(engine: Engine) -> None:
    given_plot(engine)
    prescribed(engine, on="2018-06-01")
    with pytest.raises(r.GroundNotRipe, match="notice-cure"):
        do(engine, "plot.open-reclaim", "P-1", "2019-06-01", ground="contract")


def test_the_contract_track_returns_a_plot_once_the_challenge_term_is_over(engine: Engine) -> None:
    given_plot(engine)
    do(engine, "plot.record-unmet", "P-1", "2018-01-02", obligations=("A-1",))
    do(engine, "plot.serve-notice", "P-1", "2018-01-10")
    with pytest.raises(r.WrongStatus, match="compliance status=noticed"):
        do(engine, "plot.open-reclaim", "P-1", "2018-05-01", ground="court")
    do(engine, "plot.open-reclaim", "P-1", "2018-04-11", ground="contract")
    do(engine, "plot.decide-return", "P-1", "2018-05-01")
    with pytest.raises(r.NotYetDue, match="challenge due=2018-06-01"):
        do(engine, "plot.reclaim", "P-1", "2018-06-01")
    do(engine, "plot.reclaim", "P-1", "2018-06-02")
    assert case(engine, "party-INV-A").standing["standing"] == "clear"


def test_the_court_ground_knows_no_decision_out_of_court(engine: Engine) -> None:
    given_plot(engine)
    prescribed(engine)
    do(engine, "plot.open-reclaim", "P-1", "2020-07-02", ground="court")
    with pytest.raises(r.WrongGround):
        do(engine, "plot.decide-return", "P-1", "2020-08-01")
    do(engine, "plot.file-suit", "P-1", "2020-08-01")
    do(engine, "plot.record-ruling", "P-1", "2020-09-01")
    do(engine, "plot.return-claim", "P-1", "2020-10-01")
    do(engine, "plot.drop-reclaim", "P-1", "2020-11-01")
    assert standing(engine)["compliance"] == "clear"
    assert facts(engine, "plot-P-1").encumbrances == ()


def test_a_contested_decision_waits_for_the_court_and_then_bars_nobody(engine: Engine) -> None:
    given_plot(engine)
    do(engine, "plot.open-reclaim", "P-1", "2018-01-01", ground="state-needs")
    do(engine, "plot.decide-return", "P-1", "2018-02-01")
    do(engine, "plot.contest", "P-1", "2018-02-20")
    assert types(do(engine, "plot.order-reclaim", "P-1", "2018-08-01")) == [("plot-P-1", "ReclaimOrdered")]
    do(engine, "plot.reclaim", "P-1", "2018-08-02")


def test_a_decision_on_the_court_ground_cannot_be_contested(engine: Engine) -> None:
    given_plot(engine)
    ordered_by_court(engine)
    with pytest.raises(r.WrongGround):
        do(engine, "plot.contest", "P-1", "2021-02-02")


def test_a_built_plot_is_taken_only_with_a_disposition_of_its_buildings(engine: Engine) -> None:
    given_plot(engine)
    do(engine, "plot.start-construction", "P-1", "2017-01-01")
    do(engine, "plot.complete-construction", "P-1", "2018-01-01")
    ordered_by_court(engine, violation="other")
    with pytest.raises(r.TermsMissing, match="buildings"):
        do(engine, "plot.reclaim", "P-1", "2021-03-01")
    do(engine, "plot.reclaim", "P-1", "2021-03-01", buildings="compensated")


def test_only_the_unbuilt_remainder_is_taken(engine: Engine) -> None:
    given_plot(engine)
    do(engine, "plot.start-construction", "P-1", "2017-01-01")
    do(engine, "plot.complete-construction", "P-1", "2018-01-01")
    do(
        engine, "plot.split", "P-1", "2018-06-01",
        into=parts(P_1A=4_000, P_1B=6_000), uses=(PartUse(key="P-1B", use="vacant"),),
    )  # fmt: skip
    assert facts(engine, "project-A").plots == {"P-1A", "P-1B"}
    ordered_by_court(engine, "P-1B")
    do(engine, "plot.reclaim", "P-1B", "2021-03-01")
    assert facts(engine, "project-A").plots == {"P-1A"}
    assert standing(engine, "P-1A")["tenure"] == "held"
    assert standing(engine, "P-1A")["use"] == "built"


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
    do(
        engine, "obligation.define", "A-build", "2016-03-01",
        of="project:A", kind="construction-start", target=1, unit="sites", due_on=date(2017, 1, 1), plot="P-1",
    )  # fmt: skip
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
    do(
        engine, "obligation.define", "A-build", "2016-03-01",
        of="project:A", kind="construction-start", target=1, unit="sites", due_on=date(2017, 1, 1), plot="P-1",
    )  # fmt: skip
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


def test_a_grant_annulled_after_a_split_cascades_to_every_descendant_still_held(engine: Engine) -> None:
    given_plot(engine)
    many = {f"C_{n:02}": 120 for n in range(82)}
    do(engine, "plot.split", "P-1", "2017-01-01", into=parts(**many, C_82=160))
    do(engine, "plot.split", "C-00", "2017-02-01", into=parts(D_1=60, D_2=60))
    do(engine, "plot.surrender", "C-01", "2017-03-01")
    done = do(engine, "plot.annul-grant", "P-1", "2018-01-01")
    annulled = [stream for stream, name in types(done) if name == "GrantAnnulled"]
    assert len(annulled) == 1 + 81 + 2
    assert "plot-C-01" not in annulled
    assert standing(engine, "D-2")["tenure"] == "ended"
    assert facts(engine, "project-A").plots == frozenset()


def test_a_plot_merged_away_has_no_grant_left_to_annul(engine: Engine) -> None:
    given_plot(engine)
    register_plot(engine, "P-2")
    held(engine, "P-2", "A", "2016-05-01")
    do(engine, "plot.merge", "P-1", "2017-01-01", into="P-3", others=("P-2",))
    with pytest.raises(r.NotDivided):
        do(engine, "plot.annul-grant", "P-1", "2018-01-01")


def test_merged_plots_conserve_area_and_keep_the_earliest_clock(engine: Engine) -> None:
    given_plot(engine)
    register_plot(engine, "P-2", m2=2_500)
    held(engine, "P-2", "A", "2016-05-01")
    do(engine, "plot.encumber", "P-2", "2016-06-01", kind="servitude", holder="power company")
    done = do(engine, "plot.merge", "P-1", "2017-01-01", into="P-3", others=("P-2",), use="vacant")
    assert types(done) == [
        ("plot-P-1", "PlotMerged"), ("plot-P-2", "PlotMerged"), ("plot-P-3", "PlotFormed"),
        ("number-03-046-P-1", "NumberFreed"), ("number-03-046-P-2", "NumberFreed"),
        ("project-A", "PlotLost"), ("project-A", "PlotLost"), ("project-A", "PlotGranted"),
    ]  # fmt: skip
    merged = facts(engine, "plot-P-3")
    assert (merged.area_m2, merged.due["non-use"]) == (12_500, date(2019, 2, 1))
    assert merged.bearing("servitude") == ("servitude",)
    assert facts(engine, "land-KHG").taken_m2 == 12_500


def test_plots_of_two_holders_do_not_merge(engine: Engine) -> None:
    given_plot(engine)
    contracted(engine, "B", "INV-B")
    register_plot(engine, "P-2")
    held(engine, "P-2", "B")
    with pytest.raises(r.Unalike, match="differs=party"):
        do(engine, "plot.merge", "P-1", "2017-01-01", into="P-3", others=("P-2",))


def test_plots_of_unlike_tenure_do_not_merge(engine: Engine) -> None:
    opened(engine)
    for plot in ("P-1", "P-2"):
        register_plot(engine, plot)
    do(engine, "party.register", "INV-A", "2016-01-01", name="A")
    contracted(engine, "A", "INV-A", "2016-01-02")
    do(engine, "plot.reserve", "P-2", "2016-02-01", project="A", until=date(2017, 1, 1))
    with pytest.raises(r.WrongStatus, match="subject=plot-P-2 region=tenure status=reserved"):
        do(engine, "plot.merge", "P-1", "2016-03-01", into="P-3", others=("P-2",))
    do(engine, "plot.lapse-reservation", "P-2", "2016-03-02", ground="released")
    assert do(engine, "plot.merge", "P-1", "2016-03-03", into="P-3", others=("P-2",)).appended.count == 5


def test_split_areas_sum_exactly(engine: Engine) -> None:
    given_plot(engine)
    with pytest.raises(r.AreasDoNotSum):
        do(engine, "plot.split", "P-1", "2017-01-01", into=parts(P_2=4_000, P_3=5_999))
    with pytest.raises(r.TooFewParts):
        do(engine, "plot.split", "P-1", "2017-01-01", into=parts(P_2=10_000))


@pytest.mark.parametrize("keys", [("P-1", "P-2"), ("P-2", "P-2")])
def test_children_bear_keys_of_their_own(engine: Engine, keys: tuple[str, str]) -> None:
    given_plot(engine)
    into = tuple(p.model_copy(update={"key": k}) for p, k in zip(parts(X=4_000, Y=6_000), keys, strict=True))
    with pytest.raises(r.ChildSubjectKey):
        do(engine, "plot.split", "P-1", "2017-01-01", into=into)


def test_a_use_is_told_only_of_children_of_the_split(engine: Engine) -> None:
    given_plot(engine)
    with pytest.raises(r.ChildSubjectKey, match="P-9"):
        do(
            engine, "plot.split", "P-1", "2017-01-01",
            into=parts(P_2=4_000, P_3=6_000), uses=(PartUse(key="P-9", use="vacant"),),
        )  # fmt: skip


def test_a_child_key_that_exists_is_refused(engine: Engine) -> None:
    given_plot(engine)
    register_plot(engine, "P-2")
    with pytest.raises(r.AlreadyExists, match="plot-P-2"):
        do(engine, "plot.split", "P-1", "2017-01-01", into=parts(P_2=4_000, P_3=6_000))


def test_a_free_plot_splits_into_free_plots_that_wait_for_their_numbers(engine: Engine) -> None:
    found_zone(engine)
    register_plot(engine, "P-1")
    do(engine, "plot.split", "P-1", "2017-01-01", into=parts(P_2=4_000, P_3=6_000))
    do(engine, "plot.assign-number", "P-2", "2017-02-01", cadastral_number="03-046-P-1")
    with pytest.raises(r.NumberTaken, match="plot=P-2"):
        do(engine, "plot.assign-number", "P-3", "2017-02-01", cadastral_number="03:046:P-1")
    with pytest.raises(r.NumberKnown):
        do(engine, "plot.assign-number", "P-2", "2017-02-01", cadastral_number="03-046-9")


def test_a_cadastral_number_is_corrected_and_the_old_one_may_be_used_again(engine: Engine) -> None:
    found_zone(engine)
    register_plot(engine, "P-1")
    done = do(engine, "plot.correct-number", "P-1", "2017-01-01", cadastral_number="03-046-X")
    assert [name for _, name in types(done)] == ["CadastralNumberCorrected", "NumberFreed", "NumberTaken"]
    assert do(engine, "plot.correct-number", "P-1", "2017-01-02", cadastral_number="03-046-X").events == ()
    respelled = do(engine, "plot.correct-number", "P-1", "2017-01-03", cadastral_number="03:046:x")
    assert [name for _, name in types(respelled)] == ["CadastralNumberCorrected"]
    do(
        engine, "plot.register", "P-2", "2017-02-01",
        zone="KHG", area_m2=1, cadastral_number="03-046-P-1", purpose="trade",
    )  # fmt: skip


def test_a_zone_s_plots_never_take_more_than_its_land(engine: Engine) -> None:
    found_zone(engine, area_m2=15_000)
    register_plot(engine, "P-1")
    with pytest.raises(r.AreaExceeded) as refused:
        register_plot(engine, "P-2")
    assert refused.value.values() == {"zone": "KHG", "asked_m2": 10_000, "left_m2": 5_000}
    do(
        engine, "plot.register", "U-1", "2016-01-01",
        zone="KHG", area_m2=9_000, cadastral_number="03-1", purpose="workshop", premises=True,
    )  # fmt: skip
    do(engine, "plot.exclude", "P-1", "2017-01-01")
    register_plot(engine, "P-3", on="2017-02-01", m2=15_000)


def test_a_plot_moves_to_another_zone_with_its_land(engine: Engine) -> None:
    found_zone(engine)
    found_zone(engine, "KHN")
    register_plot(engine, "P-1")
    assert do(engine, "plot.move-to-zone", "P-1", "2017-01-01", zone="KHG").events == ()
    done = do(engine, "plot.move-to-zone", "P-1", "2017-01-01", zone="KHN")
    assert types(done) == [
        ("plot-P-1", "PlotMovedToZone"), ("land-KHG", "LandReleased"), ("land-KHN", "LandTaken"),
    ]  # fmt: skip


def test_a_unit_of_premises_moves_and_leaves_without_land(engine: Engine) -> None:
    found_zone(engine)
    found_zone(engine, "KHN")
    do(
        engine, "plot.register", "U-1", "2016-01-01",
        zone="KHG", area_m2=9_000, cadastral_number="03-1", purpose="workshop", premises=True,
    )  # fmt: skip
    assert do(engine, "plot.move-to-zone", "U-1", "2017-01-01", zone="KHN").appended.count == 1
    assert [n for _, n in types(do(engine, "plot.annul", "U-1", "2018-01-01"))] == [
        "PlotAnnulled",
        "NumberFreed",
    ]


def test_a_grant_of_the_past_is_recognised_and_its_own_date_starts_the_clock(engine: Engine) -> None:
    opened(engine, "INV-A")
    contracted(engine, "A", "INV-A")
    register_plot(engine, "P-1")
    with pytest.raises(r.DatesOutOfOrder):
        do(engine, "plot.recognise", "P-1", "2018-01-01", party="INV-A", granted_on=date(2018, 1, 2))
    do(engine, "plot.recognise", "P-1", "2018-01-01", party="INV-A", project="A", granted_on=date(2012, 5, 1))
    plot = facts(engine, "plot-P-1")
    assert (plot.due["non-use"], plot.clock_start, plot.in_possession) == (
        date(2015, 5, 1), date(2012, 5, 1), True,
    )  # fmt: skip
    assert standing(engine)["tenure"] == "held"


def test_a_holding_without_a_project_stands_with_its_party(engine: Engine) -> None:
    opened(engine, "INV-A", "INV-B")
    register_plot(engine, "P-1")
    do(engine, "plot.recognise", "P-1", "2018-01-01", party="INV-A")
    with pytest.raises(r.PlotsStillHeld):
        do(engine, "party.liquidate", "INV-A", "2018-02-01")
    do(engine, "plot.split", "P-1", "2018-02-01", into=parts(P_2=4_000, P_3=6_000))
    assert facts(engine, "party-INV-A").holdings == {"P-2", "P-3"}
    do(engine, "party.succeed", "INV-A", "2018-03-01", by="INV-B")
    assert facts(engine, "party-INV-B").holdings == {"P-2", "P-3"}
    assert facts(engine, "plot-P-2").party == "INV-B"
    do(engine, "plot.surrender", "P-2", "2018-04-01")
    assert facts(engine, "party-INV-B").holdings == {"P-3"}


def test_a_holder_merged_into_another_takes_its_listings_along(engine: Engine) -> None:
    given_plot(engine)
    do(engine, "party.bar", "INV-A", "2017-01-01", until=date(2020, 1, 1))
    done = do(engine, "party.succeed", "INV-A", "2017-02-01", by="INV-B")
    assert types(done) == [
        ("party-INV-A", "PartySucceeded"), ("party-INV-B", "SuccessionTaken"), ("project-A", "HolderChanged"),
        ("party-INV-A", "ProjectLeft"), ("party-INV-B", "ProjectTaken"), ("plot-P-1", "HolderSucceeded"),
        ("party-INV-B", "ListingsInherited"), APPROVED,
    ]  # fmt: skip
    assert facts(engine, "party-INV-B").barred_until(date(2019, 1, 1)) == date(2020, 1, 1)
    assert facts(engine, "plot-P-1").party == "INV-B"


def test_a_pledge_stands_in_the_way(engine: Engine) -> None:
    given_plot(engine)
    do(engine, "plot.encumber", "P-1", "2016-06-01", kind="pledge", holder="Bank")
    assert do(engine, "plot.encumber", "P-1", "2016-06-02", kind="pledge", holder="Bank").events == ()
    with pytest.raises(r.Encumbered, match="pledge"):
        do(engine, "plot.surrender", "P-1", "2017-01-01")
    with pytest.raises(r.Encumbered, match="pledge"):
        do(engine, "plot.terminate-lease", "P-1", "2017-01-01", ground="bankruptcy")
    with pytest.raises(r.NotEncumbered):
        do(engine, "plot.release", "P-1", "2017-01-01", kind="pledge")
    do(engine, "plot.release", "P-1", "2017-01-01", kind="pledge", holder="Bank")
    do(engine, "plot.terminate-lease", "P-1", "2017-01-02", ground="bankruptcy")


def test_a_pledge_stops_the_contract_track_at_its_end(engine: Engine) -> None:
    given_plot(engine)
    do(engine, "plot.record-unmet", "P-1", "2018-01-02", obligations=("A-1",))
    do(engine, "plot.serve-notice", "P-1", "2018-01-10")
    do(engine, "plot.open-reclaim", "P-1", "2018-04-11", ground="contract")
    do(engine, "plot.decide-return", "P-1", "2018-05-01")
    do(engine, "plot.encumber", "P-1", "2018-05-02", kind="pledge")
    with pytest.raises(r.Encumbered):
        do(engine, "plot.reclaim", "P-1", "2018-07-01")


def test_an_arrest_forbids_a_transfer_and_a_bank_s_buyer_gets_a_fresh_term(engine: Engine) -> None:
    given_plot(engine)
    do(engine, "plot.encumber", "P-1", "2017-01-01", kind="arrest")
    with pytest.raises(r.Encumbered, match="arrest"):
        do(engine, "plot.transfer", "P-1", "2018-01-01", party="INV-B")
    do(engine, "plot.release", "P-1", "2018-01-01", kind="arrest")
    with pytest.raises(r.SamePerson):
        do(engine, "plot.transfer", "P-1", "2018-01-01", party="INV-A")
    contracted(engine, "B", "INV-B", "2018-01-01")
    done = do(engine, "plot.transfer", "P-1", "2018-01-02", party="INV-B", project="B", enforcement=True)
    assert types(done) == [
        ("plot-P-1", "PlotTransferred"), ("project-A", "PlotLost"), ("project-B", "PlotGranted"),
    ]  # fmt: skip
    assert facts(engine, "plot-P-1").due["non-use"] == date(2021, 1, 2)


def test_a_prescription_follows_a_buyer(engine: Engine) -> None:
    given_plot(engine)
    prescribed(engine, on="2018-01-01")
    do(engine, "plot.transfer", "P-1", "2018-02-01", party="INV-B")
    assert facts(engine, "plot-P-1").bearing("prescription") == ("prescription",)
    assert facts(engine, "plot-P-1").due["non-use"] == date(2019, 2, 1)
    assert standing(engine)["compliance"] == "prescribed"


def test_a_lease_ends_within_the_zone_s_term(engine: Engine) -> None:
    given_plot(engine)
    register_plot(engine, "P-2")
    do(engine, "plot.allocate", "P-2", "2016-02-01", project="A")
    for until, refused in (
        (date(2041, 1, 1), r.BeyondTerm), (date(2016, 2, 1), r.DatesOutOfOrder),
    ):  # fmt: skip
        with pytest.raises(refused):
            do(engine, "plot.sign-lease", "P-2", "2016-02-01", until=until)
    do(engine, "plot.sign-lease", "P-2", "2016-02-01", until=date(2020, 1, 1))
    with pytest.raises(r.DatesOutOfOrder):
        do(engine, "plot.extend-lease", "P-2", "2016-02-01", until=date(2020, 1, 1))
    do(engine, "plot.extend-lease", "P-2", "2016-02-02", until=date(2021, 1, 1))
    with pytest.raises(r.NotYetDue, match="lease due=2021-01-01"):
        do(engine, "plot.expire-lease", "P-2", "2021-01-01")
    do(engine, "plot.expire-lease", "P-2", "2021-01-02")


def test_a_lease_of_unknown_end_is_extended_before_it_expires(engine: Engine) -> None:
    opened(engine, "INV-A")
    register_plot(engine, "P-1")
    do(engine, "plot.recognise", "P-1", "2018-01-01", party="INV-A")
    with pytest.raises(r.DeadlineUnknown, match="lease"):
        do(engine, "plot.expire-lease", "P-1", "2018-01-02")
    do(engine, "plot.extend-lease", "P-1", "2018-01-02", until=date(2018, 6, 1))
    do(engine, "plot.expire-lease", "P-1", "2019-01-01")


def test_a_grant_is_revoked_before_the_sublease_is_signed(engine: Engine) -> None:
    given_plot(engine)
    register_plot(engine, "P-2")
    do(engine, "plot.allocate", "P-2", "2016-02-01", project="A")
    do(engine, "plot.revoke-allocation", "P-2", "2017-01-01", ground="agreement")
    assert standing(engine, "P-2")["tenure"] == "ended"


def test_a_reservation_is_kept_for_its_project_until_its_date(engine: Engine) -> None:
    given_plot(engine)
    contracted(engine, "B", "INV-B")
    register_plot(engine, "P-2")
    with pytest.raises(r.DatesOutOfOrder):
        do(engine, "plot.reserve", "P-2", "2016-02-01", project="B", until=date(2016, 2, 1))
    do(engine, "plot.reserve", "P-2", "2016-02-01", project="B", until=date(2016, 8, 1))
    with pytest.raises(r.ReservedForAnother):
        do(engine, "plot.allocate", "P-2", "2016-03-01", project="A")
    with pytest.raises(r.NotYetDue):
        do(engine, "plot.lapse-reservation", "P-2", "2016-08-01", ground="date-passed")
    with pytest.raises(r.WrongStatus, match="subject=project-B"):
        do(engine, "plot.lapse-reservation", "P-2", "2016-08-01", ground="project-ended")
    do(engine, "plot.lapse-reservation", "P-2", "2016-08-02", ground="date-passed")


def test_a_project_of_another_zone_gets_no_land_here(engine: Engine) -> None:
    given_plot(engine)
    found_zone(engine, "KHN")
    do(
        engine, "plot.register", "N-1", "2016-01-01",
        zone="KHN", area_m2=100, cadastral_number="9-9", purpose="industry",
    )  # fmt: skip
    with pytest.raises(r.OutsideZone):
        do(engine, "plot.allocate", "N-1", "2016-02-01", project="A")


def test_a_breach_is_cured_only_when_its_obligations_are(engine: Engine) -> None:
    given_plot(engine)
    do(engine, "plot.record-unmet", "P-1", "2018-01-02", obligations=("A-1",))
    with pytest.raises(r.ObligationsOpen, match="A-1"):
        do(engine, "plot.record-cure", "P-1", "2018-02-01")
    do(engine, "obligation.waive", "A-1", "2018-02-01")
    do(engine, "plot.record-cure", "P-1", "2018-02-02")
    assert standing(engine)["compliance"] == "clear"


def test_only_obligations_of_the_plot_s_own_project_are_found_unmet_and_only_past_due(engine: Engine) -> None:
    given_plot(engine)
    contracted(engine, "B", "INV-B")
    with pytest.raises(r.NotConcerned):
        do(engine, "plot.record-unmet", "P-1", "2018-01-02", obligations=("B-1",))
    with pytest.raises(r.NotYetDue):
        do(engine, "plot.record-unmet", "P-1", "2018-01-01", obligations=("A-1",))
    with pytest.raises(NotFound):
        do(engine, "plot.record-unmet", "P-1", "2018-01-02", obligations=("Z-1",))


def test_a_case_is_closed_when_its_act_fell_or_the_right_ended(engine: Engine) -> None:
    given_plot(engine)
    prescribed(engine, on="2018-01-01")
    with pytest.raises(r.WrongGround):
        do(engine, "plot.close-case", "P-1", "2018-02-01", ground="tenure-ended")
    do(engine, "plot.surrender", "P-1", "2018-03-01")
    do(engine, "plot.close-case", "P-1", "2018-03-02", ground="tenure-ended")
    do(engine, "plot.clear-right", "P-1", "2018-03-03")
    assert standing(engine)["tenure"] == "free"


def test_a_missing_paper_is_flagged_owned_and_closed(engine: Engine) -> None:
    found_zone(engine)
    register_plot(engine, "P-1")
    with pytest.raises(r.DatesOutOfOrder):
        do(engine, "plot.flag-gap", "P-1", kind="decision", owner="archive", due_on=date(2019, 12, 31))
    do(engine, "plot.flag-gap", "P-1", kind="decision", owner="archive", due_on=date(2020, 12, 31))
    with pytest.raises(r.GapUnknown):
        do(engine, "plot.close-gap", "P-1", kind="contract")
    do(engine, "plot.close-gap", "P-1", kind="decision")
    assert facts(engine, "plot-P-1").gaps == ()


def test_a_due_date_is_moved_by_an_event_that_names_its_cause(engine: Engine) -> None:
    given_plot(engine)
    moved = {"target": "plot-P-1@2", "name": "non-use", "cause": "judgment 2-114"}
    done = do(engine, "plot.move-deadline", "P-1", "2018-01-01", due=date(2019, 2, 4), **moved)
    assert types(done) == [("plot-P-1", "DeadlineMoved"), APPROVED]
    with pytest.raises(r.DeadlineUnknown):
        do(engine, "plot.move-deadline", "P-1", "2018-01-01", due=date(2019, 2, 4), **moved)
    assert facts(engine, "plot-P-1").due["non-use"] == date(2019, 2, 4)


def test_a_due_date_counted_anew_by_a_calendar_takes_one_officer_and_may_come_out_the_same(
    engine: Engine,
) -> None:
    given_plot(engine)
    do(engine, "plot.record-unmet", "P-1", "2018-01-02", obligations=("A-1",))
    do(engine, "plot.serve-notice", "P-1", "2018-01-28")
    assert facts(engine, "plot-P-1").due["notice-cure"] == date(2018, 4, 30)
    calendar_kept(engine, date(2018, 4, 30), date(2018, 5, 1))
    moved = {"target": "plot-P-1@6", "name": "notice-cure", "cause": "calendar-kz@2"}
    for _ in range(2):
        done = do(engine, "plot.move-deadline", "P-1", "2018-02-02", due=date(2018, 5, 2), **moved)
        assert types(done) == [("plot-P-1", "DeadlineMoved")]
    assert facts(engine, "plot-P-1").due["notice-cure"] == date(2018, 5, 2)
    with pytest.raises(r.NotByCalendar, match="counted=2018-05-02"):
        do(engine, "plot.move-deadline", "P-1", "2018-02-02", due=date(2018, 5, 3), **moved)


def test_a_due_date_is_moved_by_naming_an_event_of_the_plot(engine: Engine) -> None:
    given_plot(engine)
    with pytest.raises(r.NotOfThisSubject):
        do(
            engine, "plot.move-deadline", "P-1", "2018-01-01",
            target="plot-P-9@2", name="non-use", due=date(2019, 2, 4), cause="judgment 2-114",
        )  # fmt: skip


def test_neither_excluded_time_nor_a_clock_s_start_lies_ahead(engine: Engine) -> None:
    given_plot(engine)
    with pytest.raises(r.DatesOutOfOrder):
        do(
            engine, "plot.exclude-time", "P-1", "2018-01-01",
            from_on=date(2017, 1, 2), to_on=date(2018, 1, 2), ground="force-majeure",
        )  # fmt: skip
    with pytest.raises(r.DatesOutOfOrder):
        do(engine, "plot.fix-clock-start", "P-1", "2018-01-01", starts_on=date(2018, 1, 2))


def test_excluded_time_runs_forward(engine: Engine) -> None:
    given_plot(engine)
    with pytest.raises(r.DatesOutOfOrder):
        do(
            engine, "plot.exclude-time", "P-1",
            from_on=date(2018, 1, 2), to_on=date(2018, 1, 1), ground="force-majeure",
        )  # fmt: skip


def test_a_plot_is_used_from_design_to_operation_and_lies_idle_in_between(engine: Engine) -> None:
    given_plot(engine)
    for number, act in enumerate(
        (
            "start-design", "start-construction", "interrupt-use", "resume-construction",
            "complete-construction", "start-operation", "interrupt-use", "resume-operation", "clear-site",
        ), start=1,
    ):  # fmt: skip
        do(engine, f"plot.{act}", "P-1", f"2017-0{number}-01")
    assert standing(engine)["use"] == "vacant"


def test_a_holder_may_buy_the_plot(engine: Engine) -> None:
    given_plot(engine)
    do(engine, "plot.buy-out", "P-1", "2018-01-01")
    assert standing(engine)["tenure"] == "owned"
