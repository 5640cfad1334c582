"""Threads as the recorder tells them."""

from __future__ import annotations


def test_a_thread_is_started_begins_ends_and_is_joined(record_everywhere):
    run = record_everywhere(
        """
        import threading

        def work():
            go()

        thread = threading.Thread(target=work, name="worker")
        thread.start()
        thread.join()
    """,
        go=["MainThread wait.began worker join"],
    )

    told = run.main.story("thread", "wait")
    assert told == [
        "MainThread thread.began",
        "MainThread thread.started worker",
        "MainThread wait.began worker start",
        *sorted(told[3:5]),
        "MainThread wait.began worker join",
        "worker thread.ended worker",
        "MainThread wait.ended worker",
    ] or sorted(told[3:6]) == [
        "MainThread wait.began worker join", "MainThread wait.ended worker",
        "worker thread.began worker",
    ]  # fmt: skip
    [started] = run.main.of("thread.started")
    assert run.main.lanes[started["value"]]["name"] == "worker"
    assert run.main.lanes[started["value"]]["parent"] == 1
    assert run.main.lanes[started["value"]]["native"] > 0
    assert run.main.function(started) == "<module>:9"


def test_joining_a_thread_that_has_ended_is_no_wait(record):
    run = record("""
        import threading

        thread = threading.Thread(target=int, name="short")
        thread.start()
        while thread.is_alive():
            pass
        thread.join()
    """)

    assert "MainThread wait.began short join" not in run.main.story()


def test_a_join_with_a_time_limit_can_time_out(record_everywhere):
    run = record_everywhere(
        """
        import threading

        thread = threading.Thread(target=go, name="slow")
        thread.start()
        thread.join(timeout=0.01)
        print(thread.is_alive())
    """,
        go=["MainThread wait.ended slow (timed out)"],
    )

    limits = [wait["value"] for wait in run.main.of("wait.began") if wait["flags"] == 3]
    assert limits[0] == 10_000_000
    assert "MainThread: True" in run.main.output()


def test_joining_oneself_or_a_thread_not_started_raises_what_it_always_raised(record):
    run = record("""
        import threading

        for call in (threading.current_thread().join, threading.Thread().join):
            try:
                call()
            except RuntimeError as error:
                print(error)
        thread = threading.Thread()
        thread.start()
        try:
            thread.start()
        except RuntimeError as error:
            print(error)
    """)

    assert run.main.output() == [
        "MainThread: cannot join current thread",
        "MainThread: cannot join thread before it is started",
        "MainThread: threads can only be started once",
    ]
    assert len(run.main.of("thread.started")) == 1


def test_daemons_subclasses_and_timers_are_threads(record_everywhere):
    run = record_everywhere("""
        import threading

        class Greeter(threading.Thread):
            def __init__(self, whom):
                super().__init__(name=f"greets {whom}", daemon=True)

            def run(self):
                print("hello")

        greeter = Greeter("Ada")
        greeter.start()
        greeter.join()
        timer = threading.Timer(0.01, print, ["ring"])
        timer.name = "alarm"
        timer.start()
        timer.join()
    """)

    rows = {row["name"]: row for row in run.main.lanes.values()}
    assert rows["greets Ada"]["daemon"] is True
    assert rows["alarm"]["daemon"] is False
    greeter, *others = run.main.objects.values()
    assert [row["kind"] for row in (greeter, *others)] == ["Thread", "Timer", "Event"]
    site = run.main.sites[greeter["site"]]
    assert (site["function"], site["line"]) == ("<module>", 10)
    assert any("wait.ended" in line and "(timed out)" in line for line in run.main.story())
    assert run.main.output() == ["greets Ada: hello", "alarm: ring"]


def test_a_cancelled_timer_ends_its_wait_without_a_time_out(record):
    run = record(
        """
        import threading

        timer = threading.Timer(60, print)
        timer.name = "alarm"
        timer.start()
        go()
        timer.cancel()
        timer.join()
    """,
        go=["alarm wait.began Thread-1.finished wait"],
    )

    assert "MainThread event.set Thread-1.finished" in run.main.story()
    assert "alarm wait.ended Thread-1.finished" in run.main.story()


def test_a_new_name_is_told(record):
    run = record(
        """
        import threading

        thread = threading.Thread(target=go)
        thread.start()
        thread.name = "renamed"
        threading.current_thread().name = "boss"
        thread.join()
    """,
        go=["boss wait.began Thread-1 (readline) join"],
    )

    assert sorted(row["name"] for row in run.main.lanes.values()) == ["boss", "renamed"]


def test_a_thread_of_the_low_level_module_gets_a_lane(record):
    run = record("""
        import _thread, threading

        done = threading.Lock()
        done.acquire()
        _thread.start_new_thread(done.release, ())
        done.acquire()
    """)

    release = next(line for line in run.main.story("lock.released"))
    assert release.startswith("Dummy-")
    assert release.endswith("done (foreign)")


def test_a_thread_that_python_cannot_start_leaves_no_open_wait(record):
    run = record("""
        import threading, _thread

        def refuse(*args, **kwargs):
            raise RuntimeError("can't start new thread")

        for name in ("_start_joinable_thread", "_start_new_thread"):
            setattr(threading, name, refuse)
        thread = threading.Thread(name="never")
        try:
            thread.start()
        except RuntimeError as error:
            print(error)
    """)

    assert run.main.output() == ["MainThread: can't start new thread"]
    assert "MainThread wait.ended never (interrupted)" in run.main.story()


def test_the_end_of_the_program_waits_for_threads_that_are_not_daemons(record_everywhere):
    run = record_everywhere(
        """
        import threading

        threading.Thread(target=go, name="late").start()
    """,
        go=["MainThread wait.began late shutdown"],
    )

    assert run.main.story()[-3:] == [
        "late thread.ended late",
        "MainThread wait.ended late",
        "MainThread process.ended",
    ]
    assert run.main.closed


def test_an_exception_that_ends_a_thread_is_recorded_with_it(record_everywhere):
    run = record_everywhere("""
        import threading

        def fail():
            raise ValueError("no luck")

        thread = threading.Thread(target=fail, name="unlucky")
        thread.start()
        thread.join()
    """)

    [ended] = run.main.of("thread.ended")
    assert ended["value"] == 1
    [error] = run.main.exceptions()
    assert (error["type"], error["message"]) == ("ValueError", "no luck")
    assert run.main.lanes[error["lane"]]["name"] == "unlucky"
    assert "recorder" not in error["traceback"]
    assert run.code == 0


def test_a_lane_begins_at_the_function_it_is_there_for(record_everywhere):
    run = record_everywhere(
        """
        import functools
        import threading
        from concurrent.futures import ThreadPoolExecutor

        class Worker(threading.Thread):
            def run(self):
                pass

        def work(times):
            pass

        task = functools.partial(work, 2)
        workers = [Worker(name="own"), threading.Thread(target=task, name="partial")]
        for worker in workers:
            worker.start()
            worker.join()
        with ThreadPoolExecutor(1, "pool") as pool:
            pool.submit(work, 3).result()
    """
    )

    begun = {
        (run.main.lanes[event["lane"]]["name"], kind): run.main.function(event)
        for kind in ("thread.began", "task.began")
        for event in run.main.of(kind)
    }
    # Before 3.11 a code object knows only its short name.
    assert begun["own", "thread.began"].rpartition(".")[2].startswith("run:")
    assert begun["partial", "thread.began"].startswith("work:")
    assert begun["pool_0", "task.began"] == begun["partial", "thread.began"]
