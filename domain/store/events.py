"""What happens to a store."""

from domain.event import Event


class StoreFounded(Event, stored="store.StoreFounded@1"):
    """Position 1 of every log: the checkpoint origin, the zone of legal dates, the record format."""

    origin: str
    time_zone: str
    format: int
