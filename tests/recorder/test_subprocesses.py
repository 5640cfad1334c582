"""Pythons that a recorded program starts record themselves, and run as if nobody looked."""

from __future__ import annotations

import json
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from tests.support import pythons

TELLS_ALL = """
import json, os, sys

def told():
    return {
        "argv": sys.argv, "orig_argv": getattr(sys, "orig_argv", 0), "path": sys.path,
        "flags": list(sys.flags), "options": sorted(sys._xoptions), "warnings": sys.warnoptions,
        "name": __name__, "file": globals().get("__file__", ""),
        "spec": getattr(__spec__, "name", ""),
        "environment": sorted(os.environ.items()), "cwd": os.getcwd(),
        "customized": "sitecustomize" in sys.modules, "hook": sys.excepthook is sys.__excepthook__,
        "stdout": type(sys.stdout).__name__, "buffered": sys.stdout.line_buffering,
    }

print(json.dumps(told(), sort_keys=True))
"""
WAYS = {
    "script": [sys.executable, "tells.py", "one", "two words"],
    "options": [sys.executable, "-u", "-X", "dev", "-Werror", "-O", "tells.py"],
    "module": [sys.executable, "-mtells", "one"],
    "source": [sys.executable, "-c", TELLS_ALL, "one"],
    "input": [sys.executable],
    "isolated": [sys.executable, "-I", "tells.py"],
    "deaf": [sys.executable, "-E", "tells.py"],
    "without site": [sys.executable, "-S", "tells.py"],
}
RUNS = """
import json, subprocess, sys
for way in json.loads({ways!r}).values():
    told = subprocess.run(way, input={source!r}, stdout=-1, text=True, cwd={folder!r}).stdout
    print(told, end="")
"""
HEED_NOTHING = {"isolated", "deaf", "without site"}


def test_a_python_that_is_started_finds_all_as_it_would_alone(record, tmp_path: Path) -> None:
    (tmp_path / "tells.py").write_text(TELLS_ALL)
    program = RUNS.format(ways=json.dumps(WAYS), source=TELLS_ALL, folder=str(tmp_path))
    bare = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)

    run = record(program)

    told = [line.partition(": ")[2] for line in run.main.output()]
    for way, alone, here in zip(WAYS, bare.stdout.splitlines(), told, strict=True):
        assert json.loads(here) == json.loads(alone), way
    assert len(run.processes) == 1 + len(WAYS) - len(HEED_NOTHING)


def test_a_script_in_a_subprocess_is_recorded_by_name(record_everywhere, tmp_path: Path) -> None:
    (tmp_path / "worker.py").write_text(
        "import threading, sys\n"
        "with threading.Lock() as lock: print('at work')\n"
        "thread = threading.Thread(target=int, name='inner')\n"
        "thread.start(); thread.join(); sys.exit(3)\n"
    )
    run = record_everywhere("""
        import subprocess, sys
        print(subprocess.call([sys.executable, "worker.py", "secret"], cwd=sys.path[0]))
    """)

    parent, child = run.processes
    assert parent.output() == ["MainThread: 3"]
    assert child.output() == ["MainThread: at work"]
    assert (child.name, child.row["method"]) == ("python worker.py", "subprocess")
    [started] = parent.of("process.started")
    assert started["value"] == child.row["pid"]
    name = f"python worker.py (pid {child.row['pid']})"
    assert parent.objects[started["object"]]["name"] == name
    [reaped] = parent.of("process.reaped")
    assert (reaped["link"], reaped["value"]) == (child.row["pid"], 3)
    assert "inner thread.ended inner" in child.story()


@pytest.mark.parametrize(
    "start",
    [
        'subprocess.call(f"{python} {worker} | cat", shell=True)',
        'subprocess.call(["nice", python, worker])',
        "subprocess.call([script])",
        "os.waitpid(os.posix_spawn(python, [python, worker], os.environ), 0)",
        "os.spawnv(os.P_WAIT, python, [python, worker])",
        "subprocess.call([python, worker], env={'PYTHONPATH': 'elsewhere'})",
        "subprocess.call([python, worker], preexec_fn=os.setsid)",
        "os.execv(python, [python, worker])",
    ],
)
def test_every_way_to_start_a_python_is_seen(record, tmp_path: Path, start: str) -> None:
    worker = tmp_path / "worker.py"
    worker.write_text("import os\nprint('PYTHONPATH', os.environ.get('PYTHONPATH'))\n")
    script = tmp_path / "script"
    script.write_text(f"#!{sys.executable}\nimport os\n{worker.read_text()}")
    script.chmod(0o755)
    run = record(f"""
        import os, subprocess
        python, worker, script = {sys.executable!r}, {str(worker)!r}, {str(script)!r}
        {start}
    """)

    expected = "elsewhere" if "elsewhere" in start else "None"
    if "cat" in start:  # what it writes is for `cat`
        assert run.stdout == f"PYTHONPATH {expected}\n"
        assert run.processes[-1].output() == []
    else:
        assert run.processes[-1].output() == [f"MainThread: PYTHONPATH {expected}"]
    [last] = [each for each in run.processes if each.name in ("python worker.py", "python script")]
    assert last.row["starter"] in {each.row["pid"] for each in run.processes}


