"""Checking regulations: the shipped editions, or packs in files, before anybody decides under them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from cli import output
from cli.faults import FINDINGS
from cli.i18n import _, counted
from cli.lawwords import KINDS, PROBLEMS
from cli.options import Settings
from cli.screen import safe
from lifecycle.errors import Misused, NotFound
from lifecycle.lawcheck import Checked, check
from lifecycle.lawcheck.problem import problem
from lifecycle.regulation import editions, family_of, shipped

LARGEST_MB = 1
COLUMNS = ("edition", "place", "problem", "grave", "message", "to_do")


def checking(settings: Settings, *, names: Sequence[str], **_given: Any) -> int:
    """Print every problem of the editions and files named, or of every edition that there is."""
    texts, found = _packs(names or editions())
    found += check(texts)
    rows = [_row(one) for one in found]
    grave = sum(row["grave"] for row in rows)
    told = counted("{count} regulation was checked", "{count} regulations were checked", len(texts))
    problems = counted("{count} problem", "{count} problems", grave) if grave else _("no problem")
    plain = "\n\n".join([*map(_told, rows), f"{told}: {problems}"])
    output.emit(output.Sheet(rows, COLUMNS, plain=plain if settings.format == "table" else ""), settings.format)
    return FINDINGS if grave else 0


def stamps_of(name: str) -> tuple[str, ...]:
    """The stamps that a name stands for: an edition, the newest of a name, or a whole body of law."""
    if name in editions():
        return (name,)
    newest = [stamp for stamp in editions() if stamp.partition("@")[0] == name][-1:]
    return tuple(newest) or tuple(stamp for stamp in editions() if family_of(stamp) == name)


def _packs(names: Sequence[str]) -> tuple[dict[str, str], list[Checked]]:
    """The texts by what they are called, and the files that hold no text."""
    texts: dict[str, str] = {}
    found: list[Checked] = []
    for name in names:
        stamps = stamps_of(name)
        texts |= {stamp: shipped(stamp) for stamp in stamps}
        if not stamps:
            content = content_of(name)
            try:
                texts[name] = content.decode("utf-8-sig")
            except UnicodeDecodeError as error:
                line = content.count(b"\n", 0, error.start) + 1
                found.append(Checked(name, problem("not-utf8", "", line=line)))
    return texts, found


def content_of(name: str) -> bytes:
    """The bytes of a pack in a file. Raises `Misused`, and `NotFound` for what looks like no file."""
    path = Path(name)
    try:
        if not path.exists():
            if path.suffix or path.parent != Path():
                raise Misused(problem="file-absent", path=name)
            raise NotFound(category="regulation", key=name)
        if not path.is_file():
            raise Misused(problem="file-not-plain", path=name)
        with path.open("rb") as file:
            content = file.read(LARGEST_MB * 1024 * 1024 + 1)
    except (OSError, ValueError) as error:
        raise Misused(problem="file-unreadable", path=name) from error
    if not content.strip():
        raise Misused(problem="file-empty", path=name)
    if len(content) > LARGEST_MB * 1024 * 1024:
        raise Misused(problem="file-too-large", path=name, limit=LARGEST_MB)
    return content


def _row(checked: Checked) -> dict[str, Any]:
    one = checked.problem
    words = PROBLEMS[one.code]
    shown = {name: _shown(name, value) for name, value in one.values.items()}
    return {
        "edition": checked.of,
        "place": one.place,
        "problem": one.code,
        "grave": not one.warning,
        "message": _(words.message).format(**shown),
        "to_do": _(words.hint).format(**shown),
        "values": dict(one.values),
    }


def _shown(name: str, value: Any) -> str:
    if name == "expected":
        return _(KINDS[value])
    if isinstance(value, Mapping):
        return ", ".join(f"{key}: {_shown('', item)}" for key, item in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(_shown("", item) for item in value) or _("none")
    if value is None:
        return _("further notice")
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, date) else safe(str(value))


def _told(row: Mapping[str, Any]) -> str:
    """A problem for a person: where, what, what to do."""
    where = safe(" ".join(filter(None, (row["edition"], row["place"]))))
    what = row["message"] if row["grave"] else _("remark: {text}").format(text=row["message"])
    return f"{where}\n  {what}\n  {row['to_do']}"
