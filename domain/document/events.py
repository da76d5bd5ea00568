"""What happens to a paper. Its stream bears the SHA-256 of its bytes as its key."""

from datetime import date

from domain.document.values import DocumentKind, MediaType, Size
from domain.event import Event
from domain.values import Name


class DocumentAdded(Event, stored="document.DocumentAdded@1"):
    """A paper was entered with its bytes, before any act or apart from any; `size` is in bytes."""

    kind: DocumentKind
    title: Name | None = None
    number: Name | None = None
    dated_on: date | None = None
    media_type: MediaType
    size: Size
