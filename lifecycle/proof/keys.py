"""The keys by which notes are signed and checked, spelled as in C2SP signed-note, and the signer's key file."""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from lifecycle.proof import ed25519
from lifecycle.proof.errors import BadKey
from lifecycle.proof.notation import from_base64, to_base64
from lifecycle.proof.regular import opened

ALGORITHM = b"\x01"
"""Ed25519, the only one written or read."""
PRIVATE = "PRIVATE+KEY+"
PARTS = 3
OWNER_ONLY = 0o600
OTHERS = 0o077
LARGEST_FILE = 4096


def check_name(name: str) -> None:
    """Raises `BadKey` for a name that no signature line can carry: empty, or with a space, plus or control."""
    unfit = not name or any(c.isspace() or c == "+" or c < " " for c in name)
    if unfit or any("\ud800" <= c <= "\udfff" for c in name):
        raise BadKey("key-name", name=name)


def key_id(name: str, public: bytes) -> bytes:
    """Four bytes that, with the name, say which key signed."""
    return sha256(name.encode() + b"\n" + ALGORITHM + public).digest()[:4]


@dataclass(frozen=True)
class VerifierKey:
    """A public key and the name it signs under. Refuses low-order keys and second spellings of one key."""

    name: str
    public: bytes

    def __post_init__(self) -> None:
        check_name(self.name)
        ed25519.check_public_key(self.public)

    @cached_property
    def id(self) -> bytes:
        """The four bytes before each of its signatures."""
        return key_id(self.name, self.public)

    def __str__(self) -> str:
        return f"{self.name}+{self.id.hex()}+{to_base64(ALGORITHM + self.public)}"

    def holds(self, message: bytes, signature: bytes) -> bool:
        """Whether it signed the message."""
        return ed25519.is_signed(self.public, message, signature)

    @classmethod
    def parse(cls, text: str) -> VerifierKey:
        """The key written as NAME+ID+BASE64; raises `BadKey`."""
        name, claimed, public = _parts(text)
        key = cls(name, public)
        if key.id.hex() != claimed:
            raise BadKey("key-id", name=name, given=claimed, expected=key.id.hex())
        return key


@dataclass(frozen=True)
class Signer:
    """A private key: the seed of RFC 8032, 32 bytes, never shown."""

    name: str
    seed: bytes = field(repr=False)

    def __post_init__(self) -> None:
        check_name(self.name)
        if len(self.seed) != ed25519.SEED_BYTES:
            raise BadKey("key-length", length=len(self.seed))

    @cached_property
    def verifier(self) -> VerifierKey:
        """Its public half, to be given to all who check."""
        return VerifierKey(self.name, ed25519.public_key(self.seed))

    def signature(self, message: bytes) -> bytes:
        """64 bytes over the message."""
        return ed25519.signature(self.seed, message)

    def private_text(self) -> str:
        """The key as its file holds it. Whoever reads it can sign."""
        return f"{PRIVATE}{self.name}+{self.verifier.id.hex()}+{to_base64(ALGORITHM + self.seed)}"

    @classmethod
    def parse(cls, text: str) -> Signer:
        """The key written as PRIVATE+KEY+NAME+ID+BASE64; raises `BadKey`, which never carries the secret."""
        if not text.startswith(PRIVATE):
            raise BadKey("key-not-private")
        parts = None
        with suppress(BadKey):  # which has the text in it
            parts = _parts(text.removeprefix(PRIVATE))
        if parts is None:
            raise BadKey("key-damaged")
        name, claimed, seed = parts
        key = cls(name, seed)
        if key.verifier.id.hex() != claimed:
            raise BadKey("key-id", name=name, given=claimed, expected=key.verifier.id.hex())
        return key


def _parts(text: str) -> tuple[str, str, bytes]:
    parts = text.split("+", PARTS - 1)
    if len(parts) != PARTS:
        raise BadKey("key-malformed", text=text)
    name, claimed, material = parts
    data = from_base64(material, "key", BadKey)
    if data[:1] != ALGORITHM:
        raise BadKey("key-algorithm", name=name)
    return name, claimed, data[1:]


def generate(name: str) -> Signer:
    """A new key, from the system's randomness."""
    return Signer(name, os.urandom(ed25519.SEED_BYTES))


def store(signer: Signer, path: Path) -> None:
    """Keeps the key in a new file that only its owner may read; raises `BadKey` where a file stands already."""
    text = signer.private_text() + "\n"
    try:
        new = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY)
    except FileExistsError as error:
        raise BadKey("key-exists", path=str(path)) from error
    except OSError as error:
        raise BadKey("key-unwritable", path=str(path), detail=error.strerror) from error
    try:
        with os.fdopen(new, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        path.unlink(missing_ok=True)
        raise BadKey("key-unwritable", path=str(path), detail=error.strerror) from error


def load(path: Path) -> Signer:
    """The key kept in a file; raises `BadKey` where there is none, or others than its owner may read it."""
    try:
        with opened(path) as file:
            content = file.read(LARGEST_FILE)
            mode = stat.S_IMODE(os.fstat(file.fileno()).st_mode)
    except FileNotFoundError as error:
        raise BadKey("key-missing", path=str(path)) from error
    except OSError as error:
        raise BadKey("key-unreadable", path=str(path), detail=error.strerror) from error
    if _public(content):
        raise BadKey("key-file-public", path=str(path))
    if mode & OTHERS:
        raise BadKey("key-open-to-others", path=str(path), mode=f"{mode:04o}")
    try:
        return Signer.parse(content.decode().removesuffix("\n"))
    except (BadKey, UnicodeDecodeError):
        raise BadKey("key-file-damaged", path=str(path)) from None


def _public(content: bytes) -> bool:
    with suppress(BadKey, UnicodeDecodeError):
        return bool(VerifierKey.parse(content.decode().strip()))
    return False
