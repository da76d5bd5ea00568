"""The rules of a regulation: what they name exists, what they start can be answered, what they lack is said."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lifecycle.deadlines import term
from lifecycle.definitions import NOUNS, lifecycle_of
from lifecycle.lawcheck import law_problems
from lifecycle.lawcheck.limits import KNOWN
from lifecycle.lawcheck.reach import Reach, rows
from lifecycle.regulation import regulation
from tests.lifecycle.packs import ESTATE, KZ, changed, grave, issued_anew


def started(more: str) -> str:
    """The beginning of a rule that starts a deadline."""
    return f'cure = {{ deadlines = [{{ name = "x", days = 3, basis = "Entrepreneurial Code 295", {more} }}],'


# -- what a rule names -------------------------------------------------------------------------------

CURE = "acts.obligation.cure"
LAW = regulation("kz-2019")
RULES = [
    (
        "[acts.obligation]",
        '[acts.obligation]\nsell = { basis = "per contract" }',
        "unknown-act",
        "acts.obligation.sell",
    ),
    (
        "[acts.obligation]",
        '[acts.parcel]\nsell = { basis = "per contract" }\n[acts.obligation]',
        "unknown-act",
        "acts.parcel.sell",
    ),
    ("cure = {", 'cure = { recorded_by = "king",', "unknown-role", CURE),
    ("cure = {", 'cure = { decided_by = "king",', "unknown-body", CURE),
    ("cure = {", 'cure = { documents = ["letter"],', "unknown-paper", f"{CURE}.documents.letter"),
    (
        "cure = {",
        'cure = { documents = ["judgment|letter"],',
        "unknown-paper",
        f"{CURE}.documents.judgment|letter",
    ),
    ("cure = {", 'cure = { documents = ["{kind}"],', "unknown-term", f"{CURE}.documents.{{kind}}"),
    (
        'cure = { basis = "Entrepreneurial Code 295"',
        'cure = { basis = "per contract; Code 0"',
        "unknown-article",
        CURE,
    ),
    (
        'basis = "Entrepreneurial Code 295", roll',
        'basis = "Code 0", roll',
        "unknown-article",
        "acts.obligation.record-unmet.deadlines.cure",
    ),
    (
        "cure = {",
        'cure = { documents = [{ kind = "judgment", when = { weather = "fine" } }],',
        "unknown-condition",
        f"{CURE}.documents.judgment",
    ),
    (
        'ground = "no-utility" } }',
        'ground = "no-sunshine" } }',
        "impossible-value",
        "acts.obligation.suspend-clock.documents.utility-letter",
    ),
    (
        'ground = "no-utility" } }',
        "ground = true } }",
        "impossible-value",
        "acts.obligation.suspend-clock.documents.utility-letter",
    ),
    ("cure = {", "cure = { second = { when = { unmet = 3 } },", "impossible-value", f"{CURE}.second"),
    ("cure = {", "cure = { second = { when = { project = true } },", "unknown-condition", f"{CURE}.second"),
    ("commissioning_moves = 2", "moves = 2", "unknown-limit", "acts.project.amend.limits"),
    ("cure = {", "cure = { limits = { annexes_per_year = 2 },", "unknown-limit", f"{CURE}.limits"),
    ("cure = {", 'cure = { choices = { ground = ["no-plans"] },', "unknown-term", f"{CURE}.choices"),
    (
        'ground = ["no-plans", "no-utility",',
        'ground = ["no-plans", "no-utility", "no-luck",',
        "impossible-value",
        "acts.obligation.suspend-clock.choices",
    ),
    ("cure = {", started('from = "on"'), "starts-from-no-date", f"{CURE}.deadlines.x"),
    ("cure = {", started('period = "nothing"'), "starts-from-no-period", f"{CURE}.deadlines.x"),
    ("cure = {", started('suspended_by = ["no-luck"]'), "unknown-ground", f"{CURE}.deadlines.x"),
    ("cure = {", started('suspended_by = ["no-plans"]'), "grounds-differ", f"{CURE}.deadlines.x"),
    ("cure = {", started('before = ["obligation.sell"]'), "unknown-act", f"{CURE}.deadlines.x"),
    ("cure = {", started('before = ["obligation.breach"]'), "act-illegal", f"{CURE}.deadlines.x"),
    ("cure = {", started('after = ["obligation.cure"]'), "names-itself", f"{CURE}.deadlines.x"),
    ("cure = {", started('before = ["obligation.define"]'), "act-illegal", f"{CURE}.deadlines.x"),
    ("cure = {", started('before = ["plot.serve-notice"]'), "act-illegal", f"{CURE}.deadlines.x"),
    ("cure = {", started('after = ["party.register"]'), "act-illegal", f"{CURE}.deadlines.x"),
    (
        "record-unmet = {",
        'record-unmet = { documents = ["evidence", { kind = "evidence", when = { unmet = true } }],',
        "demanded-twice",
        "acts.obligation.record-unmet.documents.evidence",
    ),
]


@pytest.mark.parametrize(("old", "new", "code", "place"), RULES, ids=[f"{t[2]}: {t[1][:50]}" for t in RULES])
def test_a_mistake_in_a_rule_is_found_at_its_place(old: str, new: str, code: str, place: str) -> None:
    assert grave(changed(KZ, old, new)) == {(code, place)}


def test_two_deadlines_of_one_name_must_exclude_each_other() -> None:
    text = changed(issued_anew("kz-2011@2"), 'when = { violation = "other" }, roll', "roll")
    assert grave(text) == {("started-twice", "acts.plot.issue-prescription.deadlines.prescription-cure")}


def test_a_deadline_that_starts_from_a_term_starts_from_a_date() -> None:
    text = changed(issued_anew("kz-2011@2"), 'from = "granted_on"', 'from = "party"')
    assert grave(text) == {("starts-from-no-date", "acts.plot.recognise.deadlines.non-use")}


# -- the acts that a deadline is about ---------------------------------------------------------------

ABOUT = [
    ("serve-notice", "before", "plot.register", False),
    ("serve-notice", "before", "plot.open-reclaim", True),
    ("serve-notice", "before", "plot.decide-return", False),
    ("serve-notice", "after", "plot.decide-return", True),
    ("allocate", "after", "plot.register", False),
    ("allocate", "before", "plot.hand-over", False),
    ("allocate", "after", "plot.hand-over", True),
    ("allocate", "before", "plot.reassign", False),
    ("allocate", "before", "project.start", True),
    ("allocate", "after", "party.liquidate", True),
    ("allocate", "after", "zone.expire", True),
    ("allocate", "before", "officer.dismiss", False),
    ("allocate", "before", "obligation.define", True),
    ("surrender", "after", "project.terminate", True),
    ("surrender", "after", "zone.expire", False),
]


@pytest.mark.parametrize(("verb", "when", "act", "possible"), ABOUT)
def test_a_deadline_is_about_what_can_be_done_once_it_runs(
    verb: str, when: str, act: str, possible: bool
) -> None:
    """In time: straight after the act that starts it; later: from there on; on others that the act is about."""
    law = regulation("resumption-2015")
    rule = law.rules[f"plot.{verb}"]
    started = term({"name": "x", "days": 3, "basis": "lease deed", when: [act]})
    changed = law._replace(rules={**law.rules, f"plot.{verb}": rule._replace(terms=(*rule.terms, started))})
    found = {(one.code, one.place) for one in law_problems(changed)}
    assert found == (set() if possible else {("act-illegal", f"acts.plot.{verb}.deadlines.x")})


@pytest.mark.parametrize("act", ["officer.delegate", "proposal.reject", "proposal.propose", "document.add"])
def test_an_administration_needs_its_own_acts_under_any_law(act: str) -> None:
    law = regulation("resumption-2015")
    lesser = law._replace(rules={name: rule for name, rule in law.rules.items() if name != act})
    assert ("house-act-missing", act) in {(p.code, p.values.get("act")) for p in law_problems(lesser)}


def test_a_law_that_names_a_calendar_needs_the_acts_that_keep_it() -> None:
    law = regulation("resumption-2015")
    without = law._replace(rules={n: r for n, r in law.rules.items() if n != "calendar.amend"})
    assert law_problems(without) == []
    (found,) = law_problems(without._replace(calendar="kz"))
    assert (found.code, found.place, found.values["act"]) == (
        *("house-act-missing", "acts.calendar", "calendar.amend"),
    )


# -- what a law lacks --------------------------------------------------------------------------------

REJECT = next(line for line in ESTATE.splitlines(keepends=True) if line.startswith("reject = { decided_by = "))
LACKS = [
    (
        REJECT,
        "",
        {("unreachable", "acts.project")},
    ),
    ('    "plot.tenure.owned",\n', "", {("unreachable", "acts.plot")}),
    (
        '    "plot.tenure.owned",\n',
        '    "plot.tenure.owned",\n    "plot.tenure.held",\n',
        {("reachable", "without")},
    ),
    (
        '    "plot.tenure.owned",\n',
        '    "plot.tenure.owned",\n    "plot.tenure.rented",\n',
        {("unknown-status", "without")},
    ),
    (
        'approve = { basis = "Estate rules, delegation" }\n',
        "",
        {
            ("house-act-missing", "acts.proposal"),
            ("no-way-to-confirm", "acts.party.succeed"),
            ("unreachable", "acts.proposal"),
            ("act-without-rule", "acts.proposal.propose.deadlines.confirmation"),
        },
    ),
    ('name = "notice-cure"', 'name = "cure"', {("deadline-missing", "acts.plot.serve-notice.deadlines")}),
    (
        'choices = { ground = ["contract", "state-needs"] }',
        'choices = { ground = ["contract", "court"] }',
        {("limit-missing", "acts.plot.order-reclaim.limits")},
    ),
    (
        "choices = { ground = [",
        "choices = { ground = [] } } #",
        {
            ("no-choice", "acts.plot.open-reclaim.choices"),
            ("unreachable", "acts.plot"),
            ("act-illegal", "acts.plot.serve-notice.deadlines.notice-cure"),
            ("act-illegal", "acts.plot.decide-return.deadlines.challenge"),
        },
    ),
    ("days = 30", "days = 30", set()),
    ("days = 14", "working_days = 10", {("no-calendar", "acts.proposal.propose.deadlines")}),
    (
        'name = "building-start", months = 12,',
        'name = "building-start", months = 12, suspended_by = ["no-plans"],',
        {("nothing-suspends", "acts.plot.hand-over.deadlines.building-start")},
    ),
    ('roles = ["estate-officer", "managing-director"]\n', "", {("missing-key", "")}),
]


@pytest.mark.parametrize(("old", "new", "found"), LACKS, ids=[t[0].strip()[:40] for t in LACKS])
def test_a_law_says_what_it_goes_without(old: str, new: str, found: set[tuple[str, str]]) -> None:
    text = changed(ESTATE, old, new) if old != new else ESTATE
    assert grave(text) == found


@given(noun=st.sampled_from(NOUNS), data=st.data())
@settings(max_examples=25, deadline=None)
def test_a_law_without_an_act_is_never_checked_into_an_error(noun: str, data: st.DataObject) -> None:
    """Whatever rule is left out, the check ends, and what it finds names the act or a status."""
    acts = sorted(act for act in LAW.rules if act.startswith(f"{noun}."))
    left_out = data.draw(st.sampled_from(acts))
    lesser = LAW._replace(rules={act: rule for act, rule in LAW.rules.items() if act != left_out})
    found = law_problems(lesser)
    assert {one.code for one in found} <= {
        *(
            "house-act-missing",
            "unreachable",
            "act-without-rule",
            "act-illegal",
            "nothing-suspends",
            "no-way-to-confirm",
            "grounds-differ",
        )
    }


def test_every_standing_that_the_definitions_reach_is_reached_under_the_newest_law() -> None:
    reach = Reach(LAW)
    for noun in NOUNS:
        reached = {pair for standing in reach.standings(noun) for pair in standing}
        regions = lifecycle_of(noun).regions
        assert reached == {(region, status) for region, statuses in regions.items() for status in statuses}


def test_every_limit_that_a_decision_reads_is_known_to_the_check() -> None:
    for act, row in rows().items():
        if "limits" in row.parameters:
            assert act in KNOWN, act
