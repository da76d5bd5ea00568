"""How data is put before a person: headings, areas in hectares, money in words, statuses in colour."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cli.i18n import _, noted, word
from cli.index import nouns
from cli.screen import paint, safe
from cli.tables import Column
from domain.values import in_hectares, minor_digits

FOLDED = frozenset(
    {
        *("name", "of", "obligor", "purpose", "basis", "documents", "plots", "projects", "activities"),
        *("allocatable_definition", "encumbrances", "deadlines", "limits", "value", "entity", "metric"),
        *("what", "to_type"),
    }
)
"""Columns of running text, which may be folded; keys, dates and statuses stay whole."""

STATED = frozenset({"agrees", "ok", "permitted", "stored"})
"""Columns where a no is as telling as a yes; elsewhere it is left blank."""

NUMBERS = frozenset({"position", "version", "percent", "occupancy", "published", "computed"})
IN_THE_UNIT = frozenset({"target", "planned", "reported", "amount"})
CURRENCY_LENGTH = 3

HEADINGS = {
    "area_m2": noted("area, ha"),
    "allocatable_m2": noted("allocatable, ha"),
    "free_m2": noted("free, ha"),
    "occupancy": noted("occupied, %"),
    "bin": noted("BIN"),
    "stored": noted("stored"),
    "problem": noted("problem"),
    "decree_on": noted("decree dated"),
    "to_type": noted("to type"),
}
MAGNITUDES = (
    (12, noted("{amount} trn {currency}")),
    (9, noted("{amount} bn {currency}")),
    (6, noted("{amount} m {currency}")),
)

COLOURS: Mapping[str, str] = {
    **dict.fromkeys(
        ("operating", "launched", "held", "owned", "met", "cured", "active", "completed", "agrees"), "green"
    ),
    **dict.fromkeys(
        ("reserved", "allocated", "leased", "submitted", "under-review", "clarification", "suspended"), "yellow"
    ),
    **dict.fromkeys(("unmet", "noticed", "prescribed", "idle", "insolvent", "terminated", "overdue"), "yellow"),
    **dict.fromkeys(
        ("reclaiming", "in-court", "ordered", "disputed", "breached", "barred", "abolished"), "red"
    ),
    **dict.fromkeys(("refused", "expired", "rejected", "excluded", "differs"), "red"),
    **dict.fromkeys(("free", "approved", "contracted", "in-progress", "permitted"), "cyan"),
    **dict.fromkeys(("retired", "ended", "withdrawn", "superseded", "liquidated", "vacant"), "dim"),
}


def heading(column: str) -> str:
    """A column's heading: its name as words, or the words it was given."""
    return _(plain_heading(column))


def plain_heading(column: str) -> str:
    """A column's heading in English: its name as words, or the words it was given."""
    return HEADINGS.get(column, column.removesuffix("_on").replace("_", " "))


def shown(columns: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> list[Column]:
    """The columns of a table."""
    return [
        Column(name, heading(name), number=_numeric(name, rows), folds=name in FOLDED)
        for name in columns
        if not (name == "area_ha" and "area_m2" in columns)
    ]


def _numeric(name: str, rows: Sequence[Mapping[str, Any]]) -> bool:
    if name in NUMBERS or name.endswith("_m2"):
        return True
    values = [row.get(name) for row in rows if row.get(name) is not None]
    return bool(values) and all(_is_number(value) for value in values)


def _is_number(value: Any) -> bool:
    return (isinstance(value, int | float) and not isinstance(value, bool)) or _is_money(value)


def _is_money(value: Any) -> bool:
    return isinstance(value, Mapping) and value.keys() == {"minor", "currency"}


def cells(noun: str, row: Mapping[str, Any]) -> dict[str, str]:
    """A row as text for people, safe to print; what is counted in the row's own unit, in that."""
    unit = str(row.get("unit") or "")
    return {name: text(noun, name, value, unit) for name, value in row.items()}


def _in_unit(value: int, unit: str) -> str:
    if unit == "ha":
        return in_hectares(value)
    return money(value, unit) if len(unit) == CURRENCY_LENGTH and unit.isupper() else str(value)


def text(noun: str, column: str, value: Any, unit: str = "") -> str:
    """A value as text for people, safe to print; what an obligation counts in its unit, in that."""
    if isinstance(value, bool):
        return _("yes") if value else _("no") if column in STATED else ""
    if column in IN_THE_UNIT and isinstance(value, int):
        return _in_unit(value, unit)
    if value is None or value in ("", [], {}, ()):
        return ""
    if column.endswith("_m2") and isinstance(value, int):
        return in_hectares(value)
    if _is_money(value):
        return money(value["minor"], value["currency"])
    if isinstance(value, Mapping):
        return "; ".join(f"{heading(str(k))}: {text(noun, str(k), v)}" for k, v in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(text(noun, column, item) for item in value)
    return safe(_worded(noun, column, str(value)))


def _worded(noun: str, column: str, value: str) -> str:
    known = nouns().get(noun, {})
    if value in known.get("regions", {}).get(column, ()) or value in known.get("choices", {}).get(column, ()):
        return word(f"{noun}.{column}", value)
    return value


def money(minor: int, currency: str) -> str:
    """An amount for reading: in billions where it is, at most two decimals. Data formats hold it exactly."""
    digits = minor_digits(currency)
    for exponent, words in MAGNITUDES:
        if minor >= 10 ** (exponent + digits):
            return _(words).format(amount=_decimal(minor, exponent + digits), currency=currency)
    return f"{_decimal(minor, digits)} {currency}"


def _decimal(minor: int, scale: int) -> str:
    hundredths = (minor * 100 + 10**scale // 2) // 10**scale
    whole, rest = divmod(hundredths, 100)
    return f"{whole}.{rest:02d}".rstrip("0").rstrip(".") if rest else str(whole)


def painter(rows: Sequence[Mapping[str, Any]], laid: Sequence[Mapping[str, str]]) -> Any:
    """Colours for statuses, by the words they are shown as."""
    colours = {
        cell[name]: COLOURS[value]
        for row, cell in zip(rows, laid, strict=True)
        for name, value in row.items()
        if isinstance(value, str) and value in COLOURS and cell.get(name)
    }

    def paint_cell(piece: str, column: str) -> str:
        return paint(piece, colours.get(piece, ""))

    return paint_cell
