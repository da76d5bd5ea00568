"""Values on the page are told in words, the same wherever they stand."""

from __future__ import annotations

from typing import Any

import pytest

from projections.exports.page.values import deadline, lines, value

CONTRACT = {"kind": "contract", "number": "2024-12877", "date": "2024-08-12"}
PART = {"key": "A-1", "area_m2": 8000}


@pytest.mark.parametrize(
    ("name", "given", "said"),
    [
        ("party", None, "—"),
        ("children", [], "—"),
        ("free", False, "no"),
        ("area_m2", 12_000, "1.2000\u00a0ha (12\u202f000\u00a0m²)"),
        ("investment", {"minor": 123456, "currency": "KZT"}, "1,234.56 KZT"),
        ("documents", [{**CONTRACT, "stored": False}], "contract 2024-12877 of 2024-08-12"),
        ("documents", [{"kind": "extract", "sha256": "ab" * 32}], "extract abababababab…"),
        ("burdens", [{"kind": "prescription", "holder": ""}], "prescription"),
        ("burdens", [{"kind": "pledge", "holder": "Bank, JSC"}], "pledge in favour of Bank, JSC"),
        ("excluded", [{"from_on": "2016-01-01", "to_on": "2017-06-30"}], "2016-01-01 to 2017-06-30"),
        ("due", {"non-use": "2019-07-04"}, "non-use until 2019-07-04"),
        ("into", [PART, {**PART, "key": "A-2"}], "A-1 of {area}, A-2 of {area}"),
        ("uses", [{"key": "A-1", "use": "operating"}], "A-1 operating"),
        ("party", {"named": "INV", "name": "Turan", "bin": ""}, "INV · Turan"),
        ("party", {"named": "INV", "name": "Turan", "bin": "123"}, "INV · Turan, BIN 123"),
        (
            "endings",
            [
                {"event": "plot-A@3", "clock_start": "2016-07-04", "reversed": False, "excluded": []},
                {"event": "plot-A@9", "party": "INV"},
            ],
            "event plot-A@3, clock start 2016-07-04, reversed no; event plot-A@9, party INV",
        ),
    ],
)
def test_a_value_is_told_as_people_would_say_it(name: str, given: Any, said: str) -> None:
    assert value(name, given) == said.format(area="0.8000\u00a0ha (8000\u00a0m²)")


def test_several_things_stand_below_each_other_and_several_words_beside() -> None:
    assert lines("documents", [CONTRACT, CONTRACT]) == ["contract 2024-12877 of 2024-08-12"] * 2
    assert lines("gaps", ["contract", "decision"]) == ["contract, decision"]
    assert lines("gaps", []) == ["—"]


def test_a_deadline_says_by_which_calendar_it_was_counted_and_whether_it_may_move() -> None:
    counted = {"name": "listing", "due": "2024-06-21", "calendar": "calendar-kz@19", "provisional": True}
    said = "listing until 2024-06-21, counted by calendar-kz@19 (provisional)"
    assert (deadline(counted), value("deadlines", [counted])) == (said, said)
