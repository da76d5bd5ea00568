"""The tree of commands, grown on demand: nouns with their acts and questions, and the commands beside them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import Any

import click

from cli import options
from cli.asking import can, diagram, due, listing, regulation, report, showing, telling, why
from cli.beside import ACTS, MEANS, NOTHING, QUESTIONS
from cli.commands import Act, Branch, Told
from cli.i18n import _, noted
from cli.index import nouns
from cli.keeping import plain, projection, store

CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


class Noun(Branch):
    """The acts and questions of a noun; its help tells them apart."""

    def __init__(self, noun: str) -> None:
        known = nouns()[noun]
        self.acts = {**{verb: _act(noun, verb) for verb in known["verbs"]}, **ACTS.get(noun, NOTHING)}
        self.questions: Mapping[str, Callable[[], click.Command]] = {
            "list": lambda: listing(noun),
            "show": lambda: showing(noun),
            "history": lambda: telling(noun),
            **QUESTIONS.get(noun, NOTHING),
        }
        self.means = MEANS.get(noun, NOTHING)
        super().__init__(noun, {**self.questions, **self.acts, **self.means}, help=_(known["help"]))

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click's own signature
        """Questions first, then acts in the order of the lifecycle, then what is neither."""
        known = nouns()[self.name or ""]["verbs"]
        limit = formatter.width - 6 - max(len(verb) for verb in known)
        acts = [(verb, _first_sentence(_(act["help"]), limit)) for verb, act in known.items()]
        asked = [(name, make().get_short_help_str(limit)) for name, make in self.questions.items()]
        means = [(name, make().get_short_help_str(limit)) for name, make in self.means.items()]
        for heading, rows in ((_("Questions"), asked), (_("Acts"), acts), (_("Means"), means)):
            if rows:
                with formatter.section(heading):
                    formatter.write_dl(rows)


def _act(noun: str, verb: str) -> Callable[[], click.Command]:
    return lambda: Act(noun, verb)


def _first_sentence(text: str, limit: int) -> str:
    return click.Command(None, help=text).get_short_help_str(limit)


def completion() -> click.Command:
    """`completion SHELL`: the script that a shell reads."""
    return Told(
        "completion",
        run=_complete,
        help=_("Print the completion script of a shell."),
        example="sez completion bash",
        params=[click.Argument(["shell"], type=click.Choice(["bash", "zsh", "fish"]))],
    )


def _complete(*, shell: str, **_values: Any) -> int:
    from click.shell_completion import get_completion_class  # noqa: PLC0415 - for this command only

    found = get_completion_class(shell)
    assert found is not None  # noqa: S101 - click has all three
    click.echo(found(program(), {}, "sez", "_SEZ_COMPLETE").source())
    return 0


def _later(path: str) -> Callable[[], click.Command]:
    """How a command is made by its place, `module:function`, loaded only when it is asked for."""
    module, _colon, name = path.partition(":")
    return lambda: getattr(import_module(module), name)()  # noqa: PLW0108 - loaded when asked for


MADE: Mapping[str, Callable[[], click.Command]] = {
    "due": due,
    "can": can,
    "why": why,
    "diff": _later("cli.replaying:diff"),
    "blame": _later("cli.replaying:blame"),
    "lineage": _later("cli.replaying:lineage"),
    "diagram": diagram,
    "regulation": regulation,
    "report": report,
    "correct": _later("cli.amends:correct"),
    "void": _later("cli.amends:void"),
    "audit": _later("cli.audit:audit"),
    "projection": projection,
    "store": store,
    "doctor": plain(
        "doctor", "cli.upkeep:doctor", noted("Check the program, its libraries and the store."), "sez doctor"
    ),
    "demo": plain(
        "demo",
        "cli.demonstration:demo",
        noted("Play fifteen years of a country's zones into a fresh store and show what comes out."),
        "sez demo --store sez-demo.db",
    ),
    "completion": completion,
    "version": plain("version", "cli.upkeep:version", noted("The program's version."), "sez version"),
}


class Program(Branch):
    """The whole program."""

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click's own signature
        """The nouns first, then what stands beside them; no noun is opened for it."""
        subjects = [
            (noun, _first_sentence(_(known["help"]), formatter.width - 16)) for noun, known in nouns().items()
        ]
        with formatter.section(_("Nouns (sez NOUN VERB KEY)")):
            formatter.write_dl(subjects)
        rows = [(name, make().get_short_help_str(formatter.width - 16)) for name, make in MADE.items()]
        with formatter.section(_("Commands")):
            formatter.write_dl(rows)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click's own signature
        """What the environment may say, and a first step."""
        with formatter.section(_("Environment")):
            formatter.write_dl([(name, _(text)) for name, text in options.VARIABLES.items()])
        with formatter.section(_("Example")):
            formatter.write("  sez demo\n")


def program() -> click.Group:
    """The root of the tree."""
    made = {**{noun: _grown(noun) for noun in nouns()}, **MADE}
    return Program(
        "sez",
        made,
        callback=_begin,
        help=_("The lifecycle of land in special economic and industrial zones: acts, registers, histories."),
        params=options.everywhere(),
        context_settings=CONTEXT,
    )


def _grown(noun: str) -> Callable[[], click.Command]:
    return lambda: Noun(noun)


def _begin(**values: Any) -> None:
    click.get_current_context().ensure_object(options.Settings).heed(values)


def perform(argv: Sequence[str], settings: options.Settings) -> int:
    """Run a command line. Returns its exit code; what goes wrong is raised."""
    done = program().main(list(argv), prog_name="sez", standalone_mode=False, obj=settings)
    return done if isinstance(done, int) else 0
