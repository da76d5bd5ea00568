"""What an officer's present mandate covers, and what of it the officer may do."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from lifecycle.authority import held
from lifecycle.command import APPROVAL
from lifecycle.desk import Desk
from lifecycle.errors import NotFound
from lifecycle.record import stream_name

if TYPE_CHECKING:
    from lifecycle.rule import Rule
    from lifecycle.store.log import Log


class Covering:
    """The roles and zones in which an officer may act on a day. Raises `NotFound` for an unknown officer."""

    def __init__(self, log: Log, officer: str, today: date) -> None:
        self.officer = officer
        self._desk = Desk(log, today=lambda: today)
        self._known: dict[tuple[str, str], bool] = {}
        (case,) = self._desk.known([stream_name("officer", officer)]).values()
        if not case.born:
            raise NotFound(category="officer", key=officer)

    def offers(self, row: Mapping[str, Any], act: str, rules: Mapping[str, Rule]) -> bool:
        """Whether the officer may do what a row of the worklist suggests.

        To approve takes the role of the act proposed, and another officer than who proposed it.
        """
        if act == APPROVAL and row["whose"] == self.officer:
            return False
        of_proposed = rules.get(str(row["detail"]).partition(" ")[0]) if act == APPROVAL else None
        return self.covers((of_proposed or rules[act]).recorded_by, row["zone"] or "")

    def covers(self, role: str, zone: str) -> bool:
        """Whether the officer holds a role in a zone; no zone, whether the officer holds it anywhere."""
        asked = (role, zone)
        if asked not in self._known:
            self._known[asked] = bool(held(self.officer, role, zone, self._desk).mandate)
        return self._known[asked]
