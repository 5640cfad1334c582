"""Reading ahead

Lesson 2 of Concurrency vs parallelism, beginner: I/O, overlap with computing, prefetching.

While one thread waits for data, another can compute. Here blocks of data come over a
connection from an archive, which takes its time for each, and their bits are counted.
First one thread does both in turn: it asks for a block, waits, counts, and asks for the
next. The waits and the work add up. Then a reader asks for the next block while the main
thread still counts the last one, and leaves it on a shelf that holds a single block. A
thread that waits for a connection holds no GIL and uses no processor, so the waiting
costs nothing: it is over, or nearly, when the work is.

Watch for the waits of the main thread, which are named after the archive's address: in
the first half they lie between its work, in the second half they lie below it, on the
reader's lane. Click one to read what was waited for.
"""

import os
import queue
import socket
import threading
import time

EXPECTS = ()


def archive(listener: socket.socket, latency: float, size: int) -> None:
    connection, _ = listener.accept()
    with connection:
        while connection.recv(1):  # one byte asks for one block
            time.sleep(latency)
            connection.sendall(os.urandom(size))


def fetch(connection: socket.socket, size: int) -> bytes:
    connection.sendall(b"?")
    return connection.recv(size, socket.MSG_WAITALL)


def count_bits(block: bytes) -> int:
    return sum(bin(byte).count("1") for byte in block)


def read(connection: socket.socket, size: int, blocks: int, shelf: queue.Queue) -> None:
    for _ in range(blocks):
        shelf.put(fetch(connection, size))


def main(*, blocks: int = 5, latency_ms: int = 80, kilobytes: int = 400) -> None:
    """Count the bits of all blocks, in turn and then reading ahead.

    blocks: blocks to fetch (1 to 20)
    latency_ms: time until the archive sends a block, in milliseconds (10 to 200)
    kilobytes: size of a block; counting takes the longer (10 to 800)
    """
    size = kilobytes * 1000
    listener = socket.create_server(("127.0.0.1", 0))
    details = (listener, latency_ms / 1000, size)
    threading.Thread(target=archive, args=details, name="archive").start()

    with socket.create_connection(listener.getsockname()) as connection:
        begin = time.perf_counter()
        for _ in range(blocks):
            count_bits(fetch(connection, size))
        in_turn = time.perf_counter() - begin

        begin = time.perf_counter()
        shelf = queue.Queue(maxsize=1)
        details = (connection, size, blocks, shelf)
        reader = threading.Thread(target=read, args=details, name="reader")
        reader.start()
        for _ in range(blocks):
            count_bits(shelf.get())
        reader.join()
        ahead = time.perf_counter() - begin
    listener.close()
    print(f"in turn {in_turn:.2f} s, reading ahead {ahead:.2f} s")


if __name__ == "__main__":
    main()
