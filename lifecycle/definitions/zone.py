"""The lifecycle of a zone."""

from domain.zone import decisions, events
from domain.zone.state import Zone, evolve
from lifecycle.grammar import Consult, Lifecycle, Row, from_

OPERATING = (from_(status="operating"),)
IS_OPERATING = {"status": frozenset({"operating"})}

LIFECYCLE = Lifecycle(
    "zone",
    Zone(),
    evolve,
    regions={"status": ("operating", "expired", "abolished", "superseded")},
    rows=(
        Row(
            events.ZoneEstablished,
            None,
            {"status": "operating"},
            decisions.establish,
            {"parent": Consult("zone", standing=IS_OPERATING)},
        ),
        Row(events.ZoneTermExtended, OPERATING, {}, decisions.extend_term),
        Row(
            events.ZoneBoundaryChanged,
            OPERATING,
            {},
            decisions.change_boundary,
            {"land": Consult("land", of="subject.key", born=False)},
        ),
        Row(events.ActivityListChanged, OPERATING, {}, decisions.change_activities),
        Row(events.OwnershipTransferred, OPERATING, {}, decisions.transfer_ownership),
        Row(events.BalanceAccepted, OPERATING, {}, decisions.accept_balance),
        Row(events.ManagingCompanyAppointed, OPERATING, {}, decisions.appoint_company),
        Row(
            events.ZoneSuperseded,
            OPERATING,
            {"status": "superseded"},
            decisions.supersede,
            {"by": Consult("zone", standing=IS_OPERATING)},
        ),
        Row(events.ZoneExpired, OPERATING, {"status": "expired"}, decisions.expire),
        Row(events.ZoneAbolished, OPERATING, {"status": "abolished"}, decisions.abolish),
        Row(events.DocumentGapClosed, (from_(),), {}, decisions.close_gap),
    ),
    place=lambda key, _facts, _terms: f"zone:{key}",
)
