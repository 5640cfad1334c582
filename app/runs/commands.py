"""A command: what is shown of a process's command line, and that is not much of it.

Command lines carry secrets: passwords of database clients, tokens in addresses, source
text after `-c`. What tells processes apart is the program, and for an interpreter the
file or module it runs. So that is shown, without folders, and no other argument.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

PYTHON = re.compile(r"(?:python|pypy)[\d.]*t?")
SHELLS = frozenset({"sh", "bash", "dash", "zsh", "ksh", "ash"})
OTHERS = frozenset({"node", "ruby", "perl", "php", "java"})
WITH_VALUE = frozenset({"-W", "-X", "--check-hash-based-pycs", "-r", "--require"})
"""Options of interpreters whose value is an argument of its own."""
SOURCE = frozenset({"-c", "-e"})
"""What follows is source text; its first word is a program, if the interpreter is a shell."""
PLAIN = re.compile(r"[\w./+-]+")
"""A word that is no assignment (`PASSWORD=…`), no quotation and no substitution."""
LONGEST = 60


def shown(arguments: list[str]) -> str:
    """Return what of a command may be seen: `ls`, `python worker.py`, `sh: ls`."""
    if not arguments:
        return ""
    program, rest = _base(arguments[0]), arguments[1:]
    if PYTHON.fullmatch(program):
        return f"python {_script(iter(rest))}".rstrip()
    if program in SHELLS and rest[:1] == ["-c"]:
        word = next(iter(rest[1].split()), "") if len(rest) > 1 else ""
        return f"{program}: {_base(word)}" if PLAIN.fullmatch(word) else program
    if program in SHELLS or program in OTHERS:
        return f"{program} {_script(iter(rest))}".rstrip()
    return program


def command_of(pid: int) -> str:
    """Return what may be seen of the command of a running process; nothing if it is gone."""
    try:
        line = Path(f"/proc/{pid}/cmdline").read_bytes()
        if not line:
            # One that has ended and was not asked how: the kernel still has its short name.
            return _base(Path(f"/proc/{pid}/comm").read_text(errors="replace").rstrip("\n"))
    except OSError:
        return ""
    return shown(line.rstrip(b"\0").decode(errors="replace").split("\0"))


def _script(arguments: Iterator[str]) -> str:
    for argument in arguments:
        if argument in SOURCE:
            return argument
        if argument == "-m":
            return f"-m {next(arguments, '')[:LONGEST]}"
        if argument in WITH_VALUE:
            next(arguments, None)
        elif not argument.startswith("-"):
            return _base(argument)
    return ""


def _base(path: str) -> str:
    return PurePosixPath(path).name[:LONGEST]
