"""Sleeps, locals, collections and signals as the recorder tells them."""

from __future__ import annotations


def test_a_sleep_is_asked_for_and_had(record_everywhere):
    run = record_everywhere("""
        import time
        from time import sleep

        time.sleep(0.001)
        sleep(0)
        for wrong in (-1, "soon", None):
            try:
                sleep(wrong)
            except (ValueError, TypeError) as error:
                print(error)

        class Clock:
            pause = time.sleep

        Clock().pause(0)
    """)

    assert run.main.story("sleep")[:4] == ["MainThread sleep.began", "MainThread sleep.ended"] * 2
    assert run.main.of("sleep.began")[0]["value"] == 1_000_000
    assert run.main.output()[0] == "MainThread: sleep length must be non-negative"
    assert len(run.main.output()) == 3
    assert len(run.main.of("sleep.began")) == len(run.main.of("sleep.ended"))


def test_a_thread_local_is_set_by_each_thread(record_everywhere):
    run = record_everywhere("""
        import threading

        class Settings(threading.local):
            def __init__(self, colour):
                self.colour = colour

        mine = threading.local()
        settings = Settings("red")

        def work():
            mine.name = "other"
            settings.colour = "blue"
            print(mine.name, settings.colour)

        mine.name = "main"
        thread = threading.Thread(target=work, name="other")
        thread.start()
        thread.join()
        print(mine.name, settings.colour)
        try:
            threading.local(1)
        except TypeError as error:
            print(error)
    """)

    assert run.main.output() == [
        "other: other blue",
        "MainThread: main red",
        "MainThread: Initialization arguments are not supported",
    ]
    assert "other local.set mine" in run.main.story()
    assert "other local.set settings" in run.main.story()


def test_long_collections_of_garbage_are_told(record):
    run = record("import gc; gc.collect(2)")

    assert run.main.story("collection")[:2] == [
        "MainThread collection.began",
        "MainThread collection.ended",
    ]
    assert run.main.of("collection.began")[0]["value"] == 2


def test_a_signal_is_told_and_its_handler_stays_what_it_was(record_everywhere):
    run = record_everywhere("""
        import os, signal

        def handler(number, frame):
            print(signal.Signals(number).name)

        print(signal.signal(signal.SIGUSR1, handler))
        os.kill(os.getpid(), signal.SIGUSR1)
        print(signal.getsignal(signal.SIGUSR1) is handler)
        print(signal.signal(signal.SIGUSR1, signal.SIG_IGN) is handler)
    """)

    assert [event["value"] for event in run.main.of("signal.received")] == [10]
    assert [line.split(": ")[1] for line in run.main.output()][1:] == ["SIGUSR1", "True", "True"]
