"""Showing the law: regulations and the pictures of the lifecycles."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cli import output, parsing
from cli.commands import deadline, paper
from cli.i18n import _, word
from cli.index import nouns
from cli.options import Settings
from lifecycle import regulation
from lifecycle.clock import SystemClock, today
from lifecycle.definitions import lifecycle_of
from lifecycle.diagrams import mermaid
from lifecycle.errors import Misused, NotFound
from lifecycle.handling import DEFAULT_TIME_ZONE
from lifecycle.regulation import PACKS, Regulation, Rule

COLUMNS = ("act", "documents", "basis", "deadlines", "decided_by", "second", "recorded_by", "limits", "assumed")


def diagram(settings: Settings, *, noun: str, region: str | None, **_given: Any) -> int:
    """Print a lifecycle as a mermaid state diagram."""
    if region is not None and region not in nouns()[noun]["regions"]:
        raise Misused(problem="no-such-region", noun=noun, region=region)
    drawn = mermaid(lifecycle_of(noun), region)
    row = {"noun": noun, "region": region, "mermaid": drawn}
    output.emit(output.Sheet([row], tuple(row), one=True, plain=drawn), settings.format)
    return 0


def showing(settings: Settings, *, name: str | None, as_of: str | None, **_given: Any) -> int:
    """Print a regulation: the one named, or the one in force on a date."""
    on = parsing.day("--as-of", as_of) or today(SystemClock(), DEFAULT_TIME_ZONE)
    if name is not None and name not in PACKS:
        raise NotFound(category="regulation", key=name)
    law = regulation.regulation(name) if name else regulation.in_force(on)
    told = settings.format == "table"
    rows = [_row(act, rule, told=told) for act, rule in law.rules.items()]
    if told:
        output.write(_title(law))
    about = {
        "regulation": {
            "name": law.name,
            "version": law.version,
            "title": law.title,
            "in_force": law.in_force.isoformat(),
            "until": law.until.isoformat() if law.until else None,
            "assumed": law.assumed or None,
            "digest": law.digest,
        }
    }
    output.emit(output.Sheet(rows, COLUMNS, as_of=on, more=about), settings.format)
    return 0


def _title(law: Regulation) -> str:
    until = law.until.isoformat() if law.until else _("further notice")
    lines = [
        _(law.title),
        _("{stamp}, in force from {start} until {until}").format(
            stamp=law.stamp, start=law.in_force, until=until
        ),
    ]
    return "\n".join([*lines, *([_(law.assumed)] if law.assumed else []), ""])


def _row(act: str, rule: Rule, *, told: bool) -> dict[str, Any]:
    papers: list[Any] = [{"kind": p.kind, "when": dict(p.when)} for p in rule.documents]
    clocks: list[Any] = [
        {"name": t.name, "length": t.length, "unit": t.unit, "basis": t.basis, "when": dict(t.when)}
        for t in rule.terms
    ]
    if told:
        options = _options(act)
        papers = [paper(p, options) for p in papers]
        clocks = [deadline(c, options) for c in clocks]
    return {
        "act": act,
        "recorded_by": word("role", rule.recorded_by) if told else rule.recorded_by,
        "decided_by": word("role", rule.decided_by) if told else rule.decided_by,
        "documents": papers,
        "deadlines": clocks,
        "basis": _(rule.basis) if told else rule.basis,
        "second": rule.second,
        "assumed": rule.assumed,
        "limits": dict(rule.limits),
    }


def _options(act: str) -> Mapping[str, str]:
    noun, _dot, verb = act.partition(".")
    known = nouns().get(noun, {}).get("verbs", {}).get(verb, {})
    return {o["term"]: o["name"] for o in known.get("options", ())}
