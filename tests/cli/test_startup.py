"""What is loaded for a command: start-up is held by the list of modules, not by a clock."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

At = Callable[[str], Path]

ROOT = Path(__file__).parents[2]
PROBE = """
import json, sys
from cli.__main__ import main
try:
    code = main(sys.argv[1:])
except SystemExit as leaving:
    code = leaving.code
sys.stdout.flush()
loaded = sorted(name for name, module in sys.modules.items() if getattr(module, "__spec__", None))
print(json.dumps([code, loaded]), file=sys.stderr)
"""
"""What was put in a module's place has no spec: nothing was loaded for it."""

HEAVY = {"domain", "lifecycle", "projections", "pydantic", "eventsourcing", "sqlalchemy", "sqlite3"}
DESIGN = ("plot", "start-design", "KHG-014", "--on", "2020-01-06")
EXCLUDED = (
    *("plot", "exclude-time", "KHG-014", "--from", "2020-01-02", "--to", "2020-01-03"),
    *("--ground", "no-utility", "--document", "utility-letter=1@2020-01-06"),
)


def run(*words: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Run the probe in a process of its own."""
    path = os.pathsep.join(p for p in (str(ROOT), os.environ.get("PYTHONPATH", "")) if p)
    environment = {**os.environ, "PYTHONPATH": path, **more}
    return subprocess.run(
        [sys.executable, "-c", PROBE, *words], capture_output=True, text=True, check=False, env=environment
    )


def modules(*words: str, **more: str) -> set[str]:
    """The modules that a successful run loads."""
    done = run(*words, **more)
    code, names = json.loads(done.stderr.splitlines()[-1])
    assert code == 0, done.stderr
    return set(names)


def loaded(*words: str, **more: str) -> set[str]:
    """The packages that a successful run loads."""
    return {name.partition(".")[0] for name in modules(*words, **more)}


@pytest.mark.parametrize(
    "words",
    [
        ("--help",),
        ("plot", "--help"),
        ("plot", "allocate", "--help"),
        ("plot", "list", "--help"),
        ("can", "--help"),
        ("store", "restore", "--help"),
        ("completion", "bash"),
    ],
)
def test_help_loads_click_and_the_index_and_no_domain_code(words: tuple[str, ...]) -> None:
    assert loaded(*words) & HEAVY == set()


@pytest.mark.parametrize(
    "words", ["sez ", "sez plot ", "sez plot allocate --", "sez plot open-reclaim X --ground "]
)
def test_completion_loads_no_domain_code(words: str) -> None:
    place = str(words.count(" "))
    asked = {"_SEZ_COMPLETE": "bash_complete", "COMP_WORDS": words, "COMP_CWORD": place}
    done = run(**asked)
    _code, modules = json.loads(done.stderr.splitlines()[-1])
    assert {name.partition(".")[0] for name in modules} & HEAVY == set()
    assert done.stdout


def test_completion_knows_nouns_acts_options_and_choices() -> None:
    def offered(words: str) -> set[str]:
        place = str(words.count(" "))
        out = run(_SEZ_COMPLETE="bash_complete", COMP_WORDS=words, COMP_CWORD=place).stdout
        return {line.partition(",")[2] for line in out.splitlines()}

    assert {"zone", "plot", "can", "demo"} <= offered("sez ")
    assert {"allocate", "show", "history"} <= offered("sez plot ")
    assert {"--project", "--document", "--dry-run"} <= offered("sez plot allocate --")
    assert offered("sez plot open-reclaim X --ground ") == {
        "contract",
        "court",
        "state-needs",
        "annulled",
        "in-kind",
    }


@pytest.mark.parametrize(
    "words",
    [
        ("plot", "show", "KHG-014"),
        ("plot", "history", "KHG-014"),
        ("can", "plot", "KHG-014"),
        DESIGN,
        ("plot", "show", "KHG-014", "--format", "json"),
        ("diff", "plot", "KHG-014", "2019-10-01", "2019-11-30"),
        ("blame", "plot", "KHG-014", "tenure"),
        ("lineage", "KHG-014"),
    ],
)
def test_one_act_and_what_is_asked_of_one_subject_load_no_sqlalchemy(words: tuple[str, ...], at: At) -> None:
    at("held")
    assert "sqlalchemy" not in loaded(*words)


@pytest.mark.parametrize("words", [("plot", "show", "KHG-014"), EXCLUDED])
def test_what_concerns_a_plot_alone_loads_nothing_of_what_can_happen_to_others(
    words: tuple[str, ...], at: At
) -> None:
    at("held")
    others = {f"domain.{noun}.events" for noun in ("project", "party", "obligation", "zone")}
    assert modules(*words) & others == set()


@pytest.mark.parametrize("words", [("plot", "show", "KHG-014"), DESIGN])
def test_nothing_looks_for_packages_that_would_take_part_in_validating(words: tuple[str, ...], at: At) -> None:
    at("held")
    assert "importlib.metadata" not in modules(*words)


def test_a_list_needs_sqlalchemy_but_no_postgres(at: At) -> None:
    at("held")
    packages = loaded("plot", "list")
    assert "sqlalchemy" in packages
    assert packages.isdisjoint({"psycopg", "psycopg2"})
