"""A wrapper never shows: the same program prints the same bare and recorded."""

from __future__ import annotations

import subprocess

LOOKS = r"""
import _thread, copy, inspect, pickle, queue, re, threading, time, weakref
from concurrent.futures import Future, ThreadPoolExecutor

def tell(*words):
    print(*(re.sub(r"0x[0-9a-f]+", "0x", str(word)) for word in words))

def fails(call):
    try:
        call()
    except BaseException as error:
        tell(type(error).__name__, error)
    else:
        tell("no error")

makers = [
    threading.Lock, threading.RLock, threading.Condition, threading.Semaphore,
    threading.BoundedSemaphore, threading.Event, lambda: threading.Barrier(2), threading.local,
    queue.Queue, queue.LifoQueue, queue.PriorityQueue, queue.SimpleQueue, Future,
]
for make in makers:
    thing = make()
    kind = type(thing)
    tell(thing, kind, kind.__name__, kind.__qualname__, kind.__module__)
    tell(isinstance(thing, kind), type(make()) is kind, thing == thing, thing != make())
    tell(hash(thing) == hash(thing), weakref.ref(thing)() is thing, kind.__doc__)
    fails(lambda: pickle.dumps(thing))
    fails(lambda: copy.copy(thing) and None)
    fails(lambda: copy.deepcopy(thing) and None)
    fails(lambda: make(1, 2, 3, 4, 5))
    fails(lambda: make(nonsense=1))

for name in ("acquire", "release", "locked", "__enter__", "__exit__"):
    tell(name, hasattr(threading.Lock(), name), hasattr(threading.RLock(), name))
    fails(lambda: getattr(threading.Lock(), name)(1, 2, 3, 4, 5) if "exit" not in name else 0)

lock, rlock = threading.Lock(), threading.RLock()
with lock, rlock:
    tell(lock, re.sub(r"owner=\d+", "owner", repr(rlock)))
tell(lock.__enter__(), lock.release(), lock.acquire(), lock.__exit__(None, None, None))
fails(lambda: lock.release())
fails(lambda: rlock.release())
fails(lambda: lock.acquire("yes", "no"))
fails(lambda: lock.acquire(blocking=False, timeout=1))
fails(lambda: type("Mine", (type(lock),), {}))
fails(lambda: type(lock)() and None)
tell(isinstance(lock, _thread.LockType), type(lock) is _thread.LockType)
tell(isinstance(rlock, _thread.RLock), type(rlock) is _thread.RLock)
tell(threading.Lock, threading.RLock, _thread.allocate_lock, time.sleep)
tell(threading.Lock.__name__, threading.Lock.__module__, threading.Lock.__doc__)
tell(callable(threading.Lock), time.sleep.__name__, time.sleep.__doc__)
if hasattr(_thread.allocate_lock, "__reduce__"):
    tell(pickle.loads(pickle.dumps(_thread.allocate_lock)) is _thread.allocate_lock)

class Mine(_thread.RLock):
    def __init__(self, number, *, word):
        super().__init__()

class Hands(_thread.RLock):
    def __init__(self, *arguments):
        super().__init__(*arguments)

tell(Mine(1, word=""), Hands())
fails(lambda: Hands(1))

class Keeps:
    make = threading.Lock
    pause = time.sleep

with Keeps().make():
    Keeps().pause(0)

for function in (
    threading.Thread.__init__, threading.Thread.start, threading.Thread.join,
    threading.Condition.wait, threading.Condition.notify, threading.Event.wait,
    threading.Semaphore.acquire, threading.Semaphore.release, threading.Barrier.wait,
    threading.Barrier.__init__, queue.Queue.__init__, queue.Queue.get, queue.Queue.put,
    ThreadPoolExecutor.submit, Future.result, Future.set_result,
):
    tell(inspect.signature(function), function.__name__, function.__qualname__,
         function.__module__, function.__doc__ is None)
fails(lambda: threading.Thread(nonsense=1))
fails(lambda: threading.Barrier())
fails(lambda: threading.Semaphore(-1))
fails(lambda: ThreadPoolExecutor(0))
fails(lambda: time.sleep())
fails(lambda: time.sleep(1, 2))
fails(lambda: queue.Queue().get(timeout=-1))
fails(lambda: Future().set_result())
with ThreadPoolExecutor(1) as pool:
    tell(type(pool), pool.submit(int).result())
fails(lambda: pool.submit(int))
tell(sorted(vars(threading.Event())) == sorted(vars(threading.Event())))
tell(isinstance(queue.SimpleQueue(), queue.SimpleQueue), queue.SimpleQueue.__mro__[-1])
"""


def test_every_primitive_looks_the_same(record_everywhere, tmp_path, python):
    run = record_everywhere(LOOKS, capture_output=False)

    bare = subprocess.run(
        [python, str(tmp_path / "program.py")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert bare.returncode == 0, bare.stderr
    assert run.stderr == bare.stderr
    assert run.stdout.splitlines() == bare.stdout.splitlines()


def test_the_programs_own_classes_may_stand_on_all_of_them(record_everywhere):
    run = record_everywhere("""
        import queue, threading

        class Thread(threading.Thread): pass
        class Event(threading.Event): pass
        class Condition(threading.Condition): pass
        class Semaphore(threading.Semaphore): pass
        class Barrier(threading.Barrier): pass
        class Local(threading.local): pass
        class Queue(queue.Queue): pass
        class Simple(queue.SimpleQueue): pass

        things = [Thread(), Event(), Condition(), Semaphore(), Barrier(1), Local()]
        things += [Queue(), Simple()]
        for thing in things:
            print(type(thing).__name__, type(thing).__module__)
    """)

    assert [line.split()[1] for line in run.main.output()] == [
        "Thread", "Event", "Condition", "Semaphore", "Barrier", "Local", "Queue", "Simple",
    ]  # fmt: skip
    assert run.main.names("S") == ["things[3]", None]
