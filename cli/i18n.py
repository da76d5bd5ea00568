"""Words in the reader's language. English is the source; catalogues stand in `cli/locale`.

click freezes its own help strings when it is imported, so the language is settled before that. Texts that stand
in the generated index are messages like any other.
"""

from __future__ import annotations

import gettext
import os
from collections.abc import Sequence
from functools import cache

DOMAIN = "sez"
LANGUAGES = ("ru", "kk", "en")


def given(argv: Sequence[str], option: str) -> str | None:
    """The value of an option wherever it stands in a command line; the last one where it stands twice."""
    found = None
    for place, word in enumerate(argv):
        if word == "--":
            break
        if word == option:
            found = argv[place + 1] if place + 1 < len(argv) else None
        elif word.startswith(f"{option}="):
            found = word.partition("=")[2]
    return found


def settle(argv: Sequence[str]) -> None:
    """Choose the language: `--lang`, or what the environment says. To be called before click is imported."""
    language = given(argv, "--lang")
    if language in LANGUAGES:
        os.environ["LANGUAGE"] = language
    catalogues = os.environ.get("SEZ_LOCALE_DIR") or os.path.join(os.path.dirname(__file__), "locale")  # noqa: PTH118, PTH120 - pathlib costs start-up
    gettext.bindtextdomain(DOMAIN, catalogues)
    gettext.textdomain(DOMAIN)
    _catalogue.cache_clear()


@cache
def _catalogue() -> gettext.NullTranslations:
    """The catalogue of the reader's language, looked for once, not for every message."""
    return gettext.translation(DOMAIN, gettext.bindtextdomain(DOMAIN), fallback=True)


@cache
def _(message: str) -> str:
    """A message in the reader's language."""
    return _catalogue().gettext(message) if message else ""


@cache
def word(context: str, text: str) -> str:
    """A stored word (a status, a role) in the reader's language; `context` tells namesakes apart."""
    return _catalogue().pgettext(context, text) if text else ""


def counted(one: str, many: str, count: int) -> str:
    """A message in the form that a number demands."""
    return _catalogue().ngettext(one, many, count).format(count=count)


def noted(message: str) -> str:
    """Mark a message that is translated later, where it is shown."""
    return message
