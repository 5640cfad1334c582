"""Two producers and two consumers on a Queue of 16."""

import queue
import threading

from measured import measured

ITEMS = 15_000
pipe = queue.Queue(16)


def produce():
    for item in range(ITEMS):
        pipe.put(item)


def consume():
    for _ in range(ITEMS):
        pipe.get()
        pipe.task_done()


def main():
    threads = [threading.Thread(target=role) for role in (produce, produce, consume, consume)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    pipe.join()


if __name__ == "__main__":
    measured(main)
