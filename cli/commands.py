"""The commands for acts, made from the index when they are asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

import click

from cli import options
from cli.i18n import _, counted, word
from cli.index import act, document, metavar, nouns

PERFORM = "cli.acts:perform"
"""Where acts are carried out that are nothing else besides."""

TERM = "term_"
"""Before the name of a term in what click hands over, so that no term meets a common option's name."""


def body(path: str) -> Callable[..., Any]:
    """A command's body by its place, `module:function`, loaded only when the command runs."""

    def run(**values: Any) -> Any:
        settings = click.get_current_context().ensure_object(options.Settings)
        settings.heed(values)
        module, __, name = path.partition(":")
        return getattr(import_module(module), name)(settings, **values)

    return run


class Told(click.Command):
    """A command whose help ends with an example."""

    def __init__(self, name: str, *, run: Callable[..., Any], example: str, **more: Any) -> None:
        super().__init__(name, callback=run, **more)
        self.example = example
        self.params.extend(options.everywhere())

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click's own signature
        """The example, as it can be typed."""
        if self.example:
            with formatter.section(_("Example")):
                formatter.write(wrapped(self.example, formatter))


class Strict(Told):
    """A command to which an empty value is a mistake: with an empty variable a script asks something else."""

    def invoke(self, ctx: click.Context) -> Any:
        """Refuse an empty value of an argument or an option. Raises `Misused`."""
        for param in self.params:
            given = ctx.params.get(param.name or "")
            if given == "" or (isinstance(given, tuple) and "" in given):
                option = param.opts[-1] if isinstance(param, click.Option) else param.human_readable_name
                from lifecycle.errors import Misused  # noqa: PLC0415 - help does without

                raise Misused(problem="empty-value", option=option)
        return super().invoke(ctx)


def wrapped(line: str, formatter: click.HelpFormatter) -> str:
    """A command line broken before its options with a backslash, so that it can still be copied."""
    indent = " " * formatter.current_indent
    lines, here = [], ""
    for piece in line.split(" "):
        fits = len(indent) + len(here) + len(piece) + len(" \\") < formatter.width
        if here and not fits and piece.startswith("-"):
            lines.append(here + " \\")
            here = "  " + piece
        else:
            here = f"{here} {piece}" if here else piece
    lines.append(here)
    return "".join(f"{indent}{one}\n" for one in lines)


class Branch(click.Group):
    """A group whose commands are made when they are asked for."""

    def __init__(self, name: str, made: Mapping[str, Callable[[], click.Command]], **more: Any) -> None:
        super().__init__(name, **more)
        self._made = made

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's own signature
        """The names, in the order they were given."""
        return list(self._made)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's own signature
        """The command of a name, made now."""
        make = self._made.get(cmd_name)
        return make() if make else None


# -- acts --------------------------------------------------------------------------------------------


class Act(Told):
    """An act: its options, then where it leads, who decides it, on which papers, by which law."""

    def __init__(self, noun: str, verb: str, *, run: str = PERFORM) -> None:
        self.noun, self.verb, self.known = noun, verb, act(noun, verb)
        self.alone = run != PERFORM
        super().__init__(
            verb,
            run=body(run),
            example=self.known.get("example", ""),
            params=[
                click.Argument(["key"], metavar="BIN" if noun == "party" else "KEY", required=False),
                *(_term(given, noun) for given in self.known.get("options", ())),
                *options.of_acts(),
            ],
            help=_(self.known["help"]),
        )

    def invoke(self, ctx: click.Context) -> Any:
        """Hand over which act is meant along with its options, and whether it is one or a campaign."""
        self._check_subject(ctx)
        if ctx.params["each_from"] is not None:
            del ctx.params["key"]
            self.callback = body("cli.campaign:perform")
        ctx.params |= {"noun": self.noun, "verb": self.verb}
        return super().invoke(ctx)

    def _check_subject(self, ctx: click.Context) -> None:
        """Either the key of one subject or a file of many; what concerns many only with them."""
        one, many = ctx.params["key"] is not None, ctx.params["each_from"] is not None
        if many and self.alone:
            raise click.UsageError(_("this act is done for one subject at a time, not with --each-from"), ctx)
        if one and many:
            raise click.UsageError(_("give either a key or --each-from, not both"), ctx)
        if not one and not many:
            raise click.MissingParameter(ctx=ctx, param=self.params[0])
        if many and ctx.params["expect_version"] is not None:
            raise click.UsageError(_("--expect-version is for one subject, not with --each-from"), ctx)
        if one and ctx.params["per_row"]:
            raise click.UsageError(_("--per-row is for many subjects, with --each-from"), ctx)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Terms first, then circumstances, then the law."""
        own = [p for p in self.params if (p.name or "").startswith((TERM, "currency"))]
        rest = [p for p in self.get_params(ctx) if p not in own and isinstance(p, click.Option)]
        for heading, params in ((_("Terms"), own), (_("Options"), rest)):
            records = [r for p in params if (r := p.get_help_record(ctx)) is not None]
            if records:
                with formatter.section(heading):
                    formatter.write_dl(records)
        with formatter.section(_("Law")):
            formatter.write_dl(list(law(self.noun, self.known)))


class Choice(click.Choice):  # type: ignore[type-arg]  # in its oldest version it takes none
    """One of several words; in a campaign also what a column of its file is to fill in."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The word. The campaign itself checks what was filled in."""
        if ctx is not None and ctx.params.get("each_from") is not None and "{" in value:
            return value
        return super().convert(value, param, ctx)


