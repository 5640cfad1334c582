"""System calls: what each that may block does, and which argument says to what.

The numbers are those of the kernel's tables (`arch/x86/entry/syscalls/syscall_64.tbl`,
`include/uapi/asm-generic/unistd.h` for 64-bit ARM). A call that is not listed is a wait
for something, and no more is said of it. The operation of a file's call is that of what
it does to the file: who looks into a directory reads, who flushes or removes writes.
"""

from __future__ import annotations

import platform
from enum import Enum, auto
from typing import NamedTuple

from app.events import (
    OP_ACCEPT,
    OP_CONNECT,
    OP_NONE,
    OP_POLL,
    OP_PROCESS,
    OP_READ,
    OP_RECEIVE,
    OP_SEND,
    OP_WRITE,
)


class Told(Enum):
    """How the arguments of a call tell what it is about."""

    DESCRIPTOR = auto()
    """The argument `at` is a descriptor."""
    PATH = auto()
    """It points to a path; the argument before it is a directory, if there is one."""
    OPENED = auto()
    """A path likewise, and the argument after it says what it is opened for."""
    ADDRESS = auto()
    """It points to an address of a peer, and its length follows; the first is the socket."""
    POLLED = auto()
    """It points to a list of `pollfd`, and its length follows."""
    SELECTED = auto()
    """It is the number of descriptors, and three sets of them follow."""
    WATCHED = auto()
    """It is an epoll instance."""
    CHILD = auto()
    """It is a process id; negative for any of several."""
    CHILD_KIND = auto()
    """It says what the next one is: a process id or a descriptor of a process."""


class Call(NamedTuple):
    """What a system call waits for."""

    operation: int
    told: Told
    at: int = 0


FILE = Told.DESCRIPTOR
READS, WRITES = Call(OP_READ, FILE), Call(OP_WRITE, FILE)
RECEIVES, SENDS = Call(OP_RECEIVE, FILE), Call(OP_SEND, FILE)
ACCEPTS = Call(OP_ACCEPT, FILE)
LOCKS = Call(OP_NONE, FILE)
LOOKS, LOOKS_AT = Call(OP_READ, Told.PATH), Call(OP_READ, Told.PATH, 1)
CHANGES, CHANGES_AT = Call(OP_WRITE, Told.PATH), Call(OP_WRITE, Told.PATH, 1)
EPOLLS = Call(OP_POLL, Told.WATCHED)

# Name of the call: its number on x86-64, on 64-bit ARM (-1 where it has none), its meaning.
TABLE: dict[str, tuple[int, int, Call]] = {
    "read": (0, 63, READS),
    "write": (1, 64, WRITES),
    "open": (2, -1, Call(OP_READ, Told.OPENED)),
    "close": (3, 57, LOCKS),
    "stat": (4, -1, LOOKS),
    "fstat": (5, 80, READS),
    "lstat": (6, -1, LOOKS),
    "poll": (7, -1, Call(OP_POLL, Told.POLLED)),
    "pread64": (17, 67, READS),
    "pwrite64": (18, 68, WRITES),
    "readv": (19, 65, READS),
    "writev": (20, 66, WRITES),
    "access": (21, -1, LOOKS),
    "select": (23, -1, Call(OP_POLL, Told.SELECTED)),
    "sendfile": (40, 71, WRITES),
    "connect": (42, 203, Call(OP_CONNECT, Told.ADDRESS, 1)),
    "accept": (43, 202, ACCEPTS),
    "sendto": (44, 206, Call(OP_SEND, Told.ADDRESS, 4)),
    "recvfrom": (45, 207, RECEIVES),
    "sendmsg": (46, 211, SENDS),
    "recvmsg": (47, 212, RECEIVES),
    "shutdown": (48, 210, SENDS),
    "wait4": (61, 260, Call(OP_PROCESS, Told.CHILD)),
    "fcntl": (72, 25, LOCKS),
    "flock": (73, 32, LOCKS),
    "fsync": (74, 82, WRITES),
    "fdatasync": (75, 83, WRITES),
    "truncate": (76, 45, CHANGES),
    "ftruncate": (77, 46, WRITES),
    "getdents": (78, -1, READS),
    "rename": (82, -1, CHANGES),
    "mkdir": (83, -1, CHANGES),
    "rmdir": (84, -1, CHANGES),
    "creat": (85, -1, CHANGES),
    "unlink": (87, -1, CHANGES),
    "readlink": (89, -1, LOOKS),
    "getdents64": (217, 61, READS),
    "epoll_wait": (232, -1, EPOLLS),
    "waitid": (247, 95, Call(OP_PROCESS, Told.CHILD_KIND)),
    "openat": (257, 56, Call(OP_READ, Told.OPENED, 1)),
    "mkdirat": (258, 34, CHANGES_AT),
    "newfstatat": (262, 79, LOOKS_AT),
    "unlinkat": (263, 35, CHANGES_AT),
    "renameat": (264, 38, CHANGES_AT),
    "readlinkat": (267, 78, LOOKS_AT),
    "faccessat": (269, 48, LOOKS_AT),
    "pselect6": (270, 72, Call(OP_POLL, Told.SELECTED)),
    "ppoll": (271, 73, Call(OP_POLL, Told.POLLED)),
    "splice": (275, 76, READS),
    "sync_file_range": (277, 84, WRITES),
    "epoll_pwait": (281, 22, EPOLLS),
    "fallocate": (285, 47, WRITES),
    "accept4": (288, 242, ACCEPTS),
    "preadv": (295, 69, READS),
    "pwritev": (296, 70, WRITES),
    "recvmmsg": (299, 243, RECEIVES),
    "syncfs": (306, 267, WRITES),
    "sendmmsg": (307, 269, SENDS),
    "renameat2": (316, 276, CHANGES_AT),
    "copy_file_range": (326, 285, READS),
    "preadv2": (327, 286, READS),
    "pwritev2": (328, 287, WRITES),
    "statx": (332, 291, LOOKS_AT),
    "openat2": (437, 437, LOOKS_AT),
    "faccessat2": (439, 439, LOOKS_AT),
    "epoll_pwait2": (441, 441, EPOLLS),
}


def calls_of(machine: str) -> dict[int, Call]:
    """Return the calls of one kind of machine by number; none of a kind we do not know."""
    if machine == "x86_64":
        return {number: call for number, _, call in TABLE.values() if number >= 0}
    if machine == "aarch64":
        return {number: call for _, number, call in TABLE.values() if number >= 0}
    return {}


CALLS = calls_of(platform.machine())
