"""The lifecycle of a paper: it is entered, and stays as it is for ever."""

from domain.document import decisions, events
from domain.document.state import Document, evolve
from lifecycle.grammar import Lifecycle, Row

LIFECYCLE = Lifecycle(
    "document",
    Document(),
    evolve,
    regions={"status": ("added",)},
    rows=(Row(events.DocumentAdded, None, {"status": "added"}, decisions.add),),
)
