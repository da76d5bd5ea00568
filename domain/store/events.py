"""What happens to a store."""

from domain.event import Event


class StoreFounded(Event, stored="store.StoreFounded@1"):
    """Position 1 of every log: the checkpoint origin, the zone of legal dates, the record format."""

    origin: str
    time_zone: str
    format: int


class StoreOpened(Event, stored="store.StoreOpened@1"):
    """The body of law that the store keeps to, and its first officer, were set down."""

    law: str
    officer: str


class TrialDeclared(Event, stored="store.TrialDeclared@1"):
    """The log is a copy on which to try things out: from here on it is nobody's record of anything."""
