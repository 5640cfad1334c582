"""Conditions as the recorder tells them."""

from __future__ import annotations

WAITING = """
    import threading

    ready = threading.Condition()

    def wait():
        with ready:
            print(ready.wait())

    threads = [threading.Thread(target=wait, name=f"waiter {n}") for n in (1, 2)]
    for thread in threads:
        thread.start()
        go()
    with ready:
        ready.notify()
        ready.notify_all()
    for thread in threads:
        thread.join()
"""


def test_a_notification_is_linked_to_the_wait_it_ends(record_everywhere):
    run = record_everywhere(WAITING, go=[f"waiter {n} wait.began ready wait" for n in (1, 2)])

    notified = run.main.of("condition.notified")
    ended = [wait for wait in run.main.of("wait.ended") if wait["link"]]
    assert [event["value"] for event in notified] == [1, 1]
    assert sorted(event["link"] for event in notified) == sorted(wait["link"] for wait in ended)
    for wait in ended:
        [cause] = [event for event in notified if event["link"] == wait["link"]]
        assert cause["time"] <= wait["time"]
        assert run.main.lanes[cause["lane"]]["name"] == "MainThread"


def test_a_wait_gives_the_lock_back_and_takes_it_again(record):
    run = record(WAITING, go=[f"waiter {n} wait.began ready wait" for n in (1, 2)])

    told = [line for line in run.main.story() if line.startswith("waiter 1")]
    assert [line for line in told if "acquire" not in line.split()[-1]][1:-1] == [
        "waiter 1 lock.acquired ready._lock",
        "waiter 1 lock.released ready._lock",
        "waiter 1 wait.began ready wait",
        "waiter 1 wait.ended ready",
        *[line for line in told if "ready._lock" in line and "began" not in line][2:3],
        "waiter 1 lock.released ready._lock",
    ]


def test_a_wait_with_a_time_limit_can_time_out(record_everywhere):
    run = record_everywhere("""
        import threading

        ready = threading.Condition(threading.Lock())
        with ready:
            print(ready.wait(0.01))
            print(ready.wait_for(lambda: False, timeout=0.01))
    """)

    assert run.main.output() == ["MainThread: False", "MainThread: False"]
    assert (
        run.main.story("wait")
        == [
            "MainThread wait.began ready wait",
            "MainThread wait.ended ready (timed out)",
        ]
        * 2
    )
    assert run.main.names() == ["ready._lock", "ready"]


def test_a_notification_that_nobody_hears_is_told(record_everywhere):
    run = record_everywhere("""
        import threading

        ready = threading.Condition()
        with ready:
            ready.notify()
    """)

    assert [event["value"] for event in run.main.of("condition.notified")] == [0]


def test_without_the_lock_it_raises_and_records_nothing(record_everywhere):
    run = record_everywhere("""
        import threading

        for ready in (threading.Condition(), threading.Condition(threading.Lock())):
            for call in (ready.wait, ready.notify, ready.notify_all):
                try:
                    call()
                except RuntimeError as error:
                    print(error)
    """)

    assert (
        run.main.output()
        == [
            "MainThread: cannot wait on un-acquired lock",
            "MainThread: cannot notify on un-acquired lock",
            "MainThread: cannot notify on un-acquired lock",
        ]
        * 2
    )
    assert run.main.story("wait", "lock", "condition") == []


def test_two_conditions_may_share_one_lock(record):
    run = record("""
        import threading

        class Shelf:
            def __init__(self):
                self.lock = threading.Lock()
                self.full = threading.Condition(self.lock)
                self.empty = threading.Condition(self.lock)

        shelf = Shelf()
        with shelf.full:
            shelf.empty.notify()
    """)

    assert run.main.names() == ["self.lock", "self.full", "self.empty"]
    assert run.main.story("lock", "condition") == [
        "MainThread lock.acquired self.lock",
        "MainThread condition.notified self.empty",
        "MainThread lock.released self.lock",
    ]
