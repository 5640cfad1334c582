"""A descriptor of another process: what it stands for, in a word that may be shared.

`/proc/PID/fd/N` is a link whose text tells pipes and sockets by inode and files by
path. A number is given again as soon as it is free, so nothing is kept by number: what
is known is known of the link's text, and paths are told as all paths of a recording are.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

from app.events import OP_ACCEPT, OP_CONNECT, OP_NONE, OP_PROCESS, OP_RESOLVE
from app.runs.commands import command_of
from app.runs.ends import (
    READABLE,
    WRITABLE,
    descriptors_of,
    holders,
    link_of,
    mode_of,
    with_children,
)
from app.runs.network import find_socket
from app.runs.sockets import Socket, ask_socket
from app.runs.unix_peers import peer_of

INODE = re.compile(rb"(socket|pipe):\[(\d+)\]")
TERMINALS = re.compile(rb"/dev/(?:pts/\d+|tty\w*|console)")
DELETED = b" (deleted)"
STANDARD = ("standard input", "standard output", "standard error")
EPOLL, PROCESS = b"anon_inode:[eventpoll]", b"anon_inode:[pidfd]"
WATCHED = re.compile(rb"^tfd:\s*(\d+)", re.MULTILINE)
CHILD = re.compile(rb"^Pid:\s*(-?\d+)", re.MULTILINE)
OWN_PIPE = "its own pipe"
OWN_PAIR = "its own wake-up"
LONGEST = 120
KEPT = 4096
"""Names of pipes and connected sockets, by inode; beyond that the oldest are found anew."""


class Thing(NamedTuple):
    """What a descriptor leads to."""

    kind: str
    name: str
    operation: int = OP_NONE
    """What waiting for it means, where that is not what the call says."""


class Descriptors:
    """Names the descriptors of the processes of a run."""

    def __init__(
        self, shortened: Callable[[str], str], processes: Callable[[], dict[int, str]]
    ) -> None:
        """`shortened` tells a path as strangers may see it, `processes` names recorded pids."""
        self._shortened = shortened
        self._processes = processes
        self._kept: dict[tuple[int, bytes], Thing] = {}
        self._listening: set[int] = set()
        """Ports at which somebody was seen to listen: who is connected to one is a client."""

    def thing(self, pid: int, descriptor: int) -> Thing:
        """Return what it stands for. Raises OSError where that cannot be seen."""
        link = link_of(pid, f"fd/{descriptor}")
        known = self._kept.get((pid, link))
        if known is not None:
            return known
        if match := INODE.fullmatch(link):
            thing, lasts = self._numbered(pid, descriptor, match)
        elif link.startswith(b"anon_inode:"):
            thing, lasts = self._nameless(pid, descriptor, link), False
        else:
            thing, lasts = self._plain(pid, descriptor, link), True
        if lasts:
            if len(self._kept) >= KEPT:
                del self._kept[next(iter(self._kept))]
            self._kept[pid, link] = thing
        return thing

    def watched(self, pid: int, descriptor: int) -> list[int]:
        """Return the descriptors that an epoll instance watches. Raises OSError."""
        return [int(each) for each in WATCHED.findall(_details(pid, descriptor))]

    def path(self, pid: int, path: bytes, directory: int = -1) -> Thing:
        """Return the file a path leads to, from a directory or the working directory."""
        if not path.startswith(b"/"):
            place = f"fd/{directory}" if directory >= 0 else "cwd"
            path = link_of(pid, place) + b"/" + path
        return Thing("File", self._told(os.path.normpath(path)))

    def process(self, pid: int) -> Thing:
        """Return a process, by its name in the run or its command."""
        name = self._processes().get(pid) or command_of(pid)
        return Thing("Process", f"{name} (pid {pid})" if name else f"pid {pid}", OP_PROCESS)

    def _numbered(self, pid: int, descriptor: int, match: re.Match[bytes]) -> tuple[Thing, bool]:
        """Name a pipe or socket; also whether it goes by that name as long as it lives."""
        if match[1] == b"pipe":
            return self._pipe(pid, descriptor, match[0])
        return self._socket(pid, descriptor, int(match[2]))

    def _nameless(self, pid: int, descriptor: int, link: bytes) -> Thing:
        if link == EPOLL:
            return Thing("Poll", "epoll")
        if link == PROCESS and (match := CHILD.search(_details(pid, descriptor))):
            return self.process(int(match[1]))
        return Thing("File", link.partition(b":")[2].strip(b"[]").decode(errors="replace"))

    def _plain(self, pid: int, descriptor: int, link: bytes) -> Thing:
        if TERMINALS.fullmatch(link):
            return Thing("Terminal", "the terminal")
        is_pipe = Path(f"/proc/{pid}/fd/{descriptor}").is_fifo()
        return Thing("Pipe" if is_pipe else "File", self._told(link))

    def _pipe(self, pid: int, descriptor: int, link: bytes) -> tuple[Thing, bool]:
        """Name a pipe by who has its other end, or by what every program calls it."""
        mode = mode_of(pid, descriptor)
        opposite, word = (READABLE, "to") if mode == WRITABLE else (WRITABLE, "from")
        others = holders(self._others(pid), frozenset({link}), opposite)
        if others:
            return Thing("Pipe", f"pipe {word} {self._party(others)}"), len(others) == 1
        if descriptor < len(STANDARD):
            return Thing("Pipe", STANDARD[descriptor]), False
        own = holders([pid], frozenset({link}), opposite)
        return Thing("Pipe", OWN_PIPE if own else "a pipe"), False

    def _socket(self, pid: int, descriptor: int, inode: int) -> tuple[Thing, bool]:
        try:
            found = ask_socket(pid, descriptor)
        except OSError:
            found = find_socket(pid, inode)
        if found is not None and found.connecting and found.peer is None:
            # Whom it is about to have as a peer a socket does not tell.
            found = find_socket(pid, inode) or found
        if found is None:
            return Thing("Socket", "a socket"), False
        if found.is_unix:
            return self._unix(pid, inode, found)
        if found.listens and found.local:
            self._listening.add(found.local.port)
            return Thing("Socket", str(found.local), OP_ACCEPT), True
        if found.peer is None:
            return Thing("Socket", str(found.local) if found.local else "a socket"), False
        if found.peer.resolves:
            return resolver(found.peer.host), True
        if found.connecting:
            return Thing("Socket", str(found.peer), OP_CONNECT), False
        accepted = found.local is not None and found.local.port in self._listening
        return Thing("Socket", f"client {found.peer}" if accepted else str(found.peer)), True

    def _unix(self, pid: int, inode: int, found: Socket) -> tuple[Thing, bool]:
        address = found.peer or found.local
        if address is not None:
            if address.resolves:
                return resolver(address.host), True
            operation = OP_ACCEPT if found.listens else OP_NONE
            lasts = found.listens or found.peer is not None
            return Thing("Socket", self.address(str(address)), operation), lasts
        return self._pair(pid, inode, found.peer_pid), True

    def _pair(self, pid: int, inode: int, peer: int) -> Thing:
        """Name a unix socket without an address by its peer.

        Where the kernel does not tell which socket that is, it tells who made the pair, and
        the two ends were numbered one after the other, if nothing came between.
        """
        end = peer_of(inode)
        ends = (inode - 1, inode + 1) if end is None else (end,)
        neighbours = frozenset(b"socket:[%d]" % each for each in ends)
        others = holders(self._others(pid), neighbours, READABLE)
        if others or peer not in (0, pid):
            return Thing("Socket", f"socket to {self._party(others or [peer])}")
        own = any(link in neighbours for _, link in descriptors_of(pid))
        return Thing("Socket", OWN_PAIR if own else "a local socket")

    def address(self, path: str) -> str:
        """Return the path of a unix socket as strangers may see it."""
        return self._told(path.encode()) if path.startswith("/") else path[:LONGEST]

    def _others(self, pid: int) -> list[int]:
        return [each for each in with_children([pid, *self._processes()]) if each != pid]

    def _party(self, pids: list[int]) -> str:
        if len(pids) > 1:
            return f"{len(pids)} processes"
        return self._processes().get(pids[0]) or command_of(pids[0]) or f"pid {pids[0]}"

    def _told(self, path: bytes) -> str:
        there = path.removesuffix(DELETED)
        name = self._shortened(there.decode(errors="replace"))
        return name[-LONGEST:] + path[len(there) :].decode()


def resolver(host: str) -> Thing:
    """Return the wait for a host name, of which only who is asked can be seen."""
    who = "the system" if host.startswith("/") else host
    return Thing("Name", f"a host name, asked of {who}", OP_RESOLVE)


def counted(things: Iterable[Thing]) -> str:
    """Return the name of several things at once: `3 sockets, 1 pipe`."""
    counts: dict[str, int] = {}
    for thing in things:
        word = thing.kind.lower() if thing.kind in ("Socket", "Pipe", "Process") else "file"
        counts[word] = counts.get(word, 0) + 1
    return ", ".join(f"{count} {_plural(word, count)}" for word, count in counts.items())


def _plural(word: str, count: int) -> str:
    if count == 1:
        return word
    return word + "es" if word.endswith("s") else word + "s"


def _details(pid: int, descriptor: int) -> bytes:
    return Path(f"/proc/{pid}/fdinfo/{descriptor}").read_bytes()
