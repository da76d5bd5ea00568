"""The words for what is said of earlier records: corrections and voids that a rule refuses."""

from __future__ import annotations

from collections.abc import Mapping

from cli.i18n import noted
from cli.wording import Words

OF_RECORDS: Mapping[str, Words] = {
    "AlreadyVoided": Words(
        noted("{event} was voided before, by {by}: what was so after all is recorded afresh"),
        "sez {noun} history {key}",
    ),
    "VoidIsFinal": Words(
        noted("{event} is a void, and a void is final: what was so after all is recorded afresh"),
        "sez {noun} history {key}",
    ),
    "CorrectionStands": Words(
        noted("{event} is itself a correction: correct {original} again, or void the correction"),
        "sez correct {original} --set FIELD=VALUE",
    ),
    "WrittenByAnAct": Words(
        noted("{event} was written along with the act of {own}: that is the event to name"), "sez {verb} {own}"
    ),
    "NotAmended": Words(
        noted("records of this kind ({category}) have acts of their own for what turns out wrong")
    ),
    "NotCorrectable": Words(
        noted("{field} of {event} is not corrected: it says what the act is about; these are: {known}"),
        "sez void {event} --propose",
    ),
    "ReasonMissing": Words(noted("who says that a record was wrong says why"), "--reason TEXT"),
    "AnotherLaw": Words(
        noted("on {on} {event} stands under {law}: it is voided, and recorded afresh under that law"),
        "sez void {event} --propose",
    ),
    "AnotherAct": Words(
        noted("with these values {event} would be another act: it is voided, and the right one recorded"),
        "sez void {event} --propose",
    ),
}
"""By the refusal's class name."""

NEVER_AMENDED: Mapping[str, Words] = {
    "calendar": Words(
        noted("{event} stays as it is: a calendar that turns out wrong is amended by an act of its own"),
        "sez calendar amend {whose} --help",
    ),
    "proposal": Words(
        noted("{event} stays as it is: a proposal is rejected, and an act that came of it is itself set right"),
        "sez proposal reject {whose}",
    ),
    "heads": Words(
        noted("{event} stays as it is: it says how the log was sealed, and a log is sealed anew"),
        "sez audit seal --key FILE",
    ),
    "store": Words(
        noted("{event} stays as it is: it says what the store is, and what is otherwise is another store"),
        "sez doctor",
    ),
}
"""What is said of records that are never amended, and what to do instead, by their category."""

ABOUT_RECORDS: Mapping[str, Words] = {
    "misused.no-such-field": Words(
        noted("{text}: no field of {event} is set so; it takes {known}"),
        "sez correct {event} --set FIELD=VALUE",
    ),
    "misused.field-twice": Words(noted("{name} is set twice: give it once")),
    "misused.currency-alone": Words(noted("a currency is set together with its amount: {amounts}")),
    "not-found.event": Words(noted("there is no event {key}"), "sez audit search"),
}
"""By the error's code, with its problem."""
