"""Events as the recorder tells them."""

from __future__ import annotations


def test_a_wait_ends_when_the_event_is_set(record_everywhere):
    run = record_everywhere(
        """
        import threading

        gun = threading.Event()
        runner = threading.Thread(target=gun.wait, name="runner")
        runner.start()
        go()
        gun.set()
        runner.join()
        gun.wait()
        gun.clear()
    """,
        go=["runner wait.began gun wait"],
    )

    assert [line for line in run.main.story() if "gun" in line] == [
        "runner wait.began gun wait",
        "MainThread event.set gun",
        "runner wait.ended gun",
        "MainThread event.cleared gun",
    ]
    assert run.main.of("event.set")[0]["value"] == 1


def test_a_wait_with_a_time_limit_can_time_out(record_everywhere):
    run = record_everywhere("""
        import threading

        gun = threading.Event()
        print(gun.wait(0.01), gun.is_set())
    """)

    assert run.main.output() == ["MainThread: False False"]
    assert run.main.story("wait") == [
        "MainThread wait.began gun wait",
        "MainThread wait.ended gun (timed out)",
    ]
