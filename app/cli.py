"""The command `threadline`: serve, run, list, open, export.

Exit codes: 0 done, 1 it could not be done, 2 it was asked for wrongly (which includes a
port that is taken); `run` ends with the exit code of the program it ran.
"""

from __future__ import annotations

import argparse
import json
import os
import secrets
import sys
import threading
import webbrowser
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from pathlib import Path
from typing import IO

from app import VERSION
from app.settings import (
    DEFAULT_KEEP_DAYS,
    DEFAULT_KEEP_GB,
    DEFAULT_PORT,
    GIGABYTE,
    RECORDERS,
    TERMINAL_LIMITS,
    Settings,
    chosen_recorder,
    data_folder,
)

EXIT_FAILED = 1
EXIT_USAGE = 2
LEAST_RING, LARGEST_RING = 1 << 10, 1 << 24

Command = Callable[[argparse.Namespace], int]


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the command line asks and return the exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if not given or (given[0].startswith("-") and given[0] not in ("-h", "--help", "--version")):
        given.insert(0, "serve")
    asked = parser().parse_args(given)
    from app.store.folder import FolderUnusable
    from app.store.index import IndexUnusable

    try:
        code: int = asked.command(asked)
    except (FolderUnusable, IndexUnusable) as problem:
        return complain(problem, EXIT_FAILED)
    except BrokenPipeError:  # `threadline list | head`
        sys.stderr.close()
        return EXIT_FAILED
    return code


def complain(problem: object, code: int) -> int:
    """Say what is wrong where it does not mix with what was asked for."""
    print(f"threadline: {problem}", file=sys.stderr)
    return code


def parser() -> argparse.ArgumentParser:
    """Describe the command line."""
    top = argparse.ArgumentParser(
        prog="threadline",
        description="See what your Python threads really do, in a browser.",
        epilog="Without a command it serves. Each command has its own --help.",
    )
    top.add_argument("--version", action="version", version=f"threadline {VERSION}")
    commands = top.add_subparsers(title="commands", metavar="COMMAND", required=True)

    def add(name: str, act: Command, summary: str) -> argparse.ArgumentParser:
        command = commands.add_parser(name, help=summary, description=summary)
        command.set_defaults(command=act)
        command.add_argument(
            "--data",
            metavar="DIR",
            help="where recordings are kept (default: THREADLINE_DATA, else your data folder)",
        )
        return command

    _serving(add("serve", serve_command, "Serve the catalogue and the recordings to a browser."))
    _running(add("run", run_command, "Run a Python program, unmodified, and record it."))
    listing = add("list", list_command, "List the recordings, or the scenarios.")
    listing.add_argument(
        "what", nargs="?", choices=("recordings", "scenarios"), default="recordings"
    )
    listing.add_argument("--json", action="store_true", help="as JSON, for a program to read")
    opening = add("open", open_command, "Take a timeline file into the recordings and serve it.")
    opening.add_argument("file", type=Path, metavar="FILE", help="a .jsonl or .jsonl.gz timeline")
    _serving(opening)
    _exporting(add("export", export_command, "Write a recording to a file."))
    return top


def _serving(command: argparse.ArgumentParser) -> None:
    _recording(command)
    command.add_argument("--host", default="127.0.0.1", help="where to listen (%(default)s)")
    command.add_argument(
        "--port",
        type=_port,
        help=f"which port to use (default: {DEFAULT_PORT}, or the next that is free)",
    )
    command.add_argument(
        "--no-browser", action="store_true", help="do not open the page in a browser"
    )
    command.add_argument(
        "--python",
        dest="pythons",
        metavar="PYTHON",
        action="append",
        default=[],
        help="offer this Python too, besides those that are found; may be given again",
    )
    command.add_argument(
        "--keep-gb",
        type=_limit,
        default=DEFAULT_KEEP_GB,
        help="forget the oldest recordings over this size, pinned ones never (%(default)g)",
    )
    command.add_argument(
        "--keep-days",
        type=_limit,
        default=DEFAULT_KEEP_DAYS,
        help="forget recordings older than this, pinned ones never (%(default)g)",
    )


