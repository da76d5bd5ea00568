"""The page of a bundle: whole, escaped, and what it tells."""

from __future__ import annotations

import base64
import hashlib
import re
from datetime import date
from html.parser import HTMLParser
from typing import Any

import pytest

from lifecycle.record import Record
from lifecycle.store.sqlite import SqliteLog
from projections.exports import pagedata
from projections.exports.page import page, words
from projections.exports.page.lifecycle import steps
from projections.exports.pagedata import page_data
from tests.projections.exports import drawn

VOID = {"meta"}


class Tree(HTMLParser):
    """A page as a browser would read it: elements with their attributes, text, and whether tags match."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data

    def all(self, tag: str, **wanted: str) -> list[dict[str, str | None]]:
        return [had for name, had in self.elements if name == tag and wanted.items() <= had.items()]

    def classed(self, name: str) -> list[str]:
        return [tag for tag, had in self.elements if name in (had.get("class") or "").split()]


@pytest.fixture(scope="module")
def history(demo_log: SqliteLog) -> list[Record]:
    """What happened to the plot that was taken back and given again."""
    return demo_log.read([drawn.PLOT])[drawn.PLOT]


@pytest.fixture(scope="module")
def told(history: list[Record]) -> dict[str, Any]:
    return drawn.data(drawn.amended(history))


@pytest.fixture(scope="module")
def tree(told: dict[str, Any]) -> Tree:
    return Tree(page(told))


def block(markup: str, name: str) -> str:
    found: list[str] = re.findall(rf"<{name}>(.*?)</{name}>", markup, re.DOTALL)
    return found[-1]


def events(told: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {event["event"]: event for event in told["subjects"][0]["events"]}


def test_every_tag_is_closed_and_every_id_is_borne_once(tree: Tree) -> None:
    ids = [had["id"] for _tag, had in tree.elements if "id" in had]
    assert tree.open == []
    assert len(ids) == len(set(ids))


def test_every_link_within_the_page_leads_somewhere(tree: Tree) -> None:
    ids = {had["id"] for _tag, had in tree.elements if "id" in had}
    links = {(had["href"] or "")[1:] for _tag, had in tree.elements if (had.get("href") or "").startswith("#")}
    assert links <= ids
    assert "law-plot-compliance" in links


def test_nothing_is_taken_from_outside(tree: Tree) -> None:
    assert not [tag for tag, had in tree.elements if {"src", "style", "action", "srcset"} & had.keys()]
    assert not [name for _tag, had in tree.elements for name in had if name.startswith("on")]
    links = {had["href"] for _tag, had in tree.elements if had.get("href")}
    assert {link for link in links if not str(link).startswith("#")} == {
        "README.txt",
        "verify.py",
        "checkpoint",
        "manifest.json",
        "log.jsonl",
    }


def test_only_the_page_s_own_style_and_script_may_run(told: dict[str, Any]) -> None:
    markup = page(told)
    (policy,) = Tree(markup).all("meta", **{"http-equiv": "Content-Security-Policy"})

    def digest(name: str) -> str:
        return "sha256-" + base64.b64encode(hashlib.sha256(block(markup, name).encode()).digest()).decode()

    assert policy["content"] == (
        f"default-src 'none'; style-src '{digest('style')}'; script-src '{digest('script')}'; "
        "base-uri 'none'; form-action 'none'"
    )


def test_a_hostile_name_is_text_and_nothing_else(tree: Tree) -> None:
    assert drawn.HOSTILE.format(host="127.0.0.1:9") in tree.text
    assert not tree.all("img")
    assert [had.get("type") for had in tree.all("script")] == ["application/json", None]


def test_characters_that_steer_a_display_are_spelled_out(told: dict[str, Any], tree: Tree) -> None:
    markup = page(told)
    assert not set(drawn.STEERING) & set(markup) - set("gnp.exe")
    assert drawn.SPELLED in tree.text


def test_every_record_has_its_place_in_the_timeline(told: dict[str, Any], tree: Tree) -> None:
    rows = events(told)
    told_beside = [one["event"] for row in rows.values() for one in row["amended_by"]]
    assert sorted(rows | dict.fromkeys(told_beside)) == sorted(f"{drawn.PLOT}@{n}" for n in range(1, 24))
    assert len(tree.classed("event")) == len(rows) == 20
    assert [row["number"] for row in rows.values() if row["number"]] == list(range(1, 19))


def test_a_voided_record_is_struck_through_with_its_voiding(told: dict[str, Any]) -> None:
    ruling = events(told)[f"{drawn.PLOT}@7"]
    assert (ruling["number"], ruling["voided_by"], ruling["changes"]) == (None, f"{drawn.PLOT}@21", {})
    assert [one["reason"] for one in ruling["amended_by"]] == ["Another plot's ruling"]
    markup = page(told)
    assert "<s>Ruling recorded</s>" in markup
    assert "Taken back: this never was so." in markup


def test_a_corrected_record_shows_what_was_and_what_is(told: dict[str, Any]) -> None:
    registered = events(told)[f"{drawn.PLOT}@1"]
    assert registered["as_recorded"] == {"area_m2": 12000, "purpose": "trade and entertainment"}
    assert registered["data"]["area_m2"] == 12500
    assert [(one["event"], one["second"]) for one in registered["amended_by"]] == [
        (f"{drawn.PLOT}@20", "officer-second")
    ]
    markup = page(told)
    assert "<s>1.2000\u00a0ha (12\u202f000\u00a0m²)</s></td><td>1.2500\u00a0ha (12\u202f500\u00a0m²)" in markup


def test_a_correction_that_was_taken_back_is_told_on_its_own(told: dict[str, Any]) -> None:
    rows = events(told)
    assert rows[f"{drawn.PLOT}@3"]["amended_by"] == []
    slip = rows[f"{drawn.PLOT}@22"]
    assert (slip["voided_by"], slip["number"]) == (f"{drawn.PLOT}@23", None)


def test_a_late_record_says_by_how_many_days_of_the_store_s_zone(history: list[Record]) -> None:
    late = {event["version"]: event["late"] for event in events(drawn.data(history)).values() if event["late"]}
    assert late == {2: 364, 3: 365, 4: 350}
    evening = history[0]._replace(body={**history[0].body, "recorded_at": "2014-10-06T20:00:00.000000Z"})
    in_almaty = drawn.data([evening])["subjects"][0]["events"][0]
    in_utc = drawn.data([evening], time_zone="UTC")["subjects"][0]["events"][0]
    assert (in_almaty["late"], in_utc["late"]) == (1, 0)


def test_an_event_says_who_on_what_and_what_it_changed(history: list[Record]) -> None:
    opened = events(drawn.data(history))[f"{drawn.PLOT}@5"]
    assert {name: opened[name] for name in ("actor", "second", "mandate", "body", "regulation", "basis")} == {
        "actor": "officer-plots-mcps",
        "second": "officer-second-mcps",
        "mandate": "officer-officer-plots-mcps@1",
        "body": "zone-administration",
        "regulation": history[4].body["regulation"],
        "basis": "Land Code 81, 84, 92 to 94; Entrepreneurial Code 295",
    }
    assert opened["changes"] == {"compliance": ["prescribed", "reclaiming"], "ground": [None, "court"]}
    assert (opened["before"]["compliance"], opened["state"]["compliance"]) == ("prescribed", "reclaiming")


def test_only_papers_in_the_bundle_are_links(history: list[Record]) -> None:
    here, gone = "ab" * 32, "cd" * 32
    papers = [
        {"kind": "extract", "sha256": here},
        {"kind": "act", "sha256": gone},
        {"kind": "x", "sha256": "../etc"},
    ]
    first = history[0]._replace(body={**history[0].body, "documents": papers})
    log = drawn.Kept([first])
    markup = page(page_data(drawn.about(), log.streams, log, stored={here, "../etc"}))
    links = [had["href"] for had in Tree(markup).all("a") if str(had["href"]).startswith("documents/")]
    assert links == [f"documents/{here}"]
    assert gone in markup


def test_a_touched_record_names_the_act_or_says_that_it_is_not_there(history: list[Record]) -> None:
    touched = history[1]._replace(body={k: v for k, v in history[1].body.items() if k != "act"})
    log = drawn.Kept([history[0], touched])
    alone = events(page_data(drawn.about(), log.streams, log))[touched.ref]
    assert (alone["unknown_act"], alone["actor"]) == (True, None)
    primary = history[1]._replace(body={**history[1].body, "stream": "party-P"})
    beside = events(page_data(drawn.about(), log.streams, log, acts=[primary]))[touched.ref]
    assert (beside["unknown_act"], beside["by_another"], beside["actor"]) == (
        False,
        "party-P@2",
        "officer-plots-mcps",
    )


def test_both_times_that_were_asked_about_limit_what_is_told(history: list[Record]) -> None:
    subject = drawn.data(history, as_of=date(2022, 11, 30))["subjects"][0]
    assert [event["version"] for event in subject["events"]] == [1, 2, 3]
    assert (subject["later"], subject["standing"]["tenure"]) == (16, "held")
    known = drawn.data(history, known_at="2022-12-31T00:00:00.000000Z")
    assert [event["version"] for event in known["subjects"][0]["events"]] == [1]
    assert "16 records lie after the times asked about" in page(drawn.data(history, as_of=date(2022, 11, 30)))


def test_what_was_known_changes_step_by_step_as_it_was_recorded(history: list[Record]) -> None:
    steps_known = drawn.data(drawn.amended(history))["subjects"][0]["known"]
    assert len(steps_known) == 23
    assert list(steps_known[19]["changes"]) == ["area_m2", "purpose"]
    assert [step["changes"] for step in steps_known[20:]] == [{}, {}, {}]


def test_the_path_through_a_region_numbers_the_events(told: dict[str, Any]) -> None:
    path = steps("compliance", told["subjects"][0]["events"])
    assert [(step.source, step.target, step.number) for step in path] == [
        ("", "clear", 1),
        ("clear", "prescribed", 4),
        ("prescribed", "reclaiming", 5),
        ("reclaiming", "in-court", 6),
        ("in-court", "ordered", 7),
        ("ordered", "reclaimed", 9),
        ("reclaimed", "clear", 12),
    ]


def test_a_plot_that_came_of_another_stands_in_the_regions_order_of_the_definition(demo_log: SqliteLog) -> None:
    part = "plot-KHG-021-1"
    (subject,) = drawn.data(demo_log.read([part])[part])["subjects"]
    regions = ["record", "tenure", "use", "compliance"]
    assert [*subject["standing"]] == regions
    assert [[*event["state"]] for event in subject["events"]] == [regions]


def test_when_the_bundle_was_made_is_told_to_the_second(told: dict[str, Any]) -> None:
    assert "<dt>Made at</dt><dd>2026-01-16 09:12:44 UTC</dd>" in page(told)


def test_what_will_not_be_printed_is_said_to_whoever_runs_no_script(tree: Tree) -> None:
    assert tree.classed("folded") == ["p"]
    assert words.PRINT_FOLDED in tree.text


def test_what_was_verified_is_said_and_so_is_nothing(history: list[Record]) -> None:
    markup = page(drawn.data(history))
    assert 'all of them</td><td class="good">agrees' in markup
    log = drawn.Kept(history)
    assert words.VERIFIED_NOTHING in Tree(page(page_data(drawn.about(), log.streams, log))).text
    wrong = page_data(drawn.about(), log.streams, log, verified=[pagedata.Check("Heads", "missing", ok=False)])
    assert 'missing</td><td class="bad">does not agree' in page(wrong)


def test_what_a_page_leaves_out_is_counted(history: list[Record], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pagedata, "TOLD_OF_ONE", 4)
    assert "15 earlier events are not told on this page" in page(drawn.data(history))
    monkeypatch.setattr(pagedata, "TOLD", 0)
    assert "1 further subjects are listed above and not told on this page, with 19 events" in page(
        drawn.data(history)
    )
    monkeypatch.setattr(pagedata, "READ", 10)
    data = drawn.data(history)
    assert (data["subjects"], data["unread"]) == ([], {"streams": 1, "records": 19})
    assert "1 further streams with 19 records are in log.jsonl" in page(data)
