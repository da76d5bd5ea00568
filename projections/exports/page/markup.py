"""Markup: elements whose text and attributes are escaped by construction, and text that cannot deceive."""

from __future__ import annotations

import json
from html import escape
from typing import Any

from domain.identifiers import visible

VOID = frozenset({"meta", "br", "wbr", "hr", "link"})
"""Elements that hold nothing and are not closed (HTML, section 13.1.2)."""

IN_SCRIPT = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"}
"""What could end an embedded block of data, or begin a comment in it."""


class Markup(str):
    """Text that is markup already; all other text is escaped where it is put into markup."""

    __slots__ = ()


EMPTY = Markup("")

Child = str | int | None
"""What an element may hold; None is nothing."""


def text(value: Child) -> Markup:
    """A value as text between tags; markup stays as it is."""
    if isinstance(value, Markup):
        return value
    return EMPTY if value is None else Markup(escape(visible(str(value)), quote=True))


def el(name: str, /, *children: Child, **attributes: str | float | bool | None) -> Markup:
    """An element. In attribute names a trailing `_` is dropped and `_` is `-`; None and False are left out."""
    said = "".join(_attribute(key, value) for key, value in attributes.items())
    if name in VOID:
        return Markup(f"<{name}{said}>")
    return Markup(f"<{name}{said}>{''.join(map(text, children))}</{name}>")


def _attribute(key: str, value: str | float | bool | None) -> str:
    if value is None or value is False:
        return ""
    name = key.rstrip("_").replace("_", "-")
    if value is True:
        return f" {name}"
    shown = f"{value:.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)
    return f' {name}="{escape(visible(shown), quote=True)}"'


def join(*parts: Child, between: str = "") -> Markup:
    """Parts one after another, those that are empty left out."""
    return Markup(text(between).join(text(part) for part in parts if part is not None and part != ""))


def embedded(data: Any) -> Markup:
    """Data as JSON inside a script element: ASCII, and nothing in it can end the element (HTML, 4.12.1.3)."""
    plain = json.dumps(data, ensure_ascii=True, separators=(",", ":"), sort_keys=True)
    for character, spelled in IN_SCRIPT.items():
        plain = plain.replace(character, spelled)
    return Markup(plain)
