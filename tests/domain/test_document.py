"""Papers: what they are entered as, and what is no paper."""

from __future__ import annotations

from datetime import date

import pytest
from pydantic import ValidationError

from domain.document.decisions import add
from domain.document.events import DocumentAdded
from domain.document.state import Document
from domain.document.values import document_kind, media_type
from domain.identifiers import Malformed, digest
from domain.refusals import BeyondTerm
from tests.domain.given import DAY, given

DIGEST = "876b11dff508562af0aa56eeab4800345d4ebd864e20f206e2c16b414805abbd"


def test_a_paper_is_entered_with_what_is_known_of_it() -> None:
    outcome = add(
        Document(),
        kind="decree",
        media_type="application/pdf",
        size=37,
        title="О создании зоны",
        number="401",
        dated_on=DAY,
        on=DAY,
    )
    assert outcome == (
        DocumentAdded(
            kind="decree",
            title="О создании зоны",
            number="401",
            dated_on=DAY,
            media_type="application/pdf",
            size=37,
        ),
    )


def test_of_a_paper_only_its_kind_and_its_bytes_need_be_known() -> None:
    outcome = add(Document(), kind="decree", media_type="text/plain", size=1, on=DAY)
    assert outcome == (DocumentAdded(kind="decree", media_type="text/plain", size=1),)


def test_a_paper_is_not_dated_later_than_it_is_entered() -> None:
    with pytest.raises(BeyondTerm) as refusal:
        add(Document(), kind="decree", media_type="text/plain", size=1, dated_on=date(2020, 3, 3), on=DAY)
    assert refusal.value == BeyondTerm("dated_on", date(2020, 3, 3), DAY)


def test_a_paper_entered_is_known_by_its_digest() -> None:
    added = DocumentAdded(kind="decree", media_type="text/plain", size=1)
    assert given(f"document-{DIGEST}", added) == Document(DIGEST)


@pytest.mark.parametrize("size", [0, -1, 2**53])
def test_a_paper_has_bytes_and_not_more_than_can_be_counted(size: int) -> None:
    with pytest.raises(ValidationError):
        DocumentAdded(kind="decree", media_type="text/plain", size=size)


@pytest.mark.parametrize("text", ["decree", "acceptance-act", "form-2"])
def test_a_kind_of_paper_is_a_word_of_small_letters(text: str) -> None:
    assert document_kind(text) == text


@pytest.mark.parametrize("text", ["", "Decree", "act-", "-act", "a--b", "2-form", "указ", "an act", "x" * 65])
def test_any_other_word_is_no_kind_of_paper(text: str) -> None:
    with pytest.raises(Malformed, match="kind of document"):
        document_kind(text)


@pytest.mark.parametrize("text", ["application/pdf", "image/svg+xml", "application/vnd.ms-excel"])
def test_a_media_type_is_a_type_and_a_subtype(text: str) -> None:
    assert media_type(text) == text


@pytest.mark.parametrize(
    "text",
    ["", "pdf", "application/", "/pdf", "a/b/c", "text/plain; charset=utf-8", "a b/c", "text/" + "x" * 127],
)
def test_anything_else_is_no_media_type(text: str) -> None:
    with pytest.raises(Malformed, match="media type"):
        media_type(text)


def test_a_digest_is_64_small_hexadecimal_digits() -> None:
    assert digest(DIGEST) == DIGEST
    for text in (DIGEST.upper(), DIGEST[:-1], DIGEST + "0", "g" * 64, ""):
        with pytest.raises(Malformed, match="digest"):
            digest(text)
