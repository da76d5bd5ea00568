"""What a condition of a law may name: an act's terms, the subjects it consults, its subject's facts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any, Literal, get_args, get_origin, get_type_hints

from pydantic import TypeAdapter, ValidationError

from lifecycle.definitions import lifecycle_of

if TYPE_CHECKING:
    from domain.event import Event
    from lifecycle.grammar import Row

Fits = Callable[[Any], bool]


def named(row: Row, name: str) -> Fits | None:
    """Whether a term, a consulted subject (there or not) or a fact may have a value; None for no such thing."""
    if name in row.terms:
        return _of_type(_term(row, name))
    if name in row.consults:
        return lambda value: isinstance(value, bool)
    facts = _facts(row.event.category)
    if name not in facts:
        return None
    choices = _choices(row.event.category, name)
    return choices.__contains__ if choices else _of_type(facts[name])


def about(row: Row) -> frozenset[str]:
    """The nouns that an act is about besides its own: those of the subjects it consults, those it writes to."""
    return frozenset(consult.category for consult in row.consults.values()) | WRITTEN_TO.get(
        row.act, frozenset()
    )


HOLDER, INVESTOR = frozenset({"project", "party"}), frozenset({"party"})
WRITTEN_TO: Mapping[str, frozenset[str]] = {
    **dict.fromkeys(("plot.split", "plot.merge", "plot.annul-grant", "plot.surrender"), HOLDER),
    **dict.fromkeys(
        ("plot.expire-lease", "plot.revoke-allocation", "plot.terminate-lease", "plot.reclaim"), HOLDER
    ),
    **dict.fromkeys(
        ("project.reject", "project.withdraw", "project.lapse-approval", "project.exclude"), INVESTOR
    ),
    "party.succeed": frozenset({"plot", "project"}),
    "project.sign-contract": frozenset({"obligation"}),
}
"""Nouns of the subjects that an act writes to and does not consult."""


def is_date(row: Row, name: str) -> bool:
    """Whether a term of an act is a date."""
    if name not in row.terms:
        return False
    hint = _term(row, name)
    return hint is date or date in get_args(hint)


def is_choice(row: Row, name: str, value: str) -> bool:
    """Whether a value is one of those that a term takes."""
    return name in row.terms and _of_type(_term(row, name))(value)


def _term(row: Row, name: str) -> Any:
    return _hints(row.event)[name]


@cache
def _hints(event: type[Event]) -> Mapping[str, Any]:
    return get_type_hints(event, include_extras=True)


def _of_type(hint: Any) -> Fits:
    adapter: TypeAdapter[Any] = TypeAdapter(hint)

    def fits(value: Any) -> bool:
        try:
            adapter.validate_python(value, strict=True)
        except ValidationError:
            return False
        return bool(value != "")

    return fits


@cache
def _facts(category: str) -> Mapping[str, Any]:
    """The facts of a subject by name: its fields, and what follows from them."""
    state = type(lifecycle_of(category).initial)
    fields = get_type_hints(state, include_extras=True)
    derived = {name: made.fget for name, made in vars(state).items() if isinstance(made, property)}
    return fields | {name: get_type_hints(read)["return"] for name, read in derived.items() if read}


@cache
def _choices(category: str, name: str) -> frozenset[str]:
    """The values that a fact of text may have: those of the terms of its name, where these are choices."""
    hints = [
        _unwrapped(_term(row, name)) for row in lifecycle_of(category).by_verb.values() if name in row.terms
    ]
    lists = [get_args(hint) for hint in hints if get_origin(hint) is Literal]
    return frozenset(choice for choices in lists for choice in choices)


def _unwrapped(hint: Any) -> Any:
    """A type without the nothing that it admits beside it."""
    some = [one for one in get_args(hint) if one is not type(None)]
    return some[0] if len(some) == 1 and get_origin(hint) is not Literal else hint
