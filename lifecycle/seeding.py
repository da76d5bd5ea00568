"""Seeding working calendars: the acts that establish one and publish its years, from package data.

A seed is a TOML file in `lifecycle/calendars/`. It proposes; an officer carries out what a calendar lacks.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from domain.calendar.events import CalendarAmended, YearPublished
from domain.calendar.state import Calendar, evolve
from domain.event import NOTHING, At
from lifecycle.command import Command, Document
from lifecycle.errors import NotFound
from lifecycle.rule import alternatives

if TYPE_CHECKING:
    from lifecycle.regulation import Regulation

NOUN, DECREE = "calendar", "decree"
SEEDS = "lifecycle.calendars"
ENDING = ".toml"
NONE_KEPT = Calendar()


def seeds() -> tuple[str, ...]:
    """The keys of the calendars that there are seeds for."""
    names = (one.name for one in files(SEEDS).iterdir())
    return tuple(sorted(name.removesuffix(ENDING) for name in names if name.endswith(ENDING)))


@cache
def seed(name: str, *, until: date = date.max) -> tuple[Command, ...]:
    """The acts of a seed in the order of their legal dates, `until` included: establish, publish, amend.

    Raises `NotFound` for a calendar that there is no seed for.
    """
    if name not in seeds():
        raise NotFound(category="seed", key=name, known=seeds())
    given = tomllib.loads(files(SEEDS).joinpath(f"{name}{ENDING}").read_text("utf-8"))
    terms = {"title": given["title"], "weekend": tuple(given["weekend"])}
    born = Command(NOUN, "establish", name, terms, on=given["on"])
    acts = (born, *sorted(_years(name, given), key=lambda act: act.on or date.min))
    return tuple(act for act in acts if (act.on or date.min) <= until)


def _years(name: str, given: Mapping[str, Any]) -> Iterator[Command]:
    for year in given["years"]:
        published = _act(name, "publish", year, {"year": year["year"]})
        amended = (_act(name, "amend", change, {}) for change in year.get("amended", ()))
        yield from (replace(act, body=given["body"]) for act in (published, *amended))


def _act(name: str, verb: str, given: Mapping[str, Any], terms: dict[str, Any]) -> Command:
    days = {term: tuple(given[term]) for term in ("days_off", "working_days") if given.get(term)}
    decree = Document(DECREE, given["decree"]["number"], given["decree"]["date"])
    return Command(NOUN, verb, name, terms | days, on=given["on"], documents=(decree,))


def year_of(act: Command) -> int | None:
    """The year that an act of a seed publishes or amends; None for the act that establishes the calendar."""
    days = (*act.terms.get("days_off", ()), *act.terms.get("working_days", ()))
    year = act.terms.get("year")
    return year if isinstance(year, int) else next((day.year for day in days), None)


def lacking(
    name: str,
    *,
    actor: str,
    calendar: Calendar = NONE_KEPT,
    established_on: date | None = None,
    until: date = date.max,
) -> tuple[Command, ...]:
    """The acts of a seed, `until` included, that a calendar still lacks.

    A year that stands as the seed has it, or once had it, takes the amendments since; one that stands otherwise
    is passed over, whole. No act is dated before the calendar was established. Raises `NotFound`.
    """
    acts = seed(name, until=until) if established_on is None else seed(name, until=until)[1:]
    since = established_on or date.min
    done = {year: _carried_out(name, calendar, year) for year in calendar.years}
    wanted = (act for act in acts if act not in done.get(year_of(act) or 0, ()))
    return tuple(replace(act, actor=actor, on=max(act.on or since, since)) for act in wanted)


def under(law: Regulation, act: Command) -> Command:
    """An act of a seed as another body of law has it: decided by its body, the decree cited as its paper.

    Refuses a law that knows no such act.
    """
    rule = law.rule(act.act)
    papers = [alternatives(paper) for paper in rule.papers(act.terms)]
    kinds = iter(kinds[0] for kinds in papers if DECREE not in kinds)
    documents = tuple(paper._replace(kind=next(kinds, paper.kind)) for paper in act.documents)
    return replace(act, body=act.body and rule.decided_by, documents=documents)


def _carried_out(name: str, calendar: Calendar, year: int) -> tuple[Command, ...]:
    """The acts of a seed that a year has behind it: all of them, where it never stood as the seed has it."""
    acts = tuple(act for act in seed(name) if year_of(act) == year)
    stands = calendar._replace(years={})
    done = acts
    for number, act in enumerate(acts, start=1):
        stands = evolve(stands, _event(act), At("", act.on or date.min, NOTHING))
        if stands.years[year] == calendar.years[year]:
            done = acts[:number]
    return done


def _event(act: Command) -> YearPublished | CalendarAmended:
    return (YearPublished if act.verb == "publish" else CalendarAmended)(**act.terms)
