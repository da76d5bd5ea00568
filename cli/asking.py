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
