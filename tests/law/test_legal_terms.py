"""The legal terms of land not used: the clock, what it excludes, the order to remedy, the suit, the buyer."""

from __future__ import annotations

from datetime import date

import pytest

from domain import refusals as r
from lifecycle.handling import Engine
from tests.law.given import LAW_2011, LAW_2019, bare, by_calendar, deadlines, due, excluding
from tests.lifecycle.acts import do, register_plot
from tests.lifecycle.story import case, contracted, facts, given_plot, held, opened, prescribed, standing

GROUNDS = {
    "no-plans": "akimat-letter",
    "no-utility": "utility-letter",
    "force-majeure": "certificate",
    "official-inaction": "judgment",
}
"""What stops the non-use clock, and the paper that shows it."""


def granted(engine: Engine, on: str) -> list[object]:
    """The deadlines of a grant decided on a day."""
    opened(engine, "INV-A")
    contracted(engine, "A", "INV-A")
    register_plot(engine, "P-1")
    return list(deadlines(engine, do(engine, "plot.allocate", "P-1", on, project="A")))


# -- Land Code 92(2): three years from the grant -----------------------------------------------------


@pytest.mark.parametrize(
    ("on", "last", "law"),
    [
        ("2016-02-26", "2019-02-26", LAW_2011),
        ("2020-02-29", "2023-02-28", LAW_2019),
        ("2017-08-30", "2020-08-30", LAW_2011),
    ],
)
def test_land_code_92_2_construction_land_is_used_within_three_years_of_the_grant(
    engine: Engine, on: str, last: str, law: str
) -> None:
    assert granted(engine, on)[0] == due("non-use", on, last, law)
    assert facts(engine, "plot-P-1").clocks()["non-use"] == date.fromisoformat(last)


def test_land_code_92_2_the_term_runs_from_the_grant_and_not_from_lease_or_handover(engine: Engine) -> None:
    granted(engine, "2016-02-26")
    for act, terms in (("plot.sign-lease", {"until": date(2038, 12, 31)}), ("plot.hand-over", {})):
        done = do(engine, act, "P-1", "2018-06-01", **terms)
        assert deadlines(engine, done) == []
    assert facts(engine, "plot-P-1").clocks()["non-use"] == date(2019, 2, 26)


def test_land_code_92_2_a_grant_of_the_past_counts_from_its_own_decision(engine: Engine) -> None:
    opened(engine, "INV-A")
    register_plot(engine, "P-1")
    done = do(engine, "plot.recognise", "P-1", "2020-01-15", party="INV-A", granted_on=date(2012, 5, 2))
    assert deadlines(engine, done) == [due("non-use", "2012-05-02", "2015-05-02")]


def test_land_code_92_2_a_disputed_start_is_settled_and_the_whole_term_runs_from_there(engine: Engine) -> None:
    given_plot(engine)
    done = do(engine, "plot.fix-clock-start", "P-1", "2020-01-15", starts_on=date(2018, 9, 3))
    assert deadlines(engine, done) == [due("non-use", "2018-09-03", "2021-09-03")]


def test_land_code_92_2_design_documents_may_set_a_longer_term(engine: Engine) -> None:
    given_plot(engine)
    do(
        engine, "plot.move-deadline", "P-1", "2016-06-01",
        target="plot-P-1@2", name="non-use", due=date(2021, 2, 1), cause="design documents 7: five years",
    )  # fmt: skip
    prescribed(engine, on="2019-07-01")
    with pytest.raises(r.NotYetDue) as refused:
        do(engine, "plot.open-reclaim", "P-1", "2021-02-01", ground="court")
    assert refused.value.values() == {"deadline": "non-use", "due": date(2021, 2, 1)}
    do(engine, "plot.open-reclaim", "P-1", "2021-02-02", ground="court")


def test_land_code_92_2_a_buyer_from_a_bank_has_a_fresh_term(engine: Engine) -> None:
    given_plot(engine)
    contracted(engine, "B", "INV-B")
    done = do(engine, "plot.transfer", "P-1", "2018-05-14", party="INV-B", project="B", enforcement=True)
    assert deadlines(engine, done) == [due("non-use", "2018-05-14", "2021-05-14", LAW_2011)]


def test_land_code_92_2_a_second_grant_has_a_term_of_its_own(engine: Engine) -> None:
    given_plot(engine)
    contracted(engine, "B", "INV-B")
    do(engine, "plot.surrender", "P-1", "2019-05-02")
    do(engine, "plot.clear-right", "P-1", "2019-06-03")
    done = do(engine, "plot.reassign", "P-1", "2019-07-01", project="B")
    assert deadlines(engine, done)[0] == due("non-use", "2019-07-01", "2022-07-01")


# -- Land Code 92(3-1): what the clock excludes ------------------------------------------------------


