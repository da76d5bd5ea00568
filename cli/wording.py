"""How a refusal is put in words, and the words of those about authority: who may act, and who confirms."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from cli.i18n import noted


class Words(NamedTuple):
    """A refusal in words, and the next command; no hint where only facts can help."""

    message: str
    hint: str = ""


OF_AUTHORITY: Mapping[str, Words] = {
    "NotAuthorised": Words(
        noted("{officer} may not act as {role}: {cause}"), "sez officer list --role {role} --status active"
    ),
    "SecondOfficerNeeded": Words(
        noted("a second officer must confirm this act: it is proposed first"),
        "sez {noun} {verb} {key} --propose",
    ),
    "SameOfficer": Words(noted("{officer} proposed the act: another officer must confirm it")),
    "ProposalExpired": Words(
        noted("the act could be confirmed until {until}; it can be proposed anew"), "sez proposal reject {key}"
    ),
    "DelegationLoops": Words(
        noted("{officer} acts for {to} already, directly or through others"), "sez officer show {to}"
    ),
    "DelegationTooWide": Words(
        noted("{officer} does not hold what would be delegated: {roles}"), "sez officer show {officer}"
    ),
    "NoDelegation": Words(noted("{officer} has delegated nothing to {to}"), "sez officer show {officer}"),
    "RolesMissing": Words(noted("a mandate names one role at least"), "--role ROLE"),
}
"""By the refusal's class name."""

CAUSES: Mapping[str, str] = {
    "unknown": noted("there is no such officer"),
    "dismissed": noted("dismissed"),
    "expired": noted("the mandate ran out on {until}"),
    "revoked": noted("the mandate came from an officer who holds it no more"),
    "role": noted("the role is not in the mandate"),
    "zone": noted("the mandate is not for zone {zone}"),
}
"""Why an officer may not act; revoked is a mandate that ended with nobody saying when."""

OF_LAW: Mapping[str, Words] = {
    "UnknownToLaw": Words(noted("{regulation} knows no act {act}"), "sez regulation show {regulation}"),
    "NotKnownToLaw": Words(noted("the law knows no {term} {value}; it knows {known}"), "sez can {noun} {key}"),
    "NotByCalendar": Words(noted("by the calendar cited {name} is {counted}, not {due}"), "--due {counted}"),
    "HeadLeaseTooShort": Words(
        noted("a head lease of this kind of zone runs until {least} at least, not {ends_on}"),
        "--head-lease-ends {least}",
    ),
}
"""What the law of the day has to say."""
