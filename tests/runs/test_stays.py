"""Waits that follow each other, and the runs between them, as looks from outside tell them."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.events import OP_READ, OPERATIONS
from app.runs.kernel import RUNNING, Account, Doing, Look
from app.runs.stays import LEAST_RUN_NS, Stays
from app.timeline.model import Process, Sample, State
from app.timeline.timeline import Timeline

from .collecting import Collecting

pytestmark = [
    pytest.mark.alone,
    pytest.mark.skipif(sys.platform != "linux", reason="it reads Linux's /proc"),
]

MS = 1_000_000
HERE = Process(1, 1)
READS_A, READS_B = (Look(Doing.WAITING, call=0, arguments=(fd, 0, 0, 0, 0, 0)) for fd in (3, 4))


class Watch:
    """A thread whose account is told by the test."""

    def __init__(self) -> None:
        self.now = Account()

    def account(self) -> Account:
        return self.now


class Numbers:
    """Names a wait by its descriptor, and counts how often it is asked."""

    asked = 0
    affordable = True

    def can_afford(self) -> bool:
        return self.affordable

    def operation(self, look: Look) -> int:
        return OP_READ

    def name(self, process: Process, view: object, look: Look) -> tuple[int, int]:
        self.asked += 1
        return OP_READ, look.arguments[0]


def story(*looks: tuple[int, Look, int, int], numbers: Any = None) -> Iterator[str]:
    """What looks say, each with its time in ms, turns so far and microseconds run so far."""
    watch: Any = Watch()
    stays = Stays(1, HERE, watch, numbers or Numbers())
    for ms, look, turns, ran_us in looks:
        watch.now = Account(ran_us * 1000, 0, turns)
        if look is RUNNING:
            stays.run(ms * MS)
        else:
            yield from map(in_words, stays.samples(ms * MS, look, State.IO))


def in_words(sample: Sample) -> str:
    thing = f" {sample.object}" if sample.object else ""
    return f"{sample.time / MS:g} {sample.state.label}{thing}"


def test_a_thread_that_never_came_onto_a_processor_is_in_one_wait() -> None:
    numbers = Numbers()
    looks = [(ms, READS_A, 7, 500) for ms in range(1, 30)]

    told = list(story(*looks, numbers=numbers))

    assert told == [f"{ms} io 3" for ms in range(1, 30)]
    assert numbers.asked == 1


def test_a_run_between_two_looks_is_told_with_its_length_in_the_middle() -> None:
    told = list(story((1, READS_A, 7, 500), (5, READS_A, 8, 1500)))

    assert told == ["1 io 3", "2.5 running", "3.5 io 3", "5 io 3"]


def test_between_two_different_waits_there_was_a_run_however_short() -> None:
    told = list(story((1, READS_A, 7, 500), (3, READS_B, 8, 520)))

    assert told == ["1 io 3", "1.99 running", "2.01 io 4", "3 io 4"]


def test_a_moment_on_the_processor_does_not_cut_a_wait_but_is_saved_up() -> None:
    short = LEAST_RUN_NS // 1000 // 2
    told = list(
        story((1, READS_A, 7, 500), (2, READS_A, 8, 500 + short), (3, READS_A, 9, 500 + 2 * short))
    )

    assert told == ["1 io 3", "2 io 3", "2.475 running", "2.525 io 3", "3 io 3"]


def test_a_run_is_never_longer_than_the_time_between_the_looks() -> None:
    told = list(story((1, READS_A, 7, 500), (2, READS_A, 8, 9500)))

    assert told[1:] == ["1 running", "2 io 3", "2 io 3"]


def test_who_was_seen_to_run_runs_for_as_long_as_is_counted_and_not_until_the_next_look() -> None:
    told = list(story((1, RUNNING, 7, 500), (9, READS_A, 7, 1500)))

    assert told == ["2 io 3", "9 io 3"]


def test_who_was_seen_to_run_long_ago_may_have_done_anything_since() -> None:
    told = list(story((1, RUNNING, 7, 500), (500, READS_A, 7, 1500)))

    assert told == ["500 io 3"]


def test_after_a_while_unlooked_at_nothing_is_said_of_the_time_between() -> None:
    told = list(story((1, READS_A, 7, 500), (500, READS_A, 80, 90_000)))

    assert told == ["1 io 3", "500 io 3"]


def test_a_name_that_could_not_be_afforded_is_found_later_and_a_wrong_one_never() -> None:
    numbers = Numbers()
    numbers.affordable = False
    told = story(*((ms, READS_A, 7, 500) for ms in range(1, 4)), numbers=numbers)

    assert next(told) == "1 io"
    numbers.affordable = True
    assert list(told) == ["2 io 3", "3 io 3"]


def waits_of(timeline: Timeline, lane: str) -> list[str]:
    """The waits in the kernel of a lane of at least 50 ms, each as it is on the page."""
    names = {number: row.name for number, row in timeline.lanes.items()}
    objects = {number: row.name for number, row in timeline.objects.items()}
    return [
        f"{OPERATIONS[span.operation]} {objects.get(span.object)}"
        for span in timeline.spans
        if names[span.lane] == lane and span.state == State.IO and span.end - span.start > 50 * MS
    ]


UNWATCHED = """
from app.runs.gil_log import GilLog
from app.runs.switches import Switches
GilLog.of_preloaded = classmethod(lambda cls: None)
Switches.of = classmethod(lambda cls, pid: None)
"""
everywhere = pytest.mark.parametrize("before", ["", UNWATCHED], ids=["watched", "unwatched"])
"""Where the kernel tells of every switch, and where nothing but looks tells anything."""

PAGES = """
import socket, threading, time
def serve(listener):
    for _ in range(4):
        connection, _ = listener.accept()
        connection.recv(100)
        time.sleep(0.15)
        connection.sendall(b"a page")
        connection.close()
