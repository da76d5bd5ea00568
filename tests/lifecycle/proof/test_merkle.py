"""The tree of RFC 6962: its roots, and proofs that hold for what they were made for and for nothing else."""

from __future__ import annotations

import json
from base64 import b64decode
from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lifecycle.proof import merkle
from lifecycle.proof.errors import BadProof
from tests.lifecycle.proof import naive
from tests.lifecycle.proof.vectors import VECTORS, needs_vectors, vector

MOST = 40
RECORDS = naive.records(MOST)
LEAVES = [merkle.leaf_hash(record) for record in RECORDS]
NODES = merkle.in_memory(LEAVES)
ROOTS = [naive.head(RECORDS[:size]) for size in range(MOST + 1)]
MILLION = 1_000_000


def flipped(hashes: Sequence[bytes]) -> Iterator[list[bytes]]:
    """The hashes with each bit of each changed, one at a time."""
    for at, one in enumerate(hashes):
        for bit in range(len(one) * 8):
            changed = bytearray(one)
            changed[bit // 8] ^= 1 << bit % 8
            yield [*hashes[:at], bytes(changed), *hashes[at + 1 :]]


def problem_of_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> str:
    try:
        merkle.verify_inclusion(leaf, index, size, proof, root)
    except BadProof as refused:
        return refused.problem
    return ""


def problem_of_consistency(old: int, new: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]) -> str:
    try:
        merkle.verify_consistency(old, new, old_root, new_root, proof)
    except BadProof as refused:
        return refused.problem
    return ""


def test_the_constants_are_those_of_rfc_6962() -> None:
    assert merkle.EMPTY.hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert merkle.root([]) == merkle.root_of(0, NODES) == merkle.EMPTY
    assert merkle.leaf_hash(b"").hex() == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
    assert merkle.root([merkle.leaf_hash(b"")]) == merkle.leaf_hash(b"")


def test_our_own_vectors_are_those_of_the_rfcs_definition() -> None:
    assert json.loads(naive.FIXTURE.read_text(encoding="utf-8")) == naive.vectors()


def test_our_own_vectors_are_met() -> None:
    given = json.loads(naive.FIXTURE.read_text(encoding="utf-8"))
    leaves = [merkle.leaf_hash(leaf.encode()) for leaf in given["leaves"]]
    nodes = merkle.in_memory(leaves)

    def proofs(kind: str, between: str, make: Any) -> dict[str, list[str]]:
        pairs = {name: [int(n) for n in name.split(between)] for name in given[kind]}
        return {name: [one.hex() for one in make(a, b, nodes)] for name, (a, b) in pairs.items()}

    assert {n: merkle.root(leaves[: int(n)]).hex() for n in given["roots"]} == given["roots"]
    assert proofs("inclusion", " in ", merkle.inclusion_proof) == given["inclusion"]
    assert proofs("consistency", " to ", merkle.consistency_proof) == given["consistency"]


@needs_vectors
def test_every_public_vector_gets_the_verdict_it_wants() -> None:
    wrong, seen = [], 0
    for file in sorted((VECTORS / "rfc6962").rglob("*.json")):
        it = vector(str(file.relative_to(VECTORS)))
        proof = [b64decode(one) for one in it["proof"] or ()]
        if "leafIdx" in it:
            problem = problem_of_inclusion(
                b64decode(it["leafHash"]), it["leafIdx"], it["treeSize"], proof, b64decode(it["root"])
            )
        else:
            problem = problem_of_consistency(
                it["size1"], it["size2"], b64decode(it["root1"]), b64decode(it["root2"]), proof
            )
        seen += 1
        if bool(problem) != it["wantErr"]:
            wrong.append((file.name, it["desc"], problem))
    assert (wrong, seen) == ([], 196)


def test_every_root_is_that_of_the_rfcs_definition() -> None:
    assert [merkle.root(LEAVES[:size]) for size in range(MOST + 1)] == ROOTS
    assert [merkle.root_of(size, NODES) for size in range(MOST + 1)] == ROOTS


