"""Answering questions about many subjects: the registers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cli import index, output, parsing, stores
from cli.options import Settings
from cli.questions import sheet
from projections.registers import EITHER

FILTER = "filter_"


def listing(settings: Settings, *, noun: str, as_of: str | None, known_at: str | None, **given: Any) -> int:
    """Print a register, filtered."""
    settings.asked = (noun, "list", "")
    with stores.for_questions(settings.url) as asked, stores.registers(settings.url, asked.log) as registers:
        on, known = stores.times(asked, as_of, known_at)
        answer = registers.list(noun, filters=filters(noun, given), as_of=on, known_at=known)
    output.emit(sheet(noun, answer), settings.format)
    return 0


def filters(noun: str, given: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """The filters that were given: column -> the values asked for. Raises `Misused`."""
    found: dict[str, tuple[str, ...]] = {}
    for name, value in given.items():
        if name.startswith(FILTER) and value:
            column = name.removeprefix(FILTER)
            known = index.nouns()[noun]["filters"][column]
            columns = EITHER.join(known.get("any_of", (column,)))
            found[columns] = ("true",) if value is True else tuple(_asked_for(known, one) for one in value)
    return found


def _asked_for(known: Mapping[str, Any], text: str) -> str:
    if known.get("type") == "day":
        return str(parsing.day(known["name"], text))
    return parsing.line(known["name"], text)
