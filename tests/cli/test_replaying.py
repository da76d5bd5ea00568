from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from tests.cli.harness import sez, typed

At = Callable[[str], Path]


def test_a_diff_holds_what_was_and_is_with_its_events(at: At) -> None:
    at("held")
    answer = typed("sez diff plot KHG-014 2019-10-15 2019-11-30 --format json").json
    assert {name: answer[name] for name in ("as_of", "known_at", "then_as_of", "then_known_at")} == {
        "as_of": "2019-11-30",
        "known_at": None,
        "then_as_of": "2019-10-15",
        "then_known_at": None,
    }
    assert answer["position"] > 0
    assert answer["rows"] == [
        {
            "noun": "plot",
            "key": "KHG-014",
            "column": column,
            "before": before,
            "after": after,
            "events": [f"plot-KHG-014@{version}" for version in versions],
        }
        for column, before, after, versions in (
            ("tenure", "allocated", "held", (3, 4)),
            ("leased_until", None, "2036-12-31", (3,)),
        )
    ]
    assert [(event["event"], event["act"], event["how"]) for event in answer["events"]] == [
        ("plot-KHG-014@3", "plot.sign-lease", "happened"),
        ("plot-KHG-014@4", "plot.hand-over", "happened"),
    ]


def test_a_diff_exits_with_6_only_where_that_is_asked_for_and_something_differs(at: At) -> None:
    at("held")
    line = "sez diff plot KHG-014 {} 2019-11-30"
    assert typed(line.format("2019-10-01")).code == 0
    assert typed(f"{line.format('2019-10-01')} --exit-code").code == 6
    same = typed(f"{line.format('2019-11-30')} --exit-code")
    assert (same.code, "Nothing differs." in same.out) == (0, True)


def test_what_was_known_then_is_compared_with_what_is_known_now(at: At) -> None:
    at("held")
    rows = sez("plot", "history", "KHG-014", "--format", "json").json["rows"]
    then = rows[1]["recorded_at"]
    answer = typed(f"sez diff plot KHG-014 2019-12-01 2019-12-01 --then-known-at {then} --format json").json
    assert [(row["column"], row["before"], row["after"]) for row in answer["rows"]] == [
        ("tenure", "allocated", "held"),
        ("leased_until", None, "2036-12-31"),
    ]
    told = typed(f"sez diff plot KHG-014 2019-12-01 2019-12-01 --then-known-at {then}").out
    assert told.startswith(f"plot KHG-014: 2019-12-01 (as known at {then}) -> 2019-12-01\n")


def test_times_the_wrong_way_round_are_refused_with_the_way_out(at: At) -> None:
    at("held")
    wrong = typed("sez diff plot KHG-014 2019-12-01 2019-01-01")
    assert wrong.code == 2
    assert wrong.err.splitlines() == [
        "the first date, 2019-12-01, is later than the second, 2019-01-01",
        "Next: sez diff plot KHG-014 2019-01-01 2019-12-01",
    ]
    wrong = typed(
        "sez diff plot KHG-014 2019-12-01 2019-12-01 --then-known-at 2026-02-01 --known-at 2026-01-01"
    )
    assert wrong.code == 2
    assert wrong.err.endswith(
        "Next: --then-known-at 2026-01-01T23:59:59.999999Z --known-at 2026-02-01T23:59:59.999999Z\n"
    )
    assert typed("sez diff plot KHG-014 yesterday 2019-12-01").code == 2
    assert typed("sez diff plot NONE 2019-01-01 2019-12-01").code == 4


def test_the_diff_of_a_zone_has_its_plots_and_its_land(at: At) -> None:
    at("held")
    answer = typed("sez diff zone KHG 2019-09-01 2019-11-30 --format json").json
    assert [(plot["key"], plot["how"], plot["area_m2"]) for plot in answer["plots"]] == [
        ("KHG-014", ["changed-hands", "changed-status"], 125_000)
    ]
    assert answer["plots"][0]["changes"]["party"] == [None, "050140001238"]
    before, after = answer["land"]["before"], answer["land"]["after"]
    assert (before["free_m2"], after["free_m2"], after["held_m2"]) == (150_000, 25_000, 125_000)
    for side in (before, after):
        parts = [area for name, area in side.items() if name.endswith("_m2") and name != "area_m2"]
        assert sum(parts) == side["area_m2"] == 45_000_000
        assert side["agrees"] is True
    assert {(row["noun"], row["column"]) for row in answer["rows"]} >= {
        ("zone", "free_m2"),
        ("plot", "party"),
        ("land", "held_m2"),
    }
    told = typed("sez diff zone KHG 2019-09-01 2019-11-30").out
    assert re.search(r"KHG-014 +changed hands, changed status +12\.5000 +- -> 050140001238 +free -> held", told)
    assert re.search(r"the zone +4500\.0000 +4500\.0000", told)


