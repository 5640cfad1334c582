"""The switch interval

Lesson 5 of Concurrency vs parallelism, advanced: GIL, switch interval, latency.

While one thread computes, the others are late by about one switch interval. A
thread that computes keeps the GIL until another asks for it, and even then until
the interval is over: 5 milliseconds, unless you set it. Here one thread does
nothing but compute, and another has to answer short requests. To answer it needs
the GIL, so each answer comes late by about one interval. A long interval spares
hand-overs and costs answers; a short one the other way round.

Watch for the runnable spans of the answering thread, each after its sleep: wide in
the first half, where the interval is long, and narrow in the second. On a
free-threaded build there is no GIL to wait for, and both halves look alike.
"""

import sys
import threading
import time

EXPECTS = ()


def compute(enough: threading.Event) -> None:
    number = 0
    while not enough.is_set():
        for _ in range(1000):
            number = (number * 31 + 7) % 1_000_003


def answer(requests: int) -> None:
    for _ in range(requests):
        time.sleep(0.01)  # until the next request comes in
        sum(range(1000))


def main(*, long_ms: float = 30.0, short_ms: float = 1.0, requests: int = 15) -> None:
    """Answer under two intervals.

    long_ms: the first switch interval, in milliseconds (0.1 to 50)
    short_ms: the second switch interval, in milliseconds (0.1 to 50)
    requests: how many are to be answered each time (1 to 40)
    """
    usual = sys.getswitchinterval()
    for interval in (long_ms, short_ms):
        sys.setswitchinterval(interval / 1000)
        enough = threading.Event()
        computing = threading.Thread(target=compute, args=(enough,), name=f"compute {interval} ms")
        begin = time.perf_counter()
        answering = threading.Thread(target=answer, args=(requests,), name=f"answer {interval} ms")
        computing.start()
        answering.start()
        answering.join()
        enough.set()
        computing.join()
        took = (time.perf_counter() - begin) / requests * 1000
        print(f"interval {interval} ms: {took:.1f} ms for each request")
    sys.setswitchinterval(usual)


if __name__ == "__main__":
    main()
