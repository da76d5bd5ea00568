"""Editions side by side: one law for each day, none taking another's place by half."""

from __future__ import annotations

import pytest

from lifecycle.lawcheck import check, family_problems
from lifecycle.regulation import Regulation, read
from tests.lifecycle.packs import ESTATE, KZ, changed, codes


def edition(stamp: str, begins: str, ends: str = "", replaces: str = "") -> Regulation:
    name, _, version = stamp.partition("@")
    until = f", until = {ends}" if ends else ""
    line = f'replaces = "{replaces}"\n' if replaces else ""
    return read(
        f'name = "{name}"\nversion = {version}\ntitle = "X"\n{line}in_force = {{ from = {begins}{until} }}\n'
    )


ONE, TWO = edition("x-1@1", "2000-01-01", "2010-01-01"), edition("x-2@1", "2010-01-01")
EDITIONS_AT_FAULT: list[tuple[str, list[Regulation], list[tuple[str, str]]]] = [
    ("contiguous", [ONE, TWO], []),
    ("a gap", [ONE, edition("x-2@1", "2010-01-02")], [("x-2@1", "gap")]),
    ("an overlap", [ONE, edition("x-2@1", "2009-12-31")], [("x-2@1", "overlap")]),
    ("an open end", [edition("x-1@1", "2000-01-01"), TWO], [("x-2@1", "overlap")]),
    ("the same day", [ONE, TWO, edition("x-3@1", "2010-01-01")], [("x-3@1", "overlap")]),
    ("replaced", [ONE, TWO, edition("x-2@2", "2010-01-01", replaces="x-2@1")], []),
    ("an open end closed", [ONE, TWO, edition("x-2@2", "2010-01-01", "2026-07-01", "x-2@1")], []),
    (
        "replaced and followed",
        [ONE, TWO, edition("x-2@2", "2010-01-01", "2026-07-01", "x-2@1"), edition("x-3@1", "2026-07-01")],
        [],
    ),
    (
        "nothing replaced",
        [ONE, TWO, edition("x-2@2", "2010-01-01", "2011-01-01", "x-9@1")],
        [
            ("x-2@2", "replaces-nothing"),
            ("x-2@2", "overlap"),
        ],
    ),
    (
        "another time",
        [ONE, edition("x-1@2", "2001-01-01", "2010-01-01", "x-1@1"), TWO],
        [("x-1@2", "replaces-other-time")],
    ),
    (
        "a later end",
        [ONE, edition("x-1@2", "2000-01-01", "2009-01-01", "x-1@1"), edition("x-2@1", "2009-01-01")],
        [("x-1@2", "replaces-other-time")],
    ),
    (
        "replaced by two",
        [
            ONE,
            TWO,
            edition("x-2@2", "2010-01-01", "2011-01-01", "x-2@1"),
            edition("x-3@1", "2010-01-01", replaces="x-2@1"),
        ],
        [("x-3@1", "replaced-twice"), ("x-3@1", "overlap")],
    ),
    ("itself", [edition("x-1@1", "2000-01-01", replaces="x-1@1")], [("x-1@1", "replaces-itself")]),
    (
        "one another",
        [edition("x-1@1", "2000-01-01", replaces="x-1@2"), edition("x-1@2", "2000-01-01", replaces="x-1@1")],
        [
            ("x-1@1", "replaces-itself"),
            ("x-1@2", "replaces-itself"),
        ],
    ),
    ("twice", [ONE, TWO, ONE], [("x-1@1", "edition-twice")]),
]


@pytest.mark.parametrize(
    ("editions", "found"), [e[1:] for e in EDITIONS_AT_FAULT], ids=[e[0] for e in EDITIONS_AT_FAULT]
)
def test_each_day_has_one_edition(editions: list[Regulation], found: list[tuple[str, str]]) -> None:
    assert [(one.place, one.code) for one in family_problems(editions)] == found


def test_a_new_law_closes_the_one_before_it() -> None:
    closed = changed(KZ, "from = 2019-04-03", "from = 2019-04-03, until = 2026-07-01")
    new = 'name = "kz-2026"\nversion = 1\ntitle = "X"\namends = "kz-2019@4"\nin_force = { from = 2026-07-01 }\n'
    assert codes(check({"closed.toml": closed, "new.toml": new})) == []
    assert codes(check({"closed.toml": closed})) == []
    alone = changed(new, "kz-2019@4", "kz-2019@3")
    assert codes(check({"new.toml": alone})) == [("new.toml", "overlap")]


def test_what_is_listed_and_never_named_is_remarked_upon() -> None:
    text = changed(ESTATE, 'roles = ["estate-officer"', 'roles = ["clerk", "estate-officer"')
    (found,) = check({"estate.toml": text})
    assert (found.problem.code, found.problem.warning) == ("never-named", True)
    assert found.problem.values == {"list": "roles", "name": "clerk"}
