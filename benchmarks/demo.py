"""Playing the demo: every act decided under every rule, into a fresh durable store, in batches.

Prints the median and the best of some runs, each into a store of its own, and the peak memory of the process.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import sys
import tempfile
from pathlib import Path
from time import perf_counter

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from lifecycle.demo import found_and_play
from lifecycle.play import Played

KIB_IN_MB = 1000 * 1000 / 1024


def run() -> tuple[float, Played]:
    """Play the demo once: seconds and what was played."""
    with tempfile.TemporaryDirectory() as folder:
        started = perf_counter()
        played = found_and_play(Path(folder) / "sez.db")
        return perf_counter() - started, played


def peak_memory_mb() -> float:
    """The most memory that the process had at once, in MB of a million bytes."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (KIB_IN_MB * 1024 if sys.platform == "darwin" else KIB_IN_MB)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5, help="how often to play (default: 5)")
    runs = [run() for _ in range(parser.parse_args().runs)]
    seconds, played = statistics.median(took for took, _ in runs), runs[0][1]
    print(f"{played.acts} acts, {played.events} events")
    print(f"median of {len(runs)}: {seconds:.2f} s, {played.events / seconds:,.0f} events/s")
    print(f"best: {min(took for took, _ in runs):.2f} s")
    print(f"peak memory: {peak_memory_mb():.0f} MB")


if __name__ == "__main__":
    main()
