"""What is counted for each published figure: (entity, metric) -> how the registers of its date yield it.

To have another figure computed, add its line here and to `lifecycle/demo/published_figures.csv`. Definitions
that the sources leave open are decided here, and said.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from projections.reports.picture import (
    ENDED,
    INDUSTRIAL,
    REALISED,
    SPECIAL,
    UNDER_CONTRACT,
    Picture,
    amount,
    realised,
    standing,
    summed,
    total,
)

if TYPE_CHECKING:
    from projections.answers import Row

Computed = Decimal | date | None
Measure = Callable[[Picture], Computed]

MILLION, BILLION, TRILLION = Decimal(10**6), Decimal(10**9), Decimal(10**12)
YEAR = "2025"
KHORGOS, NEW_KHORGOS, CENTRE, PARK, CITY = "KHG", "KHN", "MCPS", "PIT", "ALT"
REGION = "Turkestan"


def _count(rows: list[Row]) -> Decimal:
    return Decimal(len(rows))


def _in(value: Decimal | None, unit: Decimal) -> Decimal | None:
    return None if value is None else value / unit


def _day(row: Row | None, name: str) -> date | None:
    text = row.get(name) if row else None
    return date.fromisoformat(text) if text else None


# -- projects by name --------------------------------------------------------------------------------


def _cost(name: str, unit: Decimal = BILLION) -> Measure:
    def measure(picture: Picture) -> Computed:
        row = picture.project(name)
        return amount(row["investment"]) / unit if row else None

    return measure


def _number(name: str, column: str) -> Measure:
    def measure(picture: Picture) -> Computed:
        row = picture.project(name)
        return Decimal(row[column]) if row and row[column] is not None else None

    return measure


def _due(name: str, kind: str) -> Measure:
    return lambda picture: _day(picture.duty(name, kind), "due_on")


def _target(name: str, kind: str, unit: int = 1) -> Measure:
    def measure(picture: Picture) -> Computed:
        duty = picture.duty(name, kind)
        return Decimal(duty["target"]) / unit if duty else None

    return measure


# -- zones and their projects ------------------------------------------------------------------------


def _of_zone(key: str, column: str) -> Measure:
    return lambda picture: _day(picture.zones.get(key), column)


def _age(picture: Picture) -> Computed:
    """Full years since the centre was established."""
    born, on = _day(picture.zones.get(CENTRE), "established_on"), picture.as_of
    return Decimal(on.year - born.year - ((on.month, on.day) < (born.month, born.day))) if born else None


def _instruction(picture: Picture) -> Computed:
    """The day by which an authority was instructed to act: the one instruction on record."""
    found = [o for o in picture.obligations if o["kind"] == "instruction" and o["of"].startswith("authority:")]
    return _day(found[0], "due_on") if len(found) == 1 else None


def _to_come(picture: Picture) -> Computed:
    """New projects: applied for in a zone and neither realised nor ended."""
    return _count([row for row in picture.national if row["status"] not in REALISED | ENDED])


def _pool(picture: Picture) -> list[Row]:
    """The region's pool of 2025 to 2028: what was not launched before 2025 and has not ended."""
    return picture.pool(REGION, f"{YEAR}-01-01")


def _being_realised(picture: Picture) -> list[Row]:
    """Of the pool: what is under contract or was launched within the year."""
    return standing(_pool(picture), *UNDER_CONTRACT, *REALISED)


def _city(picture: Picture) -> list[Row]:
    return [row for row in picture.projects_in([CITY]) if row["status"] not in ENDED]


def _reported(rows: list[Row], column: str) -> Decimal | None:
    """What projects reported of a column together; nothing where none reported any."""
    return total(rows, column) if any(row.get(column) for row in rows) else None


def _to_attract(picture: Picture) -> Computed:
    """The cost of the city's projects less what was reported as invested."""
    cost, invested = total(_city(picture)), _reported(_city(picture), "investment_actual")
    return None if cost is None or invested is None else (cost - invested) / TRILLION


def _park(picture: Picture) -> list[Row]:
    return picture.projects_in([PARK])


def _participants(picture: Picture) -> Computed:
    """Different parties with a project of theirs in the register of participants."""
    return Decimal(len({row["party"] for row in _park(picture) if row["membership"] == "participant"}))


def _launched_in_year(picture: Picture) -> list[Row]:
    return [row for row in realised(_park(picture)) if (row["launched_on"] or "").startswith(YEAR)]


def _zone_number(column: str, unit: int = 1) -> Measure:
    def measure(picture: Picture) -> Computed:
        zone = picture.zones.get(PARK)
        return Decimal(zone[column]) / unit if zone and zone.get(column) is not None else None

    return measure


