"""`threadline run`: the program is itself, in its terminal; its timeline is in the store."""

from __future__ import annotations

import gzip
import json
import os
import pty
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from app.runs.guardian import descendants, is_alive
from app.store.index import Index
from app.store.run import Run
from app.store.store import Store
from tests.support import pythons
from tests.support.serving import ROOT, ServerProcess
from tests.web.test_stream import wait_until

START = "import sys; sys.path.insert(0, sys.argv.pop(1)); from app.cli import main; main()"
THREADLINE = [sys.executable, "-m", "app"]
PATIENCE_S = 60


def program(folder: Path, text: str, name: str = "program.py") -> str:
    path = folder / name
    path.write_text(text)
    return str(path)


def threadline(
    folder: Path, *arguments: str, given: str = "", cwd: Path | None = None
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*THREADLINE, *arguments],
        input=given,
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        check=False,
        cwd=cwd or ROOT,
        env={**os.environ, "THREADLINE_DATA": str(folder / "data"), "PYTHONPATH": str(ROOT)},
    )


@contextmanager
def started(command: list[str], **options: Any) -> Iterator[subprocess.Popen[Any]]:
    """A command that goes on meanwhile; it does not outlive the test, however that ends."""
    with subprocess.Popen(command, **options) as process:
        try:
            yield process
        finally:
            process.kill()


def runs(folder: Path) -> list[Run]:
    store = Store(folder / "data")
    try:
        return store.ask_now(Index.recent, 10)
    finally:
        store.close()


def test_a_program_has_its_arguments_its_terminal_and_its_exit_code(tmp_path: Path) -> None:
    path = program(
        tmp_path,
        "import sys, threading\n"
        "t = threading.Thread(target=print, args=('out', sys.argv[1:], input()))\n"
        "t.start(); t.join()\n"
        "print('err', file=sys.stderr)\n"
        "sys.exit(7)\n",
    )

    done = threadline(tmp_path, "run", path, "--port", "1", "-m", given="hello\n")

    assert done.returncode == 7
    assert done.stdout == "out ['--port', '1', '-m'] hello\n"
    assert done.stderr.startswith("err\nthreadline: start `threadline` to see the timeline, at /t/")
    [run] = runs(tmp_path)
    assert (run.status, run.title, run.exit) == (
        "failed",
        "program.py",
        {"code": 7, "signal": None},
    )
    assert run.counts["lanes"] == 2
    assert run.id in done.stderr


def test_a_module_runs_as_python_would_run_it(tmp_path: Path) -> None:
    program(tmp_path, "import sys; print(__name__, sys.argv[1:], sys.path[0])", "lesson.py")

    done = threadline(tmp_path, "run", "-m", "lesson", "-x", cwd=tmp_path)

    assert done.stdout == f"__main__ ['-x'] {tmp_path}\n"
    assert runs(tmp_path)[0].title == "python -m lesson"


def test_a_program_may_have_a_package_named_as_ours(tmp_path: Path) -> None:
    (tmp_path / "app").mkdir()
    program(tmp_path / "app", "name = 'theirs'", "__init__.py")
    path = program(tmp_path, "import app, os; print(app.name, os.environ.get('PYTHONPATH'))")

    done = subprocess.run(
        [sys.executable, "-P", "-c", START, str(ROOT),
         "run", "--data", str(tmp_path / "data"), path],
        capture_output=True, text=True, timeout=PATIENCE_S, check=False,
        env={key: value for key, value in os.environ.items() if key != "PYTHONPATH"},
    )  # fmt: skip

    assert done.stdout == "theirs None\n", done.stderr


def test_an_uncaught_exception_looks_as_it_always_does(tmp_path: Path) -> None:
    path = program(tmp_path, "def f():\n    raise ValueError('no')\nf()\n")

    done = threadline(tmp_path, "run", path)
    bare = subprocess.run([sys.executable, path], capture_output=True, text=True, check=False)

    assert done.returncode == bare.returncode == 1
    assert done.stderr.startswith(bare.stderr)


