"""The tree of commands, grown on demand: nouns with their acts and questions, and the commands beside them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import click

from cli import options
from cli.commands import Act, Told, body
from cli.i18n import _, noted, word
from cli.index import metavar, nouns

CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}
EXAMPLE_KEYS = {
    "zone": "KHG",
    "party": "050140001234",
    "plot": "KHG-014",
    "project": "P-1",
    "obligation": "P-1-1",
}


class Branch(click.Group):
    """A group whose commands are made when they are asked for."""

    def __init__(self, name: str, made: Mapping[str, Callable[[], click.Command]], **more: Any) -> None:
        super().__init__(name, **more)
        self._made = made

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in the order they were given."""
        return list(self._made)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of a name, made now."""
        make = self._made.get(cmd_name)
        return make() if make else None


class Noun(Branch):
    """The acts and questions of a noun; its help tells them apart."""

    def __init__(self, noun: str) -> None:
        known = nouns()[noun]
        self.acts = {verb: _act(noun, verb) for verb in known["verbs"]}
        self.questions = {
            "list": lambda: listing(noun),
            "show": lambda: showing(noun),
            "history": lambda: telling(noun),
        }
        super().__init__(noun, {**self.questions, **self.acts}, help=_(known["help"]))

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Questions first, then acts in the order of the lifecycle; no command is made for it."""
        known = nouns()[self.name or ""]["verbs"]
        limit = formatter.width - 6 - max(len(verb) for verb in known)
        acts = [(verb, _first_sentence(_(act["help"]), limit)) for verb, act in known.items()]
        asked = [(name, make().get_short_help_str(limit)) for name, make in self.questions.items()]
        for heading, rows in ((_("Questions"), asked), (_("Acts"), acts)):
            with formatter.section(heading):
                formatter.write_dl(rows)


def _act(noun: str, verb: str) -> Callable[[], click.Command]:
    return lambda: Act(noun, verb)


def _first_sentence(text: str, limit: int) -> str:
    return click.utils.make_default_short_help(text, limit)


# -- questions ---------------------------------------------------------------------------------------


def listing(noun: str) -> click.Command:
    """`NOUN list`: a register, filtered by its columns."""
    filters = [_filter(noun, name, known) for name, known in nouns()[noun]["filters"].items()]
    return Told(
        "list",
        run=_about(noun, body("cli.registry:listing")),
        help=_("List the register."),
        example=f"sez {noun} list --format csv",
        params=[*filters, *options.of_questions()],
    )


def _filter(noun: str, name: str, known: Mapping[str, Any]) -> click.Option:
    dest = f"filter_{name}"
    option = "--" + name.removesuffix("_on").replace("_", "-")
    text = _("Only with this {column}; repeatable.").format(column=_(name.replace("_", " ")))
    choices = known.get("choices")
    if known.get("flag"):
        return click.Option([option, dest], is_flag=True, help=_("Only where this is so."))
    if choices:
        return click.Option([option, dest], type=click.Choice(choices), multiple=True, help=text)
    return click.Option([option, dest], metavar=metavar("name"), multiple=True, help=text)


def _key(noun: str) -> click.Argument:
    return click.Argument(["key"], metavar=metavar("party_key" if noun == "party" else "key"))


def showing(noun: str) -> click.Command:
    """`NOUN show`: where a subject stands."""
    return Told(
        "show",
        run=_about(noun, body("cli.questions:showing")),
        help=_("Show where it stands."),
        example=f"sez {noun} show {EXAMPLE_KEYS[noun]} --as-of 2024-12-31",
        params=[_key(noun), *options.of_questions()],
    )


def telling(noun: str) -> click.Command:
    """`NOUN history`: what happened to a subject."""
    return Told(
        "history",
        run=_about(noun, body("cli.questions:telling")),
        help=_("Tell what happened: who, when, on which papers, by which article."),
        example=f"sez {noun} history {EXAMPLE_KEYS[noun]}",
        params=[_key(noun), *options.of_questions()],
    )


def _about(noun: str, run: Callable[..., Any]) -> Callable[..., Any]:
    return lambda **values: run(noun=noun, **values)


def _noun() -> click.Argument:
    return click.Argument(["noun"], type=click.Choice(list(nouns())), metavar="NOUN")


