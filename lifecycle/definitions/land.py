"""The land of a zone: a ledger without statuses, written by acts on plots."""

from domain.land.events import LandReleased, LandTaken
from domain.land.state import Land, evolve
from lifecycle.grammar import Lifecycle, Row

LIFECYCLE = Lifecycle(
    "land", Land(), evolve, regions={}, rows=(Row(LandTaken, (), {}), Row(LandReleased, (), {}))
)
