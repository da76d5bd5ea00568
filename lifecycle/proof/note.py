"""Signed notes (C2SP signed-note): a text, a blank line, and one line for each signature over the text."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from lifecycle.proof.errors import BadKey, BadNote
from lifecycle.proof.keys import Signer, VerifierKey, check_name
from lifecycle.proof.notation import from_base64, to_base64

LARGEST = 1_000_000
MOST_SIGNATURES = 16
MARK = "— "
ID_BYTES = 4


class Opened(NamedTuple):
    """A note's text, and those of the known keys that signed it: at least one."""

    text: str
    signers: tuple[VerifierKey, ...]


class Line(NamedTuple):
    """One signature line: who says to have signed, and the signature."""

    name: str
    id: bytes
    signature: bytes


def sign(text: str, key: Signer) -> bytes:
    """The note of `text` signed by one key; raises `BadNote` for a text that a note cannot carry."""
    _check_text(text)
    line = key.verifier.id + key.signature(text.encode())
    note = f"{text}\n{MARK}{key.name} {to_base64(line)}\n".encode()
    if len(note) > LARGEST:
        raise BadNote("note-too-large", length=len(note))
    return note


def opened(note: bytes, known: Iterable[VerifierKey]) -> Opened:
    """The text, once a known key's signature was checked; nothing in a note is to be believed before.

    Signatures by unknown keys are passed over. Raises `BadNote` for what is no note, for one that no known key
    signed, and where any signature by a known key fails.
    """
    text, lines = parsed(note)
    keys = list(known)
    by_id = {(key.name, key.id): key for key in keys}
    if len(by_id) != len(set(keys)):
        raise BadNote("keys-ambiguous", names=sorted({key.name for key in keys}))
    signers = []
    for line in lines:
        key = by_id.get((line.name, line.id))
        if key is None:
            continue
        if not key.holds(text.encode(), line.signature):
            raise BadNote("signature-wrong", name=line.name, id=line.id.hex())
        signers.append(key)
    if not signers:
        raise BadNote("not-signed", names=[f"{line.name}+{line.id.hex()}" for line in lines])
    return Opened(text, tuple(signers))


def parsed(note: bytes) -> tuple[str, list[Line]]:
    """The text and the signature lines, not yet checked against any key; raises `BadNote`."""
    if len(note) > LARGEST:
        raise BadNote("note-too-large", length=len(note))
    try:
        content = note.decode()
    except UnicodeDecodeError as error:
        raise BadNote("note-not-utf8", at=error.start) from error
    text, blank, signatures = content.rpartition("\n\n")
    if not blank:
        raise BadNote("note-not-divided")
    text += "\n"
    _check_text(text)
    return text, _lines(signatures)


def _check_text(text: str) -> None:
    if not text.endswith("\n"):
        raise BadNote("text-not-ended")
    unfit = next(
        (at for at, c in enumerate(text) if (c < " " and c != "\n") or "\ud800" <= c <= "\udfff"), None
    )
    if unfit is not None:
        raise BadNote("control-character", at=unfit, character=f"U+{ord(text[unfit]):04X}")


def _lines(signatures: str) -> list[Line]:
    if not signatures.endswith("\n"):
        raise BadNote("signature-not-ended")
    texts = signatures.removesuffix("\n").split("\n")
    if len(texts) > MOST_SIGNATURES:
        raise BadNote("too-many-signatures", given=len(texts), allowed=MOST_SIGNATURES)
    lines = [_line(text) for text in texts]
    seen = set()
    for line in lines:
        if (line.name, line.id) in seen:
            raise BadNote("signed-twice", name=line.name, id=line.id.hex())
        seen.add((line.name, line.id))
    return lines


def _line(text: str) -> Line:
    name, space, encoded = text.removeprefix(MARK).partition(" ")
    if not text.startswith(MARK) or not space:
        raise BadNote("signature-malformed", text=text)
    try:
        check_name(name)
    except BadKey as error:
        raise BadNote("signature-malformed", text=text) from error
    data = from_base64(encoded, "signature", BadNote)
    if len(data) <= ID_BYTES:
        raise BadNote("signature-malformed", text=text)
    return Line(name, data[:ID_BYTES], data[ID_BYTES:])
