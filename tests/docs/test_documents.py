"""The documents: what is generated is fresh, and every command in them does what they say."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
COMMAND = re.compile(r"^\$ sez (.+?)(?:  # exit (\d))?$", re.MULTILINE)


def commands(document: str) -> list[tuple[list[str], int]]:
    """The commands that a document shows, with the exit code it promises."""
    text = (ROOT / document).read_text("utf-8")
    return [(shlex.split(line), int(code or 0)) for line, code in COMMAND.findall(text)]


def sez(arguments: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    environment = {k: v for k, v in os.environ.items() if not k.startswith("SEZ_")}
    return subprocess.run(
        [sys.executable, "-m", "cli", *arguments],
        cwd=folder,
        env=environment | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_what_is_generated_is_fresh() -> None:
    done = subprocess.run(
        [sys.executable, "docs/generate.py", "--check"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_the_readme_leads_one_plot_from_registration_to_launch(tmp_path: Path) -> None:
    for arguments, code in commands("README.md"):
        done = sez(arguments, tmp_path)
        assert done.returncode == code, (arguments, done.stderr)
    shown = sez(["project", "show", "P-1", "--format", "json"], tmp_path)
    assert '"status": "launched"' in shown.stdout or '"status":"launched"' in shown.stdout


def test_the_readme_fits_a_sitting() -> None:
    assert len((ROOT / "README.md").read_text("utf-8").splitlines()) <= 200


@pytest.mark.parametrize("path", sorted((ROOT / "docs").rglob("*.md")), ids=lambda p: p.name)
def test_links_in_the_documents_lead_somewhere(path: Path) -> None:
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", path.read_text("utf-8")):
        assert (path.parent / target).exists(), target
