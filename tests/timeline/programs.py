"""Random programs: events as threads of a true program write them, and any old events."""

from __future__ import annotations

from hypothesis import strategies as st

from app import events as ev
from app.events import Event
from app.timeline.encoding import encode_frame
from app.timeline.fold import Fold
from app.timeline.model import Lane, Process, Sample, State, SyncObject
from app.timeline.timeline import Timeline
from app.timeline.window import ROWS

LOCKS = (1, 2)
RLOCK, SEMAPHORE, EVENT, QUEUE = 3, 4, 5, 6
LANES = (1, 2, 3)
OBJECTS = (
    SyncObject(1, "Lock", "A"),
    SyncObject(2, "Lock", "B"),
    SyncObject(3, "RLock", "R"),
    SyncObject(4, "Semaphore", "S"),
    SyncObject(5, "Event", "e"),
    SyncObject(6, "Queue", "q"),
    SyncObject(9, "GIL", "GIL"),
)
GIL_KINDS = (ev.GIL_WANTED, ev.GIL_TAKEN, ev.GIL_DROPPED)
PROCESSOR_KINDS = (ev.PROCESSOR_TAKEN, ev.PROCESSOR_LEFT)
STRETCH = 997
"""Between two events, in nanoseconds: a prime, so that nothing lies at an edge by itself."""

any_event = st.builds(
    Event,
    time=st.integers(0, 200),
    kind=st.sampled_from([*ev.KINDS, 99]),
    lane=st.integers(1, 4),
    object=st.integers(0, 8),
    site=st.integers(0, 3),
    value=st.integers(-1, 3),
    link=st.integers(0, 5),
    flags=st.sampled_from(range(13)).flatmap(
        lambda operation: st.sampled_from(
            [operation, operation | ev.WAITED, operation | ev.TIMED_OUT, operation | ev.FOREIGN]
        )
    ),
)
any_clock = st.builds(
    Event,
    time=st.integers(0, 200),
    kind=st.just(ev.PROCESSOR_USED),
    lane=st.integers(1, 4),
    object=st.just(0),
    site=st.just(0),
    value=st.integers(-1, 60),
    link=st.integers(0, 120),
    flags=st.integers(0, ev.OPERATION_MASK),
)
any_events = st.lists(any_event | any_clock, max_size=60)
"""Events that no program could write, in no order."""

any_sample = st.builds(
    Sample, time=st.integers(0, 200), lane=st.integers(1, 4), state=st.sampled_from(list(State)[:5])
)


any_moment = st.builds(
    Event,
    time=st.integers(0, 200),
    kind=st.sampled_from(GIL_KINDS),
    lane=st.integers(0, 4),
    object=st.just(9),
    site=st.just(0),
    value=st.integers(-1, 30),
    link=st.just(0),
    flags=st.sampled_from([0, 0, ev.SINCE_DROP, ev.SEEN]),
) | st.builds(
    Event,
    time=st.integers(0, 200),
    kind=st.sampled_from(PROCESSOR_KINDS),
    lane=st.integers(1, 4),
    object=st.just(0),
    site=st.just(0),
    value=st.integers(0, 1),
    link=st.just(0),
    flags=st.just(0),
)


@st.composite
def programs(draw: st.DrawFn) -> list[Event]:
    """Events of three lanes that use locks, a queue and an event as real ones behave.

    Several lanes may do something at one moment, but one lane never does two things.
    """
    time = 0
    latest = dict.fromkeys(LANES, 0)
    holder: dict[int, int] = {}
    waiting: dict[int, int] = {}
    items: list[int] = []
    ticket = 0
    events = [Event(0, ev.THREAD_BEGAN, lane) for lane in LANES]
    for lane, choice in draw(st.lists(st.tuples(st.sampled_from(LANES), st.integers(0, 9)))):
        time = max(time + draw(st.integers(0, 3)), latest[lane] + 1)
        latest[lane] = time
        lock = LOCKS[choice % 2]
        if lane in waiting:
            wanted = waiting[lane]
            if wanted == QUEUE and items:
                events.append(
                    Event(time, ev.QUEUE_GOT, lane, QUEUE, 0, len(items), items.pop(0), ev.WAITED)
                )
                del waiting[lane]
            elif wanted in LOCKS and wanted not in holder:
                events.append(Event(time, ev.LOCK_ACQUIRED, lane, wanted, 1, 1, 0, ev.WAITED))
                holder[wanted] = lane
                del waiting[lane]
        elif holder.get(lock) == lane:
            events.append(Event(time, ev.LOCK_RELEASED, lane, lock, 1))
            del holder[lock]
        elif choice < 4 and lock in holder:
            events.append(Event(time, ev.WAIT_BEGAN, lane, lock, 1, -1, 0, ev.OP_ACQUIRE))
            waiting[lane] = lock
        elif choice < 4:
            events.append(Event(time, ev.LOCK_ACQUIRED, lane, lock, 1, 1))
            holder[lock] = lane
        elif choice < 6:
            ticket += 1
            items.append(ticket)
            events.append(Event(time, ev.QUEUE_PUT, lane, QUEUE, 0, len(items), ticket))
        elif choice < 8:
            events.append(Event(time, ev.WAIT_BEGAN, lane, QUEUE, 0, -1, 0, ev.OP_GET))
            waiting[lane] = QUEUE
        else:
            events.append(Event(time, ev.SLEEP_BEGAN, lane))
            time += draw(st.integers(1, 3))
            latest[lane] = time
            events.append(Event(time, ev.SLEEP_ENDED, lane))
    return events


def a_fold(window_rows: int = ROWS) -> Fold:
    """A fold that knows the process, the lanes and the objects of the programs above."""
    fold = Fold(window_rows)
    fold.define(Process(1, 100))
    for lane in LANES:
        fold.define(Lane(lane, 1, f"thread {lane}"))
    for row in OBJECTS:
        fold.define(row)
    return fold


def recorded(events: list[Event], moments: list[Event], every: int) -> tuple[Timeline, list[str]]:
    """A timeline, and the frames it was told in."""
    fold = a_fold()
    lines = []
    for begin in range(0, len(events), every):
        fold.add_moments([each._replace(time=each.time * STRETCH) for each in moments])
        moments = []
        piece = [each._replace(time=each.time * STRETCH) for each in events[begin : begin + every]]
        fold.add_events(piece)
        lines.append(encode_frame(fold.take_frame(max(each.time for each in piece))))
    lines.append(encode_frame(fold.end(1_000 * STRETCH)))
    return fold.timeline, lines
