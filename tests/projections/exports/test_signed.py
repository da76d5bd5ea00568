from __future__ import annotations

import json
from base64 import b64decode, b64encode
from hashlib import sha256
from pathlib import Path

import pytest

from lifecycle.proof.errors import BadNote
from lifecycle.proof.keys import VerifierKey
from lifecycle.proof.note import opened
from projections.exports.signed import (
    ORDER,
    P,
    Wrong,
    checkpoint,
    is_signed,
    key_of,
    root_by,
    root_of,
    signatures_of,
)
from tests.projections.exports.small import ORIGIN, Signing, leaf, path, root

REFUSED = (Wrong, ValueError)
"""It says what is wrong itself, or what it calls does: either is a finding."""

VECTORS = Path(__file__).resolve().parents[4] / "shared" / "vectors"

with_vectors = pytest.mark.skipif(not VECTORS.is_dir(), reason=f"the public vectors are not at {VECTORS}")

RFC_8032 = (
    ("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", ""),
    ("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72"),
)
SIGNATURES = (
    "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
)


# -- Ed25519 -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("signed", "signature"), [*zip(RFC_8032, SIGNATURES, strict=True)])
def test_the_signatures_of_rfc_8032_hold(signed: tuple[str, str], signature: str) -> None:
    key, message = map(bytes.fromhex, signed)
    assert is_signed(key, message, bytes.fromhex(signature))
    assert not is_signed(key, message + b"\0", bytes.fromhex(signature))


@with_vectors
def test_every_signature_of_wycheproof_is_judged_as_it_should_be() -> None:
    given = json.loads((VECTORS / "wycheproof" / "ed25519_test.json").read_text("utf-8"))
    judged = 0
    for group in given["testGroups"]:
        key = bytes.fromhex(group["publicKey"]["pk"])
        for one in group["tests"]:
            holds = is_signed(key, bytes.fromhex(one["msg"]), bytes.fromhex(one["sig"]))
            assert holds == (one["result"] == "valid"), one
            judged += 1
    assert judged == given["numberOfTests"] >= 150


def test_a_signature_whose_number_is_beyond_the_order_does_not_hold() -> None:
    key, message = map(bytes.fromhex, RFC_8032[0])
    signature = bytes.fromhex(SIGNATURES[0])
    beyond = int.from_bytes(signature[32:], "little") + ORDER
    assert not is_signed(key, message, signature[:32] + beyond.to_bytes(32, "little"))


LOW_ORDER = (0, 1, P - 1, 0x7A03AC9277FDC74EC6CC392CFA53202A0F67100D760B3CBA4FD84D3D706A17C7)


@pytest.mark.parametrize("y", [*LOW_ORDER, P - LOW_ORDER[-1], P, P + 1, 2, 2**255 - 1])
@pytest.mark.parametrize("sign", [0, 1])
def test_a_key_that_is_unsafe_or_no_point_is_refused(y: int, sign: int) -> None:
    with pytest.raises(REFUSED):
        is_signed((y | sign << 255).to_bytes(32, "little"), b"", bytes(64))


# -- trees -------------------------------------------------------------------------------------------


def test_a_tree_has_the_root_of_rfc_6962_at_every_size() -> None:
    leaves = [leaf(bytes([n])) for n in range(20)]
    assert all(root_of(leaves[:size]) == root(leaves[:size]) for size in range(1, 21))


def test_a_proof_leads_to_the_root_from_its_own_place_only() -> None:
    for size in range(1, 12):
        leaves = [leaf(bytes([n])) for n in range(size)]
        for index, one in enumerate(leaves):
            proof = path(index, leaves)
            assert root_by(proof, one, index, size) == root(leaves)
            assert all(not leads(proof, one, other, leaves) for other in range(size) if other != index)


def leads(proof: list[bytes], one: bytes, index: int, leaves: list[bytes]) -> bool:
    try:
        return root_by(proof, one, index, len(leaves)) == root(leaves)
    except ValueError:
        return False


@with_vectors
def test_the_proofs_of_transparency_dev_are_judged_as_they_should_be() -> None:
    judged = 0
    for file in sorted((VECTORS / "rfc6962" / "inclusion").rglob("*.json")):
        one = json.loads(file.read_text("utf-8"))
        proof = [b64decode(text) for text in one["proof"] or []]
        try:
            found = root_by(proof, b64decode(one["leafHash"]), one["leafIdx"], one["treeSize"])
            holds = found == b64decode(one["root"])
        except ValueError:
            holds = False
        assert holds != one["wantErr"], file
        judged += 1
    assert judged >= 90


# -- notes and checkpoints ---------------------------------------------------------------------------


@with_vectors
def test_the_example_of_the_signed_note_specification_holds() -> None:
    example = json.loads((VECTORS / "c2sp" / "signed-note-example.json").read_text("utf-8"))
    name, hashed, key = key_of(example["vkey"])
    text, signatures = signatures_of(example["note"].encode())
    assert signatures.keys() == {(name, hashed)}
    assert is_signed(key, text.encode(), signatures[name, hashed])


def test_a_checkpoint_states_a_size_and_a_root() -> None:
    lines = [b"one", b"two"]
    assert checkpoint(Signing().checkpoint(lines), Signing().vkey) == (2, root([leaf(line) for line in lines]))


