"""What happens to a zone."""

from datetime import date
from typing import Literal

from domain.event import Event
from domain.values import AreaM2, Key, Name

ZoneKind = Literal["sez", "iz", "small-iz", "cross-border"]


class ZoneEstablished(Event, stored="zone.ZoneEstablished@1"):
    """A decree established the zone. Its code is the key: two zones may bear one name."""

    name: Name
    kind: ZoneKind
    region: Name
    area_m2: AreaM2
    allocatable_m2: AreaM2
    allocatable_definition: str = ""
    term_ends_on: date
    head_lease_ends_on: date | None = None
    activities: tuple[Name, ...] = ()
    parent: Key | None = None


class ZoneTermExtended(Event, stored="zone.ZoneTermExtended@1"):
    """A decree extended the zone's term, and the head lease with it where that ends earlier."""

    term_ends_on: date
    head_lease_ends_on: date | None = None


class ZoneBoundaryChanged(Event, stored="zone.ZoneBoundaryChanged@1"):
    """A decree changed the zone's boundary."""

    area_m2: AreaM2
    allocatable_m2: AreaM2
    allocatable_definition: str = ""


class ActivityListChanged(Event, stored="zone.ActivityListChanged@1"):
    """A decree replaced the list of permitted activities."""

    activities: tuple[Name, ...] = ()


class OwnershipTransferred(Event, stored="zone.OwnershipTransferred@1"):
    """It was decided that the zone passes to another owner."""

    owner: Name


class BalanceAccepted(Event, stored="zone.BalanceAccepted@1"):
    """The new owner took the zone on its balance; the decision's date is not this date."""


class ManagingCompanyAppointed(Event, stored="zone.ManagingCompanyAppointed@1"):
    """A managing company was appointed."""

    company: Name


class ZoneSuperseded(Event, stored="zone.ZoneSuperseded@1"):
    """Another zone takes this one's place; its plots then move or close."""

    by: Key


class ZoneExpired(Event, stored="zone.ZoneExpired@1"):
    """The zone's term is over."""


class ZoneAbolished(Event, stored="zone.ZoneAbolished@1"):
    """A decree abolished the zone."""


class DocumentGapClosed(Event, stored="zone.DocumentGapClosed@1"):
    """A missing paper was found."""

    kind: Name
