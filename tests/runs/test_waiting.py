"""What a thread waits for in the kernel is told by name: real programs, each in one wait."""

from __future__ import annotations

import os
import platform
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from app.events import OP_RECEIVE
from app.runs import descriptors
from app.runs.calls import CALLS, TABLE, calls_of
from app.runs.commands import shown
from app.runs.kernel import Doing, Look, ThreadView
from app.runs.sockets import parse_address

from .waiters import standing_still, told, wait_of, waiting_of

pytestmark = pytest.mark.skipif(not CALLS, reason="the calls of this machine are not known")

COLUMN = int(platform.machine() == "aarch64")
NOBODY = 65534

SERVER = """
import socket
listener = socket.create_server(("127.0.0.1", 0), backlog=1)
port = listener.getsockname()[1]
def client():
    return socket.create_connection(("127.0.0.1", port))
"""
SOCKETS = {
    "a connection that is read": ("c = client(); print(port); c.recv(1)", "receive Socket {H}"),
    "one with a time limit": (
        "c = client(); c.settimeout(60); print(port); c.recv(1)",
        "receive Socket {H}",
    ),
    "one whose other end does not read": (
        "c = client(); print(port); c.sendall(bytes(1 << 26))",
        "send Socket {H}",
    ),
    "somebody to connect": ("print(port); listener.accept()", "accept Socket {H}"),
    "somebody to connect in time": (
        "listener.settimeout(60); print(port); listener.accept()",
        "accept Socket {H}",
    ),
    "a server too busy to answer": (
        "busy = [client() for _ in range(2)]; print(port); client()",
        "connect Socket {H}",
    ),
    "a busy server, with a time limit": (
        """busy = [client() for _ in range(2)]; print(port)
socket.create_connection(("127.0.0.1", port), timeout=60)""",
        "connect Socket {H}",
    ),
}


@pytest.mark.parametrize("case", SOCKETS)
def test_a_wait_for_a_socket_is_told_by_its_peer(case: str, tmp_path: Path) -> None:
    source, expected = SOCKETS[case]

    assert wait_of(SERVER + source, tmp_path) == expected.replace("{H}", "127.0.0.1:{}")


