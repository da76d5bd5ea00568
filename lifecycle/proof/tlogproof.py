"""Proof files (C2SP tlog-proof, `.tlog-proof`): a record's place, its audit path, and a signed checkpoint."""

from __future__ import annotations

from dataclasses import dataclass

from lifecycle.proof import checkpoint, merkle
from lifecycle.proof.checkpoint import Checkpoint
from lifecycle.proof.errors import BadProof
from lifecycle.proof.keys import VerifierKey
from lifecycle.proof.notation import decimal, from_base64, hash_from_base64, to_base64
from lifecycle.proof.note import LARGEST

HEADER = "c2sp.org/tlog-proof@v1"
MOST_HASHES = 63
"""No tree below 2^63 leaves has a longer path."""


@dataclass(frozen=True)
class TlogProof:
    """That leaf `index`, from zero, is in the tree of the checkpoint; `extra` is vouched for by nobody."""

    index: int
    hashes: tuple[bytes, ...]
    checkpoint_note: bytes
    extra: bytes = b""

    def format(self) -> bytes:
        """The file's bytes."""
        extra = [f"extra {to_base64(self.extra)}"] if self.extra else []
        lines = [HEADER, *extra, f"index {self.index}", *map(to_base64, self.hashes), ""]
        return "".join(f"{line}\n" for line in lines).encode() + self.checkpoint_note

    def verify(self, leaf_hash: bytes, key: VerifierKey) -> Checkpoint:
        """The signed checkpoint in whose tree the leaf with this hash is proven to stand.

        Raises `BadNote`, `BadCheckpoint` or `BadProof`.
        """
        signed = checkpoint.opened(self.checkpoint_note, key)
        merkle.verify_inclusion(leaf_hash, self.index, signed.size, self.hashes, signed.root)
        return signed


def parse(content: bytes) -> TlogProof:
    """The proof in a file, not yet verified; raises `BadProof`."""
    if len(content) > LARGEST:
        raise BadProof("proof-too-large", length=len(content))
    head, blank, signed = content.partition(b"\n\n")
    if not blank:
        raise BadProof("proof-not-divided")
    try:
        header, *lines = head.decode("ascii").split("\n")
    except UnicodeDecodeError as error:
        raise BadProof("proof-not-ascii", at=error.start) from error
    if header != HEADER:
        raise BadProof("proof-header", given=header, expected=HEADER)
    extra = b""
    if lines and lines[0].startswith("extra "):
        extra = from_base64(lines.pop(0).removeprefix("extra "), "extra")
        if not extra:
            raise BadProof("proof-extra-empty")
    if not lines or not lines[0].startswith("index "):
        raise BadProof("proof-index-missing")
    index = decimal(lines.pop(0).removeprefix("index "), "index")
    if len(lines) > MOST_HASHES:
        raise BadProof("too-many-hashes", given=len(lines))
    return TlogProof(index, tuple(hash_from_base64(line, "proof") for line in lines), signed, extra)
