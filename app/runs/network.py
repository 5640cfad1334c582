"""The network of a process, as the kernel's tables list it: `/proc/PID/net/…`.

The slow way to learn whom a socket connects: a table of connections is walked by the
kernel from end to end, which takes milliseconds even when it is nearly empty. It is gone
where a socket itself may not be asked (`app.runs.sockets`).
"""

from __future__ import annotations

import socket
import struct
from pathlib import Path

from app.runs.sockets import MAPPED, Address, Socket

INTERNET = ("tcp", "tcp6", "udp", "udp6")
INTERNET_FIELD, UNIX_FIELD = 9, 6
"""Where a row has its inode; of a unix socket its path follows, if it has one."""
LISTENS, CONNECTING = b"0A", b"02"
ACCEPTS_CONNECTIONS = 0x10000
"""The flag of a unix socket that listens (`__SO_ACCEPTCON`)."""


def find_socket(pid: int, inode: int) -> Socket | None:
    """Return a socket of the process, None if no table has it. Raises OSError."""
    network = Path(f"/proc/{pid}/net")
    for name in INTERNET:
        if fields := _row(_table(network / name), inode, INTERNET_FIELD):
            return _internet_socket(fields)
    fields = _row(_table(network / "unix"), inode, UNIX_FIELD)
    return _unix_socket(fields) if fields else None


def _table(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""  # a kernel without this protocol


def _row(table: bytes, inode: int, field: int) -> list[bytes]:
    """Return the fields of an inode's row; by bytes, since a table may have many rows."""
    wanted, at = b"%d" % inode, -1
    while (at := table.find(b" " + wanted, at + 1)) >= 0:
        begin, end = table.rfind(b"\n", 0, at) + 1, table.find(b"\n", at)
        fields = table[begin : end if end >= 0 else None].split(maxsplit=field + 1)
        if fields[field : field + 1] == [wanted]:
            return fields
    return []


def _internet_socket(fields: list[bytes]) -> Socket:
    local, peer, state = _address(fields[1]), _address(fields[2]), fields[3]
    return Socket(
        local,
        peer if peer.port else None,
        listens=state == LISTENS,
        connecting=state == CONNECTING,
    )


def _unix_socket(fields: list[bytes]) -> Socket:
    path = fields[UNIX_FIELD + 1 :]
    local = Address(path[0].decode(errors="replace")) if path else None
    listens = bool(int(fields[3], 16) & ACCEPTS_CONNECTIONS)
    return Socket(local, listens=listens, is_unix=True)


def _address(text: bytes) -> Address:
    """Parse `0100007F:1F90`: words of 32 bits in the machine's order, and the port."""
    host, _, port = text.partition(b":")
    words = [int(host[at : at + 8], 16) for at in range(0, len(host), 8)]
    data = struct.pack(f"@{len(words)}I", *words)
    family = socket.AF_INET if len(words) == 1 else socket.AF_INET6
    return Address(socket.inet_ntop(family, data).removeprefix(MAPPED), int(port, 16))
