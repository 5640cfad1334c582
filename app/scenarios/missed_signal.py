"""The missed signal

Lesson 6 of Synchronization, intermediate: Event, set and clear, lost wake-up.

Who begins to wait after the signal was given waits for ever. A ferry blows its horn
and the passengers go on board. The horn is an Event that is set and at once cleared
again, like a short blast. Whoever was waiting hears it. One passenger comes to the
pier a moment later, and waits for a horn that has been blown already. Nobody will
blow it again. Had the flag stayed up, the latecomer would have seen it: an Event is
for what stays true, not for what happens in a moment.

Watch for the one set, whose arrows wake all who wait, and for the lane that begins
only after it and blocks at once. The main thread waits for that lane, and so for
ever. Threadline reports that nobody is left who could wake them, and stops the
program.
"""

import threading
import time

EXPECTS = ("lost_signal", "stall")


def board(horn: threading.Event, at_pier: threading.Semaphore) -> None:
    at_pier.release()
    horn.wait()
    print(threading.current_thread().name, "is on board")


def main(*, passengers: int = 4, load_ms: int = 250) -> None:
    """Blow the horn, and let one passenger come after it.

    passengers: passengers who are in time (1 to 8)
    load_ms: time until the ferry is loaded, in milliseconds (10 to 1000)
    """
    horn = threading.Event()
    at_pier = threading.Semaphore(0)
    names = [f"passenger {number + 1}" for number in range(passengers)] + ["latecomer"]
    *in_time, latecomer = [
        threading.Thread(target=board, args=(horn, at_pier), name=name) for name in names
    ]
    for passenger in in_time:
        passenger.start()
    for _ in in_time:
        at_pier.acquire()
    time.sleep(load_ms / 1000)

    horn.set()
    # The mistake: whoever comes from now on has missed it.
    horn.clear()
    print("The ferry has blown its horn.")

    latecomer.start()
    for passenger in [*in_time, latecomer]:
        passenger.join()
    print("Everybody is on board.")


if __name__ == "__main__":
    main()
