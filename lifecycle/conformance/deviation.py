"""Deviations: what a stored act, or what follows from several, has against the law then in force."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from domain.event import NOTHING
from lifecycle.regulation import editions, stamped

if TYPE_CHECKING:
    from domain.refusals import Refused
    from lifecycle.errors import LifecycleError
    from lifecycle.record import Record

NO_DOCUMENT = "no-document"
DOUBLE_HOLDER = "double-holder"
AREA_MISMATCH = "area-mismatch"
MANDATE_MISSING = "mandate-missing"
WRONG_BODY = "wrong-body"
TOO_EARLY = "too-early"
DEADLINE_MISSED = "deadline-missed"
WRONG_LAW = "wrong-law"
IMPOSSIBLE_NOW = "impossible-now"
OTHER_CONSEQUENCES = "other-consequences"
FLAG = "flag"

KINDS = (
    *(NO_DOCUMENT, DOUBLE_HOLDER, AREA_MISMATCH, MANDATE_MISSING, WRONG_BODY, TOO_EARLY, DEADLINE_MISSED),
    *(WRONG_LAW, IMPOSSIBLE_NOW, OTHER_CONSEQUENCES),
)
"""What is told first stands first. A flag is no deviation: it asks a person to look."""


class Deviation(NamedTuple):
    """One finding: its kind and what exactly, the event it shows at, its subject, legal date and article.

    `act` is what was done, `plots` the keys of the plots it concerns, `zone` where it lies; `values` are what
    the words for people name; `refused` is what would refuse the act today in its place.
    """

    kind: str
    problem: str
    event: str
    subject: str
    on: str
    act: str = ""
    basis: str = ""
    regulation: str = ""
    recorded_at: str = ""
    zone: str = ""
    plots: tuple[str, ...] = ()
    values: Mapping[str, Any] = NOTHING
    refused: tuple[Refused | LifecycleError, ...] = ()


def at(record: Record, kind: str, problem: str, **values: Any) -> Deviation:
    """A deviation that shows at a record: the event, its subject, date, act and law are the record's."""
    body = record.body
    return Deviation(
        kind,
        problem,
        record.ref,
        record.stream,
        record.effective_on,
        act=body.get("act", ""),
        basis=_basis(body.get("act", ""), body.get("regulation", "")),
        regulation=body.get("regulation", ""),
        recorded_at=record.recorded_at,
        plots=(record.key,) if record.category == "plot" else (),
        values=values,
    )


def _basis(act: str, edition: str) -> str:
    """The article that an act rests on, by the edition stamped on it; empty where there is none."""
    rule = stamped(edition).rules.get(act) if edition in editions() else None
    return rule.basis if rule else ""
