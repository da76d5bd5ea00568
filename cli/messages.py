"""The words of the index and of the law, as messages for the translators' catalogues.

What stands in the program's own text is found there by its calls of `_`, `noted`, `counted`. What comes from
the definitions, the regulations and the domain's parsers is gathered here, each word with the context that
`cli.i18n.word` asks for it with; None where it is asked for without one.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import domain
from cli import columns
from cli.index import nouns
from cli.stories import event_words
from domain.event import Event
from lifecycle.regulation import PACKS, regulation

Message = tuple[str | None, str]


def messages() -> Iterator[Message]:
    """Every message that no call in `cli` names, each once."""
    yield from dict.fromkeys((*_of_the_index(), *_of_the_law(), *_of_values()))


def _of_the_index() -> Iterator[Message]:
    for noun, known in nouns().items():
        yield "noun", noun
        yield None, known["help"]
        for region, statuses in known["regions"].items():
            yield "region", region
            yield from ((f"{noun}.{region}", status) for status in statuses)
        for name, choices in known["choices"].items():
            yield from ((f"{noun}.{name}", choice) for choice in choices)
        for name in known["columns"]:
            yield None, columns.plain_heading(name)
        for act in known["verbs"].values():
            yield None, act["help"]
            yield from ((None, option["help"]) for option in act["options"])
    for event in Event.registry.values():
        yield "event", event_words(event.stored)


def _of_the_law() -> Iterator[Message]:
    for name in PACKS:
        pack = regulation(name)
        yield from ((None, text) for text in (pack.title, pack.assumed) if text)
        for rule in pack.rules.values():
            yield None, rule.basis
            yield from (("role", role) for role in (rule.recorded_by, rule.decided_by))
            for paper in rule.documents:
                yield "document", paper.kind
                yield from (("fact", fact) for fact in paper.when)
            for term in rule.terms:
                yield "deadline", term.name
                yield None, term.basis


def _of_values() -> Iterator[Message]:
    """What a parser calls a value, and what it says it expected."""
    for path in sorted(Path(domain.__file__).parent.rglob("*.py")):
        for call in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "Malformed":
                yield from ((None, text) for text in _constants(call) if text)


def _constants(call: ast.Call) -> Iterator[str]:
    for place in (0, 2):
        given: Any = call.args[place] if place < len(call.args) else None
        if isinstance(given, ast.Constant) and isinstance(given.value, str):
            yield given.value
