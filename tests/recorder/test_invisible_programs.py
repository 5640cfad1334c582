"""Programs that recorders, debuggers and interpreters get wrong: the same bare and recorded.

Each prints what it saw. What it prints, what it complains of and how it ends must be equal.
"""

from __future__ import annotations

import re
import subprocess

import pytest

HANDLERS_AND_EXIT = """
import atexit, os, signal, threading

lock = threading.RLock()
rung = []

def ring(number, frame):
    with lock:
        rung.append(signal.Signals(number).name)
        if number == signal.SIGUSR1:
            os.kill(os.getpid(), signal.SIGUSR2)

def last():
    with lock:
        late = threading.Semaphore(0)
        late.release()
        print("last", late.acquire(), rung, threading.current_thread().name)

atexit.register(last)
for number in (signal.SIGUSR1, signal.SIGUSR2):
    signal.signal(number, ring)
with lock:
    os.kill(os.getpid(), signal.SIGUSR1)
print(rung, signal.getsignal(signal.SIGUSR1) is ring)
raise SystemExit(3)
"""

DAEMONS_AT_EXIT = """
import queue, threading

jobs, held, started = queue.Queue(), threading.Lock(), threading.Barrier(4)

def take():
    started.wait()
    jobs.get()

def hold():
    with held:
        started.wait()
        threading.Event().wait()

def stay():
    started.wait()
    try:
        with held:
            pass
    finally:
        print("never")

for role in (take, hold, stay):
    threading.Thread(target=role, daemon=True).start()
started.wait()
print("over")
"""

FORK_AMONG_THREADS = """
import os, threading, warnings
from concurrent.futures import ThreadPoolExecutor

warnings.simplefilter("ignore")
inherited, done = threading.Lock(), threading.Event()
threads = [threading.Thread(target=done.wait) for _ in range(3)]
for thread in threads:
    thread.start()
with inherited:
    pid = os.fork()
    if pid == 0:
        with ThreadPoolExecutor(2) as pool:
            found = pool.submit(sum, (1, 2)).result()
        alive = [thread.is_alive() for thread in threads]
        os._exit(found if alive == [False] * 3 and inherited.locked() else 99)
print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), threading.active_count())
done.set()
"""

IMPORT_IN_THREADS = """
import sys, threading

ready, found = threading.Barrier(6), []

def fetch(name):
    ready.wait()
    found.append(getattr(__import__(name, fromlist=["x"]), "__name__"))

names = ["queue", "concurrent.futures.thread", "multiprocessing.queues", "logging", "asyncio"]
names.append("queue")
threads = [threading.Thread(target=fetch, args=(name,)) for name in names]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(sorted(found), sys.modules["queue"].Queue(1).maxsize)
"""

LOGGING_IN_THREADS = """
import logging, logging.handlers, queue, sys, threading

logging.basicConfig(stream=sys.stdout, format="%(threadName)s %(funcName)s %(lineno)d %(message)s")
records = queue.Queue()
listener = logging.handlers.QueueListener(records, logging.getLogger().handlers[0])
aside = logging.getLogger("aside")
aside.propagate = False
aside.addHandler(logging.handlers.QueueHandler(records))

def speak():
    logging.warning("here")
    aside.error("there")

for name in ("left", "right"):
    thread = threading.Thread(target=speak, name=name)
    thread.start()
    thread.join()
listener.start()
listener.stop()
logging.shutdown()
"""

FINALIZERS_THAT_LOCK = """
import gc, threading, weakref

lock, seen = threading.RLock(), []

class Cycle:
    def __init__(self):
        self.me = self
        self.lock = threading.Lock()

    def __del__(self):
        with lock, self.lock:
            seen.append("del")

def gone(reference):
    with lock:
        seen.append("gone")

def churn():
    for _ in range(200):
        cycle = Cycle()
        kept.append(weakref.ref(cycle.lock, gone))
        with lock:
            [object() for _ in range(20)]

kept = []
gc.set_threshold(7)
threads = [threading.Thread(target=churn) for _ in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
gc.collect()
print(seen.count("del"), seen.count("gone"))
"""

TASKS_THAT_RAISE = """
import gc, threading, weakref
from concurrent.futures import ThreadPoolExecutor

class Fault(Exception):
    pass

def fail():
    raise Fault

gc.disable()
with ThreadPoolExecutor(1) as pool:
    future = pool.submit(fail)
    kept = [weakref.ref(future), weakref.ref(future.exception()), weakref.ref(pool)]
del future, pool
print([reference() for reference in kept])
"""

GENERATORS_CLOSED_ELSEWHERE = """
import threading
from contextlib import contextmanager

lock, told = threading.RLock(), threading.Lock()

def steps():
    with told:
        try:
            yield threading.current_thread().name
        finally:
            print("closed in", threading.current_thread().name)

generator = steps()
print(next(generator), told.locked())
thread = threading.Thread(target=generator.close, name="other")
thread.start()
thread.join()
print(told.locked())

@contextmanager
def held():
    with lock:
        yield

def leave():
    try:
        inside.__exit__(None, None, None)
    except RuntimeError as error:
        print(error)

inside = held()
inside.__enter__()
thread = threading.Thread(target=leave)
thread.start()
thread.join()
print(lock._is_owned())
"""

