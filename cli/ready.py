"""The command to type: an act suggested, with what is known of it filled in and placeholders for the rest."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from cli import index
from cli.index import paper_option

if TYPE_CHECKING:
    from lifecycle.rule import Rule

PROPOSE = "--propose"


class Known(NamedTuple):
    """What is known of an act that nobody asked for yet: terms that follow, facts and defaults beside them."""

    terms: Mapping[str, str]
    beside: Mapping[str, Any]

    def get(self, name: str) -> Any:
        """The value under a name, None where it is not known."""
        return self.terms.get(name, self.beside.get(name))


def typed(noun: str, verb: str, key: str, suggested: Mapping[str, Any], rule: Rule) -> str:
    """An act as it is typed: `--propose` where the law demands a second officer, the papers that it demands."""
    known = Known(suggested.get("terms", {}), suggested.get("known", {}))
    needs = suggested.get("needs", ())
    options = [
        _option(option, known.terms.get(option["term"]), rule.choices.get(option["term"], ()))
        for option in index.act(noun, verb)["options"]
        if option.get("required") or option["term"] in known.terms or option["term"] in needs
    ]
    papers = [paper(kind) for kind in rule.papers(known)]
    second = [PROPOSE] if rule.needs_second(known) else []
    return " ".join(["sez", noun, verb, key, *options, *papers, *second])


def _option(option: dict[str, Any], value: str | None, choices: Sequence[str]) -> str:
    return index.placeholder(option, choices) if value is None else f"{option['name']} {shlex.quote(value)}"


def paper(kind: str) -> str:
    """A paper's placeholder; a kind that somebody wrote freely is quoted for the shell."""
    option, _, value = paper_option(kind).partition(" ")
    return f"{option} {shlex.quote(value)}"
