"""Where plots, and what they depend on, may stand: the sets that the rows of a plot name."""

from collections.abc import Mapping
from typing import Any

from domain.identifiers import normalised
from lifecycle.grammar import Consult, From, Statuses, from_

ALLOCATED = {"tenure": "allocated", "compliance": "clear"}
LIVE = frozenset({"allocated", "leased", "held"})
LEASED = frozenset({"leased", "held"})
HOLD = LIVE | {"owned"}
SETTLED = frozenset({"clear", "reclaimed"})
PENDING = frozenset({"unmet", "noticed", "prescribed"})
BEFORE_RECLAIM = PENDING | {"clear"}
COMPLIANCE_STATUSES = (
    "clear",
    "unmet",
    "noticed",
    "prescribed",
    "reclaiming",
    "in-court",
    "ordered",
    "reclaimed",
    "disputed",
)
UNDISPUTED = frozenset(COMPLIANCE_STATUSES) - {"disputed"}
BUILDABLE = frozenset({"construction", "built", "operating"})
UNUSED = frozenset({"vacant", "design", "idle"})
UNBUILT = frozenset({"vacant", "design", "construction"})

IS_OPERATING = {"status": frozenset({"operating"})}
IS_ACTIVE = {"status": frozenset({"active"})}
IS_GRANTABLE = {"status": frozenset({"approved", "contracted", "in-progress", "launched", "operating"})}
HAS_ENDED = {"status": frozenset({"rejected", "withdrawn", "terminated", "deregistered"})}


def on_record(
    when: dict[str, str] | None = None, needs: tuple[str, ...] = (), **regions: str | Statuses
) -> tuple[From, ...]:
    """The way for a registered plot to stand."""
    return (from_(when, needs, record="registered", **regions),)


def given(facts: Mapping[str, Any], *ways: From) -> tuple[From, ...]:
    """Ways for a plot of which these facts hold."""
    return tuple(way._replace(given=facts) for way in ways)


ANY = on_record()
FREE = on_record(tenure="free", compliance=SETTLED)
GRANTABLE = on_record(tenure=frozenset({"free", "reserved"}), compliance=SETTLED)
HELD = on_record(tenure=HOLD)
DISPUTED = on_record(compliance="disputed")
RECLAIMING = on_record(compliance="reclaiming")
IN_COURT = on_record(compliance="in-court")

ANSWERABLE = Consult("project", of="subject.answerable")
OWN_ZONE = Consult("zone", of="subject.zone", standing=IS_OPERATING)
OBLIGATIONS = Consult("obligation", of="project.obligations", many=True)
OWN_DUTIES = {"project": ANSWERABLE, "obligations": OBLIGATIONS}
FOUND_UNMET = {"obligations": Consult("obligation", of="subject.unmet", many=True)}
NUMBER = Consult("number", of="cadastral_number", born=False, spelled=normalised)
LAND = Consult("land", of="zone.key", born=False)
GRANT = {
    "project": Consult("project", standing=IS_GRANTABLE),
    "zone": OWN_ZONE,
    "party": Consult("party", of="project.party", standing=IS_ACTIVE),
}
RESTORED = {"party": Consult("party"), "project": Consult("project"), "obligations": OBLIGATIONS}
