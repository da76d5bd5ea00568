"""What can go wrong apart from a rule's refusal; each kind has an exit code of its own in `cli`."""

from __future__ import annotations

from typing import Any


class LifecycleError(Exception):
    """Something is wrong that no rule of law refused. Carries values, not sentences."""

    code = "error"

    def __init__(self, **values: Any) -> None:
        super().__init__(f"{self.code} " + " ".join(f"{k}={v}" for k, v in values.items()))
        self.values = values


class Misused(LifecycleError):
    """The request cannot be read: a term is malformed, unknown or missing."""

    code = "misused"


class NotFound(LifecycleError):
    """There is no such subject."""

    code = "not-found"


class Conflict(LifecycleError):
    """Somebody wrote what this act had read, or the command id belongs to another request."""

    code = "conflict"


class StoreUnusable(LifecycleError):
    """The store is not ours, newer than the program, read-only, full or damaged."""

    code = "store-unusable"


class Stale(LifecycleError):
    """What is read is behind the log, and may not or cannot be brought up to it now."""

    code = "stale"
