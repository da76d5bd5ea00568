"""How a field's value is put into words: what people would say, whatever form it is kept in."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from domain.values import minor_digits
from projections.exports.page import words
from projections.exports.page.words import NOTHING, area, heading

EMPTY: tuple[Any, ...] = (None, "", [], {}, ())


def value(name: str, given: Any) -> str:
    """A field's value in words."""
    if given in EMPTY:
        return NOTHING
    match given:
        case bool():
            return "yes" if given else "no"
        case int() if name.endswith("_m2"):
            return area(given)
        case Mapping():
            return _dates(given) if name == "due" else _thing(given)
        case list() | tuple():
            return _joined(name, given)
        case _:
            return str(given)


def lines(name: str, given: Any) -> list[str]:
    """A value in words, a line for each of several things."""
    several = isinstance(given, list | tuple) and bool(given) and all(isinstance(one, Mapping) for one in given)
    return [value(name, one) for one in given] if several else [value(name, given)]


def paper(given: Mapping[str, Any]) -> str:
    """A paper by its kind, number and date; where it has no number, by its kind and its digest."""
    if given.get("number"):
        return words.PAPER.format(kind=given["kind"], number=given["number"], date=given.get("date", ""))
    digest = str(given.get("sha256") or "")
    return f"{given['kind']} {digest[:12]}…" if digest else str(given["kind"])


def deadline(given: Mapping[str, Any]) -> str:
    """What runs out, on which day, and by which calendar that was counted."""
    said = words.DEADLINE.format(name=given["name"], due=given["due"])
    if given.get("calendar"):
        said += words.COUNTED_BY.format(calendar=given["calendar"])
    return said + (words.PROVISIONAL if given.get("provisional") else "")


def _joined(name: str, given: list[Any] | tuple[Any, ...]) -> str:
    """Several values; such as have commas of their own are parted by semicolons."""
    said = [value(name, one) for one in given]
    return ("; " if any(", " in one for one in said) else ", ").join(said)


def _dates(given: Mapping[str, Any]) -> str:
    return ", ".join(words.DEADLINE.format(name=name, due=due) for name, due in given.items())


def _thing(given: Mapping[str, Any]) -> str:
    """Something of several fields: as it is said of its kind, or field by field, what is empty left out."""
    match given:
        case {"minor": int(minor), "currency": str(currency)}:
            return f"{Decimal(minor).scaleb(-minor_digits(currency)):,f} {currency}"
        case {"named": str(key), "name": str(name), "bin": number}:
            return words.NAMED.format(key=key, name=name) + (words.BIN.format(bin=number) if number else "")
        case {"kind": str(kind), "holder": holder}:
            return words.BURDEN.format(kind=kind, holder=holder) if holder else kind
        case {"kind": _, "number": _} | {"kind": _, "sha256": _}:
            return paper(given)
        case {"name": str(), "due": str()}:
            return deadline(given)
        case {"from_on": first, "to_on": last, **rest}:
            ground = words.BECAUSE.format(ground=rest["ground"]) if rest.get("ground") else ""
            return words.PERIOD.format(first=first, last=last) + ground
        case {"key": key, "area_m2": int(m2)}:
            return words.PART.format(key=key, area=area(m2))
        case {"key": key, "use": use}:
            return words.USED.format(key=key, use=use)
        case _:
            held = {str(name): one for name, one in given.items() if one not in EMPTY}
            return ", ".join(f"{heading(name)} {value(name, one)}" for name, one in held.items())
