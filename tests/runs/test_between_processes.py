"""What processes share is one object of the run, and what passes between them an arrow."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from app.timeline.model import FlowKind, State
from app.timeline.timeline import Timeline
from tests.support import pythons

from .collecting import Collecting

every_method = pytest.mark.parametrize("method", ["fork", "spawn", "forkserver"])
HEAD = """
import multiprocessing, os, sys, time
context = multiprocessing.get_context({method!r})
"""


def record(
    folder: Path, source: str, method: str = "fork", interpreter: str | None = None
) -> tuple[Any, Timeline]:
    with Collecting(folder, bare=False, interpreter=interpreter) as collecting:
        collecting.start(HEAD.format(method=method) + source)
        ended = collecting.expect("ended")
        return ended, collecting.timeline()


def arrows(timeline: Timeline, kind: FlowKind) -> list[str]:
    """The flows of a kind: from whom to whom by what; a main thread by its process's name."""

    def name(lane: int) -> str:
        row = timeline.lanes[lane]
        process = timeline.processes[row.process].name
        return process if row.name == "MainThread" else f"{process}/{row.name}"

    return [
        f"{name(flow.from_lane)} → {name(flow.to_lane)}"
        + (f" by {timeline.objects[flow.object].name}" if flow.object else "")
        for flow in timeline.flows
        if flow.kind == kind
    ]


LOCKED = """
def hold(lock, taken, go):
    with lock:
        taken.set()
        while not os.path.exists(go):
            time.sleep(0.01)

def take(lock, taken):
    taken.wait()
    with lock:
        pass

if __name__ == "__main__":
    lock, taken = context.Lock(), context.Event()
    go = os.path.join(os.path.dirname(__file__), "go")
    a = context.Process(target=hold, args=(lock, taken, go), name="a")
    b = context.Process(target=take, args=(lock, taken), name="b")
    b.start(); a.start(); a.join(); b.join()
"""


def waits_for_the_lock(timeline: Timeline) -> bool:
    objects = timeline.objects
    return any(
        wait.state == State.BLOCKED and objects[wait.object].name == "lock"
        for wait in timeline.open_spans.values()
        if wait.object
    )


@every_method
def test_a_lock_between_processes_is_one_object_with_one_holder(
    tmp_path: Path, method: str
) -> None:
    with Collecting(tmp_path, bare=False) as collecting:
        collecting.start(HEAD.format(method=method) + LOCKED)
        collecting.expect("appended")
        while not waits_for_the_lock(collecting.timeline()):
            collecting.expect("appended")
        (tmp_path / "go").touch()
        collecting.expect("ended")
        timeline = collecting.timeline()

    [lock] = [row for row in timeline.objects.values() if row.name == "lock"]
    assert lock.kind == "Lock"
    holds = [hold for hold in timeline.holds if hold.object == lock.id]
    first, second = sorted(holds, key=lambda hold: hold.start)
    assert first.end <= second.start
    assert arrows(timeline, FlowKind.RELEASE_ACQUIRE) == ["a → b by lock"]


OPPOSITE = """
def work(first, second, here):
    with first:
        here.wait()
        with second:
            pass

if __name__ == "__main__":
    left, right, here = context.Lock(), context.Lock(), context.Barrier(2)
    for name, locks in (("a", (left, right)), ("b", (right, left))):
        context.Process(target=work, args=(*locks, here), name=name).start()
"""


def test_processes_that_lock_in_opposite_orders_deadlock(tmp_path: Path) -> None:
    ended, timeline = record(tmp_path, OPPOSITE)

    assert ended["reason"].startswith("Deadlock: ")
    [finding] = [each for each in timeline.findings.values() if each.kind == "deadlock"]
    assert {timeline.processes[timeline.lanes[lane].process].name for lane in finding.lanes} == {
        "a",
        "b",
    }


QUEUED = """
def work(questions, answers, plain):
    for question in iter(questions.get, None):
        answers.put(question * 2)
        questions.task_done()
    plain.put("done")

if __name__ == "__main__":
    questions, answers, plain = context.JoinableQueue(), context.Queue(), context.SimpleQueue()
    process = context.Process(target=work, args=(questions, answers, plain), name="worker")
    process.start()
    for number in (1, 2):
        questions.put(number)
    print(answers.get(), answers.get())
    questions.join()
    questions.put(None)
    print(plain.get())
    process.join()
"""


@every_method
def test_items_of_queues_are_followed_from_process_to_process(tmp_path: Path, method: str) -> None:
    ended, timeline = record(tmp_path, QUEUED, method)

    assert ended["status"] == "finished"
    assert sorted(arrows(timeline, FlowKind.PUT_GET)) == sorted(
        [
            *["MainProcess → worker by questions"] * 3,
            *["worker → MainProcess by answers"] * 2,
            "worker → MainProcess by plain",
        ]
    )
    assert {row.name: timeline.values.get(row.id) for row in timeline.objects.values() if
            row.kind.endswith("Queue")} == {"questions": 0, "answers": 0, "plain": 0}  # fmt: skip


@pytest.mark.parametrize("version", pythons.TESTED)
def test_items_of_queues_are_followed_on_every_python(tmp_path: Path, version: str) -> None:
    """By the way to start processes that is most used there."""
    method = "forkserver" if version >= "3.14" and len(version) == 4 else "fork"
    ended, timeline = record(tmp_path, QUEUED, method, pythons.wanted(version))

    assert ended["status"] == "finished"
    assert len(arrows(timeline, FlowKind.PUT_GET)) == 6


