"""Markup: nothing that is put into it can become an element, end one, or steer a display."""

from __future__ import annotations

import json

import pytest

from projections.exports.page.markup import el, embedded, text


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("a<b & \"c\" 'd'", "a&lt;b &amp; &quot;c&quot; &#x27;d&#x27;"),
        ("Құжат №5", "Құжат №5"),
        ("\u202e\u2066x\u200b\ufeff", "\\u202e\\u2066x\\u200b\\ufeff"),
        ("\x00\x1b\n", "\\u0000\\u001b\\u000a"),
        ("\U000e0041", "\\U000e0041"),
    ],
)
def test_text_is_escaped_in_content_and_attributes(given: str, shown: str) -> None:
    assert text(given) == shown
    assert el("p", given, title=given) == f'<p title="{shown}">{shown}</p>'


def test_embedded_data_cannot_end_its_element() -> None:
    hostile = "</script><!--<script>\u2028\u2029&]]>"
    plain = embedded({"a": hostile})
    assert not set("<>&") & set(plain)
    assert plain.isascii()
    assert json.loads(plain) == {"a": hostile}
