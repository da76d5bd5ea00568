"""The zones as a whole on one date: the selections of registers' rows that published figures count and sum."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol

from domain.values import minor_digits

if TYPE_CHECKING:
    from projections.answers import Answer, Row

SPECIAL = frozenset({"sez"})
INDUSTRIAL = frozenset({"iz", "small-iz"})
"""A small industrial zone is an industrial zone; a cross-border centre is neither special nor industrial."""

REALISED = frozenset({"launched", "operating", "completed"})
UNDER_CONTRACT = frozenset({"contracted", "in-progress"})
ENDED = frozenset({"rejected", "withdrawn", "terminated", "deregistered"})

TENGE = "KZT"


class Lists(Protocol):
    """What a picture needs of the registers."""

    def list(self, noun: str, *, as_of: date, known_at: str | None = None) -> Answer:
        """The rows of a register as of a date, as known at a time."""


class Picture:
    """The registers on one date. Projects off the territory count in no zone's figures."""

    def __init__(self, registers: Lists, as_of: date, known_at: str | None = None) -> None:
        self.as_of = as_of
        self._known_at = known_at
        self._registers = registers

    @cached_property
    def zones(self) -> dict[str, Row]:
        """The zones by key."""
        return {row["key"]: row for row in self._rows("zone")}

    @cached_property
    def projects(self) -> list[Row]:
        """Every project, off the territory or on it."""
        return list(self._rows("project"))

    @cached_property
    def obligations(self) -> list[Row]:
        """Every obligation."""
        return list(self._rows("obligation"))

    def _rows(self, noun: str) -> tuple[Row, ...]:
        return self._registers.list(noun, as_of=self.as_of, known_at=self._known_at).rows

    def operating(self, kinds: frozenset[str]) -> list[Row]:
        """The zones of some kinds that operate."""
        return [zone for zone in self.zones.values() if zone["kind"] in kinds and zone["status"] == "operating"]

    # -- projects ------------------------------------------------------------------------------------

    def projects_in(self, zones: Iterable[str]) -> list[Row]:
        """The projects of zones, those off the territory left out."""
        keys = frozenset(zones)
        return [row for row in self.projects if row["zone"] in keys and not row["off_territory"]]

    @cached_property
    def national(self) -> list[Row]:
        """The projects of every special and industrial zone that operates."""
        return self.projects_in(zone["key"] for zone in self.operating(SPECIAL | INDUSTRIAL))

    def pool(self, region: str, since: str) -> list[Row]:
        """A region's pool of projects from a day on: those not launched before it and not ended."""
        here = self.projects_in(key for key, zone in self.zones.items() if zone["region"] == region)
        return [
            row
            for row in here
            if row["status"] not in ENDED and (row["launched_on"] is None or row["launched_on"] >= since)
        ]

    def project(self, name: str) -> Row | None:
        """The project of a name, if exactly one bears it."""
        found = [row for row in self.projects if row["name"] == name]
        return found[0] if len(found) == 1 else None

    def duty(self, project: str, kind: str) -> Row | None:
        """The obligation of a kind that a project, by name, took on."""
        row = self.project(project)
        of = f"project:{row['key']}" if row else ""
        return next((o for o in self.obligations if o["of"] == of and o["kind"] == kind), None)


def realised(rows: Iterable[Row]) -> list[Row]:
    """Projects launched, and those launched that operate or are completed."""
    return [row for row in rows if row["status"] in REALISED]


def standing(rows: Iterable[Row], *statuses: str) -> list[Row]:
    """Rows in one of some statuses."""
    return [row for row in rows if row["status"] in statuses]


def amount(money: Any) -> Decimal:
    """Money in whole units of its currency."""
    return Decimal(money["minor"]).scaleb(-minor_digits(money["currency"]))


def tenge(row: Row, name: str = "investment") -> Decimal | None:
    """A row's money in KZT: as it is, or the investment's equivalent at its own rate; else nothing."""
    for money in (row.get(name), row.get("equivalent") if name == "investment" else None):
        if money is not None and money["currency"] == TENGE:
            return amount(money)
    return None


def total(rows: Iterable[Row], name: str = "investment") -> Decimal | None:
    """A column of money summed in KZT; nothing where an investment has no KZT value (invariant 9)."""
    amounts = [tenge(row, name) for row in rows if name == "investment" or row.get(name) is not None]
    return sum((a for a in amounts if a is not None), Decimal(0)) if None not in amounts else None


def summed(rows: Iterable[Row], name: str) -> Decimal:
    """The sum of a numeric column; what was never reported adds nothing."""
    return Decimal(sum(row[name] or 0 for row in rows))
