"""The index of commands: every act with its options, its place in the lifecycle and its law, as plain data.

Help and shell completion read the index and load no domain code. It is generated (`python -m cli.indexing`)
from the definitions, the decision functions' signatures and the regulation released last; a test holds it
fresh.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from importlib import import_module
from inspect import Parameter, getdoc
from pathlib import Path
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import AfterValidator

from domain.values import OBLIGATION_KINDS, Duty, Money, Part, PartUse
from lifecycle.deadlines import Term
from lifecycle.definitions import NOUNS, lifecycle_of, types_of
from lifecycle.grammar import Consult, Lifecycle, Row
from lifecycle.regulation import newest
from lifecycle.rule import Paper, Rule
from projections.joins import columns_of
from projections.models import model_of

HERE = Path(__file__).parent
INDEX = HERE / "index.json"
FORMAT_VERSION = 1
TEXTS = ("terms", "examples", "nouns")

PLAIN_TYPES: Mapping[Any, str] = {
    bool: "flag",
    date: "day",
    str: "name",
    int: "count",
    Money: "money",
    Part: "part",
    PartUse: "part_use",
    Duty: "duty",
}
"""What text becomes, by the type that a decision takes: the names of the parsers in `domain.values`."""

IN_THE_UNIT = ("target", "amount")
"""Terms of an obligation that are counted in its own unit."""

OF_DATES = ("_on", "_until")
"""How the columns that hold dates end."""


class BadIndex(Exception):
    """A decision takes a term that cannot be typed on a command line."""


# -- options -----------------------------------------------------------------------------------------


def option_name(term: str, *, multiple: bool) -> str:
    """What a person types for a term: `area_m2` is `--area-ha`, `term_ends_on` is `--term-ends`."""
    word = term.rstrip("_")
    if word.endswith("_m2"):
        word = word.removesuffix("_m2") + "_ha"
    word = word.removesuffix("_on")
    return "--" + (_singular(word) if multiple else word).replace("_", "-")


def _named(name: str, beside: Iterable[str], *, multiple: bool = False) -> str:
    """An option's name; a date beside a value of the same name keeps its suffix: `--rate` and `--rate-on`."""
    if name.endswith("_on") and name.removesuffix("_on") in beside:
        return "--" + name.replace("_", "-")
    return option_name(name, multiple=multiple)


def _singular(word: str) -> str:
    if word.endswith("ies"):
        return word.removesuffix("ies") + "y"
    return word.removesuffix("s").replace("days_", "day_")


def _plain(hint: Any) -> tuple[str, bool, list[str]]:
    """The type's name, whether several are taken, and the choices, if the type is a list of them."""
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):
        (hint,) = [a for a in arguments if a is not type(None)]
        return _plain(hint)
    if origin is tuple and arguments[1:] == (Ellipsis,):
        name, _, choices = _plain(arguments[0])
        return name, True, choices
    if origin is Literal:
        return "choice", False, list(arguments)
    if origin is Annotated:
        validators = [a.func for a in hint.__metadata__ if isinstance(a, AfterValidator)]
        return (_parser(validators[0]), False, []) if validators else _plain(arguments[0])
    if hint in PLAIN_TYPES:
        return PLAIN_TYPES[hint], False, []
    raise BadIndex(str(hint))


def _parser(validate: Any) -> str:
    """A validator by name; with its module where that is not `domain.values`."""
    home = "" if validate.__module__ == "domain.values" else f"{validate.__module__}:"
    return f"{home}{validate.__name__}"


def _typed(name: str, row: Row, hint: Any) -> tuple[str, bool, list[str]]:
    consult: Consult | None = row.consults.get(name)
    if consult is not None:
        return ("party_key" if consult.category == "party" else "key"), consult.many, []
    kind, multiple, choices = _plain(hint)
    if name.endswith("_m2"):
        kind = "hectares"
    if kind == "obligation_kind":
        kind, choices = "choice", list(OBLIGATION_KINDS)
    if row.event.category == "obligation" and name in IN_THE_UNIT and kind == "count":
        kind = "target"
    return kind, multiple, choices


