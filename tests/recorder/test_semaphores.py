"""Semaphores as the recorder tells them."""

from __future__ import annotations


def test_the_counter_is_told_from_its_beginning(record_everywhere):
    run = record_everywhere("""
        import threading

        pool = threading.Semaphore(2)
        with pool:
            pool.acquire()
            pool.release()
    """)

    assert run.main.story("semaphore", "lock", "wait") == [
        "MainThread semaphore.released pool",
        "MainThread semaphore.acquired pool",
        "MainThread semaphore.acquired pool",
        "MainThread semaphore.released pool",
        "MainThread semaphore.released pool",
    ]
    assert [event["value"] for event in run.main.of("semaphore.acquired")] == [1, 0]
    assert [(e["value"], e["link"]) for e in run.main.of("semaphore.released")] == [
        (2, 0),
        (1, 1),
        (2, 1),
    ]


def test_an_empty_semaphore_is_one_wait(record_everywhere):
    run = record_everywhere(
        """
        import threading

        pool = threading.Semaphore(0)
        client = threading.Thread(target=pool.acquire, name="client")
        client.start()
        go()
        pool.release()
        client.join()
    """,
        go=["client wait.began pool acquire"],
    )

    assert [line for line in run.main.story() if "pool" in line] == [
        "MainThread semaphore.released pool",
        "client wait.began pool acquire",
        "MainThread semaphore.released pool",
        "client semaphore.acquired pool (waited)",
    ]


def test_refusals_and_the_bound(record_everywhere):
    run = record_everywhere("""
        import threading

        bounded = threading.BoundedSemaphore(1)
        try:
            bounded.release()
        except ValueError as error:
            print(error)
        bounded.acquire()
        print(bounded.acquire(blocking=False), bounded.acquire(timeout=0.01))
        try:
            bounded.acquire(False, timeout=1)
        except ValueError as error:
            print(error)
    """)

    assert run.main.output() == [
        "MainThread: Semaphore released too many times",
        "MainThread: False False",
        "MainThread: can't specify timeout for non-blocking acquire",
    ]
    assert run.main.story("semaphore", "wait")[1:] == [
        "MainThread semaphore.acquired bounded",
        "MainThread semaphore.refused bounded",
        "MainThread wait.began bounded acquire",
        "MainThread semaphore.refused bounded (waited) (timed out)",
    ]
    assert [row["kind"] for row in run.main.objects.values()] == ["BoundedSemaphore"]


def test_a_subclass_of_the_programs_own_is_one_object(record):
    run = record("""
        import threading

        class Pool(threading.Semaphore):
            def __init__(self, size):
                super().__init__(size)

        pool = Pool(3)
        with pool:
            pass
    """)

    assert run.main.names() == ["pool"]
