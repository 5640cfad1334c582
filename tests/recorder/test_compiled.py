"""The compiled recorder: the same events as the Python one, whatever the program does to it."""

from __future__ import annotations

import sys

import pytest

from app import events
from app.runs import native
from tests.recorder import recording

DETERMINISTIC = """
import queue, threading
from concurrent.futures import ThreadPoolExecutor

lock, again, bell = threading.Lock(), threading.RLock(), threading.Condition()
seats, door = threading.Semaphore(2), threading.Event()

def holds(turn):
    with lock, again, again:
        return turn

def in_turn(function, *arguments):
    thread = threading.Thread(target=function, args=arguments, name=function.__name__)
    thread.start()
    thread.join()

for turn in range(3):
    holds(turn)
print(lock.acquire(False), lock.acquire(False), lock.acquire(timeout=0.001))
in_turn(lock.release)
print(again.acquire(blocking=True, timeout=1), again.release())
for wrong in (lock.release, again.release):
    try:
        wrong()
    except RuntimeError as error:
        print(error)
with bell:
    bell.notify()
    print(bell.wait(0.001), bell.wait_for(lambda: True))
with seats, seats:
    print(seats.acquire(blocking=False))
door.set()
door.wait()
door.clear()
print(door.wait(0.001))
goods = queue.Queue(1)
goods.put("a")
try:
    goods.put("b", timeout=0.001)
except queue.Full:
    print(goods.get(), goods.task_done(), goods.join())
simple = queue.SimpleQueue()
simple.put(1)
print(simple.get())
locks = [threading.Lock() for _ in range(3)]
class Account:
    def __init__(self):
        self.lock = threading.Lock()
mine, yours = Account(), Account()
with mine.lock, yours.lock, locks[1]:
    pass
with ThreadPoolExecutor(1) as pool:
    results = [pool.submit(holds, number) for number in range(3)]
    print([result.result() for result in results])
"""


CHANCE = ("ThreadPoolExecutor", "results", " join", "thread.", "ended release", " process.",
          " collection.", " start")  # fmt: skip
"""Words of lines that chance decides: who waits for a pool's worker or a thread's end, pids."""


def told(run):
    """All of a recording but times and what chance decides."""
    main = run.main
    story = [
        (line, main.function(event), rounded(event), bool(event["link"]))
        for event, line in zip(dictionaries(main), main.story(), strict=True)
        if not any(word in line for word in CHANCE)
    ]
    objects = [
        (row["kind"], row["name"], main.sites.get(row["site"], {}).get("line"))
        for row in main.objects.values()
    ]
    return run.stdout, story, objects


def rounded(event):
    """The value; what is left of a time limit of a millisecond is told as nothing."""
    return event["value"] // 2_000_000 if event["kind"] == events.WAIT_BEGAN else event["value"]


def dictionaries(process):
    names = ("time", "value", "link", "lane", "object", "site", "kind", "flags", "sequence")
    return [dict(zip(names, event, strict=True)) for event in process.events]


def test_both_recorders_tell_the_same_of_a_program(record_compiled, tmp_path):
    compiled = record_compiled(DETERMINISTIC, capture_output=False)
    python = recording.record(
        DETERMINISTIC, tmp_path, python=record_compiled.keywords["python"], capture_output=False
    )

    assert compiled.main.row["recorder"] == "compiled"
    assert python.main.row["recorder"] == "python"
    assert compiled.stderr == python.stderr == ""
    for mine, theirs in zip(told(compiled), told(python), strict=True):
        assert mine == theirs


def test_many_threads_at_one_lock_lose_no_event(record_compiled):
    run = record_compiled("""
        import threading

        lock, again, total = threading.Lock(), threading.RLock(), 0

        def work():
            global total
            for _ in range(1500):
                with lock, again:
                    total += 1

        threads = [threading.Thread(target=work) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert total == 12_000
    """)

    assert run.code == 0, run.stderr
    numbers = sorted(event[-1] for event in run.main.events)
    assert numbers == list(range(1, len(numbers) + 1))
    for name in ("lock", "again"):
        holder = 0
        for event in dictionaries(run.main):
            row = run.main.objects.get(event["object"], {})
            if row.get("name") != name or event["kind"] not in (
                events.LOCK_ACQUIRED,
                events.LOCK_RELEASED,
            ):
                continue
            if event["kind"] == events.LOCK_ACQUIRED:
                assert holder == 0, "two have one lock"
                holder = event["lane"]
            elif event["kind"] == events.LOCK_RELEASED:
                assert holder == event["lane"]
                holder = 0


