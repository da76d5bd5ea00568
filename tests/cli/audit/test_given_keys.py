"""Keys as they are given: typed, or in a file."""

from __future__ import annotations

from pathlib import Path

from tests.cli.harness import typed


def test_a_public_key_may_stand_in_a_file(sealed: Path) -> None:
    vkey = typed("sez audit key show sez.key").out
    Path("sez.vkey").write_text(vkey)
    assert typed("sez audit verify --vkey @sez.vkey").code == 0
    assert typed("sez audit verify --vkey @sez.key").code == 2
    assert typed("sez audit verify --vkey @absent --format json").fault["code"] == "file-unreadable"


def test_a_public_key_signs_nothing_and_is_told_from_a_private_one(sealed: Path) -> None:
    Path("sez.vkey").write_text(typed("sez audit key show sez.key").out)
    told = typed("sez audit seal --key sez.vkey --format json")
    assert told.fault["code"] == "key-file-public"
