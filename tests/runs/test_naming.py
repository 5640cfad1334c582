"""What waits are for gets numbers in the run, and finding out costs no more than it may."""

from __future__ import annotations

import itertools
import os
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from app.events import OP_READ, THREAD_BEGAN, Event
from app.runs import descriptors
from app.runs.decoder import Decoder
from app.runs.kernel import Doing, Look, ThreadView
from app.runs.naming import BURST_NS, SHARE, Naming
from app.runs.sampler import SHARE as SAMPLER_SHARE
from app.runs.sampler import Sampler
from app.runs.sources import Sources
from app.timeline.fold import Fold
from app.timeline.model import Lane, Process

from .waiters import settled, standing_still

pytestmark = [
    pytest.mark.alone,
    pytest.mark.skipif(sys.platform != "linux", reason="it reads Linux's /proc"),
]

HERE = Process(1, os.getpid())
READING = Look(Doing.WAITING, call=0, arguments=(0,) * 6)


def naming_of(fold: Fold, folder: Path) -> Naming:
    return Naming(fold, Decoder(Sources(folder)))


def test_things_of_one_name_are_one_object(tmp_path: Path) -> None:
    fold = Fold()
    naming = naming_of(fold, tmp_path)
    source = """
        import os, threading
        read, write = os.pipe()
        print(flush=True)
        os.read(read, 1)
    """
    with standing_still(source, tmp_path) as child:
        view = ThreadView(child.pid, child.pid)
        look = settled(view)
        process = Process(1, child.pid)
        first, second = (naming.name(process, view, look) for _ in range(2))
        fold.timeline.objects.clear()  # as after hours without a wait for it
        third = naming.name(process, view, look)
        view.close()

    assert first == second == third == (OP_READ, 1)
    assert [(each.kind, each.name) for each in fold.timeline.objects.values()] == [
        ("Pipe", "its own pipe")
    ]


def test_a_thread_that_went_on_while_it_was_asked_about_is_given_no_name(tmp_path: Path) -> None:
    fold = Fold()
    naming = naming_of(fold, tmp_path)
    view = ThreadView(os.getpid(), threading.get_native_id())

    assert naming.name(HERE, view, READING)[1] == 0
    assert not fold.timeline.objects
    view.close()


def test_an_allowance_that_is_used_up_fills_with_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = 0
    monkeypatch.setattr(time, "perf_counter_ns", lambda: now)
    spent = itertools.cycle((0, 2 * BURST_NS))
    monkeypatch.setattr(time, "thread_time_ns", lambda: next(spent))
    naming = naming_of(Fold(), tmp_path)
    view: Any = None
    assert naming.can_afford()

    naming.name(HERE, view, READING._replace(arguments=(999,)))
    assert not naming.can_afford()
    now = round(1.1 * BURST_NS / SHARE)

    assert naming.can_afford()


BUSY = """
import os, socket, threading, time
def echo(mine):
    while data := mine.recv(1):
        mine.send(data)
def connected():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        ours = socket.create_connection(listener.getsockname())
        return ours, listener.accept()[0]
pairs = [connected() for _ in range(8)]
for _, theirs in pairs:
    threading.Thread(target=echo, args=(theirs,), daemon=True).start()
print(flush=True)
while True:
    for ours, _ in pairs:
        ours.send(b"x")
        ours.recv(1)
"""


@pytest.mark.parametrize("sockets_may_be_asked", [True, False])
def test_naming_stays_within_what_looking_may_cost(
    sockets_may_be_asked: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nine threads that are in another wait at every look; a table takes milliseconds."""
    if not sockets_may_be_asked:
        monkeypatch.setattr(descriptors, "ask_socket", refuse)
    fold = Fold()
    with standing_still(BUSY, tmp_path) as child:
        assert child.stdout is not None
        child.stdout.readline()
        sampler = Sampler(fold, time.perf_counter_ns, naming_of(fold, tmp_path))
        fold.define(Process(1, child.pid, gil=False))
        for number, thread in enumerate(os.listdir(f"/proc/{child.pid}/task"), 1):  # noqa: PTH208
            fold.define(Lane(number, 1, thread, native=int(thread)))
            fold.add_events([Event(time.perf_counter_ns(), THREAD_BEGAN, number)])
        share = looked_for(1.5, sampler)
        sampler.close()
    fold.end(time.perf_counter_ns())

    named = {each.kind for each in fold.timeline.objects.values()}
    assert named <= {"Socket"}
    assert named or not sockets_may_be_asked  # while a table is read, all may have gone on
    assert share < 1.4 * SAMPLER_SHARE


def refuse(pid: int, descriptor: int) -> None:
    raise PermissionError


def looked_for(seconds: float, sampler: Sampler) -> float:
    """Look whenever it is due; the part of one processor that it took."""
    began, spent = time.perf_counter_ns(), 0
    while (now := time.perf_counter_ns()) < began + seconds * 1e9:
        if now < sampler.due:
            time.sleep((sampler.due - now) / 1e9)
        start = time.thread_time_ns()
        sampler.round(start)
        spent += time.thread_time_ns() - start
    return spent / (now - began)
