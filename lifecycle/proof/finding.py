"""What a verification finds: one kind of finding for the log, the papers and the read models."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple


class Finding(NamedTuple):
    """Something that is not as it must be: what, at which position, of which event, the values that tell it.

    `problem` is a stable word, `position` 0 where it is about no record, `event` empty likewise.
    """

    problem: str
    position: int = 0
    event: str = ""
    values: Mapping[str, Any] = {}
