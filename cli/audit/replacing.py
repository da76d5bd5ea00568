"""The directory of a bundle: what stands in its place is replaced only if it is a bundle, by a whole one."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from secrets import token_hex

from cli.audit.targets import check_place, filled
from cli.upkeep import confirm
from lifecycle.errors import Misused
from lifecycle.proof.regular import content

MANIFEST = "manifest.json"
LARGEST_MANIFEST = 1 << 28
SAID = frozenset({"format_version", "scope", "origin", "size", "streams", "records"})
"""What the manifest of every bundle says."""

FILES = re.compile(
    r"README\.txt|manifest\.json|log\.jsonl|checkpoint|index\.html|verify\.py"
    r"|proofs/([1-9][0-9]*\.tlog-proof|heads\.json)|documents/[0-9a-f]{64}"
)
FOLDERS = frozenset({"proofs", "documents"})
OTHERS_TOLD = 5


def check_free(target: Path, *, yes: bool) -> None:
    """Refuse a place that is taken by anything but a bundle that may be replaced. Raises `Misused`."""
    check_place(target)
    if _taken(target):
        confirm(target, yes=yes)


@contextmanager
def made_whole(target: Path) -> Iterator[Path]:
    """A directory to write into, put in its place when all is written; nothing is left where it is not.

    What stood there is gone then, and not before: whatever interrupts, it stays or is put back.
    """
    new, old = (target.with_name(f".{token_hex(8)}.{name}") for name in ("partial", "replaced"))
    with filled(target):
        new.mkdir()
    try:
        with filled(target):
            yield new
            if _taken(target):
                target.rename(old)
            new.rename(target)
    finally:
        if old.exists() and not target.exists():
            old.rename(target)
        shutil.rmtree(new, ignore_errors=True)
        shutil.rmtree(old, ignore_errors=True)


def _taken(target: Path) -> bool:
    """Whether a bundle stands in a place. Raises `Misused` where it is anything else."""
    if target.is_symlink() or (target.exists() and not target.is_dir()):
        raise Misused(problem="not-a-directory", path=str(target))
    if not target.exists():
        return False
    others = sorted(_others(target, ""))
    if others:
        raise Misused(problem="not-a-bundle", path=str(target), others=tuple(others[:OTHERS_TOLD]))
    if not any(target.iterdir()):
        return False
    if not _is_ours(target / MANIFEST):
        raise Misused(problem="no-manifest", path=str(target))
    return True


def _others(folder: Path, within: str) -> Iterator[str]:
    """What is in a directory and is never in a bundle."""
    for file in folder.iterdir():
        name = f"{within}{file.name}"
        if name in FOLDERS and file.is_dir() and not file.is_symlink():
            yield from _others(file, f"{name}/")
        elif not FILES.fullmatch(name) or file.is_symlink() or not file.is_file():
            yield name


def _is_ours(manifest: Path) -> bool:
    """Whether a file is the manifest of a bundle."""
    with suppress(OSError, ValueError):
        said = json.loads(content(manifest, LARGEST_MANIFEST))
        return isinstance(said, dict) and said.keys() >= SAID and type(said["format_version"]) is int
    return False
