"""Keys: whose signature counts, which public keys are safe, and how the private one is kept."""

from __future__ import annotations

import resource
import stat
import subprocess
import sys
from base64 import b64decode, b64encode
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lifecycle.proof import ed25519, keys
from lifecycle.proof.ed25519 import D, P
from lifecycle.proof.errors import BadKey
from lifecycle.proof.keys import Signer, VerifierKey
from tests.lifecycle.proof.vectors import needs_vectors, vector

SIGNER = Signer("sez.example/log", bytes(range(32)))
PUBLIC = SIGNER.verifier.public
HIGH_BIT = 1 << 255
ORDER_8 = next(y for y in sorted(ed25519._LOW_ORDER_Y) if y not in {0, 1, P - 1})
SQUARE_ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)


def problem_of(text: str) -> str:
    with pytest.raises(BadKey) as refused:
        VerifierKey.parse(text)
    return refused.value.problem


def encoded(y: int) -> bytes:
    return y.to_bytes(32, "little")


@needs_vectors
def test_every_wycheproof_signature_gets_the_verdict_it_wants() -> None:
    wrong, seen = [], 0
    for group in vector("wycheproof/ed25519_test.json")["testGroups"]:
        key = VerifierKey("wycheproof", bytes.fromhex(group["publicKey"]["pk"]))
        for case in group["tests"]:
            seen += 1
            held = key.holds(bytes.fromhex(case["msg"]), bytes.fromhex(case["sig"]))
            if held != (case["result"] == "valid"):
                wrong.append((case["tcId"], case["comment"], held))
    assert (wrong, seen) == ([], 151)


def test_a_signature_is_that_of_rfc_8032() -> None:
    signer = Signer(
        "rfc8032", bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")
    )
    assert signer.verifier.public.hex() == "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
    assert signer.signature(b"").hex() == (
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46b"
        "d25bf5f0595bbe24655141438e7a100b"
    )


def test_the_points_of_low_order_are_the_eight_there_are() -> None:
    y = ORDER_8
    assert (D * pow(y, 4, P) + 2 * y * y - 1) % P == 0  # doubled, it has y = 0: a point of order 4
    assert {0, 1, P - 1, y, P - y} == ed25519._LOW_ORDER_Y


@pytest.mark.parametrize("sign", [0, HIGH_BIT])
@pytest.mark.parametrize("y", [0, 1, P - 1, ORDER_8, P - ORDER_8])
def test_a_key_of_low_order_is_refused(y: int, sign: int) -> None:
    with pytest.raises(BadKey) as refused:
        VerifierKey("low", encoded(y | sign))
    assert refused.value.problem == "key-of-low-order"


@pytest.mark.parametrize("y", [P, P + 1, P + 3, 2**255 - 1, P | HIGH_BIT])
def test_a_second_spelling_of_a_key_is_refused(y: int) -> None:
    with pytest.raises(BadKey) as refused:
        VerifierKey("second", encoded(y))
    assert refused.value.problem == "key-not-canonical"


def test_a_key_off_the_curve_is_refused() -> None:
    with pytest.raises(BadKey) as refused:
        VerifierKey("off", encoded(2))
    assert refused.value.values == {"problem": "key-not-on-curve", "key": encoded(2).hex()}


@given(st.binary(min_size=32, max_size=32))
def test_every_key_made_is_one_that_is_taken(seed: bytes) -> None:
    signer = Signer("a", seed)
    assert signer.verifier.holds(b"text", signer.signature(b"text"))
    assert not signer.verifier.holds(b"Text", signer.signature(b"text"))
    assert VerifierKey.parse(str(signer.verifier)) == signer.verifier
    assert Signer.parse(signer.private_text()) == signer


def test_keys_are_spelled_as_signed_notes_spell_them() -> None:
    text = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
    key = VerifierKey.parse(text)
    assert (key.name, key.id.hex(), str(key)) == ("example.com/foo", "530d903a", text)


def test_a_key_spelled_otherwise_is_refused() -> None:
    name, claimed, material = str(SIGNER.verifier).split("+", 2)
    data = b64decode(material)
    assert problem_of("") == "key-malformed"
    assert problem_of(f"{name}+{claimed}") == "key-malformed"
    assert problem_of(f"+{claimed}+{material}") == "key-name"
    assert problem_of(f"a b+{claimed}+{material}") == "key-name"
    assert problem_of(f"{name}+{claimed.upper()}+{material}") == "key-id"
    assert problem_of(f"{name}x+{claimed}+{material}") == "key-id"
    assert problem_of(f"{name}+{claimed}+{material}\n") == "not-base64"
    assert problem_of(f"{name}+{claimed}+{material[:-1]}=") != ""
    assert problem_of(f"{name}+{claimed}+{b64encode(data[:-1]).decode()}") == "key-length"
    ecdsa = b64encode(b"\x02" + data[1:]).decode()
    assert problem_of(f"{name}+{claimed}+{ecdsa}") == "key-algorithm"


