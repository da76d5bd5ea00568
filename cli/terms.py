"""What a person typed of an act: terms by their types, papers, gaps. Whatever cannot be read is `Misused`."""

from __future__ import annotations

import hashlib
import mimetypes
import re
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from cli.i18n import noted
from cli.parsing import line, told
from domain import identifiers, values
from domain.identifiers import Malformed
from lifecycle.command import Document, Gap
from lifecycle.errors import Misused
from lifecycle.papers import LARGEST_BYTES, LARGEST_MB
from lifecycle.store.log import Paper

DEFAULT_CURRENCY = "KZT"
PAPER_KIND = r"[a-z][a-z0-9-]*"
STORED = "sha256:"
"""Before the digest of a paper that is stored already."""

UNKNOWN_TYPE = "application/octet-stream"


# -- terms -------------------------------------------------------------------------------------------


def terms(
    options: Sequence[Mapping[str, Any]], given: Mapping[str, Any], unit: Callable[[], str]
) -> dict[str, Any]:
    """The terms of an act from what was typed; those that were not given are left out.

    `unit` says what an obligation is counted in where that is no term of the act.
    """
    code = given.get("currency") or DEFAULT_CURRENCY
    found: dict[str, Any] = {}
    for option in options:
        name = option["term"]
        text = given.get(f"term_{name}")
        if text is None or text is False or text == ():
            continue
        several = option.get("multiple", False)
        parsed = [
            _value(option, one, code, given.get("term_unit") or unit) for one in (text if several else [text])
        ]
        found[name] = tuple(parsed) if several else parsed[0]
    return found


def _value(option: Mapping[str, Any], text: Any, code: str, unit: str | Callable[[], str]) -> Any:
    name, kind = option["name"], option["type"]
    match kind:
        case "flag" | "choice":
            return text
        case "money":
            return told(name, values.money, text, told("--currency", values.currency, code))
        case "target":
            counted_in = unit if isinstance(unit, str) else unit()
            return told(name, values.target, text, told("--unit", values.unit_of, counted_in))
        case _:
            module, _colon, parser = kind.rpartition(":")
            home = import_module(module) if module else values
            return told(name, getattr(home, parser), text)


# -- papers ------------------------------------------------------------------------------------------


def papers(given: Sequence[str]) -> tuple[tuple[Document, ...], tuple[Paper, ...]]:
    """The documents an act rests on, and the bytes of those that are files."""
    documents, contents = [], []
    for text in given:
        kind, equals, rest = text.partition("=")
        if not equals or not rest or not re.fullmatch(PAPER_KIND, kind):
            expected = noted("KIND=FILE, KIND=NUMBER@DATE or KIND=sha256:DIGEST")
            raise Misused(problem="malformed", term="--document", text=text, expected=expected)
        if rest.startswith(STORED):
            digest = told("--document", identifiers.digest, rest.removeprefix(STORED).lower())
            documents.append(Document(kind, sha256=digest))
            continue
        numbered = _numbered(kind, rest)
        if numbered:
            documents.append(numbered)
            continue
        paper = read(Path(rest))
        documents.append(Document(kind, sha256=paper.sha256))
        contents.append(paper)
    return tuple(documents), tuple(contents)


def _numbered(kind: str, text: str) -> Document | None:
    number, at, on = text.rpartition("@")
    if not at or not number:
        return None
    try:
        return Document(kind, number=told("--document", identifiers.name, number), on=values.day(on))
    except Malformed:
        return None


def read(path: Path) -> Paper:
    """A file as a paper: its bytes, their digest, the media type that its name speaks of. Raises `Misused`."""
    try:
        if not path.exists():
            raise Misused(problem="file-absent", path=str(path))
        if not path.is_file():
            raise Misused(problem="file-not-plain", path=str(path))
        with path.open("rb") as file:
            content = file.read(LARGEST_BYTES + 1)
    except OSError as error:
        raise Misused(problem="file-unreadable", path=str(path)) from error
    if not content:
        raise Misused(problem="file-empty", path=str(path))
    if len(content) > LARGEST_BYTES:
        raise Misused(problem="file-too-large", path=str(path), limit=LARGEST_MB)
    media_type, packed = mimetypes.guess_type(path.name)
    media_type = UNKNOWN_TYPE if packed or not media_type else media_type
    return Paper(hashlib.sha256(content).hexdigest(), media_type, content)


def gaps(kinds: Sequence[str], owners: Sequence[str], until: Sequence[str]) -> tuple[Gap, ...]:
    """The papers that are missing, each with who is to find it and by when."""
    for given in (owners, until):
        if len(given) not in ((0,) if not kinds else (1, len(kinds))):
            raise Misused(problem="gaps")
    found = []
    for place, kind in enumerate(kinds):
        owner = owners[place if len(owners) > 1 else 0]
        last = until[place if len(until) > 1 else 0]
        if not re.fullmatch(PAPER_KIND, kind):
            raise Misused(problem="malformed", term="--without", text=kind, expected="a kind such as decision")
        found.append(Gap(kind, line("--gap-owner", owner), told("--gap-until", values.day, last)))
    return tuple(found)
