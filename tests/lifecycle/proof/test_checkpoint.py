"""Checkpoints: origin, size and root, in one spelling, signed by the log's own key."""

from __future__ import annotations

from base64 import b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lifecycle.proof import checkpoint, note
from lifecycle.proof.checkpoint import Checkpoint
from lifecycle.proof.errors import BadCheckpoint, BadNote, BadProof
from lifecycle.proof.keys import Signer

SIGNER = Signer("sez.example/log", bytes(range(32)))
ROOT = bytes(range(32))
ENCODED = b64encode(ROOT).decode()
ONE = Checkpoint("sez.example/log", 20852163, ROOT)
LINES = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1)


def problem_of(text: str) -> str:
    with pytest.raises(BadCheckpoint) as refused:
        checkpoint.parse(text)
    return refused.value.problem


def test_a_checkpoint_is_three_lines() -> None:
    assert ONE.text() == f"sez.example/log\n20852163\n{ENCODED}\n"
    assert checkpoint.parse(ONE.text()) == ONE


@given(LINES, st.integers(1, 2**63 - 1), st.binary(min_size=32, max_size=32), st.lists(LINES).map(tuple))
def test_every_checkpoint_is_read_back(
    origin: str, size: int, root: bytes, extensions: tuple[str, ...]
) -> None:
    it = Checkpoint(origin, size, root, extensions)
    assert checkpoint.parse(it.text()) == it


def test_a_signed_checkpoint_is_opened_with_the_logs_key() -> None:
    assert checkpoint.opened(ONE.signed(SIGNER), SIGNER.verifier) == ONE


def test_extension_lines_of_others_are_kept() -> None:
    extended = Checkpoint("sez.example/log", 5, ROOT, ("one", "two 2"))
    assert checkpoint.opened(note.sign(extended.text(), SIGNER), SIGNER.verifier) == extended


def test_every_changed_bit_of_a_signed_checkpoint_is_found() -> None:
    signed = ONE.signed(SIGNER)
    for bit in range(len(signed) * 8):
        changed = bytearray(signed)
        changed[bit // 8] ^= 1 << bit % 8
        with pytest.raises(BadProof):
            checkpoint.opened(bytes(changed), SIGNER.verifier)


def test_a_checkpoint_of_another_log_is_refused() -> None:
    other = Checkpoint("other.example/log", 5, ROOT)
    with pytest.raises(BadCheckpoint) as refused:
        checkpoint.opened(note.sign(other.text(), SIGNER), SIGNER.verifier)
    values = {"problem": "other-origin", "origin": "other.example/log", "key": "sez.example/log"}
    assert refused.value.values == values
    with pytest.raises(BadCheckpoint) as refused:
        other.signed(SIGNER)
    assert refused.value.values == values


def test_a_checkpoint_signed_by_a_stranger_is_refused() -> None:
    stranger = Signer(SIGNER.name, bytes(32))
    with pytest.raises(BadNote) as refused:
        checkpoint.opened(ONE.signed(stranger), SIGNER.verifier)
    assert refused.value.problem == "not-signed"


def test_a_signed_text_that_is_no_checkpoint_is_refused() -> None:
    with pytest.raises(BadCheckpoint) as refused:
        checkpoint.opened(note.sign("sez.example/log\n5\n", SIGNER), SIGNER.verifier)
    assert refused.value.problem == "checkpoint-lines"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "text-not-ended"),
        (f"o\n5\n{ENCODED}", "text-not-ended"),
        ("o\n5\n", "checkpoint-lines"),
        (f"\n5\n{ENCODED}\n", "checkpoint-lines"),
        (f"o\n5\n{ENCODED}\n\n", "checkpoint-lines"),
        (f"o\n5\n{ENCODED}\n\nx\n", "checkpoint-lines"),
        (f"o\n0\n{ENCODED}\n", "size-zero"),
        (f"o\n00\n{ENCODED}\n", "not-decimal"),
        (f"o\n05\n{ENCODED}\n", "not-decimal"),
        (f"o\n+5\n{ENCODED}\n", "not-decimal"),
        (f"o\n-5\n{ENCODED}\n", "not-decimal"),
        (f"o\n 5\n{ENCODED}\n", "not-decimal"),
        (f"o\n5_0\n{ENCODED}\n", "not-decimal"),
        (f"o\n٥\n{ENCODED}\n", "not-decimal"),
        (f"o\n0x5\n{ENCODED}\n", "not-decimal"),
        (f"o\n{2**63}\n{ENCODED}\n", "too-large"),
        (f"o\n{'9' * 5000}\n{ENCODED}\n", "too-large"),
        (f"o\n5\n{ENCODED[:-4]}\n", "not-a-hash"),
        (f"o\n5\n{ENCODED.rstrip('=')}\n", "not-base64"),
        (f"o\n5\n{ENCODED} \n", "not-base64"),
        (f"o\n5\n{ENCODED[:-2]}9=\n", "not-canonical-base64"),
        (f"o\n5\nЯ{ENCODED[1:]}\n", "not-base64"),
        (f"o\r\n5\r\n{ENCODED}\r\n", "not-decimal"),
    ],
)
def test_a_checkpoint_that_departs_from_the_form_is_refused(text: str, problem: str) -> None:
    assert problem_of(text) == problem


@pytest.mark.parametrize(
    ("origin", "size", "root", "problem"),
    [
        ("", 5, ROOT, "checkpoint-lines"),
        ("a\nb", 5, ROOT, "checkpoint-lines"),
        ("a", 0, ROOT, "size-zero"),
        ("a", -1, ROOT, "size-zero"),
        ("a", 5, ROOT[1:], "not-a-hash"),
    ],
)
def test_no_checkpoint_is_made_that_could_not_be_read(
    origin: str, size: int, root: bytes, problem: str
) -> None:
    with pytest.raises(BadCheckpoint) as refused:
        Checkpoint(origin, size, root)
    assert refused.value.problem == problem
