"""The text of a regulation: each mistake in it is found at its place, and a pack that is shipped has none."""

from __future__ import annotations

import ast
from inspect import getsource

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lifecycle import deadlines, regulation, rule
from lifecycle.lawcheck import check, problems, readable
from lifecycle.lawcheck.text import DEADLINE, PACK, PAPER, RULE
from lifecycle.regulation import editions, shipped
from tests.lifecycle.packs import KZ, changed, codes, grave, issued_anew


@pytest.mark.parametrize("stamp", editions())
def test_an_edition_that_is_shipped_has_no_problem(stamp: str) -> None:
    assert codes(check({stamp: shipped(stamp)})) == []


# -- the text ----------------------------------------------------------------------------------------

UNMET, START = "acts.obligation.record-unmet", "acts.project.start"
AMEND = "acts.project.amend"
TEXTS = [
    ("title = ", "title ", "unreadable", ""),
    ("version = 4", "version = 4\nversion = 3", "twice", ""),
    ("in_force = { from = 2019-04-03 }", "", "missing-key", ""),
    ("version = 4", 'version = 4\nweather = "fine"', "unknown-key", ""),
    (
        "in_force = { from = 2019-04-03 }",
        "in_force = { from = 2019-04-03, to = 2020-01-01 }",
        "unknown-key",
        "in_force",
    ),
    ("from = 2019-04-03", "from = 2019-04-31", "unreadable", ""),
    ("from = 2019-04-03", 'from = "2019-04-03"', "wrong-kind", "in_force.from"),
    ("from = 2019-04-03", "from = 2019-04-03T00:00:00", "wrong-kind", "in_force.from"),
    ("from = 2019-04-03", "from = 2019-04-03, until = 2019-04-03", "ends-before-it-begins", "in_force"),
    ('title = "Kaz', 'title = "\\u202eKaz', "wrong-kind", "title"),
    ("version = 4", "version = true", "wrong-kind", "version"),
    ("version = 4", "version = 0", "not-positive", "version"),
    ('name = "kz-2019"', 'name = "kz"', "malformed-name", "name"),
    ("[acts.obligation]", "[acts.obligation]\ncure2 = 3", "wrong-kind", "acts.obligation.cure2"),
    ("cure = {", 'cure = { bassis = "x",', "unknown-key", "acts.obligation.cure"),
    (
        'cure = { basis = "Entrepreneurial Code 295"',
        "cure = { assumed = true",
        "missing-key",
        "acts.obligation.cure",
    ),
    ("months = 3", "months = 0", "not-positive", f"{UNMET}.deadlines.cure.months"),
    ("months = 3", "months = -3", "not-positive", f"{UNMET}.deadlines.cure.months"),
    ("months = 3", "months = 3000", "too-long", f"{UNMET}.deadlines.cure.months"),
    ("months = 3", "months = 3, days = 4", "one-length", f"{UNMET}.deadlines.cure"),
    ("months = 3, ", "", "one-length", f"{UNMET}.deadlines.cure"),
    ('"next-working-day"', '"next-tuesday"', "unknown-roll", f"{UNMET}.deadlines.cure.roll"),
    ('"01-25"', '"02-29"', "impossible-day", f"{START}.deadlines.report.yearly"),
    ('"01-25"', '"13-25"', "impossible-day", f"{START}.deadlines.report.yearly"),
    ('"01-25"', '"1-5"', "impossible-day", f"{START}.deadlines.report.yearly"),
    ('yearly = ["01-25", "07-25"]', "yearly = []", "wrong-kind", f"{START}.deadlines.report.yearly"),
    ('["annex"]', '["annex", "annex"]', "demanded-twice", f"{AMEND}.documents.annex"),
    ('["annex"]', '"annex"', "wrong-kind", f"{AMEND}.documents"),
    ('["annex"]', "[3]", "wrong-kind", f"{AMEND}.documents.1"),
    (
        "annexes_per_year = 2",
        'annexes_per_year = "2"',
        "wrong-kind",
        "acts.project.amend.limits.annexes_per_year",
    ),
    ("[defaults]", "[defaults]\nsecond = 3", "wrong-kind", "defaults.second"),
    (
        'ground = ["no-plans", "no',
        'ground = ["no-utility", "no',
        "listed-twice",
        "acts.obligation.suspend-clock.choices.ground",
    ),
]


@pytest.mark.parametrize(("old", "new", "code", "place"), TEXTS, ids=[f"{t[2]}: {t[1][:40]}" for t in TEXTS])
def test_a_mistake_in_the_text_is_found_at_its_place(old: str, new: str, code: str, place: str) -> None:
    assert grave(changed(KZ, old, new)) == {(code, place)}


def test_an_amended_edition_there_is_none_of_is_named() -> None:
    assert grave(changed(KZ, 'amends = "kz-2011@2"', 'amends = "kz-2009@7"')) == {("amends-nothing", "amends")}


def test_a_pack_that_amends_itself_is_refused() -> None:
    assert grave(changed(KZ, 'amends = "kz-2011@2"', 'amends = "kz-2019@4"')) == {("amends-itself", "amends")}


def test_packs_that_amend_one_another_are_refused_together() -> None:
    older = changed(issued_anew("kz-2011@2"), 'amends = "kz-2011@1"', 'amends = "kz-2019@4"')
    newer = changed(KZ, 'amends = "kz-2011@2"', 'amends = "kz-2011@4"')
    found = check({"older.toml": older, "newer.toml": newer})
    assert codes(found) == [("older.toml", "amends-itself"), ("newer.toml", "amends-itself")]


@given(at=st.integers(0, len(KZ)), cut=st.integers(0, 40), put=st.text('{}[]="#,.\n az0-9', max_size=6))
@settings(max_examples=60, deadline=None)
def test_no_damage_to_a_text_breaks_the_check(at: int, cut: int, put: str) -> None:
    damaged = KZ[:at] + put + KZ[at + cut :]
    found = problems(damaged)
    assert readable(damaged) is not None or found


def test_what_is_deeply_nested_is_no_pack() -> None:
    assert grave("x = " + "[" * 100_000) == {("unreadable", "")}


def test_every_key_that_a_pack_is_read_for_is_known_to_the_check() -> None:
    known = {*PACK, *RULE, *DEADLINE, *PAPER, "until"}
    read_for = set().union(*(_read_keys(getsource(module)) for module in (regulation, rule, deadlines)))
    assert read_for <= known
    assert {"name", "period", "second", "choices", "gaps", "without"} <= read_for


def _read_keys(source: str) -> set[str]:
    """Each text by which something is looked up: `pack["name"]`, `given.get("basis", "")`."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        looked_up: ast.expr | None = node.slice if isinstance(node, ast.Subscript) else None
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "get":
            looked_up = node.args[0]
        if isinstance(looked_up, ast.Constant) and isinstance(looked_up.value, str):
            found.add(looked_up.value)
    return found