def test_a_fork_while_other_threads_are_at_the_lock_leaves_the_child_able_to_use_its_own(
    record_compiled,
):
    run = record_compiled("""
        import os, threading, warnings

        warnings.simplefilter("ignore", DeprecationWarning)  # fork in a threaded program
        lock, stop = threading.Lock(), threading.Event()

        def work():
            while not stop.is_set():
                with lock:
                    pass

        threads = [threading.Thread(target=work) for _ in range(3)]
        for thread in threads:
            thread.start()
        for _ in range(10):
            pid = os.fork()
            if pid == 0:
                own = threading.Lock()
                with own:
                    own.locked()
                lock._at_fork_reinit()
                with lock:
                    os._exit(7)
            assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 7
        stop.set()
        for thread in threads:
            thread.join()
    """)

    assert run.code == 0, run.stderr
    children = run.processes[1:]
    assert len(children) == 10
    for child in children:
        assert child.row["recorder"] == "compiled"
        assert child.story("lock")[-1] == "MainThread lock.acquired lock"


def test_finalizers_release_locks_after_the_modules_are_gone(record_compiled):
    run = record_compiled(
        """
        import gc, sys, threading

        class Keeper:
            def __init__(self):
                self.lock = threading.Lock()
                self.again = threading.RLock()
                self.me = self

            def __del__(self):
                with self.lock, self.again:
                    threading_is_gone = threading is None

        kept = [Keeper() for _ in range(50)]
        sys.kept = kept
        gc.collect()
        gc.disable()

        def hold(lock):
            with lock:
                threading.Event().wait()

        for keeper in [Keeper() for _ in range(3)]:
            lock = threading.Lock()
            threading.Thread(target=hold, args=(lock,), daemon=True).start()
        """,
        capture_output=False,
    )

    assert run.code == 0
    assert run.stderr == ""


def test_a_handler_that_raises_while_waiting_ends_the_wait_and_no_other(record_compiled):
    run = record_compiled(
        """
        import os, signal, threading, time

        lock = threading.Lock()
        lock.acquire()
        count = 0

        def handler(number, frame):
            global count
            count += 1
            if count == 2:
                raise TimeoutError

        signal.signal(signal.SIGUSR1, handler)
        main = threading.main_thread().ident

        def twice():
            go()
            while count < 2:  # one that comes just before the wait goes on interrupts nothing
                signal.pthread_kill(main, signal.SIGUSR1)
                time.sleep(0.01)

        thread = threading.Thread(target=twice)
        thread.start()
        try:
            lock.acquire(timeout=30)
        except TimeoutError:
            print("raised", count)
        thread.join()
        """,
        go=["MainThread wait.began lock acquire"],
    )

    assert "MainThread: raised 2" in run.main.output()
    assert run.main.story("wait.ended lock", "lock.refused") == []
    assert "MainThread wait.ended lock (interrupted)" in run.main.story()


def test_development_mode_finds_nothing_wrong(tmp_path, monkeypatch):
    try:
        compiled = native.make(sys.executable)
    except native.NotCompiled as problem:
        pytest.skip(str(problem))
    monkeypatch.setenv("PYTHONMALLOC", "debug")
    monkeypatch.setenv("PYTHONDEVMODE", "1")

    run = recording.record(DETERMINISTIC, tmp_path, compiled=compiled, capture_output=False)

    assert run.code == 0
    assert run.stderr == ""
    assert run.main.closed


def test_one_compiled_for_another_python_is_left_alone(tmp_path):
    stranger = tmp_path / "stranger.cpython-38-x86_64-linux-gnu.so"
    stranger.write_bytes(b"no library")

    run = recording.record("print('fine')", tmp_path, compiled=str(stranger))

    assert run.main.output() == ["MainThread: fine"]
    assert run.main.row["recorder"] == "python"


def test_a_spawned_process_is_recorded_by_the_same_recorder(record_compiled):
    run = record_compiled("""
        import multiprocessing

        def work():
            print("work")

        if __name__ == "__main__":
            process = multiprocessing.get_context("spawn").Process(target=work)
            process.start()
            process.join()
    """)

    assert [process.row["recorder"] for process in run.processes] == ["compiled"] * len(
        run.processes
    )
    assert len(run.processes) == 2
