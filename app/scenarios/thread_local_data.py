"""Thread-local data

Lesson 7 of Creating threads, intermediate: threading.local, global variable, Barrier.

A threading.local is one name for a different variable in every thread. A server
notes who is asking, so that functions deep inside need not be handed the name each
time. Noted in an ordinary global variable, the name is that of whoever came last:
all threads share it. Noted in a threading.local it is a different variable in every
thread, under one name. A barrier lets all requests note their name before any goes
on, so that the mix-up happens every time.

Watch for the lanes meeting at the barrier and then, in the output, for each request
greeting its own visitor by the local, and the same, last one by the global.
"""

import threading
import time

EXPECTS = ()

here = threading.local()


class Everywhere:
    visitor = ""


def greet(work: float) -> None:
    time.sleep(work)
    me = threading.current_thread().name
    print(f"{me}: local says {here.visitor}, global says {Everywhere.visitor}")


def handle(visitor: str, noted: threading.Barrier, work: float) -> None:
    here.visitor = visitor
    Everywhere.visitor = visitor
    noted.wait()
    greet(work)


def main(*, requests: int = 4, work_ms: int = 120) -> None:
    """Serve some visitors at the same time.

    requests: threads, one for each visitor (2 to 6)
    work_ms: time that a greeting takes, in milliseconds (0 to 1000)
    """
    noted = threading.Barrier(requests)
    visitors = ("Ada", "Grace", "Alan", "Edsger", "Barbara", "Tony")[:requests]
    threads = [
        threading.Thread(
            target=handle, args=(visitor, noted, work_ms / 1000), name=f"request of {visitor}"
        )
        for visitor in visitors
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print("The main thread has a visitor of its own:", hasattr(here, "visitor"))


if __name__ == "__main__":
    main()