TRACED = """
import sys, threading

lines = {}

def trace(frame, event, argument):
    if frame.f_code.co_filename == __file__:
        lines.setdefault(threading.current_thread().name, []).append((event, frame.f_lineno))
        return trace

calls = []

def profile(frame, event, argument):
    if frame.f_code.co_filename == __file__ and not event.startswith("c_"):
        calls.append((frame.f_code.co_name, event))

def work(lock):
    with lock:
        return 1

threading.settrace(trace)
sys.settrace(trace)
thread = threading.Thread(target=work, args=(threading.Lock(),), name="traced")
thread.start()
thread.join()
work(threading.RLock())
sys.settrace(None)
threading.settrace(None)
threading.setprofile(profile)
thread = threading.Thread(target=work, args=(threading.Lock(),), name="profiled")
thread.start()
thread.join()
threading.setprofile(None)
print({name: lines[name] for name in sorted(lines)})
print(calls)
"""

MONITORED = """
import sys, threading

if hasattr(sys, "monitoring"):
    watch, events = sys.monitoring, sys.monitoring.events
    seen = []
    watch.use_tool_id(watch.DEBUGGER_ID, "test")
    def line(code, number):
        if code.co_filename == __file__:
            seen.append(number)
    watch.register_callback(watch.DEBUGGER_ID, events.LINE, line)
    watch.set_events(watch.DEBUGGER_ID, events.LINE)
    lock = threading.Lock()
    with lock:
        pass
    thread = threading.Thread(target=lock.acquire)
    thread.start()
    thread.join()
    watch.set_events(watch.DEBUGGER_ID, 0)
    watch.free_tool_id(watch.DEBUGGER_ID)
    print(seen)
"""

DEBUGGED = """
import io, pdb, re, threading

def work():
    lock = threading.Lock()
    with lock:
        value = 2
    return value

orders, said = io.StringIO("break work\\nc\\nn\\nn\\nn\\nn\\nwhere\\np value\\nc\\n"), io.StringIO()
debugger = pdb.Pdb(stdin=orders, stdout=said)
debugger.use_rawinput = False
debugger.prompt = ""
debugger.runcall(work)
for line in said.getvalue().splitlines():
    if re.match(r"> .*program|-> |\\d", line):
        print(re.sub(r".*program.py", "program.py", line))
"""

FAULTS_TOLD = """
import faulthandler, sys, threading

ready, over = threading.Event(), threading.Event()

def wait_here():
    ready.set()
    over.wait(20)

thread = threading.Thread(target=wait_here)
thread.start()
ready.wait()
with open("faults", "w+") as file:
    faulthandler.dump_traceback(file, all_threads=True)
    file.seek(0)
    text = file.read()
over.set()
thread.join()
print("wait_here" in text, "<module>" in text)
faulthandler.dump_traceback_later(60)
faulthandler.cancel_dump_traceback_later()
"""

INTERPRETERS = """
import sys

if sys.version_info >= (3, 14):
    import threading
    from concurrent import interpreters
    from concurrent.futures import InterpreterPoolExecutor

    interpreter = interpreters.create()
    print(interpreter.call(sum, (1, 2)))
    interpreter.exec("import threading; t = threading.Thread(target=print, args=('inside',))")
    interpreter.exec("t.start(); t.join()")
    thread = interpreter.call_in_thread(print, "beside")
    thread.join()
    interpreter.close()
    with InterpreterPoolExecutor(2) as pool:
        print(list(pool.map(abs, (-1, -2, -3))))
    print(threading.active_count())
"""

PROGRAMS = {
    name.lower(): source
    for name, source in list(globals().items())
    if name.isupper() and isinstance(source, str)
}


@pytest.mark.parametrize("name", PROGRAMS)
def test_a_program_does_the_same(record_everywhere, tmp_path, python, name):
    recorded = record_everywhere(PROGRAMS[name], capture_output=False)

    bare = subprocess.run(
        [python, str(tmp_path / "program.py")],
        capture_output=True, text=True, check=False, cwd=tmp_path, timeout=60,
    )  # fmt: skip
    assert (recorded.stdout, recorded.stderr) == (bare.stdout, bare.stderr)
    assert recorded.code == bare.returncode
    assert recorded.main.closed


def test_pytest_runs_under_it(record_everywhere, tmp_path, python):
    if subprocess.run([python, "-c", "import pytest"], capture_output=True, check=False).returncode:
        pytest.skip("this Python has no pytest")
    (tmp_path / "test_it.py").write_text(
        "import threading, pytest\n"
        "def test_ok(capsys):\n"
        "    t = threading.Thread(target=print, args=('hello',)); t.start(); t.join()\n"
        "    assert capsys.readouterr().out == 'hello\\n'\n"
        "def test_bad():\n"
        "    lock = threading.Lock()\n"
        "    with lock:\n"
        "        assert lock is None\n"
        "@pytest.mark.filterwarnings('error')\n"
        "def test_thread_that_raises():\n"
        "    t = threading.Thread(target=int, args=('x',)); t.start(); t.join()\n"
    )
    options = ["-q", "-p", "no:cacheprovider", "-p", "no:randomly", "test_it.py"]
    source = f"import pytest, sys\nsys.exit(pytest.main({options!r}))\n"
    recorded = record_everywhere(source, capture_output=False)

    bare = subprocess.run(
        [python, "program.py"], capture_output=True, text=True, check=False, cwd=tmp_path
    )
    assert plain(recorded.stdout) == plain(bare.stdout)
    assert recorded.code == bare.returncode == 1


def plain(text: str) -> list[str]:
    """What pytest printed, without addresses, idents and its last line, which tells a duration."""
    return re.sub(r"0x[0-9a-f]+|\d{9,}", "…", text).splitlines()[:-1]
