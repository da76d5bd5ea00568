"""The demo's projects: those published by name, and filler apportioned so that the totals fit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fnmatch import fnmatchcase
from itertools import count
from typing import Any

from domain.values import Duty, Money, duty, minor_units
from lifecycle.demo.numbers import apportioned, spread, synthetic_bin, working
from lifecycle.demo.steps import Step
from lifecycle.demo.zones import Site, data, sites, square_metres

LAUNCHED = ("launched", "operating")
TENGE = "KZT"


@dataclass(frozen=True, slots=True)
class Plan:
    """What becomes of one project: how far it comes, with what land, money and people.

    `number` is that of its plot in its zone, where it comes to have one. `invested` and `output`, in minor
    units, are what it reports.
    """

    key: str
    site: Site
    party: str
    party_name: str
    name: str
    reached: str
    submitted: date
    launched: date | None
    investment: Money
    jobs: int
    area_m2: int
    number: int
    jobs_actual: int = 0
    invested: int = 0
    output: int = 0
    off_territory: bool = False
    stages: int = 1
    rate: str = ""
    contract: date | None = None
    participant: bool = False
    works: bool = False
    duties: tuple[Duty, ...] = ()
    reason: str = ""


def plans() -> Iterator[Plan]:
    """Every project's plan, the named ones first."""
    given = data("named.toml")
    numbers = {key: count(site.first) for key, site in sites().items()}
    serials = count(1)
    for named in given["named"]:
        yield _named(named, given["rate"], numbers)
    for group in data("filler.toml")["filler"]:
        yield from _filler(group, numbers, serials)


def _lead(index: int) -> timedelta:
    """From the application to the launch: ten to twenty months."""
    return timedelta(days=300 + index * 97 % 300)


def _days(reached: str, day: date, index: int) -> tuple[date, date | None]:
    return (working(day - _lead(index)), day) if reached in LAUNCHED else (day, None)


def _named(given: Mapping[str, Any], rate: str, numbers: Mapping[str, count[int]]) -> Plan:
    site = sites()[given["zone"]]
    currency = given.get("currency", TENGE)
    off_territory = given.get("off_territory", False)
    investment = Money(minor=minor_units(given["investment"], currency), currency=currency)
    submitted, launched = _days(given["reached"], working(given["day"]), len(given["key"]))
    return Plan(
        key=given["key"],
        site=site,
        party=given["key"],
        party_name=given["name"],
        name=given["name"],
        reached=given["reached"],
        submitted=submitted,
        launched=launched,
        investment=investment,
        jobs=given["jobs"],
        area_m2=square_metres(given["area_ha"]),
        number=next(numbers[site.key]),
        jobs_actual=given.get("jobs_actual", 0),
        invested=investment.minor if launched else 0,
        output=minor_units(given.get("output", "0"), TENGE),
        off_territory=off_territory,
        stages=given.get("stages", 1),
        rate=rate if currency != TENGE else "",
        contract=given.get("contract_on"),
        participant=given.get("participant", False),
        works=not off_territory and given["reached"] != "contracted",
        duties=tuple(duty(text) for text in given.get("duties", ())),
        reason=f"published: {given['published']}; the rest is assumed for the demo",
    )


def _filler(group: Mapping[str, Any], numbers: Mapping[str, count[int]], serials: count[int]) -> Iterator[Plan]:
    places = [site for site in sites().values() if any(fnmatchcase(site.key, p) for p in group["zones"])]
    parts = _parts(group)
    parties: list[int] = []
    for index, day in enumerate(spread(group["first"], group["last"], group["count"])):
        if index % group.get("share", 1) == 0:
            parties.append(next(serials))
        site = places[index % len(places)]
        number = next(numbers[site.key])
        submitted, launched = _days(group["reached"], _possible(site, day, group["reached"]), index)
        yield Plan(
            key=f"{site.key}-P{number:03}",
            site=site,
            party=synthetic_bin(2011, parties[-1]),
            party_name=f"Constructed investor {parties[-1]:04} (filler, synthetic BIN)",
            name=f"Constructed project {site.key}-{number:03} (filler)",
            reached=group["reached"],
            submitted=submitted,
            launched=launched,
            investment=Money(minor=parts["investment"][index], currency=TENGE),
            jobs=parts["jobs"][index],
            area_m2=parts["area"][index],
            number=number,
            jobs_actual=parts["jobs_actual"][index],
            invested=parts["investment" if launched else "invested"][index],
            output=parts["output"][index],
            participant=group.get("participant", False),
            works=group.get("works", False),
            duties=_duties(submitted, parts["jobs"][index]) if group.get("duties") else (),
        )


def _parts(group: Mapping[str, Any]) -> Mapping[str, list[int]]:
    """What each project of a group has of its totals; money in whole million tenge, given in minor units."""
    size, million = group["count"], minor_units("1mn", TENGE)
    sums = {name: minor_units(group.get(name, "0"), TENGE) for name in ("investment", "invested", "output")}
    return {
        "area": apportioned(square_metres(group["area_ha"]), size),
        **{name: apportioned(group.get(name, 0), size) for name in ("jobs", "jobs_actual")},
        **{
            name: [part * million for part in apportioned(total // million, size)]
            for name, total in sums.items()
        },
    }


def _possible(site: Site, day: date, reached: str) -> date:
    """The day, or the first on which a project of a zone so young can have come so far."""
    return working(max(day, site.established + timedelta(days=650 if reached in LAUNCHED else 60)))


def _duties(submitted: date, jobs: int) -> tuple[Duty, ...]:
    second, third = (date(submitted.year + years, 12, 31) for years in (2, 3))
    return (
        Duty(kind="commissioning", target=1, unit="stages", due_on=second),
        Duty(kind="jobs", target=jobs, unit="persons", due_on=third),
    )


def party_steps(every: list[Plan]) -> Iterator[Step]:
    """The parties of projects, each entered in the register before its first application."""
    first: dict[str, Plan] = {}
    for plan in every:
        if plan.party not in first or plan.submitted < first[plan.party].submitted:
            first[plan.party] = plan
    for key, plan in first.items():
        day = working(plan.submitted - timedelta(days=14))
        yield Step(day, "party.register", key, {"name": plan.party_name}, reason=plan.reason)