MEASURES: Mapping[tuple[str, str], Measure] = {
    # Khorgos
    ('SEZ "Khorgos" (inferred: East Gate)', "projects realised"): lambda p: _count(
        realised(p.projects_in([KHORGOS]))
    ),
    ('SEZ "Khorgos"', "jobs in realised projects"): lambda p: summed(
        realised(p.projects_in([KHORGOS])), "jobs_actual"
    ),
    ('SEZ "Khorgos"', "projects in progress"): lambda p: _count(
        standing(p.projects_in([KHORGOS]), "in-progress")
    ),
    ("MCPS Khorgos", "accepted on oblast balance"): _of_zone(CENTRE, "balance_accepted_on"),
    ("MCPS Khorgos", "age"): _age,
    ("SEZ Khorgos–East Gate (new)", "created"): _of_zone(NEW_KHORGOS, "established_on"),
    # the nation
    ("Kazakhstan", "SEZ operating"): lambda p: _count(p.operating(SPECIAL)),
    ("Kazakhstan", "industrial zones"): lambda p: _count(p.operating(INDUSTRIAL)),
    ("SEZ+IZ", "projects realised"): lambda p: _count(realised(p.national)),
    ("SEZ+IZ", "private investment"): lambda p: _in(total(realised(p.national)), TRILLION),
    ("SEZ+IZ", "jobs created"): lambda p: summed(realised(p.national), "jobs_actual"),
    ("SEZ+IZ", "new projects planned"): _to_come,
    ("PM instruction", "funding sources decided by"): _instruction,
    # Turkestan
    ("Turkestan obl.", "project pool 2025–2028"): lambda p: _count(_pool(p)),
    ("Turkestan obl.", "jobs if pool completed"): lambda p: summed(_pool(p), "jobs_planned"),
    ("Turkestan obl.", "projects being realised"): lambda p: _count(_being_realised(p)),
    ("Turkestan obl.", "permanent jobs from the 58"): lambda p: summed(_being_realised(p), "jobs_planned"),
    ("Turkestan obl.", "projects launched"): lambda p: _count(realised(_pool(p))),
    ("Turkestan obl.", "persons employed"): lambda p: summed(realised(_pool(p)), "jobs_actual"),
    # Alatau city
    ("Alatau city", "investment projects"): lambda p: _count(_city(p)),
    ("Alatau city", "total cost of the 32"): lambda p: _in(total(_city(p)), TRILLION),
    ("Alatau city", "investment to be attracted"): _to_attract,
    ("Alatau city", "jobs"): lambda p: summed(_city(p), "jobs_planned"),
    # projects by name
    ("PepsiCo Central Asia", "cost (2 stages)"): _cost("PepsiCo Central Asia", MILLION),
    ("PepsiCo Central Asia", "output"): _target("PepsiCo Central Asia", "output"),
    ("PepsiCo Central Asia", "jobs"): _number("PepsiCo Central Asia", "jobs_planned"),
    ("Mars Petcare Kazakhstan", "implementation start"): _due("Mars Petcare Kazakhstan", "construction-start"),
    ("Iconic Towers", "area"): _target("Iconic Towers", "commissioning", 1000),
    ("Iconic Towers", "investment"): _cost("Iconic Towers", MILLION),
    ("Iconic Towers", "agreement"): lambda p: _day(p.project("Iconic Towers"), "contracted_on"),
    ("Iconic Towers", "works start"): _due("Iconic Towers", "construction-start"),
    ("Iconic Towers", "design done"): _due("Iconic Towers", "documents"),
    ("Iconic Towers", "completion"): _due("Iconic Towers", "commissioning"),
    ("Imagine Apple Logistics", "investment"): _cost("Imagine Apple Logistics"),
    ("Imagine Apple Logistics", "jobs"): _number("Imagine Apple Logistics", "jobs_planned"),
    ("KT&G plant", "investment"): _cost("KT&G plant"),
    ("Mareven Food", "invested"): _cost("Mareven Food"),
    ("Mareven Food", "jobs"): _number("Mareven Food", "jobs_actual"),
    ("Mareven Food", "plan: invest"): _cost("Mareven Food, line of 2026"),
    ("Mareven Food", "plan: staff"): _number("Mareven Food, line of 2026", "jobs_planned"),
    ("Qapshagai bidai onimderi", "investment"): _cost("Qapshagai bidai onimderi"),
    # PIT Alatau
    ("SEZ PIT Alatau", "participants"): _participants,
    ("SEZ PIT Alatau", "investment cumulative"): lambda p: _in(
        _reported(_park(p), "investment_actual"), BILLION
    ),
    ("SEZ PIT Alatau", "permanent jobs"): lambda p: summed(realised(_park(p)), "jobs_actual"),
    ("SEZ PIT Alatau", "output cumulative"): lambda p: _in(_reported(_park(p), "output_actual"), TRILLION),
    ("SEZ PIT Alatau", "projects in progress"): lambda p: _count(standing(_park(p), "in-progress")),
    ("SEZ PIT Alatau", "their cost"): lambda p: _in(total(standing(_park(p), "in-progress")), BILLION),
    ("SEZ PIT Alatau", "jobs"): lambda p: summed(standing(_park(p), "in-progress"), "jobs_planned"),
    ("SEZ PIT Alatau", "launched in 2025: projects"): lambda p: _count(_launched_in_year(p)),
    ("SEZ PIT Alatau", "launched in 2025: cost"): lambda p: _in(total(_launched_in_year(p)), BILLION),
    ("SEZ PIT Alatau", "launched in 2025: jobs"): lambda p: summed(_launched_in_year(p), "jobs_actual"),
    ("SEZ PIT Alatau", "occupancy"): _zone_number("occupancy"),
    ("SEZ PIT Alatau", "free plots"): _zone_number("free_m2", 10_000),
    ("SEZ PIT Alatau", "term ends"): _of_zone(PARK, "term_ends_on"),
}
