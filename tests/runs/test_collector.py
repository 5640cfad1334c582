"""A collector keeps all that a program recorded, however either of them ends."""

from __future__ import annotations

import resource
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from .collecting import Collecting, gone


@pytest.fixture
def collecting(tmp_path: Path) -> Iterator[Collecting]:
    with Collecting(tmp_path) as collecting:
        yield collecting


RECORD_TEN = """
    import os, signal, sys, threading
    emit(2)
    define(object={"id": 1, "kind": "Lock", "name": "door", "site": 0, "owner": 0})
    for _ in range(5):
        emit(20, object=1, value=1)
        emit(21, object=1)
"""


def test_a_run_becomes_a_compressed_log_of_header_frames_and_end(collecting: Collecting) -> None:
    collecting.start(RECORD_TEN + "    emit(3)")

    ended = collecting.expect("ended")

    kinds = [line["type"] for line in collecting.lines()]
    assert kinds == ["header", *["frame"] * (len(kinds) - 2), "end"]
    assert ended["status"] == "finished"
    assert ended["cost"]["events"] == 12
    timeline = collecting.timeline()
    locks = {row.id for row in timeline.objects.values() if row.kind == "Lock"}
    assert sum(hold.object in locks for hold in timeline.holds) == 5
    assert not collecting.log.exists()
    assert not collecting.directory.exists()
    assert collecting.notices[0] == {"ready": True, "pid": collecting.process.pid}


def test_every_appended_notice_tells_of_whole_lines(collecting: Collecting) -> None:
    collecting.start(RECORD_TEN)
    collecting.expect("ended")

    told = [notice["appended"] for notice in collecting.notices if "appended" in notice]

    assert told[-1]["lines"] == len(collecting.lines())
    assert [each["bytes"] for each in told] == sorted(each["bytes"] for each in told)


@pytest.mark.parametrize(
    ("end", "code", "number"),
    [
        ("sys.exit(3)", 3, None),
        ("os._exit(7)", 7, None),
        ("os.kill(os.getpid(), signal.SIGKILL)", None, signal.SIGKILL),
        ("import ctypes; ctypes.string_at(0)", None, signal.SIGSEGV),
        ("os.abort()", None, signal.SIGABRT),
    ],
)
def test_a_violent_end_loses_no_event(
    collecting: Collecting, end: str, code: int | None, number: int | None
) -> None:
    collecting.start(RECORD_TEN + f"    {end}")

    ended = collecting.expect("ended")

    assert ended["status"] == "failed"
    assert ended["cost"]["events"] == 11
    assert collecting.lines()[-1]["exit"] == {"code": code, "signal": number}
    assert (signal.Signals(number).name if number else str(code)) in ended["reason"]


def test_an_interpreters_last_words_are_kept_as_errors(collecting: Collecting) -> None:
    collecting.start(RECORD_TEN + "    raise ValueError('oh')")
    collecting.expect("ended")

    assert "ValueError: oh" in collecting.output()


def test_raw_output_is_kept_by_line_and_its_tail_too(collecting: Collecting) -> None:
    collecting.start("""
        import os
        emit(2)
        os.write(1, b"one\\r\\ntwo\\n" + b"x" * 5000 + b"\\nthr")
        os.write(1, b"ee \\xff")
    """)
    collecting.expect("ended")

    assert collecting.output() == ["one", "two", "x" * 4096 + "…", "three \ufffd"]


def test_a_flood_of_output_is_counted_and_never_blocks_the_program(
    collecting: Collecting,
) -> None:
    collecting.start(
        """
        import os
        emit(2)
        for _ in range(2000):
            os.write(2, b"spam\\n" * 1000)
        """,
        limits={"output_lines": 100},
    )

    ended = collecting.expect("ended")

    assert ended["status"] == "finished"
    assert ended["counts"]["instants"] == 100
    assert ended["cost"]["output_dropped"] == 2_000_000 - 100


