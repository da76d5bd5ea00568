"""The legal terms of leases and decisions: head lease, pledge, who ends a lease, the term to challenge."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from domain import refusals as r
from lifecycle.errors import Misused
from lifecycle.handling import Engine
from tests.law.given import LAW_2011, LAW_2019, bare, by_calendar, deadlines, due
from tests.lifecycle.acts import do, register_plot
from tests.lifecycle.story import contracted, facts, given_plot, opened, prescribed, standing


def established(engine: Engine, key: str, kind: str, on: str, ends: str, **more: Any) -> None:
    """A zone of a kind until a date."""
    do(
        engine, "zone.establish", key, on,
        name="Khorgos", kind=kind, region="Zhetisu", area_m2=100_000, allocatable_m2=100_000,
        term_ends_on=date.fromisoformat(ends), **more,
    )  # fmt: skip


# -- Land Code 35(2): the head lease -----------------------------------------------------------------


def test_land_code_35_2_the_head_lease_of_a_special_economic_zone_runs_for_its_term(engine: Engine) -> None:
    given_plot(engine)
    register_plot(engine, "P-2")
    do(engine, "plot.allocate", "P-2", "2016-02-01", project="A")
    with pytest.raises(r.BeyondTerm) as refused:
        do(engine, "plot.sign-lease", "P-2", "2016-02-02", until=date(2041, 1, 1))
    assert refused.value.values() == {"name": "until", "given": date(2041, 1, 1), "limit": date(2040, 12, 31)}
    assert refused.value.basis == "Land Code 35(2)"
    do(engine, "plot.sign-lease", "P-2", "2016-02-02", until=date(2040, 12, 31))


def test_land_code_35_2_a_short_term_makes_no_short_head_lease_of_a_special_economic_zone_unlawful(
    engine: Engine,
) -> None:
    established(engine, "SEZ", "sez", "2021-03-01", "2030-12-31")


@pytest.mark.parametrize("kind", ["iz", "small-iz"])
def test_land_code_35_2_the_head_lease_of_an_industrial_zone_runs_at_least_twenty_years(
    engine: Engine, kind: str
) -> None:
    with pytest.raises(r.HeadLeaseTooShort) as refused:
        established(engine, "IZ", kind, "2021-03-01", "2041-02-28")
    assert refused.value.values() == {"ends_on": date(2041, 2, 28), "least": date(2041, 3, 1)}
    established(engine, "IZ", kind, "2021-03-01", "2041-03-01")


def test_land_code_35_2_a_sublease_ends_with_the_head_lease_where_that_is_earlier(engine: Engine) -> None:
    established(engine, "KHG", "sez", "2015-01-01", "2040-12-31", head_lease_ends_on=date(2030, 6, 30))
    do(engine, "party.register", "INV-A", "2015-02-01", name="Investor A")
    contracted(engine, "A", "INV-A")
    register_plot(engine, "P-1")
    do(engine, "plot.allocate", "P-1", "2016-02-01", project="A")
    with pytest.raises(r.BeyondTerm) as refused:
        do(engine, "plot.sign-lease", "P-1", "2016-02-02", until=date(2030, 7, 1))
    assert refused.value.values() == {"name": "until", "given": date(2030, 7, 1), "limit": date(2030, 6, 30)}


# -- Land Code 81(3)2: the pledge --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("act", "terms"),
    [
        ("plot.terminate-lease", {"ground": "agreement"}),
        ("plot.terminate-lease", {"ground": "bankruptcy"}),
        ("plot.surrender", {}),
    ],
)
def test_land_code_81_3_2_early_termination_does_not_end_the_right_while_the_plot_is_pledged(
    engine: Engine, act: str, terms: dict[str, str]
) -> None:
    given_plot(engine)
    do(engine, "plot.encumber", "P-1", "2016-06-01", kind="pledge", holder="Bank")
    with pytest.raises(r.Encumbered) as refused:
        do(engine, act, "P-1", "2018-05-14", **terms)
    assert refused.value.values() == {"plot": "P-1", "kinds": ("pledge",)}
    assert (standing(engine)["tenure"], facts(engine, "plot-P-1").party) == ("held", "INV-A")
    do(engine, "plot.release", "P-1", "2018-05-15", kind="pledge", holder="Bank")
    do(engine, act, "P-1", "2018-05-16", **terms)
    assert standing(engine)["tenure"] == "ended"


def test_land_code_81_3_2_a_pledge_keeps_the_plot_from_a_return_under_the_contract(engine: Engine) -> None:
    given_plot(engine)
    do(engine, "plot.encumber", "P-1", "2016-06-01", kind="pledge", holder="Bank")
    do(engine, "plot.record-unmet", "P-1", "2018-01-15", obligations=("A-1",))
    do(engine, "plot.serve-notice", "P-1", "2018-01-16")
    do(engine, "plot.open-reclaim", "P-1", "2018-04-17", ground="contract")
    do(engine, "plot.decide-return", "P-1", "2018-05-14")
    with pytest.raises(r.Encumbered) as refused:
        do(engine, "plot.reclaim", "P-1", "2018-07-02")
    assert refused.value.values() == {"plot": "P-1", "kinds": ("pledge",)}


def test_land_code_81_3_2_a_pledge_does_not_keep_the_plot_from_a_court(engine: Engine) -> None:
    given_plot(engine)
    do(engine, "plot.encumber", "P-1", "2016-06-01", kind="pledge", holder="Bank")
    prescribed(engine)
    do(engine, "plot.open-reclaim", "P-1", "2020-07-03", ground="court")
    do(engine, "plot.file-suit", "P-1", "2020-08-03")
    do(engine, "plot.order-reclaim", "P-1", "2021-02-01")
    do(engine, "plot.reclaim", "P-1", "2021-03-01")
    with pytest.raises(r.Encumbered) as refused:
        do(engine, "plot.clear-right", "P-1", "2021-04-01")
    assert refused.value.values() == {"plot": "P-1", "kinds": ("pledge",)}


# -- Land Code 35(4), 35(5): ending a lease alone ----------------------------------------------------


def test_land_code_35_4_a_lease_is_not_ended_for_breach_without_the_procedure_of_a_return(
    engine: Engine,
) -> None:
    given_plot(engine)
    with pytest.raises(Misused) as refused:
        do(engine, "plot.terminate-lease", "P-1", "2018-05-14", ground="breach")
    assert (
        refused.value.values["expected"]
        == "Input should be 'agreement', 'bankruptcy', 'zone-ended' or 'project-ended'"
    )
    do(engine, "plot.terminate-lease", "P-1", "2018-05-14", ground="project-ended")


def test_land_code_35_5_the_contract_ground_needs_its_notice_and_its_cure(engine: Engine) -> None:
    given_plot(engine)
    with pytest.raises(r.WrongStatus) as early:
        do(engine, "plot.open-reclaim", "P-1", "2018-01-15", ground="contract")
    assert early.value.values()["allowed"] == ("noticed", "prescribed")
    prescribed(engine, on="2017-01-16")
    with pytest.raises(r.GroundNotRipe) as refused:
        do(engine, "plot.open-reclaim", "P-1", "2018-01-17", ground="contract")
    assert refused.value.values() == {"ground": "contract", "missing": ("notice-cure",)}


def test_land_code_35_4_the_executive_body_decides_no_return_that_belongs_to_a_court(engine: Engine) -> None:
    given_plot(engine)
    prescribed(engine)
    do(engine, "plot.open-reclaim", "P-1", "2020-07-03", ground="court")
    with pytest.raises(r.WrongGround) as refused:
        do(engine, "plot.decide-return", "P-1", "2020-08-03")
    assert refused.value.values() == {"ground": "court"}
    assert refused.value.basis == "Land Code 35(4), 35(5); Entrepreneurial Code 296-2"


# -- Administrative Procedure Code 136: the challenge ------------------------------------------------


def state_needs(engine: Engine, on: str) -> list[Any]:
    """The deadlines of a decision of a day that takes a plot for state needs."""
    given_plot(engine)
    do(engine, "plot.open-reclaim", "P-1", "2018-01-15", ground="state-needs")
    return list(deadlines(engine, do(engine, "plot.decide-return", "P-1", on)))


@pytest.mark.parametrize(
    ("on", "last", "law"),
    [
        ("2020-03-02", "2020-04-02", LAW_2019),
        ("2020-02-21", "2020-03-26", LAW_2019),  # a Saturday, then Nauryz
        ("2018-07-31", "2018-09-03", LAW_2011),  # 31 August is off by decree
        ("2018-07-25", "2018-08-25", LAW_2011),  # a Saturday that is worked
        ("2021-01-31", "2021-03-01", LAW_2019),  # no 31 February, and the 28th is a Sunday
    ],
)
def test_administrative_procedure_code_136_an_act_is_challenged_within_one_month(
    engine: Engine, on: str, last: str, law: str
) -> None:
    assert by_calendar("challenge", on, last, law) in state_needs(engine, on)


def test_administrative_procedure_code_136_nothing_is_taken_while_the_act_can_be_challenged(
    engine: Engine,
) -> None:
    state_needs(engine, "2020-02-21")
    with pytest.raises(r.NotYetDue) as refused:
        do(engine, "plot.reclaim", "P-1", "2020-03-26")
    assert refused.value.values() == {"deadline": "challenge", "due": date(2020, 3, 26)}
    do(engine, "plot.reclaim", "P-1", "2020-03-27")


def test_administrative_procedure_code_136_a_challenge_takes_the_decision_to_court(engine: Engine) -> None:
    state_needs(engine, "2020-02-21")
    do(engine, "plot.contest", "P-1", "2020-03-20")
    with pytest.raises(r.WrongStatus) as refused:
        do(engine, "plot.reclaim", "P-1", "2020-04-15")
    assert refused.value.values()["status"] == "in-court"
    do(engine, "plot.order-reclaim", "P-1", "2020-06-15")
    do(engine, "plot.reclaim", "P-1", "2020-06-16")


# -- per contract ------------------------------------------------------------------------------------


def test_per_contract_the_sublease_is_signed_within_three_months_of_the_grant(engine: Engine) -> None:
    opened(engine, "INV-A")
    contracted(engine, "A", "INV-A")
    register_plot(engine, "P-1")
    done = do(engine, "plot.allocate", "P-1", "2019-11-29", project="A")
    assert deadlines(engine, done)[1] == due("lease-signing", "2019-11-29", "2020-02-29")
    assert facts(engine, "plot-P-1").clocks()["lease-signing"] == date(2020, 2, 29)


def test_per_contract_construction_starts_when_each_contract_says(engine: Engine) -> None:
    given_plot(engine)
    do(
        engine, "obligation.define", "A-start", "2016-02-01",
        of="project:A", kind="construction-start", target=1, unit="sites", due_on=date(2017, 2, 1), plot="P-1",
    )  # fmt: skip
    with pytest.raises(r.NotYetDue) as refused:
        do(engine, "obligation.record-unmet", "A-start", "2017-02-01")
    assert refused.value.values() == {"deadline": "performance", "due": date(2017, 2, 1)}
    do(engine, "obligation.record-unmet", "A-start", "2017-02-02")


def test_per_contract_a_contract_ended_for_breach_rests_on_a_notice(engine: Engine) -> None:
    given_plot(engine)
    asked = bare("project.terminate", "A", "2019-06-03", "decision", ground="breach")
    with pytest.raises(r.PapersMissing) as refused:
        engine.handle(replace(asked, propose=True))
    assert refused.value.values() == {"missing": ("notice",)}
    assert refused.value.basis == "contract on carrying out activity, early termination"
    do(engine, "project.terminate", "A", "2019-06-03", ground="breach")
    assert facts(engine, "obligation-A-1").superseded_by == "project:A"
