"""Processes: children by fork, spawn and forkserver record themselves, beside us."""

from __future__ import annotations

import os
import time
from _thread import get_ident
from typing import Any, Callable

from . import ending, handover, objects, shared
from .disguise import built_in, replace
from .ring import emit, emit_at, emit_here, nanoseconds
from .sites import caller, caller_site
from .vocabulary import events

STARTED: int = events.PROCESS_STARTED
BEGAN: int = events.WAIT_BEGAN
ENDED: int = events.WAIT_ENDED
OP_JOIN: int = events.OP_JOIN
TIMED_OUT: int = events.TIMED_OUT
INTERRUPTED: int = events.INTERRUPTED

MARK = "_threadline"

connected = [0]
"""When a fork server was last asked for a child: just before the child began."""

ENVIRONMENT = 5
"""Which argument of `_posixsubprocess.fork_exec` is the environment, in all versions."""

told: set[int] = set()
"""Threads that are about to start an interpreter for multiprocessing."""

starting: list[tuple[int, str]] = []
"""Number and name of the Process whose `start` is under way; a fork inherits it."""


def install_fork(restart: Callable[[], None]) -> None:
    """After a fork call `restart` in the child, and tell the parent's lane of it."""
    if not hasattr(os, "register_at_fork"):
        return
    os.register_at_fork(after_in_child=restart)
    real = os.fork

    def fork() -> int:
        before, site = time.perf_counter_ns(), caller_site()
        pid = real()
        if pid:
            emit_at(before, STARTED, starting[-1][0] if starting else 0, site, pid)
        return pid

    os.fork = built_in(fork, real)


def _init(original: Any) -> Any:
    def __init__(self: Any, *args: Any, **kwargs: Any) -> None:
        original(self, *args, **kwargs)
        name = self._name
        self.__dict__[MARK] = objects.create("Process", caller(), self, name=name)

    return __init__


def _start(original: Any) -> Any:
    def start(self: Any) -> None:
        number = self.__dict__.get(MARK, 0)
        starting.append((number, self._name))
        shared.carry(self)
        try:
            original(self)
        finally:
            starting.pop()
            self.__dict__.pop(shared.TABLE, None)
        ending.objects_of[self.pid] = number
        if type(self._popen).__module__ == "multiprocessing.popen_forkserver":
            emit_at(connected[0], STARTED, number, caller_site(), self.pid)

    return start


def _join(original: Any) -> Any:
    def join(self: Any, timeout: float | None = None) -> Any:
        number = self.__dict__.get(MARK, 0)
        if not number or self._popen is None or self._popen.poll() is not None:
            return original(self, timeout)
        emit_here(BEGAN, number, nanoseconds(timeout), 0, OP_JOIN)
        try:
            original(self, timeout)
        except BaseException:
            emit(ENDED, number, 0, 0, 0, INTERRUPTED)
            raise
        emit(ENDED, number, 0, 0, 0, TIMED_OUT if self._popen.returncode is None else 0)
        return None

    return join


def _bootstrap(original: Any, begin: Callable[[str], None], end: Callable[[int], None]) -> Any:
    def _bootstrap(self: Any, *args: Any, **kwargs: Any) -> int:
        begin(self._name)
        shared.resolve(self)
        code = int(original(self, *args, **kwargs))
        end(code)
        return code

    return _bootstrap


def install_process(process: Any, begin: Callable[[str], None], end: Callable[[int], None]) -> None:
    """Record every `multiprocessing.Process`; `multiprocessing.process` is imported."""
    base = process.BaseProcess
    replace(base, "__init__", _init)
    replace(base, "start", _start)
    replace(base, "join", _join)
    replace(base, "_bootstrap", lambda original: _bootstrap(original, begin, end))


def install_spawn(spawn: Any, prefix: Callable[[str], str]) -> None:
    """Let spawned interpreters load the recorder first."""

    def make(original: Any) -> Any:
        def get_command_line(**kwds: Any) -> list[str]:
            return _with_prefix(original(**kwds), prefix("spawn"))

        return get_command_line

    replace(spawn, "get_command_line", make)


def install_forkserver(forkserver: Any) -> None:
    """Note when a fork server is asked for a child; it tells the pid only later."""

    def make(original: Any) -> Any:
        def connect_to_new_process(self: Any, fds: Any) -> Any:
            ends = original(self, fds)
            connected[0] = time.perf_counter_ns()
            return ends

        return connect_to_new_process

    replace(forkserver.ForkServer, "connect_to_new_process", make)
    # The module has bound the method before we came.
    forkserver.connect_to_new_process = forkserver._forkserver.connect_to_new_process


def install_ends(popen_forkserver: Any) -> None:
    """A child of the fork server is not ours to wait for: the server tells how it ended."""

    def make(original: Any) -> Any:
        def poll(self: Any, *args: Any, **kwargs: Any) -> Any:
            code = original(self, *args, **kwargs)
            if code is not None and self.pid in ending.objects_of:
                ending.reaped(self.pid, code)
            return code

        return poll

    replace(popen_forkserver.Popen, "poll", make)


def install_launch(util: Any, prefix: Callable[[str], str]) -> None:
    """Record launches, and let the fork server load the recorder: its children are forks."""

    def make(original: Any) -> Any:
        def spawnv_passfds(path: Any, args: Any, passfds: Any) -> int:
            if _is_to(args, "multiprocessing.forkserver import main"):
                args = _with_prefix(list(args), prefix("forkserver"))
                return _told(original, path, args, passfds)
            if not _is_to(args, "multiprocessing.spawn import spawn_main"):
                return int(original(path, args, passfds))
            before, site = time.perf_counter_ns(), caller_site()
            pid = _told(original, path, args, passfds)
            emit_at(before, STARTED, starting[-1][0] if starting else 0, site, pid)
            return pid

        return spawnv_passfds

    replace(util, "spawnv_passfds", make)
    _install_environment()


def _is_to(arguments: Any, text: str) -> bool:
    return any(text in str(one) for one in arguments)


def _told(original: Any, *arguments: Any) -> int:
    """The pid of an interpreter that is told where to tell of its GIL."""
    told.add(get_ident())
    try:
        return int(original(*arguments))
    finally:
        told.discard(get_ident())


def _install_environment() -> None:
    """Where multiprocessing starts an interpreter it gives no environment, so it is the one that
    the C library has: the program's. There is no other place to give another one.
    """
    import _posixsubprocess

    real = _posixsubprocess.fork_exec

    def fork_exec(*arguments: Any) -> Any:
        given = arguments[ENVIRONMENT : ENVIRONMENT + 1]
        if get_ident() in told and given == (None,):
            watched = handover.watched(dict(os.environ))
            lines = [os.fsencode(f"{name}={value}") for name, value in watched.items()]
            arguments = (*arguments[:ENVIRONMENT], lines, *arguments[ENVIRONMENT + 1 :])
        return real(*arguments)

    _posixsubprocess.fork_exec = built_in(fork_exec, real)


def _with_prefix(arguments: list[Any], prefix: str) -> list[Any]:
    if "-c" in arguments:
        at = arguments.index("-c") + 1
        arguments[at] = prefix + arguments[at]
    return arguments
