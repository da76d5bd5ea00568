"""The store: founded once, by the first append."""

from domain.store.events import StoreFounded
from domain.store.state import Store, evolve
from lifecycle.grammar import Lifecycle, Row

LIFECYCLE = Lifecycle("store", Store(), evolve, regions={}, rows=(Row(StoreFounded, None, {}),))
