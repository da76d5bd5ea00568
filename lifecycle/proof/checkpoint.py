"""Checkpoints (C2SP tlog-checkpoint): how many records a log has, and the root over all of them, signed."""

from __future__ import annotations

from dataclasses import dataclass

from lifecycle.proof import note
from lifecycle.proof.errors import BadCheckpoint
from lifecycle.proof.keys import Signer, VerifierKey
from lifecycle.proof.notation import HASH_BYTES, decimal, hash_from_base64, to_base64

LEAST_LINES = 3


@dataclass(frozen=True)
class Checkpoint:
    """The log named `origin` had `size` records, whose RFC 6962 root is `root`. Size zero is refused.

    Extension lines, of other writers, are kept and say nothing here.
    """

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for line in (self.origin, *self.extensions):
            if not line or "\n" in line:
                raise BadCheckpoint("checkpoint-lines", text=line)
        if self.size < 1:
            raise BadCheckpoint("size-zero", size=self.size)
        if len(self.root) != HASH_BYTES:
            raise BadCheckpoint("not-a-hash", what="root", length=len(self.root))

    def text(self) -> str:
        """What is signed: origin, size and root, a line each, and the extensions."""
        lines = (self.origin, str(self.size), to_base64(self.root), *self.extensions)
        return "".join(f"{line}\n" for line in lines)

    def signed(self, signer: Signer) -> bytes:
        """The signed note; raises `BadCheckpoint` unless the key bears the log's own name."""
        _check_origin(self, signer.name)
        return note.sign(self.text(), signer)


def parse(text: str) -> Checkpoint:
    """The checkpoint that a note's text is; raises `BadCheckpoint`."""
    if not text.endswith("\n"):
        raise BadCheckpoint("text-not-ended")
    lines = text.removesuffix("\n").split("\n")
    if len(lines) < LEAST_LINES or not all(lines):
        raise BadCheckpoint("checkpoint-lines", text=text)
    origin, size, root, *extensions = lines
    return Checkpoint(
        origin,
        decimal(size, "size", BadCheckpoint),
        hash_from_base64(root, "root", BadCheckpoint),
        tuple(extensions),
    )


def opened(signed: bytes, key: VerifierKey) -> Checkpoint:
    """The checkpoint in a signed note, checked against the log's key, whose name is the log's origin.

    Raises `BadNote` where no signature is to be believed, `BadCheckpoint` where the text is none of this log.
    """
    checkpoint = parse(note.opened(signed, [key]).text)
    _check_origin(checkpoint, key.name)
    return checkpoint


def _check_origin(checkpoint: Checkpoint, name: str) -> None:
    if checkpoint.origin != name:
        raise BadCheckpoint("other-origin", origin=checkpoint.origin, key=name)
