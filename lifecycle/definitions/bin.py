"""A business identification number: a ledger without statuses, written by acts on parties."""

from domain.bin.events import BinTaken
from domain.bin.state import Bin, evolve
from lifecycle.grammar import Lifecycle, Row

LIFECYCLE = Lifecycle("bin", Bin(), evolve, regions={}, rows=(Row(BinTaken, (), {}),))
