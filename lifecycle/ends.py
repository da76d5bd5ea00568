"""Ends: the dates that facts hold, and what is said of deadlines beside the law. A table like the policies.

After a change here give the read model of the work ahead a new version.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from domain.obligation.state import PERFORMANCE
from domain.plot.rights import NON_USE
from domain.plot.state import NOTICE_CURE, PRESCRIPTION_CURE
from lifecycle.definitions.plot.standing import LEASED
from lifecycle.grammar import Statuses
from lifecycle.suggesting import (
    ABSENT,
    GIVEN,
    ONE,
    SEVERAL,
    Condition,
    Conditions,
    End,
    Suggestion,
    checked,
    on,
)

REGISTERED = {"record": frozenset({"registered"})}
LEASE_SIGNING = "lease-signing"

# -- dates that facts hold -------------------------------------------------------------------------------

ENDS = (
    End(
        "reservation",
        "plot",
        "reserved_until",
        before=(
            Suggestion("plot.allocate", {"project": "{reserved_for}"}, {"ever_held": ABSENT}),
            Suggestion("plot.reassign", {"project": "{reserved_for}"}, {"ever_held": GIVEN}),
        ),
        after=(Suggestion("plot.lapse-reservation", {"ground": "date-passed"}),),
        standing={**REGISTERED, "tenure": frozenset({"reserved"})},
    ),
    End(
        "lease",
        "plot",
        "leased_until",
        before=on("plot", "extend-lease"),
        after=on("plot", "expire-lease"),
        standing={**REGISTERED, "tenure": LEASED},
    ),
    End(
        "term-of-zone",
        "zone",
        "term_ends_on",
        before=on("zone", "extend-term"),
        after=on("zone", "expire"),
        standing={"status": frozenset({"operating"})},
    ),
    End(
        "time-on-the-list",
        "party",
        "listings",
        after=(
            Suggestion("party.unbar", {"listing": "{each}"}, {"listings": ONE}),
            Suggestion("party.strike-listing", {"listing": "{each}"}, {"listings": SEVERAL}),
        ),
        standing={"standing": frozenset({"barred"})},
    ),
    End(
        "mandate",
        "officer",
        "until",
        before=on("officer", "change-mandate"),
        after=on("officer", "change-mandate", "dismiss"),
        standing={"status": frozenset({"active"})},
    ),
    # Who received it holds the same until the same day: one row tells of both.
    End(
        "delegation",
        "officer",
        "given",
        before=(Suggestion("officer.delegate", {"to": "{each}"}),),
        after=(Suggestion("officer.end-delegation", {"to": "{each}"}),),
        standing={"status": frozenset({"active"})},
    ),
    End(
        PERFORMANCE,
        "obligation",
        "due_on",
        before=on("obligation", "record-met", "report"),
        after=on("obligation", "record-unmet"),
        standing={"status": frozenset({"active"})},
        kind="obligation",
    ),
)

# -- what the acts that a deadline names are done with ---------------------------------------------------

ANSWERS: Mapping[tuple[str, str], Mapping[str, str]] = {
    (NOTICE_CURE, "plot.open-reclaim"): {"ground": "contract"},
    (PRESCRIPTION_CURE, "plot.open-reclaim"): {"ground": "court"},
    (NON_USE, "plot.issue-prescription"): {"violation": "non-use"},
}
"""Deadline, act -> the terms that follow from the deadline."""

RUNS: Mapping[tuple[str, str], Conditions] = {
    ("plot", name): {"held": GIVEN} for name in (NON_USE, LEASE_SIGNING, NOTICE_CURE, PRESCRIPTION_CURE)
}
"""Noun, deadline -> the facts without which nobody has anything to do in time: no right that ended is used."""

EXPIRED: Mapping[tuple[str, str], tuple[Suggestion, ...]] = {
    ("proposal", "confirmation"): on("proposal", "reject"),
}
"""Noun, deadline -> what comes after it where the law names nothing."""

TAKEN_UP: Mapping[tuple[str, str], tuple[Mapping[str, Statuses], Conditions]] = {
    ("plot", NON_USE): ({"compliance": frozenset({"prescribed"})}, {"violation": Condition("is", NON_USE)}),
}
"""Noun, deadline -> where a subject stands once what the deadline's end opens is under way."""


checked(ENDS)


@cache
def ends_of(noun: str) -> tuple[End, ...]:
    """The dates that facts of a noun hold."""
    return tuple(end for end in ENDS if end.noun == noun)
