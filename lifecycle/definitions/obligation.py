"""The lifecycle of an obligation."""

from collections.abc import Callable

from domain.obligation import decisions as d
from domain.obligation import events as e
from domain.obligation.state import Obligation, evolve
from lifecycle.grammar import BY_CALENDAR, Consult, Lifecycle, Row, from_

OWED = frozenset({"active", "unmet"})
OUTSTANDING = OWED | {"breached"}
PROJECT_NOT_ENDED = frozenset(
    {
        "submitted",
        "under-review",
        "clarification",
        "approved",
        "contracted",
        "in-progress",
        "launched",
        "operating",
        "completed",
    }
)

ANY = (from_(),)
ACTIVE = (from_(status="active"),)
UNMET = (from_(status="unmet"),)
UNMET_IN_TIME_THAT_COUNTS = (from_(status="unmet", clock="running"),)


def whose(category: str) -> Callable[[str], str]:
    """Reads the key out of `category:KEY`; empty where the obligation is owed by another category."""

    def key(of: str) -> str:
        kind, _, word = of.partition(":")
        return word if kind == category else ""

    return key


OWN_PROJECT = {"project": Consult("project", of="subject.of", spelled=whose("project"))}

LIFECYCLE = Lifecycle(
    "obligation",
    Obligation(),
    evolve,
    regions={
        "status": ("active", "met", "unmet", "cured", "breached", "waived", "superseded"),
        "clock": ("running", "suspended"),
    },
    rows=(
        Row(
            e.ObligationDefined,
            None,
            {"status": "active", "clock": "running"},
            d.define,
            {
                "plot": Consult("plot", standing={"record": frozenset({"registered"})}),
                "project": Consult(
                    "project", of="of", standing={"status": PROJECT_NOT_ENDED}, spelled=whose("project")
                ),
                "zone": Consult("zone", of="of", spelled=whose("zone")),
            },
        ),
        Row(e.ProgressReported, (from_(status=OUTSTANDING),), {}, d.report),
        Row(e.ObligationMet, ACTIVE, {"status": "met"}, d.record_met),
        Row(
            e.ObligationUnmet,
            (from_(status="active", clock="running"),),
            {"status": "unmet"},
            d.record_unmet,
        ),
        Row(e.NoticeServed, UNMET_IN_TIME_THAT_COUNTS, {}, d.serve_notice),
        Row(e.ObligationCured, UNMET, {"status": "cured"}, d.cure),
        Row(e.ObligationBreached, UNMET_IN_TIME_THAT_COUNTS, {"status": "breached"}, d.breach),
        Row(e.ObligationPerformedLate, (from_(status="breached"),), {"status": "cured"}, d.accept_late),
        Row(e.ObligationAmended, ACTIVE, {}, d.amend, OWN_PROJECT),
        Row(e.ObligationRescheduled, UNMET, {"status": "active"}, d.reschedule, OWN_PROJECT),
        Row(
            e.ClockSuspended,
            (from_(status=OWED, clock="running"),),
            {"clock": "suspended"},
            d.suspend_clock,
        ),
        Row(
            e.ClockResumed,
            (from_(status=OWED, clock="suspended"),),
            {"clock": "running"},
            d.resume_clock,
        ),
        Row(e.ObligationWaived, (from_(status=OUTSTANDING),), {"status": "waived"}, d.waive),
        Row(e.ObligationSuperseded, (from_(status=OWED),), {"status": "superseded"}),
        Row(e.ObligationReinstated, (from_(status="superseded"),), {"status": "active"}),
        Row(e.DocumentGapClosed, ANY, {}, d.close_gap),
        Row(e.DeadlineMoved, ANY, {}, d.move_deadline, BY_CALENDAR),
    ),
    place=lambda _key, facts, terms: facts.of or terms.get("of", ""),
)
