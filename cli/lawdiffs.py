"""Comparing two editions of the law: what would change, act by act, and which open cases it touches."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from cli import output, parsing, stores
from cli.commands import paper
from cli.i18n import _, noted, word
from cli.lawchecks import content_of, stamps_of
from cli.lawtelling import called, choice, deadline_told, limit, options_of, second, time
from cli.options import Settings
from cli.screen import safe, say
from lifecycle import lawdiff
from lifecycle.errors import Misused
from lifecycle.lawcheck import readable
from lifecycle.regulation import Regulation, regulation

if TYPE_CHECKING:
    from lifecycle.lawdiff import Change
    from projections.touched import Change as Touching

COLUMNS = ("kind", "act", "what", "name", "old", "new", "count", "keys")
CHANGE, CASE, DEADLINE = "change", "case", "deadline"

HEADINGS = {
    "calendar": noted("calendar"),
    "rule": noted("rule"),
    "recorded_by": noted("recorded by"),
    "decided_by": noted("decided by"),
    "basis": noted("basis"),
    "assumed": noted("assumed"),
    "document": noted("document"),
    "deadline": noted("deadline"),
    "limit": noted("limit"),
    "choice": noted("known values"),
    "second": noted("second officer"),
}


def comparing(
    settings: Settings,
    *,
    old: str,
    new: str,
    every: bool,
    as_of: str | None,
    known_at: str | None,
    **_given: Any,
) -> int:
    """Print what another edition would change, and which open cases of the store it touches at two times."""
    texts = {name: _text(name) for name in (old, new) if not stamps_of(name)}
    one, other = _law(old, texts), _law(new, texts)
    found = lawdiff.changes(one, other)
    rows = [_row(change) for change in found]
    on, known = parsing.day("--as-of", as_of), parsing.moment("--known-at", known_at)
    position: int | None = None
    cases: list[dict[str, Any]] = []
    if stores.founded(settings.url):
        position, on, cases = _touched(settings, _asked(one, other, found, every=every), on, known)
    whole = [*rows, *cases]
    plain = "\n".join(_told(one, other, found, cases)) if settings.format == "table" else ""
    more = {"old": one.stamp, "new": other.stamp}
    output.emit(output.Sheet(whole, COLUMNS, "", position, on, known, plain=plain, more=more), settings.format)
    if position is None:
        say(_("There is no store: which open cases are touched was not asked."))
    return 0


def _text(name: str) -> str:
    """The text of a pack in a file. Raises `Misused`, `NotFound`."""
    try:
        return content_of(name).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Misused(problem="law-unreadable", path=name) from error


def _law(name: str, texts: Mapping[str, str]) -> Regulation:
    """An edition by its name, or a pack in a file, which may amend the other one. Raises `Misused`."""
    if name not in texts:
        return regulation(stamps_of(name)[-1])
    law = readable(texts[name], *texts.values())
    if law is None:
        raise Misused(problem="law-unreadable", path=name)
    return law


def _asked(old: Regulation, new: Regulation, found: Sequence[Change], *, every: bool) -> Touching:
    from projections.touched import FIRST, Change  # noqa: PLC0415 - it brings a database toolkit along

    return Change(
        old.stamp,
        lawdiff.terms_changed(found, old),
        lawdiff.decided_otherwise(found),
        lambda signature: lawdiff.governs(signature, old, new),
        first=None if every else FIRST,
    )


def _touched(
    settings: Settings, change: Touching, as_of: date | None, known_at: str | None
) -> tuple[int, date, list[dict[str, Any]]]:
    """The position and the date that the answer holds for, and the cases."""
    with stores.for_questions(settings.url) as store, stores.registers(settings.url, store.log) as registers:
        today = store.today()
        past = as_of if as_of and as_of < today else None
        position, rows = registers.touched(change, as_of=past, known_at=known_at)
    return position, as_of or today, [dict(row) for row in rows]


def _row(change: Change) -> dict[str, Any]:
    return {"kind": CHANGE, **change._asdict()}


# -- for people --------------------------------------------------------------------------------------


def _told(
    old: Regulation, new: Regulation, found: Sequence[Change], cases: Sequence[Mapping[str, Any]]
) -> Iterator[str]:
    yield from (safe(time(old)), safe(time(new)), _relation(old, new))
    for act in dict.fromkeys(change.act for change in found):
        yield from ("", called(act) or _("the whole law"))
        yield from (f"  {safe(_line(change))}" for change in found if change.act == act)
    if not found:
        yield from ("", _("Nothing changes."))
    yield from _open(DEADLINE, _("Open deadlines that were counted otherwise; they keep their dates:"), cases)
    yield from _open(CASE, _("Open cases of which these acts would be decided otherwise:"), cases)


def _relation(old: Regulation, new: Regulation) -> str:
    if new.replaces == old.stamp:
        return _("The new edition takes the place of the old one for the same time.")
    return _(
        "Acts dated from {start} on come under the new law; obligations keep the law of their signature."
    ).format(start=new.in_force)


def _line(change: Change) -> str:
    heading = _(HEADINGS[change.what])
    if change.what == lawdiff.RULE:
        return _("a new act") if change.old is None else _("no longer known")
    was, now = (_value(change, value) for value in (change.old, change.new))
    return f"{heading}: {was} -> {now}"


def _value(change: Change, value: Any) -> str:
    options = options_of(change.act)
    if not value:
        return _("no") if value is False else _("none")
    match change.what:
        case lawdiff.DEADLINE:
            return deadline_told(value, options)
        case lawdiff.DOCUMENT:
            return paper(value, options)
        case lawdiff.LIMIT:
            return limit(change.name, value)
        case lawdiff.CHOICE:
            return choice(change.name, value, options)
        case lawdiff.SECOND:
            return second(value["when"], options)
        case "recorded_by" | "decided_by":
            return word("role", value)
        case "assumed":
            return _("yes")
    return _(value)


def _open(kind: str, heading: str, cases: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    some = [row for row in cases if row["kind"] == kind]
    if some:
        yield from ("", heading)
    for row in some:
        name = f" {word('deadline', row['name'])}" if row["name"] else ""
        keys = ", ".join(safe(key) for key in row["keys"])
        more = row["count"] - len(row["keys"])
        rest = f", {_('and {count} more').format(count=more)}" if more else ""
        yield f"  {row['act']}{name}: {row['count']} ({keys}{rest})"
