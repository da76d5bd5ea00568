"""The use of a plot, its burdens and its clocks."""

from domain.plot import events as e
from domain.plot.decisions import use
from lifecycle.definitions.plot.standing import ANY, BUILDABLE, on_record
from lifecycle.grammar import BY_CALENDAR, Row

USE = (
    Row(e.DesignStarted, on_record(use="vacant"), {"use": "design"}, use.start_design),
    Row(
        e.ConstructionStarted,
        on_record(use=frozenset({"vacant", "design"})),
        {"use": "construction"},
        use.start_construction,
    ),
    Row(
        e.ConstructionCompleted,
        on_record(use="construction"),
        {"use": "built"},
        use.complete_construction,
    ),
    Row(e.OperationStarted, on_record(use="built"), {"use": "operating"}, use.start_operation),
    Row(e.UseInterrupted, on_record(use=BUILDABLE), {"use": "idle"}, use.interrupt_use),
    Row(e.ConstructionResumed, on_record(use="idle"), {"use": "construction"}, use.resume_construction),
    Row(e.OperationResumed, on_record(use="idle"), {"use": "operating"}, use.resume_operation),
    Row(
        e.SiteCleared,
        on_record(use=BUILDABLE | {"design", "idle"}),
        {"use": "vacant"},
        use.clear_site,
    ),
    Row(e.EncumbrancePlaced, ANY, {}, use.encumber, overrides_later=True),
    Row(e.EncumbranceReleased, ANY, {}, use.release),
    Row(e.TimeExcluded, ANY, {}, use.exclude_time),
    Row(e.ClockStartFixed, ANY, {}, use.fix_clock_start),
    Row(e.DeadlineMoved, ANY, {}, use.move_deadline, BY_CALENDAR),
)
