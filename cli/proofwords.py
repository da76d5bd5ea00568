"""The words for keys, notes, checkpoints and proofs that are refused."""

from __future__ import annotations

from collections.abc import Mapping

from cli.i18n import noted
from cli.wording import Words

ABOUT_PROOFS: Mapping[str, Words] = {
    "misused.no-key": Words(noted("no key was named, by --key or SEZ_KEY"), "sez audit key generate FILE"),
    "misused.two-keys": Words(noted("give either --vkey or --key")),
    "misused.no-checkpoint": Words(noted("there is no checkpoint {path} yet"), "sez audit seal --key FILE"),
    "misused.not-signed-yet": Words(
        noted("{event} stands at position {position}, and the last checkpoint covers {size}"),
        "sez audit seal --key FILE",
    ),
    "unsigned.restored": Words(
        noted(
            "{size} records were signed, and the log has {stands}: it is an old backup, or was cut off. "
            "Nothing is signed"
        ),
        "sez audit verify",
    ),
    "unsigned.forked": Words(
        noted("the log is not the one of which {size} records were signed. Nothing is signed"),
        "sez audit verify",
    ),
    "unsigned.trial": Words(noted("a trial copy is nobody's record: nothing is signed")),
    "unsigned.nothing": Words(noted("the log holds nothing to sign")),
    "bad-key.key-exists": Words(noted("there is a file {path}; a key is never written over another")),
    "bad-key.key-missing": Words(noted("there is no key {path}"), "sez audit key generate {path}"),
    "bad-key.key-unreadable": Words(noted("the key {path} cannot be read: {detail}")),
    "bad-key.key-unwritable": Words(noted("the key {path} cannot be written: {detail}")),
    "bad-key.key-open-to-others": Words(
        noted("others than its owner may read the key {path} (mode {mode})"), "chmod 600 {path}"
    ),
    "bad-key.key-of-another-log": Words(noted("the key is for the log {name}; this one is {origin}")),
    "bad-key": Words(noted("this is no key that can be used ({problem})")),
    "bad-note.not-signed": Words(
        noted("the key that was given did not sign the note; it is signed by {names}")
    ),
    "bad-note.signature-wrong": Words(noted("the signature by {name} does not hold")),
    "bad-note": Words(noted("this is no signed note ({problem})")),
    "bad-checkpoint": Words(noted("this is no checkpoint of this log ({problem})")),
    "bad-proof": Words(noted("this proves nothing ({problem})")),
}
"""By the error's code and problem."""
