"""The program as it is given away, on a machine without ours."""

from __future__ import annotations

import ast
import json
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from projections.exports.standalone import program
from tests.projections.exports.judging import FINDINGS, VERIFIED
from tests.projections.exports.small import Signing

# -- the program alone -------------------------------------------------------------------------------


def test_the_program_is_one_file_of_plain_python_that_needs_nothing_else() -> None:
    tree = ast.parse(program(), feature_version=(3, 9))
    names = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    names |= {one.name for node in ast.walk(tree) if isinstance(node, ast.Import) for one in node.names}
    assert {name.partition(".")[0] for name in names} <= sys.stdlib_module_names
    assert program().startswith('"""Checks land records offline')
    assert len(program().splitlines()) <= 560, "it is to be read in ten minutes"


# -- a store, on a machine without us ----------------------------------------------------------------


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("alone") / "verify.py"
    file.write_text(program(), "utf-8")
    return file


def run(file: Path, *words: object) -> tuple[int, str]:
    """Run the program with nothing but the standard library, from elsewhere."""
    line = [sys.executable, "-I", "-S", "-W", "error", str(file), *map(str, words)]
    done = subprocess.run(line, cwd="/", capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr, done.stderr
    return done.returncode, done.stdout


def sealed(store: Path, signing: Signing) -> None:
    with closing(sqlite3.connect(store)) as database:
        lines = [row[0] for row in database.execute("SELECT state FROM stored_events ORDER BY rowid")]
    store.with_suffix(".checkpoint").write_bytes(signing.checkpoint(lines))


@pytest.fixture(scope="module")
def demo(demo_store: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    copy = tmp_path_factory.mktemp("copy") / "sez.db"
    with closing(sqlite3.connect(demo_store)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)
        (state,) = target.execute("SELECT state FROM stored_events WHERE rowid = 1").fetchone()
    signing = Signing(name=json.loads(state)["data"]["origin"])
    sealed(copy, signing)
    return copy, signing.vkey


def test_the_store_of_the_demo_is_verified_without_the_program(alone: Path, demo: tuple[Path, str]) -> None:
    store, vkey = demo
    beside = sorted(store.parent.iterdir())
    code, out = run(alone, "--store", store, "--key", vkey)
    assert code == VERIFIED, out
    assert "the table commands" in out.partition("NOT VERIFIED")[2]
    assert sorted(store.parent.iterdir()) == beside, "it leaves nothing beside the store"


TAMPERED = {
    "a fact changed": "UPDATE stored_events SET state = CAST(replace(state, '\"2019-', '\"2018-') AS BLOB)",
    "a record deleted": "DELETE FROM stored_events WHERE rowid = 40",
    "the last record deleted": "DELETE FROM stored_events WHERE rowid = (SELECT MAX(rowid) FROM stored_events)",
    "two records exchanged": "UPDATE stored_events SET rowid = CASE rowid WHEN 40 THEN -41 ELSE -40 END "
    "WHERE rowid IN (40, 41)",
    "a row that says otherwise": "UPDATE stored_events SET topic = 'plot.PlotAnnulled@1' WHERE rowid = 40",
    "a state that is text": "UPDATE stored_events SET state = 7 WHERE rowid = 40",
    "a state that is nothing": "UPDATE stored_events SET state = NULL WHERE rowid = 40",
    "a view in its place": "ALTER TABLE stored_events RENAME TO hidden",
}


@pytest.mark.parametrize("how", TAMPERED)
def test_a_tampered_copy_of_the_demo_is_caught_by_verify_alone(
    how: str, alone: Path, demo: tuple[Path, str], tmp_path: Path
) -> None:
    store, vkey = demo
    copy = shutil.copyfile(store, tmp_path / "sez.db")
    shutil.copyfile(store.with_suffix(".checkpoint"), tmp_path / "sez.checkpoint")
    with closing(sqlite3.connect(copy)) as database:
        for (trigger,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            database.execute(f"DROP TRIGGER {trigger}")
        database.execute(TAMPERED[how])
        database.commit()
    code, out = run(alone, "--store", copy, "--key", vkey)
    assert code == FINDINGS, out
