"""Subprocesses: programs that the program starts, and Pythons among them that record too.

`Popen`, `os.posix_spawn` and `os.exec*` are seen where they take their environment: there a
Python gets what makes it load us (`handover`). Its command line, its files and how it is
started stay as they were. Where it is not sure that a Python comes of it, nothing is
changed, and all that is recorded is that a process was started, and later how it ended.
"""

from __future__ import annotations

import os
import time
from _thread import get_ident
from types import BuiltinFunctionType
from typing import Any

from . import ending, handover, lanes, objects
from .commands import Command, text
from .disguise import built_in, replace
from .ring import emit, emit_at
from .sites import caller, caller_site, site_of
from .vocabulary import events

STARTED: int = events.PROCESS_STARTED
REPLACED: int = events.PROCESS_REPLACED

MARK = "_threadline"

launching: set[int] = set()
"""Lanes that are inside `Popen`: a fork of theirs is on its way to become a program."""


def is_launching() -> bool:
    """Whether the calling thread is inside `Popen`."""
    return lanes.of_thread.get(get_ident(), 0) in launching


def install(subprocess: Any) -> None:
    """Record every Popen; `subprocess` is imported."""
    replace(subprocess.Popen, "_execute_child", _execute_child)


def install_os() -> None:
    """Record `posix_spawn` and `exec` from now on; `os.spawn*` is a fork and an exec."""
    for name in ("posix_spawn", "posix_spawnp"):
        if hasattr(os, name):
            setattr(os, name, _posix_spawn(getattr(os, name)))
    if hasattr(os, "register_at_fork"):
        execve = os.execve
        os.execve = built_in(_execve(execve), execve)
        os.execv = built_in(_execv(os.execv, os.execve), os.execv)


def _execute_child(original: Any) -> Any:
    def _execute_child(  # noqa: PLR0917 - the library's own signature
        self: Any, args: Any, executable: Any, preexec_fn: Any, close_fds: Any, pass_fds: Any,
        cwd: Any, env: Any, startupinfo: Any, creationflags: Any, shell: Any, *rest: Any,
    ) -> None:  # fmt: skip
        command = _command(args, executable, shell)
        alone = _may_change_environment(preexec_fn, env)
        told = env if alone else _environment(command, env, "subprocess")
        before, lane = time.perf_counter_ns(), lanes.here()
        launching.add(lane)
        try:
            original(self, args, executable, preexec_fn, close_fds, pass_fds, cwd, told,
                     startupinfo, creationflags, shell, *rest)  # fmt: skip
        finally:
            launching.discard(lane)
        if self.pid is not None:
            self.__dict__[MARK] = _started(command, self.pid, before, caller())

    return _execute_child


def _command(args: Any, executable: Any, shell: Any) -> Command:
    alone = isinstance(args, (str, bytes, os.PathLike))
    arguments = [args] if alone else list(args)
    if shell:
        arguments = [executable or "/bin/sh", "-c", *arguments]
    return Command(executable, arguments)


def _environment(command: Command, env: Any, method: str) -> Any:
    """What to give a command for an environment; what is none is left to be refused."""
    try:
        return handover.environment(env, method) if command.listens(env) else env
    except (TypeError, ValueError, AttributeError):
        return env


def _may_change_environment(preexec_fn: Any, env: Any) -> bool:
    """Without an environment given, the child's own counts when it runs its program."""
    return env is None and not isinstance(preexec_fn, (BuiltinFunctionType, type(None)))


def _started(command: Command, pid: int, before: int, frame: Any) -> int:
    """A process was started by the program at `frame`; return its object."""
    number = objects.create("Process", frame, name=f"{command.name} (pid {pid})")
    ending.objects_of[pid] = number
    emit_at(before, STARTED, number, site_of(frame), pid)
    return number


def _posix_spawn(original: Any) -> Any:
    def posix_spawn(path: Any, argv: Any, env: Any, **rest: Any) -> int:
        if is_launching():
            return int(original(path, argv, env, **rest))
        command = Command(path, argv)
        told = _environment(command, env, "subprocess")
        before = time.perf_counter_ns()
        pid = int(original(path, argv, told, **rest))
        _started(command, pid, before, caller())
        return pid

    return built_in(posix_spawn, original)


def _execve(original: Any) -> Any:
    def execve(path: Any, argv: Any, env: Any) -> None:
        told = env
        if _is_program(path) and argv:
            told = _environment(Command(path, argv), env, "exec")
            emit(REPLACED, 0, caller_site(), os.getpid())
        original(path, argv, told)

    return execve


def _execv(original: Any, execve: Any) -> Any:
    def execv(path: Any, argv: Any) -> None:
        if _is_program(path) and argv:
            execve(path, argv, os.environ)
        original(path, argv)

    return execv


def _is_program(path: Any) -> bool:
    """Whether it can be run. `os.execvp` tries one folder after the other."""
    return bool(text(path)) and os.access(path, os.X_OK) and not os.path.isdir(path)
