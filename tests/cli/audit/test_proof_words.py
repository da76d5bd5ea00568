"""Whatever can speak against a proof, a note, a checkpoint or a key is said in words, with the file."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import lifecycle.proof
from cli.errorwords import ERRORS
from cli.faults import fault
from cli.options import Settings
from cli.proofcauses import CAUSES
from lifecycle.proof import keys, note, tlogproof
from lifecycle.proof.errors import BadProof, told_of
from lifecycle.proof.signing import HalfSealed

KINDS = {"BadProof": "bad-proof", "BadNote": "bad-note", "BadCheckpoint": "bad-checkpoint", "BadKey": "bad-key"}
UNDECIDED = "kind"
FIELD = re.compile(r"\{(\w+)\}")


def raised() -> Iterator[tuple[str, str, set[str]]]:
    """Each place where something speaks against a proof: its kind, its problem, the values that it names."""
    for path in sorted(Path(lifecycle.proof.__file__).parent.glob("*.py")):
        for call in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Name) or not call.args:
                continue
            if call.func.id in (*KINDS, UNDECIDED):
                (problem,) = call.args
                yield call.func.id, ast.literal_eval(problem), {one.arg for one in call.keywords if one.arg}


def test_every_problem_has_words_that_only_speak_of_what_is_known_of_it() -> None:
    found = list(raised())
    assert len({problem for _kind, problem, _values in found}) > 40
    for kind, problem, values in found:
        own = ERRORS.get(f"{KINDS.get(kind, '')}.{problem}")
        said = own.message + own.hint if own else CAUSES[problem]
        assert set(FIELD.findall(said)) <= values, problem


@pytest.mark.parametrize("code", KINDS.values())
def test_the_words_name_what_they_are_about_and_what_to_do(code: str) -> None:
    assert set(FIELD.findall(ERRORS[code].message)) == {"path", "cause"}
    assert ERRORS[code].hint.startswith("sez audit ")


def told(error: BadProof) -> tuple[int, str, str]:
    found = fault(error, Settings(store="sez.db"))
    assert found is not None
    return found.exit, found.code, found.message


def test_a_note_a_key_and_a_proof_that_are_refused_are_named() -> None:
    with pytest.raises(BadProof) as no_note, told_of("old.checkpoint"):
        note.parsed(b"nothing")
    assert told(no_note.value) == (
        6,
        "note-not-divided",
        "old.checkpoint is not to be believed: no blank line stands between its text and its signatures",
    )
    with pytest.raises(BadProof) as no_key, told_of("--vkey"):
        keys.VerifierKey.parse("nonsense")
    assert told(no_key.value) == (
        2,
        "key-malformed",
        "--vkey is no key that can be used: it is not written as NAME+ID+KEY",
    )
    with pytest.raises(BadProof) as no_proof:
        tlogproof.parse(b"nothing")
    assert told(no_proof.value)[2].startswith("what was given proves nothing: no blank line stands")


def test_heads_that_were_recorded_and_not_signed_are_said_to_stand() -> None:
    error = HalfSealed(position=34)
    error.__cause__ = OSError(28, "No space left on device", "key.last")
    found = fault(error, Settings(store="sez.db"))
    assert found is not None
    assert (found.exit, found.hint) == (1, "sez audit seal --key FILE")
    assert "No space left on device" in found.message
    assert found.message.endswith("recorded, at position 34, and stay; sealing can be repeated")
