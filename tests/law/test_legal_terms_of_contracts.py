"""The legal terms of the investment contract: notice and cure, the grant back, changes of schedule, reports."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from domain import refusals as r
from lifecycle.handling import Done, Engine
from tests.law.given import LAW_2011, LAW_2019, bare, by_calendar, deadlines, due
from tests.lifecycle.acts import do
from tests.lifecycle.story import case, contracted, facts, opened

CURE_TERMS = [
    ("2018-01-16", "2018-04-16", LAW_2011),
    ("2018-01-30", "2018-05-02", LAW_2011),  # 30 April is off by decree, 1 May is a holiday
    ("2018-05-25", "2018-08-25", LAW_2011),  # a Saturday that is worked
    ("2019-12-23", "2020-03-26", LAW_2019),  # Nauryz
    ("2020-03-17", "2020-06-17", LAW_2019),
]


def unmet(engine: Engine, signed: str = "2016-01-01") -> None:
    """A plot of A's, whose obligation to create jobs was due on 15 January 2018."""
    opened(engine, "INV-A", "INV-B")
    contracted(engine, "A", "INV-A", signed, jobs_due="2018-01-15")
    do(
        engine, "plot.register", "P-1", "2016-01-01",
        zone="KHG", area_m2=10_000, cadastral_number="03-046-1", purpose="industry",
    )  # fmt: skip
    do(engine, "plot.allocate", "P-1", "2016-02-01", project="A")
    do(engine, "plot.record-unmet", "P-1", "2018-01-16", obligations=("A-1",))


def commissioning(engine: Engine, on: str) -> None:
    """A project whose contract, signed on a day, promises a commissioning two years later."""
    opened(engine, "INV-A")
    contracted(engine, "A", "INV-A", on)
    day = date.fromisoformat(on)
    do(
        engine, "obligation.define", "A-build", on,
        of="project:A", kind="commissioning", target=1, unit="plants", due_on=day.replace(year=day.year + 2),
    )  # fmt: skip


# -- Entrepreneurial Code 295, 296-2: notice and cure ------------------------------------------------


@pytest.mark.parametrize(("on", "last", "law"), CURE_TERMS)
def test_entrepreneurial_code_295_a_breach_of_contract_is_cured_within_three_months_of_the_notice(
    engine: Engine, on: str, last: str, law: str
) -> None:
    unmet(engine)
    done = do(engine, "plot.serve-notice", "P-1", on)
    assert deadlines(engine, done) == [by_calendar("notice-cure", on, last, law)]
    with pytest.raises(r.NotYetDue) as refused:
        do(engine, "plot.open-reclaim", "P-1", last, ground="contract")
    assert refused.value.values() == {"deadline": "notice-cure", "due": date.fromisoformat(last)}


@pytest.mark.parametrize(("on", "last", "law"), CURE_TERMS)
def test_entrepreneurial_code_295_the_obligations_of_the_plot_have_the_same_last_day(
    engine: Engine, on: str, last: str, law: str
) -> None:
    unmet(engine)
    done = do(engine, "plot.serve-notice", "P-1", on)
    assert done.events[1]["cure_until"] == last
    with pytest.raises(r.NotYetDue) as refused:
        do(engine, "obligation.breach", "A-1", last)
    assert refused.value.values() == {"deadline": "cure", "due": date.fromisoformat(last)}
    do(engine, "obligation.cure", "A-1", last)


@pytest.mark.parametrize(("on", "last", "law"), CURE_TERMS[:2])
def test_entrepreneurial_code_295_an_obligation_noticed_alone_is_cured_in_three_months(
    engine: Engine, on: str, last: str, law: str
) -> None:
    unmet(engine)
    done = do(engine, "obligation.serve-notice", "A-1", on)
    assert deadlines(engine, done) == [by_calendar("cure", on, last, law)]
    with pytest.raises(r.TooLate) as refused:
        do(engine, "obligation.cure", "A-1", "2018-05-03")
    assert refused.value.values() == {"deadline": "cure", "due": date.fromisoformat(last)}
    do(engine, "obligation.breach", "A-1", "2018-05-03")


def test_entrepreneurial_code_295_the_notice_is_proven_delivered(engine: Engine) -> None:
    unmet(engine)
    with pytest.raises(r.PapersMissing) as refused:
        engine.handle(bare("plot.serve-notice", "P-1", "2018-01-16", "notice"))
    assert refused.value.values() == {"missing": ("proof-of-delivery",)}


def test_entrepreneurial_code_295_a_cure_in_time_ends_the_case(engine: Engine) -> None:
    unmet(engine)
    do(engine, "plot.serve-notice", "P-1", "2018-01-16")
    with pytest.raises(r.ObligationsOpen) as refused:
        do(engine, "plot.record-cure", "P-1", "2018-04-16")
    assert refused.value.values() == {"obligations": ("A-1",)}
    do(engine, "obligation.cure", "A-1", "2018-04-16")
    do(engine, "plot.record-cure", "P-1", "2018-04-16")
    assert case(engine, "plot-P-1").standing["compliance"] == "clear"
    assert "notice-cure" not in facts(engine, "plot-P-1").due


