"""Definitions: what the numbers in the ring mean, one JSON object per line.

Each line goes out in one `os.write` to a file opened for appending, before the first
event that uses its id: so the reader never meets an unknown id, and two threads never
mix their lines. Before a run directory is known the lines wait in memory.
"""

from __future__ import annotations

import os
from typing import Any

from .compiled import native

try:
    # The C function alone: the json package would also load re and enum.
    from _json import encode_basestring_ascii as quote
except ImportError:  # pragma: no cover - builds without the accelerator
    from json.encoder import encode_basestring_ascii as quote

fcntl: Any
try:
    import fcntl
except ImportError:  # pragma: no cover - Windows
    fcntl = None

HIGH_DESCRIPTOR = 700
"""Where our descriptor moves to: numbers are given from below, so when a program closes
ours (`os.closerange`) nothing else gets its number, and the next write fails and mends it."""

write: Any = os.write if native is None else native.append
path = ""
descriptor = -1
identity = (0, 0)
waiting: list[bytes] = []


def define(kind: str, row: dict[str, Any]) -> None:
    """Write one definition; never raises, a recorder must not end a program."""
    fields = [
        f'"{key}":{value}' if type(value) is int else f'"{key}":{_text(value)}'
        for key, value in row.items()
    ]
    _add(f'{{"{kind}":{{{",".join(fields)}}}}}\n'.encode("ascii"))


def define_object(number: int, kind: str, name: str, site: int, owner: int) -> None:
    """The same of a sync object, for which there is no time: futures are made by the thousand."""
    if (
        native is not None
        and descriptor >= HIGH_DESCRIPTOR
        and native.append_object(descriptor, number, kind, name, site, owner)
    ):
        return
    text = quote(name) if name.isascii() and name else _text(name or None)
    _add(
        f'{{"object":{{"id":{number},"kind":"{kind}","name":{text},'
        f'"site":{site},"owner":{owner}}}}}\n'.encode("ascii")
    )


def object_row(kind: str, name: str, counted: bool, site: int) -> tuple[str, str]:
    """Such a row behind its number: what stands before a number in the name, and after it."""
    text, after = _text(name or None), f',"site":{site},"owner":0}}}}\n'
    before = f',"kind":"{kind}","name":{text}'
    return (before[:-1] + "[", ']"' + after) if counted else (before + after, "")


def _add(line: bytes) -> None:
    if descriptor < 0:
        waiting.append(line)
        return
    try:
        if descriptor < HIGH_DESCRIPTOR and _is_of_another():
            raise OSError
        write(descriptor, line)
    except OSError:
        _write_again(line)


def open_file(where: str) -> None:
    """Write to `where` from now on, first what has waited."""
    global path
    path = where
    _open()
    lines = b"".join(waiting)
    waiting.clear()
    if lines:
        write(descriptor, lines)


def forget(keep: tuple[bytes, ...]) -> None:
    """After a fork: leave the parent's file, keep its rows that begin with `keep`.

    The child inherits every lock and code object under the ids they have, so it must
    say in its own file what these ids mean.
    """
    global descriptor
    if descriptor < 0:
        waiting[:] = [line for line in waiting if line.startswith(keep)]
        return
    waiting[:] = [line for line in _written() if line.startswith(keep) and line.endswith(b"\n")]
    try:
        os.close(descriptor)
    except OSError:
        pass
    descriptor = -1


def _written() -> list[bytes]:
    """The lines of the file; of a long one the middle may be a hole by now (`runs.holes`)."""
    lines: list[bytes] = []
    with open(path, "rb") as file:
        try:
            hole = file.seek(0, os.SEEK_HOLE)
            after = file.seek(hole, os.SEEK_DATA)
        except (AttributeError, OSError):
            hole = after = 0  # there is none
        file.seek(0)
        if hole:
            lines = file.read(hole).splitlines(True)[:-1]
            file.seek(after)
            file.readline()
        lines += file.read().splitlines(True)
    return lines


def _open() -> None:
    global descriptor, identity
    low = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
    descriptor = low
    if fcntl is not None:
        try:
            descriptor = fcntl.fcntl(low, fcntl.F_DUPFD_CLOEXEC, HIGH_DESCRIPTOR)
            os.close(low)
        except OSError:
            pass  # so many are open already that there is no higher one
    state = os.fstat(descriptor)
    identity = (state.st_dev, state.st_ino)


def _is_of_another() -> bool:
    """A low number, closed by the program, may be a file of the program by now."""
    state = os.fstat(descriptor)
    return (state.st_dev, state.st_ino) != identity


def _write_again(line: bytes) -> None:
    """Somebody closed our descriptor (`os.closerange`), perhaps uses its number now."""
    try:
        _open()
        write(descriptor, line)
    except OSError:
        pass


def json_text(value: Any) -> str:
    """A value as JSON: what the scanner of `job` reads."""
    if isinstance(value, dict):
        return "{" + ",".join(f"{_text(key)}:{json_text(one)}" for key, one in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ",".join(map(json_text, value)) + "]"
    return _text(value)


def _text(value: Any) -> str:
    if value is None:
        return "null"
    if value is True:
        return "true"
    if value is False:
        return "false"
    if isinstance(value, int):
        return str(int(value))
    text = str(value)
    try:
        text.encode()
    except UnicodeEncodeError:
        # A lone surrogate is no text for anyone who reads UTF-8.
        text = text.encode("utf-8", "replace").decode()
    return str(quote(text))


if native is not None:
    native.connect(add=_add)
