from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import click
import pytest

from cli.index import nouns
from cli.options import Settings
from cli.program import program
from lifecycle.definitions import NOUNS, lifecycle_of
from tests.cli.harness import EXAMPLES, STANDS_IN, approved, bring, keyed, typed

ACTS = EXAMPLES["examples"]
SEALED = ("sez audit prove", "sez audit consistency")
"""Commands whose examples speak of a store that was sealed."""


@pytest.mark.parametrize("act", ACTS)
def test_the_example_of_every_act_can_be_typed(act: str, at: Callable[[str], Path]) -> None:
    example = ACTS[act]
    bring(example, at(example.get("after", "")).parent)
    if "before" in example:
        assert typed(example["before"]).code == 0
    done = typed(f"{example['line']} --format json")
    assert (done.code, done.err) == (0, "")
    if example["line"].endswith(" --propose"):
        done = approved(done)
    noun, verb = act.split(".")
    assert done.json.keys() == {"position", "stream", "version", "events"}
    assert done.json["events"], "the example of an act does something"
    assert all(event.keys() >= {"event", "type", "effective_on"} for event in done.json["events"])
    row = lifecycle_of(noun).by_verb[verb]
    types = [event["type"] for event in done.json["events"]]
    assert row.event.stored in (types[0], types[-1]), "an approval stands behind the act that it confirms"


def test_every_act_has_an_example() -> None:
    acts = {row.act for noun in NOUNS for row in lifecycle_of(noun).by_verb.values()}
    assert ACTS.keys() == acts


def test_every_setup_leads_to_an_example() -> None:
    used = {example.get("after") for example in ACTS.values()}
    used |= {setup.get("after") for setup in EXAMPLES["setups"].values()} | {
        "completed",
        "launched",
        *STANDS_IN.values(),
    }
    assert EXAMPLES["setups"].keys() <= used


def commands(group: click.Command, path: str = "sez") -> Iterator[tuple[str, click.Command]]:
    if isinstance(group, click.Group):
        with click.Context(group, info_name="sez", obj=Settings()) as context:
            for name in group.list_commands(context):
                found = group.get_command(context, name)
                assert found is not None
                yield from commands(found, f"{path} {name}")
    else:
        yield path, group


QUESTIONS = {
    path: command.example  # type: ignore[attr-defined]
    for path, command in commands(program())
    if path not in {f"sez {noun} {verb}" for noun in nouns() for verb in nouns()[noun]["verbs"]}
}


@pytest.mark.parametrize("path", [path for path in QUESTIONS if path != "sez demo"])
def test_the_example_of_every_question_can_be_typed(path: str, at: Callable[[str], Path]) -> None:
    at(STANDS_IN.get(path.split()[1], "held"))
    assert typed("sez store backup sez-backup.db").code == 0 or path == "sez store backup"
    if path == "sez store backup":
        Path("sez-backup.db").unlink()
    if path.startswith("sez audit") and path != "sez audit key generate":
        keyed(Path("sez.db"))
    if path in SEALED:
        assert typed("sez audit seal --key sez.key").code == 0
        shutil.copy("sez.checkpoint", "old.checkpoint")
    done = typed(QUESTIONS[path])
    assert (done.code, done.said if path != "sez report figures" else "") == (0, "")
    assert done.out


def test_the_help_of_every_command_ends_with_its_example() -> None:
    for path, command in commands(program()):
        with click.Context(command, info_name=path, obj=Settings()) as context:
            told = command.get_help(context)
        example = getattr(command, "example", "")
        ending = " ".join(told[told.rindex("Example:") :].replace("\\\n", " ").split())
        assert ending == " ".join(f"Example: {example}".split()), path


def test_an_example_is_one_line_of_the_index() -> None:
    for noun, known in nouns().items():
        for verb, act in known["verbs"].items():
            assert act["example"].startswith(f"sez {noun} {verb} ")
            assert "\n" not in act["example"]
