"""Commands: whether a command line starts a Python, and what it is called.

Only what is sure counts as a Python: by the program's name, by the first line of a
script, or by the word `python` in what a shell is to run. Of a command line nothing but
names of programs and scripts is told: arguments may be secrets.
"""

from __future__ import annotations

import os
import sys
from typing import Any

SHELLS = {"sh", "bash", "dash", "zsh", "ksh", "ash"}
CARRIERS = {"env", "nice", "ionice", "nohup", "setsid", "stdbuf", "taskset", "time", "timeout"}
"""Programs that run the program their arguments name, in the environment they got."""
DEAF = set("EIS")
"""Options that make a Python ignore its environment, or what is in `site`."""
WITH_ARGUMENT = "WX"
HEAD_BYTES = 4096
PLAIN = "_./+-"
"""What a program's name may have in it; `PASSWORD=…` before a command is no name."""


class Command:
    """What a program is about to start."""

    __slots__ = ("arguments", "program")

    def __init__(self, program: Any, arguments: Any) -> None:
        self.arguments = [text(one) for one in arguments]
        self.program = text(program) if program is not None else (self.arguments or [""])[0]

    @property
    def name(self) -> str:
        """The name of the program, and of the script or module where it is a Python."""
        base = os.path.basename(self.program)
        if is_python(self.program):
            return f"python {python_program(self.arguments[1:])[0]}".rstrip()
        if base in SHELLS and self.arguments[1:2] == ["-c"]:
            words = self.arguments[2].split() if len(self.arguments) > 2 else []
            plain = words and all(sign.isalnum() or sign in PLAIN for sign in words[0])
            return f"{base}: {os.path.basename(words[0])}" if plain else base
        return base

    def listens(self, environment: Any = None) -> bool:
        """Whether a Python will come of it that heeds its environment."""
        if is_python(self.program):
            return not python_program(self.arguments[1:])[1] & DEAF
        base = os.path.basename(self.program)
        if base in SHELLS:
            return _shell_runs_python(self.arguments[1:])
        if base in CARRIERS:
            return any(is_python(one) for one in self.arguments[1:])
        return _is_python_script(self.program, environment)


def text(value: Any) -> str:
    """An argument as the file system's text; nothing for what is none."""
    try:
        return os.fsdecode(value)
    except TypeError:
        return ""


def is_python(program: str) -> bool:
    """Whether a program is a Python, by its name: `python`, `python3`, `python3.13t`."""
    if program == sys.executable:
        return True
    base = os.path.basename(program)
    return base.startswith("python") and not base[6:].rstrip("t").strip("0123456789.")


def python_program(arguments: list[str]) -> tuple[str, set[str]]:
    """What a Python is to run, by name, and the letters of the options before it."""
    letters: set[str] = set()
    rest = iter(arguments)
    for argument in rest:
        if argument == "-" or not argument.startswith("-"):
            return (os.path.basename(argument), letters)
        if argument.startswith("--"):
            if argument == "--check-hash-based-pycs":
                next(rest, "")
            continue
        for at, letter in enumerate(argument[1:], 2):
            if letter == "c":
                return ("-c", letters)
            if letter == "m":
                return (f"-m {argument[at:] or next(rest, '')}", letters)
            if letter in WITH_ARGUMENT:
                if not argument[at:]:
                    next(rest, "")
                break
            letters.add(letter)
    return ("", letters)


def own_name() -> str:
    """The name of this very process's command."""
    arguments = getattr(sys, "orig_argv", None)
    if arguments is None:
        try:
            with open("/proc/self/cmdline", "rb") as file:
                arguments = [os.fsdecode(one) for one in file.read().split(b"\0")[:-1]]
        except OSError:
            arguments = [sys.executable, *sys.argv]
    return f"python {python_program(list(arguments[1:]))[0]}".rstrip()


def _shell_runs_python(arguments: list[str]) -> bool:
    """A shell's text or script speaks of Python, and not of the variable we would change."""
    if arguments[:1] == ["-c"]:
        source = arguments[1] if len(arguments) > 1 else ""
    else:
        script = next((one for one in arguments if not one.startswith("-")), "")
        source = os.fsdecode(_head(script)) if script else ""
    return _speaks_of_python(source)


def _speaks_of_python(source: str) -> bool:
    words = source.replace(";", " ").replace("|", " ").replace("&", " ").split()
    looks_at_environment = {"env", "printenv"} & set(words)
    return "python" in source and "PYTHONPATH" not in source and not looks_at_environment


def _is_python_script(program: str, environment: Any) -> bool:
    path = program if os.sep in program else _found(program, environment)
    head = os.fsdecode(_head(path)) if path else ""
    if not head.startswith("#!"):
        return False
    words = head[2:].split("\n", 1)[0].split()
    if words and os.path.basename(words[0]) == "env":
        words = [one for one in words[1:] if "=" not in one and one != "-S"]
    if not words:
        return False
    if is_python(words[0]):
        return not python_program([*words[1:], program])[1] & DEAF
    return os.path.basename(words[0]) in SHELLS and _speaks_of_python(head)


def _found(program: str, environment: Any) -> str:
    for folder in os.get_exec_path(environment):
        path = os.path.join(text(folder), program)
        if os.access(path, os.X_OK) and os.path.isfile(path):
            return path
    return ""


def _head(path: str) -> bytes:
    try:
        with open(path, "rb") as file:
            return file.read(HEAD_BYTES)
    except (OSError, ValueError):
        return b""
