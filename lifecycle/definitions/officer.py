"""The lifecycle of an officer. That a mandate ran out is asked of its dates, and is no status."""

from domain.officer import decisions, events
from domain.officer.state import Officer, evolve
from lifecycle.grammar import Consult, Lifecycle, Row, from_

ANY = (from_(),)
ACTIVE = (from_(status="active"),)
IS_ACTIVE = {"status": frozenset({"active"})}
ZONES = {"zones": Consult("zone", many=True)}
BELOW = {"chain": Consult("officer", of="subject.delegates", many=True, descend="delegates")}

LIFECYCLE = Lifecycle(
    "officer",
    Officer(),
    evolve,
    regions={"status": ("active", "dismissed")},
    rows=(
        Row(events.OfficerAppointed, None, {"status": "active"}, decisions.appoint, ZONES),
        Row(events.MandateChanged, ACTIVE, {}, decisions.change_mandate, ZONES | BELOW),
        Row(
            events.MandateDelegated,
            ACTIVE,
            {},
            decisions.delegate,
            {
                **ZONES,
                "to": Consult("officer", standing=IS_ACTIVE),
                "givers": Consult("officer", of="subject.givers", many=True, descend="givers"),
                "chain": Consult("officer", of="to.delegates", many=True, descend="delegates"),
            },
        ),
        Row(events.MandateReceived, ACTIVE, {}),
        Row(events.DelegationEnded, ACTIVE, {}, decisions.end_delegation, {"to": Consult("officer")}),
        Row(events.DelegationWithdrawn, ANY, {}),
        Row(events.OfficerDismissed, ACTIVE, {"status": "dismissed"}, decisions.dismiss, BELOW),
        Row(
            events.OfficerReinstated,
            (from_(status="dismissed"),),
            {"status": "active"},
            decisions.reinstate,
            ZONES,
        ),
    ),
)
