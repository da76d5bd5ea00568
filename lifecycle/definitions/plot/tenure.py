"""The right to a plot: from free to free again."""

from domain.limits import DEMANDED
from domain.plot import events as e
from domain.plot.decisions import tenure
from lifecycle.definitions.plot.standing import (
    ALLOCATED,
    BEFORE_RECLAIM,
    DISPUTED,
    FREE,
    GRANT,
    GRANTABLE,
    HAS_ENDED,
    HELD,
    HOLD,
    IS_ACTIVE,
    IS_GRANTABLE,
    LEASED,
    OBLIGATIONS,
    OWN_DUTIES,
    OWN_ZONE,
    RESTORED,
    SETTLED,
    on_record,
)
from lifecycle.grammar import Consult, Row

GRANT_IN_LAW = {**GRANT, "obligations": OBLIGATIONS._replace(limit=DEMANDED)}

TENURE = (
    Row(
        e.PlotReserved,
        FREE,
        {"tenure": "reserved"},
        tenure.reserve,
        {"project": Consult("project", standing=IS_GRANTABLE)},
    ),
    Row(
        e.ReservationLapsed,
        on_record(tenure="reserved"),
        {"tenure": "free"},
        tenure.lapse_reservation,
        {
            "reserved_for": Consult(
                "project", of="subject.reserved_for", standing=HAS_ENDED, when={"ground": "project-ended"}
            )
        },
    ),
    Row(e.PlotAllocated, GRANTABLE, ALLOCATED, tenure.allocate, GRANT_IN_LAW),
    Row(e.PlotReassigned, GRANTABLE, ALLOCATED, tenure.reassign, GRANT_IN_LAW),
    Row(
        e.SubleaseSigned,
        on_record(tenure="allocated"),
        {"tenure": "leased"},
        tenure.sign_lease,
        {"zone": OWN_ZONE},
    ),
    Row(
        e.SubleaseExtended,
        on_record(tenure=LEASED),
        {},
        tenure.extend_lease,
        {"zone": OWN_ZONE},
    ),
    Row(e.PossessionHandedOver, on_record(tenure="leased"), {"tenure": "held"}, tenure.hand_over),
    Row(e.PlotBoughtOut, on_record(tenure="held", compliance="clear"), {"tenure": "owned"}, tenure.buy_out),
    Row(
        e.PlotTransferred,
        HELD,
        {},
        tenure.transfer,
        {"party": Consult("party", standing=IS_ACTIVE), "project": Consult("project", standing=IS_GRANTABLE)},
    ),
    Row(e.PlotSurrendered, HELD, {"tenure": "ended"}, tenure.surrender),
    Row(
        e.LeaseExpired,
        on_record(tenure=LEASED),
        {"tenure": "ended"},
        tenure.expire_lease,
    ),
    Row(
        e.AllocationRevoked,
        on_record(tenure="allocated", compliance=BEFORE_RECLAIM),
        {"tenure": "ended"},
        tenure.revoke_allocation,
    ),
    Row(
        e.LeaseTerminated,
        on_record(tenure=LEASED, compliance=BEFORE_RECLAIM),
        {"tenure": "ended"},
        tenure.terminate_lease,
        OWN_DUTIES,
    ),
    Row(
        e.CadastralRightCancelled,
        on_record(tenure="ended", compliance=SETTLED),
        {"tenure": "free"},
        tenure.clear_right,
    ),
    Row(
        e.GrantRestored,
        DISPUTED,
        ALLOCATED,
        tenure.restore_grant,
        RESTORED,
    ),
    Row(e.LeaseRestored, DISPUTED, {"tenure": "leased", "compliance": "clear"}, tenure.restore_lease, RESTORED),
    Row(
        e.PossessionRestored,
        DISPUTED,
        {"tenure": "held", "compliance": "clear"},
        tenure.restore_possession,
        RESTORED,
    ),
    Row(
        e.OwnershipRestored,
        DISPUTED,
        {"tenure": "owned", "compliance": "clear"},
        tenure.restore_ownership,
        RESTORED,
    ),
    Row(e.HolderSucceeded, on_record(tenure=HOLD | {"ended"}), {}),
)
