"""Spans: what was so on a date, as known at a time, is a filter."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise, product
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from lifecycle.record import Record, timestamp
from lifecycle.settling import settled
from projections.models import Model, Row, model_of
from projections.spans import FOREVER, Span, tell
from tests.projections.lives import CATEGORIES, FIRST_DAY, FIRST_MOMENT, in_memory, records_of, steps, written

ENDS_OF_TIME = ("0001-01-01T00:00:00.000000Z", "9999-12-31T23:59:59.999999Z")
HISTORIES = CATEGORIES.flatmap(lambda one: st.lists(steps(st.just(one)), min_size=1, max_size=9))


def told(several: list[tuple[str, str, int, int, int]]) -> list[tuple[Model, str, list[Record], list[Span]]]:
    with in_memory() as log:
        written(log, several)
        streams = records_of(log)
    named = [(model_of(s.partition("-")[0]), s.partition("-")[2], records) for s, records in streams.items()]
    return [(model, key, records, tell(model, key, records).spans) for model, key, records in named]


def folded(model: Model, key: str, records: list[Record], day: date, known_at: str) -> Row | None:
    state = model.start(key)
    for after in model.states(state, settled(records, as_of=day, known_at=known_at)):
        state = after
    return state.row if state.standing else None


def holding(spans: list[Span], day: str, known_at: str) -> list[Row]:
    return [
        span.row
        for span in spans
        if span.valid_from <= day < span.valid_to and span.recorded_from <= known_at < span.recorded_to
    ]


@settings(deadline=None)
@given(HISTORIES)
def test_at_any_two_times_the_one_span_that_holds_is_what_the_history_folds_to(several: Any) -> None:
    for model, key, records, spans in told(several):
        days = {date.fromisoformat(r.effective_on) for r in (*records, *settled(records))}
        days |= {day + timedelta(days=n) for day in days for n in (-1, 1)} | {date.min, date.max}
        known = {r.recorded_at for r in records} | {timestamp(FIRST_MOMENT - timedelta(days=1)), *ENDS_OF_TIME}
        for day, known_at in product(sorted(days), sorted(known)):
            row = folded(model, key, records, day, known_at)
            assert holding(spans, day.isoformat(), known_at) == ([] if row is None else [row])


@settings(deadline=None)
@given(HISTORIES)
def test_no_span_is_empty_and_none_says_what_the_next_says(several: Any) -> None:
    for _, _, _, spans in told(several):
        assert all(s.valid_from < s.valid_to and s.recorded_from < s.recorded_to for s in spans)
        for one, next_ in pairwise(sorted(spans, key=lambda s: (s.recorded_from, s.recorded_to, s.valid_from))):
            if one[2:4] == next_[2:4] and one.valid_to == next_.valid_from:
                assert one.row != next_.row
        for one, next_ in pairwise(sorted(spans, key=lambda s: (s.valid_from, s.valid_to, s.recorded_from))):
            if one[:2] == next_[:2] and one.recorded_to == next_.recorded_from:
                assert one.row != next_.row


@settings(deadline=None)
@given(HISTORIES)
def test_a_history_told_in_order_reads_the_same_as_one_told_the_long_way(several: Any) -> None:
    from projections.spans import _Telling  # noqa: PLC0415 - the two ways are its own affair

    for model, key, records, spans in told(several):
        long_way = _Telling(model, key)
        for known in dict.fromkeys(record.recorded_at for record in records):
            long_way.settle([record for record in records if record.recorded_at <= known], known)
        assert sorted(long_way.told().spans, key=repr) == sorted(spans, key=repr)


def test_a_fact_learned_late_is_known_only_from_then_on() -> None:
    ((_, _, records, spans),) = told(
        [("zone", "1", 0, 0, 0), ("zone", "1", 3, 24, 10), ("zone", "1", 0, 24, 5)]
    )
    first, second, third = (r.recorded_at for r in records)
    fifth, tenth = ((FIRST_DAY + timedelta(days=n)).isoformat() for n in (5, 10))
    said = [(*span[:4], span.row["company"], span.row["term_ends_on"]) for span in spans]
    assert said == [
        ("2020-01-01", FOREVER, first, second, None, "2040-01-01"),
        ("2020-01-01", tenth, second, third, None, "2040-01-01"),
        (tenth, FOREVER, second, third, "C", "2040-01-01"),
        ("2020-01-01", fifth, third, FOREVER, None, "2040-01-01"),
        (fifth, tenth, third, FOREVER, None, "2050-01-01"),
        (tenth, FOREVER, third, FOREVER, "C", "2050-01-01"),
    ]


def test_what_was_taken_back_on_its_own_day_leaves_one_stretch_of_legal_dates() -> None:
    ((_, _, records, spans),) = told(
        [("plot", "1", 0, 0, 0), ("plot", "1", 4, 24, 10), ("plot", "1", 5, 24, 10)]
    )
    first, second, third = (r.recorded_at for r in records)
    tenth = (FIRST_DAY + timedelta(days=10)).isoformat()
    assert sorted((*span[:4], span.row["encumbrances"]) for span in spans) == [
        ("2020-01-01", tenth, second, third, []),
        ("2020-01-01", FOREVER, first, second, []),
        ("2020-01-01", FOREVER, third, FOREVER, []),
        (tenth, FOREVER, second, third, ["pledge"]),
    ]


def test_what_is_so_on_the_last_date_is_so_at_the_last_moment() -> None:
    ((_, _, records, _),) = told([("zone", "1", 0, 0, 0), ("zone", "1", 3, 24, 10)])
    last = Record(records[1].position, {**records[1].body, "effective_on": "9999-12-31"}, records[1].event)
    spans = tell(model_of("zone"), "1", [records[0], last]).spans
    companies = [row["company"] for row in holding(spans, "9999-12-31", ENDS_OF_TIME[1])]
    assert companies == ["C"]
    assert [row["company"] for row in holding(spans, "9999-12-30", ENDS_OF_TIME[1])] == [None]


def test_a_subject_has_no_row_before_its_first_legal_date() -> None:
    ((_, _, records, spans),) = told([("zone", "1", 0, 0, 0)])
    assert spans == [
        Span("2020-01-01", FOREVER, records[0].recorded_at, FOREVER, {**spans[0].row, "status": "operating"})
    ]
