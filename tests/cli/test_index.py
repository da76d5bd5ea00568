from __future__ import annotations

import ast
import string
from pathlib import Path

import pytest

import domain
from cli import index
from cli.errorwords import ERRORS
from cli.indexing import INDEX, option_name, rendered
from cli.ways import first_step
from cli.words import REFUSALS
from domain import refusals
from lifecycle.definitions import NOUNS, lifecycle_of

ROOT = Path(domain.__file__).parent.parent


def test_the_index_is_what_the_definitions_and_the_law_say_now() -> None:
    assert INDEX.read_text("utf-8") == rendered(), "run python -m cli.indexing"


@pytest.mark.parametrize(
    ("term", "multiple", "typed"),
    [
        ("area_m2", False, "--area-ha"),
        ("term_ends_on", False, "--term-ends"),
        ("due_on", False, "--due"),
        ("activities", True, "--activity"),
        ("obligations", True, "--obligation"),
        ("into", True, "--into"),
        ("from_on", False, "--from"),
        ("off_territory", False, "--off-territory"),
    ],
)
def test_a_term_is_typed_as_the_contract_says(term: str, multiple: bool, typed: str) -> None:
    assert option_name(term, multiple=multiple) == typed


def test_no_two_options_of_a_command_share_a_name() -> None:
    common = {"--on", "--actor", "--document", "--without", "--gap-owner", "--gap-until", "--body", "--reason"}
    common |= {"--dry-run", "--command-id", "--expect-version", "--yes", "--store", "--lang", "--format"}
    common |= {"--each-from", "--per-row", "--propose"}
    for noun, known in index.nouns().items():
        filters = [known["name"] for known in known["filters"].values()]
        assert len(filters) == len(set(filters)), noun
        for verb, act in known["verbs"].items():
            names = [option["name"] for option in act["options"]]
            assert len(names) == len(set(names)), (noun, verb)
            assert common.isdisjoint(names), (noun, verb)


def test_every_term_is_explained() -> None:
    mute = [
        f"{noun}.{verb} {option['term']}"
        for noun, known in index.nouns().items()
        for verb, act in known["verbs"].items()
        for option in act["options"]
        if not option["help"]
    ]
    assert mute == []


def test_every_act_says_its_role_its_body_and_its_article() -> None:
    for noun, known in index.nouns().items():
        for verb, act in known["verbs"].items():
            assert act["recorded_by"], (noun, verb)
            assert act["decided_by"], (noun, verb)
            assert act["basis"], (noun, verb)
            assert act["help"].endswith((".", ")")), (noun, verb)


def test_every_refusal_has_words() -> None:
    named = {
        name
        for name, kind in vars(refusals).items()
        if isinstance(kind, type) and issubclass(kind, refusals.Refused)
    }
    assert REFUSALS.keys() == named - {"Refused"}


def test_the_words_of_a_refusal_name_values_that_it_carries() -> None:
    for name, words in REFUSALS.items():
        kind = getattr(refusals, name)
        carried = set(kind.__annotations__)
        asked = set(_fields(words.message))
        assert asked <= carried | {"region", "status", "allowed"}, name
        of_the_subject = {"of", "whose"} if {"subject", "event"} & set(carried) else set()
        hinted = set(_fields(words.hint)) - {"noun", "verb", "key", "typed", "papers"} - of_the_subject
        assert hinted <= carried | {value.removesuffix("s") for value in carried}, name


def _fields(text: str) -> list[str]:
    return [name for _, name, _, _ in string.Formatter().parse(text) if name]


def test_every_problem_that_is_raised_has_words() -> None:
    """`Misused(problem="terms")` and its kin: each problem named in the code, by its error's code."""
    codes = {"Misused": "misused", "Conflict": "conflict", "StoreUnusable": "store-unusable", "Stale": "stale"}
    raised = set()
    for folder in ("lifecycle", "projections", "cli"):
        for path in (ROOT / folder).rglob("*.py"):
            for call in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(call, ast.Call) and getattr(call.func, "id", "") in codes:
                    code = codes[call.func.id]  # type: ignore[attr-defined]
                    for given in call.keywords:
                        if given.arg == "problem" and isinstance(given.value, ast.Constant):
                            raised.add(f"{code}.{given.value.value!s}")
    assert raised - ERRORS.keys() == set()


def test_the_way_out_of_a_status_is_the_shortest_one_without_a_second_officer() -> None:
    assert first_step("hand-over", "plot", "tenure", "free", {"leased"}) == "allocate"
    assert first_step("allocate", "plot", "tenure", "ended", {"free"}) == "clear-right"
    assert first_step("allocate", "zone", "status", "abolished", {"operating"}) is None


def test_every_verb_of_every_definition_is_a_command() -> None:
    assert {n: set(k["verbs"]) for n, k in index.nouns().items()} == {
        n: set(lifecycle_of(n).by_verb) for n in NOUNS
    }