def test_every_leaf_of_every_small_tree_is_proven_to_be_in_it() -> None:
    for size in range(1, MOST + 1):
        for index in range(size):
            proof = merkle.inclusion_proof(index, size, NODES)
            assert proof == naive.path(index, RECORDS[:size])
            assert problem_of_inclusion(LEAVES[index], index, size, proof, ROOTS[size]) == ""


def test_every_small_tree_is_proven_to_begin_with_every_smaller_one() -> None:
    for new in range(1, MOST + 1):
        for old in range(1, new + 1):
            proof = merkle.consistency_proof(old, new, NODES)
            assert proof == naive.proof(old, RECORDS[:new])
            assert problem_of_consistency(old, new, ROOTS[old], ROOTS[new], proof) == ""


@given(st.integers(1, 70), st.data())
def test_proofs_ask_only_for_complete_subtrees_within_the_tree(size: int, data: st.DataObject) -> None:
    leaves = [merkle.leaf_hash(record) for record in naive.records(size)]
    inside = merkle.in_memory(leaves)

    def nodes(level: int, index: int) -> bytes:
        assert (index + 1) << level <= size
        return inside(level, index)

    place = data.draw(st.integers(0, size - 1))
    merkle.inclusion_proof(place, size, nodes)
    merkle.consistency_proof(place + 1, size, nodes)
    assert merkle.root_of(size, nodes) == merkle.root(leaves)


@given(st.integers(0, MILLION - 1))
def test_a_proof_at_a_million_records_reads_few_nodes(index: int) -> None:
    asked = []

    def nodes(level: int, place: int) -> bytes:
        asked.append((level, place))
        return merkle.EMPTY

    assert len(merkle.inclusion_proof(index, MILLION, nodes)) <= 20
    assert len(merkle.consistency_proof(index + 1, MILLION, nodes)) <= 21
    merkle.root_of(MILLION, nodes)
    assert len(asked) <= 80


@pytest.mark.parametrize(("index", "size"), [(0, 1), (4, 7), (6, 7), (7, 8)])
def test_an_inclusion_proof_holds_for_no_other_bit(index: int, size: int) -> None:
    proof = merkle.inclusion_proof(index, size, NODES)
    changed = list(flipped([LEAVES[index], ROOTS[size], *proof]))
    assert len(changed) == 256 * (2 + len(proof))
    assert {problem_of_inclusion(leaf, index, size, p, root) for leaf, root, *p in changed} == {"wrong-root"}


@pytest.mark.parametrize(("old", "new"), [(1, 2), (3, 7), (4, 7), (6, 8), (7, 7)])
def test_a_consistency_proof_holds_for_no_other_bit(old: int, new: int) -> None:
    proof = merkle.consistency_proof(old, new, NODES)
    changed = list(flipped([ROOTS[old], ROOTS[new], *proof]))
    assert {problem_of_consistency(old, new, a, b, p) for a, b, *p in changed} == {"wrong-root"}


@given(st.integers(2, MOST), st.data())
def test_an_inclusion_proof_holds_for_no_other_leaf_and_place(size: int, data: st.DataObject) -> None:
    index, other = data.draw(st.lists(st.integers(0, size - 1), min_size=2, max_size=2, unique=True))
    proof = merkle.inclusion_proof(index, size, NODES)
    assert problem_of_inclusion(LEAVES[other], index, size, proof, ROOTS[size]) == "wrong-root"
    assert problem_of_inclusion(LEAVES[index], other, size, proof, ROOTS[size]) != ""


