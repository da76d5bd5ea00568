"""Value types: area, money, identifiers, and how a person writes them.

Inside: areas are integer square metres, money is integer minor units with a currency, identifiers are
normalised text. Every parser raises `Malformed`, which names what was expected.
"""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from domain.identifiers import Malformed, business_number, cadastral_number, key, name, party_key

LARGEST_INTEGER = 2**53 - 1
SQUARE_METRES_PER_HECTARE = 10_000


# -- area --------------------------------------------------------------------------------------------


def hectares(text: str) -> int:
    """Hectares with at most four decimals, as square metres above zero. Raises `Malformed`."""
    expected = "hectares above zero with at most four decimals, such as 12.5"
    if not re.fullmatch(r"[0-9]{1,9}([.,][0-9]{1,4})?", text):
        raise Malformed("area", text, expected)
    square_metres = int(Decimal(text.replace(",", ".")) * SQUARE_METRES_PER_HECTARE)
    if square_metres == 0:
        raise Malformed("area", text, expected)
    return square_metres


def in_hectares(area_m2: int) -> str:
    """Square metres shown as hectares, always four decimals."""
    sign, size = ("-", -area_m2) if area_m2 < 0 else ("", area_m2)
    return f"{sign}{size // SQUARE_METRES_PER_HECTARE}.{size % SQUARE_METRES_PER_HECTARE:04d}"


# -- money -------------------------------------------------------------------------------------------

MINOR_DIGITS = {"JPY": 0, "KRW": 0, "VND": 0, "CLP": 0, "KWD": 3, "BHD": 3, "OMR": 3, "TND": 3, "JOD": 3}
MAGNITUDES = {"": 0, "k": 3, "m": 6, "mn": 6, "bn": 9, "trn": 12}


def minor_digits(currency: str) -> int:
    """How many decimals a currency's minor unit has (ISO 4217); two unless listed."""
    return MINOR_DIGITS.get(currency, 2)


def currency(text: str) -> str:
    """An ISO 4217 code. Raises `Malformed`."""
    if not re.fullmatch(r"[A-Z]{3}", text):
        raise Malformed("currency", text, "a code of three letters, such as KZT")
    return text


class Value(BaseModel):
    """A compound value: compared by its fields, never changed, stored as a JSON object."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class Money(Value):
    """An amount in integer minor units of one currency."""

    minor: Annotated[int, Field(ge=0, le=LARGEST_INTEGER)]
    currency: Annotated[str, AfterValidator(currency)]


def minor_units(text: str, code: str) -> int:
    """An amount such as `12.5bn` in minor units of a currency. Raises `Malformed`."""
    expected = "an amount such as 12.5bn (k, m, bn, trn), exact in the currency's minor units"
    found = re.fullmatch(r"([0-9][0-9_]*(?:\.[0-9]+)?)\s*(k|mn?|bn|trn)?", text)
    if not found:
        raise Malformed("money", text, expected)
    amount = Decimal(found[1].replace("_", "")).scaleb(MAGNITUDES[found[2] or ""] + minor_digits(code))
    if amount != amount.to_integral_value() or amount > LARGEST_INTEGER:
        raise Malformed("money", text, expected)
    return int(amount)


def money(text: str, code: str) -> Money:
    """An amount such as `12.5bn` in a currency. Raises `Malformed`."""
    return Money(minor=minor_units(text, currency(code)), currency=code)


# -- dates and periods -------------------------------------------------------------------------------


def day(text: str) -> date:
    """A legal date, `YYYY-MM-DD`. Raises `Malformed`."""
    try:
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise Malformed("date", text, "a date such as 2026-01-16")


def period(text: str) -> str:
    """A reporting period: a year, half-year, quarter or month. Raises `Malformed`."""
    if not re.fullmatch(r"(19|20)[0-9]{2}(-H[12]|-Q[1-4]|-(0[1-9]|1[0-2]))?", text):
        raise Malformed("period", text, "2025, 2025-H1, 2025-Q3 or 2025-10")
    return text


# -- compound terms ----------------------------------------------------------------------------------


class Part(Value):
    """A child of a split: its key and its area."""

    key: Annotated[str, AfterValidator(key)]
    area_m2: Annotated[int, Field(gt=0, le=LARGEST_INTEGER)]


class PartUse(Value):
    """How a child of a split is used, where that differs from its parent."""

    key: str
    use: str


class Duty(Value):
    """An obligation named in a contract: its key is the project's with a running number."""

    kind: str
    target: int
    unit: str
    due_on: date


