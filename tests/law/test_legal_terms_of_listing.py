"""The legal terms after a final judgment: the person is listed for three years, or taken off again."""

from __future__ import annotations

from datetime import date

import pytest

from domain import refusals as r
from lifecycle.handling import Done, Engine
from tests.law.given import LAW_2011, LAW_2019, bare, by_calendar, deadlines
from tests.lifecycle.acts import do, register_plot
from tests.lifecycle.story import (
    case,
    contracted,
    facts,
    given_plot,
    ordered_by_court,
    prescribed,
    reassigned,
    reclaimed,
    standing,
    types,
)


def judged(engine: Engine, on: str) -> Done:
    """The final judgment of a day on a plot held since 2016 and ordered remedied early in 2017."""
    given_plot(engine)
    do(engine, "plot.issue-prescription", "P-1", "2017-02-01", violation="other")
    do(engine, "plot.open-reclaim", "P-1", "2017-05-15", ground="court")
    do(engine, "plot.file-suit", "P-1", "2017-06-01")
    return do(engine, "plot.order-reclaim", "P-1", on)


@pytest.mark.parametrize(
    ("on", "last", "law"),
    [
        ("2021-02-01", "2021-02-08", LAW_2019),
        ("2020-08-26", "2020-09-03", LAW_2019),  # Monday 31 August is off, for Sunday 30 August
        ("2018-08-20", "2018-08-27", LAW_2011),  # the 21st is off, Saturday the 25th is worked
    ],
)
def test_land_code_96_1_the_person_is_listed_within_three_and_two_working_days(
    engine: Engine, on: str, last: str, law: str
) -> None:
    assert deadlines(engine, judged(engine, on)) == [by_calendar("listing", on, last, law)]


def test_land_code_96_1_the_list_is_kept_three_years(engine: Engine) -> None:
    done = judged(engine, "2020-08-26")
    assert types(done)[1] == ("party-INV-A", "PartyBarred")
    assert done.events[1]["until"] == "2023-08-26"
    assert case(engine, "party-INV-A").standing["standing"] == "barred"


def test_land_code_96_1_a_bar_recorded_on_the_person_itself_is_listed_in_the_same_term(engine: Engine) -> None:
    given_plot(engine)
    done = do(engine, "party.bar", "INV-A", "2020-08-26", until=date(2023, 8, 26))
    assert deadlines(engine, done) == [by_calendar("listing", "2020-08-26", "2020-09-03")]


def test_land_code_96_1_no_new_land_is_given_meanwhile(engine: Engine) -> None:
    judged(engine, "2020-08-26")
    register_plot(engine, "P-2")
    register_plot(engine, "P-3")
    contracted(engine, "B", "INV-B")
    do(engine, "plot.allocate", "P-3", "2020-09-01", project="B")
    for act, plot, terms in (
        ("plot.allocate", "P-2", {"project": "A"}),
        ("plot.transfer", "P-3", {"party": "INV-A"}),
    ):
        with pytest.raises(r.PartyBarred) as refused:
            do(engine, act, plot, "2023-08-26", **terms)
        assert refused.value.values() == {"party": "INV-A", "until": date(2023, 8, 26)}
    do(engine, "plot.allocate", "P-2", "2023-08-27", project="A")


def test_land_code_96_1_a_plot_taken_back_is_not_given_to_the_listed_person_again(engine: Engine) -> None:
    given_plot(engine)
    reclaimed(engine)
    do(engine, "plot.clear-right", "P-1", "2021-04-01")
    with pytest.raises(r.PartyBarred) as refused:
        do(engine, "plot.reassign", "P-1", "2024-02-01", project="A")
    assert refused.value.values() == {"party": "INV-A", "until": date(2024, 2, 1)}
    do(engine, "plot.reassign", "P-1", "2024-02-02", project="A")


def test_land_code_96_1_a_listed_person_may_apply_and_a_successor_inherits_the_list(engine: Engine) -> None:
    judged(engine, "2020-08-26")
    contracted(engine, "C", "INV-A", "2020-09-01")
    do(engine, "party.succeed", "INV-A", "2020-10-01", by="INV-B")
    assert facts(engine, "party-INV-B").barred_until(date(2023, 8, 26)) == date(2023, 8, 26)
    assert facts(engine, "party-INV-B").barred_until(date(2023, 8, 27)) is None


def test_land_code_96_1_the_entry_in_the_list_ends_the_term_for_it(engine: Engine) -> None:
    judged(engine, "2020-08-26")
    assert facts(engine, "plot-P-1").due["listing"] == date(2020, 9, 3)
    with pytest.raises(r.PapersMissing) as refused:
        engine.handle(bare("plot.record-listing", "P-1", "2020-09-02"))
    assert refused.value.values() == {"missing": ("list-extract",)}
    do(engine, "plot.record-listing", "P-1", "2020-09-02")
    assert "listing" not in facts(engine, "plot-P-1").due
    with pytest.raises(r.DeadlineUnknown):
        do(engine, "plot.record-listing", "P-1", "2020-09-03")


