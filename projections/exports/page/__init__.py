"""The page: one HTML file that tells of a bundle's records, without a network and without a source outside.

By its own content security policy only the style and the script written into it count, known by their digests
(W3C Content Security Policy Level 3); everything else is forbidden.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from projections.exports.page import comparing, subjects, words
from projections.exports.page.land import hatch, land
from projections.exports.page.lifecycle import symbols
from projections.exports.page.markup import EMPTY, Markup, el, join
from projections.exports.page.verification import verification

BESIDE = ("README.txt", "verify.py", "checkpoint", "manifest.json", "log.jsonl")
"""The files of a bundle to which its page links."""


def page(data: Mapping[str, Any]) -> str:
    """The whole page of a bundle, made of what `pagedata.page_data` gives. Ends in a line feed."""
    style, script = _asset("page.css"), _asset("page.js")
    policy = "; ".join(
        (
            "default-src 'none'",
            f"style-src '{_digest(style)}'",
            f"script-src '{_digest(script)}'",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )
    head = el(
        "head",
        el("meta", charset="utf-8"),
        el("meta", http_equiv="Content-Security-Policy", content=policy),
        el("meta", name="viewport", content="width=device-width, initial-scale=1"),
        el("meta", name="color-scheme", content="light dark"),
        el("meta", name="referrer", content="no-referrer"),
        el("title", f"{_title(data['about'])} · {words.KIND_OF_PAGE}"),
        el("style", style),
    )
    drawn = (symbols(data["lifecycles"]), el("defs", hatch()))
    shared = el("svg", *drawn, width=0, height=0, aria_hidden="true", class_="shared")
    body = el("body", shared, *_body(data), comparing.data(data["subjects"]), el("script", script))
    return f"<!DOCTYPE html>\n{el('html', head, body, lang=words.LANGUAGE)}\n"


@cache
def _asset(name: str) -> Markup:
    return Markup(files(__package__).joinpath(name).read_text(encoding="utf-8"))


def _digest(block: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(block.encode()).digest()).decode()


def _title(about: Mapping[str, Any]) -> str:
    return f"{words.TITLES[about['scope_kind']]} {about['scope_key']}".strip()


def _body(data: Mapping[str, Any]) -> tuple[Markup, ...]:
    about, told = data["about"], data["subjects"]
    several = len(told) > 1
    drawn = data["land"] if about["scope_kind"] != "plot" else []
    zones = [land(zone, opened=len(drawn) == 1) for zone in drawn]
    sections = {
        "land": el("section", el("h2", words.SECTIONS["land"]), join(*zones), id="land")
        if any(zones)
        else EMPTY,
        "overview": subjects.overview(told) if several else EMPTY,
        "compare": comparing.whole([one for one in told if one["events"]]),
        "others": _others(data),
    }
    first = f"{about['scope_kind']}-{about['scope_key']}" if several else told[0]["stream"] if told else ""
    main = el(
        "main",
        sections["land"],
        sections["overview"],
        subjects.sections(told, data["lifecycles"], first),
        sections["compare"],
        sections["others"],
        verification(data["verified"]),
        id="content",
    )
    listed = [name for name, part in sections.items() if part] + ["verification"]
    return el("a", words.SKIP, href="#content", class_="skip"), _header(data), _contents(listed), main


def _header(data: Mapping[str, Any]) -> Markup:
    about = data["about"]
    facts = {
        "origin": about["origin"],
        "size": words.number(about["size"]),
        "records": words.number(data["records"]),
        "position": words.number(about["position"]),
        "made_at": words.moment(about["made_at"]),
        "as_of": about["as_of"] or words.NO_LIMIT_DATE,
        "known_at": words.moment(about["known_at"]) if about["known_at"] else words.NO_LIMIT_TIME,
        "root": el("code", about["root"]),
        "vkey": el("code", about["vkey"]) if about["vkey"] else words.NO_KEY,
    }
    said = (
        el(
            "div",
            el("dt", words.FACTS[name]),
            el("dd", fact),
            class_="row" if name in ("origin", "root", "vkey") else None,
        )
        for name, fact in facts.items()
    )
    return el(
        "header",
        el("p", words.KIND_OF_PAGE, class_="kind"),
        el("h1", _title(about)),
        el("p", words.LEAD, class_="lead"),
        el("p", el("code", words.COMMAND)),
        el("p", words.PRINT_FOLDED, class_="folded caution"),
        el("dl", join(*said), class_="facts about"),
    )


def _contents(sections: list[str]) -> Markup:
    here = (el("li", el("a", words.SECTIONS[name], href=f"#{name}")) for name in sections)
    beside = (el("li", el("a", name, href=name)) for name in BESIDE)
    return el(
        "nav",
        el("h2", words.CONTENTS),
        el("ul", join(*here)),
        el("h2", words.FILES),
        el("ul", join(*beside)),
        aria_label=words.CONTENTS,
    )


def _others(data: Mapping[str, Any]) -> Markup:
    """The streams without a tale, and what the page did not read."""
    rows = (
        el(
            "tr",
            el("th", line["category"], scope="row"),
            el("td", words.number(line["streams"]), class_="figure"),
            el("td", words.number(line["records"]), class_="figure"),
        )
        for line in data["others"]
    )
    heads = (words.CATEGORY, words.STREAMS, words.RECORDS)
    table = el(
        "table",
        el("thead", el("tr", join(*(el("th", head, scope="col") for head in heads)))),
        el("tbody", join(*rows)),
    )
    unread = data["unread"]
    left = (
        words.UNREAD.format(**{name: words.number(n) for name, n in unread.items()})
        if unread["streams"]
        else None
    )
    if not data["others"] and not left:
        return EMPTY
    return el(
        "section",
        el("h2", words.SECTIONS["others"]),
        join(el("p", words.OTHERS_NOTE), table) if data["others"] else EMPTY,
        el("p", left, class_="caution") if left else EMPTY,
        id="others",
    )
