"""Shapes: what is read at one stroke is sound, and whatever is not sound is never taken for it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from lifecycle import canonical
from lifecycle.proof import reading
from lifecycle.proof.reading import alone, problems, read
from lifecycle.proof.shapes import shape_of
from lifecycle.store.log import Log, Row

RECORDS = (Path(__file__).parents[2] / "fixtures" / "records.jsonl").read_bytes().splitlines()


def row_of(state: bytes) -> Row:
    body = canonical.decode(state)
    return 1, body["stream"], body["version"], body["type"], state


def at_one_stroke(row: Row) -> bool:
    shape = shape_of(row[3])
    assert shape is not None
    return reading._together(row[3], [row], row[4] + b"\n") is not None


@pytest.mark.parametrize("state", RECORDS, ids=lambda s: canonical.decode(s)["type"])
def test_every_stored_shape_is_read_at_one_stroke(state: bytes) -> None:
    assert at_one_stroke(row_of(state))


def test_every_record_of_the_demo_is_read_at_one_stroke(demo_log: Log, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(row: Row) -> None:
        pytest.fail(f"read alone: {row!r}")

    monkeypatch.setattr(reading, "alone", refused)
    rows = list(demo_log.rows(0, upto=demo_log.position()))
    assert None not in read(rows)[0]


# -- what a shape takes, the model takes -------------------------------------------------------------

WORDS = st.sampled_from(
    ["", " ", "KHG-014", "КHG", "ключ", "a" * 65, "a/b", "2026-01-01", "2026-1-1", "2026-02-30", "2026-W01-1"]
) | st.text(max_size=5)
NUMBERS = st.sampled_from([0, -1, 1, 2**53 - 1, 2**53, -(2**53), 2**64, 10**30, 0.0, 1.5, 1e300])
PLAIN: st.SearchStrategy[Any] = WORDS | NUMBERS | st.sampled_from([None, True, False, [], {}])
VALUES = PLAIN | st.lists(PLAIN, max_size=2) | st.dictionaries(WORDS, PLAIN, max_size=2)


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Where a value of a record stands, all the way down."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(place for key, item in inner for place in places(item, (*path, key)))]


def altered(body: dict[str, Any], data: st.DataObject) -> None:
    """Change one thing in a record: another value, one less, one more."""
    *path, last = data.draw(st.sampled_from(places(body)[1:]))
    inside: Any = body
    for step in path:
        inside = inside[step]
    what = data.draw(st.sampled_from(["replace", "remove", "add"]))
    if what == "replace":
        inside[last] = data.draw(VALUES)
    elif what == "remove":
        del inside[last]
    elif isinstance(inside, dict):
        inside[data.draw(WORDS)] = data.draw(VALUES)
    else:
        inside.append(data.draw(VALUES))


@given(st.data())
def test_what_is_taken_at_one_stroke_is_sound(data: st.DataObject) -> None:
    state = data.draw(st.sampled_from(RECORDS))
    row = row_of(state)
    body = canonical.decode(state)
    for _ in range(data.draw(st.integers(1, 2))):
        altered(body, data)
    sort, ascii_only = data.draw(st.sampled_from([(True, False), (False, False), (True, True)]))
    written = json.dumps(body, sort_keys=sort, ensure_ascii=ascii_only, separators=(",", ":"))
    changed = (*row[:4], written.encode(errors="surrogatepass"))
    if at_one_stroke(changed):
        assert not list(problems(changed))
    assert (alone(changed) is None) == bool(list(problems(changed)))


@given(st.sampled_from(RECORDS), st.data())
def test_a_changed_byte_is_taken_only_where_the_record_is_still_sound(
    state: bytes, data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(state) - 1))
    byte = data.draw(st.integers(0, 255))
    row = row_of(state)
    changed = (*row[:4], state[:place] + bytes([byte]) + state[place + 1 :])
    if at_one_stroke(changed):
        assert not list(problems(changed))


@given(st.text(alphabet="ab\u0301é\u212b\U0001f600", min_size=1, max_size=6))
@example("e\u0301")
def test_words_that_are_not_in_normal_form_are_never_taken(word: str) -> None:
    body = canonical.decode(RECORDS[0]) | {"actor": word}
    written = json.dumps(body, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()
    row = (*row_of(RECORDS[0])[:4], written)
    assert (read([row])[0] == [None]) == (bool(list(problems(row))))


# -- rows beside each other --------------------------------------------------------------------------


def two() -> tuple[Row, Row]:
    state = RECORDS[0]
    body = canonical.decode(state)
    other = canonical.encode(body | {"version": body["version"] + 1})
    return row_of(state), row_of(other)


def test_rows_are_told_apart_in_their_order() -> None:
    first, second = two()
    assert [one is not None for one in read([first, second])[0]] == [True, True]
    swapped = (*first[:4], second[4]), (*second[:4], first[4])
    assert read(swapped)[0] == [None, None]


@pytest.mark.parametrize("cut", [b"\n", b",", b"\n\n", b""])
def test_bytes_moved_from_one_row_to_the_next_are_found(cut: bytes) -> None:
    first, second = two()
    whole = first[4] + cut + second[4]
    for place in (0, len(first[4]) // 2, len(first[4]) + len(cut), len(whole)):
        moved = (*first[:4], whole[:place]), (*second[:4], whole[place:])
        if (moved[0][4], moved[1][4]) != (first[4], second[4]):
            assert None in read(moved)[0]


def test_one_record_that_is_not_sound_leaves_the_others_of_its_kind_sound() -> None:
    first, second = two()
    spoilt = (*second[:4], second[4].replace(b":", b": ", 1))
    assert [one is not None for one in read([first, spoilt])[0]] == [True, False]


@pytest.mark.parametrize("column", [None, 1, 1.5, b"x", "", "os.system@1"])
def test_a_column_of_another_kind_is_never_taken(column: Any) -> None:
    row = row_of(RECORDS[0])
    for place in (1, 2, 3, 4):
        strange = (*row[:place], column, *row[place + 1 :])
        if strange != row:
            assert read([strange])[0] == [None]
