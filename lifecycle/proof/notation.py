"""How bytes and numbers are spelled in proofs: one spelling for each value, so no changed byte goes unseen."""

from __future__ import annotations

import binascii

from lifecycle.proof.errors import BadProof

LARGEST_SIZE = 2**63 - 1
"""No index or size is above it: the limit of other readers of these formats, and of a store's positions."""
HASH_BYTES = 32


def to_base64(data: bytes) -> str:
    """Standard base64 with its padding (RFC 4648, section 4)."""
    return binascii.b2a_base64(data, newline=False).decode("ascii")


def from_base64(text: str, what: str, kind: type[BadProof] = BadProof) -> bytes:
    """The bytes of `text`; `kind` is raised unless it is exactly what `to_base64` would have written."""
    try:
        data = binascii.a2b_base64(text, strict_mode=True)
    except ValueError as error:
        raise kind("not-base64", what=what, text=text) from error
    if to_base64(data) != text:
        raise kind("not-canonical-base64", what=what, text=text)
    return data


def hash_from_base64(text: str, what: str, kind: type[BadProof] = BadProof) -> bytes:
    """A SHA-256 hash of 32 bytes, spelled in base64."""
    data = from_base64(text, what, kind)
    if len(data) != HASH_BYTES:
        raise kind("not-a-hash", what=what, length=len(data))
    return data


def decimal(text: str, what: str, kind: type[BadProof] = BadProof) -> int:
    """An index or a size: ASCII digits without sign or leading zeros, below 2^63."""
    if not (text.isascii() and text.isdigit()) or (text[0] == "0" and text != "0"):
        raise kind("not-decimal", what=what, text=text)
    if len(text) > len(str(LARGEST_SIZE)) or int(text) > LARGEST_SIZE:
        raise kind("too-large", what=what, text=text)
    return int(text)