@pytest.mark.parametrize("case", SOCKETS)
def test_a_kernel_that_lends_no_sockets_is_asked_for_its_tables(
    case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(pid: int, descriptor: int) -> None:
        raise PermissionError

    monkeypatch.setattr(descriptors, "ask_socket", refused)
    source, expected = SOCKETS[case]

    assert wait_of(SERVER + source, tmp_path) == expected.replace("{H}", "127.0.0.1:{}")


WAITS = {
    "all addresses": (
        """import socket; l = socket.create_server(("", 0)); print(l.getsockname()[1])
l.accept()""",
        "accept Socket port {}",
    ),
    "the sixth version of the protocol": (
        """import socket
l = socket.create_server(("::1", 0), family=socket.AF_INET6); print(l.getsockname()[1])
l.accept()""",
        "accept Socket [::1]:{}",
    ),
    "a datagram": (
        """import socket; s = socket.socket(type=socket.SOCK_DGRAM); s.bind(("127.0.0.1", 0))
print(s.getsockname()[1]); s.recv(1)""",
        "receive Socket 127.0.0.1:{}",
    ),
    "a server of names": (
        """import socket; s = socket.socket(type=socket.SOCK_DGRAM)
s.connect(("127.0.0.53", 53)); print(); s.recv(1)""",
        "resolve Name a host name, asked of 127.0.0.53",
    ),
    "the address of a unix socket": (
        """import socket; l = socket.socket(socket.AF_UNIX); l.bind("door"); l.listen()
print(); l.accept()""",
        "accept Socket door",
    ),
    "a peer behind such an address": (
        """import socket; l = socket.socket(socket.AF_UNIX); l.bind("door"); l.listen()
s = socket.socket(socket.AF_UNIX); s.connect("door"); print(); s.recv(1)""",
        "receive Socket door",
    ),
    "a pipe from a child": (
        """import subprocess; p = subprocess.Popen(["sleep", "60"], stdout=subprocess.PIPE)
print(); p.stdout.read()""",
        "read Pipe pipe from sleep",
    ),
    "a pipe to a child": (
        """import subprocess; p = subprocess.Popen(["sleep", "60"], stdin=subprocess.PIPE)
print(); p.stdin.write(bytes(1 << 20))""",
        "write Pipe pipe to sleep",
    ),
    "a child that speaks or complains": (
        """import subprocess as s
p = s.Popen(["sleep", "60"], stdout=s.PIPE, stderr=s.PIPE); print(); p.communicate()""",
        "poll Poll 2 pipes",
    ),
    "a pipe that nobody else has": (
        "import os; r, w = os.pipe(); print(); os.read(r, 1)",
        "read Pipe its own pipe",
    ),
    "standard input": ("print(); input()", "read Pipe standard input"),
    "a terminal": (
        "import pty, os; master, slave = pty.openpty(); print(); os.read(slave, 1)",
        "read Terminal the terminal",
    ),
    "a child": (
        """import subprocess; p = subprocess.Popen(["sleep", "60"]); print(p.pid); p.wait()""",
        "process Process sleep (pid {})",
    ),
    "any child": (
        "import os, subprocess; p = subprocess.Popen(['sleep', '60']); print(); os.wait()",
        "process",
    ),
    "one of its group": (
        """import os, subprocess; p = subprocess.Popen(["sleep", "60"]); print()
os.waitid(os.P_ALL, 0, os.WEXITED)""",
        "process",
    ),
    "a child by its descriptor": (
        """import os, select, subprocess; p = subprocess.Popen(["sleep", "60"])
fd = os.pidfd_open(p.pid); print(p.pid); select.select([fd], [], [])""",
        "process Process sleep (pid {})",
    ),
    "one thing by select": (
        "import os, select; r, w = os.pipe(); print(); select.select([r], [], [])",
        "read Pipe its own pipe",
    ),
    "several things by poll": (
        """import os, select, socket; r, w = os.pipe(); a, b = socket.socketpair()
p = select.poll(); p.register(r, 1); p.register(a, 1); p.register(b, 1); print(); p.poll()""",
        "poll Poll 1 pipe, 2 sockets",
    ),
    "one thing by epoll": (
        """import os, select; r, w = os.pipe(); e = select.epoll(); e.register(r, 1)
print(); e.poll()""",
        "poll Pipe its own pipe",
    ),
    "more than can be named": (
        """import os, select; e = select.epoll()
pipes = [os.pipe() for _ in range(40)]
for r, w in pipes: e.register(r, 1)
print(); e.poll()""",
        "poll Poll 40 files and sockets",
    ),
    "an event loop with nothing to do": (
        "import asyncio; print(); asyncio.run(asyncio.Event().wait())",
        "poll Socket its own wake-up",
    ),
    "an event loop that serves": (
        """import asyncio
async def main():
    server = await asyncio.start_server(print, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1])
    await server.serve_forever()
asyncio.run(main())""",
        "poll Socket 127.0.0.1:{}",
    ),
    "a pipe with a name": (
        "import os; os.mkfifo('gate'); print(); open('gate')",
        "read File gate",
    ),
    "a lock on a file": (
        """import fcntl; a, b = open("shop.db", "w"), open("shop.db")
fcntl.flock(a, fcntl.LOCK_EX); print(); fcntl.flock(b, fcntl.LOCK_EX)""",
        "none File shop.db",
    ),
    "a file that was deleted": (
        """import fcntl, os; a, b = open("shop.db", "w"), open("shop.db"); os.unlink("shop.db")
fcntl.flock(a, fcntl.LOCK_EX); print(); fcntl.flock(b, fcntl.LOCK_EX)""",
        "none File shop.db (deleted)",
    ),
    "a file that was renamed": (
        """import fcntl, os; a, b = open("shop.db", "w"), open("shop.db")
os.rename("shop.db", "closed.db")
fcntl.flock(a, fcntl.LOCK_EX); print(); fcntl.flock(b, fcntl.LOCK_EX)""",
        "none File closed.db",
    ),
}


@pytest.mark.parametrize("case", WAITS)
def test_a_wait_is_told_by_what_it_is_for(case: str, tmp_path: Path) -> None:
    source, expected = WAITS[case]

    assert wait_of(source, tmp_path) == expected


def test_files_outside_the_program_are_told_of_no_further_than_their_name(tmp_path: Path) -> None:
    outside, inside = tmp_path / "home of somebody", tmp_path / "program"
    outside.mkdir()
    inside.mkdir()
    source = """
        import fcntl; path = "../home of somebody/shop.db"
        a, b = open(path, "w"), open(path)
        fcntl.flock(a, fcntl.LOCK_EX); print(); fcntl.flock(b, fcntl.LOCK_EX)
    """

    assert wait_of(source, inside) == "none File <elsewhere>/shop.db"


def test_a_descriptor_that_is_used_again_is_named_again(tmp_path: Path) -> None:
    source = """
        import os, socket
        read, write = os.pipe()
        print(flush=True)
        os.read(read, 1)
        a, b = socket.socketpair()
        os.dup2(a.fileno(), read)
        os.read(read, 1)
    """
    with standing_still(source, tmp_path) as process:
        waiting = waiting_of(tmp_path)
        before = told(process, waiting)
        Path(f"/proc/{process.pid}/fd/4").write_bytes(b"x")  # its own end to write to
        after = told(process, waiting)

    assert (before, after) == ("read Pipe its own pipe", "receive Socket its own wake-up")


def test_who_connected_to_a_port_of_the_program_is_its_client(tmp_path: Path) -> None:
    source = """
        import socket
        listener = socket.create_server(("127.0.0.1", 0))
        print(listener.getsockname()[1], flush=True)
        connection, _ = listener.accept()
        connection.recv(1)
    """
    with standing_still(source, tmp_path) as process:
        assert process.stdout is not None
        port = int(process.stdout.readline())
        waiting = waiting_of(tmp_path)
        before = told(process, waiting)
        with socket.create_connection(("127.0.0.1", port)) as client:
            after = told(process, waiting)
            own = client.getsockname()[1]

    assert before == f"accept Socket 127.0.0.1:{port}"
    assert after == f"receive Socket client 127.0.0.1:{own}"


def test_a_socket_pair_whose_other_end_another_process_has_leads_to_that(tmp_path: Path) -> None:
    source = """
        import socket, subprocess
        here, there = socket.socketpair()
        child = subprocess.Popen(["sleep", "60"], stdin=there)
        there.close()
        print()
        here.recv(1)
    """

    assert wait_of(source, tmp_path) == "receive Socket socket to sleep"


def test_the_ends_of_a_pair_need_not_have_been_made_one_after_the_other(tmp_path: Path) -> None:
    """Such numbers the kernel gives by processor: somebody else's may come between."""
    source = """
        import os, socket, threading
        gate = threading.Barrier(2)
        found = []
        def make():
            gate.wait()
            while not found:
                a, b = socket.socketpair()
                if abs(os.fstat(a.fileno()).st_ino - os.fstat(b.fileno()).st_ino) > 1:
                    found.append((a, b))
        threads = [threading.Thread(target=make) for _ in range(2)]
        for t in threads: t.start()
        for t in threads: t.join(10)
        print(len(found) > 0)
        if found: found[0][0].recv(1)
    """
    with standing_still(source, tmp_path) as process:
        assert process.stdout is not None
        if process.stdout.readline() != "True\n":
            pytest.skip("the kernel numbered all of them in a row")
        assert told(process, waiting_of(tmp_path)) == "receive Socket its own wake-up"


def test_a_pair_whose_other_end_is_closed_is_no_pair_any_more(tmp_path: Path) -> None:
    source = """
        import socket
        here, there = socket.socketpair(type=socket.SOCK_DGRAM)
        there.close()
        print()
        here.recv(1)
    """

    assert wait_of(source, tmp_path) == "receive Socket a local socket"


def test_a_kernel_that_does_not_tell_peers_has_pairs_known_by_their_numbers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(descriptors, "peer_of", lambda _: None)
    source = """
        import os, socket
        near = False
        while not near:
            here, there = socket.socketpair()
            near = abs(os.fstat(here.fileno()).st_ino - os.fstat(there.fileno()).st_ino) == 1
        print()
        here.recv(1)
    """

    assert wait_of(source, tmp_path) == "receive Socket its own wake-up"


def test_a_recorded_process_at_the_other_end_goes_by_its_name(tmp_path: Path) -> None:
    source = """
        import subprocess
        p = subprocess.Popen(["sleep", "60"], stdout=subprocess.PIPE)
        print(p.pid)
        p.stdout.read()
    """
    with standing_still(source, tmp_path) as process:
        assert process.stdout is not None
        child = int(process.stdout.readline())
        waiting = waiting_of(tmp_path, {process.pid: "MainProcess", child: "worker 1"})

        assert told(process, waiting) == "read Pipe pipe from worker 1"


RECEIVING = Look(Doing.WAITING, call=TABLE["recvmsg"][COLUMN], arguments=(0, 0, 0, 0, 0, 0))


def test_a_process_that_has_ended_waits_for_nothing_that_has_a_name(tmp_path: Path) -> None:
    ended = subprocess.Popen(["true"])
    ended.wait()

    assert waiting_of(tmp_path).tell(ended.pid, RECEIVING) == (OP_RECEIVE, None)


def test_a_process_that_may_not_be_looked_into_keeps_its_operation_and_no_name(
    tmp_path: Path,
) -> None:
    with standing_still("print(flush=True); input()", tmp_path) as process:
        with without_rights(process.pid) as pid:
            assert waiting_of(tmp_path).tell(pid, RECEIVING) == (OP_RECEIVE, None)
            with pytest.raises(PermissionError):
                ThreadView(pid, pid).look()

        assert told(process, waiting_of(tmp_path)) == "read Pipe standard input"


@contextmanager
def without_rights(pid: int) -> Iterator[int]:
    """A process that we must not look into: ours as somebody else, or the first of all."""
    if os.geteuid() != 0:
        yield 1
        return
    os.seteuid(NOBODY)
    try:
        yield pid
    finally:
        os.seteuid(0)


def test_arguments_that_lead_nowhere_name_nothing(tmp_path: Path) -> None:
    for number in CALLS:
        look = Look(Doing.WAITING, call=number, arguments=(999, 1, 1 << 63, 1, (1 << 64) - 1, 9))

        waiting_of(tmp_path).tell(os.getpid(), look)


@pytest.mark.parametrize("machine", ["x86_64", "aarch64"])
def test_no_two_calls_of_a_machine_have_one_number(machine: str) -> None:
    column = ["x86_64", "aarch64"].index(machine)
    numbers = [row[column] for row in TABLE.values() if row[column] >= 0]

    assert len(set(numbers)) == len(numbers)
    assert set(calls_of(machine)) == set(numbers)
    assert not calls_of("vax")


COMMANDS = {
    "/usr/bin/ls -l /home/somebody": "ls",
    "mysql -u root -psecret": "mysql",
    "curl -H Token:secret https://example.org/?key=secret": "curl",
    "/usr/bin/python3.12 -X dev -W error work/worker.py --token secret": "python worker.py",
    "python -c print('secret')": "python -c",
    "python -u -m http.server 8000": "python -m http.server",
    "python -I program.py": "python program.py",
    "bash -c curl?secret": "bash",
    "bash -c /usr/bin/curl https://example.org/?key=secret": "bash: curl",
    "sh -c PASSWORD=secret psql": "sh",
    "sh backup.sh secret": "sh backup.sh",
    "python": "python",
    "": "",
}


@pytest.mark.parametrize("line", COMMANDS)
def test_of_a_command_only_the_program_is_shown_and_what_an_interpreter_runs(line: str) -> None:
    assert shown(line.split()) == COMMANDS[line]


@pytest.mark.parametrize(
    ("data", "told_as"),
    [
        (b"\x02\x00\x01\xbb\x5d\xb8\xd8\x22" + bytes(8), "93.184.216.34:443"),
        (b"\x0a\x00\x00\x50" + bytes(4) + bytes(15) + b"\x01" + bytes(4), "[::1]:80"),
        (b"\x0a\x00\x00\x50" + bytes(14) + b"\xff\xff\x7f\0\0\1" + bytes(4), "127.0.0.1:80"),
        (b"\x01\x00/run/door\0rest", "/run/door"),
        (b"\x01\x00\0door", "@door"),
        (b"\x63\x00what", "None"),
    ],
)
@pytest.mark.skipif(sys.byteorder != "little", reason="the addresses are as x86 has them")
def test_an_address_is_read_as_the_kernel_reads_it(data: bytes, told_as: str) -> None:
    assert str(parse_address(data)) == told_as
