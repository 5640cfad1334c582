"""The starting gun: Event

Lesson 5 of Synchronization, beginner: Event, set, wait, broadcast.

Many threads wait for one Event, and it lets them all go at once. Here runners line
up one by one and wait for the gun. An Event is such a gun: a flag that is down at
first. Whoever waits for it is held back, and set raises the flag and lets everybody
go at once. The flag stays up, so a runner who comes too late does not wait at all,
but runs.

Watch for the waits that begin one after another and end together, each at the tip
of an arrow from the one set; and for the latecomer's lane, which shows no wait.
"""

import threading
import time

EXPECTS = ()


def run(gun: threading.Event, takes: float) -> None:
    gun.wait()
    time.sleep(takes)
    print(threading.current_thread().name, "is in")


def main(*, runners: int = 4, line_up_ms: int = 60, race_ms: int = 250) -> None:
    """Line up, fire, and let one come late.

    runners: runners at the line (1 to 10)
    line_up_ms: time until the next runner has come to the line, in milliseconds (0 to 300)
    race_ms: what the fastest runner takes, in milliseconds (10 to 1000)
    """
    gun = threading.Event()
    names = [f"runner {number + 1}" for number in range(runners)] + ["latecomer"]
    *in_time, late = [
        threading.Thread(target=run, args=(gun, race_ms / 1000 * (1 + lane / 5)), name=name)
        for lane, name in enumerate(names)
    ]
    for runner in in_time:
        runner.start()
        time.sleep(line_up_ms / 1000)

    print("Bang!")
    gun.set()

    time.sleep(line_up_ms / 1000)
    late.start()
    for runner in [*in_time, late]:
        runner.join()
    print("The race is over.")


if __name__ == "__main__":
    main()
