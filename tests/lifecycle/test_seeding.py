"""The seed of Kazakhstan's calendar, day by day against the package `holidays`, which reads the same acts."""

from __future__ import annotations

from datetime import date, timedelta

import holidays
import pytest

from domain.calendar import decisions
from domain.calendar.counting import is_working
from domain.calendar.events import CalendarAmended
from domain.calendar.state import Calendar, Year, evolve
from domain.event import At
from lifecycle.command import Command, Document
from lifecycle.errors import NotFound
from lifecycle.seeding import lacking, seed, seeds, year_of

YEARS = range(2011, 2027)

BEFORE_THE_AMENDMENT = date(2026, 3, 30)
"""A day on which 31 August 2026 still gave the rest of the old Constitution's day."""


def carried_out(acts: tuple[Command, ...]) -> Calendar:
    """The calendar after acts of its seed, each decided on those before it."""
    calendar = Calendar()
    for version, act in enumerate(acts, 1):
        assert act.on is not None
        decision = getattr(decisions, act.verb)
        (event,) = decision(calendar, **act.terms, on=act.on)
        calendar = evolve(calendar, event, At(f"calendar-kz@{version}", act.on, {}))
    return calendar


@pytest.fixture(scope="module")
def seeded() -> Calendar:
    """The calendar after every act of its seed."""
    return carried_out(seed("kz"))


@pytest.mark.parametrize("year", YEARS)
def test_every_day_of_the_seed_is_as_the_package_has_it(year: int, seeded: Calendar) -> None:
    known = holidays.country_holidays("KZ", years=range(year, year + 2))
    first = date(year, 1, 1)
    days = [first + timedelta(days=n) for n in range((date(year + 1, 1, 1) - first).days)]
    assert {day for day in days if is_working(seeded, day) != known.is_working_day(day)} == set()


def test_the_seed_publishes_every_year_of_its_time(seeded: Calendar) -> None:
    assert seeded.key == "kz"
    assert tuple(seeded.years) == tuple(YEARS)


def test_31_august_2026_is_off_until_the_calendar_is_amended(seeded: Calendar) -> None:
    monday = date(2026, 8, 31)
    before = carried_out(seed("kz", until=BEFORE_THE_AMENDMENT))
    assert not is_working(before, monday)
    (amended,) = decisions.amend(before, working_days=(monday,), on=date(2026, 3, 31))
    assert isinstance(amended, CalendarAmended)
    assert evolve(before, amended, At("calendar-kz@22", date(2026, 3, 31), {})) == seeded
    assert is_working(seeded, monday)


def test_every_act_of_the_seed_rests_on_a_decree_not_later_than_itself() -> None:
    born, *others = seed("kz")
    assert (born.verb, born.documents, year_of(born)) == ("establish", (), None)
    for act in others:
        assert act.on is not None
        (decree,) = act.documents
        assert decree.kind == "decree"
        assert decree.on is not None
        assert decree.on <= act.on
        assert year_of(act) in YEARS
    assert [act.on for act in seed("kz")] == sorted(act.on or date.min for act in seed("kz"))


def test_a_decree_of_a_known_day_is_cited() -> None:
    cited = {act.on: act.documents[0] for act in seed("kz") if act.documents}
    assert cited[date(2021, 10, 6)] == Document("decree", "713", date(2021, 10, 6))
    assert cited[date(2023, 4, 25)] == Document("decree", "326", date(2023, 4, 25))
    assert cited[date(2025, 12, 1)] == Document("decree", "267", date(2001, 12, 13))


def verbs(acts: tuple[Command, ...]) -> list[tuple[str, int | None, date | None]]:
    return [(act.verb, year_of(act), act.on) for act in acts]


def test_a_calendar_lacks_only_the_years_it_does_not_hold(seeded: Calendar) -> None:
    established = date(2022, 5, 4)
    held = seeded._replace(years={year: seeded.years[year] for year in YEARS if year not in (2022, 2026)})
    acts = lacking("kz", actor="officer-law", calendar=held, established_on=established)
    assert verbs(acts) == [
        ("publish", 2022, established),
        ("amend", 2022, date(2022, 9, 29)),
        ("amend", 2022, date(2022, 10, 7)),
        ("publish", 2026, date(2025, 12, 1)),
        ("amend", 2026, date(2026, 3, 31)),
    ]
    assert {(act.actor, act.body) for act in acts} == {("officer-law", "government")}


def test_a_year_as_the_seed_once_had_it_takes_the_amendments_since() -> None:
    early = carried_out(seed("kz", until=date(2022, 9, 29)))
    acts = lacking("kz", actor="officer-law", calendar=early, established_on=date(2011, 1, 1))
    assert verbs(acts)[0] == ("amend", 2022, date(2022, 10, 7))
    before = carried_out(seed("kz", until=BEFORE_THE_AMENDMENT))
    acts = lacking("kz", actor="officer-law", calendar=before, established_on=date(2011, 1, 1))
    assert verbs(acts) == [("amend", 2026, date(2026, 3, 31))]


def test_a_year_that_stands_otherwise_than_the_seed_ever_had_it_stays_as_it_is(seeded: Calendar) -> None:
    own = seeded._replace(years={**seeded.years, 2026: Year(), 2027: Year()})
    assert lacking("kz", actor="officer-law", calendar=own, established_on=date(2011, 1, 1)) == ()


def test_what_is_dated_later_than_a_day_is_not_seeded_on_it() -> None:
    assert verbs(lacking("kz", actor="officer-law", until=BEFORE_THE_AMENDMENT))[-1] == (
        "publish",
        2026,
        date(2025, 12, 1),
    )


def test_a_calendar_that_nobody_knows_has_no_seed() -> None:
    assert seeds() == ("kz",)
    with pytest.raises(NotFound):
        seed("atlantis")
