"""Thread pools and futures as the recorder tells them."""

from __future__ import annotations


def test_a_task_is_followed_from_submit_to_result(record_everywhere):
    run = record_everywhere(
        """
        from concurrent.futures import ThreadPoolExecutor

        pool = ThreadPoolExecutor(1, thread_name_prefix="worker")
        answer = pool.submit(go)
        other = pool.submit(pow, 2, 5)
        answer.result()
        print(other.result())
        pool.shutdown()
    """,
        go=["MainThread wait.began answer result"],
    )

    submitted, began = run.main.of("task.submitted"), run.main.of("task.began")
    assert [event["link"] for event in submitted] == [event["link"] for event in began]
    for cause, effect in zip(submitted, began, strict=True):
        assert cause["time"] <= effect["time"]
        assert run.main.lanes[effect["lane"]]["name"] == "worker_0"
        assert run.main.objects[cause["object"]]["name"] == "pool"
    [resolved, _] = run.main.of("future.resolved")
    [ended] = [wait for wait in run.main.of("wait.ended") if wait["link"] == resolved["link"]]
    assert run.main.objects[ended["object"]]["name"] == "answer"
    assert resolved["time"] <= ended["time"]
    assert "MainThread: 32" in run.main.output()


def test_a_worker_without_work_is_idle(record_everywhere):
    run = record_everywhere(
        """
        from concurrent.futures import ThreadPoolExecutor

        with ThreadPoolExecutor(1, thread_name_prefix="worker") as pool:
            pool.submit(int).result()
            go()
    """,
        go=["worker_0 wait.began pool idle"],
    )

    assert "worker_0 wait.ended pool" in run.main.story()


def test_tasks_that_raise_are_cancelled_or_called_back(record_everywhere):
    run = record_everywhere("""
        from concurrent.futures import ThreadPoolExecutor
        import threading

        gate = threading.Event()
        with ThreadPoolExecutor(1) as pool:
            first = pool.submit(gate.wait)
            second = pool.submit(int, "x")
            third = pool.submit(int)
            first.add_done_callback(lambda future: print("called back"))
            print(third.cancel(), third.cancel())
            gate.set()
            print(type(second.exception()).__name__)
    """)

    assert len(run.main.of("task.cancelled")) == 1
    assert [event["value"] for event in run.main.of("task.ended")] == [0, 1]
    assert len(run.main.of("future.called_back")) == 1
    assert {line.split(": ")[1] for line in run.main.output()} == {
        "True True",
        "called back",
        "ValueError",
    }


def test_waiting_for_several_futures(record_everywhere):
    run = record_everywhere(
        """
        from concurrent.futures import ThreadPoolExecutor, as_completed, wait

        with ThreadPoolExecutor(2) as pool:
            tasks = [pool.submit(go), pool.submit(int)]
            wait(tasks)
            print(sorted(str(task.result()) for task in as_completed(tasks)))
    """,
        go=["MainThread wait.began tasks[0] result"],
    )

    assert run.main.output() == [r"MainThread: ['\n', '0']"]


def test_a_result_that_does_not_come_in_time(record_everywhere):
    run = record_everywhere("""
        from concurrent.futures import Future, TimeoutError

        future = Future()
        try:
            future.result(timeout=0.01)
        except TimeoutError as error:
            print("late")
    """)

    assert run.main.story("wait") == [
        "MainThread wait.began future result",
        "MainThread wait.ended future (timed out)",
    ]


def test_the_inside_of_a_pool_is_not_told(record):
    run = record("""
        from concurrent.futures import ThreadPoolExecutor

        with ThreadPoolExecutor(2) as pool:
            list(pool.map(abs, range(5)))
    """)

    kinds = [row["kind"] for row in run.main.objects.values()]
    assert set(kinds) == {"Executor", "Future", "Thread"}
    assert kinds.count("Future") == 5
    assert run.main.story("lock", "queue", "semaphore", "condition") == []
