"""Every word goes through gettext: a made-up language, compiled here, leaves no English behind."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import click
import pytest
from babel.messages import Catalog, extract
from babel.messages.mofile import write_mo

from cli import index
from cli.messages import messages
from lifecycle.regulation import editions, regulation
from lifecycle.rule import alternatives

At = Callable[[str], Path]

ROOT = Path(__file__).parents[2]
CALLS = {"_": None, "noted": None, "ngettext": (1, 2), "counted": (1, 2)}
LETTERS = str.maketrans("abcdefghijklmnopqrstuvwxyz", "ábčđéƒğħíĵķłmñóρqřšťúvŵxýž")


def translated(message: str) -> str:
    """The message in the made-up language: each small letter changed, placeholders and `--options` kept."""
    kept = re.split(r"(\{\w*\}|%\(\w+\)\w|--[\w-]+|\b[A-Z_]+\b|\bsez\b)", message)
    return "".join(piece if place % 2 else piece.translate(LETTERS) for place, piece in enumerate(kept))


def called(folder: Path) -> Iterator[tuple[str | tuple[str, ...], None]]:
    for path in sorted(folder.rglob("*.py")):
        for _line, message, _comments, _context in extract.extract("python", BytesIO(path.read_bytes()), CALLS):
            yield message, None


@pytest.fixture(scope="module")
def locale(tmp_path_factory: pytest.TempPathFactory) -> Path:
    catalogue = Catalog(locale="eo", domain="sez")
    assert click.__file__
    for message, _ in (*called(ROOT / "cli"), *called(Path(click.__file__).parent)):
        words = message if isinstance(message, tuple) else (message,)
        if len(words) > 1:
            catalogue.add(words, [translated(word) for word in words])
        else:
            catalogue.add(words[0], translated(words[0]))
    for context, message in messages():
        catalogue.add(message, translated(message), context=context)
    folder = tmp_path_factory.mktemp("locale")
    target = folder / "eo" / "LC_MESSAGES" / "sez.mo"
    target.parent.mkdir(parents=True)
    with target.open("wb") as file:
        write_mo(file, catalogue)
    return folder


def say(locale: Path, *words: str) -> str:
    path = os.pathsep.join(p for p in (str(ROOT), os.environ.get("PYTHONPATH", "")) if p)
    environment = {**os.environ, "PYTHONPATH": path, "LANGUAGE": "eo", "SEZ_LOCALE_DIR": str(locale)}
    done = subprocess.run(
        [sys.executable, "-m", "cli", *words], capture_output=True, text=True, check=False, env=environment
    )
    assert "Traceback" not in done.stderr
    return done.stdout + done.stderr


def names() -> set[str]:
    """Words that stay as they are in every language: what is typed, and keys."""
    typed = {"sez", "main", "officer-land", "json", "jsonl", "csv", "table", "bash", "zsh", "fish", "mermaid"}
    for noun, known in index.nouns().items():
        typed |= {noun, *known["verbs"], *known["regions"]}
        for act in known["verbs"].values():
            typed |= {act["example"]}
            for option in act["options"]:
                typed |= {option["name"], *option.get("choices", ())}
        for statuses in known["regions"].values():
            typed |= set(statuses)
        typed |= {known["name"] for known in known["filters"].values()}
    for name in editions():
        papers = [paper for rule in regulation(name).rules.values() for paper in rule.documents]
        typed |= {kind for paper in papers for kind in alternatives(paper.kind)}
    return typed


ENGLISH = re.compile(r"(?<![\w\-./@])[a-z][a-z]{2,}(?![\w\-@=])")


def left_over(seen: str) -> set[str]:
    """English words in what was seen, apart from options, choices and lines to type."""
    lines = [line for line in seen.splitlines() if not re.match(r"\s+(sez |--|\\|\S+ \\)", line)]
    text = " ".join(lines)
    text = re.sub(r"\[[a-z|\-\s]+\]", " ", text)
    text = re.sub(r"\b(sez|kz-\d+)\b[^\n]*?(?=$|\s{2,})", " ", text)
    text = re.sub(r"--[a-z-]+( [a-z-]+)?", " ", text)
    return set(ENGLISH.findall(text))


@pytest.mark.parametrize(
    "words",
    [
        ("--help",),
        ("zone", "--help"),
        ("plot", "--help"),
        ("plot", "allocate", "--help"),
        ("plot", "open-reclaim", "--help"),
        ("plot", "list", "--help"),
        ("plot", "restore-grant", "--help"),
        ("plot", "close-gap", "--help"),
        ("project", "submit", "--help"),
        ("store", "--help"),
        ("can", "--help"),
        ("due", "--help"),
    ],
)
def test_help_speaks_the_reader_s_language(words: tuple[str, ...], locale: Path) -> None:
    seen = say(locale, *words)
    known = names() | {
        "can",
        "due",
        "why",
        "diagram",
        "regulation",
        "report",
        "projection",
        "store",
        "doctor",
        "demo",
        "completion",
        *("diff", "blame", "lineage", "correct", "void", "audit"),
    }
    known |= {
        "version",
        "list",
        "show",
        "history",
        "status",
        "rebuild",
        "backup",
        "copy",
        "restore",
        "path",
        "db",
        "sqlite",
    }
    assert left_over(seen) - known == set()
    assert translated("Options") in seen


def test_headings_and_statuses_are_translated(locale: Path, at: At) -> None:
    at("held")
    seen = say(locale, "plot", "show", "KHG-014")
    shown = dict(line.split(None, 1) for line in seen.splitlines() if "á, " not in line)
    assert shown[translated("tenure")].strip() == translated("held")
    assert shown[translated("use")].strip() == translated("vacant")
    assert translated("cadastral number") in seen


def test_a_refusal_is_translated_with_its_values(locale: Path, at: At) -> None:
    at("plot")
    seen = say(locale, "plot", "sign-lease", "KHG-014", "--until", "2030-01-01")
    assert translated("papers are missing: {missing}").format(missing=translated("contract")) in seen
    seen = say(
        locale, "plot", "sign-lease", "KHG-014", "--until", "2030-01-01", "--document", "contract=1@2020-01-01"
    )
    expected = translated("{subject}: {region} is {status}; the act needs {allowed}").format(
        subject="plot-KHG-014",
        region=translated("tenure"),
        status=translated("free"),
        allowed=translated("allocated"),
    )
    assert expected in seen


def test_a_malformed_value_is_told_in_the_reader_s_language(locale: Path, at: At) -> None:
    at("plot")
    seen = say(locale, "plot", "show", "KHG-014", "--as-of", "noon")
    assert translated("a date such as 2026-01-16") in seen
    assert translated("Missing option") in say(locale, "plot", "allocate", "KHG-014")


def test_a_history_and_what_may_be_done_are_translated(locale: Path, at: At) -> None:
    at("held")
    told = say(locale, "plot", "history", "KHG-014")
    assert translated("plot allocated") in told
    assert f"{translated('tenure')}: {translated('free')} -> {translated('allocated')}" in told
    assert left_over(told) - {"industry", "officer-land"} == set()
    can = say(locale, "can", "plot", "KHG-014")
    assert left_over(can) - names() == set()


def test_the_report_of_a_campaign_is_translated(locale: Path, at: At) -> None:
    folder = at("held").parent
    (folder / "plots.txt").write_text("KHG-014\nKHG-099\n", "utf-8")
    told = say(locale, "plot", "start-operation", "--each-from", "plots.txt", "--on", "2020-01-06")
    assert left_over(told) - names() == set()
    assert translated("outcome") in told
    assert translated("refused") in told


def test_data_is_the_same_in_every_language(locale: Path, at: At) -> None:
    at("held")
    for words in (("plot", "list", "--format", "csv"), ("plot", "show", "KHG-014", "--format", "json")):
        english = subprocess.run(
            [sys.executable, "-m", "cli", *words],
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "PYTHONPATH": str(ROOT), "LANGUAGE": "en"},
        ).stdout
        assert say(locale, *words).startswith(english)


def test_the_option_prevails_over_the_environment(locale: Path) -> None:
    assert "Usage:" in say(locale, "--lang", "en", "--help")
    assert "Usage:" in say(locale, "plot", "--help", "--lang=en")
    assert "Usage:" not in say(locale, "--help")
