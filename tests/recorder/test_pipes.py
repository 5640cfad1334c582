"""Pipes of multiprocessing within one process: names, waits, and what is left alone."""

from __future__ import annotations


def test_a_pipe_is_called_after_its_ends(record_everywhere) -> None:
    run = record_everywhere("""
        import multiprocessing

        def pipes():
            left, right = multiprocessing.Pipe()
            left.send("word")
            print(right.recv())

        reader, writer = multiprocessing.Pipe(duplex=False)
        writer.send_bytes(b"abc")
        print(reader.recv_bytes())
        pipes()
    """)

    assert run.main.names("Pipe") == ["writer → reader", "left → right", "right → left"]
    assert run.main.output() == ["MainThread: b'abc'", "MainThread: word"]
    assert run.main.story("message", "wait.began") == [
        "MainThread message.sent writer → reader",
        "MainThread wait.began writer → reader receive",
        "MainThread message.received writer → reader (waited)",
        "MainThread message.sent left → right",
        "MainThread wait.began left → right receive",
        "MainThread message.received left → right (waited)",
    ]
    sizes = [each["value"] for each in run.main.of("message.sent")]
    assert sizes == [each["value"] for each in run.main.of("message.received")]
    assert sizes[0] == 3


def test_a_wait_for_a_message_that_cannot_come_ends_with_its_error(record) -> None:
    run = record("""
        import multiprocessing

        reader, writer = multiprocessing.Pipe(duplex=False)
        writer.close()
        try:
            reader.recv()
        except EOFError:
            print("nobody writes")
    """)

    assert run.main.output() == ["MainThread: nobody writes"]
    assert run.main.story("wait") == [
        "MainThread wait.began writer → reader receive",
        "MainThread wait.ended writer → reader (interrupted)",
    ]


def test_pipes_that_the_library_makes_for_itself_are_its_own_affair(record) -> None:
    run = record("""
        import multiprocessing

        def work():
            pass

        if __name__ == "__main__":
            with multiprocessing.Pool(1) as pool:
                pool.apply(work)
    """)

    assert run.main.names("Pipe") == []
    assert run.main.names("Lock") == []
