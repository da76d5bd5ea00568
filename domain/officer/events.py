"""What happens to an officer. No zone named means every zone; `until` is the last day."""

from datetime import date

from domain.event import Event
from domain.officer.values import Role
from domain.values import Key, Name


class OfficerAppointed(Event, stored="officer.OfficerAppointed@1"):
    """An officer was appointed to act in these roles."""

    title: Name | None = None
    roles: tuple[Role, ...]
    zones: tuple[Key, ...] = ()
    until: date | None = None


class MandateChanged(Event, stored="officer.MandateChanged@1"):
    """The officer's own mandate is another from now on."""

    roles: tuple[Role, ...]
    zones: tuple[Key, ...] = ()
    until: date | None = None


class MandateDelegated(Event, stored="officer.MandateDelegated@1"):
    """The officer lets another act in these roles; none named means all that the officer holds in person."""

    to: Key
    roles: tuple[Role, ...] = ()
    zones: tuple[Key, ...] = ()
    until: date


class MandateReceived(Event, stored="officer.MandateReceived@1"):
    """Another officer lets this one act in these roles; no zone named means wherever the giver may."""

    giver: Key
    roles: tuple[Role, ...]
    zones: tuple[Key, ...] = ()
    until: date


class DelegationEnded(Event, stored="officer.DelegationEnded@1"):
    """What was delegated to another officer was taken back."""

    to: Key


class DelegationWithdrawn(Event, stored="officer.DelegationWithdrawn@1"):
    """What another officer had delegated was taken back, or that officer left."""

    giver: Key


class OfficerDismissed(Event, stored="officer.OfficerDismissed@1"):
    """The officer may act no more, nor does anybody in the officer's name."""


class OfficerReinstated(Event, stored="officer.OfficerReinstated@1"):
    """A dismissed officer may act again, in these roles."""

    roles: tuple[Role, ...]
    zones: tuple[Key, ...] = ()
    until: date | None = None
