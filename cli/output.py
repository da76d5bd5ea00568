"""What is printed on stdout: tables for people, JSON, JSON lines and CSV for programs."""

from __future__ import annotations

import csv
import json
import sys
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from cli import screen
from cli.i18n import _
from domain.identifiers import UNSEEN

FORMAT_VERSION = 1
LARGEST_UNIT = 0xFFFF


@dataclass(frozen=True)
class Sheet:
    """Rows to print. `noun` says whose words they are, `columns` their order, the most telling first.

    `one` marks an answer about one thing; `plain` replaces the table for people where a table tells it badly.
    """

    rows: Sequence[Mapping[str, Any]]
    columns: Sequence[str]
    noun: str = ""
    position: int | None = None
    as_of: date | None = None
    known_at: str | None = None
    one: bool = False
    plain: str = ""
    more: Mapping[str, Any] = field(default_factory=dict)

    def envelope(self) -> dict[str, Any]:
        """The sheet as one JSON object."""
        whole: dict[str, Any] = {
            "format_version": FORMAT_VERSION,
            "position": self.position,
            "as_of": self.as_of.isoformat() if self.as_of else None,
            "known_at": self.known_at,
            **self.more,
        }
        return whole | ({"row": dict(self.rows[0])} if self.one else {"rows": [dict(r) for r in self.rows]})


def emit(sheet: Sheet, style: str) -> None:
    """Print a sheet in one of the formats. What it holds for is said beside it where the format has no room."""
    match style:
        case "json":
            write(as_json(sheet.envelope()))
        case "jsonl":
            for row in sheet.rows:
                write(as_json(row))
        case "csv":
            _write_csv(sheet)
        case _:
            _write_table(sheet)
    if style != "json":
        _say_times(sheet)


def _say_times(sheet: Sheet) -> None:
    """The two times of an answer and the position of the log, as JSON has them in its envelope."""
    if sheet.position is None or not (sheet.as_of or sheet.known_at):
        return
    day = _("as of {date}").format(date=sheet.as_of) if sheet.as_of else _("whatever the date")
    known = _("as known at {moment}").format(moment=sheet.known_at) if sheet.known_at else _("as known now")
    if sheet.known_at and _to_come(sheet.known_at):
        known = _("{known}, which is yet to come").format(known=known)
    told = _("({day}, {known}; log position {position})")
    said = told.format(day=day, known=known, position=sheet.position)
    screen.say(screen.paint(said, "dim") if screen.coloured(sys.stderr) else said)


def _to_come(moment: str) -> bool:
    # Whatever answers a question has loaded these; help, which prints as well, has not.
    from lifecycle.clock import SystemClock  # noqa: PLC0415
    from lifecycle.record import timestamp  # noqa: PLC0415

    return moment > timestamp(SystemClock().now())


def write(text: str) -> None:
    """Print one piece of data."""
    print(text)  # noqa: T201 - the one place that prints


def as_json(value: Any) -> str:
    """A value as one line of JSON; what a terminal would act upon, or hide, is escaped."""
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if text.isascii() else "".join(_escaped(c) for c in text)


def _escaped(character: str) -> str:
    if character.isascii() or unicodedata.category(character) not in UNSEEN:
        return character
    return json.dumps(character)[1:-1]


def _write_csv(sheet: Sheet) -> None:
    names = _every_column(sheet)
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(names)
    for row in sheet.rows:
        writer.writerow([_field(row.get(name)) for name in names])


def _field(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Mapping | list | tuple):
        return as_json(value)
    return screen.safe(str(value))


def _every_column(sheet: Sheet) -> list[str]:
    extra = dict.fromkeys(name for row in sheet.rows for name in row if name not in sheet.columns)
    return [*sheet.columns, *extra]


def _write_table(sheet: Sheet) -> None:
    if sheet.plain:
        write(sheet.plain)
        return
    # What draws tables knows areas and money, so that it is loaded only when a table is drawn.
    from cli import columns, tables  # noqa: PLC0415

    limit = screen.columns()
    if limit and not sheet.rows:
        screen.say(_("Nothing was found."))
        return
    laid = [columns.cells(sheet.noun, row) for row in sheet.rows]
    paint = columns.painter(sheet.rows, laid) if screen.coloured(sys.stdout) else tables.unpainted
    shown = columns.shown(_every_column(sheet), sheet.rows)
    if sheet.one:
        write("\n".join(tables.blocks(shown, laid, limit=limit, paint=paint)))
        return
    table = tables.laid_out(shown, laid, limit=limit, paint=paint)
    write("\n".join(table.lines))
    if table.left_out:
        names = "; ".join(table.left_out)
        told = _("Not shown for want of width: {columns} (--format csv shows all)").format(columns=names)
        screen.say("\n".join(tables.fold(told, limit) if limit else [told]))
    if not sheet.rows:
        screen.say(_("Nothing was found."))
