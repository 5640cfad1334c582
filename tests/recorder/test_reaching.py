"""Waits for what is outside the process and only the inside can name: hosts, and children."""

from __future__ import annotations

import pytest


def test_the_host_that_is_looked_up_is_told(record_everywhere):
    run = record_everywhere("""
        import socket

        socket.getaddrinfo("localhost", 80)
        socket.getaddrinfo(host=b"localhost", port="http")
        socket.gethostbyname("localhost")
        socket.gethostbyname_ex("localhost")
        for wrong in ("x" * 70, "\\0"):
            try:
                socket.getaddrinfo(wrong, 80)
            except (UnicodeError, ValueError, socket.gaierror) as error:
                print(type(error).__name__)
    """)

    assert (
        run.main.story("wait")[:8]
        == [
            "MainThread wait.began localhost resolve",
            "MainThread wait.ended localhost",
        ]
        * 4
    )
    assert len(run.main.of("wait.began")) == len(run.main.of("wait.ended")) == 6
    assert len(run.main.output()) == 2


def test_an_address_is_not_looked_up(record):
    run = record("""
        import socket

        for address in ("127.0.0.1", "::1", None, b"127.0.0.1"):
            socket.getaddrinfo(address, 80)
    """)

    assert run.main.of("wait.began") == []


def test_the_name_behind_an_address_is_looked_up(record_everywhere):
    run = record_everywhere("""
        import socket

        socket.gethostbyaddr("127.0.0.1")
        socket.getnameinfo(("127.0.0.1", 80), 0)
    """)

    assert (
        run.main.story("wait")
        == [
            "MainThread wait.began 127.0.0.1 resolve",
            "MainThread wait.ended 127.0.0.1",
        ]
        * 2
    )


def test_a_look_up_is_at_the_line_of_the_program_that_needs_it(record):
    run = record("""
        import http.client

        def fetch():
            connection = http.client.HTTPConnection("localhost", 1)
            try:
                connection.request("GET", "/?key=secret")
            except OSError:
                pass

        fetch()
    """)

    [began] = run.main.of("wait.began")
    assert run.main.function(began) == "fetch:6"


CHILDREN = """
    import subprocess, sys

    command = [sys.executable, "-c", "import time; time.sleep(0.2)", "secret"]
    child = subprocess.Popen(command)
    {wait}
"""


@pytest.mark.parametrize(
    "wait",
    ["child.wait()", "child.wait(60)", "child.communicate()", "child.communicate(timeout=60)"],
)
def test_the_wait_for_a_child_says_for_which(wait, record_everywhere):
    run = record_everywhere(CHILDREN.format(wait=wait))

    waits = [line for line in run.main.story("wait") if "python -c" in line]
    assert waits == [
        waits[0],
        waits[0].replace("began", "ended").replace(" process", ""),
    ]
    assert waits[0].startswith("MainThread wait.began python -c (pid ")
    assert waits[0].endswith(" process")
    assert "secret" not in str(run.main.story())


def test_a_wait_for_a_child_that_ends_in_time_or_not(record):
    run = record("""
        import subprocess

        child = subprocess.Popen(["sleep", "60"])
        try:
            child.wait(0.01)
        except subprocess.TimeoutExpired:
            print("not yet")
        child.kill()
        child.wait()
        child.wait()
    """)

    assert run.main.output() == ["MainThread: not yet"]
    limits = [event["value"] for event in run.main.of("wait.began")]
    assert limits == [10_000_000, -1]
    assert [event["flags"] for event in run.main.of("wait.ended")] == [0x0200, 0]


def test_the_functions_look_as_they_did(record_everywhere):
    run = record_everywhere("""
        import copy, inspect, pickle, socket, subprocess

        for each in (socket.getaddrinfo, socket.gethostbyname, socket.gethostbyaddr):
            assert pickle.loads(pickle.dumps(each)) is each
            assert copy.copy(each) is each
        print(inspect.signature(socket.getaddrinfo))
        print(repr(socket.gethostbyname), type(socket.gethostbyname).__name__)
        print(inspect.signature(subprocess.Popen._wait))
        try:
            socket.gethostbyname()
        except TypeError as error:
            print(error)
    """)

    signature, name, wait, error = run.main.output()
    assert signature == "MainThread: (host, port, family=0, type=0, proto=0, flags=0)"
    assert name == ("MainThread: <built-in function gethostbyname> builtin_function_or_method")
    assert wait == "MainThread: (self, timeout)"
    assert "argument" in error