@pytest.mark.parametrize("name", ["", "a b", "a+b", "a\nb", "a\u00a0b", "a\u2028b", "a\x00", "a\ud800"])
def test_a_name_that_no_signature_line_can_carry_is_refused(name: str) -> None:
    for make in (lambda: VerifierKey(name, PUBLIC), lambda: Signer(name, bytes(32))):
        with pytest.raises(BadKey) as refused:
            make()
        assert refused.value.values == {"problem": "key-name", "name": name}


def test_two_new_keys_differ() -> None:
    assert keys.generate("a").seed != keys.generate("a").seed


def test_a_private_key_shows_nowhere_but_in_its_file() -> None:
    secret = SIGNER.private_text()
    assert SIGNER.seed.hex() not in repr(SIGNER)
    assert repr(SIGNER.seed) not in repr(SIGNER)
    for text in (secret[:-1], secret.replace("+", " "), secret.removeprefix("PRIVATE+"), secret + "x"):
        with pytest.raises(BadKey) as refused:
            Signer.parse(text)
        assert refused.value.problem in {"key-damaged", "key-not-private"}
        assert refused.value.values == {"problem": refused.value.problem}
        assert refused.value.__context__ is None


def test_a_private_key_of_another_length_or_id_is_refused() -> None:
    with pytest.raises(BadKey) as refused:
        Signer("a", bytes(31))
    assert refused.value.values == {"problem": "key-length", "length": 31}
    with pytest.raises(BadKey) as refused:
        Signer.parse(SIGNER.private_text().replace("sez.example", "sez.example2"))
    assert refused.value.problem == "key-id"


def test_a_stored_key_is_read_back_and_open_to_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "sez.key"
    keys.store(SIGNER, path)
    assert keys.load(path) == SIGNER
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert path.read_text(encoding="utf-8") == SIGNER.private_text() + "\n"


def test_a_stored_key_is_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "sez.key"
    keys.store(SIGNER, path)
    with pytest.raises(BadKey) as refused:
        keys.store(keys.generate("b"), path)
    assert refused.value.values == {"problem": "key-exists", "path": str(path)}
    assert keys.load(path) == SIGNER


def test_a_key_that_others_may_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "sez.key"
    keys.store(SIGNER, path)
    path.chmod(0o640)
    with pytest.raises(BadKey) as refused:
        keys.load(path)
    assert refused.value.values == {"problem": "key-open-to-others", "path": str(path), "mode": "0640"}


def test_a_key_that_is_absent_or_unreadable_says_so(tmp_path: Path) -> None:
    with pytest.raises(BadKey) as refused:
        keys.load(tmp_path / "none")
    assert refused.value.values == {"problem": "key-missing", "path": str(tmp_path / "none")}
    with pytest.raises(BadKey) as refused:
        keys.load(tmp_path)
    assert refused.value.problem == "key-unreadable"
    with pytest.raises(BadKey) as refused:
        keys.store(SIGNER, tmp_path / "none" / "sez.key")
    assert refused.value.problem == "key-unwritable"


def test_a_key_that_the_disk_does_not_hold_leaves_no_half_of_it(tmp_path: Path) -> None:
    path = tmp_path / "sez.key"
    allowed = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, allowed[1]))
    try:
        with pytest.raises(BadKey) as refused:
            keys.store(SIGNER, path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, allowed)
    assert refused.value.values == {"problem": "key-unwritable", "path": str(path), "detail": "File too large"}
    assert not path.exists()


@pytest.mark.parametrize("content", [b"", b"\xff", b"PRIVATE+KEY+a", b"x" * 10_000])
def test_a_damaged_key_file_is_named(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "sez.key"
    path.write_bytes(content)
    path.chmod(0o600)
    with pytest.raises(BadKey) as refused:
        keys.load(path)
    assert refused.value.values == {"problem": "key-file-damaged", "path": str(path)}


def test_the_library_is_not_loaded_before_it_is_needed() -> None:
    asked = (
        "import sys, lifecycle.proof.tlogproof; print(any(m.startswith('cryptography') for m in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
