"""Proof files: that one record stands at its place in the tree of a signed checkpoint."""

from __future__ import annotations

from base64 import b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lifecycle.proof import merkle, tlogproof
from lifecycle.proof.checkpoint import Checkpoint
from lifecycle.proof.errors import BadNote, BadProof
from lifecycle.proof.keys import Signer
from lifecycle.proof.tlogproof import TlogProof
from tests.lifecycle.proof import naive

SIGNER = Signer("sez.example/log", bytes(range(32)))
KEY = SIGNER.verifier
LEAVES = [merkle.leaf_hash(record) for record in naive.records(7)]
NODES = merkle.in_memory(LEAVES)
CHECKPOINT = Checkpoint("sez.example/log", 7, merkle.root(LEAVES))
NOTE = CHECKPOINT.signed(SIGNER)
HASHES = st.binary(min_size=32, max_size=32)


def made(index: int, extra: bytes = b"") -> TlogProof:
    return TlogProof(index, tuple(merkle.inclusion_proof(index, 7, NODES)), NOTE, extra)


FILE = made(4).format().decode()


def test_a_proof_file_has_the_form_of_the_specification() -> None:
    assert (
        made(6, b"extra!").format().decode()
        == (
            "c2sp.org/tlog-proof@v1\n"
            f"extra {b64encode(b'extra!').decode()}\n"
            "index 6\n"
            + "".join(f"{b64encode(one).decode()}\n" for one in naive.path(6, naive.records(7)))
            + "\n"
        )
        + NOTE.decode()
    )


@given(st.integers(0, 2**63 - 1), st.lists(HASHES, max_size=63).map(tuple), st.binary(max_size=50))
def test_every_proof_file_is_read_back(index: int, hashes: tuple[bytes, ...], extra: bytes) -> None:
    it = TlogProof(index, hashes, NOTE, extra)
    assert tlogproof.parse(it.format()) == it


def test_every_record_is_proven_by_its_file() -> None:
    opened = [tlogproof.parse(made(n).format()).verify(LEAVES[n], KEY) for n in range(7)]
    assert opened == [CHECKPOINT] * 7


def test_the_only_record_of_a_log_needs_no_hashes() -> None:
    only = Checkpoint("sez.example/log", 1, LEAVES[0])
    it = TlogProof(0, (), only.signed(SIGNER))
    assert it.format().startswith(b"c2sp.org/tlog-proof@v1\nindex 0\n\nsez.example/log\n1\n")
    assert tlogproof.parse(it.format()).verify(LEAVES[0], KEY) == only


def test_a_proof_of_another_record_is_refused() -> None:
    with pytest.raises(BadProof) as refused:
        made(4).verify(LEAVES[5], KEY)
    assert refused.value.problem == "wrong-root"


def test_a_proof_under_a_strangers_checkpoint_is_refused() -> None:
    stranger = Signer(SIGNER.name, bytes(32))
    forged = TlogProof(4, made(4).hashes, CHECKPOINT.signed(stranger))
    with pytest.raises(BadNote) as refused:
        forged.verify(LEAVES[4], KEY)
    assert refused.value.problem == "not-signed"


def test_every_changed_bit_of_a_proof_file_is_found() -> None:
    content = FILE.encode()
    for bit in range(len(content) * 8):
        changed = bytearray(content)
        changed[bit // 8] ^= 1 << bit % 8
        with pytest.raises(BadProof):
            tlogproof.parse(bytes(changed)).verify(LEAVES[4], KEY)


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("\n\n", "\n", "not-base64"),
        ("proof@v1", "proof@v2", "proof-header"),
        ("index 4\n", "", "proof-index-missing"),
        ("index 4", "index  4", "not-decimal"),
        ("index 4", "index 04", "not-decimal"),
        ("index 4", "index 4 ", "not-decimal"),
        ("index 4", "Index 4", "proof-index-missing"),
        ("index 4", "index 4\nextra AAAA", "not-base64"),
        ("index 4", "extra \nindex 4", "proof-extra-empty"),
        ("index 4", "extra AAB=\nindex 4", "not-canonical-base64"),
        ("index 4", "extra AAAA\nextra AAAA\nindex 4", "proof-index-missing"),
        ("index 4", "index 4\nAAAA", "not-a-hash"),
        ("index 4", "index é", "proof-not-ascii"),
        ("index 4", "index 4\n" + f"{b64encode(bytes(32)).decode()}\n" * 64, "too-many-hashes"),
        ("index 4", "index 9223372036854775808", "too-large"),
    ],
)
def test_a_file_that_departs_from_the_form_is_refused(old: str, new: str, problem: str) -> None:
    assert old in FILE
    changed = FILE.replace(old, new, 1)
    with pytest.raises(BadProof) as refused:
        tlogproof.parse(changed.encode())
    assert refused.value.problem == problem


def test_a_file_that_is_endless_or_empty_is_refused() -> None:
    for content, problem in ((b"", "proof-not-divided"), (b"x" * 1_000_001, "proof-too-large")):
        with pytest.raises(BadProof) as refused:
            tlogproof.parse(content)
        assert refused.value.problem == problem
