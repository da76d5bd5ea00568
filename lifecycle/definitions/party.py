"""The lifecycle of a party."""

from domain.party import decisions, events
from domain.party.state import Party, evolve
from lifecycle.grammar import BY_CALENDAR, Consult, Lifecycle, Row, from_

ALIVE = frozenset({"active", "insolvent"})
ANY = (from_(),)


def number_in(key: str) -> str:
    """The business identification number that a key is; empty for a key the administration chose."""
    return key if key.isdigit() else ""


LIFECYCLE = Lifecycle(
    "party",
    Party(),
    evolve,
    regions={
        "status": ("active", "insolvent", "succeeded", "liquidated"),
        "standing": ("clear", "barred"),
    },
    rows=(
        Row(
            events.PartyRegistered,
            None,
            {"status": "active", "standing": "clear"},
            decisions.register,
            {
                "own_number": Consult("bin", of="subject.key", born=False, spelled=number_in),
                "given_number": Consult("bin", of="bin", born=False),
            },
        ),
        Row(events.PartyRenamed, (from_(status=ALIVE),), {}, decisions.rename),
        Row(
            events.PartySucceeded,
            (from_(status=ALIVE),),
            {"status": "succeeded"},
            decisions.succeed,
            {
                "by": Consult("party", standing={"status": ALIVE}),
                "projects": Consult("project", of="subject.projects", many=True),
                "plots": Consult("plot", of="projects.plots", many=True),
                "holdings": Consult("plot", of="subject.holdings", many=True),
            },
        ),
        Row(events.PartyBarred, ANY, {"standing": "barred"}, decisions.bar, overrides_later=True),
        Row(events.SuccessionTaken, ANY, {}),
        Row(events.ListingsInherited, ANY, {"standing": "barred"}),
        Row(events.ListingStruck, (from_(standing="barred"),), {}, decisions.strike_listing),
        Row(events.PartyUnbarred, (from_(standing="barred"),), {"standing": "clear"}, decisions.unbar),
        Row(events.ListingRecorded, ANY, {}, decisions.record_listing),
        Row(
            events.PartyInsolvencyOpened,
            (from_(status="active"),),
            {"status": "insolvent"},
            decisions.declare_insolvent,
        ),
        Row(
            events.PartyInsolvencyEnded,
            (from_(status="insolvent"),),
            {"status": "active"},
            decisions.end_insolvency,
        ),
        Row(
            events.PartyLiquidated,
            (from_(status=ALIVE),),
            {"status": "liquidated"},
            decisions.liquidate,
            {"projects": Consult("project", of="subject.projects", many=True)},
        ),
        Row(events.ProjectTaken, ANY, {}),
        Row(events.ProjectLeft, ANY, {}),
        Row(events.HoldingTaken, ANY, {}),
        Row(events.HoldingLeft, ANY, {}),
        Row(events.DocumentGapClosed, ANY, {}, decisions.close_gap),
        Row(events.DeadlineMoved, ANY, {}, decisions.move_deadline, BY_CALENDAR),
    ),
)
