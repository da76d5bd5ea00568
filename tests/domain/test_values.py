"""Values: what a person may write, and what it means."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import identifiers as i
from domain import values as v


@given(st.integers(1, 10**12))
def test_hectares_shown_read_back_as_the_same_area(area_m2: int) -> None:
    assert v.hectares(v.in_hectares(area_m2)) == area_m2


def test_areas_are_shown_with_four_decimals() -> None:
    assert [v.in_hectares(m2) for m2 in (0, 1, 77_000, -125_000)] == ["0.0000", "0.0001", "7.7000", "-12.5000"]


@pytest.mark.parametrize(
    ("text", "currency", "minor"),
    [("12.5bn", "KZT", 1_250_000_000_000), ("360mn", "USD", 36_000_000_000), ("1_000", "KZT", 100_000),
     ("5.7trn", "KZT", 570_000_000_000_000), ("7k", "JPY", 7_000), ("0.001", "KWD", 1),
     ("3 m", "KZT", 300_000_000)],
)  # fmt: skip
def test_money_is_written_with_magnitudes(text: str, currency: str, minor: int) -> None:
    assert v.money(text, currency) == v.Money(minor=minor, currency=currency)


@pytest.mark.parametrize(
    ("parse", "text"),
    [
        (v.hectares, "0"), (v.hectares, "-1"), (v.hectares, "1.00001"), (v.hectares, "ten"), (v.hectares, "١"),
        (v.day, "2026-02-30"), (v.day, "16.01.2026"), (v.day, "20260116"), (v.period, "2025-Q5"),
        (v.currency, "tenge"), (v.count, "-1"), (v.count, "1.5"), (v.unit_of, "a b"),
        (i.business_number, "12094000123"), (i.business_number, "120940001230"), (v.obligation_kind, "love"),
        (v.part, "P-1"), (v.part, "P-1="), (v.part_use, "P-1"), (v.part_use, "P-1="), (v.duty, "jobs:1"),
        (v.duty, "jobs:x:persons:2027-01-01"), (i.cadastral_number, "plot seven"),
        (i.cadastral_number, "a-\u0436-1"), (i.cadastral_number, "\u0661-1"), (i.name, "\t"),
        (i.key, ""), (i.key, "a" * 65), (i.key, "KHG 014"), (i.key, "Жa"), (i.key, "ΚΗΓ"), (i.key, "a/b"),
        (i.key, "Ж١"), (i.party_key, "123"),
    ],
)  # fmt: skip
def test_what_is_not_a_value_of_its_kind_is_malformed(parse: Callable[[str], Any], text: str) -> None:
    with pytest.raises(i.Malformed) as error:
        parse(text)
    assert error.value.text == text or text in error.value.text or error.value.text in text
    assert error.value.expected


@pytest.mark.parametrize("text", ["x", "1.234", "99999trn"])
def test_money_is_exact_in_minor_units_and_bounded(text: str) -> None:
    with pytest.raises(i.Malformed):
        v.money(text, "KZT")


def test_a_currency_is_three_letters() -> None:
    with pytest.raises(i.Malformed):
        v.money("1", "tenge")


@pytest.mark.parametrize("text", ["KHG-014", "Хоргос.1", "A_b", "участок-7"])
def test_keys_are_words_of_one_script(text: str) -> None:
    assert i.key(text) == text


def test_a_key_is_brought_to_normal_form() -> None:
    assert i.key("Ж\u0438\u0306") == "Жй"


@given(st.integers(0, 10**11 - 1))
def test_every_stem_has_one_check_digit_or_none(stem: int) -> None:
    digits = f"{stem:011d}"
    assert sum(i.checksum_holds(digits + d) for d in "0123456789") <= 1


def valid(stem: str) -> str:
    return next(stem + d for d in "0123456789" if i.checksum_holds(stem + d))


def test_a_bin_is_an_organisation_s_number_and_an_iin_is_refused() -> None:
    assert i.business_number(valid("12094000123")) == valid("12094000123")
    assert i.party_key(valid("12094000123")) == valid("12094000123")
    assert i.party_key("INV-A") == "INV-A"
    with pytest.raises(i.Malformed, match="IIN"):
        i.business_number(valid("90010130012"))


def test_a_stem_whose_first_weights_give_ten_takes_the_second_weights() -> None:
    stems = (f"1209400{n:04d}" for n in range(10_000))
    second = [s for s in stems if i._weighted([int(c) for c in s], list(range(1, 12))) == 10]
    assert any(i.checksum_holds(s + d) for s in second for d in "0123456789")


def test_one_number_written_two_ways_is_one_number() -> None:
    assert i.normalised(i.cadastral_number(" 03:046:123/a ")) == "03-046-123-A"


def test_an_obligation_is_written_in_four_pieces() -> None:
    assert v.duty("investment:1.5bn:KZT:2027-12-31") == v.Duty(
        kind="investment", target=150_000_000_000, unit="KZT", due_on=date(2027, 12, 31)
    )
    assert v.duty("construction-start:2.5:ha:2027-12-31").target == 25_000
    assert v.duty("jobs:120:persons:2027-12-31").target == 120


def test_children_of_a_split_are_written_with_their_areas_and_uses() -> None:
    assert v.part("P-2=0.4") == v.Part(key="P-2", area_m2=4_000)
    assert v.part_use("P-2=vacant") == v.PartUse(key="P-2", use="vacant")
    assert v.period("2025-H1") == "2025-H1"
