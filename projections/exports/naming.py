"""Names: which records say what a party or a project is called, and what it was called on a date.

A party that is known by another key than its BIN bears its BIN beside its name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from domain.corrections import Amendment
from domain.party.events import PartyRegistered, PartyRenamed
from domain.project.events import ProjectSubmitted
from lifecycle.record import stream_name
from lifecycle.settling import settled

if TYPE_CHECKING:
    from lifecycle.record import Record

NAMING = (PartyRegistered, PartyRenamed, ProjectSubmitted)
"""What gives a party or a project its name."""

FIELDS = {
    **dict.fromkeys(("party", "former_holders", "rivals", "succeeded_by"), "party"),
    **dict.fromkeys(("project", "projects", "reserved_for"), "project"),
}
"""Fields whose values are keys of parties or projects, or lists of them; the category of each."""


def named_in(said: Any) -> Iterator[str]:
    """The streams of the parties and projects whose keys stand in something said, however deep."""
    match said:
        case Mapping():
            for field, value in said.items():
                yield from _keys(FIELDS[field], value) if field in FIELDS else named_in(value)
        case list() | tuple():
            for one in said:
                yield from named_in(one)


def _keys(category: str, value: Any) -> Iterator[str]:
    for one in value if isinstance(value, list | tuple) else [value]:
        if one and isinstance(one, str):
            yield stream_name(category, one)


def naming(records: Iterable[Record]) -> list[Record]:
    """The records of a stream's history that give its subject a name, and what was later said of these."""
    found: dict[str, Record] = {}
    for record in records:
        amends = isinstance(record.event, Amendment) and record.event.target in found
        if amends or isinstance(record.event, NAMING):
            found[record.ref] = record
    return list(found.values())


class _Called(NamedTuple):
    """What a subject is called from a legal date on."""

    since: str
    name: str
    number: str


class Names:
    """What parties and projects were called, by the records that name them, as known at a time."""

    def __init__(self, histories: Mapping[str, Sequence[Record]], known_at: str | None = None) -> None:
        self.called = {
            stream: list(_named(settled(naming(records), known_at=known_at)))
            for stream, records in histories.items()
        }

    def into(self, said: Any, day: str) -> Any:
        """The same, with names beside the keys in it: those borne on a legal date.

        A key becomes `{"named", "name", "bin"}`; one of which no name is known stays as it is. On a date before
        the first name that one is told: a right may be older than the register.
        """
        match said:
            case Mapping():
                return {
                    field: self._beside(FIELDS[field], value, day) if field in FIELDS else self.into(value, day)
                    for field, value in said.items()
                }
            case list() | tuple():
                return [self.into(one, day) for one in said]
        return said

    def _beside(self, category: str, value: Any, day: str) -> Any:
        if isinstance(value, list | tuple):
            return [self._beside(category, one, day) for one in value]
        called = self.called.get(stream_name(category, value)) if isinstance(value, str) else None
        if not called:
            return value
        now = next((one for one in reversed(called) if one.since <= day), called[0])
        return {"named": value, "name": now.name, "bin": now.number if now.number != value else ""}


def _named(history: Iterable[Record]) -> Iterator[_Called]:
    number = ""
    for record in history:
        match record.event:
            case PartyRegistered() as event:
                number = event.bin or ""
                yield _Called(record.effective_on, event.name, number)
            case PartyRenamed() | ProjectSubmitted() as event:
                yield _Called(record.effective_on, event.name, number)
