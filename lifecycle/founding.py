"""Founding: the first records of a store, by which it is ours, has a law, and somebody who may act in it."""

from __future__ import annotations

import os
from datetime import date
from typing import TYPE_CHECKING

from domain.identifiers import Malformed, key
from domain.officer.events import OfficerAppointed
from domain.store.events import StoreFounded, StoreOpened, TrialDeclared
from lifecycle.errors import Misused
from lifecycle.record import FORMAT, STORE, Draft, stream_name
from lifecycle.regulation import current, families
from lifecycle.store.log import Act

if TYPE_CHECKING:
    from lifecycle.clock import Clock
    from lifecycle.store.log import Log


def founding(law: str, actor: str, time_zone: str, origin: str, on: date, *, begun: int) -> list[Draft]:
    """The records that found a store and open it under a body of law with its first officer.

    `begun` is how many records its own stream has. Raises `Misused` for a law, an officer or an origin that
    cannot be.
    """
    editions = current(law)
    if not editions:
        raise Misused(problem="unknown-law", law=law, known=families())
    roles = editions[-1].roles
    born = StoreFounded(origin=named(origin) if origin else new_origin(), time_zone=time_zone, format=FORMAT)
    founded = [] if begun else [Draft(STORE, 1, born, on, {"act": "store.found", "actor": actor})]
    version = max(begun, 1) + 1
    opened = Draft(STORE, version, StoreOpened(law=law, officer=officer(actor)), on)
    if begun:
        opened = opened._replace(envelope={"act": "store.open", "actor": actor})
    appointed = Draft(stream_name("officer", actor), 1, OfficerAppointed(roles=roles), on)
    return [*founded, opened, appointed]


def declare_trial(log: Log, clock: Clock, *, actor: str, on: date) -> None:
    """Mark a copy of a store, for ever, as one on which things are only tried."""
    begun = len(log.read([STORE])[STORE])
    draft = Draft(STORE, begun + 1, TrialDeclared(), on, {"act": "store.try", "actor": actor})
    log.append([Act(os.urandom(16).hex(), "", clock.now, {STORE: begun}, [draft])])


def officer(actor: str) -> str:
    """The name of an officer: it begins a stream, so it is a key. Raises `Misused`."""
    try:
        if key(actor) == actor:
            return actor
        expected = "text in normal form C"
    except Malformed as error:
        expected = error.expected
    raise Misused(problem="malformed", term="actor", text=actor, expected=expected)


def named(origin: str) -> str:
    """The name of a log, which the key that signs its checkpoints bears too. Raises `Misused`."""
    from lifecycle.proof import keys  # noqa: PLC0415 - a store is founded once
    from lifecycle.proof.errors import BadKey  # noqa: PLC0415 - the same

    try:
        keys.check_name(origin)
    except BadKey as error:
        expected = "a name without spaces, '+' and control characters"
        raise Misused(problem="malformed", term="origin", text=origin, expected=expected) from error
    return origin


def new_origin() -> str:
    """A name for a new log that no other log has."""
    return f"sez.local/{os.urandom(8).hex()}"