def _recording(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--recorder",
        choices=RECORDERS,
        help="what records: the compiled recorder or the Python one, which tells the same and "
        "costs more (default: THREADLINE_RECORDER, else auto: compiled where it can be)",
    )


def _running(command: argparse.ArgumentParser) -> None:
    command.usage = (
        "threadline run [--data DIR] [--python PYTHON] [--recorder RECORDER] [--keep-gb GB] "
        "[--ring EVENTS] SCRIPT|-m MODULE [args ...]"
    )
    _recording(command)
    command.add_argument(
        "--python",
        metavar="PYTHON",
        help="the Python to run it on (CPython 3.9+): a path, a command, or a version like 3.13t",
    )
    command.add_argument(
        "--keep-gb",
        type=_limit,
        default=TERMINAL_LIMITS.log_bytes / GIGABYTE,
        metavar="GB",
        help="what the recording may take on disk; then its oldest part goes (%(default)g)",
    )
    command.add_argument(
        "--ring",
        type=_records,
        default=TERMINAL_LIMITS.ring_records,
        metavar="EVENTS",
        help="how many events a process may be ahead of us, 48 bytes each (%(default)d)",
    )
    command.add_argument(
        "-m", dest="module", action="store_true", help="run a module, as `python -m` does"
    )
    command.add_argument("program", nargs=argparse.REMAINDER, metavar="SCRIPT|MODULE [args ...]")


def _exporting(command: argparse.ArgumentParser) -> None:
    from app.export import FORMATS

    names = [each.name for each in FORMATS]
    command.epilog = "Formats: " + "; ".join(f"{each.name}, {each.summary}" for each in FORMATS)
    command.add_argument("id", metavar="ID", help="the id of a recording, or its beginning")
    command.add_argument("format", nargs="?", choices=names, default=names[0], metavar="FORMAT")
    command.add_argument(
        "-o", "--output", type=Path, metavar="FILE", help="where to (default: the terminal)"
    )


def _port(text: str) -> int:
    if not text.isdecimal() or not 0 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError(f"{text!r} is no port: use a number up to 65535")
    return int(text)


def _limit(text: str) -> float:
    try:
        limit = float(text)
    except ValueError:
        limit = -1
    if not 0 <= limit < 1e6:
        raise argparse.ArgumentTypeError(f"{text!r} is no limit: use a number from 0 up")
    return limit


def _records(text: str) -> int:
    if not text.isdecimal() or not LEAST_RING <= int(text) <= LARGEST_RING:
        raise argparse.ArgumentTypeError(
            f"{text!r} is no ring: use a number of events from {LEAST_RING} to {LARGEST_RING}"
        )
    return int(text)


def _output(path: Path | None) -> AbstractContextManager[IO[bytes]]:
    return path.open("wb") if path else nullcontext(sys.stdout.buffer)


def _settings(asked: argparse.Namespace) -> Settings:
    recorder = chosen_recorder(getattr(asked, "recorder", None))
    if recorder not in RECORDERS:
        problem = f"THREADLINE_RECORDER is {recorder!r}: use one of {', '.join(RECORDERS)}"
        raise SystemExit(complain(problem, EXIT_USAGE))
    return Settings(data=data_folder(asked.data), recorder=recorder)


def serve_command(asked: argparse.Namespace, path: str = "") -> int:
    """Serve until told to end."""
    from app.runs import native
    from app.runs.interpreters import CannotRecord, choose
    from app.store.store import Store
    from app.web import create_app
    from app.web.security import is_loopback
    from app.web.serving import CannotListen, listen, serve, url_of

    settings = _settings(asked)
    try:
        pythons = tuple(choose(each).path for each in asked.pythons)
        if settings.recorder == "compiled":
            native.make(sys.executable)
    except (CannotRecord, native.NotCompiled) as problem:
        return complain(problem, EXIT_USAGE)
    # What is wrong with the folder is told before anything is served.
    Store(settings.data).close()
    port = DEFAULT_PORT if asked.port is None else asked.port
    try:
        listener = listen(asked.host, port, or_next=asked.port is None)
    except CannotListen as problem:
        return complain(problem, EXIT_USAGE)
    token = None if is_loopback(asked.host) else secrets.token_urlsafe(24)
    url = url_of(listener, asked.host, path, token)

    def ready() -> None:
        print(f"Threadline is at {url}", flush=True)
        if not asked.no_browser and _has_screen(os.environ):
            # Some browsers are waited for, and the server must not.
            threading.Thread(target=webbrowser.open, args=(url,), daemon=True).start()

    with listener:
        address = url_of(listener, asked.host, "", None)
        settings = replace(
            settings,
            host=asked.host,
            address=address,
            pythons=pythons,
            token=token,
            keep_bytes=int(asked.keep_gb * GIGABYTE),
            keep_days=asked.keep_days,
        )
        serve(create_app(settings), listener, ready)
    return 0


