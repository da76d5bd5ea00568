"""The lifecycle of a project."""

from domain.project import decisions as d
from domain.project import events as e
from domain.project.state import Project, evolve
from lifecycle.grammar import BY_CALENDAR, Consult, Lifecycle, Row, from_, in_own_zone

STATUSES = (
    "submitted",
    "under-review",
    "clarification",
    "approved",
    "rejected",
    "withdrawn",
    "contracted",
    "in-progress",
    "launched",
    "operating",
    "completed",
    "terminated",
    "deregistered",
)
BEFORE_CONTRACT = frozenset({"submitted", "under-review", "clarification", "approved"})
UNDER_CONTRACT = frozenset({"contracted", "in-progress", "launched", "operating"})
BUILDING_OR_LATER = frozenset({"in-progress", "launched", "operating", "completed"})

ANY = (from_(),)
CONTRACTED = (from_(status=UNDER_CONTRACT),)
OVERTURNED = (from_(status=frozenset({"terminated", "deregistered"})),)

OPERATING_ZONE = Consult("zone", standing={"status": frozenset({"operating"})})
OWN_ZONE = Consult("zone", of="subject.zone", standing={"status": frozenset({"operating"})})
ACTIVE_PARTY = Consult("party", standing={"status": frozenset({"active"})})
OWN_PARTY = Consult("party", of="subject.party", standing={"status": frozenset({"active"})})
PLOTS = Consult("plot", of="subject.plots", many=True)
OBLIGATIONS = {"obligations": Consult("obligation", of="subject.obligations", many=True)}

APPLICATION = (
    Row(
        e.ProjectSubmitted,
        None,
        {"status": "submitted", "activity": "active", "membership": "none"},
        d.submit,
        {"zone": OPERATING_ZONE, "party": ACTIVE_PARTY},
    ),
    Row(e.ReviewStarted, (from_(status="submitted"),), {"status": "under-review"}, d.review),
    Row(
        e.ClarificationAsked, (from_(status="under-review"),), {"status": "clarification"}, d.ask_clarification
    ),
    Row(e.ClarificationGiven, (from_(status="clarification"),), {"status": "under-review"}, d.clarify),
    Row(
        e.ProjectApproved,
        (from_(status="under-review"),),
        {"status": "approved"},
        d.approve,
        {"zone": OWN_ZONE},
    ),
    Row(e.ProjectRejected, (from_(status="under-review"),), {"status": "rejected"}, d.reject),
    Row(e.ProjectWithdrawn, (from_(status=BEFORE_CONTRACT),), {"status": "withdrawn"}, d.withdraw),
    Row(e.ApprovalLapsed, (from_(status="approved"),), {"status": "withdrawn"}, d.lapse_approval),
)

CONTRACT = (
    Row(
        e.ActivityContractSigned,
        (from_(status="approved"),),
        {"status": "contracted"},
        d.sign_contract,
        {"party": OWN_PARTY},
    ),
    Row(e.ContractAmended, CONTRACTED, {}, d.amend, OBLIGATIONS),
    Row(
        e.ParticipantRegistered,
        (from_(status=UNDER_CONTRACT, membership="none"),),
        {"membership": "participant"},
        d.register_participant,
    ),
    Row(
        e.ParticipantExcluded,
        (from_(status="terminated"),),
        {"status": "deregistered", "membership": "excluded"},
        d.exclude,
    ),
    Row(
        e.ParticipantLeft,
        (from_(status="completed", membership=frozenset({"none", "participant"})),),
        {"membership": "excluded"},
        d.leave,
    ),
    Row(
        e.MembershipRestored,
        (from_(membership="excluded"),),
        {"membership": "participant"},
        d.restore_membership,
    ),
    Row(e.ActivityContractTerminated, CONTRACTED, {"status": "terminated"}, d.terminate, OBLIGATIONS),
    Row(e.ContractReinstated, OVERTURNED, {"status": "contracted"}, d.reinstate_contract, OBLIGATIONS),
    Row(e.WorksReinstated, OVERTURNED, {"status": "in-progress"}, d.reinstate_works, OBLIGATIONS),
    Row(e.LaunchReinstated, OVERTURNED, {"status": "launched"}, d.reinstate_launch, OBLIGATIONS),
    Row(e.OperationReinstated, OVERTURNED, {"status": "operating"}, d.reinstate_operation, OBLIGATIONS),
    Row(e.DocumentGapClosed, ANY, {}, d.close_gap),
    Row(e.DeadlineMoved, ANY, {}, d.move_deadline, BY_CALENDAR),
)

WORKS = (
    Row(e.ProjectStarted, (from_(status="contracted"),), {"status": "in-progress"}, d.start),
    Row(e.StageLaunched, (from_(status="in-progress"),), {}, d.launch_stage),
    Row(e.ProjectLaunched, (from_(status="in-progress"),), {"status": "launched"}, d.launch, {"plots": PLOTS}),
    Row(e.ProgressReported, (from_(status=BUILDING_OR_LATER),), {}, d.report),
    Row(e.OperationBegun, (from_(status="launched"),), {"status": "operating"}, d.operate),
    Row(e.ProjectCompleted, (from_(status="operating"),), {"status": "completed"}, d.complete),
    Row(
        e.ProjectSuspended,
        (from_(status=UNDER_CONTRACT, activity="active"),),
        {"activity": "suspended"},
        d.suspend,
    ),
    Row(
        e.ProjectResumed,
        (from_(status=UNDER_CONTRACT, activity="suspended"),),
        {"activity": "active"},
        d.resume,
    ),
    Row(
        e.ProjectTransferredToZone,
        CONTRACTED,
        {},
        d.transfer_zone,
        {"zone": OPERATING_ZONE, "plots": PLOTS},
    ),
    Row(e.ProjectExtendedToZone, CONTRACTED, {}, d.extend_to_zone, {"zone": OPERATING_ZONE}),
)

WRITTEN_BY_OTHERS = (
    Row(e.PlotGranted, ANY, {}),
    Row(e.PlotLost, ANY, {}),
    Row(e.HolderChanged, ANY, {}),
    Row(e.ObligationAttached, ANY, {}),
    Row(e.AnnexAttached, ANY, {}),
)

LIFECYCLE = Lifecycle(
    "project",
    Project(),
    evolve,
    regions={
        "status": STATUSES,
        "activity": ("active", "suspended"),
        "membership": ("none", "participant", "excluded"),
    },
    rows=(*APPLICATION, *CONTRACT, *WORKS, *WRITTEN_BY_OTHERS),
    place=in_own_zone,
)