PIPED = """
def work(end):
    for word in iter(end.recv, "stop"):
        end.send(word.upper())

if __name__ == "__main__":
    here, there = context.Pipe()
    process = context.Process(target=work, args=(there,), name="echo")
    process.start()
    for word in ("one", "three"):
        here.send(word)
        print(here.recv())
    here.send("stop")
    process.join()
"""


@every_method
def test_messages_in_a_pipe_are_followed_both_ways(tmp_path: Path, method: str) -> None:
    _, timeline = record(tmp_path, PIPED, method)

    forth, back = "MainProcess → echo by here → there", "echo → MainProcess by there → here"
    assert sorted(arrows(timeline, FlowKind.SEND_RECEIVE)) == [forth] * 3 + [back] * 2
    waits = {span.state for span in timeline.spans if
             span.object and timeline.objects[span.object].kind == "Pipe"}  # fmt: skip
    assert waits == {State.IO}


POOLED = """
from concurrent.futures import ProcessPoolExecutor

def square(number):
    return number * number

if __name__ == "__main__":
    with ProcessPoolExecutor(1, mp_context=context) as executor:
        print(list(executor.map(square, range(2))), executor.submit(square, 9).result())
    with context.Pool(1) as workers:
        print(workers.map(square, range(4), chunksize=2), workers.apply(square, (3,)))
"""


@every_method
def test_tasks_of_pools_are_followed_to_the_process_that_runs_them(
    tmp_path: Path, method: str
) -> None:
    ended, timeline = record(tmp_path, POOLED, method)

    assert ended["status"] == "finished"
    submitted = [each.partition("-")[0] for each in arrows(timeline, FlowKind.SUBMIT_RUN)]
    kind = {"fork": "Fork", "spawn": "Spawn", "forkserver": "ForkServer"}[method]
    executor, pool = f"MainProcess → {kind}Process", f"MainProcess → {kind}PoolWorker"
    assert sorted(submitted) == sorted([executor] * 3 + [pool] * 3)
    assert not timeline.tasks
    for flow in timeline.flows:
        if flow.kind == FlowKind.RESULT:
            assert timeline.lanes[flow.from_lane].process != timeline.lanes[flow.to_lane].process


def test_how_each_process_ended_is_known(tmp_path: Path) -> None:
    _, timeline = record(
        tmp_path,
        """
import signal, subprocess

def die(number):
    os.kill(os.getpid(), number)

if __name__ == "__main__":
    ends = (("exits", sys.exit, 5), ("leaves", os._exit, 6), ("dies", die, 9))
    for name, end, number in ends:
        process = context.Process(target=end, args=(number,), name=name)
        process.start()
        process.join()
    subprocess.call([sys.executable, "-c", "raise SystemExit(7)"])
""",
    )

    exits = {process.name: process.exit for process in timeline.processes.values()}
    assert exits == {"MainProcess": 0, "exits": 5, "leaves": 6, "dies": -9, "python -c": 7}


def test_a_process_that_holds_a_lock_and_is_killed_holds_it_no_more_and_nobody_lies(
    tmp_path: Path,
) -> None:
    ended, timeline = record(
        tmp_path,
        """
def take(lock, here):
    lock.acquire()
    here.set()
    time.sleep(60)

if __name__ == "__main__":
    lock, here = context.Lock(), context.Event()
    process = context.Process(target=take, args=(lock, here), name="taker")
    process.start()
    here.wait()
    process.kill()
    process.join()
    print(lock.acquire(timeout=0.2))
""",
    )

    assert ended["status"] == "finished"
    [hold] = [each for each in timeline.holds if timeline.objects[each.object].name == "lock"]
    assert timeline.processes[timeline.lanes[hold.lane].process].exit == -9
    assert not [each for each in timeline.findings.values() if each.kind in ("deadlock", "stall")]


def test_a_process_that_is_gone_leaves_no_ring_behind(tmp_path: Path) -> None:
    """Each takes six megabytes: a program may start a thousand, one after the other."""
    with Collecting(tmp_path, bare=False) as collecting:
        collecting.start(f"""
import glob, subprocess, sys, time

for _ in range(3):
    subprocess.call([sys.executable, "-c", "import threading; threading.Lock()"])
while len(glob.glob({str(collecting.directory / "*.ring")!r})) > 1:
    time.sleep(0.02)
""")
        ended = collecting.expect("ended")
        timeline = collecting.timeline()

    assert ended["status"] == "finished"
    assert len(timeline.processes) == 4
    assert [row.kind for row in timeline.objects.values()].count("Lock") == 3


def test_processes_that_wait_for_items_which_nobody_will_put_stand_still(tmp_path: Path) -> None:
    ended, _ = record(
        tmp_path,
        """
def work(questions, answers):
    answers.put(questions.get())

if __name__ == "__main__":
    questions, answers = context.Queue(), context.Queue()
    context.Process(target=work, args=(questions, answers), name="worker").start()
    answers.get()
""",
    )

    assert ended["reason"].startswith("Stall: Each of 2 threads has waited")
    assert "MainThread (of worker) waits" in ended["reason"]


def test_nobody_stands_still_while_a_program_that_is_not_seen_may_act(tmp_path: Path) -> None:
    ended, timeline = record(
        tmp_path,
        """
import subprocess, threading

def work(go, answers):
    go.wait()
    answers.put("went")

def late():
    subprocess.run(["sleep", "1"])
    go.set()

if __name__ == "__main__":
    go, answers = context.Event(), context.Queue()
    process = context.Process(target=work, args=(go, answers), name="worker")
    process.start()
    threading.Thread(target=late, name="late").start()
    print(answers.get())
    process.join()
""",
    )

    assert ended["status"] == "finished"
    assert not [each for each in timeline.findings.values() if each.kind in ("deadlock", "stall")]
