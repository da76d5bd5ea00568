"""Citations: a basis names one article or several."""

from __future__ import annotations

from lifecycle.citing import citations, together


def test_a_basis_cites_its_articles_one_by_one() -> None:
    assert citations("Land Code 81; Land Code 92, 93") == ["Land Code 81", "Land Code 92, 93"]
    assert citations("") == []


def test_several_bases_cite_each_article_once() -> None:
    assert together(["Land Code 81; Civil Code 9", "", "Land Code 81"]) == "Land Code 81; Civil Code 9"
    assert together([]) == ""