def test_blame_names_every_event_that_set_a_value_the_last_one_first_for_people(at: At) -> None:
    at("held")
    rows = typed("sez blame plot KHG-014 tenure --format json").json["rows"]
    assert [(row["value"], row["event"], row["act"], row["present"]) for row in rows] == [
        ("free", "plot-KHG-014@1", "plot.register", False),
        ("allocated", "plot-KHG-014@2", "plot.allocate", False),
        ("leased", "plot-KHG-014@3", "plot.sign-lease", False),
        ("held", "plot-KHG-014@4", "plot.hand-over", True),
    ]
    assert rows[1]["documents"] == [{"kind": "decision", "number": "88", "date": "2019-10-14"}]
    told = typed("sez blame plot KHG-014 tenure").out.splitlines()
    assert (told[0], told[3]) == ("tenure: held", "tenure: leased, no longer")
    earlier = typed("sez blame plot KHG-014 tenure --as-of 2019-10-20 --format json").json
    assert (earlier["as_of"], earlier["rows"][-1]["value"]) == ("2019-10-20", "allocated")


def test_blame_without_a_column_names_the_last_event_of_each(at: At) -> None:
    at("held")
    rows = typed("sez blame plot KHG-014 --format json").json["rows"]
    assert {row["column"]: row["event"][-1] for row in rows} == {
        **dict.fromkeys(("zone", "cadastral_number", "area_m2", "purpose", "record", "use", "compliance"), "1"),
        **dict.fromkeys(("project", "party", "free"), "2"),
        "leased_until": "3",
        "tenure": "4",
    }
    assert typed("sez blame plot KHG-014 area_ha --format json").json["rows"][0]["column"] == "area_m2"
    assert "No event has set it." in typed("sez blame plot KHG-014 ground").out


def test_a_column_that_no_event_sets_cannot_be_blamed(at: At) -> None:
    at("held")
    wrong = typed("sez blame zone KHG free_m2")
    assert (wrong.code, "zone has no column free_m2 that an event sets" in wrong.err) == (2, True)
    assert wrong.err.endswith("Next: sez blame zone KHG\n")


def test_a_lineage_is_a_tree_for_people_and_a_diagram_for_documents(at: At) -> None:
    at("divided")
    told = typed("sez lineage KHG-014A").out.splitlines()
    assert told[0] == "KHG-014  [2019-07-01, 2020-02-03)  12.5000 ha"
    assert "    * KHG-014A  [2020-02-03, ...)  10.0000 ha" in told
    assert told[-1] == "KHG-014B: no cadastral number from 2020-02-03 until now"
    assert typed("sez lineage KHG-014A --mermaid").out.splitlines() == [
        "flowchart TD",
        '    n0["KHG-014<br/>2019-07-01 - 2020-02-03<br/>12.5000 ha"]',
        '    n1["KHG-014A<br/>2020-02-03 - ...<br/>10.0000 ha"]',
        '    n2["KHG-014B<br/>2020-02-03 - ...<br/>2.5000 ha"]',
        "    n0 -->|2020-02-03| n1",
        "    n0 -->|2020-02-03| n2",
    ]
    answer = typed("sez lineage KHG-014A --as-of 2020-03-01 --format json").json
    assert (answer["as_of"], [row["key"] for row in answer["rows"]]) == (
        "2020-03-01",
        ["KHG-014", "KHG-014A", "KHG-014B"],
    )
    assert answer["passages"] == [
        {
            "event": "plot-KHG-014@2",
            "effective_on": "2020-02-03",
            "parents": ["KHG-014"],
            "children": ["KHG-014A", "KHG-014B"],
            "before_m2": 125_000,
            "after_m2": 125_000,
        }
    ]
    assert typed("sez lineage NONE").code == 4


def test_acts_are_searched_by_every_option_together(at: At) -> None:
    at("held")

    def keys(options: str) -> list[str]:
        found = typed(f"sez audit search {options} --format json")
        assert found.code == 0, found.err
        return [row["event"] for row in found.json["rows"]]

    assert keys(
        "--act plot.allocate --act plot.reserve --noun plot --of plot:KHG-014 --zone KHG "
        "--document-kind decision --document-number 88 --actor officer-land "
        "--article 'land code 43' --regulation kz-2019 "
        "--since 2019-10-01 --until 2019-10-31 --recorded-since 2020-01-01 --late-by 30"
    ) == ["plot-KHG-014@2"]
    assert keys("--of project:P-1 --act plot.allocate") == ["plot-KHG-014@2"]
    assert keys("--recorded-until 2020-01-01") == []
    assert keys("--gap") == []
    assert keys("--document-digest ABC --body akimat --second nobody --reason x") == []
    row = typed("sez audit search --act plot.allocate --format json").json["rows"][0]
    assert row["events"][0] == "plot-KHG-014@2"
    assert "project-P-1" in " ".join(row["events"])


def test_what_cannot_be_searched_for_is_named(at: At) -> None:
    at("held")
    wrong = typed("sez audit search --act plot.alocate")
    assert (wrong.code, wrong.err) == (2, "there is no act plot.alocate\nNext: sez plot --help\n")
    assert "expected a subject such as plot:KHG-014" in typed("sez audit search --of KHG-014").err
    assert "expected hexadecimal digits" in typed("sez audit search --document-digest xyz").err
    assert typed("sez audit search --late-by soon").code == 2
