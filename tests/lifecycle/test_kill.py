"""Kill -9 at any moment: no acknowledged act is lost, no half of an act is left."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from pathlib import Path

from lifecycle.store.sqlite import SqliteLog

ROOT = Path(__file__).parents[2]

WRITER = """
import sys
from datetime import UTC, datetime
from lifecycle.clock import SetClock
from lifecycle.handling import Engine
from lifecycle.store import open_log
from tests.lifecycle.acts import OFFICER, found_zone, register_plot
engine = Engine(open_log(sys.argv[1]), SetClock(datetime(2026, 1, 16, tzinfo=UTC)))
engine.found(actor=OFFICER)
if not engine.log.read(["zone-KHG"])["zone-KHG"]:
    found_zone(engine, area_m2=10**12)
print("ready", flush=True)
for number in range(100_000):
    done = register_plot(engine, f"P-{sys.argv[2]}-{number}")
    print(done.appended.command, flush=True)
"""


FIRST_ACT = """
import sys
from lifecycle.clock import SystemClock
from lifecycle.handling import Engine
from lifecycle.store import open_log
from tests.lifecycle.acts import OFFICER, found_zone
engine = Engine(open_log(sys.argv[1]), SystemClock())
engine.found(actor=OFFICER)
found_zone(engine, sys.argv[2])
"""


def test_first_acts_at_once_found_one_store(tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    writers = [
        subprocess.Popen([sys.executable, "-c", FIRST_ACT, str(tmp_path / "sez.db"), f"Z-{n}"], env=environment)
        for n in range(6)
    ]
    assert [writer.wait(timeout=60) for writer in writers] == [0] * len(writers)
    log = SqliteLog(tmp_path / "sez.db")
    streams = sorted(record.stream for record in log.scan())
    assert streams == ["officer-officer", "store-main", "store-main", *(f"zone-Z-{n}" for n in range(6))]
    log.close()


def run_and_kill(store: Path, round_: int, after: int) -> list[str]:
    """Start a writer, kill it without warning after so many acknowledged acts, return them."""
    process = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(store), str(round_)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert process.stdout is not None
    with process.stdout as lines:
        acknowledged = [next(lines).strip() for _ in range(after + 1)][1:]
        process.send_signal(signal.SIGKILL)
        acknowledged += [line.strip() for line in lines if line.endswith("\n")]
    assert process.wait(timeout=30) == -signal.SIGKILL
    return acknowledged


def test_killed_writers_lose_no_acknowledged_act_and_leave_no_half_act(tmp_path: Path) -> None:
    store, chance = tmp_path / "sez.db", random.Random(7)  # noqa: S311
    acknowledged = [c for r in range(6) for c in run_and_kill(store, r, chance.randint(0, 25))]
    log = SqliteLog(store)
    records = list(log.scan())
    assert [r.position for r in records] == list(range(1, len(records) + 1))
    assert set(acknowledged) <= {r.command for r in records}
    for record in records:
        act = log.command(record.command)
        assert act is not None
        assert act.first_position <= record.position <= act.last_position
        assert sum(r.command == record.command for r in records) == act.count
    log.close()