def test_a_flood_of_events_is_counted_to_the_last_one(collecting: Collecting) -> None:
    collecting.start(
        """
        emit(2)
        for _ in range(49_999):
            emit(67)
        """,
        limits={"ring_records": 64},
    )

    ended = collecting.expect("ended")

    assert ended["cost"]["dropped"] > 0
    assert ended["cost"]["events"] + ended["cost"]["dropped"] == 50_000


def test_a_program_that_never_ends_is_stopped_at_the_time_limit(collecting: Collecting) -> None:
    collecting.start("emit(2)\nimport time\ntime.sleep(100)", limits={"wall_s": 0.3})

    ended = collecting.expect("ended")

    assert ended["status"] == "stopped"
    assert ended["reason"] == "Stopped at the time limit of 0.3 s."


def test_a_program_is_stopped_at_the_limit_of_events(collecting: Collecting) -> None:
    collecting.start("while True: emit(67)", limits={"events": 1000})

    ended = collecting.expect("ended")

    assert ended["status"] == "stopped"
    assert ended["reason"] == "Stopped at the limit of 1,000 events."


def test_a_program_that_makes_locks_without_end_is_stopped(collecting: Collecting) -> None:
    collecting.start(
        """
        from itertools import count
        emit(2)
        for number in count(1):
            define(object={"id": number, "kind": "Lock", "name": None, "site": 0, "owner": 0})
        """,
        limits={"events": 50_000},
    )

    ended = collecting.expect("ended")

    assert ended["status"] == "stopped"
    assert "5,000 threads, sync objects" in ended["reason"]


def test_a_stop_ends_the_program_with_the_reason_given(collecting: Collecting) -> None:
    collecting.start("emit(2)\nimport time\ntime.sleep(100)")
    collecting.expect("appended")
    collecting.send({"stop": {"reason": "Stopped by you."}})

    ended = collecting.expect("ended")

    assert (ended["status"], ended["reason"]) == ("stopped", "Stopped by you.")


BUSY = "from app.runs.run import Run\nRun.wait_s = lambda run: 0\n"


def test_a_stop_is_heard_however_busy_the_collector_is(tmp_path: Path) -> None:
    with Collecting(tmp_path, before=BUSY) as collecting:
        collecting.start("emit(2)\nimport time\ntime.sleep(100)")
        collecting.expect("appended")
        collecting.send({"stop": {"reason": "Stopped by you."}})

        assert collecting.expect("ended")["reason"] == "Stopped by you."


