"""Locks as the recorder tells them."""

from __future__ import annotations


def test_a_free_lock_is_acquired_and_released_without_a_wait(record_everywhere):
    run = record_everywhere("""
        import threading

        balance = threading.Lock()
        with balance:
            pass
        balance.acquire()
        balance.release()
    """)

    assert (
        run.main.story("lock", "wait")
        == [
            "MainThread lock.acquired balance",
            "MainThread lock.released balance",
        ]
        * 2
    )
    assert [run.main.function(event) for event in run.main.of("lock.acquired")] == [
        "<module>:4",
        "<module>:6",
    ]


def test_a_lock_that_another_holds_is_waited_for(record_everywhere):
    run = record_everywhere(
        """
        import threading

        balance = threading.Lock()

        def pay():
            with balance:
                pass

        with balance:
            payer = threading.Thread(target=pay, name="payer")
            payer.start()
            go()
        payer.join()
    """,
        go=["payer wait.began balance acquire"],
    )

    assert [line for line in run.main.story("lock", "wait") if "balance" in line] == [
        "MainThread lock.acquired balance",
        "payer wait.began balance acquire",
        "MainThread lock.released balance",
        "payer lock.acquired balance (waited)",
        "payer lock.released balance",
    ]
    [released, _] = run.main.of("lock.released")
    acquired = run.main.of("lock.acquired")[1]
    assert released["time"] <= acquired["time"]


def test_acquire_with_a_time_limit_and_without_blocking(record_everywhere):
    run = record_everywhere("""
        import threading

        lock = threading.Lock()
        print(lock.acquire(timeout=5))
        print(lock.acquire(timeout=0.01))
        print(lock.acquire(False), lock.acquire(blocking=False))
    """)

    assert run.main.output() == ["MainThread: True", "MainThread: False", "MainThread: False False"]
    assert run.main.story("lock", "wait") == [
        "MainThread lock.acquired lock",
        "MainThread wait.began lock acquire",
        "MainThread lock.refused lock (timed out)",
        "MainThread lock.refused lock",
        "MainThread lock.refused lock",
    ]
    assert run.main.of("wait.began")[0]["value"] == 10_000_000


def test_a_wait_within_a_time_limit_that_succeeds(record):
    run = record(
        """
        import threading

        lock = threading.Lock()
        lock.acquire()
        thread = threading.Thread(target=lambda: lock.acquire(timeout=60), name="patient")
        thread.start()
        go()
        lock.release()
        thread.join()
    """,
        go=["patient wait.began lock acquire"],
    )

    assert "patient lock.acquired lock (waited)" in run.main.story()


def test_a_release_by_another_thread_is_foreign(record_everywhere):
    run = record_everywhere("""
        import threading

        lock = threading.Lock()
        lock.acquire()
        thread = threading.Thread(target=lock.release, name="other")
        thread.start()
        thread.join()
    """)

    assert "other lock.released lock (foreign)" in run.main.story()


def test_bad_calls_fail_as_they_always_did_and_record_nothing(record_everywhere):
    source = """
        import threading

        lock = threading.Lock()
        calls = [
            lambda: lock.release(),
            lambda: lock.acquire(False, 1),
            lambda: lock.acquire(True, -5),
            lambda: lock.acquire(True, 1e100),
            lambda: lock.acquire(True, "soon"),
        ]
        for call in calls:
            try:
                call()
            except Exception as error:
                print(type(error).__name__, error)
    """
    bare = record_everywhere("""
        import _thread, threading
        from _thread import allocate_lock
        lock = threading.Lock()
        raw = lock._raw if hasattr(lock, "_raw") else lock
        calls = [
            lambda: raw.release(),
            lambda: raw.acquire(False, 1),
            lambda: raw.acquire(True, -5),
            lambda: raw.acquire(True, 1e100),
            lambda: raw.acquire(True, "soon"),
        ]
        for call in calls:
            try:
                call()
            except Exception as error:
                print(type(error).__name__, error)
    """)
    run = record_everywhere(source)

    assert len(run.main.output()) == 5
    assert run.main.output() == bare.main.output()
    assert run.main.story("lock", "wait") == []


def test_a_with_block_that_raises_gives_the_lock_back(record):
    run = record("""
        import threading

        lock = threading.Lock()
        try:
            with lock:
                raise KeyError
        except KeyError:
            print(lock.locked())
    """)

    assert run.main.output() == ["MainThread: False"]
    assert len(run.main.of("lock.released")) == 1


def test_locks_of_the_low_level_module_are_recorded_too(record_everywhere):
    run = record_everywhere("""
        import _thread

        lock = _thread.allocate_lock()
        with lock:
            pass
    """)

    assert run.main.names("Lock") == ["lock"]
    assert len(run.main.of("lock.acquired")) == 1


def test_locks_that_the_standard_library_makes_for_itself_are_not_told(record):
    run = record("""
        import tempfile, logging, random

        tempfile.gettempdir()
        logging.getLogger("x").warning("careful")
    """)

    assert run.main.objects == {}
