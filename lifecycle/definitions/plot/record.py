"""A plot on record: registered, numbered, divided, retired."""

from domain.plot import events as e
from domain.plot.decisions import record
from lifecycle.definitions.plot.standing import (
    ANY,
    FREE,
    HOLD,
    IS_OPERATING,
    LAND,
    NUMBER,
    SETTLED,
    UNDISPUTED,
    on_record,
)
from lifecycle.grammar import Consult, Row, from_

RECORD = (
    Row(
        e.PlotRegistered,
        None,
        {"record": "registered", "tenure": "free", "use": "vacant", "compliance": "clear"},
        record.register,
        {"zone": Consult("zone", standing=IS_OPERATING), "land": LAND, "number": NUMBER},
    ),
    Row(
        e.HoldingRecognised,
        FREE,
        {"tenure": "held", "compliance": "clear"},
        record.recognise,
        {"party": Consult("party"), "project": Consult("project")},
    ),
    Row(e.DocumentGapFlagged, ANY, {}, record.flag_gap),
    Row(e.DocumentGapClosed, ANY, {}, record.close_gap),
    Row(e.CadastralNumberCorrected, ANY, {}, record.correct_number, {"number": NUMBER}),
    Row(e.CadastralNumberAssigned, ANY, {}, record.assign_number, {"number": NUMBER}),
    Row(
        e.PlotMovedToZone,
        ANY,
        {},
        record.move_to_zone,
        {"zone": Consult("zone", standing=IS_OPERATING), "land": LAND},
    ),
    Row(e.PlotSplit, on_record(compliance=UNDISPUTED), {"record": "retired"}, record.split),
    Row(
        e.PlotMerged,
        on_record(compliance=SETTLED),
        {"record": "retired"},
        record.merge,
        {
            "others": Consult(
                "plot",
                many=True,
                standing={"record": frozenset({"registered"}), "compliance": SETTLED},
                alike=("tenure",),
            )
        },
    ),
    Row(e.PlotFormed, None, {}, inherits=True),
    Row(
        e.GrantAnnulled,
        (*on_record(tenure=HOLD), from_(record="retired", tenure=HOLD)),
        {"tenure": "ended"},
        record.annul_grant,
        {"descendants": Consult("plot", of="subject.children", many=True, descend="children")},
        overrides_later=True,
    ),
    Row(e.PlotAnnulled, FREE, {"record": "retired"}, record.annul),
    Row(e.PlotExcluded, FREE, {"record": "retired"}, record.exclude),
)
