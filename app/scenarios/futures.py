"""Promises: Future

Lesson 14 of Synchronization, intermediate: Future, submit, result, cancel, exception.

A Future is a promise of what will come of a task. You get it from submit at once,
long before the task is done. You may ask it for the result, which waits until there
is one; have it call you when it is done; or cancel it, as long as it has not begun.
If the task raises an exception, the promise keeps that for you too, and hands it
over, raised, to whoever asks for the result. Nothing is lost, unless nobody asks.

Watch for the arrows: from each submit to the lane that runs the task, and from the
end of the task back to the main thread waiting in result. The bridge fails in the
pool and is reported in the main thread; the last task never runs.
"""

import time
from concurrent.futures import Future, ThreadPoolExecutor

EXPECTS = ()


def build(what: str, takes: float) -> str:
    time.sleep(takes)
    if what == "bridge":
        raise RuntimeError("there is no river here")
    return f"one {what}"


def report(done: Future) -> None:
    if not done.cancelled() and done.exception() is None:
        print("just finished:", done.result())


def main(*, workers: int = 2, unit_ms: int = 110) -> None:
    """Order some buildings, and think better of the last.

    workers: threads of the pool (1 to 4)
    unit_ms: time to build a hut; a tower takes three times as long (10 to 500)
    """
    unit = unit_ms / 1000
    with ThreadPoolExecutor(max_workers=workers, thread_name_prefix="builder") as pool:
        orders = {
            what: pool.submit(build, what, unit * units)
            for what, units in (("tower", 3), ("hut", 1), ("bridge", 1), ("well", 2), ("wall", 4))
        }
        for future in orders.values():
            future.add_done_callback(report)
        if orders.pop("wall").cancel():
            print("The wall is called off.")
        for what, future in orders.items():
            try:
                print(f"the {what}:", future.result())
            except RuntimeError as problem:
                print(f"the {what}: failed, {problem}")
    print("The pool is closed.")


if __name__ == "__main__":
    main()
