"""A program under the recorder is the program: run as python would run it."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

ADDRESS = re.compile(r"0x[0-9a-f]+")
WHO_AM_I = """
import sys
names = sorted(name for name in globals() if name not in ("names", "sys"))
print(names)
print(__name__, __file__, __package__, __spec__, __doc__, type(__loader__).__name__)
print(sys.argv, sys.path[0])
print(sorted(m for m in sys.modules if "threadline" in m))
"""


def bare(tmp_path, *arguments, python=sys.executable):
    return subprocess.run(
        [python, *arguments], capture_output=True, text=True, cwd=tmp_path, check=False
    )


def test_main_looks_the_same_from_inside(record, tmp_path):
    run = record(WHO_AM_I, argv=["--loud", "x"], capture_output=False)

    expected = bare(tmp_path, str(tmp_path / "program.py"), "--loud", "x")
    assert run.stdout == expected.stdout
    assert run.code == expected.returncode == 0


@pytest.mark.parametrize(
    "ending",
    [
        "raise SystemExit",
        "raise SystemExit(3)",
        "import sys; sys.exit('gone wrong')",
        "1 / 0",
        "raise KeyboardInterrupt",
        "import sys; sys.excepthook = lambda *a: print('mine', a[0].__name__); 1 / 0",
        "import atexit; atexit.register(print, 'bye'); import os; os._exit(4)",
        "import atexit; atexit.register(print, 'bye'); {}['x']",
        "import os; os.abort()",
        "import os, signal; os.kill(os.getpid(), signal.SIGTERM)",
        "def f(): g()\ndef g(): raise ValueError('deep') from KeyError(1)\nf()",
        "def (",
        "try:\n  1/0\nexcept ZeroDivisionError:\n  raise LookupError('again')",
    ],
)
def test_it_ends_as_it_would_have_ended(record, tmp_path, ending):
    run = record(ending, capture_output=False)

    expected = bare(tmp_path, str(tmp_path / "program.py"))
    assert run.code == expected.returncode
    assert run.stdout == expected.stdout
    assert run.stderr == expected.stderr


def test_an_exception_in_a_thread_is_shown_as_it_would_have_been(record, tmp_path):
    run = record(
        """
        import threading

        def fail():
            with threading.Lock():
                threading.Lock().release()

        thread = threading.Thread(target=fail)
        thread.start()
        thread.join()
        """,
        capture_output=False,
    )

    expected = bare(tmp_path, str(tmp_path / "program.py"))
    assert run.stderr == expected.stderr


def test_a_module_is_run_as_dash_m_runs_it(record, tmp_path):
    run = record(WHO_AM_I, kind="module", argv=["x"], capture_output=False)

    expected = bare(tmp_path, "-m", "program", "x")
    assert ADDRESS.sub("", run.stdout) == ADDRESS.sub("", expected.stdout)


def test_standard_input_is_the_programs(record_everywhere):
    run = record_everywhere("print(go().strip() == '')", go=["MainThread thread.began"])

    assert run.main.output() == ["MainThread: True"]


def test_a_scenario_gets_its_parameters(record_everywhere):
    run = record_everywhere(
        """
        def main(*, name: str = "?", count: int = 1, share: float = 0.5, loud: bool = False):
            print(name, count, share, loud)
            raise_here = 1

        if __name__ == "__main__":
            main()
        """,
        kind="scenario",
        parameters={"name": 'A "b" \\ ü 🐍', "count": 7, "loud": True},
    )

    assert run.main.output() == ['MainThread: A "b" \\ ü 🐍 7 0.5 True']


def test_a_scenario_without_a_guard_runs_as_it_is(record):
    run = record("print('as it is')", kind="scenario", parameters={"count": 2})

    assert run.main.output() == ["MainThread: as it is"]


@pytest.mark.skipif(sys.version_info < (3, 11), reason="-P came with 3.11")
def test_a_safe_path_stays_safe(record, tmp_path, monkeypatch):
    monkeypatch.setenv("PYTHONSAFEPATH", "1")
    run = record("import sys; print(sys.path)", capture_output=False)

    assert run.stdout == bare(tmp_path, str(tmp_path / "program.py")).stdout


def test_a_folder_is_run_by_its_main(record, tmp_path):
    package = tmp_path / "folder"
    package.mkdir()
    (package / "__main__.py").write_text(
        "import sys; print(__name__, __file__, sys.argv, sys.path[0])"
    )
    (tmp_path / "program.py").write_text("")
    run = record("", path=str(package), capture_output=False)

    assert run.stdout == bare(tmp_path, str(package)).stdout


def test_the_lines_of_a_scenario_with_parameters_stay_true(record):
    run = record(
        """
        def main(*, count: int = 1):
            print(count)
            1 / 0

        if __name__ == "__main__":
            main()
        """,
        kind="scenario",
        parameters={"count": 2},
    )

    [error] = run.main.exceptions()
    assert "line 6, in <module>" in error["traceback"]
    assert "line 3, in main" in error["traceback"]
    assert run.main.sites[error["site"]]["line"] == 3


def test_exit_codes_are_recorded(record):
    assert record("raise SystemExit(3)").main.of("process.ended")[0]["value"] == 3
    assert record("1 / 0").main.of("process.ended")[0]["value"] == 1
    assert record("pass").main.of("process.ended")[0]["value"] == 0


def test_a_child_without_a_job_ends_quietly(tmp_path):
    from tests.recorder.recording import BOOTSTRAP

    done = subprocess.run(
        [sys.executable, str(BOOTSTRAP), "--job-fd", "0"],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )

    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


def test_the_program_finds_imported_what_it_would_have_found(record_everywhere):
    run = record_everywhere("""
        import sys

        mine = set(sys.modules) - set(sys.builtin_module_names)
        import subprocess

        code = "import threading, sys; print(*sys.modules)"
        bare = subprocess.run([sys.executable, "-c", code], stdout=-1).stdout.decode().split()
        print(sorted(mine - set(bare)))
    """)

    assert run.main.output() == ["MainThread: []"]
