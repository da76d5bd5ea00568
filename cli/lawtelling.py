"""The law in words: deadlines with the acts they are about, limits, the values that are known, articles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cli.commands import case, deadline, paper, where
from cli.i18n import _, noted, word
from cli.index import nouns
from lifecycle import lawdiff
from lifecycle.regulation import ANY_RECORD, Regulation
from lifecycle.rule import Rule

LIMITS: Mapping[str, str] = {
    "annexes_per_year": noted("annexes in a year: {value} at most"),
    "commissioning_moves": noted("moves of the date of commissioning: {value} at most"),
    "cure_months": noted("months to cure: {value}"),
    "listed_years": noted("years on the public list: {value}"),
}
OF_A_KIND: Mapping[str, str] = {
    "head_lease_years_": noted("years of a head lease ({kind}): {value} at least"),
    "least_": noted("promised of {kind}: {value} at least"),
    "demands_": noted("owed by who is granted land, of {kind}: {value} at least"),
}
"""Limits whose names end in a kind."""


def called(act: str) -> str:
    """An act by its name; one that any record may be subject to, as it is typed."""
    category, _dot, verb = act.partition(".")
    return _("any record: {verb} EVENT").format(verb=verb) if category == ANY_RECORD else act


def options_of(act: str) -> Mapping[str, str]:
    """What a person types for each term of an act."""
    noun, _dot, verb = act.partition(".")
    known = nouns().get(noun, {}).get("verbs", {}).get(verb, {})
    return {o["term"]: o["name"] for o in known.get("options", ())}


def as_data(act: str, rule: Rule) -> dict[str, Any]:
    """What the law says of an act, as plain values."""
    return {
        "act": act,
        "recorded_by": rule.recorded_by,
        "decided_by": rule.decided_by,
        "documents": [lawdiff.paper(one) for one in rule.documents],
        "deadlines": [lawdiff.term(one) for one in rule.terms],
        "basis": rule.basis,
        "second": rule.second,
        "second_when": dict(rule.second_when),
        "assumed": rule.assumed,
        "limits": dict(rule.limits),
        "choices": {name: list(values) for name, values in rule.choices.items()},
    }


def in_words(row: Mapping[str, Any]) -> dict[str, Any]:
    """What the law says of an act, for people."""
    options = options_of(row["act"])
    return {
        **row,
        "act": called(row["act"]),
        "recorded_by": word("role", row["recorded_by"]),
        "decided_by": word("role", row["decided_by"]),
        "documents": "; ".join(paper(one, options) for one in row["documents"]),
        "deadlines": "; ".join(deadline_told(one, options) for one in row["deadlines"]),
        "basis": _(row["basis"]),
        "second": second(row["second_when"], options) if row["second"] else "",
        "second_when": "",
        "limits": "; ".join(limit(name, value) for name, value in row["limits"].items()),
        "choices": "; ".join(choice(name, some, options) for name, some in row["choices"].items()),
    }


def second(when: Mapping[str, Any], options: Mapping[str, str]) -> str:
    """When a second officer must confirm."""
    return where(_("must confirm"), case({"when": when}, options))


def deadline_told(given: Mapping[str, Any], options: Mapping[str, str]) -> str:
    """A deadline with where it begins, what keeps it from running, and the acts it is about."""
    told = [deadline(given, options)]
    if given["from"]:
        told.append(_("from {date}").format(date=options.get(given["from"], given["from"])))
    if given["period"] in options:
        told.append(_("for the half-year after {period}").format(period=options[given["period"]]))
    elif given["period"]:
        told.append(_("for the first half-year not reported"))
    if given["before"]:
        told.append(_("within it {acts}").format(acts=", ".join(given["before"])))
    if given["after"]:
        told.append(_("once it is over {acts}").format(acts=", ".join(given["after"])))
    grounds = [word("plot.ground", ground) for ground in given["suspended_by"]]
    if grounds:
        told.append(_("does not run on {grounds}").format(grounds=", ".join(grounds)))
    return ", ".join(told)


def limit(name: str, value: int) -> str:
    """A limit and what it is of."""
    for beginning, text in OF_A_KIND.items():
        if name.startswith(beginning):
            return _(text).format(kind=name.removeprefix(beginning), value=value)
    return _(LIMITS[name]).format(value=value) if name in LIMITS else f"{name}: {value}"


def choice(name: str, values: Sequence[str], options: Mapping[str, str]) -> str:
    """The values of a term that the law knows."""
    return f"{options.get(name, name)} {', '.join(values)}"


def articles(law: Regulation) -> str:
    """Every citation in words, in alphabetical order of the citations."""
    told = [f"{_(article)}\n  {_(text)}" for article, text in sorted(law.articles.items())]
    return "\n".join([_("The articles in words"), *told]) if told else ""


def time(law: Regulation) -> str:
    """When an edition is in force."""
    until = law.until.isoformat() if law.until else _("further notice")
    return _("{stamp}, in force from {start} until {until}").format(
        stamp=law.stamp, start=law.in_force, until=until
    )