listener = socket.create_server(("127.0.0.1", 0))
server = threading.Thread(target=serve, args=(listener,), name="server")
server.start()
for page in range(4):
    with socket.create_connection(listener.getsockname()) as connection:
        connection.sendall(b"page")
        connection.recv(100)
server.join()
print(listener.getsockname()[1])
"""


@everywhere
def test_answers_that_are_waited_for_one_after_the_other_are_waits_of_their_own(
    before: str, tmp_path: Path
) -> None:
    with Collecting(tmp_path, bare=False, before=before) as collecting:
        collecting.start(PAGES)
        collecting.expect("ended")
        timeline, [port] = collecting.timeline(), collecting.output()

    waits = waits_of(timeline, "MainThread")
    assert len(waits) == 4
    # On a machine so busy that nobody could look, one may have remained without a name.
    assert waits.count(f"receive 127.0.0.1:{port}") >= 3


WORKING_BETWEEN = """
import os, threading, time
read, write = os.pipe()
def feed():
    for _ in range(100):
        time.sleep(0.006)
        os.write(write, b"x")
def work():
    for _ in range(100):
        os.read(read, 1)
        end = time.thread_time() + 0.0005
        while time.thread_time() < end:
            pass
    print(time.thread_time())
threads = [threading.Thread(target=each, name=each.__name__) for each in (feed, work)]
for thread in threads: thread.start()
for thread in threads: thread.join()
"""


@everywhere
def test_short_work_between_two_waits_is_not_lost(before: str, tmp_path: Path) -> None:
    """The kernel's account proves it, although hardly a look falls into it."""
    with Collecting(tmp_path, bare=False, before=before) as collecting:
        collecting.start(WORKING_BETWEEN)
        collecting.expect("ended")
        timeline, truth = collecting.timeline(), float(collecting.output()[-1])

    [lane] = [row.id for row in timeline.lanes.values() if row.name == "work"]
    spent: Counter[int] = Counter()
    for span in timeline.spans:
        if span.lane == lane:
            spent[span.state] += span.end - span.start
    assert spent[State.RUNNING] / 1e9 > 0.5 * truth
    assert spent[State.RUNNING] / spent.total() < 0.3
