"""The most urgent first: PriorityQueue

Lesson 11 of Synchronization, beginner: PriorityQueue, order, urgency.

A PriorityQueue hands out the most urgent item first, whenever it came. Patients
come to the emergency room one after another, but they are not treated in that
order. The smallest item goes first, here the pair of urgency and number, so that
among the equally urgent the first one still comes first. It changes the order only
of those who wait: a treatment that has begun goes on, however urgent the next
patient is.

Watch for the doctors' lanes, in the output, calling the red ones before the green
ones; and for a doctor's wait in get, once there is nobody left.
"""

import queue
import threading
import time

EXPECTS = ()

URGENCY = ("red", "yellow", "green")
CLOSED = len(URGENCY)  # later than every patient, so that everybody is treated


def receive(waiting_room: queue.PriorityQueue, patients: int, pause: float) -> None:
    for number in range(1, patients + 1):
        urgency = (number * 2) % len(URGENCY)
        print(f"in comes patient {number}, {URGENCY[urgency]}")
        waiting_room.put((urgency, number))
        time.sleep(pause)


def treat(waiting_room: queue.PriorityQueue, work: float) -> None:
    while True:
        urgency, number = waiting_room.get()
        if urgency == CLOSED:
            break
        print(f"{threading.current_thread().name} treats patient {number}, {URGENCY[urgency]}")
        time.sleep(work)


def main(*, patients: int = 9, doctors: int = 2, pause_ms: int = 25, treat_ms: int = 130) -> None:
    """Treat everybody who comes.

    patients: how many come (1 to 40)
    doctors: threads that treat them (1 to 5)
    pause_ms: time until the next patient comes, in milliseconds (0 to 200)
    treat_ms: time of a treatment, in milliseconds (10 to 300)
    """
    waiting_room: queue.PriorityQueue = queue.PriorityQueue()
    reception = threading.Thread(
        target=receive, args=(waiting_room, patients, pause_ms / 1000), name="reception"
    )
    staff = [
        threading.Thread(target=treat, args=(waiting_room, treat_ms / 1000), name=f"doctor {n + 1}")
        for n in range(doctors)
    ]
    for thread in [reception, *staff]:
        thread.start()
    reception.join()
    for number in range(doctors):
        waiting_room.put((CLOSED, number))
    for thread in staff:
        thread.join()
    print("The waiting room is empty.")


if __name__ == "__main__":
    main()
