"""A plot whose conditions are not kept: from clear to reclaimed, dropped or reversed."""

from domain.plot import events as e
from domain.plot.decisions import compliance
from lifecycle.definitions.plot.standing import (
    ANY,
    BEFORE_RECLAIM,
    DISPUTED,
    FOUND_UNMET,
    HOLD,
    IN_COURT,
    LIVE,
    OWN_DUTIES,
    PENDING,
    RECLAIMING,
    UNBUILT,
    UNDISPUTED,
    UNUSED,
    given,
    on_record,
)
from lifecycle.grammar import Consult, Row

COURT = {"ground": "court"}
OPENING = (
    *on_record({"ground": "contract"}, tenure=LIVE, compliance=frozenset({"noticed", "prescribed"})),
    *given({"violation": "non-use"}, *on_record(COURT, tenure=HOLD, compliance="prescribed", use=UNUSED)),
    *given({"violation": "other"}, *on_record(COURT, tenure=HOLD, compliance="prescribed")),
    *on_record({"ground": "state-needs"}, tenure=HOLD, compliance=BEFORE_RECLAIM),
    *on_record({"ground": "annulled"}, tenure=HOLD, compliance=BEFORE_RECLAIM),
    *on_record({"ground": "in-kind"}, tenure=HOLD, compliance=BEFORE_RECLAIM),
)

COMPLIANCE = (
    Row(
        e.ObligationsUnmet,
        on_record(tenure=HOLD, compliance="clear"),
        {"compliance": "unmet"},
        compliance.record_unmet,
        {"obligations": Consult("obligation", many=True)},
    ),
    Row(
        e.NoticeServed,
        on_record(tenure=HOLD, compliance=frozenset({"unmet", "noticed"})),
        {"compliance": "noticed"},
        compliance.serve_notice,
        FOUND_UNMET,
    ),
    Row(
        e.PrescriptionIssued,
        (
            *on_record({"violation": "non-use"}, tenure=HOLD, compliance=BEFORE_RECLAIM, use=UNUSED),
            *on_record({"violation": "other"}, tenure=HOLD, compliance=BEFORE_RECLAIM),
        ),
        {"compliance": "prescribed"},
        compliance.issue_prescription,
    ),
    Row(
        e.BreachCured,
        on_record(compliance=PENDING),
        {"compliance": "clear"},
        compliance.record_cure,
        FOUND_UNMET,
    ),
    Row(e.CaseClosed, on_record(compliance=PENDING), {"compliance": "clear"}, compliance.close_case),
    Row(e.ReclaimOpened, OPENING, {"compliance": "reclaiming"}, compliance.open_reclaim),
    Row(e.SuitFiled, RECLAIMING, {"compliance": "in-court"}, compliance.file_suit),
    Row(e.ClaimReturned, IN_COURT, {"compliance": "reclaiming"}, compliance.return_claim),
    Row(e.ReturnDecided, RECLAIMING, {"compliance": "ordered"}, compliance.decide_return),
    Row(
        e.DecisionContested,
        on_record(compliance="ordered"),
        {"compliance": "in-court"},
        compliance.contest,
    ),
    Row(e.RulingRecorded, IN_COURT, {}, compliance.record_ruling),
    Row(
        e.ReclaimOrdered,
        IN_COURT,
        {"compliance": "ordered"},
        compliance.order_reclaim,
        {"party": Consult("party", of="subject.respondent")},
    ),
    Row(e.ListingRecorded, ANY, {}, compliance.record_listing),
    Row(
        e.ReclaimDropped,
        on_record(compliance=frozenset({"reclaiming", "in-court", "ordered"})),
        {"compliance": "clear"},
        compliance.drop_reclaim,
    ),
    Row(
        e.PlotReclaimed,
        (
            *on_record(tenure=HOLD | {"ended"}, compliance="ordered", use=UNBUILT),
            *on_record(tenure=HOLD | {"ended"}, compliance="ordered", needs=("buildings",)),
        ),
        {"tenure": "ended", "compliance": "reclaimed"},
        compliance.reclaim,
        OWN_DUTIES,
    ),
    Row(
        e.RivalClaimRecorded,
        on_record(tenure=HOLD, compliance=UNDISPUTED),
        {"compliance": "disputed"},
        compliance.record_claim,
        {"party": Consult("party")},
    ),
    Row(
        e.ReclaimReversed,
        on_record(compliance=UNDISPUTED),
        {"compliance": "disputed"},
        compliance.reverse_reclaim,
        {
            "party": Consult("party", of="subject.aggrieved"),
            "successor": Consult("party", of="party.successor"),
        },
        overrides_later=True,
    ),
    Row(e.DisputeClosed, DISPUTED, {"compliance": "clear"}, compliance.close_dispute),
)
