"""Corrections and voids: what can be said of any earlier record. The record itself stays as it is, for ever.

A correction changes fields of one record, which keeps its place, its stream and its type. A void says that an
act never was so: it takes back every record of the act in its stream.
"""

import types
from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Annotated, Any, NamedTuple, get_args, get_origin

from domain.event import Event, Outcome
from domain.values import Bin, CadastralNumber, Key, Name, PartyKey


class Amendment(Event):
    """Something said of an earlier record of the same stream. It is settled before a history is folded."""

    target: str


class RecordCorrected(Amendment):
    """Fields of an earlier record were wrong: these are right. A field set to nothing was not known.

    `moved_to` is the right legal date, `body` the right deciding body, `documents` all of the right papers,
    `deadlines` those that the act started as they come out now; nothing where they stay.
    """

    changes: dict[str, Any] = {}  # noqa: RUF012 - pydantic copies defaults
    moved_to: date | None = None
    body: Name | None = None
    documents: tuple[dict[str, str], ...] = ()
    deadlines: tuple[dict[str, Any], ...] | None = None


class RecordVoided(Amendment):
    """The act that the record belongs to never was so."""


def amends(stored: str) -> bool:
    """Whether a stored name is that of something said of an earlier record."""
    return stored.partition(".")[2].partition("@")[0] in (RecordCorrected.__name__, RecordVoided.__name__)


class Amending(NamedTuple):
    """What can be said of the records of one category."""

    corrected: type[RecordCorrected]
    voided: type[RecordVoided]


NEVER_AMENDED = frozenset({"store", "heads", "calendar"})
"""Categories whose records stay as they are: what a store is, what it was sealed at, what days were worked."""


@cache
def amending(category: str) -> Amending:
    """The two events of a category, under its own stored names: `plot.RecordVoided@1`."""
    return Amending(_of(RecordCorrected, category), _of(RecordVoided, category))


def _of(base: Any, category: str) -> Any:
    said = {"__module__": __name__, "__doc__": base.__doc__}
    stored = f"{category}.{base.__name__}@1"
    return types.new_class(base.__name__, (base,), {"stored": stored}, lambda body: body.update(said))


IDENTITIES = (Key, PartyKey, Bin, CadastralNumber)
"""Types of fields that name a subject or the number it bears: another one would be another act."""


def correctable(event: type[Event]) -> frozenset[str]:
    """The fields of an event that a correction may change: all but those that say what the act is about."""
    return frozenset(
        name
        for name, field in event.model_fields.items()
        if not (_names_an_event(name, field.annotation) or _identifies(field.rebuild_annotation()))
    )


def _names_an_event(name: str, annotation: Any) -> bool:
    """Whether a field is the event that an act is about; what an obligation aims at is a number."""
    return name == "target" and annotation is str


def _identifies(annotation: Any) -> bool:
    if annotation in IDENTITIES:
        return True
    return get_origin(annotation) is not Annotated and any(map(_identifies, get_args(annotation)))


# -- decisions ---------------------------------------------------------------------------------------


def correct(
    facts: Any,
    *,
    category: str,
    target: str,
    changes: Mapping[str, Any],
    moved_to: date | None = None,
    body: str | None = None,
    documents: tuple[dict[str, str], ...] = (),
) -> Outcome:
    """Set right what an earlier record says; nothing where it says so already."""
    if not (changes or moved_to or body or documents):
        return ()
    said = {"moved_to": moved_to, "body": body, "documents": documents}
    return (amending(category).corrected(target=target, changes=dict(changes), **said),)


def void(facts: Any, *, category: str, target: str) -> Outcome:
    """Take back an act that never was so."""
    return (amending(category).voided(target=target),)
