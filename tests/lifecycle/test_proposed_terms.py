"""What an act asks for is written down with its proposal and read back as the decision takes it."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from domain.project.events import ProjectSubmitted
from domain.values import OBLIGATION_KINDS, Duty, Money, Part, PartUse
from lifecycle import canonical
from lifecycle.command import plain
from lifecycle.confirming import typed
from lifecycle.definitions import NOUNS, lifecycle_of
from lifecycle.grammar import Row
from tests.lifecycle.test_stored_shapes import sample

ROWS = [row for noun in NOUNS for row in lifecycle_of(noun).by_verb.values()]


def through_a_record(row: Row, terms: dict[str, Any]) -> dict[str, Any]:
    """Terms written into a record, and read from it."""
    stored = canonical.encode({name: plain(value) for name, value in terms.items()})
    return typed(row, json.loads(stored))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.act)
def test_every_term_of_every_act_comes_back_as_it_was(row: Row) -> None:
    fields = {name: row.event.model_fields[name] for name in row.terms}
    terms = {
        name: TypeAdapter(field.rebuild_annotation()).validate_python(sample(field.rebuild_annotation()))
        for name, field in fields.items()
    }
    back = through_a_record(row, terms)
    assert back == terms
    assert {name: type(value) for name, value in back.items()} == {n: type(v) for n, v in terms.items()}


dates = st.dates(date(1990, 1, 1), date(2100, 1, 1))
amounts = st.integers(0, 2**53 - 1)
keys = st.from_regex(r"[A-Z]{1,4}-[0-9]{1,3}", fullmatch=True)
moneys = st.builds(Money, minor=amounts, currency=st.sampled_from(["KZT", "USD", "EUR"]))
parts = st.lists(st.builds(Part, key=keys, area_m2=st.integers(1, 10**9)), max_size=5).map(tuple)
uses = st.lists(st.builds(PartUse, key=keys, use=st.sampled_from(["vacant", "built"])), max_size=3).map(tuple)
duties = st.lists(
    st.builds(
        Duty,
        kind=st.sampled_from(OBLIGATION_KINDS),
        target=amounts,
        unit=st.sampled_from(["persons", "KZT", "т/год"]),
        due_on=dates,
    ),
    max_size=4,
).map(tuple)


def row_of(act: str) -> Row:
    noun, _, verb = act.partition(".")
    return lifecycle_of(noun).by_verb[verb]


@given(into=parts, uses=uses, duties=duties, keys=st.lists(keys, max_size=5).map(tuple))
def test_lists_of_parts_uses_duties_and_keys_come_back_as_they_were(
    into: tuple[Part, ...], uses: tuple[PartUse, ...], duties: tuple[Duty, ...], keys: tuple[str, ...]
) -> None:
    assert through_a_record(row_of("plot.split"), {"into": into, "uses": uses}) == {"into": into, "uses": uses}
    contract = row_of("project.sign-contract")
    assert through_a_record(contract, {"obligations": duties}) == {"obligations": duties}
    unmet = row_of("plot.record-unmet")
    assert through_a_record(unmet, {"obligations": keys}) == {"obligations": keys}


@given(investment=moneys, equivalent=st.none() | moneys, rate_on=st.none() | dates, jobs=st.integers(0, 10**6))
def test_money_dates_and_numbers_come_back_as_they_were(
    investment: Money, equivalent: Money | None, rate_on: date | None, jobs: int
) -> None:
    terms = {"investment": investment, "equivalent": equivalent, "rate_on": rate_on, "jobs": jobs}
    back = through_a_record(row_of("project.submit"), terms)
    assert back == terms
    assert set(terms) <= ProjectSubmitted.model_fields.keys()
