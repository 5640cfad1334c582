"""The peer of a unix socket: the inode of the socket it is connected to, asked of the kernel.

`sock_diag(7)` answers for the network namespace of who asks, without special rights, if the
kernel was built with `unix_diag`; `struct unix_diag_req` is in `linux/unix_diag.h`.
"""

from __future__ import annotations

import socket
import struct
import sys

SOCK_DIAG = 4
"""NETLINK_SOCK_DIAG."""
BY_FAMILY, REQUEST = 20, 1
SHOW_PEER, PEER = 4, 2
ALL = 0xFFFFFFFF
MESSAGE = struct.Struct("=IHHII")
QUERY = struct.Struct("=BBHIIIII")
ANSWER = struct.Struct("=BBBBIII")
ATTRIBUTE = struct.Struct("=HH")
INODE = struct.Struct("=I")
PATIENCE_S = 1.0


def peer_of(inode: int) -> int | None:
    """Return the inode of the socket at the other end, 0 if that has none any more.

    None where the kernel does not tell: another system, another network namespace.
    """
    if sys.platform != "linux":
        return None
    query = QUERY.pack(socket.AF_UNIX, 0, 0, ALL, inode & ALL, SHOW_PEER, ALL, ALL)
    message = MESSAGE.pack(MESSAGE.size + len(query), BY_FAMILY, REQUEST, 1, 0) + query
    try:
        with socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, SOCK_DIAG) as kernel:
            kernel.settimeout(PATIENCE_S)
            kernel.send(message)
            return _peer(kernel.recv(4096))
    except OSError:
        return None


def _peer(answer: bytes) -> int | None:
    length, kind, *_ = MESSAGE.unpack_from(answer)
    if kind != BY_FAMILY:
        return None
    at = MESSAGE.size + ANSWER.size
    while at + ATTRIBUTE.size <= length:
        size, attribute = ATTRIBUTE.unpack_from(answer, at)
        if attribute == PEER:
            return int(INODE.unpack_from(answer, at + ATTRIBUTE.size)[0])
        at += (max(size, ATTRIBUTE.size) + 3) & ~3
    return 0
