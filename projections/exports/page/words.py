"""The page's words, all of them, in English; and how numbers, moments and fields are put into words."""

from __future__ import annotations

from domain.event import in_words
from domain.values import in_hectares

LANGUAGE = "en"
NOTHING = "—"
PARTED = 10_000
"""From here on the thousands of a number are parted."""

TITLES = {"log": "The whole log", "plot": "Plot", "zone": "Zone", "absent": "Not in the log:"}
KIND_OF_PAGE = "Audit bundle"
LEAD = (
    "A reading copy of the records in log.jsonl. The proof is not this page: run verify.py, which needs "
    "neither a network nor the system that made the bundle."
)
COMMAND = "python3 verify.py --key VERIFIER-KEY"
FACTS = {
    "origin": "Origin of the log",
    "size": "Records under the checkpoint",
    "records": "Records of the streams in scope",
    "position": "Made at log position",
    "made_at": "Made at",
    "as_of": "As of legal date",
    "known_at": "As known at",
    "root": "Root of the tree (SHA-256)",
    "vkey": "Verifier key in the bundle",
}
NO_KEY = "none: get it from the administration, by another way than this bundle"
NO_LIMIT_DATE = "every legal date"
NO_LIMIT_TIME = "everything recorded"
PRINT_FOLDED = (
    "What was folded on the screen is folded here too, and not printed: unfold it first, or let the page's own "
    "script run, which prints all of it."
)
SKIP = "Skip to the content"
CONTENTS = "On this page"
FILES = "Files beside this page"

SECTIONS = {
    "land": "Land of the zone, by status",
    "overview": "Subjects",
    "compare": "Two dates compared",
    "others": "Other streams",
    "verification": "Verification",
}

NOUNS = {
    "zone": ("Zone", "Zones"),
    "plot": ("Plot", "Plots"),
    "project": ("Project", "Projects"),
    "obligation": ("Obligation", "Obligations"),
    "party": ("Party", "Parties"),
    "officer": ("Officer", "Officers"),
    "proposal": ("Proposal", "Proposals"),
    "calendar": ("Calendar", "Calendars"),
    "document": ("Document", "Documents"),
}

STANDS = "Where it stands"
RAILS = "Two times"
RAILS_NOTE = (
    "Each line joins the legal date of an event (above) with the moment it was recorded (below). Upright: "
    "recorded at once. Slanting: recorded late. Dashed and red: voided, taken back as never so."
)
LEGAL_AXIS, RECORDED_AXIS = "legal date", "recorded"
PATH = "Path through the lifecycle"
PATH_NOTE = (
    "Bold arrows were taken; their numbers are those of the events below. Thin arrows are the other "
    "transitions that the lifecycle allows."
)
PATH_LIST = "The path as a list"
FROM_ANY = "Not drawn, from any status: {ways}."
WAY = "{target} ({acts})"
NEVER_MOVED = "no event has set it"
START = "begun"

TIMELINE = "Timeline"
TIMELINE_NOTE = "In order of legal dates."
LEGAL_DATE, RECORDED, POSITION = "Legal date", "Recorded", "position"
LATE = ("recorded {n} day late", "recorded {n} days late")
VOIDED = "voided"
CORRECTED = "corrected"
NEVER_SO = "Taken back: this never was so."
VOIDED_BY, CORRECTED_BY = "Voided by", "Corrected by"
AS_RECORDED, AS_CORRECTED = "As recorded", "As corrected"
FIELD, BEFORE, AFTER = "Field", "Before", "After"
DETAILS = {
    "who": "Recorded by",
    "second": "Second officer",
    "mandate": "Mandate",
    "body": "Decided by",
    "law": "Law",
    "documents": "Papers",
    "gaps": "Papers missing",
    "deadlines": "Starts",
    "reason": "Reason",
    "data": "The event says",
    "state": "State after",
    "act": "Act",
}
ACT_ELSEWHERE = "an act on another subject: {ref}"
ACT_UNKNOWN = "an act on another subject; its record (command {command}) is not in this bundle"
PAPER = "{kind} {number} of {date}"
PAPER_ABSENT = "bytes not in the bundle"
PAPER_KNOWN = "known by number and date only"
GAP = "{kind}: {owner} is to find it by {until}"
DEADLINE = "{name} until {due}"
PROVISIONAL = " (provisional)"
COUNTED_BY = ", counted by {calendar}"
NAMED, BIN = "{key} · {name}", ", BIN {bin}"
BURDEN = "{kind} in favour of {holder}"
PERIOD, BECAUSE = "{first} to {last}", " ({ground})"
PART, USED = "{key} of {area}", "{key} {use}"

CHANGES = "Changes, and two moments compared"
CHANGES_NOTE = "Every change, in order of legal dates."
COMPARE_NOTE = "What differs between two legal dates, for the subjects told above, by what is known now."
COMPARE_NO_SCRIPT = (
    "Comparing needs scripts; without them every change stands in the table of its subject above."
)
EVENT = "Event"
UNTOLD = (
    "{n} earlier event is not told on this page; it is in log.jsonl.",
    "{n} earlier events are not told on this page; they are in log.jsonl.",
)
NOT_TOLD = (
    "{subjects} further subjects are listed above and not told on this page, with {events} events; they are in "
    "log.jsonl."
)
LATER = (
    "{n} record lies after the times asked about and is not told.",
    "{n} records lie after the times asked about and are not told.",
)
UNREAD = (
    "{streams} further streams with {records} records are in log.jsonl and are not shown on this page, which "
    "tells of a limited number."
)
UNLISTED = (
    "{n} more is not listed here; it is in log.jsonl.",
    "{n} more are not listed here; they are in log.jsonl.",
)
EVENTS = ("{n} event", "{n} events")
OF_THESE = {"late": "{n} recorded late", "voided": "{n} voided", "corrected": "{n} corrected"}
OTHERS_NOTE = (
    "They keep the books (land taken in a zone, cadastral numbers in use, the heads of streams) and are "
    "verified with the rest; their records are in log.jsonl."
)
CATEGORY, STREAMS, RECORDS = "Category", "Streams", "Records"

