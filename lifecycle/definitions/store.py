"""The store: founded once, by the first append, and opened under a body of law by its first officer."""

from domain.store.events import StoreFounded, StoreOpened, TrialDeclared
from domain.store.state import Store, evolve
from lifecycle.grammar import Lifecycle, Row

LIFECYCLE = Lifecycle(
    "store",
    Store(),
    evolve,
    regions={},
    rows=(Row(StoreFounded, None, {}), Row(StoreOpened, (), {}), Row(TrialDeclared, (), {})),
)
"""The store itself: the aggregate whose first event makes a log ours."""