def test_a_program_that_a_signal_ends_gives_the_code_a_shell_would(tmp_path: Path) -> None:
    path = program(tmp_path, "import os\nos.kill(os.getpid(), 9)\n")

    assert threadline(tmp_path, "run", path).returncode == 128 + 9


def test_the_program_sees_the_terminal_itself(tmp_path: Path) -> None:
    path = program(tmp_path, "import sys\nprint([f.isatty() for f in (sys.stdin, sys.stdout)])\n")
    ours, theirs = pty.openpty()

    with started(
        [*THREADLINE, "run", "--data", str(tmp_path / "data"), path],
        cwd=ROOT, stdin=theirs, stdout=theirs, stderr=subprocess.DEVNULL,
    ) as command:  # fmt: skip
        os.close(theirs)
        assert command.wait(PATIENCE_S) == 0
        assert os.read(ours, 100) == b"[True, True]\r\n"
    os.close(ours)


def test_ctrl_c_is_the_programs_to_act_on(tmp_path: Path) -> None:
    path = program(
        tmp_path,
        "import time\n"
        "try:\n    print('ready', flush=True)\n    time.sleep(60)\n"
        "except KeyboardInterrupt:\n    print('caught')\n    raise SystemExit(3)\n",
    )
    with started(
        [*THREADLINE, "run", "--data", str(tmp_path / "data"), path],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    ) as command:  # fmt: skip
        assert command.stdout is not None
        assert command.stdout.readline() == "ready\n"

        command.send_signal(signal.SIGINT)

        assert command.stdout.read() == "caught\n"
        assert command.wait(PATIENCE_S) == 3
    assert runs(tmp_path)[0].exit == {"code": 3, "signal": None}


def test_a_program_that_waits_for_ever_is_left_alone(tmp_path: Path) -> None:
    """Every server looks like a stall; its user did not ask to have it ended."""
    path = program(
        tmp_path,
        "import threading\nprint('ready', flush=True)\nthreading.Event().wait()\n",
    )
    with started(
        [*THREADLINE, "run", "--data", str(tmp_path / "data"), path],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    ) as command:  # fmt: skip
        assert command.stdout is not None
        command.stdout.readline()
        log = next((tmp_path / "data" / "logs").glob("*.jsonl"))
        wait_until(lambda: '"stall"' in log.read_text() or time_of(log) > 3e9, PATIENCE_S)

        assert command.poll() is None
        command.send_signal(signal.SIGTERM)
        assert command.wait(PATIENCE_S) == 128 + signal.SIGTERM


def time_of(log: Path) -> float:
    last = log.read_text().splitlines()[-1]
    return float(last.split('"now":')[1].split(",")[0].rstrip("}")) if '"now":' in last else 0


def test_a_killed_command_leaves_no_program_and_a_lost_timeline(tmp_path: Path) -> None:
    path = program(tmp_path, "import time\nprint('ready', flush=True)\ntime.sleep(60)\n")
    with started(
        [*THREADLINE, "run", "--data", str(tmp_path / "data"), path],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    ) as command:  # fmt: skip
        assert command.stdout is not None
        command.stdout.readline()
        family = descendants(command.pid)
        command.kill()
    wait_until(lambda: not any(map(is_alive, family)))

    with ServerProcess(tmp_path / "data", "--port", "0") as server:
        found = httpx.get(f"{server.url}api/runs", timeout=PATIENCE_S).json()["runs"][0]
        assert found["status"] == "lost"


