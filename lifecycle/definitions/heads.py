"""The heads of the streams: a ledger without statuses, written by each seal; no law has a row for it."""

from domain.heads.events import HeadsCommitted
from domain.heads.state import Heads, evolve
from lifecycle.grammar import Lifecycle, Row

LIFECYCLE = Lifecycle("heads", Heads(), evolve, regions={}, rows=(Row(HeadsCommitted, (), {}),))
