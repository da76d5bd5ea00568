"""A working calendar: established, published year by year, amended by decree; working days counted by it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, get_args

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st

from domain.calendar import decisions, events
from domain.calendar.counting import (
    is_provisional,
    is_published,
    is_working,
    next_working,
    unpublished,
    working_days_after,
)
from domain.calendar.state import Calendar, Year, evolve
from domain.event import At, Event
from domain.refusals import (
    AlreadyPublished,
    BothOffAndWorking,
    DaysAlreadySo,
    NotOfTheYear,
    NoWorkingDay,
    Refused,
    YearNotPublished,
    YearOutOfRange,
)
from tests.domain.given import DAY, given

ESTABLISHED = events.CalendarEstablished(title="Kazakhstan")
SATURDAY, SUNDAY, MONDAY, TUESDAY = (date(2026, 8, day) for day in (29, 30, 31, 25))
DAY_OFF_MOVED = events.YearPublished(year=2026, days_off=(MONDAY,))


def calendar(*history: Event) -> Calendar:
    return given("calendar-kz", ESTABLISHED, *history)  # type: ignore[no-any-return]


# -- keeping a calendar ------------------------------------------------------------------------------


def test_a_calendar_rests_on_saturday_and_sunday_unless_other_days_are_named() -> None:
    assert decisions.establish(Calendar(), title="Kazakhstan", on=DAY) == (ESTABLISHED,)
    assert decisions.establish(Calendar(), title="Kazakhstan", weekend=(), on=DAY) == (ESTABLISHED,)
    assert calendar() == Calendar("kz")
    (friday,) = decisions.establish(Calendar(), title="A six-day week", weekend=("friday",), on=DAY)
    assert friday == events.CalendarEstablished(title="A six-day week", weekend=("friday",))
    assert given("calendar-six", friday) == Calendar("six", frozenset({4}))


def test_a_week_has_a_working_day() -> None:
    with pytest.raises(NoWorkingDay):
        decisions.establish(Calendar(), title="Rest", weekend=get_args(events.Weekday), on=DAY)


def publish(of: Calendar, year: int = 2026, **days: tuple[date, ...]) -> Any:
    return decisions.publish(of, year=year, on=DAY, **days)


def test_a_year_is_published_with_its_days_off_and_its_worked_days_of_rest() -> None:
    (published,) = publish(calendar(), days_off=(MONDAY,), working_days=(SATURDAY,))
    assert published == events.YearPublished(year=2026, days_off=(MONDAY,), working_days=(SATURDAY,))
    assert calendar(published).years == {2026: Year(frozenset({MONDAY}), frozenset({SATURDAY}))}


def test_a_year_may_be_published_without_a_day_that_departs_from_the_week() -> None:
    assert publish(calendar()) == (events.YearPublished(year=2026),)


def test_a_published_year_is_not_published_again() -> None:
    with pytest.raises(AlreadyPublished) as refused:
        publish(calendar(DAY_OFF_MOVED))
    assert refused.value == AlreadyPublished("kz", 2026)


@pytest.mark.parametrize("year", [1989, 2101])
def test_a_year_lies_between_1990_and_2100(year: int) -> None:
    with pytest.raises(YearOutOfRange) as refused:
        publish(calendar(), year)
    assert refused.value == YearOutOfRange(year, 1990, 2100)
    assert publish(calendar(), 1990 if year < 2000 else 2100)


def test_a_year_is_published_with_its_own_days_only() -> None:
    eve, noon = date(2025, 12, 31), date(2027, 1, 2)
    with pytest.raises(NotOfTheYear) as refused:
        publish(calendar(), days_off=(MONDAY, eve), working_days=(noon,))
    assert refused.value == NotOfTheYear(2026, (eve, noon))


def test_no_day_is_off_and_worked_at_once() -> None:
    with pytest.raises(BothOffAndWorking) as refused:
        publish(calendar(), days_off=(MONDAY,), working_days=(SATURDAY, MONDAY))
    assert refused.value == BothOffAndWorking((MONDAY,))
    with pytest.raises(BothOffAndWorking):
        amend(calendar(DAY_OFF_MOVED), days_off=(TUESDAY,), working_days=(TUESDAY,))


def test_a_decree_names_only_days_that_depart_from_the_week() -> None:
    with pytest.raises(DaysAlreadySo) as refused:
        publish(calendar(), days_off=(MONDAY, SUNDAY), working_days=(SATURDAY, TUESDAY))
    assert refused.value == DaysAlreadySo((TUESDAY, SUNDAY))


# -- amending ----------------------------------------------------------------------------------------


def amend(of: Calendar, **days: tuple[date, ...]) -> Any:
    return decisions.amend(of, on=DAY, **days)


def test_an_amendment_makes_days_off_and_working_days() -> None:
    before = calendar(DAY_OFF_MOVED)
    (amended,) = amend(before, days_off=(TUESDAY,), working_days=(MONDAY, SATURDAY))
    assert amended == events.CalendarAmended(days_off=(TUESDAY,), working_days=(MONDAY, SATURDAY))
    after = calendar(DAY_OFF_MOVED, amended)
    assert after.years == {2026: Year(frozenset({TUESDAY}), frozenset({SATURDAY}))}
    assert amend(after, days_off=(SATURDAY, MONDAY), working_days=(TUESDAY,))


def test_what_an_amendment_changed_another_can_change_back() -> None:
    there = events.CalendarAmended(days_off=(TUESDAY,), working_days=(MONDAY, SATURDAY))
    back = events.CalendarAmended(days_off=(MONDAY, SATURDAY), working_days=(TUESDAY,))
    assert calendar(DAY_OFF_MOVED, there, back) == calendar(DAY_OFF_MOVED)


def test_an_amendment_concerns_each_published_year_that_it_names() -> None:
    following = events.YearPublished(year=2027)
    fourth = date(2027, 1, 4)
    amended = events.CalendarAmended(days_off=(fourth,), working_days=(MONDAY,))
    assert amend(calendar(DAY_OFF_MOVED, following), days_off=(fourth,), working_days=(MONDAY,)) == (amended,)
    assert calendar(DAY_OFF_MOVED, following, amended).years == {2026: Year(), 2027: Year(frozenset({fourth}))}


def test_a_year_that_is_not_published_is_not_amended() -> None:
    with pytest.raises(YearNotPublished) as refused:
        amend(calendar(DAY_OFF_MOVED), days_off=(TUESDAY, date(2027, 1, 4)))
    assert refused.value == YearNotPublished("kz", 2027)
    unheard = events.CalendarAmended(days_off=(MONDAY,))
    assert calendar(unheard) == calendar(), "a fold publishes no year by amending it"


def test_an_amendment_that_changes_nothing_yields_nothing() -> None:
    assert amend(calendar(DAY_OFF_MOVED), days_off=(MONDAY, SUNDAY), working_days=(TUESDAY,)) == ()
    assert amend(calendar(DAY_OFF_MOVED)) == ()


def test_an_amendment_names_no_day_that_is_so_already() -> None:
    with pytest.raises(DaysAlreadySo) as refused:
        amend(calendar(DAY_OFF_MOVED), days_off=(SUNDAY,), working_days=(MONDAY,))
    assert refused.value == DaysAlreadySo((SUNDAY,))


def test_an_event_of_another_kind_leaves_a_calendar_as_it_is() -> None:
    stands = calendar(DAY_OFF_MOVED)
    assert evolve(stands, Event(), At("calendar-kz@3", DAY, {})) == stands


# -- counting ----------------------------------------------------------------------------------------


def test_a_calendar_that_was_never_established_counts_monday_to_friday_provisionally() -> None:
    nobody = Calendar()
    assert [is_working(nobody, date(2026, 8, day)) for day in range(24, 31)] == [True] * 5 + [False] * 2
    assert not is_published(nobody, MONDAY)
    assert working_days_after(nobody, TUESDAY, 4) == MONDAY
    assert is_provisional(nobody, after=TUESDAY, until=MONDAY)


def test_a_published_year_is_counted_by_its_days() -> None:
    moved = calendar(events.YearPublished(year=2026, days_off=(MONDAY,), working_days=(SATURDAY,)))
    assert is_published(moved, MONDAY)
    assert [is_working(moved, day) for day in (SATURDAY, SUNDAY, MONDAY)] == [True, False, False]
    assert next_working(moved, SATURDAY) == SATURDAY
    assert next_working(moved, SUNDAY) == date(2026, 9, 1)


def test_five_working_days_from_26_august_end_sooner_once_31_august_is_worked() -> None:
    """30 August, a Sunday, gave Monday off until it ceased to be a holiday in March 2026."""
    start, before = date(2026, 8, 26), calendar(DAY_OFF_MOVED)
    assert working_days_after(before, start, 5) == date(2026, 9, 3)
    (amended,) = amend(before, working_days=(MONDAY,))
    after = calendar(DAY_OFF_MOVED, amended)
    assert working_days_after(after, start, 5) == date(2026, 9, 2)
    assert not is_provisional(after, after=start, until=date(2026, 9, 2))


def test_a_count_is_provisional_where_a_day_counted_lies_in_a_year_not_published() -> None:
    published = calendar(DAY_OFF_MOVED)
    last, first = date(2026, 12, 31), date(2027, 1, 1)
    assert unpublished(published, after=TUESDAY, until=first) == (2027,)
    assert unpublished(published, after=date(2025, 12, 30), until=date(2028, 1, 1)) == (2025, 2027, 2028)
    assert not is_provisional(published, after=date(2025, 12, 31), until=last), "no day of 2025 is counted"
    assert not is_provisional(published, after=last, until=last)
    assert unpublished(published, after=first, until=last) == ()


def test_no_count_leads_beyond_the_last_date() -> None:
    rest_on_friday = Calendar("six", frozenset({4}))
    assert date.max.weekday() == 4
    assert next_working(rest_on_friday, date.max) == date.max
    assert working_days_after(Calendar(), date.max - timedelta(days=3), 50) == date.max


DAYS = st.dates(date(2025, 11, 1), date(2028, 2, 1))
COUNTS = st.integers(0, 60)


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    """A calendar with any days off and worked; a year between published ones is missing."""
    weekend = draw(st.frozensets(st.integers(0, 6), max_size=6))
    days = draw(st.frozensets(st.dates(date(2026, 1, 1), date(2026, 12, 31)), max_size=60))
    rest = frozenset(day for day in days if day.weekday() in weekend)
    return Calendar("kz", weekend, {2026: Year(days - rest, rest), 2028: Year()})


@for_all(calendars(), DAYS, COUNTS)
def test_exactly_so_many_working_days_lie_between_start_and_result(
    of: Calendar, start: date, count: int
) -> None:
    result = working_days_after(of, start, count)
    between = [start + timedelta(days=n) for n in range(1, (result - start).days + 1)]
    assert sum(is_working(of, day) for day in between) == count
    assert result == start if count == 0 else is_working(of, result)


@for_all(calendars(), DAYS, DAYS, COUNTS, COUNTS)
def test_a_later_start_or_a_longer_term_never_ends_sooner(
    of: Calendar, one: date, other: date, few: int, more: int
) -> None:
    (one, other), (few, more) = sorted((one, other)), sorted((few, more))
    assert working_days_after(of, one, few) <= working_days_after(of, other, few)
    assert working_days_after(of, one, few) <= working_days_after(of, one, more)


@for_all(calendars(), DAYS)
def test_the_next_working_day_is_the_first_that_is_worked(of: Calendar, day: date) -> None:
    found = next_working(of, day)
    assert found >= day
    assert is_working(of, found)
    assert not any(is_working(of, day + timedelta(days=n)) for n in range((found - day).days))


@for_all(calendars(), st.frozensets(st.dates(date(2026, 1, 1), date(2026, 12, 31)), max_size=8), st.booleans())
def test_after_an_amendment_its_days_are_as_it_says(of: Calendar, days: frozenset[date], off: bool) -> None:
    term = {"days_off" if off else "working_days": tuple(sorted(days))}
    try:
        outcome = amend(of, **term)
    except Refused as refused:
        assert isinstance(refused, DaysAlreadySo)  # noqa: PT017 - only one refusal is lawful here
        return
    for event in outcome:
        of = evolve(of, event, At("calendar-kz@9", DAY, {}))
    assert all(is_working(of, day) is not off for day in days)
    assert amend(of, **term) == ()
