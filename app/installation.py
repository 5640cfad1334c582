"""The installation of a checkout: a `.venv` beside it that holds what a lock file names.

Run by the set-up script `./threadline` with whatever Python ≥ 3.11 was found, so it
imports the standard library only. `test` wants the test lock, everything else the
runtime lock; a stamp in the `.venv` remembers the hash of what was installed, so the
second start costs one hash.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import subprocess
import sys
import venv
from collections.abc import Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STAMP = VENV / "threadline-installed.json"
RUNTIME_LOCK = "requirements.lock"
TEST_LOCK = "requirements-test.lock"

# `-P` and an explicit entry instead of PYTHONPATH: programs that are recorded must not
# inherit a path that makes our package importable in place of theirs.
START = (
    "import sys; sys.path.insert(0, sys.argv.pop(1)); from app.cli import main; sys.exit(main())"
)


class InstallationFailed(Exception):
    """The checkout could not be set up; the message says what to do."""


def main(arguments: Sequence[str]) -> int:
    """Set up what the command needs, then become it."""
    testing = arguments[:1] == ["test"]
    try:
        install(TEST_LOCK if testing else RUNTIME_LOCK)
    except InstallationFailed as problem:
        print(f"threadline: {problem}", file=sys.stderr)
        return 1
    if testing:
        os.chdir(ROOT)
        return become([str(venv_python()), "-m", "pytest", *arguments[1:]])
    return become([str(venv_python()), "-P", "-c", START, str(ROOT), *arguments])


def install(lock: str) -> None:
    """Make `.venv` hold exactly what `lock` pins; at once when it does already."""
    if is_installed(lock):
        return
    with alone():
        if is_installed(lock):
            return
        if not works():
            say("Making .venv …")
            make_venv()
        say(f"Installing what {lock} pins (this happens once) …")
        fetch(lock)
        stamp(lock)


def is_installed(lock: str) -> bool:
    """True when the stamp names this lock's hash, this place and a Python that is there.

    The test lock pins the same versions as the runtime lock and more, so it serves both.
    """
    try:
        installed = json.loads(STAMP.read_text("utf-8"))
    except (OSError, ValueError):
        return False
    if installed.get("root") != str(ROOT) or not venv_python().exists():
        return False
    wanted = {lock: digest(lock)}
    if lock == RUNTIME_LOCK and TEST_LOCK in installed:
        wanted = {TEST_LOCK: digest(TEST_LOCK)}
    return all(installed.get(name) == value for name, value in wanted.items())


def digest(lock: str) -> str:
    """Hash of a lock file's bytes."""
    return hashlib.sha256((ROOT / lock).read_bytes()).hexdigest()


def stamp(lock: str) -> None:
    """Remember what was installed; written last, so an interrupted install is repeated."""
    STAMP.write_text(json.dumps({"root": str(ROOT), lock: digest(lock)}), "utf-8")


def venv_python() -> Path:
    """The interpreter of `.venv`."""
    return VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def works() -> bool:
    """True when `.venv` has a Python new enough that starts and finds its pip here."""
    check = "import sys, pip; sys.exit(sys.version_info < (3, 11) or sys.argv[1] != sys.prefix)"
    try:
        answer = subprocess.run(
            [str(venv_python()), "-I", "-c", check, str(VENV)], capture_output=True, check=False
        )
    except OSError:
        return False
    return answer.returncode == 0


def make_venv() -> None:
    """Make `.venv` anew."""
    try:
        if VENV.exists():
            shutil.rmtree(VENV)
        venv.create(VENV, with_pip=True, symlinks=os.name != "nt")
    except (OSError, subprocess.CalledProcessError) as problem:
        raise InstallationFailed(
            f"{VENV} could not be made: {problem}\n"
            "Is the folder writable, and is Python's venv complete "
            "(Debian, Ubuntu: apt install python3-venv)?"
        ) from None


def fetch(lock: str) -> None:
    """Install a lock's packages by hash, from the package index pip is set up for."""
    command = [
        str(venv_python()), "-m", "pip", "install", "--quiet", "--disable-pip-version-check",
        "--require-hashes", "--no-deps", "--requirement", str(ROOT / lock),
    ]  # fmt: skip
    if subprocess.run(command, check=False).returncode != 0:
        raise InstallationFailed(
            f"pip could not install what {lock} pins; its words are above.\n"
            "Check the network (or pip's index settings) and run the same command again."
        )


@contextlib.contextmanager
def alone() -> Iterator[None]:
    """Hold the checkout's set-up lock, so that two commands do not install over each other."""
    if os.name == "nt":
        yield
        return
    import fcntl

    try:
        descriptor = os.open(ROOT, os.O_RDONLY)
        fcntl.flock(descriptor, fcntl.LOCK_EX)
    except OSError as problem:
        raise InstallationFailed(f"{ROOT} cannot be locked: {problem}") from None
    try:
        yield
    finally:
        os.close(descriptor)


def become(command: list[str]) -> int:
    """Replace this process by `command`, so that signals and exit codes are its own."""
    sys.stdout.flush()
    sys.stderr.flush()
    if os.name != "nt":
        os.execv(command[0], command)
    return subprocess.run(command, check=False).returncode


def say(line: str) -> None:
    """Tell progress on standard error: standard output belongs to the command."""
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