# -- Entrepreneurial Code 296-2: the grant back ------------------------------------------------------


@pytest.mark.parametrize(
    ("on", "last", "law"),
    [
        ("2018-06-01", "2018-07-02", LAW_2011),  # 1 July is a Sunday
        ("2020-02-24", "2020-03-26", LAW_2019),  # 25 March is Nauryz
        ("2020-03-02", "2020-04-01", LAW_2019),
    ],
)
def test_entrepreneurial_code_296_2_the_grant_is_back_thirty_calendar_days_after_the_decision(
    engine: Engine, on: str, last: str, law: str
) -> None:
    unmet(engine)
    do(engine, "plot.serve-notice", "P-1", "2018-01-16")
    do(engine, "plot.open-reclaim", "P-1", "2018-04-17", ground="contract")
    done = do(engine, "plot.decide-return", "P-1", on)
    assert deadlines(engine, done)[1] == by_calendar("return", on, last, law)


# -- Entrepreneurial Code 296-2(2): changes of schedule ----------------------------------------------


def amended(engine: Engine, on: str, **terms: Any) -> Done:
    """An annex to the contract, one for each day."""
    return do(engine, "project.amend", "A", on, annex=f"annex of {on}", **terms)


def test_entrepreneurial_code_296_2_2_a_contract_has_at_most_two_annexes_a_year(engine: Engine) -> None:
    commissioning(engine, "2020-01-10")
    amended(engine, "2020-02-03", jobs=11)
    amended(engine, "2020-03-03", jobs=12)
    with pytest.raises(r.LimitReached) as refused:
        amended(engine, "2020-12-31", jobs=13)
    assert refused.value.values() == {"limit": "annexes_per_year", "allowed": 2}
    assert refused.value.basis == "Entrepreneurial Code 296-2(2)"
    amended(engine, "2021-01-04", jobs=13)


def test_entrepreneurial_code_296_2_2_an_annex_that_changes_an_obligation_is_one_of_the_contract_s_two(
    engine: Engine,
) -> None:
    commissioning(engine, "2020-01-10")
    do(engine, "obligation.amend", "A-1", "2020-02-03", annex="annex 1", target=11)
    do(engine, "obligation.amend", "A-build", "2020-02-03", annex="annex 1", target=2)
    amended(engine, "2020-03-03", jobs=11)
    with pytest.raises(r.LimitReached) as refused:
        do(engine, "obligation.amend", "A-build", "2020-12-31", annex="annex 3", target=3)
    assert refused.value.values() == {"limit": "annexes_per_year", "allowed": 2}


def test_entrepreneurial_code_296_2_2_annexes_are_counted_anew_each_year_though_they_bear_the_same_names(
    engine: Engine,
) -> None:
    commissioning(engine, "2020-01-10")
    for year in (2020, 2021):
        for name in ("annex 1", "annex 2"):
            do(engine, "project.amend", "A", f"{year}-02-03", annex=name, jobs=11)
        with pytest.raises(r.LimitReached):
            do(engine, "project.amend", "A", f"{year}-03-03", annex="annex 3", jobs=11)


def test_entrepreneurial_code_296_2_2_the_contract_s_date_of_commissioning_moves_at_most_twice(
    engine: Engine,
) -> None:
    commissioning(engine, "2020-01-10")
    for on, year in (("2020-02-03", 2023), ("2021-02-03", 2024)):
        amended(engine, on, commissioning_on=date(year, 1, 10))
    with pytest.raises(r.LimitReached) as refused:
        amended(engine, "2022-02-03", commissioning_on=date(2025, 1, 10))
    assert refused.value.values() == {"limit": "commissioning_moves", "allowed": 2}
    amended(engine, "2022-02-03", jobs=11)


def test_entrepreneurial_code_296_2_2_an_obligation_has_at_most_two_annexes_a_year(engine: Engine) -> None:
    commissioning(engine, "2020-01-10")
    for month in (2, 3):
        do(engine, "obligation.amend", "A-1", f"2020-0{month}-03", annex=f"annex {month}", target=10 + month)
    with pytest.raises(r.LimitReached) as refused:
        do(engine, "obligation.amend", "A-1", "2020-12-31", annex="annex 4", target=14)
    assert refused.value.values() == {"limit": "annexes_per_year", "allowed": 2}
    do(engine, "obligation.amend", "A-1", "2021-01-04", annex="annex 5", target=14)


