"""The demo's zones: those published by name, and series of constructed ones."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from itertools import count
from typing import Any

from domain.values import SQUARE_METRES_PER_HECTARE
from lifecycle.demo.numbers import spread, working
from lifecycle.demo.steps import Step

DEFINITION = "constructed: land that can be given out"


def square_metres(hectares: float) -> int:
    """Hectares of the data files in m2."""
    return round(hectares * SQUARE_METRES_PER_HECTARE)


def data(name: str) -> Mapping[str, Any]:
    """One of the demo's TOML files."""
    return tomllib.loads(files("lifecycle.demo").joinpath(name).read_text("utf-8"))


@dataclass(frozen=True, slots=True)
class Site:
    """A zone of the demo. `number` tells its cadastral numbers, `first` is its first plot's number."""

    key: str
    name: str
    kind: str
    region: str
    established: date
    area_m2: int
    allocatable_m2: int
    term_ends: date
    parent: str
    number: int
    first: int
    free_m2: tuple[int, ...]

    @property
    def premises(self) -> bool:
        """Whether what is given out here is units in ready buildings."""
        return self.kind == "small-iz"

    def cadastral_number(self, plot: int) -> str:
        """A number in district 99, which there is not."""
        return f"99-{self.number:03}-{plot:04}"

    def plot_key(self, plot: int) -> str:
        """The key of a plot by its number."""
        return f"{self.key}-{plot:03}"


def _site(given: Mapping[str, Any], number: int) -> Site:
    return Site(
        key=given["key"],
        name=given["name"],
        kind=given["kind"],
        region=given["region"],
        established=given["established"],
        area_m2=square_metres(given["area_ha"]),
        allocatable_m2=square_metres(given["allocatable_ha"]),
        term_ends=given["term_ends"],
        parent=given.get("parent", ""),
        number=number,
        first=given.get("first_number", 1),
        free_m2=tuple(square_metres(area) for area in given.get("free_ha", ())),
    )


def _members(series: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    first, last = series["numbers"]
    begin, end = series["established"]
    days = spread(begin, end, last - first + 1)
    for n, established in zip(range(first, last + 1), days, strict=True):
        yield {
            **series,
            "key": series["key"].format(n=n),
            "name": series["name"].format(n=n),
            "region": series["regions"][n % len(series["regions"])],
            "established": established,
        }


@cache
def sites() -> Mapping[str, Site]:
    """Every zone of the demo by key."""
    given = data("zones.toml")
    every = [*given["zone"], *(member for series in given["series"] for member in _members(series))]
    numbers = count(1)
    return {site.key: site for site in (_site(one, next(numbers)) for one in every)}


def zone_steps() -> Iterator[Step]:
    """How the zones were established, and the plots in them that nobody holds."""
    for site in sites().values():
        terms = {
            "name": site.name,
            "kind": site.kind,
            "region": site.region,
            "area_m2": site.area_m2,
            "allocatable_m2": site.allocatable_m2,
            "allocatable_definition": DEFINITION,
            "term_ends_on": site.term_ends,
        }
        parent = {"parent": site.parent} if site.parent else {}
        yield Step(site.established, "zone.establish", site.key, terms | parent, site.key)
        day = working(site.established + timedelta(days=45))
        for offset, area_m2 in enumerate(site.free_m2):
            yield registered(site, 901 + offset, area_m2, day)


def registered(site: Site, number: int, area_m2: int, on: date) -> Step:
    """A plot or premises unit entered in the register."""
    premises = {"premises": True} if site.premises else {}
    terms = {
        "zone": site.key,
        "area_m2": area_m2,
        "cadastral_number": site.cadastral_number(number),
        "purpose": "ready building unit" if site.premises else "industrial",
    }
    return Step(on, "plot.register", site.plot_key(number), terms | premises, site.key)
