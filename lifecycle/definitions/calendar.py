"""The lifecycle of a working calendar."""

from domain.calendar import decisions, events
from domain.calendar.state import Calendar, evolve
from lifecycle.grammar import Lifecycle, Row, from_

KEPT = (from_(status="kept"),)

LIFECYCLE = Lifecycle(
    "calendar",
    Calendar(),
    evolve,
    regions={"status": ("kept",)},
    rows=(
        Row(events.CalendarEstablished, None, {"status": "kept"}, decisions.establish),
        Row(events.YearPublished, KEPT, {}, decisions.publish),
        Row(events.CalendarAmended, KEPT, {}, decisions.amend),
    ),
)
