"""What a campaign asks for: one command for every subject, the columns of its row filled into the options."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from typing import Any

from cli import acts, faults, index, screen, stores, subjects, terms
from cli.i18n import _
from cli.options import Settings
from cli.reading import BadLine
from cli.subjects import Row
from lifecycle.command import Command, Document
from lifecycle.errors import Misused, NotFound
from lifecycle.store.log import Paper
from projections.lookup import show

PLACE = re.compile(r"\{\{|\}\}|\{([^{}]*)\}")
LARGEST_PAPERS_MB = 512

Wanted = Command | NotFound
"""What is asked for of a subject; `NotFound` where not even its terms can be read without it."""


def wanted(settings: Settings, source: str, rows: Sequence[Row], given: Mapping[str, Any]) -> list[Wanted]:
    """A command for every subject, its options filled in. Raises `Misused` that tells every bad line."""
    noun, verb, _key = settings.asked
    options = index.act(noun, verb)["options"]
    _refuse_unknown(given, subjects.columns(rows))
    settled = {**given, "actor": acts.signed(given["actor"])}
    with ExitStack() as opened:
        unit = _units(settings, opened, noun)
        papers = _Papers()

        def one(row: Row) -> Wanted:
            try:
                asked = _filled(row, settled)
                _refuse_strange_choices(options, asked)
                return acts.asked(settings, noun, verb, row.key, asked, unit=unit, papers=papers.of)
            except NotFound as absent:
                return absent
            except Misused as error:
                told = faults.fault(error, settings)
                raise BadLine(row.line, told.message if told else str(error)) from error

        return subjects.every(source, rows, one)


def _refuse_unknown(given: Mapping[str, Any], columns: Sequence[str]) -> None:
    named = {place for text in _texts(given) for place in PLACE.findall(text) if place}
    unknown = sorted(named - set(columns))
    if unknown:
        raise Misused(problem="unknown-placeholder", names=tuple(unknown), columns=tuple(columns))


def _texts(given: Mapping[str, Any]) -> Iterator[str]:
    for value in given.values():
        yield from (one for one in (value if isinstance(value, tuple) else (value,)) if isinstance(one, str))


def _filled(row: Row, given: Mapping[str, Any]) -> dict[str, Any]:
    """The options of one subject: its columns' values in their places, its key behind the command id."""
    filled = {name: _value(row, value) for name, value in given.items()}
    if filled["command_id"]:
        filled["command_id"] += f"/{row.key}"
    return filled


def _value(row: Row, value: Any) -> Any:
    if isinstance(value, tuple):
        return tuple(_value(row, one) for one in value)
    if not isinstance(value, str) or ("{" not in value and "}" not in value):
        return value

    def put(found: re.Match[str]) -> str:
        if found[1] is None:
            return found[0][0]
        if found[1] not in row.fields:
            raise BadLine(row.line, _("it has no {column}").format(column=screen.safe(found[1])))
        return row.fields[found[1]]

    return PLACE.sub(put, value)


def _refuse_strange_choices(options: Sequence[Mapping[str, Any]], given: Mapping[str, Any]) -> None:
    for option in options:
        text = given.get(f"term_{option['term']}")
        if option["type"] == "choice" and text:
            for one in text if isinstance(text, tuple) else (text,):
                if one not in option["choices"]:
                    choices = ", ".join(option["choices"])
                    raise Misused(problem="malformed", term=option["name"], text=one, expected=choices)


def _units(settings: Settings, opened: ExitStack, noun: str) -> Callable[[str], str]:
    """What an obligation is counted in, by its key; the store is opened once, and where it is needed."""
    asked: list[stores.Asked] = []

    def unit(key: str) -> str:
        if not asked:
            asked.append(opened.enter_context(stores.for_questions(settings.url)))
        return str(show(asked[0].log, noun, key, as_of=asked[0].today()).row["unit"])

    return unit


class _Papers:
    """The papers that options name, each file read once. Raises `Misused` for more than can be held."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[tuple[Document, ...], tuple[Paper, ...]]] = {}
        self._size = 0

    def of(self, given: Sequence[str]) -> tuple[tuple[Document, ...], tuple[Paper, ...]]:
        """The documents an act rests on, and the bytes of those that are files."""
        found = [self._one(text) for text in given]
        documents = tuple(document for some, _papers in found for document in some)
        return documents, tuple(paper for _documents, some in found for paper in some)

    def _one(self, text: str) -> tuple[tuple[Document, ...], tuple[Paper, ...]]:
        if text not in self._known:
            self._known[text] = terms.papers((text,))
            self._size += sum(len(paper.content) for paper in self._known[text][1])
            if self._size > LARGEST_PAPERS_MB * 1024 * 1024:
                raise Misused(problem="papers-too-large", limit=LARGEST_PAPERS_MB)
        return self._known[text]
