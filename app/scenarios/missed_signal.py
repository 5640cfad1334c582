"""The missed signal

Lesson 6 of Synchronization, intermediate: Event, set and clear, lost wake-up.

Who begins to wait after the signal was given waits for ever. A ferry blows its horn
and the passengers go on board. The horn is an Event that is set and at once cleared
again, like a short blast. Whoever was waiting hears it. One passenger is still
buying a ticket, comes to the pier a little later, and waits for a horn that has
been blown already. Nobody will blow it again. Had the flag stayed up, the latecomer
would have seen it: an Event is for what stays true, not for what happens in a
moment.

Watch for the set that wakes the others, and after it for the one lane that begins
to wait when all is over. The main thread waits for that lane, and so for ever.
Threadline reports that nobody is left who could wake them, and stops the program.
"""

import threading
import time

EXPECTS = ("lost_signal", "stall")


def board(horn: threading.Event, before: threading.Event, at_pier: threading.Semaphore) -> None:
    before.wait()
    at_pier.release()
    horn.wait()
    print(threading.current_thread().name, "is on board")


def main(*, passengers: int = 3, ticket_ms: int = 150) -> None:
    """Blow the horn while one passenger is still on the way.

    passengers: passengers who are in time (1 to 8)
    ticket_ms: time until the ferry leaves, in milliseconds (10 to 1000)
    """
    horn = threading.Event()
    on_time, bought = threading.Event(), threading.Event()
    at_pier = threading.Semaphore(0)
    names = [(f"passenger {n + 1}", on_time) for n in range(passengers)] + [("latecomer", bought)]
    threads = [
        threading.Thread(target=board, args=(horn, before, at_pier), name=name)
        for name, before in names
    ]
    for thread in threads:
        thread.start()
    on_time.set()
    for _ in range(passengers):
        at_pier.acquire()
    time.sleep(ticket_ms / 1000)

    horn.set()
    # The mistake: a passenger who comes from now on has missed it.
    horn.clear()
    print("The ferry has blown its horn.")

    bought.set()
    for thread in threads:
        thread.join()
    print("Everybody is on board.")


if __name__ == "__main__":
    main()
