"""Child processes record themselves."""

from __future__ import annotations

import pytest

STARTS_ONE = """
import multiprocessing, threading, sys

def work(word):
    lock = threading.Lock()
    with lock:
        print(word)
    thread = threading.Thread(target=int, name="inner")
    thread.start()
    thread.join()

if __name__ == "__main__":
    context = multiprocessing.get_context({method!r})
    child = context.Process(target=work, args=("hello",), name="child")
    child.start()
    child.join()
    print(child.exitcode)
"""


@pytest.mark.parametrize("method", ["fork", "spawn", "forkserver"])
def test_a_process_of_multiprocessing_has_its_own_recording(record_everywhere, method):
    run = record_everywhere(STARTS_ONE.format(method=method))

    parent, child = run.processes
    assert parent.output() == ["MainThread: 0"]
    assert child.output() == ["MainThread: hello"]
    assert (child.name, child.row["method"]) == ("child", method)
    [started] = parent.of("process.started")
    [began] = child.of("process.began")
    assert started["value"] == began["value"] == child.row["pid"]
    assert started["time"] <= began["time"]
    assert parent.objects[started["object"]]["name"] == "child"
    assert "inner thread.ended inner" in child.story()
    assert child.story("lock") == ["MainThread lock.acquired lock", "MainThread lock.released lock"]
    assert child.closed
    assert child.of("process.ended")[0]["value"] == 0
    waits = [line for line in parent.story("wait") if "child" in line]
    assert waits == ["MainThread wait.began child join", "MainThread wait.ended child"]


def test_events_of_a_lane_are_in_order_of_time(record):
    run = record(STARTS_ONE.format(method="spawn"))

    for process in run.processes:
        by_sequence = sorted(process.events, key=lambda event: event[-1])
        for lane in process.lanes:
            times = [event[0] for event in by_sequence if event[3] == lane]
            assert times == sorted(times)


def test_a_bare_fork_keeps_the_locks_it_inherits(record_everywhere):
    run = record_everywhere("""
        import os, threading

        lock = threading.Lock()
        pid = os.fork()
        with lock:
            pass
        if pid == 0:
            print("child")
            os._exit(3)
        print(os.WEXITSTATUS(os.waitpid(pid, 0)[1]))
    """)

    parent, child = run.processes
    assert parent.output() == ["MainThread: 3"]
    assert child.output() == ["MainThread: child"]
    for process in (parent, child):
        assert process.story("lock") == [
            "MainThread lock.acquired lock",
            "MainThread lock.released lock",
        ]
    assert parent.closed
    assert not child.closed


def test_a_fork_in_a_thread_makes_that_thread_the_main_lane(record):
    run = record("""
        import os, threading

        def work():
            pid = os.fork()
            if pid == 0:
                with threading.Lock() as _:
                    os._exit(0)
            os.waitpid(pid, 0)

        thread = threading.Thread(target=work, name="forks")
        thread.start()
        thread.join()
    """)

    assert [row["name"] for row in run.processes[1].lanes.values()] == ["MainThread"]


def test_forks_among_busy_threads_record_themselves_and_end_as_they_say(record_everywhere):
    run = record_everywhere("""
        import os, threading

        lock, done = threading.Lock(), threading.Event()

        def keep_busy():
            while not done.is_set():
                with lock:
                    pass

        def work(number):
            thread = threading.Thread(target=int, name="inner")
            thread.start()
            thread.join()
            os._exit(number)

        threads = [threading.Thread(target=keep_busy) for _ in range(3)]
        for thread in threads:
            thread.start()
        for number in range(5):
            pid = os.fork()
            if pid == 0:
                work(number)
            print(os.WEXITSTATUS(os.waitpid(pid, 0)[1]))
        done.set()
        for thread in threads:
            thread.join()
    """)

    parent, *children = run.processes
    assert run.code == 0, run.stderr
    assert parent.output() == [f"MainThread: {number}" for number in range(5)]
    assert len(children) == 5
    for child in children:
        assert [row["name"] for row in child.lanes.values()] == ["MainThread", "inner"]
        assert "inner thread.ended inner" in child.story()


def test_a_process_that_fails_tells_why(record):
    run = record("""
        import multiprocessing

        def fail():
            raise ValueError("no luck")

        if __name__ == "__main__":
            child = multiprocessing.get_context("fork").Process(target=fail, name="child")
            child.start()
            child.join()
            print(child.exitcode)
    """)

    parent, child = run.processes
    assert parent.output() == ["MainThread: 1"]
    assert child.of("process.ended")[0]["value"] == 1
    assert any("ValueError: no luck" in line for line in child.output())
