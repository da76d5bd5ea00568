"""Papers: listing and showing those that are known, writing one out, checking all that are stored."""

from __future__ import annotations

import hashlib
import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING, Any

from cli import output, parsing, screen, stores
from cli.faults import FINDINGS
from cli.i18n import _, counted, noted, word
from cli.index import nouns
from cli.options import Settings
from cli.output import Sheet
from cli.upkeep import apart, confirm
from lifecycle.errors import Misused, NotFound, StoreUnusable
from lifecycle.papers import findings
from lifecycle.record import stream_name

if TYPE_CHECKING:
    from lifecycle.store.log import Filed, Log
    from projections.answers import Answer
    from projections.citations import Wanted
    from projections.registers import Registers

NOUN = "document"
STDOUT = "-"
WHOLE, SHORTEST, SHORT = 64, 8, 12
"""Digits of a digest: all, the fewest that may be typed, those that a table shows."""

CITING = ("event", "subject", "how", "kind", "number", "date", "effective_on")
LISTED = ("kind", "number", "date", "sha256", "stored", "event", "subject", "effective_on", "how")
MISSING = ("kind", "number", "date", "sha256", "owner", "until", "event", "subject", "effective_on", "how")
OF_A_PAPER = ("sha256", "kind", "title", "number", "dated_on", "media_type", "size", "stored", "event")
FOUND = ("problem", "sha256", "event")

PROBLEMS: Mapping[str, str] = {
    "document-mismatch": noted("the bytes are not those of the digest"),
    "size-differs": noted("the size is not the one written down"),
    "document-media-type": noted("the media type is missing"),
    "document-unreadable": noted("the bytes cannot be read"),
    "document-absent": noted("cited, and the bytes are not there"),
    "record-unreadable": noted("the record cannot be read: what it cites is not known"),
}
HOW = {"cited": noted("cited"), "added": noted("added"), "missing": noted("missing"), "voided": noted("voided")}


# -- asking ------------------------------------------------------------------------------------------


def listing(settings: Settings, *, as_of: str | None, known_at: str | None, missing: bool, **given: Any) -> int:
    """Print the papers that are known, or those that are missing."""
    settings.asked = (NOUN, "list", "")
    with _registers(settings) as (asked, registers):
        on, known = stores.times(asked, as_of, known_at)
        answer = registers.papers(_wanted(missing=missing, **given), as_of=on, known_at=known)
    _emit(settings, answer, answer.rows, MISSING if missing else LISTED)
    return 0


def _wanted(
    *,
    missing: bool,
    kind: Sequence[str],
    noun: str | None,
    key: str | None,
    of: str | None,
    **_given: Any,
) -> Wanted:
    from projections.citations import Wanted  # noqa: PLC0415 - it brings a database toolkit along

    if of is not None:
        if noun or key:
            raise Misused(problem="of-twice")
        noun, _colon, key = of.partition(":")
        if not key or noun not in nouns():
            expected = noted("a subject such as plot:KHG-014")
            raise Misused(problem="malformed", term="--of", text=of, expected=expected)
    if key and not noun:
        raise Misused(problem="key-alone")
    return Wanted(
        kinds=tuple(parsing.line("--kind", one) for one in kind),
        noun=noun or "",
        key=parsing.key(noun, key) if noun and key else "",
        missing=missing,
    )


def showing(settings: Settings, *, digest: str, as_of: str | None, known_at: str | None, **_given: Any) -> int:
    """Print what a paper is, and every event that cites it."""
    settings.asked = (NOUN, "show", digest)
    prefix = _prefix(digest)
    with _registers(settings) as (asked, registers):
        on, known = stores.times(asked, as_of, known_at)
        sha256 = _the_one(digest, registers.digests(prefix))
        citing = _citing(registers, sha256, on, known)
        filed = next(asked.log.documents(sha256), None)
        added = registers.list(NOUN, filters={"key": (sha256,)}, as_of=on, known_at=known).rows
    if not (citing.rows or added or (filed and known_at is None)):
        raise NotFound(category=NOUN, key=digest)
    row = _told(sha256, filed, added[0] if added else {}, citing.rows)
    if settings.format == "table":
        plain = {name: value for name, value in row.items() if name in OF_A_PAPER}
        output.emit(Sheet([plain], OF_A_PAPER, NOUN, one=True), "table")
        output.write("")
        _emit(settings, citing, citing.rows, CITING)
    else:
        sheet = Sheet([row], (*OF_A_PAPER, "cited_by"), NOUN, citing.position, on, known, one=True)
        output.emit(sheet, settings.format)
    return 0


def _citing(registers: Registers, sha256: str, on: Any, known: str | None) -> Answer:
    from projections.citations import Wanted  # noqa: PLC0415 - it brings a database toolkit along

    return registers.papers(Wanted(sha256=sha256), as_of=on, known_at=known)


def _told(
    sha256: str, filed: Filed | None, added: Mapping[str, Any], citing: Sequence[Mapping[str, Any]]
) -> dict[str, Any]:
    """A paper as data: as it was added where it was, else as the first act that cites it names it."""
    first = citing[0] if citing else {}
    return {
        "sha256": sha256,
        "kind": added.get("kind") or first.get("kind"),
        "title": added.get("title"),
        "number": added.get("number") or first.get("number"),
        "dated_on": added.get("dated_on") or first.get("date"),
        "media_type": added.get("media_type") or (filed.media_type if filed else None),
        "size": filed.size if filed else added.get("size"),
        "stored": filed is not None,
        "event": f"{stream_name(NOUN, sha256)}@1" if added else None,
        "cited_by": [{name: one[name] for name in CITING} for one in citing],
    }


