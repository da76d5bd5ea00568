"""The lifecycle of a plot: four regions that move on their own, and the acts that tie them."""

from domain.plot.state import Plot, evolve
from lifecycle.definitions.plot.compliance import COMPLIANCE
from lifecycle.definitions.plot.record import RECORD
from lifecycle.definitions.plot.standing import COMPLIANCE_STATUSES
from lifecycle.definitions.plot.tenure import TENURE
from lifecycle.definitions.plot.use import USE
from lifecycle.grammar import Lifecycle, in_own_zone

LIFECYCLE = Lifecycle(
    "plot",
    Plot(),
    evolve,
    regions={
        "record": ("registered", "retired"),
        "tenure": ("free", "reserved", "allocated", "leased", "held", "owned", "ended"),
        "use": ("vacant", "design", "construction", "built", "operating", "idle"),
        "compliance": COMPLIANCE_STATUSES,
    },
    rows=RECORD + TENURE + USE + COMPLIANCE,
    place=in_own_zone,
)
