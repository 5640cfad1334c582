"""The decoder gives every process's ids, tickets and times their place in the run."""

from __future__ import annotations

from pathlib import Path

from app.events import (
    LOCK_ACQUIRED,
    PROCESS_STARTED,
    QUEUE_PUT,
    SEMAPHORE_RELEASED,
    SHARED,
    TASK_BEGAN,
    TASK_SUBMITTED,
    THREAD_STARTED,
    Event,
)
from app.runs.decoder import Decoder, ProcessDecoder
from app.runs.definitions import DefinitionReader, Row
from app.runs.ring import Record
from app.runs.sources import Sources
from app.timeline.model import Instant, InstantKind, Lane, Process, Site, SourceFile, SyncObject

START = 1_000


def decoder(folder: Path = Path("/program")) -> Decoder:
    return Decoder(Sources(folder))


def record(
    kind: int, time: int = START, *, lane: int = 1, thing: int = 0, value: int = 0, link: int = 0
) -> Record:
    return (time, value, link, lane, thing, 0, kind, 0, 1)


def lane_row(number: int, name: str = "t", parent: int = 0) -> Row:
    row = {"id": number, "name": name, "native": 7, "daemon": False}
    return {"lane": {**row, "parent": parent, "site": 0, "object": 0}}


def two_processes() -> tuple[Decoder, ProcessDecoder, ProcessDecoder]:
    run = decoder()
    return run, run.begin(10, 1, START), run.begin(11, 10, START + 500)


def test_time_begins_with_the_first_process_for_all_of_them() -> None:
    _, _, child = two_processes()

    [event] = child.events([record(LOCK_ACQUIRED, START + 700)])

    assert event.time == 700


def test_ids_of_two_processes_never_meet() -> None:
    _, parent, child = two_processes()

    [one] = parent.events([record(LOCK_ACQUIRED, lane=1, thing=1)])
    [other] = child.events([record(LOCK_ACQUIRED, lane=1, thing=1)])

    assert (one.lane, one.object) == (1, 1)
    assert (other.lane, other.object) == (2, 2)
    assert child.events([record(LOCK_ACQUIRED, lane=1, thing=1)]) == [other]


def test_an_id_is_the_same_whether_a_row_or_an_event_names_it_first() -> None:
    run = decoder()
    process = run.begin(10, 1, START)
    [event] = process.events([record(LOCK_ACQUIRED, lane=5, thing=9)])

    row = {"id": 9, "kind": "Lock", "name": None, "site": 0, "owner": 0}
    found = process.definitions([lane_row(5), {"object": row}])

    assert found == [Lane(event.lane, 1, "t", 7), SyncObject(event.object, "Lock", None, 0, 1)]


def test_values_that_name_a_lane_or_a_future_are_translated() -> None:
    _, parent, child = two_processes()
    parent.definitions([lane_row(1), lane_row(2)])

    [started] = child.events([record(THREAD_STARTED, value=2)])
    [submitted] = child.events([record(TASK_SUBMITTED, thing=1, value=2)])

    assert child.definitions([lane_row(2)]) == [Lane(started.value, 2, "t", 7)]
    assert submitted.value not in (0, 2, submitted.object)


def test_tickets_of_two_processes_never_meet_and_counts_stay_counts() -> None:
    _, parent, child = two_processes()

    [mine] = parent.events([record(QUEUE_PUT, link=1)])
    [other] = child.events([record(QUEUE_PUT, link=1)])
    [released] = child.events([record(SEMAPHORE_RELEASED, link=1)])

    assert mine.link == 1 != other.link
    assert released.link == 1


def shared_row(number: int, keys: str, name: str | None = None) -> Row:
    row = {"id": number, "kind": "Lock", "name": name, "site": 0, "owner": 0, "shared": keys}
    return {"object": row}


def test_what_processes_share_is_one_object_described_by_who_made_it() -> None:
    _, parent, child = two_processes()

    [row] = parent.definitions([shared_row(3, "/mp-a out:7", "lock")])
    assert child.definitions([shared_row(5, "out:7")]) == []
    [renamed] = parent.definitions([shared_row(3, "/mp-a out:7", "my.lock")])

    [mine] = parent.events([record(LOCK_ACQUIRED, thing=3)])
    [other] = child.events([record(LOCK_ACQUIRED, thing=5)])
    assert mine.object == other.object
    assert row == SyncObject(mine.object, "Lock", "lock", 0, 1)
    assert renamed == SyncObject(mine.object, "Lock", "my.lock", 0, 1)


def test_tickets_that_a_shared_object_gives_are_the_same_in_all_processes() -> None:
    _, parent, child = two_processes()
    for process, number in ((parent, 3), (child, 5)):
        process.definitions([shared_row(number, "pool:a")])

    shared = (*record(TASK_BEGAN, thing=3, link=1)[:7], SHARED, 1)
    same = (*record(TASK_BEGAN, thing=5, link=1)[:7], SHARED, 1)
    [mine], [other] = parent.events([shared]), child.events([same])
    [own] = parent.events([record(TASK_BEGAN, thing=3, link=1)])

    assert mine.link == other.link != own.link


