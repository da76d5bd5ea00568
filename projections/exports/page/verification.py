"""What was verified, what can be, and what cannot."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from projections.exports.page import words
from projections.exports.page.markup import Markup, el, join


def verification(verified: Sequence[Mapping[str, Any]]) -> Markup:
    """The section on verification."""
    return el(
        "section",
        el("h2", words.SECTIONS["verification"]),
        el("h3", words.VERIFIED_WHEN_MADE),
        _table(verified) if verified else el("p", words.VERIFIED_NOTHING, class_="caution"),
        el("h3", words.VERIFY_CHECKS),
        el("p", el("code", words.COMMAND)),
        _list(words.CHECKS),
        el("h3", words.NOBODY_CAN),
        _list(words.LIMITS),
        el("p", words.DOCUMENTS_CARE, class_="quiet"),
        id="verification",
    )


def _table(verified: Iterable[Mapping[str, Any]]) -> Markup:
    rows = (
        el(
            "tr",
            el("th", check["what"], scope="row"),
            el("td", check["found"]),
            el("td", words.OK if check["ok"] else words.NOT_OK, class_="good" if check["ok"] else "bad"),
        )
        for check in verified
    )
    heads = (words.CHECK, words.FOUND, words.VERDICT)
    return el(
        "table",
        el("thead", el("tr", join(*(el("th", head, scope="col") for head in heads)))),
        el("tbody", join(*rows)),
    )


def _list(items: Iterable[str]) -> Markup:
    return el("ul", join(*(el("li", item) for item in items)), class_="prose")
