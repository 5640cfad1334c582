"""Playing a drawing: its steps happen column by column, as events a recorder would write.

The player knows how the primitives behave only as far as the drawing leaves it open:
which waiter a notify wakes (the longest waiting), which item a get gets (the oldest).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import TypeAlias

from app import events as ev
from app.events import Event
from app.timeline.drawing import BadDrawing, Drawing, Row, Step, Thing
from app.timeline.model import Instant, InstantKind, Sample, State

STEP_NS = 1_000_000
CAUSES = ("-", "*", ">", "/")
SEMAPHORES = ("Semaphore", "BoundedSemaphore")
QUEUES = ("Queue", "LifoQueue", "PriorityQueue", "SimpleQueue")
OPERATION_OF = {
    "Condition": ev.OP_WAIT,
    "Event": ev.OP_WAIT,
    "Barrier": ev.OP_BARRIER,
    "Future": ev.OP_RESULT,
    "Executor": ev.OP_IDLE,
    "Thread": ev.OP_START,
} | dict.fromkeys(QUEUES, ev.OP_GET)

Happening: TypeAlias = Event | Instant | Sample


class Player:
    """Plays one drawing; `happenings` are in the order in which they are to be folded."""

    def __init__(self, drawing: Drawing) -> None:
        self.drawing = drawing
        self.happenings: list[Happening] = []
        self.now = 0
        self._site = 0
        self._ticket = 0
        self._woken: dict[tuple[int, int], int] = {}
        self._tasks: dict[str, int] = {}
        self._depths: dict[tuple[int, int], int] = defaultdict(int)
        self._by_sign: dict[str, Callable[[Row, Step], None]] = {
            "?": self._ask,
            "?*": self._ask_to_put,
            "+": self._get,
            "-": self._release,
            "*": self._signal,
            "/": self._clear,
            "!": self._give_up,
            ">": self._start,
            "<": self._join,
            "~": self._sleep,
            "|": self._end,
            "x": self._raise,
            "=": self._sample,
        }
        self._play()

    def _play(self) -> None:
        rows = list(self.drawing.rows.values())
        for row in rows:
            if not row.started:
                self._emit(row, ev.THREAD_BEGAN, row.object)
        for column in range(self.drawing.columns):
            self.now = column * STEP_NS
            steps = [
                (row, step) for row in rows if column < len(row.steps) for step in row.steps[column]
            ]
            for row, step in sorted(steps, key=lambda pair: pair[1].sign not in CAUSES):
                self._site = self.drawing.site(row, column + 1)
                if step.sign != "~":
                    self._wake(row)
                if step.sign != "^":
                    self._by_sign[step.sign](row, step)
        self.now = self.drawing.columns * STEP_NS

    def _emit(
        self,
        row: Row,
        kind: int,
        object_id: int = 0,
        *,
        value: int = 0,
        link: int = 0,
        flags: int = 0,
    ) -> None:
        self.happenings.append(
            Event(self.now, kind, row.lane, object_id, self._site, value, link, flags)
        )

    def _wait(self, row: Row, thing: Thing, operation: int, limit: int) -> None:
        row.waits_for = thing.id
        thing.waiting.append(row.lane)
        self._emit(row, ev.WAIT_BEGAN, thing.id, value=limit, flags=operation)

    def _waited(self, row: Row, thing: Thing) -> int:
        """The flag of an event that ends the row's wait for the thing, if it waits."""
        if row.waits_for != thing.id:
            return 0
        row.waits_for = 0
        if row.lane in thing.waiting:
            thing.waiting.remove(row.lane)
        return ev.WAITED

    def _ask(self, row: Row, step: Step) -> None:
        thing = self.drawing.thing(step.name)
        self._wait(row, thing, OPERATION_OF.get(thing.kind, ev.OP_ACQUIRE), step.limit)

    def _ask_to_put(self, row: Row, step: Step) -> None:
        self._wait(row, self.drawing.thing(step.name), ev.OP_PUT, step.limit)

    def _get(self, row: Row, step: Step) -> None:
        thing = self.drawing.thing(step.name)
        flags = self._waited(row, thing)
        if thing.kind in QUEUES:
            thing.count -= 1
            ticket = thing.tickets.popleft() if thing.tickets else 0
            self._emit(row, ev.QUEUE_GOT, thing.id, value=thing.count, link=ticket, flags=flags)
        elif thing.kind in SEMAPHORES:
            thing.count -= 1
            self._emit(row, ev.SEMAPHORE_ACQUIRED, thing.id, value=thing.count, flags=flags)
        elif thing.kind == "Executor":
            self._emit(row, ev.TASK_BEGAN, thing.id, link=self._tasks[step.task])
        elif thing.kind in OPERATION_OF:
            ticket = self._woken.pop((row.lane, thing.id), 0)
            self._emit(row, ev.WAIT_ENDED, thing.id, link=ticket)
        else:
            self._depths[row.lane, thing.id] += 1
            depth = self._depths[row.lane, thing.id]
            self._emit(row, ev.LOCK_ACQUIRED, thing.id, value=depth, flags=flags)

    def _release(self, row: Row, step: Step) -> None:
        thing = self.drawing.thing(step.name)
        if thing.kind in SEMAPHORES:
            thing.count += 1
            self._emit(row, ev.SEMAPHORE_RELEASED, thing.id, value=thing.count, link=1)
        elif thing.kind == "Executor":
            future = self.drawing.thing(step.task, "Future")
            self._emit(row, ev.FUTURE_RESOLVED, future.id)
            self._emit(row, ev.TASK_ENDED, thing.id, link=self._tasks[step.task])
        else:
            own = self._depths[row.lane, thing.id]
            self._depths[row.lane, thing.id] = max(own - 1, 0)
            flags = 0 if own else ev.FOREIGN
            self._emit(row, ev.LOCK_RELEASED, thing.id, value=max(own - 1, 0), flags=flags)

    def _signal(self, row: Row, step: Step) -> None:
        thing = self.drawing.thing(step.name)
        self._ticket += 1
        waiting = len(thing.waiting)
        if thing.kind in QUEUES:
            thing.count += 1
            thing.tickets.append(self._ticket)
            flags = self._waited(row, thing)
            self._emit(
                row, ev.QUEUE_PUT, thing.id, value=thing.count, link=self._ticket, flags=flags
            )
        elif thing.kind == "Condition":
            if waiting:
                self._woken[thing.waiting.popleft(), thing.id] = self._ticket
            self._emit(
                row, ev.CONDITION_NOTIFIED, thing.id, value=min(waiting, 1), link=self._ticket
            )
        elif thing.kind == "Executor":
            self._tasks[step.task] = self._ticket
            future = self.drawing.thing(step.task, "Future")
            self._emit(row, ev.TASK_SUBMITTED, thing.id, value=future.id, link=self._ticket)
        elif thing.kind == "Event":
            self._emit(row, ev.EVENT_SET, thing.id, value=waiting)
        elif thing.kind == "Barrier":
            self._emit(row, ev.BARRIER_PASSED, thing.id, value=waiting + 1)
        elif thing.kind == "Future":
            self._emit(row, ev.FUTURE_RESOLVED, thing.id)
        else:
            raise BadDrawing(f"A {thing.kind} cannot be signalled.")

    def _clear(self, row: Row, step: Step) -> None:
        self._emit(row, ev.EVENT_CLEARED, self.drawing.thing(step.name).id)

    def _give_up(self, row: Row, step: Step) -> None:
        thing = self.drawing.thing(step.name)
        flags = ev.TIMED_OUT if self._waited(row, thing) else 0
        if thing.kind == "Barrier":
            self._emit(row, ev.BARRIER_BROKEN, thing.id)
        if thing.kind in QUEUES:
            self._emit(row, ev.QUEUE_REFUSED, thing.id, flags=flags | ev.OP_GET)
        elif thing.kind in SEMAPHORES:
            self._emit(row, ev.SEMAPHORE_REFUSED, thing.id, flags=flags)
        elif thing.kind in ("Lock", "RLock"):
            self._emit(row, ev.LOCK_REFUSED, thing.id, flags=flags)
        elif flags:
            self._emit(row, ev.WAIT_ENDED, thing.id, flags=flags)

    def _start(self, row: Row, step: Step) -> None:
        other = self.drawing.row(step.name)
        self._emit(row, ev.THREAD_STARTED, other.object, value=other.lane)
        self._emit(other, ev.THREAD_BEGAN, other.object)

    def _join(self, row: Row, step: Step) -> None:
        other = self.drawing.row(step.name)
        if not other.ended:
            row.joins = step.name
            thread = self.drawing.thing(step.name)
            self._emit(row, ev.WAIT_BEGAN, thread.id, value=step.limit, flags=ev.OP_JOIN)

    def _sleep(self, row: Row, step: Step) -> None:
        if not row.sleeping:
            row.sleeping = True
            self._emit(row, ev.SLEEP_BEGAN, value=max(step.limit, 0))

    def _wake(self, row: Row) -> None:
        if row.sleeping:
            row.sleeping = False
            self._emit(row, ev.SLEEP_ENDED)

    def _end(self, row: Row, step: Step) -> None:
        row.ended = True
        self._emit(row, ev.THREAD_ENDED, row.object, value=int(step.sign == "x"))
        for other in self.drawing.rows.values():
            if other.joins == row.name:
                other.joins = ""
                self._emit(other, ev.WAIT_ENDED, row.object, flags=ev.OP_JOIN)

    def _raise(self, row: Row, step: Step) -> None:
        text = "ValueError: drawn"
        self.happenings.append(
            Instant(row.lane, self.now, InstantKind.EXCEPTION, self._site, 0, text)
        )
        self._end(row, step)

    def _sample(self, row: Row, step: Step) -> None:
        self.happenings.append(Sample(self.now, row.lane, State[step.name.upper()]))
