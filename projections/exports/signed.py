"""What `verify.py` knows of checkpoints, trees and signatures, in plain Python. It becomes part of it."""

from __future__ import annotations

import base64
import hashlib
import re

# -- checkpoints are signed notes (c2sp.org/tlog-checkpoint, c2sp.org/signed-note) -------------------

NAME, ID_BYTES, MOST_SIGNATURES = r"[^\s+]+", 4, 16
SIZE = 32
"""The bytes of a hash, of a public key, and of either half of a signature."""


class Wrong(ValueError):
    """Something does not agree."""


def check(holds: object, otherwise: str) -> None:
    """Go on only where something holds; `otherwise` says what is wrong. Raises `Wrong`."""
    if not holds:
        raise Wrong(otherwise)


def checkpoint(note: bytes, vkey: str) -> tuple[int, bytes]:
    """The size and the root of the tree that a checkpoint states, if the key signed it for its own log."""
    name, key_id, key = key_of(vkey)
    text, signatures = signatures_of(note)
    signature = signatures.get((name, key_id), b"")
    check(is_signed(key, text.encode(), signature), f"the checkpoint is not signed by {name}+{key_id.hex()}")
    lines = text[:-1].split("\n")
    origin, size, root = [*lines, "", ""][:3]
    check(origin == name, "the checkpoint is another log's")
    check(all(lines) and re.fullmatch("[1-9][0-9]{0,18}", size), "the text of the checkpoint is malformed")
    check(len(from_base64(root)) == SIZE, "the root in the checkpoint is no hash")
    return int(size), from_base64(root)


def key_of(vkey: str) -> tuple[str, bytes, bytes]:
    """The name, the id and the bytes of a public key. Before these stands 1, for Ed25519."""
    name, key_id, encoded = [*vkey.split("+", 2), "", ""][:3]
    data = from_base64(encoded)
    expected = hashlib.sha256(name.encode() + b"\n" + data).digest()[:ID_BYTES]
    check(re.fullmatch(NAME, name) and data[:1] == b"\1", "the key is not of the form NAME+ID+BASE64")
    check(key_id == expected.hex(), "the key is not the one that its id stands for")
    return name, expected, data[1:]


def signatures_of(note: bytes) -> tuple[str, dict[tuple[str, bytes], bytes]]:
    """The text of a note, and what stands for signatures below it, by the names and ids of their keys."""
    text, _blank, below = note.decode().rpartition("\n\n")
    *lines, end = below.split("\n")
    check(not end and len(lines) <= MOST_SIGNATURES, "the checkpoint is no signed note")
    check(not re.search(rb"[\0-\x09\x0b-\x1f]", note), "the checkpoint has control characters")
    found: dict[tuple[str, bytes], bytes] = {}
    for line in lines:
        dash, name, encoded = [*line.split(" ", 2), "", ""][:3]
        data = from_base64(encoded)
        check(dash == "\u2014" and re.fullmatch(NAME, name), "the checkpoint has a malformed signature")
        check(len(data) > ID_BYTES, "the checkpoint has a signature that is too short")
        check((name, data[:ID_BYTES]) not in found, "the checkpoint has two signatures of one key")
        found[name, data[:ID_BYTES]] = data[ID_BYTES:]
    return text + "\n", found


def from_base64(text: str) -> bytes:
    """The bytes of base64, if it is written in the one canonical way."""
    data = base64.b64decode(text)
    check(base64.b64encode(data).decode() == text, "there is base64 that is not canonical")
    return data


# -- Merkle trees (RFC 6962, section 2.1) ------------------------------------------------------------


def leaf_of(data: bytes) -> bytes:
    """The hash of a leaf."""
    return hashlib.sha256(b"\0" + data).digest()


def joined(left: bytes, right: bytes) -> bytes:
    """The hash of a node, by those below it."""
    return hashlib.sha256(b"\1" + left + right).digest()


def root_of(leaves: list[bytes]) -> bytes:
    """The root over the hashes of leaves."""
    if len(leaves) == 1:
        return leaves[0]
    left = 1 << (len(leaves) - 1).bit_length() - 1  # so many are on the left: a power of two
    return joined(root_of(leaves[:left]), root_of(leaves[left:]))


def root_by(path: list[bytes], leaf: bytes, index: int, size: int) -> bytes:
    """The root to which an inclusion proof leads from a leaf. The last hash of its path is joined last."""
    check(type(index) is int and 0 <= index < size, "has a proof for a place outside the tree")
    check(all(len(one) == SIZE for one in (leaf, *path)), "has a proof of other things than hashes")
    if size == 1:
        check(not path, "has a proof that is too long")
        return leaf
    check(path, "has a proof that is too short")
    left = 1 << (size - 1).bit_length() - 1
    if index < left:
        return joined(root_by(path[:-1], leaf, index, left), path[-1])
    return joined(path[-1], root_by(path[:-1], leaf, index - left, size - left))


# -- Ed25519 (RFC 8032, section 5.1). A point is (X, Y, Z, T) with x = X/Z, y = Y/Z, xy = T/Z --------

Point = tuple[int, int, int, int]
P, ORDER = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P


def is_signed(key: bytes, message: bytes, signature: bytes) -> bool:
    """Whether a key made a signature (5.1.7, without the cofactor): R is S B - k A, and S below the order."""
    (x, y, z, t), r, s = point_of(key), signature[:SIZE], int.from_bytes(signature[SIZE:], "little")
    if len(signature) != 2 * SIZE or s >= ORDER:
        return False
    k = int.from_bytes(hashlib.sha512(r + key + message).digest(), "little") % ORDER
    x, y, z, t = add(times(s, BASE), times(k, (P - x, y, z, P - t)))
    x, y = x * pow(z, -1, P) % P, y * pow(z, -1, P) % P
    return r == (y | (x & 1) << 255).to_bytes(SIZE, "little")


def point_of(data: bytes) -> Point:
    """The point that a key is (5.1.3). One of low order is refused: by such a key anything could be signed."""
    sign, y = divmod(int.from_bytes(data, "little"), 1 << 255)
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    x = x if x * x % P == square else x * pow(2, (P - 1) // 4, P) % P
    check(len(data) == SIZE and y < P and x * x % P == square, "the key is no canonical point of the curve")
    x = x if x & 1 == sign else P - x
    point = (x, y, 1, x * y % P)
    check(times(8, point)[0], "the key is of low order")
    return point


def add(a: Point, b: Point) -> Point:
    """The sum of two points (5.1.4), or of one and itself."""
    down, up = (a[1] - a[0]) * (b[1] - b[0]), (a[1] + a[0]) * (b[1] + b[0])
    t, z = 2 * D * a[3] * b[3], 2 * a[2] * b[2]
    e, f, g, h = up - down, z - t, z + t, up + down
    return e * f % P, g * h % P, f * g % P, e * h % P


def times(number: int, point: Point) -> Point:
    """A point, taken so many times."""
    total = (0, 1, 1, 0)
    while number:
        total = add(total, point) if number & 1 else total
        point, number = add(point, point), number >> 1
    return total


BASE = point_of((4 * pow(5, -1, P) % P).to_bytes(SIZE, "little"))
