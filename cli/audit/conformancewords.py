"""The words for deviations from the law, and for what is only worth a look; what may be typed next.

A message names the deviation's values in braces, a hint also `{noun}`, `{key}`, `{event}`, `{on}` and `{zone}`.
"""

from __future__ import annotations

from collections.abc import Mapping

from cli.i18n import noted
from cli.wording import Words

TITLES: Mapping[str, str] = {
    "no-document": noted("Papers missing"),
    "double-holder": noted("Two holders of one plot"),
    "area-mismatch": noted("Areas that do not fit"),
    "mandate-missing": noted("Recorded without a mandate"),
    "wrong-body": noted("Decided by another body"),
    "too-early": noted("Done too early"),
    "deadline-missed": noted("Deadlines missed"),
    "wrong-law": noted("Under the wrong law"),
    "impossible-now": noted("Not possible today in its place"),
    "other-consequences": noted("Other consequences today in its place"),
    "flag": noted("To be looked at: no deviation, and nobody is accused"),
}
"""By kind, in the order in which they are told."""

DESCRIBED: Mapping[str, str] = {
    "no-document": noted(
        "a paper demanded and neither cited nor flagged; a gap flagged and still open, or overdue, or never "
        "closed while the right lasted"
    ),
    "double-holder": noted(
        "two live holders of one plot, one number or one piece of land at one legal instant; a claim on record "
        "beside the holder while the dispute lasts"
    ),
    "area-mismatch": noted("more land than the zone has; parts that are not the whole; a ledger that differs"),
    "mandate-missing": noted(
        "no mandate with the role in the zone on the day of recording, or one that was voided since; no other "
        "second officer"
    ),
    "wrong-body": noted("another body than the law's; none, where no paper speaks for it"),
    "too-early": noted("before the end of a term that the act had to wait for"),
    "deadline-missed": noted("after the last day of a term; a term that ended and nothing answered"),
    "wrong-law": noted("an edition not in force on the legal date, or without such an act"),
    "impossible-now": noted("refused when decided again in its place, after what was recorded since"),
    "other-consequences": noted("other events or dates than on record when decided again in its place"),
    "flag": noted("lawful and worth a look, by the rule and the threshold it states; only with --flags"),
}
"""What each kind of finding is."""

HISTORY = "sez {noun} history {key}"
RESTS = "sez {noun} history {key} --as-of {on}"
OFFICER = "sez officer history {officer}"
TAKE_BACK = "sez void {event} --document decision=NUMBER@DATE --reason TEXT --propose"
WHY = "sez why {noun} {key} --deadline {deadline} --all"
CORRECT = "sez correct {event} --set {right} --document evidence=NUMBER@DATE --reason TEXT"
SET_PAPER = CORRECT.replace("{right}", "document={paper}=NUMBER@DATE")

