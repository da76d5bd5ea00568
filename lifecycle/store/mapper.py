"""The library's mapper with our records: what its own tools need to read and write our log."""

from __future__ import annotations

from typing import Any

from eventsourcing.persistence import JSONTranscoder, Mapper, StoredEvent

from lifecycle import canonical
from lifecycle.record import Record
from lifecycle.store.codec import to_record


class RecordMapper(Mapper[str]):
    """The library's mapper, with our records for its domain events."""

    def __init__(self) -> None:
        super().__init__(JSONTranscoder())

    def to_stored_event(self, domain_event: Any) -> StoredEvent:
        """A stored event from a record that has been stamped already."""
        record: Record = domain_event
        state = canonical.encode(dict(record.body))
        return StoredEvent(record.stream, record.version, record.body["type"], state)

    def to_domain_event(self, stored_event: StoredEvent) -> Record:
        """A record from a stored event; its position where the event is a notification, else 0."""
        return to_record(
            getattr(stored_event, "id", 0),
            str(stored_event.originator_id),
            stored_event.originator_version,
            stored_event.topic,
            stored_event.state,
        )
