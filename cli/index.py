"""The generated index of commands, read as plain data."""

from __future__ import annotations

import json
import os
from functools import cache
from typing import Any

METAVARS = {
    "day": "DATE",
    "hectares": "HA",
    "money": "AMOUNT",
    "currency": "CODE",
    "count": "N",
    "name": "TEXT",
    "key": "KEY",
    "party_key": "BIN",
    "business_number": "BIN",
    "cadastral_number": "NUMBER",
    "period": "PERIOD",
    "unit_of": "UNIT",
    "obligation_kind": "KIND",
    "target": "AMOUNT",
    "part": "KEY=HA",
    "part_use": "KEY=USE",
    "subject": "CATEGORY:KEY",
    "duty": "KIND:TARGET:UNIT:DUE",
}
"""What stands for a value in help, by the type in the index."""


def metavar(kind: str) -> str:
    """What stands for a value of a type in help."""
    return METAVARS[kind.rpartition(":")[2]]


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


def typed(noun: str, verb: str, key: str) -> str:
    """An act as it is typed, its required options and the papers always demanded included."""
    known = act(noun, verb)
    options = [
        f"{o['name']} {'|'.join(o.get('choices', ())) or metavar(o['type'])}"
        for o in known.get("options", ())
        if o.get("required")
    ]
    papers = [f"--document {p['kind']}=FILE" for p in known.get("documents", ()) if "when" not in p]
    return " ".join(["sez", noun, verb, key, *options, *papers])


def option_of(noun: str, verb: str, term: str) -> str:
    """What a person types for a term of an act; the term's own name where it is no option."""
    options = nouns().get(noun, {}).get("verbs", {}).get(verb, {}).get("options", ())
    return next((o["name"] for o in options if o["term"] == term), term)
