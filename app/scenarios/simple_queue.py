"""A queue without limits: SimpleQueue

Lesson 12 of Synchronization, beginner: SimpleQueue, unbounded queue, backlog.

Nobody ever waits to put something into a SimpleQueue, which is its use and its
danger. Several threads have something to log, and one thread writes it all down, so
that lines never mix. A SimpleQueue carries the messages. It has no size and put
never waits, which is just right here: whoever has work to do should not be held up
by the log. But nothing holds the workers back either. If they talk faster than the
writer writes, the backlog grows, and with it the memory.

Watch for the workers' lanes, which show no wait at all, and for the writer, which
is still writing, arrow after arrow, long after the last worker has ended.
"""

import queue
import threading
import time

EXPECTS = ()

NOTHING_MORE = None


def work(log: queue.SimpleQueue, messages: int, pause: float) -> None:
    for number in range(1, messages + 1):
        time.sleep(pause)
        log.put(f"{threading.current_thread().name}: step {number} is done")


def write(log: queue.SimpleQueue, takes: float) -> None:
    while (message := log.get()) is not NOTHING_MORE:
        time.sleep(takes)
        print(message)


def main(*, workers: int = 3, messages: int = 8, step_ms: int = 40, write_ms: int = 35) -> None:
    """Work, and have it written down.

    workers: threads that put messages (1 to 8)
    messages: messages of each worker (1 to 30)
    step_ms: time that a worker's step takes, in milliseconds (1 to 200)
    write_ms: time to write a message, in milliseconds (1 to 60)
    """
    log: queue.SimpleQueue = queue.SimpleQueue()
    writer = threading.Thread(target=write, args=(log, write_ms / 1000), name="log writer")
    threads = [
        threading.Thread(target=work, args=(log, messages, step_ms / 1000), name=f"worker {n + 1}")
        for n in range(workers)
    ]
    for thread in [writer, *threads]:
        thread.start()
    for thread in threads:
        thread.join()
    print(f"All work is done, {log.qsize()} messages are not yet written.")
    log.put(NOTHING_MORE)
    writer.join()


if __name__ == "__main__":
    main()
