"""Canonical JSON: one spelling for one value, and nothing outside the limits."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lifecycle.canonical import LARGEST_INTEGER, MAX_RECORD_BYTES, NotCanonical, decode, encode

TEXT = st.text(st.characters(codec="utf-8")).map(lambda t: __import__("unicodedata").normalize("NFC", t))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-LARGEST_INTEGER, LARGEST_INTEGER) | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text("abcz_@0"), inner, max_size=4),
    max_leaves=12,
)


@given(VALUES)
def test_what_is_encoded_reads_back_as_it_was(value: Any) -> None:
    assert json.loads(encode(value)) == value


@given(st.dictionaries(st.text("abcz_@0"), VALUES, max_size=5))
def test_the_order_in_which_keys_were_given_does_not_matter(value: dict[str, Any]) -> None:
    assert encode(dict(reversed(list(value.items())))) == encode(value)
    assert decode(encode(value)) == value


def test_bytes_are_those_of_rfc_8785() -> None:
    assert encode({"b": [1, True, None], "a": 'Хоргос\n\u2028<>&"\\'}) == (
        '{"a":"Хоргос\\n\u2028<>&\\"\\\\","b":[1,true,null]}'.encode()
    )


def test_keys_of_streams_in_cyrillic_stand_in_the_order_of_rfc_8785() -> None:
    keys = ["zone-Қор", "zone-KHG", "zone-ОРТ", "plot-я", "plot-А"]
    by_utf_16 = sorted(keys, key=lambda key: key.encode("utf-16-be"))
    assert list(json.loads(encode(dict.fromkeys(keys, 1)))) == by_utf_16


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        ({"a": 1.5}, "not an integer"),
        ({"a": 2**53}, "not an integer"),
        ({"a": -(2**53)}, "not an integer"),
        ({"\U0001f3d7": 1}, "basic plane"),
        ({1: 1}, "basic plane"),
        ({"a": "e\u0301"}, "normal form"),
        ({"a": "\ud800"}, "surrogate"),
        ({"a": "x" * MAX_RECORD_BYTES}, "at most"),
    ],
)
def test_what_has_no_canonical_form_is_refused(value: Any, problem: str) -> None:
    with pytest.raises(NotCanonical, match=problem):
        encode(value)
