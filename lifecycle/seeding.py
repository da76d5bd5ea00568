"""Seeding working calendars: the acts that establish one and publish its years, from package data.

A seed is a TOML file in `lifecycle/calendars/`. It proposes; an officer carries its acts out, once.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from lifecycle.command import Command, Document
from lifecycle.errors import NotFound

if TYPE_CHECKING:
    from collections.abc import Collection

NOUN, DECREE = "calendar", "decree"
SEEDS = "lifecycle.calendars"
ENDING = ".toml"


def seeds() -> tuple[str, ...]:
    """The keys of the calendars that there are seeds for."""
    names = (one.name for one in files(SEEDS).iterdir())
    return tuple(sorted(name.removesuffix(ENDING) for name in names if name.endswith(ENDING)))


@cache
def seed(name: str) -> tuple[Command, ...]:
    """The acts of a seed in the order of their legal dates: establish, publish each year, amend.

    Raises `NotFound` for a calendar that there is no seed for.
    """
    if name not in seeds():
        raise NotFound(category="seed", key=name, known=seeds())
    given = tomllib.loads(files(SEEDS).joinpath(f"{name}{ENDING}").read_text("utf-8"))
    terms = {"title": given["title"], "weekend": tuple(given["weekend"])}
    born = Command(NOUN, "establish", name, terms, on=given["on"])
    return (born, *sorted(_years(name, given), key=lambda act: act.on or date.min))


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
    name: str, *, actor: str, established_on: date | None = None, published: Collection[int] = ()
) -> tuple[Command, ...]:
    """The acts of a seed that a calendar still lacks: years that it holds already are passed over, whole.

    No act is dated before the calendar was established. Raises `NotFound`.
    """
    acts = seed(name) if established_on is None else seed(name)[1:]
    since = established_on or date.min
    return tuple(
        replace(act, actor=actor, on=max(act.on or since, since))
        for act in acts
        if year_of(act) not in published
    )
