"""Time: the only module that asks what time it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Protocol
from zoneinfo import ZoneInfo


class Clock(Protocol):
    """Something that says what time it is."""

    def now(self) -> datetime:
        """This moment, with its time zone."""


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """This moment in UTC."""
        return datetime.now(UTC)


@dataclass
class SetClock:
    """A clock that stands where it was set: for tests, for playing dated acts, for trying on a copy."""

    moment: datetime

    def now(self) -> datetime:
        """The moment it was set to."""
        return self.moment

    def set_to(self, day: date, *, zone: str) -> None:
        """Move to noon of a day in a zone, never backwards."""
        self.moment = max(self.moment, datetime.combine(day, time(12), ZoneInfo(zone)))


def today(clock: Clock, zone: str) -> date:
    """The legal date now: the day it is in the store's zone."""
    return clock.now().astimezone(ZoneInfo(zone)).date()


def local_day(recorded_at: str, zone: str) -> date:
    """The day in a zone on which a record was made, by its time as recorded, in UTC."""
    return datetime.fromisoformat(recorded_at).astimezone(ZoneInfo(zone)).date()
