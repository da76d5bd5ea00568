"""A verifier built from Debian's Go packages and `verify.py` say the same of a thousand changed exports.

The Go program knows notes, trees and proofs; it does not read records. So it is held against the part of
`verify.py` that answers the same question, its own functions with the records left unread; and against the
whole of it, wherever the change is one that a tree shows.
"""

from __future__ import annotations

import base64
import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from hashlib import sha256
from pathlib import Path

import pytest

from projections.exports import verify
from projections.exports.kept import Bundle
from projections.exports.signed import checkpoint
from projections.exports.standalone import program
from tests.independent.bases import exports, written
from tests.independent.mutations import Mutant, mutants, noted
from tests.projections.exports.small import ORIGIN, Signing

MUTANTS, SEED, BY_PROCESS = 1000, 6962, 12
SOURCE = Path(__file__).parent / "verifier"
PACKAGES = Path("/usr/share/gocode")
NOTE_PACKAGE = PACKAGES / "src/golang.org/x/mod/sumdb/note"

Judge = Callable[[list[tuple[str, Path]]], list[str]]


# -- the two verifiers -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def go(tmp_path_factory: pytest.TempPathFactory) -> Judge:
    """The Go program: what it says of exports, each with the key to check it by. Without Go the tests are
    skipped at home, and fail in CI.
    """
    if shutil.which("go") is None or not NOTE_PACKAGE.is_dir():
        why = f"needs Debian's golang-go and golang-golang-x-mod-dev: no go, or no {NOTE_PACKAGE}"
        (pytest.fail if os.environ.get("CI") else pytest.skip)(why)
    folder = tmp_path_factory.mktemp("go")
    offline = {
        "GO111MODULE": "off",
        "GOPATH": str(PACKAGES),
        "GOCACHE": str(folder / "cache"),
        "CGO_ENABLED": "0",
    }
    built = folder / "verifier"
    subprocess.run(
        ["go", "build", "-o", built, "."], cwd=SOURCE, env={**os.environ, **offline, "GOFLAGS": ""}, check=True
    )

    def judge(given: list[tuple[str, Path]]) -> list[str]:
        words = [str(word) for pair in given for word in pair]
        done = subprocess.run([built, *words], capture_output=True, text=True, encoding="utf-8", check=False)
        said = done.stdout.splitlines()
        assert len(said) == len(given), done.stderr
        assert done.returncode == (6 if any(line != "ok" for line in said) else 0)
        return said

    return judge


once = cache(checkpoint)
"""In pure Python a signature takes long to check."""


class Unread(verify.Log):
    """Records that nobody reads: only their bytes count."""

    def take(self, position: int, line: bytes, columns: object = None) -> None:
        pass


def tree_accepts(folder: Path, vkey: str) -> bool:
    """What `verify.py` says of the checkpoint, the tree and the proofs."""
    findings: list[str] = []
    with verify.noting(findings):
        source = Bundle(folder)
        size, root = once(source.note, vkey)
        verify.check_records(Unread(source, ORIGIN), {size: root}, findings)
    return not findings


def accepts(folder: Path, vkey: str) -> bool:
    """What the whole of `verify.py` says."""
    return not verify.verify(folder, vkey).findings


@pytest.fixture(scope="module")
def tried(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[tuple[Mutant, Path]]]:
    """The changed exports, each in its directory. Each note is checked but once."""
    folder = tmp_path_factory.mktemp("mutants")
    made = mutants(exports(folder / "bases"), MUTANTS, SEED)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(verify, "checkpoint", once)
        yield [(one, written(one.files, folder / str(number))) for number, one in enumerate(made)]


# -- the same verdicts -------------------------------------------------------------------------------


def test_both_accept_what_was_not_changed(go: Judge, tmp_path: Path) -> None:
    given = [(Signing().vkey, written(base, tmp_path / f"{len(base)}")) for base in exports(tmp_path / "bases")]
    assert go(given) == ["ok", "ok"]
    assert [accepts(folder, vkey) for vkey, folder in given] == [True, True]


def test_both_say_the_same_of_a_thousand_changed_exports(go: Judge, tried: list[tuple[Mutant, Path]]) -> None:
    said = go([(one.vkey, folder) for one, folder in tried])
    verdicts = Counter[tuple[bool, bool]]()
    for (one, folder), words in zip(tried, said, strict=True):
        ok, tree, whole = words == "ok", tree_accepts(folder, one.vkey), accepts(folder, one.vkey)
        assert ok == tree, (one.kind, folder, words)
        assert whole == tree or (one.content and tree), (one.kind, folder, words)
        verdicts[ok, whole] += 1
    assert verdicts.total() == MUTANTS
    assert verdicts[False, False] > MUTANTS // 2
    assert verdicts[True, True] > 30, "some changes are allowed: witnesses, extensions, an earlier checkpoint"
    assert verdicts[True, False] > 30, "some nobody sees who does not read the records"


def test_verify_as_a_process_says_the_same_as_its_functions(
    tried: list[tuple[Mutant, Path]], tmp_path: Path
) -> None:
    file = tmp_path / "verify.py"
    file.write_text(program(), "utf-8")
    for one, folder in tried[:: MUTANTS // BY_PROCESS]:
        line = [sys.executable, "-I", "-S", str(file), str(folder), "--key", one.vkey]
        done = subprocess.run(line, capture_output=True, check=False)
        refused = 2 if one.kind == "key" and b"--key:" in done.stderr else 6
        assert done.returncode == (0 if accepts(folder, one.vkey) else refused), (one.kind, done)


# -- what only one of them sees ----------------------------------------------------------------------


def test_a_key_of_low_order_is_refused_by_verify_alone(go: Judge, tmp_path: Path) -> None:
    """The neutral point as key, R the neutral point, S zero: the equation holds for every text."""
    key = b"\1" + (1).to_bytes(32, "little")
    hashed = sha256(ORIGIN.encode() + b"\n" + key).digest()[:4]
    vkey = f"{ORIGIN}+{hashed.hex()}+{base64.b64encode(key).decode()}"
    base = exports(tmp_path / "bases")[0]
    signature = base64.b64encode(hashed + key[1:] + bytes(32))
    text = base["checkpoint"].rpartition(b" ")[0]
    folder = written(noted(base, text + b" " + signature + b"\n"), tmp_path / "low")
    assert go([(vkey, folder)]) == ["ok"], "the package does not ask whose order a key has"
    assert not accepts(folder, vkey)
