"""Queues as the recorder tells them."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize("kind", ["Queue", "LifoQueue", "PriorityQueue", "SimpleQueue"])
def test_every_item_carries_its_ticket_from_put_to_get(record_everywhere, kind):
    run = record_everywhere(f"""
        import queue

        counter = queue.{kind}()
        for item in (3, 1, 2):
            counter.put(item)
        print([counter.get() for _ in range(3)])
    """)

    order = {"Queue": [3, 1, 2], "LifoQueue": [2, 1, 3], "PriorityQueue": [1, 2, 3],
             "SimpleQueue": [3, 1, 2]}[kind]  # fmt: skip
    assert run.main.output() == [f"MainThread: {order}"]
    ticket_of = dict(zip((3, 1, 2), run.main.of("queue.put"), strict=True))
    assert [event["link"] for event in run.main.of("queue.got")] == [
        ticket_of[item]["link"] for item in order
    ]
    assert [event["value"] for event in run.main.of("queue.put")] == [1, 2, 3]
    assert [event["value"] for event in run.main.of("queue.got")] == [2, 1, 0]
    assert [(row["kind"], row["name"]) for row in run.main.objects.values()] == [(kind, "counter")]


@pytest.mark.parametrize("kind", ["Queue", "SimpleQueue"])
def test_an_empty_queue_is_one_wait(record_everywhere, kind):
    run = record_everywhere(
        f"""
        import queue, threading

        counter = queue.{kind}()
        seller = threading.Thread(target=counter.get, name="seller")
        seller.start()
        go()
        counter.put("loaf")
        seller.join()
    """,
        go=["seller wait.began counter get"],
    )

    assert [line for line in run.main.story() if "counter" in line] == [
        "seller wait.began counter get",
        "MainThread queue.put counter",
        "seller queue.got counter (waited)",
    ]


def test_a_full_queue_is_one_wait(record_everywhere):
    run = record_everywhere(
        """
        import queue, threading

        counter = queue.Queue(1)
        counter.put("first")
        baker = threading.Thread(target=counter.put, args=("second",), name="baker")
        baker.start()
        go()
        counter.get()
        baker.join()
    """,
        go=["baker wait.began counter put"],
    )

    assert [line for line in run.main.story() if "counter" in line] == [
        "MainThread queue.put counter",
        "baker wait.began counter put",
        "MainThread queue.got counter",
        "baker queue.put counter (waited)",
    ]


@pytest.mark.parametrize("kind", ["Queue(1)", "SimpleQueue()"])
def test_full_and_empty_are_told_as_refusals(record_everywhere, kind):
    run = record_everywhere(f"""
        import queue

        counter = queue.{kind}
        for get in (counter.get_nowait, lambda: counter.get(timeout=0.01)):
            try:
                get()
            except queue.Empty as error:
                print(repr(error))
        if hasattr(counter, "maxsize"):
            counter.put(1)
            for put in (lambda: counter.put_nowait(2), lambda: counter.put(2, timeout=0.01)):
                try:
                    put()
                except queue.Full as error:
                    print(repr(error))
        try:
            counter.get(timeout=-1)
        except ValueError as error:
            print(error)
    """)

    empty = [
        "MainThread queue.refused counter get",
        "MainThread wait.began counter get",
        "MainThread queue.refused counter get (waited) (timed out)",
    ]
    full = [
        "MainThread queue.put counter",
        "MainThread queue.refused counter put",
        "MainThread wait.began counter put",
        "MainThread queue.refused counter put (waited) (timed out)",
    ]
    assert run.main.story("queue", "wait") == (empty + full if "(1)" in kind else empty)
    assert run.main.output()[-1] == "MainThread: 'timeout' must be a non-negative number"


def test_done_tasks_and_the_join_that_waits_for_them(record_everywhere):
    run = record_everywhere(
        """
        import queue, threading

        counter = queue.Queue()
        counter.put(1)
        boss = threading.Thread(target=counter.join, name="boss")
        boss.start()
        go()
        counter.get()
        counter.task_done()
        boss.join()
        try:
            counter.task_done()
        except ValueError as error:
            print(error)
    """,
        go=["boss wait.began counter join"],
    )

    assert [line for line in run.main.story() if "counter" in line][1:] == [
        "boss wait.began counter join",
        "MainThread queue.got counter",
        "MainThread queue.task_done counter",
        "boss wait.ended counter",
    ]
    assert run.main.output() == ["MainThread: task_done() called too many times"]


def test_a_queue_with_an_order_of_its_own(record):
    run = record("""
        import queue

        class Unique(queue.Queue):
            def _init(self, maxsize):
                self.queue = {}

            def _put(self, item):
                self.queue[item] = None

            def _get(self):
                return self.queue.popitem()[0]

        class Louder(queue.Queue):
            def _put(self, item):
                super()._put(item)

        unique = Unique()
        unique.put("a")
        unique.put("b")
        unique.get()
        louder = Louder()
        louder.put("c")
        louder.get()
    """)

    put, got = run.main.of("queue.put"), run.main.of("queue.got")
    assert [event["link"] for event in got] == [put[1]["link"], put[2]["link"]]
    assert len(put) == 3


def test_the_same_object_put_twice_has_two_tickets(record):
    run = record("""
        import queue

        counter = queue.Queue()
        counter.put(None)
        counter.put(None)
        counter.get(), counter.get()
    """)

    assert [e["link"] for e in run.main.of("queue.put")] == [
        e["link"] for e in run.main.of("queue.got")
    ]


def test_a_module_of_the_programs_own_named_queue_is_found_first(record, tmp_path):
    (tmp_path / "queue.py").write_text("mine = True\n")

    run = record("import queue; print(queue.mine)")

    assert run.main.output() == ["MainThread: True"]