ESCAPE = """
    import os, signal, sys, time
    emit(2)
    def escape(depth):
        if os.fork():
            return
        os.setsid()
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        with open("pids", "a") as file:
            file.write(f"{os.getpid()}\\n")
        if depth:
            escape(depth - 1)
            escape(depth - 1)
        time.sleep(1000)
    escape(3)
    while not os.path.exists("pids") or open("pids").read().count("\\n") < 15:
        time.sleep(0.01)
    os.write(1, b"all away\\n")
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux lets us adopt orphans")
def test_no_daemon_survives_the_run_that_made_it(collecting: Collecting) -> None:
    collecting.start(ESCAPE)

    collecting.expect("ended")

    assert len(collecting.pids()) == 15
    assert gone(collecting.pids())


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux lets us adopt orphans")
def test_when_the_server_dies_the_log_says_lost_and_nothing_survives(
    collecting: Collecting,
) -> None:
    collecting.start(ESCAPE + "    time.sleep(1000)")
    collecting.expect("appended")
    while collecting.output() != ["all away"]:
        collecting.expect("appended")

    collecting.hang_up()
    collecting.process.wait(10)

    assert collecting.lines()[-1]["status"] == "lost"
    assert gone(collecting.pids())


@pytest.mark.skipif(sys.platform != "linux", reason="PDEATHSIG is Linux's")
def test_when_the_collector_is_killed_its_child_dies_and_the_log_is_whole(
    collecting: Collecting,
) -> None:
    collecting.start(RECORD_TEN + "    threading.Event().wait()")
    pgid = collecting.expect("started")["pgid"]
    collecting.expect("appended")
    collecting.expect("appended")

    collecting.process.kill()

    assert gone([pgid])
    assert collecting.lines()[0]["type"] == "header"
    assert collecting.log.read_bytes().endswith(b"\n")


def test_a_warm_child_ends_with_a_server_that_never_asked_for_it(
    collecting: Collecting,
) -> None:
    children = Path(f"/proc/{collecting.process.pid}/task/{collecting.process.pid}/children")
    pids = [int(pid) for pid in children.read_text().split()]
    assert pids

    collecting.hang_up()

    assert collecting.process.wait(10) == 0
    assert gone(pids)


def test_a_full_disk_ends_the_run_with_a_sentence_and_a_whole_log(
    collecting: Collecting,
) -> None:
    room = 8192
    resource.prlimit(collecting.process.pid, resource.RLIMIT_FSIZE, (room, room))
    collecting.start("""
        emit(2)
        while True:
            emit(20, object=1, value=1)
            emit(21, object=1)
    """)

    while "failed" not in (notice := collecting.notice()):
        pass

    assert "is full" in notice["failed"]["reason"]
    assert collecting.lines()[0]["type"] == "header"
    assert collecting.log.read_bytes().endswith(b"\n")
    assert collecting.process.wait(10) == 0


def test_a_folder_without_permission_is_told_in_a_sentence(
    collecting: Collecting, tmp_path: Path
) -> None:
    collecting.log = tmp_path / "nowhere" / "run.jsonl"
    collecting.start("emit(2)")

    while "failed" not in (notice := collecting.notice()):
        pass

    assert notice["failed"]["reason"] == (
        "The recording cannot be written: No such file or directory."
    )


def test_an_interpreter_that_is_not_there_fails_the_run_in_a_sentence(
    collecting: Collecting, tmp_path: Path
) -> None:
    collecting.interpreter = str(tmp_path / "python")
    collecting.start("emit(2)")

    ended = collecting.expect("ended")

    assert ended["status"] == "failed"
    assert "cannot be started: No such file or directory" in ended["reason"]


def test_a_child_that_dies_before_it_records_fails_with_what_it_said(
    collecting: Collecting, tmp_path: Path
) -> None:
    broken = tmp_path / "python"
    broken.write_text("#!/bin/sh\necho no such module >&2\nexit 9\n")
    broken.chmod(0o700)
    collecting.interpreter = str(broken)
    collecting.start("emit(2)")

    ended = collecting.expect("ended")

    assert (ended["status"], ended["reason"]) == ("failed", "The program exited with 9.")
    assert collecting.output() == ["no such module"]


def test_an_order_that_cannot_be_read_is_refused(collecting: Collecting) -> None:
    collecting.send({"start": {"id": "1"}})

    assert "cannot be read" in collecting.notice()["failed"]["reason"]


def test_the_program_sees_nothing_of_our_own_modules_in_its_path(
    collecting: Collecting,
) -> None:
    collecting.start("""
        import os
        emit(2)
        os.write(1, os.environ.get("PYTHONPATH", "none").encode())
    """)
    collecting.expect("ended")

    assert collecting.output() == ["none"]


ELSEWHERE = """
import os, sys
sys.platform = "darwin"
del os.pidfd_open, os.waitid
"""


def test_where_there_is_no_linux_a_run_is_collected_all_the_same(tmp_path: Path) -> None:
    with Collecting(tmp_path, before=ELSEWHERE) as collecting:
        collecting.start(RECORD_TEN + "    sys.exit(3)")

        ended = collecting.expect("ended")

    assert (ended["status"], ended["cost"]["events"]) == ("failed", 11)
    assert collecting.lines()[-1]["exit"] == {"code": 3, "signal": None}


def test_a_collector_that_is_asked_to_go_leaves_as_if_the_server_had(
    collecting: Collecting,
) -> None:
    collecting.start(RECORD_TEN + "    threading.Event().wait()")
    pgid = collecting.expect("started")["pgid"]
    collecting.expect("appended")

    collecting.process.terminate()

    assert collecting.expect("ended")["status"] == "lost"
    assert gone([pgid])
