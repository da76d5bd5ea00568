"""Start-up as a whole process: commands on the demo's store against `python -c "import click"`, in paired runs.

Each round runs the peer and then each command once, so that whatever else the machine does falls on both.
Printed are the medians and the median of the rounds' ratios. Compiled modules are kept, as when installed.

Usage: python benchmarks/startup.py [ROUNDS]
"""

from __future__ import annotations

import os
import platform
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from time import perf_counter

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from lifecycle.demo import STORY, found_and_play

PEER = ("-c", "import click")
ACT = (
    *("plot", "exclude-time", STORY, "--from", "2025-12-01", "--to", "2025-12-02", "--ground", "no-utility"),
    *("--document", "utility-letter=1@2025-12-03"),
)
COMMANDS: Mapping[str, tuple[tuple[str, ...], float | None]] = {
    "python alone": (("-c", "pass"), None),
    "sez --help": (("-m", "cli", "--help"), 1.5),
    "sez plot allocate --help": (("-m", "cli", "plot", "allocate", "--help"), 1.5),
    "completion": (("-m", "cli"), 1.5),
    "one act": (("-m", "cli", *ACT), 5),
    "plot show": (("-m", "cli", "plot", "show", STORY), 5),
    "can plot": (("-m", "cli", "can", "plot", STORY), 5),
    "plot list": (("-m", "cli", "plot", "list", "--zone", "KHG"), 9),
}
COMPLETION = {"_SEZ_COMPLETE": "bash_complete", "COMP_WORDS": "sez plot ", "COMP_CWORD": "2"}


def milliseconds(words: Sequence[str], environment: Mapping[str, str]) -> float:
    """How long a process takes from its start to its end."""
    begun = perf_counter()
    done = subprocess.run([sys.executable, *words], capture_output=True, check=False, env=environment)
    spent = (perf_counter() - begun) * 1000
    if done.returncode != 0:
        raise SystemExit(done.stderr.decode())
    return spent


def rounds(count: int, environment: Mapping[str, str]) -> Iterator[tuple[float, dict[str, float]]]:
    """The peer's time and each command's, round by round."""
    for _ in range(count):
        peer = milliseconds(PEER, environment)
        yield (
            peer,
            {
                name: milliseconds(words, {**environment, **(COMPLETION if name == "completion" else {})})
                for name, (words, _limit) in COMMANDS.items()
            },
        )


def main(count: int) -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "demo.db"
        found_and_play(store)
        environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        environment |= {
            "PYTHONPATH": str(ROOT),
            "PYTHONPYCACHEPREFIX": str(Path(folder) / "compiled"),
            "SEZ_STORE": str(store),
            "SEZ_ACTOR": "officer-plots-mcps",
        }
        list(rounds(1, environment))
        measured = list(rounds(count, environment))
    print(
        f"Python {platform.python_version()}, click {version('click')}, {os.cpu_count()} cores, {count} rounds"
    )
    print(f"{'import click':28}{statistics.median(peer for peer, _ in measured):7.0f} ms")
    for name, (_words, limit) in COMMANDS.items():
        spent = statistics.median(times[name] for _, times in measured)
        ratio = statistics.median(times[name] / peer for peer, times in measured)
        print(f"{name:28}{spent:7.0f} ms{ratio:7.2f} x" + (f"   at most {limit}" if limit else ""))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 11)
