"""What `verify.py` knows of signatures and trees, in plain Python. It becomes part of that file."""

from __future__ import annotations

import base64
import hashlib
import re

Point = tuple[int, int, int, int]
"""A point of Ed25519 (RFC 8032, section 5.1): (X, Y, Z, T) with x = X/Z, y = Y/Z, xy = T/Z."""

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
HASH_BYTES, SIGNATURE_BYTES, ID_BYTES, MOST_SIGNATURES = 32, 64, 4, 16
ED25519 = b"\1"
"""Before the bytes of a public key: which kind it is."""


class Wrong(Exception):
    """Something does not agree; what would come after it on the same path cannot be checked."""


# -- Ed25519 (RFC 8032, section 5.1) -----------------------------------------------------------------


def add(a: Point, b: Point) -> Point:
    """The sum of two points (5.1.4); it doubles too."""
    down, up = (a[1] - a[0]) * (b[1] - b[0]), (a[1] + a[0]) * (b[1] + b[0])
    t, z = 2 * D * a[3] * b[3], 2 * a[2] * b[2]
    e, f, g, h = up - down, z - t, z + t, up + down
    return e * f % P, g * h % P, f * g % P, e * h % P


def times(*factors: tuple[int, Point]) -> Point:
    """The sum of points, each taken so many times."""
    total = (0, 1, 1, 0)
    for bit in reversed(range(max(number for number, _point in factors).bit_length())):
        total = add(total, total)
        for number, point in factors:
            if number >> bit & 1:
                total = add(total, point)
    return total


def to_bytes(point: Point) -> bytes:
    """A point's 32 bytes: y, and above it the lowest bit of x (5.1.2)."""
    inverse = pow(point[2], P - 2, P)
    x, y = point[0] * inverse % P, point[1] * inverse % P
    return (y | (x & 1) << 255).to_bytes(HASH_BYTES, "little")


