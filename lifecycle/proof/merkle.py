"""The Merkle tree of RFC 6962, section 2: roots, proofs that a leaf is in a tree, proofs that a tree only grew.

Hashes are SHA-256, 32 bytes. Proofs are lists of hashes, those nearest the leaves first, as the RFC orders
them, made from any source of complete subtrees (`Nodes`): a list in memory, tiles on disk. The checks follow
RFC 9162, sections 2.1.3.2 and 2.1.4.2. A proof from an empty tree to another proves nothing and is refused.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from hashlib import sha256

from lifecycle.proof.errors import BadProof
from lifecycle.proof.notation import HASH_BYTES

EMPTY = sha256(b"").digest()
"""The root of a tree without leaves."""
TILE_LEVELS = 8
TILE_WIDTH = 1 << TILE_LEVELS
TILE_BYTES = TILE_WIDTH * HASH_BYTES

Nodes = Callable[[int, int], bytes]
"""`nodes(level, index)`: the root of the complete subtree over the 2**level leaves from index * 2**level on."""


def leaf_hash(data: bytes) -> bytes:
    """The hash of a leaf that holds `data` (RFC 6962, section 2.1)."""
    return sha256(b"\x00" + data).digest()


def leaf_hashes(many: Iterable[bytes]) -> list[bytes]:
    """The hashes of leaves, one after the other."""
    digest, prefix = sha256, b"\x00"
    return [digest(prefix + data).digest() for data in many]


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of the node above two subtrees (RFC 6962, section 2.1)."""
    return sha256(b"\x01" + left + right).digest()


def _level_above(hashes: Sequence[bytes]) -> list[bytes]:
    """The roots of pairs; a last one without a partner is left out."""
    digest, prefix = sha256, b"\x01"
    pairs = iter(hashes)
    return [digest(prefix + left + right).digest() for left, right in zip(pairs, pairs, strict=False)]


def root(hashes: Sequence[bytes]) -> bytes:
    """The root of the tree whose leaves have these hashes; `EMPTY` where there are none."""
    if not hashes:
        return EMPTY
    while len(hashes) > 1:
        above = _level_above(hashes)
        if len(hashes) % 2:
            above.append(hashes[-1])
        hashes = above
    return hashes[0]


def complete_subtree(hashes: Sequence[bytes]) -> bytes:
    """The root of one full tile: of exactly 256 hashes."""
    if len(hashes) != TILE_WIDTH:
        raise BadProof("tile-incomplete", length=len(hashes), expected=TILE_WIDTH)
    return root(hashes)


def unpacked(hashes: bytes) -> list[bytes]:
    """Hashes that stand one after the other without anything between, as tiles hold them."""
    if len(hashes) % HASH_BYTES:
        raise BadProof("tile-incomplete", length=len(hashes), expected=HASH_BYTES)
    return [hashes[at : at + HASH_BYTES] for at in range(0, len(hashes), HASH_BYTES)]


def in_memory(hashes: Sequence[bytes]) -> Nodes:
    """The complete subtrees over these leaf hashes, all computed now."""
    levels = [hashes]
    while len(levels[-1]) > 1:
        levels.append(_level_above(levels[-1]))
    return lambda level, index: levels[level][index]


def root_of(size: int, nodes: Nodes) -> bytes:
    """The root of the first `size` leaves; of size zero, `EMPTY`."""
    return _span(0, size, nodes) if size else EMPTY


def _span(begin: int, end: int, nodes: Nodes) -> bytes:
    """The root over the leaves [begin, end) of a subtree: the complete ones within, joined from the right."""
    parts = []
    while begin < end:
        level = (end - begin).bit_length() - 1
        parts.append(nodes(level, begin >> level))
        begin += 1 << level
    above = parts.pop()
    while parts:
        above = node_hash(parts.pop(), above)
    return above


def _split(begin: int, end: int) -> int:
    """Where a subtree divides: the largest power of two below its size (RFC 6962, section 2.1)."""
    return begin + (1 << (end - begin - 1).bit_length() - 1)


