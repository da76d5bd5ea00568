"""What a person typed, as simple values. Whatever cannot be read is `Misused`."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Any

from cli.i18n import noted
from domain import identifiers, values
from domain.identifiers import Malformed
from lifecycle.errors import Misused
from lifecycle.record import timestamp

MOMENT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?(Z|[+-][0-9]{2}:[0-9]{2})?"
)


def told(option: str, parse: Any, *given: str) -> Any:
    """A value, or `Misused` that names the option, the text and what was expected."""
    try:
        return parse(*given)
    except Malformed as error:
        raise Misused(problem="malformed", term=option, text=error.text, expected=error.expected) from error


def key(noun: str, text: str) -> str:
    """A subject's key. Raises `Misused`."""
    if noun == "party":
        return told("BIN", identifiers.party_key, text)  # type: ignore[no-any-return]
    return told("KEY", identifiers.key, text)  # type: ignore[no-any-return]


def day(option: str, text: str | None) -> date | None:
    """A date, if one was given. Raises `Misused`."""
    return told(option, values.day, text) if text is not None else None


def moment(option: str, text: str | None) -> str | None:
    """A moment as records hold it: ISO 8601, UTC where no offset is given; a date is its last moment.

    UTC, in which records are kept, has no hour that comes twice or never. Raises `Misused`.
    """
    if text is None:
        return None
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        return f"{told(option, values.day, text).isoformat()}T23:59:59.999999Z"
    return told(option, _moment, text)  # type: ignore[no-any-return]


def _moment(text: str) -> str:
    try:
        if MOMENT.fullmatch(text):
            given = datetime.fromisoformat(text)
            return timestamp(given if given.tzinfo else given.replace(tzinfo=UTC))
    except (ValueError, OverflowError):
        pass
    raise Malformed("moment", text, noted("a moment such as 2026-01-16T09:30:00Z"))


def number(option: str, text: str | None) -> int | None:
    """A whole number, if one was given. Raises `Misused`."""
    return told(option, values.count, text) if text is not None else None


def line(option: str, text: str | None) -> str:
    """A line of free text, empty where none was given. Raises `Misused`."""
    return told(option, identifiers.name, text) if text else ""