def _emit(
    settings: Settings, answer: Answer, rows: Sequence[Mapping[str, Any]], columns: Sequence[str]
) -> None:
    if settings.format == "table":
        rows = [_for_people(row, columns) for row in rows]
    sheet = Sheet(rows, columns, "", answer.position, answer.as_of, answer.known_at)
    output.emit(sheet, settings.format)


def _for_people(row: Mapping[str, Any], columns: Sequence[str]) -> dict[str, Any]:
    """A row as a table has room for it: digests cut short, words in the reader's language."""
    shown = {name: row.get(name) for name in columns}
    shown |= {name: _short(value) for name, value in shown.items() if isinstance(value, str)}
    shown |= {"kind": word(NOUN, row.get("kind") or "")} if "kind" in columns else {}
    return shown | ({"how": _(HOW[row["how"]])} if row.get("how") in HOW else {})


def _short(said: str) -> str:
    return re.sub(r"[0-9a-f]{64}", lambda found: found[0][:SHORT], said)


@contextmanager
def _registers(settings: Settings) -> Iterator[tuple[stores.Asked, Registers]]:
    with stores.for_questions(settings.url) as asked, stores.registers(settings.url, asked.log) as registers:
        yield asked, registers


# -- which paper is meant ----------------------------------------------------------------------------


def _prefix(typed: str) -> str:
    """The beginning of a digest as it was typed, capitals made small. Raises `Misused`."""
    prefix = typed.lower()
    if not re.fullmatch(f"[0-9a-f]{{{SHORTEST},{WHOLE}}}", prefix):
        expected = noted("8 to 64 hexadecimal digits of a digest")
        raise Misused(problem="malformed", term="SHA256", text=typed, expected=expected)
    return prefix


def _the_one(typed: str, found: Sequence[str]) -> str:
    """The one digest that was meant. Raises `NotFound`, and `Misused` where it could be several."""
    if not found:
        raise NotFound(category=NOUN, key=typed)
    if len(found) > 1:
        raise Misused(problem="ambiguous-digest", text=typed, found=tuple(found[:5]))
    return found[0]


# -- writing out and checking ------------------------------------------------------------------------


def exporting(settings: Settings, *, digest: str, output: str, yes: bool, **_given: Any) -> int:
    """Write a paper into a file, whole or not at all; its bytes alone to stdout where the file is `-`.

    Raises `StoreUnusable` for bytes that were changed.
    """
    settings.asked = (NOUN, "export", digest)
    prefix, target = _prefix(digest), Path(output)
    with stores.for_questions(settings.url) as asked:
        filed = [one.sha256 for one in islice(asked.log.documents(prefix), 5)]
        sha256 = _the_one(digest, filed)
        content = _checked(asked.log, sha256)
        if output == STDOUT:
            _to_stdout(content)
            return 0
        apart(target, settings)
        if target.exists():
            if not target.is_file():
                raise Misused(problem="file-not-plain", path=str(target))
            confirm(target, yes=yes)
        _put(target, content)
    settings.done = True
    return _written(settings, target, sha256, len(content))


def _checked(log: Log, sha256: str) -> bytes:
    content = b"".join(log.content(sha256))
    if hashlib.sha256(content).hexdigest() != sha256:
        raise StoreUnusable(problem="document-mismatch", sha256=sha256)
    return content


def _to_stdout(content: bytes) -> None:
    sys.stdout.flush()
    sys.stdout.buffer.write(content)
    sys.stdout.buffer.flush()


def _put(target: Path, content: bytes) -> None:
    new = target.with_name(f"{token_hex(8)}.partial")
    try:
        new.write_bytes(content)
        new.replace(target)
    finally:
        new.unlink(missing_ok=True)


def _written(settings: Settings, target: Path, sha256: str, size: int) -> int:
    row = {"sha256": sha256, "file": str(target), "size": size}
    plain = _("{file} holds document {digest}").format(file=screen.safe(str(target)), digest=sha256)
    output.emit(Sheet([row], tuple(row), one=True, plain=plain), settings.format)
    return 0


def checking(settings: Settings, **_given: Any) -> int:
    """Print what is wrong with the papers of the store; exits 6 where anything is."""
    with stores.for_questions(settings.url) as asked:
        progress = _progress()
        rows = [one._asdict() for one in findings(asked.log, progress)]
        if progress:
            screen.say("")
        position = asked.log.position()
        stored = sum(1 for _filed in asked.log.documents())
    if settings.format == "table":
        rows = [row | {"problem": _(PROBLEMS[row["problem"]])} for row in rows]
    whole = counted("{count} document is whole.", "{count} documents are whole.", stored)
    sheet = Sheet(rows, FOUND, NOUN, position, plain="" if rows else whole, more={"documents": stored})
    output.emit(sheet, settings.format)
    return FINDINGS if rows else 0


def _progress() -> Callable[[int], None] | None:
    """Tells how many papers were read, on a terminal only."""
    if not screen.interactive(sys.stderr):
        return None

    def tell(read: int) -> None:
        said = counted("{count} document", "{count} documents", read)
        screen.ask(f"\r{said} ")

    return tell
