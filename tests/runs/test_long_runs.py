"""A run that is too long for its log is kept from its latest part on, and says so."""

from __future__ import annotations

import os
import signal
from pathlib import Path

from app.runs.recovery import seal
from app.store.folder import Folder
from app.store.follow import lines_from
from app.store.run import Run
from app.store.segments import bytes_of, segments_of
from app.timeline.frames import read_timeline
from app.timeline.timeline import Timeline
from app.timeline.validation import validate

from .collecting import Collecting

LOG_BYTES = 1 << 19

BUSY = """
    import threading, time

    till, stay = threading.Lock(), threading.Lock()
    stay.acquire()
    threading.Thread(target=stay.acquire, name="patient", daemon=True).start()

    def serve(customers):
        for _ in range(customers):
            with till:
                pass

    for shift in range({shifts}):
        clerk = threading.Thread(target=serve, args=(500,), name=f"clerk {{shift}}")
        clerk.start()
        clerk.join()
    {last}
"""


def told(log: Path) -> Timeline:
    return read_timeline(line for _, line in lines_from(log, 0))


def test_the_head_of_a_long_log_is_dropped_and_the_rest_is_sound(tmp_path: Path) -> None:
    with Collecting(tmp_path, bare=False) as collecting:
        limits = {"log_bytes": LOG_BYTES, "events": 0}
        collecting.start(BUSY.format(shifts=150, last=""), limits=limits)
        ended = collecting.expect("ended")
    timeline = told(collecting.log)

    assert ended["status"] == "finished"
    assert validate(timeline) == []
    assert timeline.begins is not None
    assert timeline.begins.at == ended["cost"]["dropped_before"] > 0
    assert timeline.end is not None
    assert timeline.end.counts == ended["counts"] == timeline.counts()
    assert bytes_of(collecting.log) < LOG_BYTES * 3 // 2
    assert not list(collecting.log.parent.glob("**/*.partial"))
    names = {lane.name for lane in timeline.lanes.values()}
    assert {"MainThread", "patient", "clerk 149"} <= names
    assert "clerk 0" not in names
    [patient] = [lane.id for lane in timeline.lanes.values() if lane.name == "patient"]
    waiting = next(span for span in timeline.spans if span.lane == patient)
    assert waiting.start < timeline.begins.at < waiting.end


def test_a_long_log_whose_writer_is_killed_gets_its_end(tmp_path: Path) -> None:
    folder = Folder.prepare(tmp_path / "data")
    run = Run(id="f" * 32, title="T", program={"kind": "script"}, created="now")
    with Collecting(tmp_path, bare=False) as collecting:
        collecting.log = folder.log(run.id)
        last = "print('over', flush=True); time.sleep(60)"
        collecting.start(BUSY.format(shifts=60, last=last), limits={"log_bytes": LOG_BYTES})
        while len(segments_of(collecting.log)) < 3:
            collecting.expect("appended")
        os.kill(collecting.process.pid, signal.SIGKILL)

    ending = seal(folder, run, "Its writer was killed.")
    timeline = told(folder.log(run.id))

    assert (ending.status, ending.reason) == ("lost", "Its writer was killed.")
    assert validate(timeline) == []
    assert timeline.end is not None
    assert timeline.end.counts == ending.counts == timeline.counts()
    assert ending.bytes == bytes_of(folder.log(run.id))
    assert all(not segment.path.exists() for segment in segments_of(folder.log(run.id)))
