"""Showing the law: regulations and the pictures of the lifecycles."""

from __future__ import annotations

from datetime import date
from typing import Any

from cli import output, parsing, stores
from cli.engines import law_of_a_new_store
from cli.i18n import _
from cli.index import nouns
from cli.lawtelling import articles, as_data, in_words, time
from cli.options import Settings
from domain.refusals import NoLawInForce
from lifecycle import regulation
from lifecycle.clock import SystemClock, today
from lifecycle.definitions import lifecycle_of
from lifecycle.diagrams import mermaid
from lifecycle.errors import Misused, NotFound
from lifecycle.handling import DEFAULT_TIME_ZONE
from lifecycle.regulation import Regulation, editions

COLUMNS = (
    *("act", "documents", "basis", "deadlines", "decided_by", "second", "recorded_by", "limits", "choices"),
    *("assumed", "second_when"),
)


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
    if name is not None and not any(name in (stamp, stamp.partition("@")[0]) for stamp in editions()):
        raise NotFound(category="regulation", key=name)
    law = regulation.regulation(name) if name else _in_force(on, _family(settings))
    told = settings.format == "table"
    rows = [as_data(act, rule) for act, rule in law.rules.items()]
    if told:
        output.write(_title(law))
        rows = [in_words(row) for row in rows]
    output.emit(output.Sheet(rows, COLUMNS, as_of=on, more=_about(law), one=told), settings.format)
    if told and law.articles:
        output.write(f"\n{articles(law)}")
    return 0


def _in_force(on: date, family: str) -> Regulation:
    """The regulation in force on a date. A question is not refused: raises `NotFound` where there was none."""
    try:
        return regulation.in_force(on, family)
    except NoLawInForce as error:
        since = regulation.current(family)[0].in_force.isoformat()
        raise NotFound(category="law-in-force", key=family, since=since) from error


def _family(settings: Settings) -> str:
    """The body of law of the store, or of the one that is yet to be founded."""
    if not stores.founded(settings.url):
        return law_of_a_new_store()
    with stores.for_questions(settings.url) as asked:
        return asked.law or regulation.FAMILY


def _about(law: Regulation) -> dict[str, Any]:
    return {
        "regulation": {
            "name": law.name,
            "version": law.version,
            "title": law.title,
            "in_force": law.in_force.isoformat(),
            "until": law.until.isoformat() if law.until else None,
            "amends": law.amends or None,
            "replaces": law.replaces or None,
            "calendar": law.calendar or None,
            "assumed": law.assumed or None,
            "without": list(law.without),
            "articles": dict(law.articles),
            "digest": law.digest,
        }
    }


def _title(law: Regulation) -> str:
    return "\n".join([_(law.title), time(law), *([_(law.assumed)] if law.assumed else []), ""])
