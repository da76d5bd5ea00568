from __future__ import annotations

import os
import pty
import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from cli.columns import money, text
from cli.screen import safe, width
from cli.tables import Column, blocks, fold, laid_out

At = Callable[[str], Path]

COLUMNS = (
    Column("key", "key"),
    Column("name", "name", folds=True),
    Column("area", "area, ha", number=True),
    Column("note", "note"),
)
ROWS = [
    {
        "key": "KHG",
        "name": "Қорғас – Шығыс қақпасы арнайы экономикалық аймағы",
        "area": "4500.0000",
        "note": "x" * 30,
    },
    {"key": "АЛТ", "name": "Алатау қаласы", "area": "98.0000", "note": "деректер"},
]


def test_a_table_without_a_limit_shows_everything_at_full_width() -> None:
    table = laid_out(COLUMNS, ROWS, limit=None)
    assert table.left_out == ()
    heading, rule, first, second = table.lines
    assert first.split("  ")[1] == ROWS[0]["name"]
    assert heading.index("area, ha") + len("area, ha") == rule.rindex("  ")
    assert second.index("98.0000") + len("98.0000") == first.index("4500.0000") + len("4500.0000")


@pytest.mark.parametrize("limit", [24, 40, 60, 80, 120, 200])
def test_a_table_never_exceeds_the_terminal(limit: int) -> None:
    assert max(width(line) for line in laid_out(COLUMNS, ROWS, limit=limit).lines) <= limit


def test_running_text_is_folded_before_a_column_gives_way() -> None:
    wide = laid_out(COLUMNS, ROWS, limit=80)
    assert wide.left_out == ()
    narrow = laid_out(COLUMNS, ROWS, limit=50)
    assert narrow.left_out == ("note",)
    assert "".join(narrow.lines).count("Қорғас") == 1


def test_a_very_narrow_terminal_gets_a_block_for_each_row() -> None:
    lines = laid_out(COLUMNS, ROWS, limit=24).lines
    assert lines[0] == "key       KHG"
    assert "" in lines


def test_columns_that_say_nothing_give_way_first() -> None:
    silent = laid_out(COLUMNS, [{**row, "note": ""} for row in ROWS], limit=80)
    assert "note" not in silent.lines[0]
    assert silent.left_out == ()


def test_an_empty_table_has_its_heading() -> None:
    assert laid_out(COLUMNS, [], limit=80).lines[0].split() == ["key", "name", "area,", "ha", "note"]


def test_letters_are_as_wide_as_a_terminal_draws_them() -> None:
    assert width("Khorgos") == width("Қорғас") + 1 == 7
    assert width("区") == 2
    assert width("й") == width("й") == 1


def test_words_longer_than_the_room_are_cut() -> None:
    assert fold("aaaaaaaaaa bb", 4) == ["aaaa", "aaaa", "aa", "bb"]
    assert fold("区区区", 4) == ["区区", "区"]


def test_what_a_terminal_would_act_upon_is_shown_as_an_escape() -> None:
    assert safe("a\x1b[31mb\u202ec\U000e0001") == "a\\u001b[31mb\\u202ec\\U000e0001"
    assert safe("Қорғас – Шығыс") == "Қорғас – Шығыс"


def test_blocks_leave_out_what_is_not_known() -> None:
    assert blocks(COLUMNS, [{"key": "KHG"}], limit=80) == ["key       KHG"]


@pytest.mark.parametrize(
    ("minor", "currency", "shown"),
    [
        (1_250_000_000_000, "KZT", "12.5 bn KZT"),
        (570_000_000_000_000, "KZT", "5.7 trn KZT"),
        (81_000_000_000, "USD", "810 m USD"),
        (123_456, "KZT", "1234.56 KZT"),
        (5, "JPY", "5 JPY"),
        (99_999_999_999_999, "KZT", "1000 bn KZT"),
    ],
)
def test_amounts_are_shown_readably(minor: int, currency: str, shown: str) -> None:
    assert money(minor, currency) == shown


def test_values_are_shown_in_words() -> None:
    assert text("plot", "area_m2", 125_000) == "12.5000"
    assert text("plot", "premises", value=True) == "yes"
    assert text("plot", "premises", value=False) == ""
    assert text("report", "agrees", value=False) == "no"
    assert text("plot", "encumbrances", ["pledge", "arrest"]) == "pledge, arrest"
    assert text("plot", "listings", {"party-X@3": "2026-01-01"}) == "party-X@3: 2026-01-01"


# -- a real terminal ---------------------------------------------------------------------------------


def on_a_terminal(*words: str, columns: int, **more: str) -> str:
    """What a person sees: the program run under a pseudo-terminal of a width."""
    path = os.pathsep.join(p for p in (str(Path(__file__).parents[2]), os.environ.get("PYTHONPATH", "")) if p)
    environment = {**os.environ, "COLUMNS": str(columns), "TERM": "xterm", "PYTHONPATH": path, **more}
    child, terminal = pty.fork()
    if child == 0:
        os.execvpe(sys.executable, [sys.executable, "-m", "cli", *words], environment)  # noqa: S606
    seen = b""
    try:
        while piece := os.read(terminal, 65_536):
            seen += piece
    except OSError:
        pass
    os.close(terminal)
    os.waitpid(child, 0)
    return seen.decode().replace("\r\n", "\n")


COLOUR = re.compile(r"\x1b\[[0-9;]*m")


@pytest.mark.parametrize("columns", [80, 200])
def test_names_in_every_language_fit_the_terminal(columns: int, at: At) -> None:
    at("held")
    for words in (["zone", "list"], ["party", "list"], ["plot", "show", "KHG-014"], ["can", "plot", "KHG-014"]):
        seen = on_a_terminal(*words, columns=columns)
        assert max(width(COLOUR.sub("", line)) for line in seen.splitlines()) <= columns, words
    assert "Шыны зауыты ЖШС" in on_a_terminal("party", "list", columns=columns)


def test_statuses_are_coloured_on_a_terminal_only_and_never_against_the_reader_s_will(at: At) -> None:
    at("held")
    assert COLOUR.search(on_a_terminal("plot", "show", "KHG-014", columns=80, NO_COLOR=""))
    assert not COLOUR.search(on_a_terminal("plot", "show", "KHG-014", columns=80, NO_COLOR="1"))
    assert not COLOUR.search(on_a_terminal("plot", "show", "KHG-014", columns=80, TERM="dumb"))


def test_a_narrow_terminal_says_what_it_leaves_out(at: At) -> None:
    at("held")
    assert "Not shown for want of width" in on_a_terminal("plot", "list", columns=80)
    assert "Not shown for want of width" not in on_a_terminal("plot", "list", columns=300)
