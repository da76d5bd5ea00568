"""Authority: under which mandate an officer acts, as it stands at the end of the log.

A mandate is a role in zones, held in one's own right or by delegation. It counts on the day on which the act
is recorded, whatever the act's legal date.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from domain.identifiers import Malformed, key
from domain.refusals import NotAuthorised, OwnMandate, Refused
from lifecycle.amending import AMENDING
from lifecycle.definitions import NOUNS
from lifecycle.record import stream_name

if TYPE_CHECKING:
    from domain.officer.state import Officer
    from lifecycle.case import Case
    from lifecycle.command import Command
    from lifecycle.desk import Desk
    from lifecycle.regulation import Regulation


OFFICER = "officer"


class Authority(NamedTuple):
    """Under which event's mandate an act is done, what was consulted to know it, and what stands against it."""

    mandate: str
    consulted: tuple[Case, ...] = ()
    objections: tuple[Refused, ...] = ()


def authority_of(command: Command, law: Regulation, subject: Case, desk: Desk) -> Authority | None:
    """The mandate of the officer who records an act; None where the desk asks for none."""
    if desk.today is None:
        return None
    return held_for(command, command.actor, role_for(command, law, desk), subject, desk)


def role_for(command: Command, law: Regulation, desk: Desk) -> str:
    """The role that an act takes under a law. Who amends a record takes the role that the act itself takes."""
    if command.verb in AMENDING:
        stream = stream_name(command.noun, command.key)
        for record in desk.histories([stream])[stream]:
            if record.ref == command.terms.get("target") and record.body.get("act") in law.rules:
                return law.rule(record.body["act"]).recorded_by
    return law.rule(command.act).recorded_by


def held_for(command: Command, officer: str, role: str, subject: Case, desk: Desk) -> Authority:
    """The mandate under which an officer records or confirms an act.

    Nobody corrects or voids what is on record of the mandate by which they act.
    """
    found = held(officer, role, zone_of(command, subject, desk), desk)
    if found.objections or command.noun != OFFICER or command.verb not in AMENDING:
        return found
    return found._replace(objections=tuple(_of_own_mandate(command, officer, found, desk)))


def held(actor: str, role: str, zone: str, desk: Desk) -> Authority:
    """The mandate that an officer holds today for a role in a zone; no zone, any mandate with the role."""
    from domain.officer.mandate import mandate  # noqa: PLC0415 - questions about the past ask for none

    assert desk.today is not None  # noqa: S101 - a desk that asks for mandates knows the day
    officers = _line_of(actor, desk)
    cases = tuple(officers.values())
    # Of an officer whose appointment was voided the facts know nothing, the name included.
    if not officers or not officers[actor].facts.appointed:
        return Authority("", cases, (NotAuthorised(actor, role, zone, "unknown", None),))
    givers: dict[str, Any] = {name: case.facts for name, case in officers.items()}
    try:
        under = mandate(givers[actor], givers, role=role, zone=zone, on=desk.today())
    except Refused as objection:
        return Authority("", cases, (objection,))
    return Authority(under, cases)


def _of_own_mandate(command: Command, officer: str, found: Authority, desk: Desk) -> Iterator[Refused]:
    """The objection to amending the mandate by which an officer acts: their own, or one it comes down from.

    What an officer delegated is no part of that officer's own mandate.
    """
    from domain.officer.events import DelegationEnded, MandateDelegated  # noqa: PLC0415 - seldom asked

    assert desk.today is not None  # noqa: S101 - a mandate was asked for
    line: dict[str, Officer] = {case.key: case.facts for case in found.consulted}
    (history,) = desk.histories([stream_name(OFFICER, command.key)]).values()
    amended = next((r.event for r in history if r.ref == command.terms.get("target")), None)
    delegates = isinstance(amended, MandateDelegated | DelegationEnded)
    if officer == command.key:
        own = not delegates
    else:
        own = line[officer].appointed != found.mandate and command.key in _above(officer, line, desk.today())
    if own:
        yield OwnMandate(command.key)


def _above(officer: str, line: Mapping[str, Officer], on: date) -> set[str]:
    """Everybody from whom a mandate has come down to an officer and runs on a date."""
    found: set[str] = set()
    waiting = [officer]
    while waiting:
        running = {giver for giver, given in line[waiting.pop()].received.items() if given.runs(on)}
        waiting += sorted(running - found)
        found |= running
    return found


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