def _term(given: Mapping[str, Any], noun: str) -> click.Option:
    kind = given["type"]
    more: dict[str, Any] = {"required": given.get("required", False), "multiple": given.get("multiple", False)}
    if kind == "flag":
        more = {"is_flag": True}
    elif kind == "choice":
        more["type"] = Choice(given["choices"])
    elif kind != "flag":
        more["metavar"] = metavar(kind)
    text = _(given.get("help", ""))
    if more.get("multiple"):
        text = _("{text} Repeatable.").format(text=text)
    dest = given["term"] if given["term"] == "currency" else TERM + given["term"]
    return click.Option([given["name"], dest], help=text, **more)


# -- the law in words --------------------------------------------------------------------------------


def law(noun: str, known: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What the table and the regulation say of an act, as headings and words."""
    options = {o["term"]: o["name"] for o in known["options"]}
    told = [
        *_from(noun, known, options),
        (_("to"), standing(noun, {r: [s] for r, s in known.get("to", {}).items()}) or _("the status stays")),
        *((word("noun", need["of"]), _need(need, options)) for need in known.get("needs", ())),
        (_("recorded by"), word("role", known["recorded_by"])),
        (_("decided by"), word("role", known["decided_by"])),
        (_("documents"), "; ".join(paper(p, options) for p in known.get("documents", ()))),
        (_("deadlines"), "; ".join(deadline(d, options) for d in known.get("deadlines", ()))),
        (_("basis"), basis(known)),
        (_("second officer"), _("must confirm") if known.get("second") else ""),
    ]
    return [(heading, text) for heading, text in told if text]


def basis(known: Mapping[str, Any]) -> str:
    """The legal basis, marked where no source states it."""
    text = _(known["basis"])
    return _("{basis} (assumed)").format(basis=text) if known.get("assumed") else text


def _from(noun: str, known: Mapping[str, Any], options: Mapping[str, str]) -> list[tuple[str, str]]:
    if known.get("birth"):
        return [(_("from"), _("nothing: the act begins the record"))]
    cases: dict[str, list[str]] = {}
    for one in known.get("from", ()):
        stood = standing(noun, one.get("standing", {})) or _("any status")
        cases.setdefault(stood, []).append(case(one, options))
    told = [where(stood, ", ".join(one for one in some if one)) for stood, some in cases.items()]
    return [(_("from") if place == 0 else _("or"), text) for place, text in enumerate(told)]


def _need(need: Mapping[str, Any], options: Mapping[str, str]) -> str:
    return where(standing(need["of"], need["standing"]), case(need, options))


def case(given: Mapping[str, Any], options: Mapping[str, str]) -> str:
    """The terms with which something holds, as they are typed; facts of the subject by name."""
    told = []
    for name, value in given.get("when", {}).items():
        typed = options.get(name) or word("fact", name)
        told.append(
            typed
            if value is True
            else f"{typed} {value}"
            if value is not False
            else _("not {fact}").format(fact=typed)
        )
    return " ".join(told)


def where(text: str, case: str) -> str:
    """A text with the case in which it holds, if there is one."""
    return _("{text} (where {case})").format(text=text, case=case) if case else text


def standing(noun: str, given: Mapping[str, Any]) -> str:
    """Statuses by region in words; a region's name is left out where there is but one."""
    regions = nouns()[noun]["regions"]
    several = len(regions) > 1
    told = []
    for region in sorted(given, key=list(regions).index):
        words = ", ".join(word(f"{noun}.{region}", status) for status in given[region])
        told.append(f"{word('region', region)}: {words}" if several else words)
    return "; ".join(told)


def paper(given: Mapping[str, Any], options: Mapping[str, str]) -> str:
    """A demanded document in words."""
    return where(document(given["kind"], options), case(given, options))


def deadline(given: Mapping[str, Any], options: Mapping[str, str]) -> str:
    """A deadline in words: its name, its length, its article."""
    text = f"{word('deadline', given['name'])} {counted_in(given)}"
    if given.get("roll"):
        text += _(", to the next working day")
    if given.get("basis"):
        text += f" ({_(given['basis'])})"
    return where(text, case(given, options))


def counted_in(given: Mapping[str, Any]) -> str:
    """How long a deadline is, in words."""
    if given["unit"] == "yearly":
        return _("every {days}").format(days=", ".join(given["yearly"]))
    return _lengths()[given["unit"]](given["length"])


def _lengths() -> Mapping[str, Callable[[int], str]]:
    return {
        "years": lambda n: counted("{count} year", "{count} years", n),
        "months": lambda n: counted("{count} month", "{count} months", n),
        "days": lambda n: counted("{count} day", "{count} days", n),
        "working_days": lambda n: counted("{count} working day", "{count} working days", n),
    }
