"""The auditor's walk: every command of the document does what it says, in an empty directory."""

from __future__ import annotations

import os
import re
import stat
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LINE = re.compile(r"^\$ (.+?)(?:  # exit (\d))?$", re.MULTILINE)
SEZ = f'#!/bin/sh\nPYTHONPATH={ROOT} exec {sys.executable} -m cli "$@"\n'
BARE = f'#!/bin/sh\nunset PYTHONPATH\nexec {sys.executable} -I -S "$@"\n'
"""A Python with its own library and nothing else: what verifies has no `sez` to lean on."""


@pytest.fixture(scope="module")
def walked(tmp_path_factory: pytest.TempPathFactory) -> dict[str, subprocess.CompletedProcess[str]]:
    """What each command of the walk came to, in its order; it ends where one does not do what it promises."""
    folder = tmp_path_factory.mktemp("walk")
    programs = folder / "bin"
    programs.mkdir()
    for name, text in (("sez", SEZ), ("python3", BARE)):
        (programs / name).write_text(text, "utf-8")
        (programs / name).chmod(stat.S_IRWXU)
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SEZ_")}
    environment = kept | {"PATH": f"{programs}:{os.environ['PATH']}"}
    (folder / "walk").mkdir()
    done = {}
    for line, code in LINE.findall((ROOT / "docs" / "audit.md").read_text("utf-8")):
        result = subprocess.run(
            ["bash", "-c", line],
            cwd=folder / "walk", env=environment, capture_output=True, text=True, check=False, timeout=120,
        )  # fmt: skip
        assert result.returncode == int(code or 0), (line, result.stdout, result.stderr)
        done[line] = result
    return done


def said(walked: dict[str, subprocess.CompletedProcess[str]], begins: str) -> str:
    found = [result.stdout for line, result in walked.items() if line.startswith(begins)]
    assert found, begins
    return found[-1]


def test_the_walk_tells_what_was_so_and_what_was_known(
    walked: dict[str, subprocess.CompletedProcess[str]],
) -> None:
    then = said(walked, "sez plot show KHG-014 --as-of 2022-12-01 --known-at")
    now = next(r.stdout for line, r in walked.items() if line == "sez plot show KHG-014 --as-of 2022-12-01")
    assert re.search(r"tenure +held", now)
    assert re.search(r"tenure +free", then)


def test_the_walk_tells_what_was_set_right(walked: dict[str, subprocess.CompletedProcess[str]]) -> None:
    history = said(walked, "sez plot history KHG-014")
    assert "corrected by" in history
    assert "voided by" in history


def test_the_walk_ends_with_a_changed_record_found_by_both(
    walked: dict[str, subprocess.CompletedProcess[str]],
) -> None:
    assert "DO NOT RELY ON IT" in said(walked, "python3 KHG-014/verify.py --store tampered.db")
    assert "Everything checked agrees" in said(walked, "python3 KHG-014/verify.py --key")
    assert "no plot KHG-999 in the log" in said(walked, "python3 KHG-999/verify.py --key")
    found = said(walked, "sez audit verify --store tampered.db")
    assert re.search(r"position \d+, plot-KHG-014@1: the record was changed after it was signed", found)
