"""Threads that mostly wait: for time, a pipe, a lock, an event, a queue."""

import queue
import threading

import telling
from telling import CLOCK, until

ROUNDS = 40
lock = threading.Lock()
opened = threading.Event()
letters: "queue.Queue[int]" = queue.Queue()
released = opened_at = 0


def sleeper() -> None:
    for number in range(ROUNDS):
        telling.sleep(0.001 + number % 5 / 200)


def reader(pipe: int) -> None:
    while telling.read(pipe):
        pass


def owner(taken: threading.Barrier) -> None:
    global released
    for _ in range(ROUNDS // 2):
        with lock:
            taken.wait()
            telling.sleep(0.012)
            released = CLOCK()
        taken.wait()


def suitor(taken: threading.Barrier) -> None:
    for _ in range(ROUNDS // 2):
        taken.wait()
        start = CLOCK()
        with lock:
            back = CLOCK()
        until(start, released, back, "blocked")
        taken.wait()


def opener() -> None:
    global opened_at
    telling.sleep(0.3)
    opened_at = CLOCK()
    opened.set()


def guest() -> None:
    start = CLOCK()
    opened.wait()
    until(start, opened_at, CLOCK(), "blocked")


def writer() -> None:
    for _ in range(ROUNDS):
        telling.sleep(0.008)
        letters.put(CLOCK())
    letters.put(0)


def addressee() -> None:
    while True:
        start = CLOCK()
        letter = letters.get()
        if not letter:
            return
        until(start, letter, CLOCK(), "blocked")


def main() -> None:
    taken = threading.Barrier(2)
    pipe = telling.written_by_a_child(ROUNDS, 0.01)
    telling.run(
        threading.Thread(target=sleeper, name="sleeper"),
        threading.Thread(target=reader, args=(pipe,), name="reader"),
        threading.Thread(target=owner, args=(taken,), name="owner"),
        threading.Thread(target=suitor, args=(taken,), name="suitor"),
        threading.Thread(target=opener, name="opener"),
        threading.Thread(target=guest, name="guest"),
        threading.Thread(target=writer, name="writer"),
        threading.Thread(target=addressee, name="addressee"),
    )


if __name__ == "__main__":
    main()
