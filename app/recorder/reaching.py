"""Reaching out: waits for what is outside the process, where only the inside can name it.

What a thread waits for in the kernel is mostly told from outside, which costs the program
nothing. Two things cannot be seen there: the name of a host that is being looked up, for
a resolver shows nothing but its own address; and, while `Popen.wait` with a time limit
sleeps and asks in turns, for which child. Both are rare and slow: a pair of events around
them is not to be felt. Of a name nothing is kept but the host; no port, no address.
"""

from __future__ import annotations

from typing import Any

from . import objects
from .disguise import built_in, replace
from .ring import emit, nanoseconds
from .sites import caller, is_library, site_of
from .vocabulary import events

BEGAN: int = events.WAIT_BEGAN
ENDED: int = events.WAIT_ENDED
OP_RESOLVE: int = events.OP_RESOLVE
OP_PROCESS: int = events.OP_PROCESS
TIMED_OUT: int = events.TIMED_OUT
INTERRUPTED: int = events.INTERRUPTED

CHILD = "_threadline"
"""Where a Popen keeps the number of its process: see `subprocesses`."""
MOST_HOSTS = 500
LONGEST = 120

_hosts: dict[str, int] = {}


def install_resolving(socket: Any) -> None:
    """Record every look-up of a host's name; `socket` is imported."""
    replace(socket, "getaddrinfo", _resolving)
    for name in ("gethostbyname", "gethostbyname_ex"):
        _replace_built_in(socket, name, addresses=False)
    for name in ("gethostbyaddr", "getnameinfo"):
        _replace_built_in(socket, name, addresses=True)


def install_children(subprocess: Any) -> None:
    """Record every wait for the end of a Popen; `subprocess` is imported."""
    replace(subprocess.Popen, "_wait", _awaiting)


def _replace_built_in(socket: Any, name: str, *, addresses: bool) -> None:
    """In both modules that have it: a pickle looks where it says that it is from."""
    real = getattr(socket, name, None)
    if real is not None:
        ours = built_in(_resolving(real, addresses=addresses), real)
        setattr(socket, name, ours)
        setattr(socket._socket, name, ours)


def _resolving(original: Any, *, addresses: bool = False) -> Any:
    """Record the look-ups of names; and of `addresses`, where it is these that are looked up."""

    def resolve(*args: Any, **kwargs: Any) -> Any:
        host = _host(args[0] if args else kwargs.get("host"))
        if not host or (_is_address(host) and not addresses):
            return original(*args, **kwargs)
        site = _site(caller())
        number = _number(host)
        emit(BEGAN, number, site, -1, 0, OP_RESOLVE)
        try:
            return original(*args, **kwargs)
        finally:
            emit(ENDED, number, site)

    return resolve


def _awaiting(original: Any) -> Any:
    def _wait(self: Any, timeout: Any) -> Any:
        number = self.__dict__.get(CHILD, 0)
        if not number or self.returncode is not None:
            return original(self, timeout)
        site, outcome = _site(caller()), 0
        emit(BEGAN, number, site, nanoseconds(timeout), 0, OP_PROCESS)
        try:
            return original(self, timeout)
        except BaseException as error:
            outcome = TIMED_OUT if type(error).__name__ == "TimeoutExpired" else INTERRUPTED
            raise
        finally:
            emit(ENDED, number, site, 0, 0, outcome)

    return _wait


def _host(host: Any) -> str:
    """The host as text, nothing for what is none; `getnameinfo` has it in an address."""
    if type(host) is tuple and host:
        host = host[0]
    if isinstance(host, (bytes, bytearray)):
        host = bytes(host).decode("ascii", "replace")
    return host[:LONGEST] if type(host) is str else ""


def _is_address(host: str) -> bool:
    """Whether it is an address already, for which nobody has to be asked."""
    return ":" in host or host.replace(".", "").isdigit()


def _number(host: str) -> int:
    number = _hosts.get(host)
    if number is None:
        if len(_hosts) >= MOST_HOSTS:
            return 0
        number = _hosts[host] = objects.create("Name", None, name=host)
    return number


def _site(frame: Any) -> int:
    """Where the program reached out: not the line of the library that did so for it."""
    inner = frame
    while frame is not None and is_library(frame.f_code.co_filename):
        frame = frame.f_back
    return site_of(frame or inner)
