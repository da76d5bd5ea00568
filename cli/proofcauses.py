"""Why a key, a note, a checkpoint or a proof is not believed, in words."""

from __future__ import annotations

from collections.abc import Mapping

from cli.i18n import noted

CAUSES: Mapping[str, str] = {
    # numbers and bytes as they are spelled
    "not-base64": noted("a part of it is not base64"),
    "not-canonical-base64": noted("a part of it is base64 as nobody would have written it: a byte was changed"),
    "not-a-hash": noted("a hash has {length} bytes instead of 32"),
    "not-decimal": noted("{text} is no number as it has to be written"),
    "too-large": noted("the number {text} is too large"),
    # keys
    "key-name": noted("{name} is no name that a key can have"),
    "key-id": noted("it calls itself key {given} of {name}, and it is {expected}: a byte was changed"),
    "key-length": noted("it has {length} bytes instead of 32"),
    "key-malformed": noted("it is not written as NAME+ID+KEY"),
    "key-algorithm": noted("it is not for Ed25519, the one algorithm known here"),
    "key-not-private": noted("it is no private key"),
    "key-damaged": noted("it is not written as a private key is"),
    "key-not-canonical": noted("it is a second spelling of another key"),
    "key-of-low-order": noted("it is one of the keys by which anything seems to be signed"),
    "key-not-on-curve": noted("no private key belongs to it"),
    # notes
    "keys-ambiguous": noted("several keys bear one name and number"),
    "note-too-large": noted("it is larger than any note may be"),
    "note-not-utf8": noted("byte {at} is no text in UTF-8"),
    "note-not-divided": noted("no blank line stands between its text and its signatures"),
    "control-character": noted("character {at} of its text is {character}"),
    "text-not-ended": noted("its text does not end with a line feed"),
    "signature-not-ended": noted("its last line does not end with a line feed"),
    "signature-malformed": noted("a line of it is no signature"),
    "signature-wrong": noted("the signature by {name} does not hold: the text or the signature was changed"),
    "too-many-signatures": noted("it has {given} signatures, and {allowed} are the most"),
    "signed-twice": noted("it bears two signatures by {name}"),
    "not-signed": noted("it is not signed by the key that was given; it is signed by {names}"),
    # checkpoints
    "checkpoint-lines": noted("its text is not the lines of a checkpoint: origin, size, root"),
    "size-zero": noted("it is of no record at all"),
    "other-origin": noted("it is of the log {origin}, the key is for {key}"),
    "other-log": noted("it is of the log {origin}; this one is {expected}"),
    # proofs
    "proof-too-large": noted("it is larger than any proof may be"),
    "proof-not-divided": noted("no blank line stands between the proof and its checkpoint"),
    "proof-not-ascii": noted("byte {at} is no ASCII"),
    "proof-header": noted("it begins with {given} instead of {expected}"),
    "proof-extra-empty": noted("its line extra says nothing"),
    "proof-index-missing": noted("it does not say for which place it is"),
    "index-outside-tree": noted("it is for place {index}, counted from 0, of {size}"),
    "size-decreased": noted("the older log, of {old} records, is longer than the newer one, of {new}"),
    "too-many-hashes": noted("it has more hashes than lead to the root"),
    "too-few-hashes": noted("it has fewer hashes than lead to the root"),
    "wrong-root": noted("it leads to another root than the one that was signed"),
    "tile-incomplete": noted("hashes of the kept tree are missing"),
    "not-neighbours": noted("the streams on either side of {stream} do not stand next to each other"),
}
"""By the problem."""
