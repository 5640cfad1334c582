"""One ear for many

Lesson 3 of Concurrency vs parallelism, intermediate: select, event loop, many connections.

One thread can wait for many connections at once. It does not read from any of them, for
then it would be deaf to the others; it asks the operating system to wake it as soon as
one of them has something to say. Here weather stations report at their own pace, each
over a connection of its own, and an office of a single thread hears them all. Nobody
waits for the slowest, and no thread is needed per connection. Every event loop, that of
asyncio too, is at heart the loop in `office`.

Watch for the lane of the office: one wait after another, each for several sockets at
once, and between them the short work on whatever came. Click a wait to see for how many.
"""

import selectors
import socket
import threading
import time

EXPECTS = ()


def station(port: int, pace: float, reports: int) -> None:
    with socket.create_connection(("127.0.0.1", port)) as connection:
        for number in range(reports):
            time.sleep(pace)  # measuring takes its time
            connection.sendall(b"report %d\n" % number)


def office(listener: socket.socket, stations: int) -> int:
    heard = 0
    with selectors.DefaultSelector() as selector:
        selector.register(listener, selectors.EVENT_READ)
        while stations:
            for key, _ in selector.select():
                connection = key.fileobj
                if connection is listener:
                    caller, _ = listener.accept()
                    selector.register(caller, selectors.EVENT_READ)
                elif reports := connection.recv(100):
                    heard += reports.count(b"\n")  # on a busy line two come as one
                else:  # it has hung up
                    selector.unregister(connection)
                    connection.close()
                    stations -= 1
    return heard


def main(*, stations: int = 4, reports: int = 8, pace_ms: int = 30) -> None:
    """Let all stations report to one office.

    stations: stations, each a little slower than the one before (1 to 12)
    reports: reports of each station (1 to 30)
    pace_ms: time between two reports of the fastest, in milliseconds (5 to 60)
    """
    listener = socket.create_server(("127.0.0.1", 0), backlog=stations)
    port = listener.getsockname()[1]
    for number in range(stations):
        pace = pace_ms / 1000 * (1 + number / 3)
        details = (port, pace, reports)
        threading.Thread(target=station, args=details, name=f"station {number + 1}").start()
    heard = office(listener, stations)
    listener.close()
    print(f"{heard} reports heard")


if __name__ == "__main__":
    main()