def can() -> click.Command:
    """`can NOUN KEY`: which acts are permitted, and what stands against the others."""
    return Told(
        "can",
        run=body("cli.permitted:permitted"),
        help=_("Which acts are permitted now; for each refused one the rule, its article and what is missing."),
        example="sez can plot KHG-014",
        params=[_noun(), click.Argument(["key"]), *options.of_questions()],
    )


def diagram() -> click.Command:
    """`diagram NOUN`: the lifecycle as a picture."""
    return Told(
        "diagram",
        run=body("cli.law:diagram"),
        help=_("Draw a lifecycle as a mermaid state diagram."),
        example="sez diagram plot --region tenure",
        params=[_noun(), click.Option(["--region"], metavar="REGION", help=_("Only this region."))],
    )


def regulation() -> click.Group:
    """`regulation`: the law that the acts stand under."""
    return Branch(
        "regulation",
        {
            "show": lambda: Told(
                "show",
                run=body("cli.law:showing"),
                help=_("Show a regulation: for each act the role, the papers, the article, the deadlines."),
                example="sez regulation show kz-2019",
                params=[click.Argument(["name"], required=False), *options.of_questions()[:1]],
            )
        },
        help=_("The law in force."),
    )


# -- upkeep ------------------------------------------------------------------------------------------


def _plain(
    name: str, path: str, text: str, example: str, *params: click.Parameter
) -> Callable[[], click.Command]:
    return lambda: Told(name, run=body(path), help=_(text), example=example, params=list(params))


def _file(text: str) -> click.Argument:
    return click.Argument(["file"], metavar=text, type=click.Path())


def _yes() -> click.Option:
    return click.Option(["--yes"], is_flag=True, help=_("Overwrite without asking."))


def projection() -> click.Group:
    """`projection`: the read models."""
    made = {
        "status": _plain(
            "status", "cli.upkeep:status", noted("How far each read model has come."), "sez projection status"
        ),
        "rebuild": _plain(
            "rebuild",
            "cli.upkeep:rebuild",
            noted("Build read models anew beside the live ones, then switch."),
            "sez projection rebuild plots",
            click.Argument(["model"], required=False),
        ),
    }
    return Branch("projection", made, help=_("The read models: always disposable."))


def store() -> click.Group:
    """`store`: the log as a file."""
    made = {
        "backup": _plain(
            "backup",
            "cli.upkeep:backup",
            noted("Copy the store while it is in use."),
            "sez store backup sez-backup.db",
            _file("FILE"),
            _yes(),
        ),
        "restore": _plain(
            "restore",
            "cli.upkeep:restore",
            noted("Put a backup in the place of the store."),
            "sez store restore sez-backup.db --yes",
            _file("FILE"),
            _yes(),
        ),
    }
    return Branch("store", made, help=_("The store itself."))


def report() -> click.Group:
    """`report NAME`: reports over the registers."""
    made = {
        "figures": lambda: Told(
            "figures",
            run=body("cli.demonstration:figures"),
            help=_("Compare every published figure with what the registers yield."),
            example="sez report figures --format csv",
            params=options.of_questions(),
        )
    }
    return Branch("report", made, help=_("Reports."))


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


MADE: Mapping[str, Callable[[], click.Command]] = {
    "can": can,
    "diagram": diagram,
    "regulation": regulation,
    "report": report,
    "projection": projection,
    "store": store,
    "doctor": _plain(
        "doctor", "cli.upkeep:doctor", noted("Check the program, its libraries and the store."), "sez doctor"
    ),
    "demo": _plain(
        "demo",
        "cli.demonstration:demo",
        noted("Play fifteen years of a country's zones into a fresh store and show what comes out."),
        "sez demo --store sez-demo.db",
    ),
    "completion": completion,
    "version": _plain("version", "cli.upkeep:version", noted("The program's version."), "sez version"),
}


class Program(Branch):
    """The whole program."""

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The nouns first, then what stands beside them; no noun is opened for it."""
        subjects = [
            (noun, _first_sentence(_(known["help"]), formatter.width - 16)) for noun, known in nouns().items()
        ]
        with formatter.section(_("Nouns (sez NOUN VERB KEY)")):
            formatter.write_dl(subjects)
        rows = [(name, make().get_short_help_str(formatter.width - 16)) for name, make in MADE.items()]
        with formatter.section(_("Commands")):
            formatter.write_dl(rows)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """A first step."""
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
