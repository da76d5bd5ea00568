"""What another edition would change: which acts are decided otherwise, which dates counted otherwise."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from lifecycle.lawdiff import Change, admitting, changes, decided_otherwise, governs, terms_changed
from lifecycle.regulation import Regulation, read, regulation, shipped
from tests.lifecycle.packs import changed

OLD = regulation("resumption-1990@2")


def amended(old: str, new: str) -> Regulation:
    """The estate's first law with one thing changed in its text, as its next edition."""
    begun = read(changed(shipped(OLD.amends), old, new))
    return read(shipped(OLD.stamp), lambda _stamp: begun)._replace(version=3, replaces=OLD.stamp)


@dataclass(frozen=True)
class Case:
    """A change of one rule: what is found, whether acts are decided and dates counted otherwise."""

    old: str
    new: str
    what: str
    decided: frozenset[str] = frozenset()
    counted: frozenset[tuple[str, str]] = frozenset()


CHALLENGE = frozenset({("plot.decide-return", "challenge")})
RETURN = frozenset({"plot.decide-return"})
CASES = {
    "nothing": Case("title", "title", ""),
    "a citation": Case(
        'decide-return = { documents = ["resumption-order"], basis = "Estate rules, resumption"',
        'decide-return = { documents = ["resumption-order"], basis = "Estate rules, appeal"',
        "basis",
    ),
    "a paper": Case('["resumption-order"]', '["resumption-order", "office-order"]', "document", RETURN),
    "a length": Case('"challenge", days = 60', '"challenge", days = 30', "deadline", RETURN, CHALLENGE),
    "an answer": Case('before = ["plot.contest"], ', "", "deadline"),
    "a role": Case(
        "decide-return = {", 'decide-return = { recorded_by = "managing-director",', "recorded_by", RETURN
    ),
    "a second officer": Case("decide-return = {", "decide-return = { second = true,", "second", RETURN),
    "an act": Case(
        "decide-return = {",
        "decide-nothing = {",
        "rule",
        frozenset({"plot.decide-return", "plot.decide-nothing"}),
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_each_change_is_told_with_what_it_does(name: str) -> None:
    case = CASES[name]
    found = changes(OLD, amended(case.old, case.new))
    assert {change.what for change in found} == ({case.what} if case.what else set())
    assert decided_otherwise(found) == case.decided
    assert terms_changed(found, OLD) == case.counted


def test_another_calendar_counts_every_working_day_otherwise() -> None:
    old, new = regulation("kz-2019"), regulation("kz-2019")._replace(calendar="")
    found = changes(old, new)
    assert found == [Change("", "calendar", "", "kz", "")]
    assert decided_otherwise(found) == frozenset()
    assert ("party.bar", "listing") in terms_changed(found, old)
    assert ("plot.allocate", "non-use") not in terms_changed(found, old)


def test_an_obligation_stays_under_the_law_of_its_signature() -> None:
    first, second, last = (regulation(f"resumption-{year}") for year in (1990, 2005, 2015))
    assert not governs(first.stamp, second, last)
    assert not governs(second.stamp, second, last)
    assert governs(last.stamp, second, last)
    assert governs("", second, last)
    assert governs(OLD.stamp, OLD, amended("title", "title"))
    assert governs("kz-2019@1", regulation("kz-2019@1"), regulation("kz-2019@3"))
    assert not governs("kz-2019@1", regulation("kz-2019@1"), regulation("kz-2019@2"))


def test_an_act_is_admitted_from_where_the_table_has_it_begin() -> None:
    free = {"record": "registered", "tenure": "free", "use": "vacant", "compliance": "clear"}
    held = {**free, "tenure": "held"}
    assert admitting("plot.allocate", [free, held]) == [free]
    assert admitting("plot.register", [free, held]) == []
    assert admitting("plot.sell", [free, held]) == []
