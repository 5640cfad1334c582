"""What queues and pools do to a timeline."""

from __future__ import annotations

from app.timeline.model import FlowKind
from app.timeline.text import timeline_from_text
from tests.timeline.telling import flows, told


def test_every_item_of_a_queue_is_a_flow_from_put_to_get() -> None:
    timeline = timeline_from_text("""
        where q: Queue
        maker  *q  .   *q  .
        taker  .   +q  ?q  +q
    """)

    assert flows(timeline, FlowKind.PUT_GET) == [("maker", "taker")] * 2
    assert [count.value for count in timeline.counters] == [1, 0, 1, 0]


def test_a_producer_at_a_full_queue_is_woken_by_the_consumer() -> None:
    timeline = timeline_from_text("""
        where q: Queue(2)
        maker  ?*q  .   *q
        taker  .    +q  .
    """)

    assert told(timeline, "maker") == ["blocked q 2", "running 1"]
    assert flows(timeline, FlowKind.RELEASE_ACQUIRE) == [("taker", "maker")]


def test_a_task_is_a_span_of_its_own_on_the_workers_lane() -> None:
    timeline = timeline_from_text("""
        where p: Executor, f: Future
        main    *p.f  ?f    .     .   +f
        worker  ?p    +p.f  .   -p.f  ?p  .
    """)

    assert told(timeline, "worker") == ["blocked p 1", "running 2", "running 1", "blocked p 2"]
    assert flows(timeline, FlowKind.SUBMIT_RUN) == [("main", "worker")]
    assert flows(timeline, FlowKind.RESULT) == [("worker", "main")]
    assert timeline.tasks == {}


def test_a_task_that_nobody_has_begun_is_remembered() -> None:
    timeline = timeline_from_text("""
        where p: Executor
        main    *p.f  *p.g
        worker  .     +p.f
    """)

    assert [task.lane for task in timeline.tasks.values()] == [2, 0]
