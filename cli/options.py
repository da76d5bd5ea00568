"""The options that every command shares, and what they come to for one run."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import click

from cli.i18n import LANGUAGES, _, noted

FORMATS = ("table", "json", "jsonl", "csv")
DEFAULT_STORE = "./sez.db"
KEY = "SEZ_KEY"
"""The variable that names the signer's key."""

VARIABLES = {
    "SEZ_STORE": noted("The store, where --store names none."),
    "SEZ_ACTOR": noted("Who records, where --actor names nobody."),
    KEY: noted("The key that signs a checkpoint after every act, and seals."),
    "SEZ_TIME_ZONE": noted("The time zone of a store that is yet to be founded. Default: Asia/Almaty."),
    "SEZ_LAW": noted("The body of law of a store that is yet to be founded. Default: kz."),
}
"""What the environment may say, by variable."""


@dataclass
class Settings:
    """What holds for one run. `asked` is the noun, verb and key at hand, for the words of an error.

    `act` is the act as it is typed, where it is typed otherwise. `times` are the options of the two times that
    were typed. `done` says that what was asked for is recorded: whatever fails after that, it stands. `now` is
    the day that it is taken to be, None for today.
    """

    store: str = ""
    format: str = "table"
    asked: tuple[str, str, str] = ("", "", "")
    act: str = ""
    times: tuple[str, ...] = ()
    done: bool = False
    now: date | None = None

    def heed(self, values: Mapping[str, Any]) -> None:
        """Take what stands after the verb over what stood before the noun."""
        self.store = values.get("store") or self.store
        self.format = values.get("format") or self.format
        self.times = tuple(
            f"--{option} {given}"
            for option in ("as-of", "known-at")
            if (given := values.get(option.replace("-", "_")))
        )

    @property
    def url(self) -> str:
        """The store's name: `--store`, `SEZ_STORE` or the embedded default."""
        return self.store or os.environ.get("SEZ_STORE") or DEFAULT_STORE


def _option(name: str, metavar: str | None, text: str, **more: Any) -> click.Option:
    return click.Option([name], metavar=metavar, help=text, **more)


def everywhere() -> list[click.Parameter]:
    """Options that may stand before the noun or after the verb."""
    return [
        _option(
            "--store", "URL", _("The store: a path, or sqlite:///PATH. Default: SEZ_STORE, then ./sez.db.")
        ),
        _option("--lang", None, _("The language of words."), type=click.Choice(LANGUAGES)),
        _option("--format", None, _("How the answer is printed. Default: table."), type=click.Choice(FORMATS)),
    ]


def of_questions() -> list[click.Parameter]:
    """The two times that every question takes."""
    return [
        _option(
            "--as-of",
            "DATE",
            _("As it legally was on this date; one to come is told as things are recorded. Default: today."),
        ),
        _option(
            "--known-at",
            "TIMESTAMP",
            _(
                "As it was recorded by this moment, in UTC unless it has an offset; a date: to its end. "
                "Default: now."
            ),
        ),
    ]


def actor() -> click.Parameter:
    """Who records."""
    return _option("--actor", "NAME", _("Who records the act. Default: who the system says you are."))


def of_acts() -> list[click.Parameter]:
    """The circumstances that every act may have."""
    return [
        _option("--on", "DATE", _("The legal date of the act. Default: today in the zone.")),
        actor(),
        _option(
            "--document",
            "KIND=FILE|KIND=NUMBER@DATE|KIND=sha256:DIGEST",
            _("A paper the act rests on; repeatable."),
            multiple=True,
        ),
        _option("--without", "KIND", _("A demanded paper that is missing; repeatable."), multiple=True),
        _option(
            "--gap-owner",
            "NAME",
            _("Who is to find the missing paper; one for all, or one for each."),
            multiple=True,
        ),
        _option("--gap-until", "DATE", _("By when; one for all, or one for each."), multiple=True),
        _option("--body", "NAME", _("The body that decided.")),
        _option("--reason", "TEXT", _("Why.")),
        _option("--propose", None, _("Put the act before a second officer instead of doing it."), is_flag=True),
        _option("--now", "DATE", _("As if today were this date: in a dry run, or on a copy by store copy.")),
        _option("--dry-run", None, _("Show the events and what would change; write nothing."), is_flag=True),
        _option("--command-id", "ID", _("A name for this request: repeating it does nothing.")),
        _option("--expect-version", "N", _("Only if the subject stands at this version.")),
        _option(
            "--each-from",
            "FILE",
            _(
                "The act for every key of this file, in place of KEY; - is standard input. "
                "Its columns may stand in the other options, in braces."
            ),
            is_eager=True,
        ),
        _option(
            "--per-row",
            None,
            _("With --each-from: do what can be done, report the rest. Default: all or nothing."),
            is_flag=True,
        ),
        _option("--yes", None, _("Answer every question with yes."), is_flag=True),
    ]
