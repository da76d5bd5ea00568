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
            "{size} records were signed, says {path}, and the log has {stands}: it is an old backup, or was "
            "cut off. Nothing is signed; if it is known why, and right, delete {path}"
        ),
        "sez audit verify",
    ),
    "unsigned.forked": Words(
        noted(
            "the log is not the one of which {size} records were signed, says {path}. "
            "Nothing is signed; if it is known why, and right, delete {path}"
        ),
        "sez audit verify",
    ),
    "unsigned.unlike": Words(
        noted("the log is not the one of which {size} records were signed. Nothing is given out"),
        "sez audit verify",
    ),
    "unsigned.trial": Words(noted("a trial copy is nobody's record: nothing is signed")),
    "unsigned.nothing": Words(noted("the log holds nothing to sign")),
    "misused.beyond-end": Words(
        noted("there is nothing from record {given} on: the log ends with record {position}"),
        "sez audit verify",
    ),
    "bad-key.key-exists": Words(noted("there is a file {path}; a key is never written over another")),
    "bad-key.key-missing": Words(noted("there is no key {path}"), "sez audit key generate {path}"),
    "bad-key.key-unreadable": Words(noted("the key {path} cannot be read: {detail}")),
    "bad-key.key-unwritable": Words(noted("the key {path} cannot be written: {detail}")),
    "bad-key.key-open-to-others": Words(
        noted("others than its owner may read the key {path} (mode {mode})"), "chmod 600 {path}"
    ),
    "bad-key.key-file-public": Words(
        noted("the file {path} holds a public key: it checks signatures, and makes none"),
        "sez audit verify --vkey @{path}",
    ),
    "bad-key.key-of-another-log": Words(noted("the key is for the log {name}; this one is {origin}")),
    "bad-key.key-file-damaged": Words(
        noted("the file {path} holds no private key as it was written: put it back from a copy of it"),
        "sez audit key show {path}",
    ),
    "bad-key.memory-unreadable": Words(
        noted("what the signer signed last cannot be read in {path}: {detail}"), "sez audit verify"
    ),
    "bad-key.memory-unwritable": Words(
        noted("what the signer signs cannot be remembered in {path}: {detail}. Nothing is signed"),
        "sez audit seal --key FILE",
    ),
    "store-unusable.checkpoint-unreadable": Words(
        noted("the published checkpoint {path} cannot be read: {detail}"), "sez audit verify"
    ),
    "store-unusable.checkpoint-unwritable": Words(
        noted("the checkpoint {path} cannot be written: {detail}. Nothing is recorded or signed"),
        "sez audit seal --key FILE",
    ),
    "unpublished": Words(
        noted("the checkpoint was signed and is remembered, but {path} cannot be written: {detail}"),
        "sez audit seal --key FILE",
    ),
    "conflict.sealed-meanwhile": Words(
        noted("somebody else sealed the log meanwhile; nothing was recorded or signed"),
        "sez audit seal --key FILE",
    ),
    "bad-key": Words(noted("{path} is no key that can be used: {cause}"), "sez audit key show FILE"),
    "bad-note": Words(noted("{path} is not to be believed: {cause}"), "sez audit verify"),
    "bad-checkpoint": Words(noted("{path} is no checkpoint of this log: {cause}"), "sez audit verify"),
    "bad-proof.record-changed": Words(
        noted("{event}: the record was changed after it was signed, says {path}. Nothing is proven"),
        "sez audit verify",
    ),
    "bad-proof.log-changed": Words(
        noted("the first {size} records are not those that were signed, says {path}. Nothing is proven"),
        "sez audit verify",
    ),
    "bad-proof.log-shorter": Words(
        noted("{size} records were signed, says {path}, and the log has {stands}. Nothing is proven"),
        "sez audit verify",
    ),
    "bad-proof": Words(noted("{path} proves nothing: {cause}"), "sez audit verify"),
}
"""By the error's code and problem."""
