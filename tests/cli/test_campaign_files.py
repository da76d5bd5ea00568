"""Files of subjects: every kind told by what stands in it, every fault with its line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from cli import subjects
from lifecycle.errors import Misused


def read(tmp_path: Path, content: str | bytes, noun: str = "plot") -> list[tuple[Any, ...]]:
    file = tmp_path / "subjects"
    file.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return [tuple(row) for row in subjects.read(noun, str(file))]


def refused(tmp_path: Path, content: str | bytes, noun: str = "plot") -> str:
    with pytest.raises(Misused) as misused:
        read(tmp_path, content, noun)
    values = misused.value.values
    return str(values.get("detail") or values.get("keys") or values["problem"])


@pytest.mark.parametrize(
    ("content", "found"),
    [
        ("A-1\nA-2\n", [("A-1", 1, {"key": "A-1"}), ("A-2", 2, {"key": "A-2"})]),
        ("# plots\r\n\r\n A-1 \r\nA-2", [("A-1", 3, {"key": "A-1"}), ("A-2", 4, {"key": "A-2"})]),
        ("\ufeffУч-1\n", [("Уч-1", 1, {"key": "Уч-1"})]),
        ("key\nA-1\n", [("A-1", 2, {"key": "A-1"})]),
        (
            "key,n\r\nA-1,1\r\n\r\nA-2,2\r\n",
            [("A-1", 2, {"key": "A-1", "n": "1"}), ("A-2", 4, {"key": "A-2", "n": "2"})],
        ),
        ("\ufeffn;key\n1;A-1\n", [("A-1", 2, {"n": "1", "key": "A-1"})]),
        ("n\tkey\n1\tA-1\n", [("A-1", 2, {"n": "1", "key": "A-1"})]),
        (
            '# a list\n"key","n, m"\nA-1,"one\ntwo"\nA-2,3\n',
            [("A-1", 3, {"key": "A-1", "n, m": "one\ntwo"}), ("A-2", 5, {"key": "A-2", "n, m": "3"})],
        ),
        (
            '{"key": "A-1", "n": 1.50, "b": true, "z": null, "m": {"minor": 5}}\n\n{"key": "A-2"}\n',
            [
                ("A-1", 1, {"key": "A-1", "n": "1.50", "b": "true", "z": "", "m": '{"minor": 5}'}),
                ("A-2", 3, {"key": "A-2"}),
            ],
        ),
        ('{"key": "A-1"}', [("A-1", 1, {"key": "A-1"})]),
        (
            '{"format_version": 1,\n "rows": [{"key": "A-1", "n": 1},\n {"key": "A-2", "n": 2}]}\n',
            [("A-1", 1, {"key": "A-1", "n": "1"}), ("A-2", 2, {"key": "A-2", "n": "2"})],
        ),
    ],
)
def test_a_file_is_read_by_what_stands_in_it(tmp_path: Path, content: str, found: list[Any]) -> None:
    assert read(tmp_path, content) == found


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("", "subjects-none"),
        ("\n# nothing\n", "subjects-none"),
        ("key,n\n", "subjects-none"),
        ('{"rows": []}', "subjects-none"),
        ("A-1\nA 2\n", "line 2: key 'A 2': expected Latin or Cyrillic letters, digits, '.', '_', '-'"),
        ("A-1\nA-2\nA-1\n", "A-1 (1, 3)"),
        ("key\nA-1\nA-1\n", "A-1 (2, 3)"),
        ("zone,n\nKHG,1\n", "line 1: there is no column key among zone, n"),
        ("\nzone;n\nKHG;1\n", "line 2: there is no column key among zone, n"),
        ("key,n\nA-1\nA-2,2\nA-3,3,3\n", "line 2: it has 1 fields, the header 2"),
        ("key,n\n,1\n", "line 2: it has no key"),
        ("key,n,n\nA-1,1,2\n", "line 1: the columns n stand twice"),
        ('key,n\nA-1,"1\n', "line 2: it is no CSV: unexpected end of data"),
        ('# plots\nkey,n\nA-1,"1"2\n', "line 3: it is no CSV: ',' expected after '\"'"),
        (b"A-1\nA-\xff\n", "line 2: it is not UTF-8"),
        ('{"key": "A-1"}\n{"key": \n', "line 2: it is no JSON object"),
        ('{"key": "A-1"}\n["A-2"]\n', "line 2: it is no JSON object"),
        ('{"rows": [{"key": "A-1"}, 7]}', "line 2: it is no JSON object"),
        ('{"rows": [{"key": 7}]}', "line 1: its key is no text"),
        ('{"zone": "KHG"}', "line 1: it has no key"),
        ('{"key": "A-1", "n": NaN}', "line 1: it is no JSON object"),
        ('{"key": ' + "[" * 100_000, "line 1: it is no JSON object"),
    ],
)
def test_a_fault_is_told_with_its_line(tmp_path: Path, content: str | bytes, why: str) -> None:
    assert refused(tmp_path, content) == why


def test_bad_lines_are_told_together_up_to_ten(tmp_path: Path) -> None:
    told = refused(tmp_path, "".join(f"A {n}\n" for n in range(12))).split("; ")
    assert [one.partition(":")[0] for one in told] == [*(f"line {n}" for n in range(1, 11)), "and 2 lines more"]


def test_a_party_is_known_by_its_number(tmp_path: Path) -> None:
    assert read(tmp_path, "050140001238\n", "party")[0][0] == "050140001238"
    assert refused(tmp_path, "050140001239\n", "party").startswith("line 1: key '050140001239'")


def test_two_writings_of_a_key_are_one(tmp_path: Path) -> None:
    assert refused(tmp_path, "\u0439-1\n\u0438\u0306-1\n") == "\u0439-1 (1, 2)"


def test_a_file_larger_than_can_be_read_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subjects, "LARGEST_MB", 0)
    assert refused(tmp_path, "A-1\n") == "file-too-large"


def test_a_file_that_cannot_be_read_is_refused() -> None:
    with pytest.raises(Misused) as misused:
        subjects.read("plot", "a" * 1000)
    assert misused.value.values["problem"] == "file-unreadable"