def _options(row: Row, helps: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    hints = types_of(row)
    money = False
    for name, parameter in row.terms.items():
        try:
            kind, multiple, choices = _typed(name, row, hints[name])
        except BadIndex as error:
            msg = f"{row.act}: {name}: {error}"
            raise BadIndex(msg) from error
        money |= kind == "money"
        consult = row.consults.get(name)
        whole = {
            "name": _named(name, row.terms, multiple=multiple),
            "term": name,
            "type": kind,
            "required": parameter.default is Parameter.empty,
            "multiple": multiple,
            "choices": choices,
            "of": consult.category if consult else "",
            "help": helps.get(f"{row.act}.{name}", helps.get(name, "")),
        }
        yield _compact(whole)
    if money and "currency" not in row.terms:
        yield {"name": "--currency", "term": "currency", "type": "currency", "help": helps["currency"]}


def _compact(whole: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in whole.items() if value not in ("", [], {}, False, None)}


# -- acts --------------------------------------------------------------------------------------------


def _standing(law: Lifecycle, standing: Mapping[str, frozenset[str]]) -> dict[str, list[str]]:
    return {
        region: [status for status in law.regions[region] if status in allowed]
        for region, allowed in standing.items()
    }


def _origin(law: Lifecycle, row: Row) -> list[dict[str, Any]]:
    return [
        _compact({"when": dict(alternative.when), "standing": _standing(law, alternative.standing)})
        for alternative in row.origin or ()
    ]


def _paper(paper: Paper) -> dict[str, Any]:
    return _compact({"kind": paper.kind, "when": dict(paper.when)})


def _deadline(term: Term) -> dict[str, Any]:
    return _compact(
        {
            "name": term.name,
            "length": term.length or None,
            "unit": term.unit,
            "yearly": [f"{month:02}-{day:02}" for month, day in term.yearly],
            "roll": "" if term.roll == "none" else term.roll,
            "basis": term.basis,
            "when": dict(term.when),
        }
    )


def _law(rule: Rule) -> dict[str, Any]:
    return _compact(
        {
            "recorded_by": rule.recorded_by,
            "decided_by": rule.decided_by,
            "basis": rule.basis,
            "documents": [_paper(paper) for paper in rule.documents],
            "deadlines": [_deadline(term) for term in rule.terms],
            "second": rule.second,
            "second_when": dict(rule.second_when),
            "assumed": rule.assumed,
        }
    )


def _needs(row: Row) -> list[dict[str, Any]]:
    """What the table demands of the other subjects that an act names or rests on."""
    return [
        _compact(
            {
                "of": consult.category,
                "standing": _standing(lifecycle_of(consult.category), consult.standing),
                "when": dict(consult.when),
            }
        )
        for consult in row.consults.values()
        if consult.standing
    ]


def _act(law: Lifecycle, row: Row, texts: Mapping[str, Any]) -> dict[str, Any]:
    rule = newest().rule(row.act)
    whole = {
        "help": " ".join((getdoc(row.decision) or "").split()),
        "birth": row.births,
        "from": _origin(law, row),
        "to": dict(row.target),
        "needs": _needs(row),
        "event": row.event.__name__,
        "options": list(_options(row, texts["terms"])),
        "example": texts["examples"]["examples"].get(row.act, {}).get("line", ""),
    }
    return {"options": []} | _compact(whole) | _law(rule)


def _noun(noun: str, texts: Mapping[str, Any]) -> dict[str, Any]:
    law = lifecycle_of(noun)
    verbs = {verb: _act(law, row, texts) for verb, row in law.by_verb.items()}
    return {
        "help": getdoc(import_module(f"domain.{noun}")) or "",
        "regions": {region: list(statuses) for region, statuses in law.regions.items()},
        "events": sorted(row.event.__name__ for row in law.rows),
        "columns": _columns(noun, texts["nouns"][noun]["list"]),
        "filters": _filters(noun, law),
        "choices": {
            o["term"]: o["choices"] for act in verbs.values() for o in act["options"] if "choices" in o
        },
        "verbs": verbs,
    }


def _columns(noun: str, first: Sequence[str]) -> list[str]:
    """The columns of the register: the most telling first, the rest in the register's own order."""
    known = dict.fromkeys([*(c.name for c in model_of(noun).columns), *columns_of(noun)])
    strange = set(first) - known.keys()
    if strange:
        msg = f"{noun}: no column {', '.join(sorted(strange))}"
        raise BadIndex(msg)
    return list(dict.fromkeys([*first, *known]))


def _filters(noun: str, law: Lifecycle) -> dict[str, Any]:
    """What a list is filtered by: everything in the register that is a word, a date or a yes."""
    known = columns_of(noun)
    asked = [name for name, kind in known.items() if kind in ("text", "list", "flag") or name == "overdue"]
    whole: dict[str, Any] = {} if "status" in known else {"status": _any_region(law)}
    return whole | {
        name: _compact(
            {
                "name": _named(name, known, multiple=known[name] == "list"),
                "choices": list(law.regions.get(name, ())),
                "flag": known[name] == "flag" or name == "overdue",
                "type": "day" if name.endswith(OF_DATES) else "",
            }
        )
        for name in asked
    }


def _any_region(law: Lifecycle) -> dict[str, Any]:
    """`--status` of a noun that stands in several regions and has no column of that name."""
    statuses = dict.fromkeys(status for some in law.regions.values() for status in some)
    return {"name": "--status", "choices": list(statuses), "any_of": list(law.regions)}


def build() -> dict[str, Any]:
    """The whole index. Raises `BadIndex` for a term that has no place on a command line."""
    texts = {name: tomllib.loads((HERE / f"{name}.toml").read_text("utf-8")) for name in TEXTS}
    return {
        "format_version": FORMAT_VERSION,
        "regulation": newest().stamp,
        "nouns": {noun: _noun(noun, texts) for noun in NOUNS},
    }


def rendered() -> str:
    """The index as it stands in the file."""
    return json.dumps(build(), ensure_ascii=False, indent=1, sort_keys=False) + "\n"


if __name__ == "__main__":
    INDEX.write_text(rendered(), "utf-8")
