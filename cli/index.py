"""The generated index of commands, read as plain data."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from functools import cache, reduce
from typing import Any

from cli.i18n import _, noted, word

EITHER = "|"
"""Between the kinds of document any one of which will do."""

NO_OPTIONS: Mapping[str, str] = {}
METAVARS = {
    "day": noted("DATE"),
    "hectares": noted("HA"),
    "money": noted("AMOUNT"),
    "currency": noted("CODE"),
    "count": noted("N"),
    "name": noted("TEXT"),
    "key": noted("KEY"),
    "party_key": noted("BIN"),
    "business_number": noted("BIN"),
    "cadastral_number": noted("NUMBER"),
    "period": noted("PERIOD"),
    "unit_of": noted("UNIT"),
    "target": noted("AMOUNT"),
    "part": noted("KEY=HA"),
    "part_use": noted("KEY=USE"),
    "subject": noted("CATEGORY:KEY"),
    "duty": noted("KIND:TARGET:UNIT:DUE"),
    "document_kind": noted("KIND"),
    "media_type": noted("TYPE"),
    "role": noted("ROLE"),
}
"""What stands for a value in help, by the type in the index."""


def metavar(kind: str) -> str:
    """What stands for a value of a type in help."""
    return _(METAVARS[kind.rpartition(":")[2]])


@cache
def index() -> dict[str, Any]:
    """The whole index, as `cli.indexing` wrote it."""
    path = os.path.join(os.path.dirname(__file__), "index.json")  # noqa: PTH118, PTH120 - pathlib costs start-up
    with open(path, encoding="utf-8") as file:  # noqa: PTH123 - the same
        return json.load(file)  # type: ignore[no-any-return]


def nouns() -> dict[str, Any]:
    """Everything known of each noun."""
    return index()["nouns"]  # type: ignore[no-any-return]


def act(noun: str, verb: str) -> dict[str, Any]:
    """Everything known of one act. Raises `KeyError`."""
    return nouns()[noun]["verbs"][verb]  # type: ignore[no-any-return]


def placeholder(option: dict[str, Any], choices: Sequence[str] = ()) -> str:
    """An option with what stands for its value: its choices, those given here or all, or its type's word."""
    return f"{option['name']} {'|'.join(choices or option.get('choices', ())) or metavar(option['type'])}"


def typed(noun: str, verb: str, key: str) -> str:
    """An act as it is typed, its required options and the papers always demanded included."""
    known = act(noun, verb)
    options = [placeholder(option) for option in known["options"] if option.get("required")]
    papers = [paper_option(p["kind"]) for p in known.get("documents", ()) if "when" not in p]
    return " ".join(["sez", noun, verb, key, *options, *papers])


def paper_option(kind: str) -> str:
    """A demanded paper as it is typed: the first of those that will do; `KIND` where a term names it."""
    return f"--document {'KIND' if kind.startswith('{') else kind.partition(EITHER)[0]}=FILE"


def document(kind: str, options: Mapping[str, str] = NO_OPTIONS) -> str:
    """A demanded paper in words: its kind, the kinds any one of which will do, or the term that names it."""
    if kind.startswith("{"):
        term = kind[1:-1]
        return _("the paper named by {option}").format(option=options.get(term, f"--{term}"))
    return reduce(_either, (word("document", one) for one in kind.split(EITHER)))


def _either(one: str, other: str) -> str:
    return _("{one} or {other}").format(one=one, other=other)


def option_of(noun: str, verb: str, term: str) -> str:
    """What a person types for a term of an act; the term's own name where it is no option."""
    options = nouns().get(noun, {}).get("verbs", {}).get(verb, {}).get("options", ())
    return next((o["name"] for o in options if o["term"] == term), term)