def to_point(data: bytes) -> Point:
    """The point that a public key is (5.1.3).

    Raises `Wrong` for one that is not canonical, or of low order: by such a key anything could be signed.
    """
    sign, y = divmod(int.from_bytes(data, "little"), 1 << 255)
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if x * x % P != square:
        x = x * pow(2, (P - 1) // 4, P) % P
    if len(data) != HASH_BYTES or y >= P or x * x % P != square:
        raise Wrong("the key is no canonical point of the curve")
    x = x if x & 1 == sign else P - x
    point = (x, y, 1, x * y % P)
    if times((8, point))[0] == 0:
        raise Wrong("the key is of low order")
    return point


BASE = to_point((4 * pow(5, P - 2, P) % P).to_bytes(HASH_BYTES, "little"))


def is_signed(key: bytes, message: bytes, signature: bytes) -> bool:
    """Whether a key made a signature (5.1.7, without the cofactor); S must be below the order of the group."""
    r, s = signature[:HASH_BYTES], int.from_bytes(signature[HASH_BYTES:], "little")
    x, y, z, t = to_point(key)
    if len(signature) != SIGNATURE_BYTES or s >= ORDER:
        return False
    challenge = int.from_bytes(hashlib.sha512(r + key + message).digest(), "little") % ORDER
    return to_bytes(times((s, BASE), (challenge, (P - x, y, z, P - t)))) == r


# -- Merkle trees (RFC 6962, section 2) --------------------------------------------------------------


def leaf_of(data: bytes) -> bytes:
    """The hash of a leaf."""
    return hashlib.sha256(b"\0" + data).digest()


def joined(left: bytes, right: bytes) -> bytes:
    """The hash of two subtrees."""
    return hashlib.sha256(b"\1" + left + right).digest()


class Tree:
    """A tree that grows leaf by leaf, kept as its complete subtrees, (size, hash), the largest first."""

    def __init__(self) -> None:
        self.peaks: list[tuple[int, bytes]] = []

    def grow(self, leaf: bytes) -> None:
        """Add the hash of a leaf."""
        size = 1
        while self.peaks and self.peaks[-1][0] == size:
            leaf, size = joined(self.peaks.pop()[1], leaf), size * 2
        self.peaks.append((size, leaf))

    def root(self) -> bytes:
        """The root; of no leaves, the hash of nothing."""
        if not self.peaks:
            return hashlib.sha256().digest()
        root = self.peaks[-1][1]
        for _size, left in reversed(self.peaks[:-1]):
            root = joined(left, root)
        return root


def root_by(path: list[bytes], leaf: bytes, index: int, size: int) -> bytes:
    """The root that an inclusion proof leads to (the steps of RFC 9162, section 2.1.3.2). Raises `Wrong`."""
    if type(index) is not int or not 0 <= index < size or any(len(one) != HASH_BYTES for one in (leaf, *path)):
        raise Wrong("has a proof for a place outside the tree, or of other things than hashes")
    last = size - 1
    for beside in path:
        if last == 0:
            raise Wrong("has a proof that is too long")
        if index & 1 or index == last:
            leaf = joined(beside, leaf)
            while index and not index & 1:
                index, last = index >> 1, last >> 1
        else:
            leaf = joined(leaf, beside)
        index, last = index >> 1, last >> 1
    if last:
        raise Wrong("has a proof that is too short")
    return leaf


# -- signed notes and checkpoints (c2sp.org/signed-note, c2sp.org/tlog-checkpoint) -------------------


def from_base64(text: str) -> bytes:
    """The bytes of base64 that is written in the one canonical way."""
    try:
        data = base64.b64decode(text.encode(), validate=True)
    except ValueError:
        data = b""
    if base64.b64encode(data).decode() != text:
        raise Wrong("there is base64 that is not canonical")
    return data


def from_hex(text: str) -> bytes:
    """The bytes of hex that is written in the one canonical way."""
    if not re.fullmatch("(?:[0-9a-f]{2})*", text):
        raise Wrong("there is hex that is not canonical")
    return bytes.fromhex(text)


def key_of(vkey: str) -> tuple[str, bytes, bytes]:
    """The name, the hash and the 32 bytes of a public key that is written NAME+HASH+BASE64. Raises `Wrong`."""
    name, hashed, encoded = [*vkey.split("+", 2), "", ""][:3]
    data = from_base64(encoded)
    expected = hashlib.sha256(name.encode() + b"\n" + data).digest()[:ID_BYTES]
    if not re.fullmatch(r"[^\s+]+", name) or data[:1] != ED25519 or expected.hex() != hashed:
        raise Wrong("the key is not of the form NAME+HASH+BASE64")
    to_point(data[1:])
    return name, expected, data[1:]


def signatures_of(note: bytes) -> tuple[str, list[tuple[str, bytes]]]:
    """The text of a signed note, and who signed it by what; nothing is checked yet. Raises `Wrong`."""
    try:
        whole = note.decode()
    except UnicodeDecodeError:
        whole = ""
    text, blank, below = whole.rpartition("\n\n")
    *lines, end = below.split("\n")
    found = [re.fullmatch(r"\u2014 ([^\s+]+) (\S+)", line) for line in lines]
    if not blank or end or not 1 <= len(lines) <= MOST_SIGNATURES or re.search(r"[\x00-\x09\x0b-\x1f]", whole):
        raise Wrong("the checkpoint is no signed note")
    signers = [(one[1], from_base64(one[2])) for one in found if one]
    if len(signers) != len(lines) or any(len(data) <= ID_BYTES for _name, data in signers):
        raise Wrong("the checkpoint has a malformed signature")
    if len({(name, data[:ID_BYTES]) for name, data in signers}) != len(signers):
        raise Wrong("the checkpoint has two signatures of one key")
    return text + "\n", signers


def checkpoint(note: bytes, vkey: str) -> tuple[int, bytes]:
    """The size and the root that a checkpoint states. Raises `Wrong` where the key did not sign it."""
    name, hashed, key = key_of(vkey)
    text, signers = signatures_of(note)
    ours = [data[ID_BYTES:] for signer, data in signers if (signer, data[:ID_BYTES]) == (name, hashed)]
    if not ours or not is_signed(key, text.encode(), ours[0]):
        msg = f"the checkpoint is not signed by the key {name}+{hashed.hex()}"
        raise Wrong(msg)
    lines = text[:-1].split("\n")
    origin, size, root = [*lines, "", ""][:3]
    if origin != name or not re.fullmatch(r"[1-9][0-9]{0,18}", size) or len(from_base64(root)) != HASH_BYTES:
        raise Wrong("the text of the checkpoint is malformed, or another log's")
    if not all(lines):
        raise Wrong("the text of the checkpoint has an empty line")
    return int(size), from_base64(root)
