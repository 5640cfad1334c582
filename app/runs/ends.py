"""The other end: who holds the descriptor that a pipe or a pair of sockets leads to.

A process's descriptors are links in `/proc/PID/fd`; both ends of a pipe have the same
link and differ in the permissions of the link itself: what may be read, what written.
Only processes of the run are looked at, and the children they have at present.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path

READABLE, WRITABLE = 0o400, 0o200
MOST_DESCRIPTORS = 1000
"""Of one process; reading a link takes a microsecond or two."""


def holders(pids: Iterable[int], links: frozenset[bytes], mode: int) -> list[int]:
    """Return the processes that hold one of `links` open in the given mode."""
    return [pid for pid in pids if _holds(pid, links, mode)]


def descriptors_of(pid: int) -> Iterator[tuple[int, bytes]]:
    """Yield the descriptors of a process and what they lead to."""
    with suppress(OSError), os.scandir(f"/proc/{pid}/fd") as entries:
        for entry in islice(entries, MOST_DESCRIPTORS):
            with suppress(OSError):
                yield int(entry.name), link_of(pid, f"fd/{entry.name}")


def with_children(pids: Iterable[int]) -> list[int]:
    """Return the processes and their children, each once."""
    found: dict[int, None] = {}
    for pid in pids:
        found[pid] = None
        found.update(dict.fromkeys(children_of(pid)))
    return list(found)


def children_of(pid: int) -> Iterator[int]:
    """Yield the children that the threads of a process have started."""
    with suppress(OSError), os.scandir(f"/proc/{pid}/task") as threads:
        for thread in threads:
            with suppress(OSError):
                yield from map(int, Path(thread.path, "children").read_text().split())


def link_of(pid: int, name: str) -> bytes:
    """Return where a link of the process leads: `fd/3`, `cwd`. Raises OSError.

    As bytes: a file's name is whatever the program has made it.
    """
    return os.readlink(f"/proc/{pid}/{name}".encode())  # noqa: PTH115 - Path knows text only


def mode_of(pid: int, descriptor: int) -> int:
    """Return what the process may do with its descriptor: READABLE, WRITABLE. Raises OSError."""
    return os.lstat(f"/proc/{pid}/fd/{descriptor}").st_mode & (READABLE | WRITABLE)


def _holds(pid: int, links: frozenset[bytes], mode: int) -> bool:
    for descriptor, link in descriptors_of(pid):
        if link in links:
            with suppress(OSError):
                if mode_of(pid, descriptor) & mode:
                    return True
    return False