@pytest.mark.parametrize("ground", GROUNDS)
def test_land_code_92_3_1_time_on_any_ground_rests_on_its_own_paper(engine: Engine, ground: str) -> None:
    given_plot(engine)
    terms = excluding(ground, "2017-01-01", "2017-12-31")
    others = [paper for paper in GROUNDS.values() if paper != GROUNDS[ground]]
    with pytest.raises(r.PapersMissing) as refused:
        engine.handle(bare("plot.exclude-time", "P-1", "2018-01-15", *others, **terms))
    assert refused.value.values() == {"missing": (GROUNDS[ground],)}
    assert (refused.value.rule, refused.value.basis) == ("plot.exclude-time", "Land Code 92(3-1)")
    engine.handle(bare("plot.exclude-time", "P-1", "2018-01-15", GROUNDS[ground], **terms))


def excluded(engine: Engine, ground: str) -> None:
    """A year without counting: the court is closed to the administration a year longer."""
    given_plot(engine)
    do(engine, "plot.exclude-time", "P-1", "2018-01-15", **excluding(ground, "2017-01-01", "2017-12-31"))
    prescribed(engine, on="2018-06-01")
    with pytest.raises(r.NotYetDue) as refused:
        do(engine, "plot.open-reclaim", "P-1", "2020-02-01", ground="court")
    assert refused.value.values() == {"deadline": "non-use", "due": date(2020, 2, 1)}
    do(engine, "plot.open-reclaim", "P-1", "2020-02-02", ground="court")


def test_land_code_92_3_1_the_clock_excludes_time_without_approved_plans(engine: Engine) -> None:
    excluded(engine, "no-plans")


def test_land_code_92_3_1_the_clock_excludes_time_in_which_no_utility_could_be_connected(
    engine: Engine,
) -> None:
    excluded(engine, "no-utility")


def test_land_code_92_3_1_the_clock_excludes_force_majeure(engine: Engine) -> None:
    excluded(engine, "force-majeure")


def test_land_code_92_3_1_the_clock_excludes_official_inaction_proven_in_court(engine: Engine) -> None:
    excluded(engine, "official-inaction")


def test_land_code_92_3_1_days_excluded_on_two_grounds_are_excluded_once(engine: Engine) -> None:
    given_plot(engine)
    for ground, first, last in (
        ("no-utility", "2016-03-01", "2016-12-31"),
        ("force-majeure", "2016-12-01", "2017-01-31"),
    ):
        do(engine, "plot.exclude-time", "P-1", "2018-01-15", **excluding(ground, first, last))
    # 306 days to the end of 2016 and 31 in January 2017, after 1 February 2019.
    assert facts(engine, "plot-P-1").clocks()["non-use"] == date(2020, 1, 4)


def test_land_code_92_3_1_days_before_the_start_are_not_of_the_clock(engine: Engine) -> None:
    given_plot(engine)
    do(engine, "plot.exclude-time", "P-1", "2016-06-01", **excluding("no-utility", "2015-01-01", "2016-02-10"))
    assert facts(engine, "plot-P-1").clocks()["non-use"] == date(2019, 2, 11)


# -- Land Code 94(2), 93(4): the order to remedy -----------------------------------------------------


@pytest.mark.parametrize(
    ("on", "last", "law"),
    [
        ("2019-03-20", "2020-03-20", LAW_2011),
        ("2017-08-31", "2018-09-03", LAW_2011),  # a Friday off by decree, then the week's end
        ("2017-08-25", "2018-08-25", LAW_2011),  # a Saturday that is worked
        ("2021-07-06", "2022-07-07", LAW_2019),  # the Day of the Capital
    ],
)
def test_land_code_94_2_non_use_is_remedied_within_a_year(engine: Engine, on: str, last: str, law: str) -> None:
    given_plot(engine)
    done = do(engine, "plot.issue-prescription", "P-1", on, violation="non-use")
    assert deadlines(engine, done) == [by_calendar("prescription-cure", on, last, law)]


@pytest.mark.parametrize(
    ("on", "last"),
    [
        ("2019-12-18", "2020-03-18"),
        ("2019-12-23", "2020-03-26"),  # Nauryz: 23, 24 and 25 March are off
        ("2020-11-30", "2021-03-01"),  # no 30 February, and 28 February is a Sunday
    ],
)
def test_land_code_93_4_any_other_violation_is_remedied_within_three_months(
    engine: Engine, on: str, last: str
) -> None:
    given_plot(engine)
    done = do(engine, "plot.issue-prescription", "P-1", on, violation="other")
    assert deadlines(engine, done) == [by_calendar("prescription-cure", on, last)]


