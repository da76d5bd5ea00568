"""The words for what a verification finds, what it leaves unchecked, and what is wrong with proofs and keys."""

from __future__ import annotations

from collections.abc import Mapping

from cli.i18n import noted

FOUND = ("problem", "position", "event", "message", "repair", "values")

REPAIRS: Mapping[str, str] = {
    "restore": noted(
        "Next: keep this store as evidence, then restore a backup that verifies (sez store restore)."
    ),
    "tree": noted("Next: delete the folder of the tree; it is made anew from the log."),
    "models": noted("Next: sez projection rebuild; the read models are made anew from the log."),
    "paper": noted("Next: put the paper back from a backup of the store, or from its owner."),
    "clock": noted("Next: see who set the machine's clock back, or who wrote the record past the program."),
    "ask": noted("Next: compare with the checkpoints that others keep, and ask the signer."),
    "upgrade": noted("Next: use the version of the program that wrote it."),
}
"""What to do about a finding."""

PROBLEMS: Mapping[str, tuple[str, str]] = {
    # a record by itself
    "damaged": (noted("the bytes are no record"), "restore"),
    "database": (noted("the database cannot give the record"), "restore"),
    "database-until": (
        noted("the database cannot give the records from here up to position {until}"),
        "restore",
    ),
    "missing": (noted("there is no record"), "restore"),
    "missing-until": (noted("there are no records from here up to position {until}"), "restore"),
    "out-of-place": (noted("a record stands where the log has no positions"), "restore"),
    "not-canonical": (noted("the record is not written canonically"), "restore"),
    "columns-disagree": (noted("its row says {columns}, the record {record}"), "restore"),
    "newer": (noted("the record has format {format}, this program knows {known}"), "upgrade"),
    "unknown-type": (noted("no kind of record is called {type}"), "upgrade"),
    "unreadable": (noted("the record cannot be read as {type}"), "restore"),
    # records among others
    "version-gap": (noted("the version of its stream before it is {before}"), "restore"),
    "clock-backwards": (noted("recorded at {recorded_at}, after a record of {before}"), "clock"),
    "command-differs": (
        noted("the records are those of command {record} (first+count), its row says: {table}"),
        "restore",
    ),
    "command-unlisted": (
        noted("the table of commands has no row for command {record} (first+count)"),
        "restore",
    ),
    "command-unknown": (
        noted("the table of commands says that command {command} begins here; no such record does"),
        "restore",
    ),
    # the tree and what vouches for it
    "record-changed": (noted("the record was changed after it was signed"), "restore"),
    "record-or-tree": (noted("the record and the kept tree disagree: one of them was changed"), "ask"),
    "tree-damaged": (noted("the kept tree was changed, not the record"), "tree"),
    "log-shorter": (
        noted("{source} is of {size} records, the log has {position}: cut off, or an old backup"),
        "ask",
    ),
    "checkpoint-differs": (
        noted("the first {size} records are not those of the checkpoint in {source}"),
        "ask",
    ),
    "checkpoint-refused": (noted("the checkpoint in {source} cannot be believed: {cause}"), "ask"),
    "other-log": (noted("the checkpoint in {source} is of another log, {origin}"), "ask"),
    "heads-differ": (noted("the streams did not end where this record says"), "restore"),
    # the database, papers, read models
    "structure": (noted("the database: {detail}"), "restore"),
    "document-mismatch": (noted("the bytes of document {sha256} are not those of its digest"), "paper"),
    "size-differs": (noted("document {sha256} has another size than is written beside it"), "paper"),
    "document-media-type": (noted("document {sha256} has no media type"), "paper"),
    "document-unreadable": (noted("the database cannot give document {sha256}"), "paper"),
    "document-absent": (noted("document {sha256} is cited and not stored"), "paper"),
    "models-damaged": (noted("the read models in {path} cannot be read: {detail}"), "models"),
    "model-differs": (noted("the read model {model} is not what the log yields"), "models"),
    "model-strays": (noted("the read model {model} has {count} rows of no stream"), "models"),
    "model-view": (noted("the view {model} is not as this program makes it"), "models"),
}
"""What was found, in words, and which repair it asks for."""

UNCHECKED: Mapping[str, str] = {
    "before": noted("the records up to position {position}"),
    "rest": noted("everything else, as the store cannot be read"),
    "requests": noted("the hashes by which a repeated request is recognised: no record holds them"),
    "heads-unreadable": noted("the heads, as their records cannot be read"),
    "never-sealed": noted("the heads: the store was never sealed (sez audit seal)"),
    "heads": noted("the heads, which takes reading from the beginning"),
    "tree-before": noted("the tree, which takes reading from the beginning: no tree is kept up to {position}"),
    "tree-absent": noted("records against a kept tree: there is none that can be read"),
    "tree-shorter": noted("records after position {size} against the kept tree: it ends there"),
    "checkpoint": noted("any checkpoint: none is published or given (--checkpoint)"),
    "signature": noted("signatures: no key was given (--vkey)"),
    "memory": noted("the signer's memory: no key file with one was given (--key)"),
    "beyond": noted("by a signature, the records after position {size}: the last checkpoint ends there"),
    "unvouched": noted("any record by a signature: no checkpoint agrees with the log"),
    "models": noted("the read models"),
    "models-absent": noted("the read models: there are none"),
    "models-outdated": noted("the read models: the next question makes them anew"),
    "models-behind": noted(
        "the last records in the read models: they are behind the log; bring them up (sez projection rebuild), "
        "then verify again"
    ),
}
"""What was not checked."""
