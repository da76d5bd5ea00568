"""Authority: under which mandate an officer acts, as it stands at the end of the log.

A mandate is a role in zones, held in one's own right or by delegation. It counts on the day on which the act
is recorded, whatever the act's legal date.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from domain.identifiers import Malformed, key
from domain.refusals import NotAuthorised, Refused
from lifecycle.definitions import NOUNS
from lifecycle.record import stream_name

if TYPE_CHECKING:
    from lifecycle.case import Case
    from lifecycle.command import Command
    from lifecycle.desk import Desk
    from lifecycle.rule import Rule


class Authority(NamedTuple):
    """Under which event's mandate an act is done, what was consulted to know it, and what stands against it."""

    mandate: str
    consulted: tuple[Case, ...] = ()
    objections: tuple[Refused, ...] = ()


def authority_of(command: Command, rule: Rule, subject: Case, desk: Desk) -> Authority | None:
    """The mandate of the officer who records an act; None where the desk asks for none."""
    if desk.today is None:
        return None
    return held(command.actor, rule.recorded_by, zone_of(command, subject, desk), desk)


def held(actor: str, role: str, zone: str, desk: Desk) -> Authority:
    """The mandate that an officer holds today for a role in a zone; no zone, any mandate with the role."""
    from domain.officer.mandate import mandate  # noqa: PLC0415 - questions about the past ask for none

    assert desk.today is not None  # noqa: S101 - a desk that asks for mandates knows the day
    officers = _line_of(actor, desk)
    cases = tuple(officers.values())
    if not officers or not officers[actor].born:
        return Authority("", cases, (NotAuthorised(actor, role, zone, "unknown", None),))
    givers: dict[str, Any] = {name: case.facts for name, case in officers.items()}
    try:
        under = mandate(givers[actor], givers, role=role, zone=zone, on=desk.today())
    except Refused as objection:
        return Authority("", cases, (objection,))
    return Authority(under, cases)


def _line_of(actor: str, desk: Desk) -> dict[str, Case]:
    """An officer and everybody whose mandate has come down to them; nobody where the name is no key."""
    try:
        waiting = [key(actor)]
    except Malformed:
        return {}
    if waiting != [actor]:
        return {}
    found: dict[str, Case] = {}
    while waiting:
        for case in desk.known([stream_name("officer", name) for name in waiting]).values():
            found[case.key] = case
        waiting = [g for case in found.values() for g in case.facts.received if g not in found]
    return found


def zone_of(command: Command, subject: Case, desk: Desk) -> str:
    """The zone that an act is about: where its subject lies, or where whom it belongs to lies; else empty."""
    place = subject.lifecycle.place(command.key, subject.facts, command.terms)
    while place:
        category, _, word = place.partition(":")
        if category == "zone":
            return word
        if category not in NOUNS:
            return ""
        (case,) = desk.known([stream_name(category, word)]).values()
        place = case.lifecycle.place(word, case.facts, {})
    return ""