def test_land_code_94_2_a_term_that_ends_in_a_year_not_published_is_provisional(engine: Engine) -> None:
    given_plot(engine)
    done = do(engine, "plot.issue-prescription", "P-1", "2026-01-15", violation="non-use")
    assert deadlines(engine, done) == [
        by_calendar("prescription-cure", "2026-01-15", "2027-01-15", provisional=True)
    ]


def test_land_code_94_2_the_order_burdens_the_plot_until_the_violation_is_remedied(engine: Engine) -> None:
    given_plot(engine)
    prescribed(engine, on="2019-03-20")
    assert facts(engine, "plot-P-1").bearing("prescription") == ("prescription",)
    do(engine, "plot.start-construction", "P-1", "2019-09-02")
    do(engine, "plot.record-cure", "P-1", "2019-09-16")
    assert facts(engine, "plot-P-1").bearing("prescription") == ()
    assert standing(engine)["compliance"] == "clear"


# -- Land Code 94(1), 94(2): the suit ----------------------------------------------------------------


def sued(engine: Engine) -> None:
    """A plot held since 1 February 2016, ordered remedied on 20 March 2019, its reclaim opened in court."""
    given_plot(engine)
    prescribed(engine, on="2019-03-20")
    with pytest.raises(r.NotYetDue) as refused:
        do(engine, "plot.open-reclaim", "P-1", "2020-03-20", ground="court")
    assert refused.value.values() == {"deadline": "prescription-cure", "due": date(2020, 3, 20)}
    do(engine, "plot.open-reclaim", "P-1", "2020-03-26", ground="court")


def test_land_code_94_1_2_suit_by_the_land_control_body_after_penalty_and_expired_cure(engine: Engine) -> None:
    sued(engine)
    with pytest.raises(r.PapersMissing) as refused:
        engine.handle(bare("plot.file-suit", "P-1", "2020-04-06", "claim"))
    assert refused.value.values() == {"missing": ("penalty",)}
    done = engine.handle(bare("plot.file-suit", "P-1", "2020-04-06", "claim", "penalty"))
    rule = engine.question(bare("plot.file-suit", "P-1", "2020-04-06"), engine.desk()).rule
    assert (rule.decided_by, rule.basis) == ("land-control", "Land Code 94(1), 94(2)")
    assert done.events[0]["type"] == "plot.SuitFiled@1"


def test_land_code_94_1_2_the_pledgee_is_told_of_the_suit(engine: Engine) -> None:
    sued(engine)
    do(engine, "plot.encumber", "P-1", "2020-03-27", kind="pledge", holder="Bank")
    with pytest.raises(r.PapersMissing) as refused:
        engine.handle(bare("plot.file-suit", "P-1", "2020-04-06", "claim", "penalty"))
    assert refused.value.values() == {"missing": ("pledgee-notice",)}
    engine.handle(bare("plot.file-suit", "P-1", "2020-04-06", "claim", "penalty", "pledgee-notice"))


def test_land_code_94_1_2_there_is_no_suit_without_an_order_to_remedy(engine: Engine) -> None:
    given_plot(engine)
    with pytest.raises(r.WrongStatus) as refused:
        do(engine, "plot.open-reclaim", "P-1", "2020-03-26", ground="court")
    assert refused.value.values() == {
        "subject": "plot-P-1", "region": "compliance", "status": "clear", "allowed": ("prescribed",),
    }  # fmt: skip


def test_land_code_94_the_order_and_its_cure_follow_a_buyer(engine: Engine) -> None:
    given_plot(engine)
    prescribed(engine, on="2019-03-20")
    do(engine, "plot.transfer", "P-1", "2019-05-02", party="INV-B")
    bought = facts(engine, "plot-P-1")
    assert (bought.party, bought.bearing("prescription")) == ("INV-B", ("prescription",))
    assert (bought.due["prescription-cure"], bought.due["non-use"]) == (date(2020, 3, 20), date(2019, 2, 1))
    do(engine, "plot.open-reclaim", "P-1", "2020-03-26", ground="court")
    do(engine, "plot.file-suit", "P-1", "2020-04-06")
    do(engine, "plot.order-reclaim", "P-1", "2020-08-26")
    assert case(engine, "party-INV-B").standing["standing"] == "barred"
    assert case(engine, "party-INV-A").standing["standing"] == "clear"


def test_land_code_94_the_order_stands_in_the_way_of_a_new_grant(engine: Engine) -> None:
    given_plot(engine)
    prescribed(engine, on="2019-03-20")
    do(engine, "plot.surrender", "P-1", "2019-05-02")
    with pytest.raises(r.WrongStatus):
        do(engine, "plot.clear-right", "P-1", "2019-06-03")
    do(engine, "plot.close-case", "P-1", "2019-06-03", ground="tenure-ended")
    do(engine, "plot.clear-right", "P-1", "2019-06-03")
    contracted(engine, "B", "INV-B")
    held(engine, "P-1", "B", "2019-07-01", act="plot.reassign")
