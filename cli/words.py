"""The words for every refusal: what the rule says of the values at hand, and what may be typed next.

A message and a hint name the refusal's values in braces; `{noun}`, `{verb}` and `{key}` are the act's own.
"""

from __future__ import annotations

from collections.abc import Mapping

from cli.i18n import noted
from cli.recordwords import OF_RECORDS
from cli.wording import OF_AUTHORITY, OF_LAW, OF_PAPERS, Words

CAN = "sez can {noun} {key}"

REFUSALS: Mapping[str, Words] = {
    **OF_AUTHORITY,
    **OF_LAW,
    **OF_PAPERS,
    **OF_RECORDS,
    # standing, papers and dates
    "WrongStatus": Words(noted("{subject}: {region} is {status}; the act needs {allowed}"), CAN),
    "AlreadyExists": Words(noted("{subject} exists; a key is never used again"), "sez {noun} show {key}"),
    "PapersMissing": Words(noted("papers are missing: {missing}"), "{papers}"),
    "GapIncomplete": Words(
        noted("a missing paper ({kind}) is flagged only with an owner and a date"),
        "--without {kind} --gap-owner NAME --gap-until DATE",
    ),
    "DateInFuture": Words(noted("{on} is later than today, {today}: an act cannot take effect yet")),
    "NoLawInForce": Words(noted("no regulation was in force on {on}"), "sez regulation show"),
    "LaterActStands": Words(
        noted("the act would make a later one impossible: {event} ({act})"), "sez {of} history {whose}"
    ),
    "LaterActFallen": Words(
        noted("{event} ({act}) cannot stand as it is, with this act or without it: it is voided first"),
        "sez {of} history {whose}",
    ),
    "BeforeItExisted": Words(noted("{subject} did not exist on {on}"), "sez {of} history {whose}"),
    # quantities and dates
    "NotPositive": Words(noted("{name} must be above zero")),
    "TermsMissing": Words(noted("in this case the act also needs {missing}"), "sez {noun} {verb} --help"),
    "DatesOutOfOrder": Words(noted("{name} is {given}, which is not after {after}")),
    "BeyondTerm": Words(noted("{name} is {given}, beyond the limit of {limit}")),
    "NotYetDue": Words(noted("the term ({deadline}) runs until {due}, that day included")),
    "BelowLeast": Words(
        noted("the law demands {least} at least of {duty}, and {promised} is promised"), "sez regulation show"
    ),
    "UnitMismatch": Words(noted("{duty} is counted in {expected}, not in {given}")),
    "DeadlineUnknown": Words(noted("no such term was started: {deadline}"), "sez {noun} history {key}"),
    "TooLate": Words(noted("the term ({deadline}) ran out on {due}")),
    "LimitReached": Words(noted("the regulation allows this {allowed} times ({limit})"), "sez regulation show"),
    # land
    "AreaExceeded": Words(
        noted("{asked_m2} were asked for, and zone {zone} has {left_m2} left"), "sez zone show {zone}"
    ),
    "AreasDoNotSum": Words(noted("the parts have {given_m2}, the whole has {expected_m2}")),
    "MoreThanTheWhole": Words(noted("{name} is {given_m2}, more than the whole of {whole_m2}")),
    "LandStillTaken": Words(noted("live plots take {taken_m2} of zone {zone}"), "sez plot list --zone {zone}"),
    "ChildSubjectKey": Words(noted("key {key} is given more than once, or is the parent's own")),
    "NumberTaken": Words(noted("cadastral number {number} is live on plot {plot}"), "sez plot show {plot}"),
    "NumberKnown": Words(
        noted("the plot bears number {number} already: correct it instead"),
        "sez plot correct-number {key} --cadastral-number NUMBER",
    ),
    "OutsideZone": Words(noted("project {project} is not in zone {zone}"), "sez project show {project}"),
    "Unalike": Words(noted("plots {plots} differ in {differs}"), "sez plot show {key}"),
    "NotDivided": Words(
        noted("plot {plot} left the register for another reason than a split"), "sez plot history {plot}"
    ),
    # persons
    "PartyBarred": Words(noted("no land goes to {party} until {until}"), "sez party show {party}"),
    "SamePerson": Words(noted("the act needs two different subjects, not {party} twice")),
    "NotTheHolder": Words(noted("{party} does not hold {subject}")),
    "NotListed": Words(noted("{party} has no such listing: {listing}"), "sez party show {party}"),
    "OthersRemain": Words(
        noted("{party} has other listings ({listings}): strike this one instead"),
        "sez party strike-listing {party} --listing EVENT",
    ),
    "TheLastListing": Words(
        noted("{listing} is the last listing of {party}: it ends by unbarring"),
        "sez party unbar {party} --listing {listing}",
    ),
    "PlotsStillHeld": Words(noted("{subject} still holds {plots}"), "sez plot show {plot}"),
    # holding
    "ReservedForAnother": Words(
        noted("plot {plot} is reserved for project {project}"), "sez plot lapse-reservation {plot}"
    ),
    "NeverHeld": Words(
        noted("plot {plot} was never held: allocate it instead"), "sez plot allocate {plot} --project PROJECT"
    ),
    "HeldBefore": Words(
        noted("plot {plot} was held before: reassign it instead"), "sez plot reassign {plot} --project PROJECT"
    ),
    "Encumbered": Words(noted("plot {plot} is encumbered: {kinds}"), "sez plot release {plot} --kind {kind}"),
    "NotEncumbered": Words(noted("plot {plot} bears no {kind}"), "sez plot show {plot}"),
    "GapUnknown": Words(
        noted("no paper of kind {kind} is flagged as missing on {subject}"), "sez {noun} history {key}"
    ),
    # reclaim
    "WrongGround": Words(noted("the act does not exist on the ground of this case: {ground}"), CAN),
    "GroundNotRipe": Words(noted("the ground ({ground}) still lacks {missing}"), CAN),
    "NothingToReverse": Words(noted("nothing stands against plot {plot} that a judgment could overturn"), CAN),
    "NothingToRestore": Words(noted("{subject} had no such right to give back"), CAN),
    # zones, projects, obligations
    "NoTransferToAccept": Words(
        noted("no transfer of zone {zone} waits to be accepted"),
        "sez zone transfer-ownership {zone} --owner NAME",
    ),
    "ActivityNotListed": Words(
        noted("zone {zone} does not permit {activity}"), "sez zone change-activities {zone} --activity NAME"
    ),
    "StageOutOfOrder": Words(
        noted("stage {expected} comes next, not stage {given}"),
        "sez project launch-stage {key} --stage {expected}",
    ),
    "StagesOutstanding": Words(
        noted("{launched} of {stages} stages are launched"), "sez project launch-stage {key} --stage N"
    ),
    "NoLandHeld": Words(
        noted("project {project} holds no plot or premises and is not off-territory"),
        "sez plot list --project {project}",
    ),
    "AlreadyInZone": Words(noted("project {project} is in zone {zone} already"), "sez project show {project}"),
    "NotAConversion": Words(
        noted("the investment is in {currency} already: its equivalent is in another currency")
    ),
    "CurrencyMismatch": Words(noted("amounts are in {expected} here, not in {given}")),
    "ObligationsOpen": Words(
        noted("obligations are still open: {obligations}"), "sez obligation show {obligation}"
    ),
    "BinTaken": Words(noted("the BIN {number} is borne by party {party}"), "sez party show {party}"),
    "BinDiffers": Words(
        noted("party {party} bears its key as its BIN, not {number}"), "sez party register {party} --name NAME"
    ),
    "GapNotDemanded": Words(
        noted("no paper of kind {kind} is demanded here, so none can be missing"), "sez {noun} {verb} --help"
    ),
    "AlreadyPublished": Words(
        noted("calendar {calendar} holds {year} already: what changes now is an amendment"),
        "sez calendar amend {calendar} --day-off DATE --working-day DATE",
    ),
    "YearNotPublished": Words(
        noted("calendar {calendar} does not hold {year} yet: publish it first"),
        "sez calendar publish {calendar} --year {year} --day-off DATE",
    ),
    "YearOutOfRange": Words(noted("{year} is no year from {first} to {last}")),
    "NotOfTheYear": Words(noted("not of the year {year}: {days}")),
    "BothOffAndWorking": Words(noted("named as off and as working at once: {days}")),
    "DaysAlreadySo": Words(
        noted("already so: {days}; name only days that change, weekly days of rest are off without a decree"),
        "sez calendar show {key}",
    ),
    "NoWorkingDay": Words(noted("a week needs a working day; all of it would be rest: {weekend}")),
    "NotOfThisSubject": Words(
        noted("event {event} does not belong to {subject}"), "sez {noun} history {subject}"
    ),
    "TooFewParts": Words(
        noted("plot {plot} is to be divided into {parts}: it takes two parts at least"),
        "sez plot split {plot} --into KEY=HA --into KEY=HA",
    ),
    "NotConcerned": Words(
        noted("obligation {obligation} does not concern {subject}"), "sez obligation show {obligation}"
    ),
}
"""By the refusal's class name."""

COLUMN_WORDS: Mapping[str, str] = {
    "area_m2": noted("the area"),
    "allocatable_m2": noted("the allocatable area"),
    "term_ends_on": noted("the end of the term"),
    "until": noted("the last day"),
    "due_on": noted("the due date"),
    "dated_on": noted("the date of the paper"),
}
"""Names of values that stand in messages."""
