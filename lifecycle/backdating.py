"""Backdating: an act recorded late must leave every later act in the streams it writes possible.

The table is asked again for each later event; an act that would make one impossible is refused, naming it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from domain.event import At
from domain.refusals import LaterActStands
from lifecycle.case import fold
from lifecycle.decider import wrong_status

if TYPE_CHECKING:
    from lifecycle.record import Draft, Record


def check(drafts: Sequence[Draft], later: Mapping[str, Sequence[Record]], *, overrides: bool) -> None:
    """Refuse drafts that make a later event of their streams impossible.

    `later` holds the settled history of the streams with events after the drafts' date. Facts imposed from
    outside (`overrides`) are always recorded.
    """
    if overrides:
        return
    for stream in dict.fromkeys(draft.stream for draft in drafts):
        if stream in later:
            _check_stream([d for d in drafts if d.stream == stream], later[stream])


def _check_stream(drafts: Sequence[Draft], history: Sequence[Record]) -> None:
    on = drafts[0].effective_on.isoformat()
    case = fold(drafts[0].stream, [r for r in history if r.effective_on <= on])
    for draft in drafts:
        case = case.after(draft.event, At(f"{draft.stream}@{draft.version}", draft.effective_on, {}))
    for record in (r for r in history if r.effective_on > on):
        row = case.lifecycle.by_event[record.event.stored]
        if row.births or any(wrong_status(row, case, record.event.data())):
            raise LaterActStands(record.ref, record.body.get("act", ""))
        at: At = record.at()
        case = case.after(record.event, at)
