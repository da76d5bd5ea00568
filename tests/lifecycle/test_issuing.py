"""Issuing an edition: its file is put beside the others, and no code is changed."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from lifecycle import regulation
from lifecycle.lawcheck import check
from lifecycle.regulation import BadRegulation, current, editions, in_force, newest, shipped, signed_under
from tests.cli.harness import sez
from tests.lifecycle.packs import codes

ENDED = """
name = "kz-2019"
version = 4
title = "Kazakhstan: special economic and industrial zones, 2019"
amends = "kz-2019@3"
replaces = "kz-2019@3"
in_force = { from = 2019-04-03, until = 2026-07-01 }
"""
BEGUN = """
name = "kz-2026"
version = 1
title = "Kazakhstan: special economic and industrial zones, 2026"
amends = "kz-2019@4"
in_force = { from = 2026-07-01 }

[defaults]
recorded_by = "zone-administration"
decided_by = "zone-administration"

[acts.project]
amend = { documents = ["annex"], basis = "Entrepreneurial Code 296-2(2)", limits = { annexes_per_year = 1 } }
"""


def forgotten() -> None:
    for known in (regulation.editions, regulation.regulation, regulation.stamped):
        known.cache_clear()
    for found in (regulation.current, regulation.in_force, regulation.signed_under):
        found.cache_clear()


@pytest.fixture
def packs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of the packs that are shipped, in a package of its own, which the program reads instead."""
    folder = tmp_path / "issued_packs"
    folder.mkdir()
    (folder / "__init__.py").write_text("", "utf-8")
    for stamp in editions():
        (folder / f"{stamp}.toml").write_text(shipped(stamp), "utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(regulation, "PACKS", folder.name)
    forgotten()
    yield folder
    monkeypatch.undo()
    sys.modules.pop(folder.name, None)
    forgotten()


def issue(packs: Path) -> None:
    (packs / "kz-2019@4.toml").write_text(ENDED, "utf-8")
    (packs / "kz-2026@1.toml").write_text(BEGUN, "utf-8")
    forgotten()


def test_the_editions_are_the_packs_that_there_are_by_name_and_version(packs: Path) -> None:
    assert editions() == (
        *("kz-2011@1", "kz-2011@2", "kz-2011@3", "kz-2019@1", "kz-2019@2", "kz-2019@3"),
        *("resumption-1990@1", "resumption-1990@2", "resumption-2005@1", "resumption-2005@2"),
        *("resumption-2015@1", "resumption-2015@2"),
    )
    for version in (9, 10):
        (packs / f"kz-2019@{version}.toml").write_text(ENDED.replace("4", str(version), 1), "utf-8")
    (packs / "notes.txt").write_text("no pack", "utf-8")
    forgotten()
    assert editions()[4:8] == ("kz-2019@2", "kz-2019@3", "kz-2019@9", "kz-2019@10")


def test_an_edition_that_is_put_there_is_in_force_from_its_day(packs: Path) -> None:
    assert newest().stamp == "kz-2019@3"
    issue(packs)
    assert [law.stamp for law in current("kz")] == ["kz-2011@3", "kz-2019@4", "kz-2026@1"]
    assert in_force(date(2026, 6, 30)).stamp == "kz-2019@4"
    assert in_force(date(2026, 7, 1)).stamp == newest().stamp == "kz-2026@1"
    assert in_force(date(2026, 7, 1)).rule("project.amend").limits["annexes_per_year"] == 1
    assert signed_under("kz-2019@1").stamp == "kz-2019@4"


def test_an_edition_that_is_put_there_is_checked_and_shown(
    packs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SEZ_STORE", str(packs.parent / "no.db"))
    issue(packs)
    checked = sez("regulation", "check")
    assert (checked.code, checked.out.splitlines()[-1]) == (0, "14 regulations were checked: no problem")
    shown = sez("regulation", "show", "kz-2026", "--format", "json").json["regulation"]
    assert (shown["name"], shown["version"], shown["until"]) == ("kz-2026", 1, None)
    shown = sez("regulation", "show", "--as-of", "2026-07-01", "--format", "json").json["regulation"]
    assert shown["name"] == "kz-2026"


def test_a_pack_that_cannot_be_read_is_found_out_and_keeps_no_other_from_being_checked(packs: Path) -> None:
    (packs / "kz-2026@1.toml").write_text("name = ", "utf-8")
    (packs / "kz-2027@1.toml").write_text(
        BEGUN.replace("2026", "2027").replace("kz-2019@4", "kz-2026@1"), "utf-8"
    )
    forgotten()
    with pytest.raises(BadRegulation, match="cannot be read"):
        in_force(date(2026, 7, 1))
    texts = {stamp: shipped(stamp) for stamp in editions()}
    assert codes(check(texts)) == [("kz-2026@1", "unreadable"), ("kz-2027@1", "amends-nothing")]
    assert codes(check({"kz-2019@3": texts["kz-2019@3"]})) == []


def test_a_pack_is_named_as_the_edition_in_it(packs: Path) -> None:
    (packs / "estate-2030@1.toml").write_text(ENDED, "utf-8")
    forgotten()
    with pytest.raises(BadRegulation, match="the pack of estate-2030@1 calls itself kz-2019@4"):
        regulation.regulation("estate-2030@1")
    texts = {stamp: shipped(stamp) for stamp in editions()}
    (found,) = [one for one in check(texts) if not one.problem.warning]
    assert (found.of, found.problem.code, found.problem.values["edition"]) == (
        *("estate-2030@1", "misnamed", "kz-2019@4"),
    )


def test_packs_that_amend_each_other_for_ever_are_refused(packs: Path) -> None:
    (packs / "kz-2019@4.toml").write_text(ENDED.replace("kz-2019@3", "kz-2026@1"), "utf-8")
    (packs / "kz-2026@1.toml").write_text(BEGUN, "utf-8")
    forgotten()
    with pytest.raises(BadRegulation):
        in_force(date(2026, 7, 1))
    found = codes(check({stamp: shipped(stamp) for stamp in editions()}))
    assert found == [("kz-2019@4", "amends-itself"), ("kz-2026@1", "amends-itself")]