FOUND: Mapping[str, Words] = {
    # papers
    "paper-missing": Words(
        noted("the law demands this paper, and the act neither cites it nor flags it as missing: {paper}"),
        SET_PAPER,
    ),
    "gap-not-allowed": Words(
        noted("the act is done on paper, and this one is only flagged as missing: {paper}"), SET_PAPER
    ),
    "gap-overdue": Words(
        noted("flagged as missing and not found; {owner} was to find it by {until}: {paper}"),
        "sez {noun} close-gap {key} --kind {paper} --document {paper}=NUMBER@DATE",
    ),
    "gap-never-closed": Words(
        noted("flagged as missing and never found before the right ended on {ended}: {paper}"), HISTORY
    ),
    "gap-open": Words(
        noted("flagged as missing; {owner} is to find it by {until}: {paper}"),
        "sez {noun} close-gap {key} --kind {paper} --document {paper}=NUMBER@DATE",
    ),
    # holders
    "held-already": Words(
        noted("granted to {party} while {holder} holds it, since {since}"),
        "sez plot record-claim {key} --party {party} --document extract=NUMBER@DATE",
    ),
    "recorded-claim": Words(
        noted("a recorded claim: {party} says to hold what {holder} holds, and the dispute is open"),
        "sez plot close-dispute {key} --document judgment=NUMBER@DATE",
    ),
    "off-the-register": Words(noted("granted to {party} while it is on no register"), HISTORY),
    "same-number": Words(
        noted("plot {other} is held as well and bears the same cadastral number, {number}"),
        "sez plot correct-number {other} --cadastral-number NUMBER --document extract=NUMBER@DATE",
    ),
    "two-projects": Words(noted("held by several projects at once: {projects}"), HISTORY),
    "with-its-parent": Words(
        noted("held as a part of plot {other}, which is held as well"), "sez lineage {key}"
    ),
    # areas
    "more-than-the-zone": Words(
        noted("live plots take {plots_m2}, the zone has {beside_m2}"),
        "sez plot list --zone {zone} --as-of {on}",
    ),
    "ledger-differs": Words(
        noted("live plots take {plots_m2}, the ledger of the land has {beside_m2}"),
        "sez plot list --zone {zone} --as-of {on}",
    ),
    "not-conserved": Words(noted("the whole has {whole_m2}, its parts have {parts_m2}"), "sez lineage {key}"),
    # mandates
    "before-officers": Words(
        noted("recorded by {officer} before the store had officers: nobody had a mandate as {role}"),
        "sez officer list",
    ),
    "no-mandate": Words(noted("{officer} had no mandate as {role} on the day of recording"), OFFICER),
    "other-mandate": Words(
        noted("{stated} is named as the mandate of {officer}, who acted under {held}"), OFFICER
    ),
    "no-second": Words(
        noted("a second officer must confirm the act, and {officer} recorded it alone"), TAKE_BACK
    ),
    "same-officer": Words(noted("{officer} recorded the act and confirmed it as well"), TAKE_BACK),
    "not-confirmed": Words(
        noted("{second} is named as second officer, and no confirmation was recorded with the act"), TAKE_BACK
    ),
    "second-without-mandate": Words(
        noted("{second}, who confirmed it, had no mandate as {role} on that day"),
        "sez officer history {second}",
    ),
    "mandate-voided": Words(
        noted("{officer} acted as {role} under {held}, and by {by} there never was such a mandate"),
        OFFICER,
    ),
    "overreach": Words(noted("who recorded it went beyond the own mandate"), TAKE_BACK),
    # bodies
    "other-body": Words(
        noted(
            "{stated} is said to have decided, the law has {decided_by} decide; only if the papers show the "
            "record to be wrong is it to be corrected"
        ),
        HISTORY,
    ),
    "unknown-body": Words(
        noted(
            "{stated} is said to have decided, a body that the law does not name; it has {decided_by} decide; "
            "only if the papers show the record to be wrong is it to be corrected"
        ),
        HISTORY,
    ),
    "no-body": Words(
        noted("the law has {decided_by} decide; nobody is said to have done so, and no paper shows it"),
        CORRECT.replace("{right}", "body={decided_by}"),
    ),
    # terms
    "before-the-end": Words(noted("done before the term was over that it had to wait for"), TAKE_BACK),
    "after-the-end": Words(noted("done after its term was over"), TAKE_BACK),
    "late": Words(noted("done {days} after the last day of the term ({deadline}), {due}"), WHY),
    "unanswered": Words(
        noted("the term ended on {due}, {days} ago, and nothing that answers it is on record ({deadline})"),
        WHY,
    ),
    "unreported": Words(
        noted("no report for {period} is on record: it was due by {due}, {days} ago ({deadline}){later}"),
        WHY,
    ),
    # the law
    "unknown-edition": Words(noted("this program has no edition {stated} of a law"), "sez regulation check"),
    "another-law": Words(noted("decided under {stated}, another law than the store's"), "sez regulation show"),
    "not-in-force": Words(
        noted("decided under {stated}, which was not in force on that day"), "sez regulation show --as-of {on}"
    ),
    "not-in-law": Words(noted("the law knows no such act, or not with these terms"), "sez regulation show"),
    # in its place
    "refused-now": Words(noted("decided again in its place, the act is refused"), RESTS),
    "other-events": Words(
        noted("decided again in its place, it would not write {recorded}, but {expected}"), RESTS
    ),
    "other-date": Words(
        noted("the term ({deadline}) is stamped {due}; counted again in its place it is {counted}"), WHY
    ),
    # flags
    "idle-plot": Words(
        noted("held and not in use for {days}, since {since} (rule: more than {threshold} days)"),
        "sez can plot {key}",
    ),
    "repeated-extensions": Words(
        noted("given more time {count} times (rule: more than {threshold} times)"), HISTORY
    ),
    "long-backdating": Words(
        noted("recorded {days} after its legal date (rule: more than {threshold} days)"), HISTORY
    ),
    "same-officer-on-both-sides": Words(
        noted("{officer} also recorded {other} (rule: one officer on both sides)"), OFFICER
    ),
    "officer-is-party": Words(
        noted("{officer} recorded a grant to {party} (rule: an officer's name is the party's)"),
        "sez party show {party}",
    ),
    "rapid-reassignment": Words(
        noted("given again {days} after a right to it ended (rule: fewer than {threshold} days)"), HISTORY
    ),
    "same-party-again": Words(
        noted("given back to {party}, from whom it was taken on {since} (rule: the same party again)"), HISTORY
    ),
}
"""By what exactly was found."""
