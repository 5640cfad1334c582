"""Readers and writers

Lesson 16 of Synchronization, advanced: readers-writer lock, Condition, shared reading.

Any number may read at the same time, but whoever writes must be alone. A timetable
is read by many and rarely changed. Readers do not disturb each other, so they may
all read at the same time; a writer must be alone. The lock for this is made of a
Condition and two numbers: how many are reading, and how many writers are writing or
want to. A reader waits while any writer wants in, so that writers get their turn
even if there is always somebody reading.

Watch for the readers' work lying side by side, and for the writer's, which lies
alone: before it the readers run out, and during it all of them wait.
"""

import threading
import time
from contextlib import contextmanager

EXPECTS = ()


class ReadersWriterLock:
    def __init__(self) -> None:
        self.changed = threading.Condition()
        self.reading = 0
        self.writing = False
        self.writers = 0

    @contextmanager
    def shared(self):
        with self.changed:
            self.changed.wait_for(lambda: self.writers == 0)
            self.reading += 1
        yield
        with self.changed:
            self.reading -= 1
            self.changed.notify_all()

    @contextmanager
    def alone(self):
        with self.changed:
            self.writers += 1
            self.changed.wait_for(lambda: self.reading == 0 and not self.writing)
            self.writing = True
        yield
        with self.changed:
            self.writing = False
            self.writers -= 1
            self.changed.notify_all()


def read(timetable: ReadersWriterLock, times: int, work: float) -> None:
    for _ in range(times):
        with timetable.shared():
            time.sleep(work)


def write(timetable: ReadersWriterLock, times: int, work: float) -> None:
    for version in range(1, times + 1):
        time.sleep(work * 2)
        with timetable.alone():
            time.sleep(work)
            print("now in force: timetable", version)


def main(
    *, readers: int = 4, reads: int = 12, writers: int = 1, writes: int = 4, work_ms: int = 40
) -> None:
    """Read and write one timetable.

    readers: threads that read (1 to 8)
    reads: how often each of them reads (1 to 30)
    writers: threads that write (1 to 4)
    writes: how often each of them writes (1 to 10)
    work_ms: time to read or to write once, in milliseconds (5 to 100)
    """
    timetable = ReadersWriterLock()
    threads = [
        threading.Thread(target=role, args=(timetable, times, work_ms / 1000), name=f"{name} {n}")
        for role, name, count, times in (
            (read, "reader", readers, reads),
            (write, "writer", writers, writes),
        )
        for n in range(1, count + 1)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


if __name__ == "__main__":
    main()
