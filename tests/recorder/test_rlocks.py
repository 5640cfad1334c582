"""Reentrant locks as the recorder tells them."""

from __future__ import annotations


def test_the_depth_of_a_hold_is_told(record_everywhere):
    run = record_everywhere("""
        import threading

        lock = threading.RLock()
        with lock:
            lock.acquire()
            with lock:
                pass
            lock.release()
    """)

    assert [event["value"] for event in run.main.of("lock.acquired")] == [1, 2, 3]
    assert [event["value"] for event in run.main.of("lock.released")] == [2, 1, 0]


def test_another_thread_waits_until_the_last_release(record_everywhere):
    run = record_everywhere(
        """
        import threading

        lock = threading.RLock()

        def take():
            with lock:
                pass

        with lock:
            with lock:
                other = threading.Thread(target=take, name="other")
                other.start()
                go()
        other.join()
    """,
        go=["other wait.began lock acquire"],
    )

    assert [line for line in run.main.story("lock", "wait") if "lock" in line.split()[2:]] == [
        "MainThread lock.acquired lock",
        "MainThread lock.acquired lock",
        "other wait.began lock acquire",
        "MainThread lock.released lock",
        "MainThread lock.released lock",
        "other lock.acquired lock (waited)",
        "other lock.released lock",
    ]


def test_limits_refusals_and_bad_releases(record_everywhere):
    run = record_everywhere("""
        import threading

        lock = threading.RLock()

        def fail():
            print(lock.acquire(blocking=False))
            print(lock.acquire(timeout=0.01))
            try:
                lock.release()
            except RuntimeError as error:
                print(error)

        with lock:
            thread = threading.Thread(target=fail, name="other")
            thread.start()
            thread.join()
    """)

    assert run.main.output() == [
        "other: False",
        "other: False",
        "other: cannot release un-acquired lock",
    ]
    assert [line for line in run.main.story("lock", "wait") if line.startswith("other")] == [
        "other lock.refused lock",
        "other wait.began lock acquire",
        "other lock.refused lock (timed out)",
    ]
    assert [event["value"] for event in run.main.of("lock.released")] == [0]


def test_a_subclass_of_the_programs_own(record):
    run = record("""
        import threading

        kind = type(threading.RLock())

        class Named(kind):
            def __init__(self, name):
                self.name = name

        lock = Named("mine")
        with lock:
            print(lock.name, isinstance(lock, kind))
    """)

    assert run.main.output() == ["MainThread: mine True"]
    assert run.main.names("RLock") == [None, "lock"]