@given(st.integers(2, MOST), st.data())
def test_a_proof_with_a_hash_too_many_or_too_few_is_refused(new: int, data: st.DataObject) -> None:
    old = data.draw(st.integers(1, new - 1))
    path, proof = merkle.inclusion_proof(old, new, NODES), merkle.consistency_proof(old, new, NODES)
    more = data.draw(st.sampled_from(LEAVES))
    for longer in ([*path, more], [more, *path]):
        assert problem_of_inclusion(LEAVES[old], old, new, longer, ROOTS[new]) != ""
    for longer in ([*proof, more], [more, *proof]):
        assert problem_of_consistency(old, new, ROOTS[old], ROOTS[new], longer) != ""
    for at in range(len(path)):
        assert problem_of_inclusion(LEAVES[old], old, new, path[:at] + path[at + 1 :], ROOTS[new]) != ""
    for at in range(len(proof)):
        shorter = proof[:at] + proof[at + 1 :]
        assert problem_of_consistency(old, new, ROOTS[old], ROOTS[new], shorter) != ""


def test_a_history_rewritten_before_the_old_size_is_not_consistent() -> None:
    rewritten = [merkle.leaf_hash(b"forged"), *LEAVES[1:12]]
    nodes = merkle.in_memory(rewritten)
    proof = merkle.consistency_proof(5, 12, nodes)
    assert problem_of_consistency(5, 12, ROOTS[5], merkle.root(rewritten), proof) == "wrong-root"


def test_an_empty_tree_proves_nothing() -> None:
    for new in (0, 1, 5):
        with pytest.raises(BadProof) as refused:
            merkle.consistency_proof(0, new, NODES)
        assert refused.value.values == {"problem": "size-zero", "size": 0}
        assert problem_of_consistency(0, new, merkle.EMPTY, ROOTS[new], []) == "size-zero"


def test_what_is_outside_the_tree_has_no_proof() -> None:
    for index, size in ((-1, 5), (5, 5), (0, 0)):
        with pytest.raises(BadProof) as refused:
            merkle.inclusion_proof(index, size, NODES)
        assert refused.value.values == {"problem": "index-outside-tree", "index": index, "size": size}
        assert problem_of_inclusion(LEAVES[0], index, size, [], LEAVES[0]) == "index-outside-tree"


def test_a_tree_that_shrank_is_refused() -> None:
    with pytest.raises(BadProof) as refused:
        merkle.consistency_proof(6, 5, NODES)
    assert refused.value.values == {"problem": "size-decreased", "old": 6, "new": 5}
    assert problem_of_consistency(6, 5, ROOTS[6], ROOTS[5], []) == "size-decreased"


def test_hashes_of_another_length_are_refused() -> None:
    proof = merkle.inclusion_proof(1, 2, NODES)
    assert problem_of_inclusion(LEAVES[1][:31], 1, 2, proof, ROOTS[2]) == "not-a-hash"
    assert problem_of_inclusion(LEAVES[1], 1, 2, [proof[0] + b"\0"], ROOTS[2]) == "not-a-hash"
    assert problem_of_consistency(1, 2, ROOTS[1], ROOTS[2], [LEAVES[1][:31]]) == "not-a-hash"


def test_a_tile_stands_for_its_256_leaves() -> None:
    leaves = [merkle.leaf_hash(b"%d" % n) for n in range(600)]
    tiles = [leaves[:256], leaves[256:512]]
    above = [*map(merkle.complete_subtree, tiles), merkle.root(leaves[512:])]
    assert merkle.root(above) == merkle.root(leaves)
    assert merkle.unpacked(b"".join(tiles[0])) == tiles[0]
    assert len(b"".join(tiles[0])) == merkle.TILE_BYTES


def test_a_tile_that_is_not_full_stands_for_nothing() -> None:
    with pytest.raises(BadProof) as refused:
        merkle.complete_subtree(LEAVES)
    assert refused.value.values == {"problem": "tile-incomplete", "length": 40, "expected": 256}
    with pytest.raises(BadProof) as refused:
        merkle.unpacked(b"\0" * 63)
    assert refused.value.values == {"problem": "tile-incomplete", "length": 63, "expected": 32}
