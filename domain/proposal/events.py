"""What happens to a proposal."""

from datetime import date
from typing import Any

from domain.event import Event
from domain.values import Key


class ActProposed(Event, stored="proposal.ActProposed@1"):
    """An officer asked for an act that a second one must confirm; it is as complete as the act itself.

    `act` is `category.verb`, `key` the subject's; the papers stand as they would in the act's own record,
    `reads` is what the proposer saw.
    """

    act: str
    key: str
    terms: dict[str, Any] = {}  # noqa: RUF012 - pydantic copies defaults
    effective_on: date
    documents: tuple[dict[str, str], ...] = ()
    gaps: tuple[dict[str, str], ...] = ()
    body: str = ""
    reason_given: str = ""
    reads: dict[str, int] = {}  # noqa: RUF012 - pydantic copies defaults
    proposer: Key


class ProposalApproved(Event, stored="proposal.ProposalApproved@1"):
    """A second officer confirmed the act, which was recorded with this."""

    approver: Key | None = None


class ProposalRejected(Event, stored="proposal.ProposalRejected@1"):
    """The act will not be done as proposed."""
