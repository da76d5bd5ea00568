"""A cadastral number: a ledger without statuses, written by acts on plots."""

from domain.number.events import NumberFreed, NumberTaken
from domain.number.state import Number, evolve
from lifecycle.grammar import Lifecycle, Row

LIFECYCLE = Lifecycle(
    "number", Number(), evolve, regions={}, rows=(Row(NumberTaken, (), {}), Row(NumberFreed, (), {}))
)
