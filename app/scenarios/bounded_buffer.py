"""The bounded buffer: Condition

Lesson 7 of Synchronization, intermediate: Condition, wait, notify, while loop, bounded buffer.

A Condition lets threads wait until something is the case: here until there is room,
or until there is something to take. A shelf has room for a few plates. Cooks put
plates on it and must wait while it is full; waiters take them off and must wait
while it is empty. A Condition is a lock with a waiting room: wait gives the lock
back, sleeps until somebody notifies, and takes the lock again before it returns. In
between others may have changed everything once more, so each asks again whether it
may go on: while, never if.

Watch for arrows in both directions: a plate put down wakes a waiter, a plate taken
wakes a cook. Each woken thread first waits a moment for the lock.
"""

import threading
import time
from collections import deque

EXPECTS = ()


class Shelf:
    def __init__(self, room: int) -> None:
        self.room = room
        self.plates: deque = deque()
        lock = threading.Lock()
        self.has_room = threading.Condition(lock)
        self.has_plates = threading.Condition(lock)

    def put(self, plate: str) -> None:
        with self.has_room:
            while len(self.plates) == self.room:
                self.has_room.wait()
            self.plates.append(plate)
            self.has_plates.notify()

    def take(self) -> str:
        with self.has_plates:
            while not self.plates:
                self.has_plates.wait()
            plate = self.plates.popleft()
            self.has_room.notify()
            return plate


def cook(shelf: Shelf, plates: int, work: float) -> None:
    for number in range(1, plates + 1):
        time.sleep(work)
        shelf.put(f"plate {number} of {threading.current_thread().name}")


def serve(shelf: Shelf, plates: int, work: float) -> None:
    for _ in range(plates):
        print("served:", shelf.take())
        time.sleep(work)


def main(
    *, pairs: int = 2, plates: int = 8, room: int = 2, cook_ms: int = 30, serve_ms: int = 45
) -> None:
    """Cook and serve until all is served.

    pairs: cooks, and as many waiters (1 to 5)
    plates: plates that each cook makes and each waiter serves (1 to 30)
    room: plates that fit on the shelf (1 to 20)
    cook_ms: time to cook a plate, in milliseconds (0 to 100)
    serve_ms: time to serve a plate, in milliseconds (0 to 100)
    """
    shelf = Shelf(room)
    threads = []
    for number in range(1, pairs + 1):
        for role, work, name in ((cook, cook_ms, "cook"), (serve, serve_ms, "waiter")):
            threads.append(
                threading.Thread(
                    target=role, args=(shelf, plates, work / 1000), name=f"{name} {number}"
                )
            )
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print("The kitchen is closed.")


if __name__ == "__main__":
    main()