LAND_AREAS = (
    "No shapes are recorded. Every rectangle is a plot; its size is the plot's area. This is not a map."
)
LAND_SHAPES = "Plots drawn to scale from their recorded outlines."
LAND_PARTLY = "{n} plots have no recorded outline and are only in the table."
LAND_TABLE = "The same as a table"
LAND_SUM = "{plots}, {sum} in all; the zone's area is {whole}."
LAND_SUM_ONLY = "{plots}, {sum} in all."
PLOTS = ("{n} plot", "{n} plots")
PREMISES = "{n} premises units stand in buildings: their area is not land and is not drawn."
OPEN_CASE = "a case is open"
TENURES = {
    "free": "free",
    "reserved": "reserved",
    "allocated": "allocated",
    "leased": "leased",
    "held": "held",
    "owned": "owned",
    "ended": "right ended, not cleared",
}
SCALE = "{n} units"
AREA, HOLDER = "Area", "Holder"

VERIFIED_WHEN_MADE = "Verified when the bundle was made"
VERIFIED_NOTHING = "Nothing: the maker of this bundle recorded no verification. Run verify.py."
CHECK, FOUND, VERDICT = "What", "Found", "Verdict"
OK, NOT_OK = "agrees", "does not agree"
VERIFY_CHECKS = "What verify.py checks on your machine"
CHECKS = (
    "That the checkpoint is signed with Ed25519 by the verifier key that you give with --key.",
    (
        "That each line of log.jsonl, byte for byte, is a leaf of the tree (RFC 6962) whose root is "
        "signed: by a proof for each record, or, for the whole log, by computing the root anew."
    ),
    (
        "That each stream in manifest.json is whole: its versions run from 1 without a gap, and its last "
        "one, with its hash, stands in the signed list of the last versions of all streams (heads)."
    ),
    (
        "That records are written in the one canonical way, and that the clock of recording never went "
        "backwards."
    ),
    "That every paper in documents/ has the SHA-256 digest under which records cite it.",
)
HEADINGS = {"burdens": "encumbrances", "from_on": "from", "to_on": "to"}
NOBODY_CAN = "What nobody can check from this bundle"
LIMITS = (
    "Whether what was recorded is true and lawful, and whether acts were done that nobody recorded.",
    (
        "Whether the verifier key is the administration's own: compare it with one obtained elsewhere, "
        "not from here."
    ),
    (
        "What was recorded after the checkpoint; and whether others were shown another log: compare "
        "checkpoints of the same origin with theirs."
    ),
    (
        "From a part of the log, whether the list of last versions (heads) was made from all its records: that "
        "takes the whole log; and whether acts shown here also wrote elsewhere, in records that are not here."
    ),
    (
        "From a part of the log, whether parties and projects were renamed in records that are not here. Their "
        "names are those that they bore on the dates shown, by the records that are here."
    ),
    (
        "The moments of recording: they are the clock of the system that kept the log. The proof binds "
        "them and their order; no clock outside confirms them."
    ),
    "Papers known by number and date only, whose bytes were never filed.",
    (
        "This page: the system that made the bundle drew it, and verify.py does not read it. Where the "
        "page and log.jsonl differ, log.jsonl is right."
    ),
)
DOCUMENTS_CARE = (
    "Documents are kept as they were filed. Open them with the care due to files of unknown origin."
)

SCRIPT = {
    "axis": "Order by",
    "legal": "legal date",
    "known": "recording",
    "from": "From",
    "to": "To",
    "start": "before the first event",
    "none": "Nothing differs between the two.",
    "field": FIELD,
    "subject": "Subject",
    "before": BEFORE,
    "after": AFTER,
    "nothing": NOTHING,
    "more": "more are not shown; choose dates closer together.",
}


def plural(forms: tuple[str, str], n: int) -> str:
    """A phrase with its number."""
    return forms[n != 1].format(n=number(n))


def number(n: int) -> str:
    """A count, its thousands parted by thin spaces."""
    return f"{n:,}".replace(",", "\u202f") if abs(n) >= PARTED else str(n)


def heading(name: str) -> str:
    """A field's name in words: `leased_until` is "leased until"."""
    return HEADINGS.get(name, name.removesuffix("_m2").replace("_", " "))


def event_words(stored: str) -> str:
    """An event's stored name in words: `plot.PlotAllocated@1` is "Plot allocated"."""
    return in_words(stored).capitalize()


def area(m2: int) -> str:
    """An area in hectares and square metres."""
    return f"{in_hectares(m2)}\u00a0ha ({number(m2)}\u00a0m²)"


def moment(recorded_at: str) -> str:
    """A moment as people read it: to the second, UTC."""
    return f"{recorded_at[:10]} {recorded_at[11:19]} UTC"
