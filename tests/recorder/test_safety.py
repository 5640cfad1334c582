"""What must not happen: leaked locks, deadlocks of our own, recordings lost in a crash."""

from __future__ import annotations

import signal
import textwrap

import pytest

STORM = """
import signal, threading, time

lock = threading.{kind}()
armed = False

class Stop(BaseException):
    pass

def handler(number, frame):
    global armed
    if armed:
        armed = False
        raise Stop

def work():
    global armed
    armed = True
    while True:
        with lock:
            pass

signal.signal(signal.SIGALRM, handler)
raised = leaked = 0
signal.setitimer(signal.ITIMER_REAL, 0.0002, 0.000117)
end = time.monotonic() + 1.5
while time.monotonic() < end:
    try:
        work()
    except Stop:
        raised += 1
        if not repr(lock).startswith("<unlocked"):
            leaked += 1
            lock.release()
signal.setitimer(signal.ITIMER_REAL, 0)
print(raised > 100, leaked)
"""


@pytest.mark.parametrize("kind", ["Lock", "RLock"])
def test_a_storm_of_signals_leaks_no_lock(record_everywhere, recorder, kind):
    if recorder.startswith("3.9") or recorder == "3.14 compiled":
        pytest.skip("in CPython 3.9 and 3.14 a signal can leak even the real lock")

    run = record_everywhere(STORM.format(kind=kind), ring_records=1024)

    assert run.main.output() == ["MainThread: True 0"]


def test_an_interrupted_wait_is_over(record_everywhere):
    run = record_everywhere(
        """
        import os, signal, threading

        # Who runs the tests in the background has it ignored, and so have children.
        signal.signal(signal.SIGINT, signal.default_int_handler)
        lock = threading.Lock()
        lock.acquire()
        main = threading.main_thread().ident

        def interrupt():
            go()
            signal.pthread_kill(main, signal.SIGINT)

        thread = threading.Thread(target=interrupt)
        thread.start()
        try:
            with lock:
                pass
        except KeyboardInterrupt:
            print("interrupted")
        thread.join()
        """,
        go=["MainThread wait.began lock acquire"],
    )

    assert "MainThread: interrupted" in run.main.output()
    assert "MainThread wait.ended lock (interrupted)" in run.main.story()


def test_finalizers_and_callbacks_that_take_locks_do_not_hang(record_everywhere):
    run = record_everywhere("""
        import gc, threading, weakref

        lock = threading.Lock()

        class Node:
            def __del__(self):
                with lock:
                    pass

        def callback(reference):
            with lock:
                pass

        for turn in range(300):
            node = Node()
            node.me = node
            reference = weakref.ref(node, callback)
            threading.Lock()
            del node
        gc.collect()
        print("done")
    """)

    assert run.main.output() == ["MainThread: done"]


def test_daemon_threads_at_exit_neither_hang_nor_complain(record_everywhere):
    run = record_everywhere(
        """
        import threading

        lock = threading.Lock()

        def spin():
            while True:
                with lock:
                    pass

        for _ in range(3):
            threading.Thread(target=spin, daemon=True).start()
    """,
        ring_records=1024,
    )

    assert run.code == 0
    assert run.stderr == ""
    assert run.main.closed


def test_functions_called_by_c_alone_are_recorded_too(record_everywhere):
    run = record_everywhere("""
        import atexit, threading

        done = threading.Event()
        lock = threading.Lock()
        atexit.register(lock.release)
        atexit.register(lock.acquire)
        atexit.register(done.set)
    """)

    assert run.stderr == ""
    assert run.main.story("event", "lock") == [
        "MainThread event.set done",
        "MainThread lock.acquired lock",
        "MainThread lock.released lock",
    ]


@pytest.mark.parametrize(
    ("ending", "code"),
    [
        ("os.kill(os.getpid(), 9)", -9),
        ("os._exit(7)", 7),
        ("ctypes.string_at(0)", -signal.SIGSEGV),
        ("os.abort()", -signal.SIGABRT),
    ],
)
def test_all_before_a_crash_is_there(record, ending, code):
    run = record(f"""
        import ctypes, os, threading

        lock = threading.Lock()
        print("before")
        with lock:
            {ending}
    """)

    assert run.code == code
    assert run.main.story("lock") == ["MainThread lock.acquired lock"]
    assert run.main.output()[0] == "MainThread: before"
    assert not run.main.closed


def test_a_deadlock_can_be_read_while_it_lasts(record):
    run = record(
        """
        import threading

        lock = threading.Lock()
        lock.acquire()
        lock.acquire()
        """,
        kill_at="MainThread wait.began lock acquire",
    )

    assert run.main.story("lock", "wait") == [
        "MainThread lock.acquired lock",
        "MainThread wait.began lock acquire",
    ]


def test_a_full_ring_keeps_the_newest_and_never_waits(record):
    run = record(
        """
        import threading

        lock = threading.Lock()
        for _ in range(5000):
            with lock:
                pass
        print("done")
    """,
        ring_records=200,  # made a power of two
    )

    assert run.main.output() == ["MainThread: done"]
    numbers = sorted(event[-1] for event in run.main.events)
    assert len(numbers) == 256
    assert numbers == list(range(numbers[-1] - 255, numbers[-1] + 1))
    assert numbers[-1] > 10_000


def test_many_threads_write_every_event_once(record_everywhere):
    run = record_everywhere("""
        import threading

        locks = [threading.Lock() for _ in range(8)]

        def work(lock):
            for _ in range(500):
                with lock:
                    pass

        threads = [threading.Thread(target=work, args=(lock,)) for lock in locks]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    """)

    assert [event[-1] for event in sorted(run.main.events, key=lambda e: e[-1])] == list(
        range(1, len(run.main.events) + 1)
    )
    assert len(run.main.of("lock.acquired")) == len(run.main.of("lock.released")) == 4000


def test_closing_every_descriptor_does_not_stop_the_definitions(record, tmp_path):
    run = record(f"""
        import os, threading

        os.closerange(3, 2000)
        mine = open({str(tmp_path / "mine.txt")!r}, "w")
        lock = threading.Lock()
        with lock:
            pass
        mine.write("only this")
        mine.close()
    """)

    assert run.main.story("lock")[0] == "MainThread lock.acquired lock"
    assert (tmp_path / "mine.txt").read_text() == "only this"


def test_the_recorder_never_imports_app(record, tmp_path):
    (tmp_path / "app.py").write_text("raise SystemExit('the wrong app')\n")

    run = record(
        textwrap.dedent("""
        import sys
        assert "app" not in sys.modules
        print("fine")
    """)
    )

    assert run.main.output() == ["MainThread: fine"]