def inclusion_proof(index: int, size: int, nodes: Nodes) -> list[bytes]:
    """The audit path of leaf `index`, from zero, in the tree of `size` leaves (RFC 6962, section 2.1.1)."""
    _check_index(index, size)
    path, begin, end = [], 0, size
    while end - begin > 1:
        middle = _split(begin, end)
        if index < middle:
            path.append(_span(middle, end, nodes))
            end = middle
        else:
            path.append(_span(begin, middle, nodes))
            begin = middle
    return path[::-1]


def consistency_proof(old: int, new: int, nodes: Nodes) -> list[bytes]:
    """That the tree of `new` leaves begins with the tree of `old` ones (RFC 6962, section 2.1.2)."""
    _check_sizes(old, new)
    proof, begin, end = [], 0, new
    while old != end:
        middle = _split(begin, end)
        if old <= middle:
            proof.append(_span(middle, end, nodes))
            end = middle
        else:
            proof.append(_span(begin, middle, nodes))
            begin = middle
    if begin:  # the verifier has the root of the old tree, but not of this part of it
        proof.append(_span(begin, end, nodes))
    return proof[::-1]


def verify_inclusion(leaf_hash: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> None:
    """Raises `BadProof` unless the leaf stands at `index` in the tree of `size` leaves with this root."""
    _check_index(index, size)
    _check_hashes([leaf_hash, *proof])
    at, last, computed = index, size - 1, leaf_hash
    for beside in proof:
        if not last:
            raise BadProof("too-many-hashes", given=len(proof))
        if at & 1 or at == last:
            computed = node_hash(beside, computed)
            while at and not at & 1:
                at, last = at >> 1, last >> 1
        else:
            computed = node_hash(computed, beside)
        at, last = at >> 1, last >> 1
    if last:
        raise BadProof("too-few-hashes", given=len(proof))
    _check_root(computed, root, size)


def verify_consistency(
    old_size: int, new_size: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]
) -> None:
    """Raises `BadProof` unless the tree of `new_size` leaves begins with the tree of `old_size` ones."""
    _check_sizes(old_size, new_size)
    if old_size == new_size:
        if proof:
            raise BadProof("too-many-hashes", given=len(proof))
        _check_root(old_root, new_root, new_size)
        return
    if not proof:
        raise BadProof("too-few-hashes", given=0)
    _check_hashes(proof)
    # where the old tree is complete, its root is a node of the new one, and the proof leaves it out
    path = list(proof) if old_size & (old_size - 1) else [old_root, *proof]
    at, last = old_size - 1, new_size - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    older = newer = path[0]
    for beside in path[1:]:
        if not last:
            raise BadProof("too-many-hashes", given=len(proof))
        if at & 1 or at == last:
            older, newer = node_hash(beside, older), node_hash(beside, newer)
            while at and not at & 1:
                at, last = at >> 1, last >> 1
        else:
            newer = node_hash(newer, beside)
        at, last = at >> 1, last >> 1
    if last:
        raise BadProof("too-few-hashes", given=len(proof))
    _check_root(older, old_root, old_size)
    _check_root(newer, new_root, new_size)


def _check_index(index: int, size: int) -> None:
    if not 0 <= index < size:
        raise BadProof("index-outside-tree", index=index, size=size)


def _check_sizes(old: int, new: int) -> None:
    if old < 1:
        raise BadProof("size-zero", size=old)
    if old > new:
        raise BadProof("size-decreased", old=old, new=new)


def _check_hashes(hashes: Sequence[bytes]) -> None:
    for one in hashes:
        if len(one) != HASH_BYTES:
            raise BadProof("not-a-hash", what="proof", length=len(one))


def _check_root(computed: bytes, expected: bytes, size: int) -> None:
    if computed != expected:
        raise BadProof("wrong-root", size=size, computed=computed.hex(), expected=expected.hex())
