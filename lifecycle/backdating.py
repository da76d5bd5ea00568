"""Backdating: what is recorded late must leave every later act in the streams that it writes as it is.

The first that would have become impossible, or would have had other consequences than those on record, refuses
the late act and is named: it is taken back first. So is one that an imposed fact made impossible before: what
it wrote beside, in ledgers say, would not fit any more. Deadlines of later acts that come out otherwise follow.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lifecycle.drafting import drafts, written_by
from lifecycle.following import New, followed
from lifecycle.redeciding import AFTER_ALL

if TYPE_CHECKING:
    from lifecycle.case import Case
    from lifecycle.desk import Desk
    from lifecycle.question import Decision
    from lifecycle.record import Draft
    from lifecycle.store.log import Log


def late(
    log: Log, decision: Decision, desk: Desk, drafted: tuple[list[Draft], dict[str, Case]]
) -> tuple[list[Draft], dict[str, Case]]:
    """The records of a late act and the cases after it, with what follows from it for later acts.

    Facts imposed from outside are recorded whatever came later, and stand whatever came before. Raises
    `LaterActStands`, `LaterActFallen`.
    """
    asked, (new, _after) = decision.question, drafted
    streams = {draft.stream for draft in new} & desk.later.keys()
    if not streams:
        return drafted
    right = followed(
        log,
        New(
            new,
            streams,
            since=(asked.on.isoformat(), AFTER_ALL),
            reason=f"{asked.command.act} {new[0].ref}",
            late=True,
            imposed=asked.row.overrides_later,
        ),
    )
    if not right:
        return drafted
    whole = decision._replace(events=(*decision.events, *right))
    return drafts(whole, desk.cases(written_by(whole), asked.on))
