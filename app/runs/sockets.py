"""A socket of another process: whom it connects, asked of the socket itself.

`pidfd_getfd` (Linux 5.6) gives us a descriptor of the same socket for the few microseconds
of asking. The thread that waits at it keeps the socket open meanwhile anyhow, so it lives
no longer for that. Addresses are asked for, and nothing is read of what goes through.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import socket
import struct
import sys
from collections.abc import Callable
from typing import NamedTuple

PIDFD_GETFD = 438
"""The number of the call: new ones are the same on all machines."""
CONNECTING = 2
"""TCP_SYN_SENT of `enum` in the kernel's `net/tcp_states.h`."""
PEER_CREDENTIALS = struct.Struct("@iII")
MAPPED = "::ffff:"
RESOLVER_PORT = 53
RESOLVERS = frozenset({"/run/systemd/resolve/io.systemd.Resolve", "/var/run/nscd/socket"})
"""Where the C library asks for host names, if it does not ask the network itself."""
FAMILY = struct.Struct("@H")
PORT = struct.Struct("!H")


class Address(NamedTuple):
    """A host and a port; or, with the port -1, the path of a unix socket."""

    host: str
    port: int = -1

    def __str__(self) -> str:
        if self.port < 0:
            return self.host
        if self.host in ("0.0.0.0", "::"):  # noqa: S104 - read, not bound
            return f"port {self.port}"
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"

    @property
    def resolves(self) -> bool:
        """Whether it is asked for the addresses of names."""
        return self.port == RESOLVER_PORT or self.host in RESOLVERS


class Socket(NamedTuple):
    """What is known of a socket; `peer` is None while it has none."""

    local: Address | None = None
    peer: Address | None = None
    listens: bool = False
    connecting: bool = False
    is_unix: bool = False
    peer_pid: int = 0
    """Of a unix socket: who connected or was connected; of a pair, who made it."""


def ask_socket(pid: int, descriptor: int) -> Socket | None:
    """Return a socket of a process, None if its family is not known.

    Raises OSError where the kernel does not let us.
    """
    with _borrowed(pid, descriptor) as there:
        listens = bool(there.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN))
        local, peer = _address(there.getsockname), _address(there.getpeername)
        if there.family == socket.AF_UNIX:
            credentials = there.getsockopt(
                socket.SOL_SOCKET, socket.SO_PEERCRED, PEER_CREDENTIALS.size
            )
            peer_pid, _, _ = PEER_CREDENTIALS.unpack(credentials)
            return Socket(local, peer, listens=listens, is_unix=True, peer_pid=peer_pid)
        if there.family in (socket.AF_INET, socket.AF_INET6):
            return Socket(local, peer, listens=listens, connecting=_connects(there))
    return None


def parse_address(data: bytes) -> Address | None:
    """Return the address in a `sockaddr` of the memory of a process."""
    (family,) = FAMILY.unpack_from(data)
    if family == socket.AF_INET:
        return Address(socket.inet_ntop(family, data[4:8]), *PORT.unpack_from(data, 2))
    if family == socket.AF_INET6:
        host = socket.inet_ntop(family, data[8:24]).removeprefix(MAPPED)
        return Address(host, *PORT.unpack_from(data, 2))
    if family == socket.AF_UNIX:
        path = data[2:]
        name = b"@" + path[1:] if path.startswith(b"\0") else path.partition(b"\0")[0]
        return Address(name.decode(errors="replace"))
    return None


def _get_descriptor() -> Callable[..., int] | None:
    if sys.platform != "linux":
        return None
    try:
        return ctypes.CDLL(None, use_errno=True).syscall
    except (OSError, AttributeError):
        return None


_SYSCALL = _get_descriptor()


def _borrowed(pid: int, descriptor: int) -> socket.socket:
    if _SYSCALL is None:
        raise OSError
    process = os.pidfd_open(pid)
    try:
        ours = _SYSCALL(PIDFD_GETFD, process, descriptor, 0)
    finally:
        os.close(process)
    if ours < 0:
        raise OSError(ctypes.get_errno(), "pidfd_getfd")
    try:
        return socket.socket(fileno=ours)
    except OSError:
        os.close(ours)  # the number was given to something else meanwhile
        raise


def _address(ask: Callable[[], object]) -> Address | None:
    with contextlib.suppress(OSError):
        match ask():
            case (str(host), int(port), *_):
                return Address(host.removeprefix(MAPPED), port) if port else None
            case str(path) if path:
                return Address(path)
            case bytes(name) if name:
                return Address("@" + name[1:].decode(errors="replace"))
    return None


def _connects(there: socket.socket) -> bool:
    if there.type != socket.SOCK_STREAM:
        return False
    return there.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 1)[0] == CONNECTING
