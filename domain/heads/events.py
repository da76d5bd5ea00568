"""What happens to the heads."""

from domain.event import Event


class HeadsCommitted(Event, stored="heads.HeadsCommitted@1"):
    """The last record of every stream among the first `size` records was committed to.

    `root` is the hex root of the RFC 6962 tree over `streams` leaves, one for each stream, in the byte order of
    their names: what is there can be proven to be all there is, and what is not there to be absent.
    """

    size: int
    streams: int
    root: str