ROOT = "A" * 43 + "="
TEXT = f"{ORIGIN}\n5\n{ROOT}\n"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        f"other\n5\n{ROOT}\n",
        f"{ORIGIN}\n0\n{ROOT}\n",
        f"{ORIGIN}\n05\n{ROOT}\n",
        f"{ORIGIN}\n+5\n{ROOT}\n",
        f"{ORIGIN}\n٥\n{ROOT}\n",
        f"{ORIGIN}\n{'9' * 5000}\n{ROOT}\n",
        f"{ORIGIN}\n5\n{ROOT[:-2]}B=\n",
        f"{ORIGIN}\n5\nAAAA\n",
        f"{ORIGIN}\n5\n",
        f"{ORIGIN}\n5\n{ROOT}\n\nmore\n",
        f"{ORIGIN}\r\n5\r\n{ROOT}\r\n",
        f"{ORIGIN}\n5\n{ROOT}\n\0\n",
    ],
)
def test_a_signed_text_that_is_no_checkpoint_of_the_log_is_refused(text: str) -> None:
    with pytest.raises(REFUSED):
        checkpoint(Signing().note(text), Signing().vkey)


def test_a_checkpoint_may_bear_more_lines_and_the_signatures_of_witnesses() -> None:
    witnessed = (
        Signing().note(TEXT + "more\n") + Signing(b"\1" * 32, "witness").note("x\n").rpartition(b"\n\n")[2]
    )
    assert checkpoint(witnessed, Signing().vkey) == (5, bytes(32))


def test_a_checkpoint_that_another_key_signed_is_refused_even_under_our_name() -> None:
    with pytest.raises(REFUSED):
        checkpoint(Signing(b"\1" * 32).note(TEXT), Signing().vkey)


def test_a_checkpoint_that_is_signed_twice_by_one_key_is_refused() -> None:
    note = Signing().note(TEXT)
    with pytest.raises(REFUSED):
        checkpoint(note + note.rpartition(b"\n\n")[2], Signing().vkey)


def test_two_signatures_of_one_key_are_refused_of_an_unknown_key_too_as_where_checkpoints_are_signed() -> None:
    note, known = Signing().note(TEXT), [VerifierKey.parse(Signing().vkey)]
    for seed in (b"\1" * 32, b"\2" * 32):
        witness = Signing(seed, "witness").note(TEXT).rpartition(b"\n\n")[2]
        note += witness
        assert checkpoint(note, Signing().vkey) == (5, bytes(32))
        assert opened(note, known).text == TEXT
        with pytest.raises(Wrong, match="two signatures of one key"):
            checkpoint(note + witness, Signing().vkey)
        with pytest.raises(BadNote):
            opened(note + witness, known)


@pytest.mark.parametrize(
    "broken",
    [
        lambda note: note[:-1],
        lambda note: note + b"x",
        lambda note: note.replace(b"\n\n", b"\n"),
        lambda note: note.replace("\u2014".encode(), b"-"),
        lambda note: note.replace(b"\n", b"\r\n"),
        lambda note: note + b"\xff\n",
        lambda note: note + "\u2014 witness !\n".encode(),
        lambda note: note + "\u2014 witness QUJDREVG\n".encode() * 16,
        lambda note: note[:0],
    ],
)
def test_what_is_no_signed_note_is_refused(broken: object) -> None:
    note = Signing().note(TEXT)
    with pytest.raises(REFUSED):
        checkpoint(broken(note), Signing().vkey)  # type: ignore[operator]


@pytest.mark.parametrize(
    "vkey", ["", "a", "a+b", "a+b+c", "++", Signing().vkey + "=", Signing().vkey[:-2], "ә" * 9]
)
def test_a_key_that_is_not_written_as_it_should_be_is_refused(vkey: str) -> None:
    with pytest.raises(REFUSED):
        key_of(vkey)


def test_a_key_of_another_kind_or_under_the_id_of_another_is_refused() -> None:
    name, key_id, encoded = Signing().vkey.split("+", 2)
    data = b"\2" + b64decode(encoded)[1:]
    other = sha256(name.encode() + b"\n" + data).digest()[:4]
    for vkey, said in (
        (f"{name}+{other.hex()}+{b64encode(data).decode()}", "not of the form"),
        (f"{name}+{'0' * 8}+{encoded}", "not the one that its id stands for"),
        (f"{name}+{key_id.upper()}+{encoded}", "not the one that its id stands for"),
    ):
        with pytest.raises(Wrong, match=said):
            key_of(vkey)


def test_a_proof_of_what_are_no_hashes_is_refused() -> None:
    with pytest.raises(Wrong, match="of other things than hashes"):
        root_by([], b"", 0, 1)
    with pytest.raises(Wrong, match="of other things than hashes"):
        root_by([bytes(31)], bytes(32), 0, 2)


def test_every_flipped_bit_of_a_checkpoint_is_found() -> None:
    note = Signing(name="a").note(f"a\n5\n{ROOT}\n")
    vkey = Signing(name="a").vkey
    assert checkpoint(note, vkey) == (5, bytes(32))
    for bit in range(len(note) * 8):
        flipped = bytearray(note)
        flipped[bit // 8] ^= 1 << bit % 8
        with pytest.raises(REFUSED):
            checkpoint(bytes(flipped), vkey)
