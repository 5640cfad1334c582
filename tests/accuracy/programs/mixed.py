"""All kinds of threads at once: Python, C code with and without the GIL, waits of every kind."""

import hashlib
import random
import threading
import time
import zlib

import telling
from telling import CLOCK, until

SECONDS = 0.8
lock = threading.Lock()
released = 0
block = bytes(range(256)) * 1500
numbers = [random.Random(7).random() for _ in range(4000)]


def times(seconds: float = SECONDS):  # type: ignore[no-untyped-def]
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        yield


def spinner() -> None:
    telling.spin(SECONDS)


def packer() -> None:
    for _ in times():
        telling.compute(zlib.compress, block, 1)
        telling.compute(hashlib.sha256, block)


def sorter() -> None:
    for _ in times():
        telling.compute(sorted, numbers)
        telling.sleep(0.004)


def sleeper() -> None:
    for _ in times():
        telling.sleep(0.003)


def reader(pipe: int) -> None:
    while telling.read(pipe):
        pass


def owner() -> None:
    global released
    for _ in times():
        with lock:
            telling.sleep(0.007)
            telling.compute(sorted, numbers)
            released = CLOCK()
        telling.sleep(0.002)


def suitor() -> None:
    for _ in times():
        start, before = CLOCK(), released
        with lock:
            back = CLOCK()
        if released != before:
            until(start, released, back, "blocked")
        telling.sleep(0.001)


def main() -> None:
    pipe = telling.written_by_a_child(80, 0.01)
    telling.run(
        threading.Thread(target=spinner, name="spinner"),
        threading.Thread(target=packer, name="packer"),
        threading.Thread(target=sorter, name="sorter"),
        threading.Thread(target=sleeper, name="sleeper"),
        threading.Thread(target=reader, args=(pipe,), name="reader"),
        threading.Thread(target=owner, name="owner"),
        threading.Thread(target=suitor, name="suitor"),
    )


if __name__ == "__main__":
    main()
