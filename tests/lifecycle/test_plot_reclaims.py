"""Taking a plot back: what grounds it, which cures and terms it waits for, what ends with it."""

from __future__ import annotations

from datetime import date

import pytest

from domain import refusals as r
from domain.values import PartUse
from lifecycle.errors import NotFound
from lifecycle.handling import Engine
from tests.lifecycle.acts import do, register_plot
from tests.lifecycle.story import (
    APPROVED,
    bound_to_build,
    case,
    contracted,
    facts,
    given_plot,
    ordered_by_court,
    parts,
    prescribed,
    reclaimed,
    standing,
    types,
)


def test_a_reclaim_ends_hold_obligations_and_tenure_together(engine: Engine) -> None:
    given_plot(engine)
    bound_to_build(engine)
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