def _has_screen(environment: Mapping[str, str]) -> bool:
    """False where only a browser in this very terminal could be opened, over our words."""
    if sys.platform in ("darwin", "win32"):
        return True
    return any(environment.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER"))


def run_command(asked: argparse.Namespace) -> int:
    """Run a program in this terminal; afterwards say where its timeline is."""
    from app.runs.terminal import CannotRun, record

    if not asked.program:
        return complain("Which program? threadline run SCRIPT [args], or -m MODULE.", EXIT_USAGE)
    name, *argv = asked.program
    limits = replace(
        TERMINAL_LIMITS, log_bytes=int(asked.keep_gb * GIGABYTE), ring_records=asked.ring
    )
    settings = replace(_settings(asked), limits=limits)
    try:
        recorded = record(settings, name, argv, module=asked.module, python=asked.python)
    except CannotRun as problem:
        return complain(problem, EXIT_USAGE)
    page = f"t/{recorded.run.id}"
    if recorded.address:
        print(f"threadline: the timeline is at {recorded.address}{page}", file=sys.stderr)
    else:
        print(f"threadline: start `threadline` to see the timeline, at /{page}", file=sys.stderr)
    return recorded.code


def list_command(asked: argparse.Namespace) -> int:
    """List recordings or scenarios."""
    from app import catalog
    from app.store.index import Index
    from app.store.store import Store
    from app.web.schemas import run_row

    settings = _settings(asked)
    if asked.what == "scenarios":
        rows = [scenario.as_json() for scenario in catalog.load(settings.scenarios)]
    else:
        store = Store(settings.data)
        rows = [run_row(run) for run in store.ask_now(Index.recent, 1000)]
        store.close()
    if asked.json:
        print(json.dumps(rows, ensure_ascii=False, indent=1))
    elif asked.what == "scenarios":
        print("\n".join(f"{row['name']:<32} {row['title']}" for row in rows))
    else:
        print("\n".join(map(_line, rows)) or "No recordings yet.")
    return 0


def _line(row: dict[str, object]) -> str:
    pin = "*" if row["pinned"] else " "
    return f"{row['id']} {pin} {str(row['created'])[:19]}  {row['status']:<9} {row['title']}"


def open_command(asked: argparse.Namespace) -> int:
    """Import a timeline and serve it."""
    from app.runs.importing import CannotImport, import_timeline
    from app.store.store import Store

    print(f"threadline: reading {asked.file} …", file=sys.stderr)
    store = Store(_settings(asked).data)
    try:
        run = import_timeline(store, asked.file)
    except CannotImport as problem:
        return complain(problem, EXIT_FAILED)
    finally:
        store.close()
    return serve_command(asked, f"t/{run.id}")


def export_command(asked: argparse.Namespace) -> int:
    """Write a recording in a format."""
    from app.export import named
    from app.store.follow import lines_from
    from app.store.index import Index
    from app.store.store import Store

    store = Store(_settings(asked).data)
    try:
        runs = store.ask_now(Index.starting_with, asked.id)
        if len(runs) != 1:
            which = "No recording has" if not runs else f"{len(runs)} recordings have"
            return complain(f"{which} an id that begins with {asked.id!r}.", EXIT_USAGE)
        chosen = named(asked.format)
        assert chosen is not None
        lines = (line for _, line in lines_from(store.folder.log(runs[0].id), 0))
        with _output(asked.output) as target:
            target.writelines(chosen.encode(lines))
    except OSError as problem:
        return complain(f"The recording could not be written: {problem}.", EXIT_FAILED)
    finally:
        store.close()
    return 0
