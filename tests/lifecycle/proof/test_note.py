"""Signed notes: opened only when a known key signed exactly these bytes."""

from __future__ import annotations

from base64 import b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lifecycle.proof import note
from lifecycle.proof.errors import BadNote
from lifecycle.proof.keys import Signer, VerifierKey
from tests.lifecycle.proof.vectors import needs_vectors, vector

SIGNER = Signer("sez.example/log", bytes(range(32)))
WITNESS = Signer("witness.example/w1", bytes(range(1, 33)))
KEY = SIGNER.verifier
TEXT = "sez.example/log\n7\nroot\n"
NOTE = note.sign(TEXT, SIGNER)
BODY, LINE = NOTE.decode().split("\n\n")
TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]) | st.just("\n")).map(
    lambda t: t + "\n"
)


def problem_of(signed: bytes | str, *known: VerifierKey) -> str:
    with pytest.raises(BadNote) as refused:
        note.opened(signed if isinstance(signed, bytes) else signed.encode(), known or [KEY])
    return refused.value.problem


def line(signer: Signer, text: str = TEXT) -> str:
    return note.sign(text, signer).decode().split("\n\n")[1]


@needs_vectors
def test_the_specifications_example_is_opened() -> None:
    example = vector("c2sp/signed-note-example.json")
    key = VerifierKey.parse(example["vkey"])
    assert note.opened(example["note"].encode(), [key]) == ("This is an example message.\n", (key,))


def test_a_note_is_its_text_a_blank_line_and_a_signature() -> None:
    signature = b64encode(KEY.id + SIGNER.signature(TEXT.encode())).decode()
    assert NOTE.decode() == f"{TEXT}\n— sez.example/log {signature}\n"
    assert note.opened(NOTE, [KEY]) == (TEXT, (KEY,))


@given(TEXTS)
def test_every_text_that_is_signed_is_read_back(text: str) -> None:
    assert note.opened(note.sign(text, SIGNER), [KEY]) == (text, (KEY,))


def test_every_changed_bit_of_a_note_is_found() -> None:
    found = set()
    for bit in range(len(NOTE) * 8):
        changed = bytearray(NOTE)
        changed[bit // 8] ^= 1 << bit % 8
        found.add(problem_of(bytes(changed)))
    assert found == {
        "control-character",
        "not-base64",
        "not-canonical-base64",
        "not-signed",
        "note-not-divided",
        "note-not-utf8",
        "signature-malformed",
        "signature-not-ended",
        "signature-wrong",
    }


def test_a_note_cut_anywhere_is_refused() -> None:
    assert all(problem_of(NOTE[:at]) for at in range(len(NOTE)))


def test_a_signature_by_an_unknown_key_is_passed_over() -> None:
    both = NOTE.decode() + line(WITNESS)
    assert note.opened(both.encode(), [KEY]) == (TEXT, (KEY,))
    assert note.opened(both.encode(), [WITNESS.verifier, KEY]) == (TEXT, (KEY, WITNESS.verifier))


def test_a_note_that_no_known_key_signed_is_not_opened() -> None:
    assert problem_of(NOTE, WITNESS.verifier) == "not-signed"
    renamed = Signer("sez.example/other", SIGNER.seed).verifier
    assert problem_of(NOTE, renamed) == "not-signed"
    with pytest.raises(BadNote) as refused:
        note.opened(NOTE, [])
    assert refused.value.values == {"problem": "not-signed", "names": [f"sez.example/log+{KEY.id.hex()}"]}


def test_one_wrong_signature_by_a_known_key_refuses_the_whole_note() -> None:
    wrong = line(WITNESS, "another\n")
    assert problem_of(NOTE.decode() + wrong, KEY, WITNESS.verifier) == "signature-wrong"


def test_a_key_that_signs_twice_is_refused() -> None:
    assert problem_of(NOTE.decode() + LINE) == "signed-twice"
    assert problem_of(NOTE.decode() + line(WITNESS) * 2) == "signed-twice"


def test_up_to_sixteen_signatures_are_read() -> None:
    others = [line(Signer(f"w{n}", bytes([n] * 32))) for n in range(16)]
    assert note.opened("".join([NOTE.decode(), *others[:15]]).encode(), [KEY]).signers == (KEY,)
    assert problem_of("".join([NOTE.decode(), *others])) == "too-many-signatures"


def test_two_known_keys_that_cannot_be_told_apart_are_refused() -> None:
    twin = VerifierKey(KEY.name, WITNESS.verifier.public)
    object.__setattr__(twin, "id", KEY.id)
    assert problem_of(NOTE, KEY, twin) == "keys-ambiguous"
    assert note.opened(NOTE, [KEY, VerifierKey.parse(str(KEY))]).signers == (KEY,)


@pytest.mark.parametrize(
    ("signed", "problem"),
    [
        ("", "note-not-divided"),
        (TEXT, "note-not-divided"),
        (f"{BODY}\n\n", "signature-not-ended"),
        (f"{BODY}\n\n{LINE.removesuffix(chr(10))}", "signature-not-ended"),
        (f"{BODY}\n\n{LINE}\n", "signature-not-ended"),
        (f"{BODY}\n\n{LINE}{LINE}\n\n", "signature-not-ended"),
        (f"{BODY}\r\n\n{LINE}", "control-character"),
        (f"{BODY}\n\n{LINE.replace(chr(10), chr(13) + chr(10))}", "not-base64"),
        (f"{BODY}\n\n{LINE.replace('— ', '- ')}", "signature-malformed"),
        (f"{BODY}\n\n{LINE.replace('— ', '—')}", "signature-malformed"),
        (f"{BODY}\n\n{LINE.replace('— ', '—  ')}", "signature-malformed"),
        (f"{BODY}\n\n— sez.example/log\n", "signature-malformed"),
        (f"{BODY}\n\n— sez+log {LINE.split(' ')[2]}", "signature-malformed"),
        (f"{BODY}\n\n— sez.example/log {b64encode(KEY.id).decode()}\n", "signature-malformed"),
        (f"{BODY}\n\n— sez.example/log \n", "signature-malformed"),
        (f"{BODY}\n\n{LINE.replace(chr(10), ' ' + chr(10))}", "not-base64"),
        (f"{BODY}\n\n{LINE.replace(chr(10), '=' + chr(10))}", "not-base64"),
        (f"{BODY} \n\n{LINE}", "signature-wrong"),
        (f"\n{BODY}\n\n{LINE}", "signature-wrong"),
        ("x" * 1_000_001, "note-too-large"),
    ],
)
def test_a_note_that_departs_from_the_form_is_refused(signed: str, problem: str) -> None:
    assert problem_of(signed) == problem


def test_a_signature_spelled_with_loose_bits_is_refused() -> None:
    name, encoded = LINE.removeprefix("— ").split(" ")
    stem = encoded.rstrip("=\n")
    padding = encoded.count("=")
    assert padding
    loose = stem[:-1] + chr(ord(stem[-1]) + 1) + "=" * padding
    assert problem_of(f"{BODY}\n\n— {name} {loose}\n") == "not-canonical-base64"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "text-not-ended"),
        ("a", "text-not-ended"),
        ("a\rb\n", "control-character"),
        ("a\tb\n", "control-character"),
        ("\ud800\n", "control-character"),
        ("x" * 1_000_000 + "\n", "note-too-large"),
    ],
)
def test_a_text_that_no_note_can_carry_is_not_signed(text: str, problem: str) -> None:
    with pytest.raises(BadNote) as refused:
        note.sign(text, SIGNER)
    assert refused.value.problem == problem