def part(text: str) -> Part:
    """`KEY=HECTARES`. Raises `Malformed`."""
    word, equals, size = text.partition("=")
    if not equals:
        raise Malformed("part", text, "KEY=HECTARES")
    return Part(key=key(word), area_m2=hectares(size))


def part_use(text: str) -> PartUse:
    """`KEY=USE`. Raises `Malformed`."""
    word, equals, use = text.partition("=")
    if not equals or not use:
        raise Malformed("part use", text, "KEY=USE")
    return PartUse(key=key(word), use=use)


def count(text: str) -> int:
    """A whole number, zero or more. Raises `Malformed`."""
    if not re.fullmatch(r"[0-9]{1,15}", text):
        raise Malformed("number", text, "a whole number, zero or more")
    return int(text)


def target(text: str, unit: str) -> int:
    """What is promised: minor units where the unit is a currency, hectares in m2 for `ha`, else a count."""
    if re.fullmatch(r"[A-Z]{3}", unit):
        return minor_units(text, unit)
    return hectares(text) if unit == "ha" else count(text)


def duty(text: str) -> Duty:
    """`KIND:TARGET:UNIT:DUE`, a unit of three capitals being a currency. Raises `Malformed`."""
    pieces = text.split(":")
    if len(pieces) != len(Duty.model_fields):
        raise Malformed("obligation", text, "KIND:TARGET:UNIT:DUE, such as jobs:120:persons:2027-12-31")
    kind, size, unit, due = pieces
    return Duty(
        kind=obligation_kind(kind),
        target=target(size, unit_of(unit)),
        unit=unit_of(unit),
        due_on=day(due),
    )


def unit_of(text: str) -> str:
    """A unit: `persons`, `ha`, `percent`, `t`, a currency. Raises `Malformed`."""
    if not re.fullmatch(r"[A-Za-z0-9/]{1,24}", text):
        raise Malformed("unit", text, "a unit such as persons, ha, percent or KZT")
    return text


OBLIGATION_KINDS = (
    "investment",
    "construction-start",
    "build-out",
    "commissioning",
    "jobs",
    "local-content",
    "output",
    "report",
    "rent",
    "documents",
    "instruction",
    "indicator",
)


COUNTED_IN: Mapping[str, str] = {"build-out": "percent"}
"""Kinds of obligation that are counted in one unit only: the built share of a plot."""


def obligation_kind(text: str) -> str:
    """One of the kinds of obligation. Raises `Malformed`."""
    if text not in OBLIGATION_KINDS:
        raise Malformed("obligation kind", text, ", ".join(OBLIGATION_KINDS))
    return text


def _valid(parse: object) -> AfterValidator:
    return AfterValidator(parse)  # type: ignore[arg-type]


Key = Annotated[str, _valid(key)]
PartyKey = Annotated[str, _valid(party_key)]
Bin = Annotated[str, _valid(business_number)]
CadastralNumber = Annotated[str, _valid(cadastral_number)]
Name = Annotated[str, _valid(name)]
Period = Annotated[str, _valid(period)]
Unit = Annotated[str, _valid(unit_of)]
ObligationKind = Annotated[str, _valid(obligation_kind)]
AreaM2 = Annotated[int, Field(gt=0, le=LARGEST_INTEGER)]
Count = Annotated[int, Field(ge=0, le=LARGEST_INTEGER)]
