"""The policies: whenever a subject stands so, this act comes next. A small table beside the definitions.

They are suggestions. Nothing is taken from anybody by a timer: a person decides, and records the act. After a
change here give the read model of the work ahead a new version.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from domain.obligation.state import CURE
from domain.zone.events import BalanceAccepted, OwnershipTransferred
from lifecycle.definitions.plot.standing import HOLD, LIVE, PENDING, SETTLED
from lifecycle.suggesting import (
    ABSENT,
    GIVEN,
    Condition,
    Each,
    Policy,
    Suggestion,
    checked,
    on,
)

REGISTERED = {"record": frozenset({"registered"})}
RETURN = "return"


def _compliance(*statuses: str) -> Mapping[str, frozenset[str]]:
    return {**REGISTERED, "compliance": frozenset(statuses)}


def _project(*statuses: str) -> Mapping[str, frozenset[str]]:
    return {"status": frozenset(statuses)}


_TAKING_LAND_BACK = (
    Suggestion("plot.revoke-allocation", {"ground": "project-ended"}),
    Suggestion("plot.terminate-lease", {"ground": "project-ended"}),
)
_BANKRUPT = (
    Suggestion("plot.revoke-allocation", {"ground": "bankruptcy"}),
    Suggestion("plot.terminate-lease", {"ground": "bankruptcy"}),
)
_UNDER_CONTRACT = frozenset({"contracted", "in-progress", "launched", "operating"})

PLOTS = (
    Policy(
        "found-unmet",
        "plot",
        on("plot", "serve-notice"),
        {**_compliance("unmet"), "tenure": HOLD},
    ),
    Policy(
        "case-without-a-right",
        "plot",
        (Suggestion("plot.close-case", {"ground": "tenure-ended"}),),
        {**_compliance(*PENDING), "tenure": frozenset({"ended"})},
    ),
    Policy(
        "reclaim-by-court",
        "plot",
        on("plot", "file-suit"),
        _compliance("reclaiming"),
        {"ground": Condition("is", "court")},
    ),
    Policy(
        "reclaim-out-of-court",
        "plot",
        on("plot", "decide-return"),
        _compliance("reclaiming"),
        {"ground": Condition("is-not", "court")},
    ),
    Policy(
        "in-court",
        "plot",
        on("plot", "order-reclaim", "return-claim", "drop-reclaim"),
        _compliance("in-court"),
    ),
    Policy(
        "return-ordered",
        "plot",
        on("plot", "reclaim"),
        {**_compliance("ordered"), "tenure": HOLD | {"ended"}},
        # Where this term runs, the term itself suggests the act.
        {"due": Condition("lacks", RETURN)},
    ),
    Policy(
        "right-not-cleared",
        "plot",
        on("plot", "clear-right"),
        {**_compliance(*SETTLED), "tenure": frozenset({"ended"})},
    ),
    Policy(
        "taken-back",
        "plot",
        on("plot", "reassign"),
        {**_compliance("reclaimed"), "tenure": frozenset({"free"})},
    ),
    Policy(
        "disputed",
        "plot",
        on(
            "plot", "close-dispute", "restore-grant", "restore-lease", "restore-possession", "restore-ownership"
        ),
        _compliance("disputed"),
    ),
    Policy(
        "not-handed-over",
        "plot",
        on("plot", "hand-over"),
        {**REGISTERED, "tenure": frozenset({"leased"}), "compliance": SETTLED},
    ),
    Policy(
        "without-a-number",
        "plot",
        on("plot", "assign-number"),
        REGISTERED,
        {"number": ABSENT},
    ),
)

PROJECTS = (
    Policy(
        "submitted",
        "project",
        on("project", "review"),
        _project("submitted"),
    ),
    Policy(
        "under-review",
        "project",
        on("project", "approve", "reject", "ask-clarification"),
        _project("under-review"),
    ),
    Policy(
        "ended-on-the-register",
        "project",
        on("project", "exclude"),
        {"status": frozenset({"terminated"}), "membership": frozenset({"participant"})},
    ),
    Policy(
        "ended-with-land",
        "project",
        _TAKING_LAND_BACK,
        _project("rejected", "withdrawn", "terminated", "deregistered"),
        {"plots": GIVEN},
        Each("plot", fact="plots"),
    ),
    Policy(
        "ended-with-a-reservation",
        "project",
        (Suggestion("plot.lapse-reservation", {"ground": "project-ended"}),),
        _project("rejected", "withdrawn", "terminated", "deregistered"),
        each=Each("plot", by="reserved_for", standing={**REGISTERED, "tenure": frozenset({"reserved"})}),
    ),
)

OBLIGATIONS = (
    Policy(
        "unmet-without-a-cure",
        "obligation",
        on("obligation", "serve-notice"),
        {"status": frozenset({"unmet"}), "clock": frozenset({"running"})},
        {"due": Condition("lacks", CURE)},
    ),
    Policy(
        "time-stands-still",
        "obligation",
        on("obligation", "resume-clock"),
        {"status": frozenset({"active", "unmet"}), "clock": frozenset({"suspended"})},
    ),
    Policy(
        "breached-on-notice",
        "obligation",
        (Suggestion("plot.open-reclaim", {"ground": "contract"}),),
        {"status": frozenset({"breached"})},
        {"plot": GIVEN},
        Each(
            "plot", fact="plot", standing={**REGISTERED, "tenure": LIVE, "compliance": frozenset({"noticed"})}
        ),
    ),
    Policy(
        "breached-unanswered",
        "obligation",
        (Suggestion("plot.issue-prescription", {"violation": "other"}),),
        {"status": frozenset({"breached"})},
        {"plot": GIVEN},
        Each(
            "plot",
            fact="plot",
            standing={**REGISTERED, "tenure": HOLD, "compliance": frozenset({"clear", "unmet"})},
        ),
    ),
)

ZONES = (
    Policy(
        "not-on-the-balance",
        "zone",
        on("zone", "accept-balance"),
        {"status": frozenset({"operating"})},
        after=OwnershipTransferred,
        until=(BalanceAccepted,),
    ),
    Policy(
        "land-of-an-ended-zone",
        "zone",
        on("plot", "move-to-zone", "exclude"),
        {"status": frozenset({"superseded", "abolished", "expired"})},
        each=Each("plot", by="zone", standing=REGISTERED),
    ),
)

PARTIES = (
    Policy(
        "bankrupt-with-projects",
        "party",
        (Suggestion("project.terminate", {"ground": "bankruptcy"}),),
        {"status": frozenset({"insolvent", "liquidated"})},
        {"projects": GIVEN},
        Each("project", fact="projects", standing={"status": _UNDER_CONTRACT}),
    ),
    Policy(
        "bankrupt-with-land",
        "party",
        _BANKRUPT,
        {"status": frozenset({"insolvent", "liquidated"})},
        {"holdings": GIVEN},
        Each("plot", fact="holdings"),
    ),
)

POLICIES = (*PLOTS, *PROJECTS, *OBLIGATIONS, *ZONES, *PARTIES)

checked(POLICIES)


@cache
def policies_of(noun: str) -> tuple[Policy, ...]:
    """The policies about a noun, in the order of the table."""
    return tuple(policy for policy in POLICIES if policy.noun == noun)
