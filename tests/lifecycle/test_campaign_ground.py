"""What a campaign stands on: the papers of its acts, the log ahead of the log, and a kill in its middle."""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from lifecycle.ahead import Ahead
from lifecycle.campaign import each, whole
from lifecycle.command import Command, Document
from lifecycle.errors import Misused
from lifecycle.handling import Engine
from lifecycle.store.log import Act, Appended, Paper
from tests.lifecycle.acts import command
from tests.lifecycle.test_campaign import objections, outcomes, plots, ready
from tests.lifecycle.test_play import Counted

ROOT = Path(__file__).parents[2]
__all__ = ["ready"]

CONTENT = b"a list of plots"
DIGEST = hashlib.sha256(CONTENT).hexdigest()


def resting_on(one: Command, content: bytes = CONTENT) -> Command:
    paper = Paper(DIGEST, "text/plain", content)
    return replace(one, documents=(*one.documents, Document("extract", sha256=DIGEST)), papers=(paper,))


def test_a_paper_that_many_acts_rest_on_is_stored_once(ready: Engine) -> None:
    class Weighed(Counted):
        """The log, with the number of papers handed over noted."""

        papers = 0

        def append(self, acts: Sequence[Act]) -> list[Appended]:
            self.papers += sum(len(act.papers) for act in acts)
            return super().append(acts)

    ready.log = weighed = Weighed(ready)
    fates = whole(ready, [resting_on(one) for one in plots("P-1", "P-2", "P-3")])
    assert (outcomes(fates), weighed.papers) == (["done"] * 3, 1)
    assert weighed.paper(DIGEST) == Paper(DIGEST, "text/plain", CONTENT)


def test_a_paper_of_a_refused_act_comes_with_the_next_that_rests_on_it(ready: Engine) -> None:
    asked = [resting_on(one) for one in (command("plot.start-design", "NOPE"), *plots("P-1", "P-2"))]
    assert outcomes(list(each(ready, asked))) == ["refused", "done", "done"]
    assert ready.log.paper(DIGEST) is not None


def test_bytes_that_are_not_those_of_their_digest_refuse_their_act_alone(ready: Engine) -> None:
    asked = [resting_on(plots("P-1")[0], b"other bytes"), resting_on(plots("P-2")[0])]
    fates = list(each(ready, asked))
    assert outcomes(fates) == ["refused", "done"]
    assert isinstance(objections(fates)[0][0], Misused)


def test_a_paper_that_is_nowhere_refuses_its_act(ready: Engine) -> None:
    (fate,) = whole(ready, [replace(resting_on(plots("P-1")[0]), papers=())])
    assert fate.outcome == "refused"
    ready.handle(resting_on(plots("P-1")[0]))
    assert outcomes(whole(ready, [replace(resting_on(plots("P-2")[0]), papers=())])) == ["done"]


# -- the log ahead -----------------------------------------------------------------------------------


def test_a_log_ahead_stands_where_the_log_stood_and_shows_its_own_acts(ready: Engine) -> None:
    first = ready.handle(plots("P-1")[0].named("one"))
    ahead = Ahead(ready.log)
    ready.handle(plots("P-2")[0].named("two"))
    thought = replace(ready, log=ahead)  # type: ignore[arg-type]
    end = first.appended.last_position
    assert ahead.position() == end
    assert ahead.command("one") == ready.log.command("one")
    assert ahead.command("two") is None
    assert ahead.read(["plot-P-2"]) == {"plot-P-2": []}
    thought.handle(resting_on(plots("P-3")[0]).named("three"))
    assert (ahead.position(), ready.log.position()) == (end + 3, end + 3)
    assert [record.ref for record in ahead.read_from(end - 1, limit=3)] == [
        "land-KHG@1",
        "plot-P-3@1",
        "number-03-046-P-3@1",
    ]
    assert [record.ref for record in ahead.read_from(end + 2, limit=3)] == ["land-KHG@2"]
    assert ahead.command("three") == Appended(
        "three", end + 1, 3, repeated=True, request_hash=ahead.acts[0].request_hash
    )
    assert ahead.paper(DIGEST) == Paper(DIGEST, "text/plain", CONTENT)
    assert ahead.stored([DIGEST, "0" * 64]) == {DIGEST: len(CONTENT)}


# -- a kill ------------------------------------------------------------------------------------------

KILLED = """
import sys, time
from dataclasses import replace
from lifecycle.campaign import whole
from lifecycle.handling import Engine
from lifecycle.store import open_log
from lifecycle.clock import SystemClock
from tests.lifecycle.test_campaign import plots

class Slow(SystemClock):
    stopping = False
    def now(self):
        if Slow.stopping:
            print("in the middle", flush=True)
            time.sleep(600)
        return super().now()

engine = Engine(open_log(sys.argv[1]), Slow())
engine.found(actor="officer")
log = engine.log
real = log.append
def append(acts):
    Slow.stopping = True
    quick = SystemClock()
    return real([act._replace(now=quick.now) for act in acts[:-1]] + list(acts[-1:]))
log.append = append
whole(engine, plots("P-1", "P-2", "P-3"))
"""


def test_a_kill_in_the_middle_of_the_append_leaves_nothing(ready: Engine, tmp_path: Path) -> None:
    before = ready.log.position()
    process = subprocess.Popen(
        [sys.executable, "-c", KILLED, str(tmp_path / "sez.db")],
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert process.stdout is not None
    with process.stdout as lines:
        assert lines.readline() == "in the middle\n"
        process.send_signal(signal.SIGKILL)
    assert process.wait(timeout=30) == -signal.SIGKILL
    assert ready.log.position() == before
    assert outcomes(whole(ready, plots("P-1", "P-2", "P-3"))) == ["done"] * 3
