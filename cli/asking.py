"""The commands that ask: lists, where a subject stands, what happened to it, what may be done, the law."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import click

from cli import options
from cli.commands import Branch, Told, body
from cli.i18n import _, word
from cli.index import metavar, nouns

EXAMPLE_KEYS = {
    "zone": "KHG",
    "party": "050140001238",
    "plot": "KHG-014",
    "project": "P-1",
    "obligation": "P-1-1",
    "calendar": "kz",
    "officer": "officer-permits",
    "proposal": "9b9915371182",
    "document": "876b11dff508562af0aa56eeab4800345d4ebd864e20f206e2c16b414805abbd",
}


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
    option = known["name"]
    text = _("Only with this {column}; repeatable.").format(column=_(name.replace("_", " ")))
    choices = known.get("choices")
    if known.get("flag"):
        return click.Option([option, dest], is_flag=True, help=_("Only where this is so."))
    if known.get("any_of"):
        text = _("Only where it stands so in any of its regions ({regions}); repeatable.").format(
            regions=", ".join(word("region", region) for region in known["any_of"])
        )
    if choices:
        return click.Option([option, dest], type=click.Choice(choices), multiple=True, help=text)
    return click.Option([option, dest], metavar=metavar(known.get("type", "name")), multiple=True, help=text)


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
        params=[
            _noun(),
            click.Argument(["key"]),
            click.Option(["--actor"], metavar="NAME", help=_("To this officer. Default: to any.")),
            *options.of_questions(),
        ],
    )


def why() -> click.Command:
    """`why NOUN KEY`: how its due dates came about."""
    return Told(
        "why",
        run=body("cli.reasons:why"),
        help=_("Explain its due dates step by step: start, length, days that do not count, days off, moves."),
        example="sez why plot KHG-014 --deadline non-use",
        params=[
            _noun(),
            click.Argument(["key"]),
            click.Option(["--deadline"], metavar="NAME", help=_("Only this deadline.")),
            click.Option(
                ["--all", "answered"],
                is_flag=True,
                help=_("Also the deadlines about which nothing is to be done any more."),
            ),
            *options.of_questions(),
        ],
    )


def due() -> click.Command:
    """`due`: what is overdue, what falls due, what comes next."""
    return Told(
        "due",
        run=body("cli.worklist:due"),
        help=_(
            "What is overdue, what falls due, and the next steps, each with the command to type. "
            "Exit code 6 where anything is overdue."
        ),
        example="sez due --now 2019-12-01 --until 2020-12-31 --zone KHG",
        params=[
            click.Option(
                ["--until"], metavar="DATE", help=_("What falls due by this date. Default: 30 days on.")
            ),
            click.Option(["--zone"], metavar="KEY", help=_("Only in this zone.")),
            click.Option(["--officer"], metavar="NAME", help=_("Only what this officer may do or must find.")),
            click.Option(["--noun"], type=click.Choice(list(nouns())), help=_("Only about this noun.")),
            click.Option(["--overdue"], is_flag=True, help=_("Only what is overdue.")),
            click.Option(["--steps/--no-steps"], default=True, help=_("With next steps that have no date.")),
            click.Option(["--ics"], is_flag=True, help=_("As a calendar file, of what has a date.")),
            click.Option(["--now"], metavar="DATE", help=_("As if it were this date.")),
            *options.of_questions(),
        ],
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
    from cli.lawasking import made  # noqa: PLC0415 - for this command only

    return Branch("regulation", made(), help=_("The law in force."))


def report() -> click.Group:
    """`report NAME`: reports over the registers."""
    made = {
        "figures": lambda: Told(
            "figures",
            run=body("cli.demonstration:figures"),
            help=_("Compare every published figure with what the registers yield."),
            example="sez report figures --format csv",
            params=options.of_questions(),
        ),
        "schedule": lambda: Told(
            "schedule",
            run=body("cli.reports:scheduled"),
            help=_("What was promised by a date and how much of it is reported, by project, kind and unit."),
            example="sez report schedule --project P-1 --as-of 2025-12-31",
            params=[
                click.Option(["--project"], metavar="KEY", multiple=True, help=_("Only this; repeatable.")),
                *options.of_questions(),
            ],
        ),
    }
    return Branch("report", made, help=_("Reports."))
