"""The words of the index and of the law, as messages for the translators' catalogues.

What stands in the program's own text is found there by its calls of `_`, `noted`, `counted`. What comes from
the definitions, the regulations and the domain's parsers is gathered here, each word with the context that
`cli.i18n.word` asks for it with; None where it is asked for without one.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

import domain
from cli import campaign, columns
from cli.index import nouns
from domain.event import in_words
from lifecycle.definitions import CATEGORIES, lifecycle_of
from lifecycle.ends import ENDS
from lifecycle.policies import POLICIES
from lifecycle.regulation import editions, regulation
from lifecycle.rule import alternatives

Message = tuple[str | None, str]

SPOKEN: Mapping[str, tuple[str | None, Collection[int | str]]] = {
    "Malformed": (None, (0, 2)),
    "expired": ("deadline", ("name",)),
    "in_time": ("deadline", ("name",)),
    "NotYetDue": ("deadline", (0,)),
    "TooLate": ("deadline", (0,)),
}
"""Calls in the domain whose words a person reads: which of their arguments, and in which context."""


def messages() -> Iterator[Message]:
    """Every message that no call in `cli` names, each once."""
    yield from dict.fromkeys((*_of_the_index(), *_of_the_law(), *_of_work(), *_of_values(), *_of_campaigns()))


def _of_campaigns() -> Iterator[Message]:
    yield from ((None, columns.plain_heading(name)) for name in campaign.COLUMNS)
    yield from (("outcome", outcome) for outcome in campaign.OUTCOMES)


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
    for category in CATEGORIES:
        for row in lifecycle_of(category).rows:
            yield "event", in_words(row.event.stored)
            yield from ((None, columns.plain_heading(name)) for name in row.event.model_fields)


def _of_the_law() -> Iterator[Message]:
    for name in editions():
        pack = regulation(name)
        yield from ((None, text) for text in (pack.title, pack.assumed) if text)
        yield from ((None, text) for words in pack.articles.items() for text in words)
        yield from (("role", name) for name in (*pack.roles, *pack.bodies))
        yield from (("document", kind) for kind in pack.papers)
        for rule in pack.rules.values():
            yield None, rule.basis
            yield from (("role", role) for role in (rule.recorded_by, rule.decided_by))
            for paper in rule.documents:
                if not paper.kind.startswith("{"):
                    yield from (("document", kind) for kind in alternatives(paper.kind))
                yield from (("fact", fact) for fact in paper.when)
            for term in rule.terms:
                yield "deadline", term.name
                yield None, term.basis


def _of_work() -> Iterator[Message]:
    """What the worklist calls dates and steps."""
    yield from (("deadline", end.name) for end in ENDS)
    yield from (("step", policy.name) for policy in POLICIES)


def _of_values() -> Iterator[Message]:
    """What a parser calls a value and says it expected; the terms that decisions measure by."""
    for path in sorted(Path(domain.__file__).parent.rglob("*.py")):
        for call in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(call, ast.Call) and getattr(call.func, "id", "") in SPOKEN:
                context, names = SPOKEN[call.func.id]  # type: ignore[attr-defined]
                yield from ((context, text) for text in _constants(call, names) if text)


def _constants(call: ast.Call, names: Collection[int | str]) -> Iterator[str]:
    given: dict[int | str, ast.expr] = dict(enumerate(call.args))
    given |= {keyword.arg: keyword.value for keyword in call.keywords if keyword.arg}
    for name in names:
        value = given.get(name)
        if isinstance(value, ast.Constant) and isinstance(value.value, str):
            yield value.value