def test_a_pid_that_begins_again_is_what_the_process_has_become() -> None:
    run, _, child = two_processes()
    names = {"name": "python b.py", "python": "3.11", "implementation": "CPython", "gil": True}

    [row] = run.begin(11, 10, START + 900).definitions([{"process": names}])

    assert isinstance(row, Process)
    assert (row.id, row.pid, row.parent) == (3, 11, child.number)


def test_a_shell_in_between_does_not_hide_who_started_a_process() -> None:
    run, parent, _ = two_processes()
    names = {"name": "python b.py", "python": "3.11", "implementation": "CPython", "gil": True}

    [row] = run.begin(77, 55, START + 900).definitions([{"process": {**names, "starter": 10}}])

    assert isinstance(row, Process)
    assert row.parent == parent.number


def test_events_of_a_signal_handler_come_in_the_order_of_their_times() -> None:
    """The handler's record is written inside of the one it interrupts, so before it."""
    process = decoder().begin(10, 1, START)

    events = process.events(
        [
            record(QUEUE_PUT, START + 3),
            record(LOCK_ACQUIRED, START + 2),
            record(QUEUE_PUT, START + 4),
        ]
    )

    assert [event.time for event in events] == [2, 3, 4]
    assert isinstance(events[0], Event)


def test_a_child_process_has_the_lane_that_started_it_for_a_parent() -> None:
    run, parent, child = two_processes()
    [_, starter] = parent.definitions([lane_row(1), lane_row(2)])
    [main] = child.definitions([lane_row(1)])
    assert run.adopt() == []

    parent.events([record(PROCESS_STARTED, lane=2, value=11)])

    assert isinstance(starter, Lane)
    assert isinstance(main, Lane)
    assert [(lane.id, lane.parent) for lane in run.adopt()] == [(main.id, starter.id)]
    assert run.adopt() == []


def test_rows_become_processes_sites_files_and_instants(tmp_path: Path) -> None:
    program = tmp_path / "program.py"
    program.write_text("print('hi')\n")
    process = decoder(tmp_path).begin(10, 1, START)
    names = {"name": "MainProcess", "python": "3.11.7", "implementation": "CPython", "gil": True}
    said = {"lane": 1, "time": START + 5, "site": 1}
    failure = f'Traceback:\n  File "{program}", line 1, in f\nE: no'

    found = process.definitions(
        [
            {"process": names},
            {"site": {"id": 1, "file": str(program), "line": 1, "function": "f", "user": True}},
            {"output": {**said, "stream": "stderr", "text": "hi"}},
            {"exception": {**said, "type": "E", "message": "no", "traceback": failure}},
            {"text": {**said, "kind": "mark", "text": "here"}},
        ]
    )

    traceback = 'E: no\nTraceback:\n  File "program.py", line 1, in f\nE: no'
    assert found == [
        Process(1, 10, 0, "MainProcess", "3.11.7", "CPython", True),
        SourceFile(1, "program.py", "print('hi')\n"),
        Site(1, 1, 1, "f"),
        Instant(1, 5, InstantKind.ERROR, 1, 0, "hi"),
        Instant(1, 5, InstantKind.EXCEPTION, 1, 0, traceback),
        Instant(1, 5, InstantKind.MARK, 1, 0, "here"),
    ]


def test_rows_that_make_no_sense_are_counted_and_harm_no_others() -> None:
    process = decoder().begin(10, 1, START)

    found = process.definitions([{"lane": {}}, {"nonsense": {}}, {"lane": {"id": []}}, lane_row(1)])

    assert len(found) == 1
    assert process.malformed == 3


def test_a_torn_definition_is_read_when_it_is_whole_and_garbage_never(tmp_path: Path) -> None:
    path = tmp_path / "1.defs"
    path.write_bytes(b'{"lane": {"id": 1}}\nrubbish\n[1]\n{"site": {"i')
    reader = DefinitionReader(path)
    reader.take_aim()
    assert reader.read() == [{"lane": {"id": 1}}]
    assert reader.malformed == 2

    with path.open("ab") as file:
        file.write(b'd": 2}}\n')
    reader.take_aim()

    assert reader.read() == [{"site": {"id": 2}}]
    reader.close()


def test_an_id_is_the_same_after_a_hundred_thousand_others() -> None:
    process = decoder().begin(10, 1, START)
    first = [event.object for event in process.events([record(LOCK_ACQUIRED, thing=7)])]

    process.events([record(LOCK_ACQUIRED, thing=number) for number in range(1, 100_001)])

    again = process.events([record(LOCK_ACQUIRED, thing=7), record(LOCK_ACQUIRED, thing=100_001)])
    assert [event.object for event in again] == [*first, 100_001]
    assert len(process._objects) < 100_000


def test_an_id_that_no_process_can_have_given_takes_no_room() -> None:
    process = decoder().begin(10, 1, START)

    [event] = process.events([record(LOCK_ACQUIRED, thing=(1 << 32) - 1)])

    assert event.object == 1
    assert len(process._objects._given) == 0
