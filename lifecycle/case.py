"""A case: one stream folded to where it stands and what decisions need to know of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from lifecycle.definitions import lifecycle_of

if TYPE_CHECKING:
    from domain.event import At, Event
    from lifecycle.grammar import Lifecycle
    from lifecycle.record import Record


class Case(NamedTuple):
    """A subject at a version: its standing by region, its facts. Version 0 is a stream not yet begun.

    `void` says that the stream has begun and that everything in it was taken back.
    """

    stream: str
    version: int
    standing: Mapping[str, str]
    facts: Any
    void: bool = False

    @property
    def born(self) -> bool:
        """Whether the stream has begun."""
        return self.version > 0

    @property
    def exists(self) -> bool:
        """Whether the subject existed on the date the case was folded for."""
        return bool(self.standing) or not self.lifecycle.regions

    @property
    def ref(self) -> str:
        """The subject at its version, `stream@version`: the id of its last event."""
        return f"{self.stream}@{self.version}"

    @property
    def category(self) -> str:
        """The category of the stream."""
        return self.stream.partition("-")[0]

    @property
    def key(self) -> str:
        """The key of the subject."""
        return self.stream.partition("-")[2]

    @property
    def lifecycle(self) -> Lifecycle:
        """The definition that governs the case."""
        return lifecycle_of(self.category)

    def after(self, event: Event, at: At) -> Case:
        """The case one event later."""
        law = self.lifecycle
        return Case(
            self.stream,
            self.version + 1,
            law.stands(self.standing, event),
            law.evolve(self.facts, event, at),
        )


def unborn(stream: str) -> Case:
    """The case of a stream without records."""
    return Case(stream, 0, {}, lifecycle_of(stream.partition("-")[0]).initial)


def fold(stream: str, records: Iterable[Record], *, version: int | None = None) -> Case:
    """The case that settled records lead to; `version` is the stream's own where some were left out."""
    case = unborn(stream)
    law, standing, facts, seen = case.lifecycle, case.standing, case.facts, 0
    for record in records:
        standing = law.stands(standing, record.event)
        facts = law.evolve(facts, record.event, record.at())
        seen += 1
    return Case(stream, seen if version is None else version, standing, facts)