def test_a_running_server_shows_it_while_it_runs(tmp_path: Path) -> None:
    path = program(tmp_path, "print('ready', flush=True)\ninput()\n")
    with ServerProcess(tmp_path / "data", "--port", "0") as server:
        with started(
            [*THREADLINE, "run", "--data", str(tmp_path / "data"), path], cwd=ROOT, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        ) as command:  # fmt: skip
            assert command.stdout is not None
            command.stdout.readline()
            [found] = httpx.get(f"{server.url}api/runs", timeout=PATIENCE_S).json()["runs"]
            events = f"{server.url}api/runs/{found['id']}/events"
            with httpx.stream("GET", events, timeout=PATIENCE_S) as answer:
                lines = answer.iter_lines()
                while next(lines) != "event: frame":
                    pass
                _, said = command.communicate("\n", timeout=PATIENCE_S)
                assert "event: end" in lines
        assert f"{server.url}t/{found['id']}" in said


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["run"], "Which program?"),
        (["run", "nowhere.py"], "There is no program nowhere.py"),
        (["run", "--python", "/bin/false", "x.py"], "There is no program x.py"),
    ],
)
def test_a_program_that_cannot_be_run(tmp_path: Path, arguments: list[str], words: str) -> None:
    done = threadline(tmp_path, *arguments)

    assert done.returncode == 2
    assert words in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("python", "words"),
    [
        ("/bin/false", "/bin/false is no Python that can be recorded: CPython 3.9 or newer is."),
        ("2.6", "There is no Python 2.6 on this machine; there are 3."),
    ],
)
def test_a_python_that_cannot_be_recorded_is_refused(
    tmp_path: Path, python: str, words: str
) -> None:
    done = threadline(tmp_path, "run", "--python", python, program(tmp_path, ""))

    assert done.returncode == 2
    assert words in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("name", ["3.9", "3.13", "3.13t"])
def test_another_python_is_named_by_its_path_or_its_version(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    python = pythons.wanted(name)
    monkeypatch.setenv("PATH", f"{Path(python).parent}{os.pathsep}{os.environ['PATH']}")
    told = program(tmp_path, "import sys\nprint(*sys.version_info[:2], sys.abiflags)")

    by_path = threadline(tmp_path, "run", "--python", python, told)
    by_version = threadline(tmp_path, "run", "--python", name, told)

    number, free_threaded = name.rstrip("t"), name.endswith("t")
    expected = f"{number.replace('.', ' ')} {'t' * free_threaded}\n"
    assert by_path.stdout == expected, by_path.stderr
    assert by_version.stdout == by_path.stdout


def recorders_of(folder: Path) -> list[str]:
    """What recorded each process of the runs."""
    [run] = runs(folder)
    text = gzip.decompress((folder / "data" / "logs" / f"{run.id}.jsonl.gz").read_bytes()).decode()
    frames = [json.loads(line) for line in text.splitlines()]
    return [row["recorder"] for frame in frames for row in frame.get("processes", ())]


@pytest.mark.parametrize("recorder", ["python", "compiled"])
def test_the_recorder_that_was_asked_for_records(tmp_path: Path, recorder: str) -> None:
    path = program(tmp_path, "print('hello')")

    done = threadline(tmp_path, "run", "--recorder", recorder, path)

    assert done.returncode == 0
    assert done.stdout == "hello\n"
    assert set(recorders_of(tmp_path)) == {recorder}


def test_a_compiled_recorder_that_cannot_be_is_no_reason_not_to_run_unless_it_was_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = program(tmp_path, "print('hello')")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("CC", str(tmp_path / "no-such-compiler"))

    asked = threadline(tmp_path, "run", "--recorder", "compiled", path)
    automatic = threadline(tmp_path, "run", path)

    assert (asked.returncode, asked.stdout) == (2, "")
    assert "cannot be compiled" in asked.stderr
    assert (automatic.returncode, automatic.stdout) == (0, "hello\n")
    assert set(recorders_of(tmp_path)) == {"python"}


def test_a_recorder_nobody_knows_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("THREADLINE_RECORDER", "fast")

    done = threadline(tmp_path, "run", program(tmp_path, "print('hello')"))

    assert (done.returncode, done.stdout) == (2, "")
    assert "use one of auto, compiled, python" in done.stderr