@pytest.mark.parametrize(
    ("on", "last"),
    [
        ("2023-01-10", "2023-01-11"),
        ("2023-07-05", "2023-07-10"),  # 6 and 7 July are off, by holiday and by decree
        ("2022-10-21", "2022-10-22"),  # a Saturday that is worked
    ],
)
def test_land_code_96_1_off_the_list_one_working_day_after_the_judgment_is_cancelled(
    engine: Engine, on: str, last: str
) -> None:
    given_plot(engine)
    reassigned(engine)
    done = do(engine, "plot.reverse-reclaim", "P-1", on)
    assert deadlines(engine, done) == [by_calendar("delisting", on, last)]
    assert types(done)[1] == ("party-INV-A", "PartyUnbarred")
    assert facts(engine, "plot-P-1").due["delisting"] == date.fromisoformat(last)
    do(engine, "plot.record-listing", "P-1", last)
    assert "delisting" not in facts(engine, "plot-P-1").due


def test_land_code_96_1_a_judgment_overturned_before_it_is_carried_out_takes_the_person_off(
    engine: Engine,
) -> None:
    given_plot(engine)
    ordered_by_court(engine)
    done = do(engine, "plot.reverse-reclaim", "P-1", "2021-02-19")
    assert deadlines(engine, done) == [by_calendar("delisting", "2021-02-19", "2021-02-22")]
    assert case(engine, "party-INV-A").standing["standing"] == "clear"


def test_land_code_96_1_a_listing_recorded_on_the_person_is_struck_in_the_same_term(engine: Engine) -> None:
    given_plot(engine)
    listing = str(do(engine, "party.bar", "INV-A", "2020-08-26", until=date(2023, 8, 26)).events[0]["event"])
    done = do(engine, "party.unbar", "INV-A", "2021-03-19", listing=listing, cancelled=True)
    assert deadlines(engine, done) == [by_calendar("delisting", "2021-03-19", "2021-03-25")]  # after Nauryz


def test_land_code_96_1_a_listing_whose_term_is_over_falls_without_any_term(engine: Engine) -> None:
    given_plot(engine)
    listing = str(do(engine, "party.bar", "INV-A", "2020-08-26", until=date(2023, 8, 26)).events[0]["event"])
    with pytest.raises(r.NotYetDue) as refused:
        do(engine, "party.unbar", "INV-A", "2023-08-26", listing=listing)
    assert refused.value.values() == {"deadline": "listing", "due": date(2023, 8, 26)}
    assert deadlines(engine, do(engine, "party.unbar", "INV-A", "2023-08-28", listing=listing)) == []


def test_land_code_96_1_nobody_is_listed_on_another_ground_than_the_court_s(engine: Engine) -> None:
    given_plot(engine)
    do(engine, "plot.open-reclaim", "P-1", "2018-01-15", ground="state-needs")
    do(engine, "plot.decide-return", "P-1", "2018-02-01")
    do(engine, "plot.contest", "P-1", "2018-02-20")
    done = do(engine, "plot.order-reclaim", "P-1", "2018-08-01")
    assert (types(done), deadlines(engine, done)) == ([("plot-P-1", "ReclaimOrdered")], [])
    assert case(engine, "party-INV-A").standing["standing"] == "clear"


def test_land_code_96_1_a_return_reversed_that_listed_nobody_takes_nobody_off(engine: Engine) -> None:
    given_plot(engine)
    do(engine, "plot.surrender", "P-1", "2019-05-02")
    done = do(engine, "plot.reverse-reclaim", "P-1", "2023-07-05")
    assert [name for _, name in types(done)] == ["ReclaimReversed", "ProposalApproved"]
    assert deadlines(engine, done) == []
    assert standing(engine)["compliance"] == "disputed"


def test_land_code_96_1_a_second_judgment_lists_the_person_for_its_own_three_years(engine: Engine) -> None:
    given_plot(engine)
    prescribed(engine)
    contracted(engine, "B", "INV-B")
    do(engine, "party.bar", "INV-A", "2019-08-01", until=date(2022, 8, 1))
    do(engine, "plot.open-reclaim", "P-1", "2020-07-03", ground="court")
    do(engine, "plot.file-suit", "P-1", "2020-08-03")
    do(engine, "plot.order-reclaim", "P-1", "2021-02-01")
    assert facts(engine, "party-INV-A").barred_until(date(2022, 8, 2)) == date(2024, 2, 1)
