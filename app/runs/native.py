"""The compiled recorder: made on demand for the very Python that will run, and never needed.

The recorder's C half reads structures that are private to one build of Python, so it is
compiled with that build's own headers by whatever C compiler this machine has, once, and
kept. Without compiler or headers the recorder is the Python one, which tells the same.
A wheel may bring one for the Python it was built by; what fits is taken before any other.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from importlib.machinery import EXTENSION_SUFFIXES
from pathlib import Path

from app import events
from app.runs.compiler import SHIPPED, compiler, own_folder

SOURCES = Path(__file__).resolve().parents[1] / "recorder" / "native"
FOLDER = "recorder"
FLAGS = ("-O2", "-std=gnu11", "-fPIC", "-fvisibility=hidden", "-w")
LINK = ("-bundle", "-undefined", "dynamic_lookup") if sys.platform == "darwin" else ("-shared",)
WAYS: tuple[tuple[str, ...], ...] = ((), ("-DTHREADLINE_PUBLIC_FRAMES",))
"""With the private headers of this build; where they do not fit, with the public ones."""
ASK_S, COMPILE_S = 10.0, 60.0
FAILED, TRY_AGAIN_S = ".failed", 86_400.0

DESCRIBE = (
    "import _imp, json, sys, sysconfig; json.dump({'suffix': _imp.extension_suffixes()[0],"
    " 'hexversion': sys.hexversion, 'includes': [sysconfig.get_path('include'),"
    " sysconfig.get_path('platinclude')]}, sys.stdout)"
)
TRY = (
    "import sys; from importlib.machinery import ExtensionFileLoader as Loader;"
    " from importlib.util import module_from_spec, spec_from_file_location;"
    " name, path = '_threadline_native', sys.argv[1]; loader = Loader(name, path);"
    " loader.exec_module(module_from_spec(spec_from_file_location(name, path, loader=loader)))"
)


class NotCompiled(Exception):
    """The recorder cannot be compiled for this Python; the message is a sentence."""


@dataclass(frozen=True, slots=True)
class Build:
    """What must be known of a Python to compile for it: it says so itself."""

    suffix: str
    """How its extension modules end: implementation, version, threading, machine."""
    hexversion: int
    includes: tuple[str, ...]

    @property
    def file_name(self) -> str:
        """What its compiled recorder is called, in this version of the sources."""
        return f"{digest()}-{self.hexversion:08x}{self.suffix}"


def ready(interpreter: str) -> str:
    """Return the path of the compiled recorder for that Python if it was made, else nothing.

    Compiles nothing and starts nothing: whoever waits for a program to begin may ask.
    """
    if shipped := _shipped(_own(interpreter)):
        return shipped
    try:
        folder = own_folder(FOLDER)
        build = _remembered(folder, interpreter)
    except (OSError, NotCompiled):
        return ""
    path = folder / build.file_name if build else None
    return _shipped(build) or (str(path) if path and path.exists() else "")


def make(interpreter: str) -> str:
    """Return the path of the compiled recorder for that Python, compiled if it must be."""
    if shipped := _shipped(_own(interpreter)):
        return shipped
    try:
        return str(make_in(own_folder(FOLDER), interpreter))
    except (OSError, subprocess.SubprocessError) as error:
        raise NotCompiled(f"The recorder cannot be compiled: {error}.") from error


def make_in(folder: Path, interpreter: str) -> Path:
    """Return it as the folder has it, compiled if it must be, or as the wheel has brought it."""
    build = _remembered(folder, interpreter) or _ask(folder, interpreter)
    if shipped := _shipped(build):
        return Path(shipped)
    path = folder / build.file_name
    if not path.exists():
        _refuse_again(path)
        _compile(interpreter, build, path)
    return path


def vocabulary() -> str:
    """The codes of the events, for C: they stand in one place, and this is derived."""
    numbers = {
        name: value
        for name, value in vars(events).items()
        if name.isupper() and isinstance(value, int)
    }
    return "".join(f"#define {name} {value}\n" for name, value in numbers.items())


def digest() -> str:
    """A name for this version of the sources."""
    found = hashlib.sha256(vocabulary().encode())
    for path in sorted(SOURCES.iterdir()):
        found.update(path.read_bytes())
    return found.hexdigest()[:16]


def command(cc: list[str], build: Build, way: tuple[str, ...], out: Path) -> list[str]:
    """The command that compiles `recorder.c`, which includes the rest; see there."""
    folders = [f"-I{folder}" for folder in (*build.includes, out.parent)]
    source = str(SOURCES / "recorder.c")
    return [*cc, *FLAGS, *LINK, *way, *folders, source, "-o", str(out)]


def _own(interpreter: str) -> Build | None:
    """Our own Python need not be asked: mostly it is the one that the wheel was built for."""
    if interpreter != sys.executable:
        return None
    return Build(EXTENSION_SUFFIXES[0], sys.hexversion, ())


def _shipped(build: Build | None) -> str:
    path = SHIPPED / build.file_name if build and SHIPPED.is_dir() else None
    return str(path) if path and path.exists() else ""


def _card(folder: Path, interpreter: str) -> Path:
    """Where it is noted what a Python said; one that was replaced since has no card."""
    path = Path(shutil.which(interpreter) or interpreter)
    state = path.stat()
    known = f"{path.absolute()} {path.resolve()} {state.st_mtime_ns} {state.st_size}"
    return folder / f"{hashlib.sha256(known.encode()).hexdigest()[:16]}.json"


def _remembered(folder: Path, interpreter: str) -> Build | None:
    try:
        said = json.loads(_card(folder, interpreter).read_text("utf-8"))
        return Build(said["suffix"], int(said["hexversion"]), tuple(said["includes"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _ask(folder: Path, interpreter: str) -> Build:
    answer = subprocess.run(
        [interpreter, "-I", "-S", "-c", DESCRIBE], capture_output=True, check=True,
        timeout=ASK_S, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        said = json.loads(answer.stdout)
        build = Build(said["suffix"], said["hexversion"], tuple(dict.fromkeys(said["includes"])))
    except (ValueError, KeyError, TypeError) as error:
        raise NotCompiled(f"{interpreter} does not say what it was compiled for.") from error
    _put(json.dumps(asdict(build)).encode(), _card(folder, interpreter))
    return build


def _compile(interpreter: str, build: Build, path: Path) -> None:
    """Compile and try it out; it appears under its name at once and whole, or not at all.

    Two who compile at the same time make the same thing twice, and neither waits.
    """
    if not any(Path(folder, "Python.h").exists() for folder in build.includes):
        raise NotCompiled(f"{interpreter} has no headers here (Python.h of its version).")
    with tempfile.TemporaryDirectory(dir=path.parent) as scratch:
        Path(scratch, "vocabulary.h").write_text(vocabulary(), "utf-8")
        out = Path(scratch, path.name)
        said = "no C compiler was found (cc, gcc, clang)"
        for line in _lines(build, out):
            made = _run(line)
            tried = (
                made if made.returncode else _run([interpreter, "-I", "-S", "-c", TRY, str(out)])
            )
            if tried.returncode == 0:
                out.rename(path)
                return
            said = tried.stderr.strip().rpartition("\n")[2] or f"exit code {tried.returncode}"
    problem = f"The recorder cannot be compiled for {interpreter}: {said}."
    if compiler():
        _put(problem.encode(), path.with_suffix(FAILED))
    raise NotCompiled(problem)


def _refuse_again(path: Path) -> None:
    """What failed today would fail again, and every run would wait for it."""
    failed = path.with_suffix(FAILED)
    if failed.exists() and time.time() - failed.stat().st_mtime < TRY_AGAIN_S:
        raise NotCompiled(failed.read_text("utf-8"))


def _lines(build: Build, out: Path) -> Iterator[list[str]]:
    if cc := compiler():
        yield from (command(cc, build, way, out) for way in WAYS)


def _run(line: list[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        line, capture_output=True, text=True, timeout=COMPILE_S, check=False,
        stdin=subprocess.DEVNULL,
    )  # fmt: skip


def _put(data: bytes, path: Path) -> None:
    """Write a file at once and whole."""
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
        file.write(data)
    Path(file.name).rename(path)
