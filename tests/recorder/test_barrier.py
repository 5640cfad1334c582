"""Barriers as the recorder tells them."""

from __future__ import annotations


def test_the_last_party_lets_all_pass(record_everywhere):
    run = record_everywhere(
        """
        import threading

        summit = threading.Barrier(2, action=lambda: print("up"))
        hiker = threading.Thread(target=summit.wait, name="hiker")
        hiker.start()
        go()
        summit.wait()
        hiker.join()
    """,
        go=["hiker wait.began summit barrier"],
    )

    assert [line for line in run.main.story() if "summit" in line] == [
        "hiker wait.began summit barrier",
        "MainThread barrier.passed summit",
        "hiker wait.ended summit",
    ]
    assert run.main.of("barrier.passed")[0]["value"] == 2
    assert run.main.output() == ["MainThread: up"]


def test_an_abort_breaks_it_for_those_who_wait(record_everywhere):
    run = record_everywhere(
        """
        import threading

        summit = threading.Barrier(2)

        def hike():
            try:
                summit.wait()
            except threading.BrokenBarrierError:
                print("turned back")

        hiker = threading.Thread(target=hike, name="hiker")
        hiker.start()
        go()
        summit.abort()
        hiker.join()
    """,
        go=["hiker wait.began summit barrier"],
    )

    # Without a GIL the hiker may still be about to let go of the barrier's inside.
    told = [line for line in run.main.story() if "summit" in line]
    assert [line for line in told if not line.startswith("MainThread wait.")] == [
        "hiker wait.began summit barrier",
        "MainThread barrier.broken summit",
        "hiker wait.ended summit (interrupted)",
    ]


def test_a_party_that_does_not_come_in_time_breaks_it(record_everywhere):
    run = record_everywhere("""
        import threading

        summit = threading.Barrier(2, timeout=0.01)
        try:
            summit.wait()
        except threading.BrokenBarrierError:
            print(summit.broken)
    """)

    assert run.main.output() == ["MainThread: True"]
    assert run.main.story("wait", "barrier") == [
        "MainThread wait.began summit barrier",
        "MainThread barrier.broken summit",
        "MainThread wait.ended summit (timed out) (interrupted)",
    ]


def test_an_action_that_raises_lets_nobody_pass(record):
    run = record("""
        import threading

        def fail():
            raise LookupError

        summit = threading.Barrier(1, action=fail)
        try:
            summit.wait()
        except LookupError:
            print(summit.broken)
    """)

    assert run.main.output() == ["MainThread: True"]
    assert run.main.story("barrier") == ["MainThread barrier.broken summit"]