def test_entrepreneurial_code_296_2_2_an_obligation_to_commission_moves_at_most_twice(engine: Engine) -> None:
    commissioning(engine, "2020-01-10")
    do(engine, "obligation.amend", "A-build", "2020-06-01", annex="annex 1", due_on=date(2022, 6, 1))
    do(engine, "obligation.record-unmet", "A-build", "2022-06-02")
    do(engine, "obligation.reschedule", "A-build", "2022-06-03", annex="annex 2", due_on=date(2023, 6, 1))
    with pytest.raises(r.LimitReached) as refused:
        do(engine, "obligation.amend", "A-build", "2023-05-02", annex="annex 3", due_on=date(2024, 6, 3))
    assert refused.value.values() == {"limit": "commissioning_moves", "allowed": 2}
    do(engine, "obligation.record-unmet", "A-build", "2023-06-02")
    with pytest.raises(r.LimitReached):
        do(engine, "obligation.reschedule", "A-build", "2023-06-05", annex="annex 3", due_on=date(2024, 6, 3))


def test_entrepreneurial_code_296_2_2_the_due_date_of_another_obligation_moves_more_often(
    engine: Engine,
) -> None:
    commissioning(engine, "2020-01-10")
    for year in (2022, 2023, 2024):
        on, last = f"{year - 1}-02-03", date(year, 12, 31)
        do(engine, "obligation.amend", "A-1", on, annex=f"annex of {year}", due_on=last)
    assert facts(engine, "obligation-A-1").due_on == date(2024, 12, 31)


# -- Entrepreneurial Code 296-2: half-yearly reports -------------------------------------------------


@pytest.mark.parametrize(
    ("on", "ends", "last"),
    [("2020-01-24", "2020-06-30", "2020-07-25"), ("2020-08-03", "2020-12-31", "2021-01-25")],
)
def test_entrepreneurial_code_296_2_reports_are_due_on_25_january_and_25_july(
    engine: Engine, on: str, ends: str, last: str
) -> None:
    opened(engine, "INV-A")
    contracted(engine, "A", "INV-A", on)
    started = engine.log.read(["project-A"])["project-A"][-1]
    assert started.body["act"] == "project.start"
    assert started.body["deadlines"] == [due("report", ends, last)]


def reported(engine: Engine, on: str, period: str) -> list[Any]:
    """The next report due after one of a day."""
    do(engine, "project.report", "A", on, period=period, jobs=3)
    return [facts(engine, "project-A").due["report"]]


def test_entrepreneurial_code_296_2_a_report_of_the_last_day_is_followed_by_the_next_half_year_s(
    engine: Engine,
) -> None:
    opened(engine, "INV-A")
    contracted(engine, "A", "INV-A", "2020-08-03")
    assert reported(engine, "2021-01-25", "2020-H2") == [date(2021, 7, 25)]
    assert reported(engine, "2021-07-27", "2021-H1") == [date(2022, 1, 25)]


def test_entrepreneurial_code_296_2_a_report_given_early_is_followed_by_the_next_half_year_s(
    engine: Engine,
) -> None:
    opened(engine, "INV-A")
    contracted(engine, "A", "INV-A", "2020-08-03")
    assert reported(engine, "2021-01-20", "2020-H2") == [date(2021, 7, 25)]


def test_entrepreneurial_code_296_2_a_half_year_passed_over_stays_due(engine: Engine) -> None:
    opened(engine, "INV-A")
    contracted(engine, "A", "INV-A", "2020-03-02")
    assert reported(engine, "2021-01-20", "2020-H2") == [date(2020, 7, 25)], "the first half-year is missing"
    assert reported(engine, "2021-02-01", "2020-H1") == [date(2021, 7, 25)], "and now neither is"


def test_entrepreneurial_code_296_2_a_month_s_report_answers_no_half_year(engine: Engine) -> None:
    opened(engine, "INV-A")
    contracted(engine, "A", "INV-A", "2020-03-02")
    assert reported(engine, "2020-07-03", "2020-06") == [date(2020, 7, 25)]
    assert reported(engine, "2022-01-20", "2021") == [date(2020, 7, 25)]
    assert reported(engine, "2022-01-21", "2020") == [date(2022, 7, 25)], "a year's report covers both halves"


def test_entrepreneurial_code_296_2_a_period_is_reported_when_it_is_over(engine: Engine) -> None:
    opened(engine, "INV-A")
    contracted(engine, "A", "INV-A", "2020-03-02")
    with pytest.raises(r.PeriodNotOver) as refused:
        do(engine, "project.report", "A", "2020-06-30", period="2030-H1", jobs=3)
    assert refused.value == r.PeriodNotOver("2030-H1", date(2030, 6, 30))
    assert reported(engine, "2020-06-30", "2020-H1") == [date(2021, 1, 25)]


# -- the law of the signature ------------------------------------------------------------------------


def test_entrepreneurial_code_296_2_2_a_contract_of_the_earlier_law_changes_its_obligations_freely(
    engine: Engine,
) -> None:
    opened(engine, "INV-A")
    contracted(engine, "A", "INV-A", "2018-08-03", jobs_due="2021-01-01")
    for month in (1, 2, 3):
        do(engine, "obligation.amend", "A-1", f"2020-0{month}-15", annex=f"annex {month}", target=10 + month)
    assert facts(engine, "obligation-A-1").regulation == LAW_2011
