"""What speaks against a proof, a signed note, a checkpoint or a key; `problem` is a stable word for each."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from lifecycle.errors import LifecycleError


class BadProof(LifecycleError):
    """What is offered proves nothing: malformed, or leading to another root. Below stand kinds of it."""

    code = "bad-proof"

    def __init__(self, problem: str, **values: Any) -> None:
        super().__init__(problem=problem, **values)
        self.problem = problem


class BadNote(BadProof):
    """A text that is no signed note, or not signed by a key that is trusted."""

    code = "bad-note"


class BadCheckpoint(BadProof):
    """A note that is no checkpoint, or of another log."""

    code = "bad-checkpoint"


class BadKey(BadProof):
    """A key that is malformed, unsafe, or cannot be read or kept."""

    code = "bad-key"


@contextmanager
def told_of(path: object) -> Iterator[None]:
    """While a file is looked at: whatever speaks against what it holds names it, as `path`."""
    try:
        yield
    except BadProof as error:
        error.values.setdefault("path", str(path))
        raise
