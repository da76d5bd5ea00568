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
        "sez {typed} --propose",
    ),
    "SameOfficer": Words(
        noted("{officer} proposed the act: another officer must confirm it"),
        "sez officer list --role {role} --status active",
    ),
    "OwnMandate": Words(
        noted(
            "nobody decides about the mandate by which they act ({officer}): another officer with the role must"
        ),
        "sez officer list --status active",
    ),
    "UnknownRole": Words(noted("the law knows no role {role}; it knows {known}"), "sez regulation show"),
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

OF_PAPERS: Mapping[str, Words] = {
    "PaperInFuture": Words(noted("the paper {kind} is dated {on}, later than today, {today}")),
    "RecordedOtherwise": Words(
        noted("{subject} was recorded before with other terms ({recorded}), and they stay"),
        "sez {noun} show {key}",
    ),
    "NothingToName": Words(
        noted("there is nothing on {subject} that {term} could name"), "sez {noun} show {key}"
    ),
}
"""Of the papers of an act, and of what it names."""

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
    "GapNotAllowed": Words(
        noted("this act is done on paper: {kind} cannot be flagged as missing"), "--document {kind}=FILE"
    ),
    "DutyMissing": Words(
        noted(
            "the law grants land only to a project that owes {least} {unit} of {duty} at least, "
            "and {project} does not"
        ),
        "sez obligation define KEY --of project:{project} --plot {plot} --kind {duty} --target {least} "
        "--unit {unit} --due DATE",
    ),
    "PeriodNotOver": Words(noted("{period} is reported when it is over, after {ends_on}")),
    "NotByCalendar": Words(noted("by the calendar cited {name} is {counted}, not {due}"), "--due {counted}"),
    "HeadLeaseTooShort": Words(
        noted("a head lease of this kind of zone runs until {least} at least, not {ends_on}"),
        "--head-lease-ends {least}",
    ),
}
"""What the law of the day has to say."""

ABOUT_PAPERS: Mapping[str, Words] = {
    "misused.papers-too-large": Words(noted("the files of the campaign are larger than {limit} MB together")),
    "misused.document-empty": Words(noted("document {sha256} has no bytes")),
    "misused.document-too-large": Words(noted("document {sha256} is larger than {limit} MB")),
    "misused.document-mismatch": Words(noted("the bytes of document {sha256} are not those of its digest")),
    "misused.document-media-type": Words(
        noted("document {sha256} comes with no media type such as application/pdf: {media_type}")
    ),
    "misused.document-absent": Words(
        noted("no document {sha256} is stored"), "sez document add FILE --kind KIND"
    ),
    "misused.ambiguous-digest": Words(noted("several documents begin with {text}: {found}")),
    "not-found.never-added": Words(
        noted("document {key} was never added, so it has no history of its own; acts cite it"),
        "sez document show {key}",
    ),
}
"""Of papers, by the error's code and problem."""

ABOUT_REPLAY: Mapping[str, Words] = {
    "misused.dates-backwards": Words(
        noted("the first date, {first}, is later than the second, {second}"),
        "sez diff {noun} {key} {second} {first}",
    ),
    "misused.moments-backwards": Words(
        noted("what was known then, at {first}, is compared with what was known before it, at {second}"),
        "--then-known-at {second} --known-at {first}",
    ),
    "misused.unknown-column": Words(
        noted("{noun} has no column {column} that an event sets; it has {known}"), "sez blame {noun} {key}"
    ),
    "misused.unknown-act": Words(noted("there is no act {act}"), "sez {noun} --help"),
}
"""Of questions about what changed, by the error's code and problem."""
