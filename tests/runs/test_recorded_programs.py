"""Programs under the real recorder: what the collector makes of them, end to end."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from app.timeline.model import InstantKind

from .collecting import ROOT, Collecting, gone

SCENARIOS = ROOT / "app" / "scenarios"


def test_a_deadlock_is_told_lingers_and_ends_the_run_with_its_sentence(tmp_path: Path) -> None:
    with Collecting(tmp_path, bare=False) as collecting:
        collecting.start_file(SCENARIOS / "deadlock.py", kind="scenario", parameters={})
        ended = collecting.expect("ended")

        [finding] = [each for each in ended["findings"] if each["kind"] == "deadlock"]
        assert ended["status"] == "stopped"
        assert ended["reason"] == f"Deadlock: {finding['sentence']}"
        told = [row for line in collecting.lines() for row in line.get("findings", [])]
        assert not any(row.get("withdrawn") for row in told)
        assert ended["duration"] < 5e9


def test_a_child_process_that_dies_ends_its_lanes_and_not_the_run(tmp_path: Path) -> None:
    with Collecting(tmp_path, bare=False) as collecting:
        collecting.start("""
            import multiprocessing, os, time

            def die():
                os._exit(3)

            if __name__ == "__main__":
                process = multiprocessing.get_context("fork").Process(target=die)
                process.start()
                process.join()
                time.sleep(0.4)
        """)
        ended = collecting.expect("ended")
        timeline = collecting.timeline()

    first, second = (lane for lane in timeline.lanes.values())
    assert ended["status"] == "finished", ended
    assert (first.process, second.process, second.parent) == (1, 2, first.id)
    assert second.end is not None
    assert second.end < ended["duration"] - 200_000_000


@pytest.mark.parametrize("method", ["fork", "spawn", "forkserver"])
def test_the_processes_of_a_program_share_one_time(tmp_path: Path, method: str) -> None:
    with Collecting(tmp_path, bare=False) as collecting:
        collecting.start(f"""
            import multiprocessing

            def say(word):
                print(word)

            if __name__ == "__main__":
                print("before")
                process = multiprocessing.get_context({method!r}).Process(target=say, args=("in",))
                process.start()
                process.join()
                print("after")
        """)
        ended = collecting.expect("ended")

        said = sorted(collecting.timeline().instants, key=lambda instant: instant.time)

    assert ended["status"] == "finished"
    output = [instant.text for instant in said if instant.kind == InstantKind.OUTPUT]
    assert output == ["before", "in", "after"]


def test_the_programs_source_comes_with_its_timeline(tmp_path: Path) -> None:
    with Collecting(tmp_path, bare=False) as collecting:
        collecting.start("print('hi')")
        collecting.expect("ended")

        [file] = [file for file in collecting.timeline().files.values() if file.text is not None]

    assert (file.path, file.text) == ("program.py", "print('hi')")


def test_a_second_thread_of_a_crashed_program_is_seen_to_its_last_event(tmp_path: Path) -> None:
    with Collecting(tmp_path, bare=False) as collecting:
        collecting.start("""
            import ctypes, threading
            lock = threading.Lock()
            def crash():
                with lock:
                    ctypes.string_at(0)
            thread = threading.Thread(target=crash, name="crasher")
            thread.start()
            thread.join()
        """)
        ended = collecting.expect("ended")
        timeline = collecting.timeline()

    [crasher] = [lane.id for lane in timeline.lanes.values() if lane.name == "crasher"]
    assert "SIGSEGV" in ended["reason"]
    gils = {row.id for row in timeline.objects.values() if row.kind == "GIL"}
    assert [hold.lane for hold in timeline.holds if hold.object not in gils] == [crasher]


def test_an_uncaught_exception_in_the_main_thread_is_the_reason(tmp_path: Path) -> None:
    with Collecting(tmp_path, bare=False) as collecting:
        collecting.start("raise LookupError('no such thing')")

        ended = collecting.expect("ended")

    assert ended["status"] == "failed"
    assert ended["reason"] == "Uncaught in MainThread: LookupError: no such thing"


def test_a_program_that_forks_without_end_is_stopped_and_gone(tmp_path: Path) -> None:
    with Collecting(tmp_path, bare=False) as collecting:
        collecting.start(
            """
            import os, time
            while True:
                if os.fork() == 0:
                    with open("pids", "a") as file:
                        file.write(f"{os.getpid()}\\n")
                    time.sleep(1000)
            """,
            limits={"processes": 20, "ring_records": 1024},
        )

        ended = collecting.expect("ended")

    assert ended["reason"] == "Stopped at the limit of 20 processes at a time."
    assert gone(collecting.pids())


def test_where_a_traceback_goes_no_folder_of_the_machine_goes_with_it(tmp_path: Path) -> None:
    with Collecting(tmp_path, bare=False) as collecting:
        collecting.start("""
            import os, threading
            def fail():
                raise ValueError
            thread = threading.Thread(target=fail)
            thread.start()
            thread.join()
            os.write(2, b'  File "%s", line 1, in f' % os.path.abspath(__file__).encode())
        """)
        collecting.expect("ended")

        assert '  File "program.py", line 1, in f' in collecting.output()
        assert str(tmp_path) not in "".join(i.text for i in collecting.timeline().instants)


@pytest.mark.skipif(sys.platform != "linux", reason="it is Linux that chooses a victim")
def test_the_program_is_the_one_to_go_when_memory_runs_out(tmp_path: Path) -> None:
    with Collecting(tmp_path, bare=False) as collecting:
        collecting.start("print(open('/proc/self/oom_score_adj').read().strip())")
        collecting.expect("ended")

        assert collecting.output() == ["1000"]
