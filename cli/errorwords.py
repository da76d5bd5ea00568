"""The words for whatever goes wrong apart from a rule's refusal, and what may be typed next."""

from __future__ import annotations

from collections.abc import Mapping

from cli.bundlewords import ABOUT_BUNDLES
from cli.i18n import noted
from cli.proofwords import ABOUT_PROOFS
from cli.recordwords import ABOUT_RECORDS
from cli.wording import ABOUT_PAPERS, ABOUT_REPLAY, Words

ERRORS: Mapping[str, Words] = {
    **ABOUT_BUNDLES,
    **ABOUT_PAPERS,
    **ABOUT_PROOFS,
    **ABOUT_RECORDS,
    **ABOUT_REPLAY,
    "misused.malformed": Words(noted("{option} {text}: expected {expected}")),
    "misused.empty-value": Words(noted("{option} was given with nothing in it: leave it out, or say what")),
    "misused.terms": Words(
        noted("{act}: terms missing: {missing}; unknown: {unknown}"), "sez {noun} {verb} --help"
    ),
    "misused.unknown-noun": Words(noted("there is no noun {noun}"), "sez --help"),
    "misused.unknown-verb": Words(noted("{noun} has no verb {verb}"), "sez {noun} --help"),
    "misused.unknown-filter": Words(
        noted("{noun} has no column {name} to filter by"), "sez {noun} list --help"
    ),
    "misused.store-scheme": Words(noted("a store of this kind is not known: {store}"), "--store PATH"),
    "misused.not-canonical": Words(noted("the act cannot be stored: {detail}")),
    "misused.file-absent": Words(noted("there is no file {path}")),
    "misused.unknown-law": Words(
        noted("there is no body of law {law}; there are: {known}"), "sez regulation check"
    ),
    "misused.law-unreadable": Words(
        noted("{path} cannot be read as a regulation"), "sez regulation check {path}"
    ),
    "misused.file-unreadable": Words(noted("the file {path} cannot be read")),
    "misused.file-not-plain": Words(noted("{path} is no file")),
    "misused.file-too-large": Words(noted("the file {path} is larger than {limit} MB")),
    "misused.subjects-none": Words(noted("{path} holds no key")),
    "misused.subjects-too-many": Words(noted("{path} holds more than {limit} keys")),
    "misused.subjects-unreadable": Words(noted("{path} cannot be read: {detail}")),
    "misused.subjects-twice": Words(noted("{path} holds keys more than once (key, lines): {keys}")),
    "misused.unknown-placeholder": Words(noted("no column of the file is called {names}; it has {columns}")),
    "misused.file-empty": Words(noted("the file {path} is empty")),
    "misused.of-twice": Words(noted("give either --of, or --noun and --key")),
    "misused.key-alone": Words(noted("--key needs --noun"), "--of CATEGORY:KEY"),
    "misused.gaps": Words(
        noted("give --gap-owner and --gap-until once, or once for each --without"),
        "--without KIND --gap-owner NAME --gap-until DATE",
    ),
    "misused.confirmation": Words(noted("{path} would be overwritten; nobody is there to be asked"), "--yes"),
    "misused.approval-adds": Words(noted("an act is approved as it was proposed: {given} cannot be given")),
    "misused.calendar-directly": Words(
        noted("a calendar is changed one act at a time, not proposed: the deadlines that it moves move with it")
    ),
    "conflict.deadlines-changed": Words(
        noted("somebody changed the deadlines meanwhile: look again at what would move"), "--dry-run"
    ),
    "misused.moves-deadlines": Words(
        noted("{would}; nobody is there to be asked: look with --dry-run first"), "--yes"
    ),
    "misused.now-needs-copy": Words(
        noted("--now is for a dry run, or for a copy made to try things out"), "sez store copy FILE"
    ),
    "misused.same-file": Words(noted("{path} is the store itself, or belongs to it")),
    "misused.time-zone": Words(noted("{variable} names no time zone: {zone}"), "{variable}=Asia/Almaty"),
    "misused.no-actor": Words(noted("the system does not say who you are"), "--actor NAME"),
    "misused.unknown-model": Words(noted("there is no read model {model}"), "sez projection status"),
    "misused.declined": Words(noted("nothing was done")),
    "misused.store-not-empty": Words(noted("the store {path} holds records already"), "--store PATH"),
    "misused.no-such-region": Words(noted("{noun} has no region {region}"), "sez {noun} --help"),
    "not-found": Words(noted("there is no {category} {key}"), "sez {category} list"),
    "not-found.regulation": Words(noted("there is no regulation {key}"), "sez regulation show"),
    "not-found.law-in-force": Words(
        noted("the first regulation of {key} came into force on {since}, and there was none"),
        "sez regulation show",
    ),
    "not-found.deadline": Words(
        noted("no deadline {key} runs for {noun} {subject}; there are: {known}"),
        "sez why {noun} {subject} --all",
    ),
    "not-found.seed": Words(noted("there is no seed for calendar {key}; there are: {known}")),
    "not-found.year": Words(
        noted("calendar {calendar} does not hold {key} yet: its days are counted by the week, provisionally"),
        "sez calendar show {calendar}",
    ),
    "not-found.report": Words(noted("there is no report {key}"), "sez report --help"),
    "conflict.unexpected-version": Words(
        noted("{stream} stands at version {stands}, not {expected}"), "sez {noun} history {key}"
    ),
    "conflict.command-id-taken": Words(noted("the command id {command} belongs to another request")),
    "conflict.stream-moved": Words(
        noted("somebody wrote {stream} meanwhile: version {stands}, read at {read}"), "sez {noun} history {key}"
    ),
    "store-unusable.absent": Words(
        noted("there is no store {path} yet: the first act makes it"), "sez zone establish --help"
    ),
    "store-unusable.not-ours": Words(noted("{path} is not a store of this program")),
    "store-unusable.newer": Words(
        noted("the store was written by a newer program: format {format}, known {known}")
    ),
    "store-unusable.read-only": Words(
        noted(
            "the store {path} is read-only: it or its directory may not be written by you; "
            "ask who keeps it for the right, or choose another store"
        ),
        "sez doctor",
    ),
    "store-unusable.full": Words(noted("no room is left where {path} is kept: make some, then do it again")),
    "conflict.busy": Words(noted("the store {path} is in use by somebody else; try again")),
    "store-unusable.busy": Words(noted("the store {path} is in use; try again")),
    "store-unusable.cannot-open": Words(noted("the store {path} cannot be opened")),
    "store-unusable.damaged": Words(noted("the store {path} is damaged"), "sez store restore FILE"),
    "store-unusable.damaged-record": Words(
        noted("the store {path} is damaged: record {event} cannot be read"), "sez store restore FILE"
    ),
    "store-unusable.document-mismatch": Words(
        noted("document {sha256} was changed in the store: its bytes are not those of its digest"),
        "sez document check",
    ),
    "store-unusable.gap": Words(
        noted("the store {path} is damaged: records before {event} are missing"), "sez store restore FILE"
    ),
    "store-unusable.unfounded": Words(
        noted("the store {path} is damaged: it does not begin with its founding"), "sez store restore FILE"
    ),
    "store-unusable.views-damaged": Words(
        noted("the read models in {path} are damaged; the file can be deleted: they are made anew from the log")
    ),
    "store-unusable.views-not-ours": Words(
        noted("{path} is where the read models belong, and holds none; it can be deleted or moved away")
    ),
    "store-unusable.views-unreadable": Words(
        noted("the read models in {path} cannot be read ({detail}); the file can be deleted")
    ),
    "store-unusable.database": Words(noted("the store {path}: {detail}")),
    "store-unusable.not-durable": Words(noted("the store {path} cannot be kept durably")),
    "store-unusable.unknown-type": Words(
        noted("the store holds a kind of record that this program does not know: {type}")
    ),
    "store-unusable.columns-disagree": Words(
        noted("record {event} at position {position} disagrees with its own row")
    ),
    "store-unusable.unreadable": Words(noted("record {event} cannot be read as {type}")),
    "stale.behind": Words(
        noted("the read models stand at position {position}, the log at {log}; they cannot be moved on here"),
        "sez projection status",
    ),
    "stale.absent": Words(noted("there are no read models in {views}, and none can be made here")),
    "stale.busy": Words(noted("the read models in {views} are in use; try again")),
    "stopped": Words(noted("stopped at {act} {key}, dated {on}; {played} acts were carried out before it")),
}
"""By the error's code, with its problem where it has one."""