def test_what_a_program_becomes_goes_on_under_its_number(record, tmp_path: Path) -> None:
    (tmp_path / "next.py").write_text("print('next')\n")
    run = record("""
        import os, sys
        os.execv(sys.executable, [sys.executable, os.path.join(sys.path[0], "next.py")])
    """)

    before, after = run.processes
    assert before.of("process.replaced")[0]["value"] == before.row["pid"] == after.row["pid"]
    assert (after.name, after.row["method"]) == ("python next.py", "exec")
    assert after.output() == ["MainThread: next"]


def test_other_programs_have_no_lanes_but_a_beginning_and_an_end(record) -> None:
    run = record("""
        import os, signal, subprocess
        subprocess.call(["echo", "secret"], stdout=subprocess.DEVNULL)
        subprocess.call("SECRET=word true", shell=True)
        sleeper = subprocess.Popen(["sleep", "60"])
        sleeper.kill()
        sleeper.wait()
    """)

    [main] = run.processes
    started, reaped = main.of("process.started"), main.of("process.reaped")
    assert [each["value"] for each in reaped] == [0, 0, -9]
    assert [each["object"] for each in started] == [each["object"] for each in reaped]
    names = [main.objects[each["object"]]["name"] for each in started]
    pids = [each["value"] for each in started]
    assert names == [
        f"{name} (pid {pid})" for name, pid in zip(("echo", "sh", "sleep"), pids, strict=True)
    ]


def test_what_cannot_be_started_fails_as_it_would_alone(record) -> None:
    source = """
        import os, subprocess, sys

        for arguments in (
            ([sys.executable], {"env": 5}), ([sys.executable, 3], {}), (5, {}), ([], {}),
            (["no such program"], {}), ([sys.executable, "x\\0"], {}),
            ([sys.executable], {"env": {"A=B": "C"}}), ([sys.executable], {"cwd": "nowhere"}),
        ):
            try:
                subprocess.call(arguments[0], **arguments[1])
            except Exception as error:
                print(type(error).__name__, error)
        try:
            os.execv(sys.executable, [])
        except Exception as error:
            print(type(error).__name__, error)
    """
    bare = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(source)], capture_output=True, text=True
    )

    run = record(source)

    assert bare.stdout.count("\n") == 9
    assert [line.partition(": ")[2] for line in run.main.output()] == bare.stdout.splitlines()


def test_an_exception_that_ends_a_subprocess_is_told(record) -> None:
    run = record("""
        import subprocess, sys
        print(subprocess.call([sys.executable, "-c", "raise ValueError('no luck')"]))
    """)

    parent, child = run.processes
    assert parent.output() == ["MainThread: 1"]
    [failure] = child.exceptions()
    assert (failure["type"], failure["message"]) == ("ValueError", "no luck")
    assert child.of("process.ended")[0]["value"] == 1


def test_a_customization_of_the_programs_own_is_still_run(record, tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "sitecustomize.py").write_text("import os\nos.environ['OWN'] = 'yes'\n")
    run = record("""
        import os, subprocess, sys
        own = os.path.join(sys.path[0], "own")
        source = "import os, sitecustomize; print(os.environ['OWN'], sitecustomize.__file__)"
        subprocess.call([sys.executable, "-c", source], env={"PYTHONPATH": own})
    """)

    assert run.processes[1].output() == [f"MainThread: yes {tmp_path / 'own' / 'sitecustomize.py'}"]


def test_a_python_of_another_version_records_too(record) -> None:
    interpreters = list(filter(None, map(pythons.find, pythons.NAMES)))
    run = record(f"""
        import subprocess
        for python in {interpreters!r}:
            subprocess.call([python, "-c", "import threading; threading.Lock()"])
    """)

    assert len(run.processes) == 1 + len(interpreters)
    assert all(each.closed for each in run.processes)


def test_no_process_is_told_of_between_fork_and_exec(record) -> None:
    run = record("""
        import subprocess, sys
        subprocess.call(["true"], preexec_fn=lambda: None)
    """)

    assert len(run.processes) == 1


def test_a_fork_leaves_nothing_open_in_a_daemon_that_left(record, tmp_path: Path) -> None:
    """The double fork: the middle one ends by `os._exit`, the daemon is nobody's child."""
    run = record("""
        import os, threading

        lock = threading.Lock()
        reading, writing = os.pipe()
        with lock:
            if os.fork() == 0:
                os.setsid()
                if os.fork() == 0:
                    os.write(writing, b"x")
                    os._exit(0)
                os._exit(0)
            os.wait()
        os.read(reading, 1)
    """)

    assert [each.row["method"] for each in run.processes] == ["main", "fork", "fork"]
    assert run.main.closed
    assert run.main.of("process.reaped")[0]["value"] == 0
