"""A store on a disk that cannot be written: it is read as it lies, and an act is refused by name."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from lifecycle.clock import SetClock
from lifecycle.handling import Engine
from lifecycle.store.sqlite import SqliteLog
from tests.lifecycle.acts import OFFICER, found_zone

ROOT = Path(__file__).parents[2]
NOBODY = 65534

READER = """
import os, sys
from datetime import UTC, datetime
from pathlib import Path
from lifecycle.clock import SetClock
from lifecycle.errors import StoreUnusable
from lifecycle.handling import Engine
from lifecycle.store import names, sqlite
from tests.lifecycle.acts import OFFICER, do, found_zone
store, elsewhere = Path(sys.argv[1]), Path(sys.argv[2])
clock = SetClock(datetime(2026, 1, 16, tzinfo=UTC))
warm = Engine(sqlite.SqliteLog(elsewhere), clock)
warm.found(actor=OFFICER); found_zone(warm); warm.log.close()
sqlite.SqliteLog(elsewhere, write=False).close()
if os.getuid() == 0:
    os.setgid({nobody}); os.setuid({nobody})
print(sqlite.SqliteLog(store, write=False).position())
try:
    do(Engine(sqlite.SqliteLog(store), clock), "zone.abolish", "KHG", "2021-01-01")
except StoreUnusable as error:
    print(error.values["problem"])
"""


@pytest.fixture
def sealed_store() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp())
    store = folder / "sez.db"
    engine = Engine(SqliteLog(store), SetClock(datetime(2026, 1, 16, tzinfo=UTC)))
    engine.found(actor=OFFICER)
    found_zone(engine)
    engine.log.close()
    store.chmod(0o444)
    folder.chmod(0o555)
    yield store
    folder.chmod(0o755)
    shutil.rmtree(folder)


def test_a_store_that_cannot_be_written_is_read_and_acts_are_refused(
    sealed_store: Path, tmp_path: Path
) -> None:
    script = READER.format(nobody=NOBODY)
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [sys.executable, "-c", script, str(sealed_store), str(tmp_path / "warm.db")],
        capture_output=True,
        text=True,
        env=environment,
        cwd="/",
        check=False,
    )
    assert (done.stdout.split(), done.stderr) == (["4", "read-only"], "")
