"""What is told of input and output names the other side and says nothing of what goes over.

The program waits for everything that can be named, with a canary in every place where
contents, secrets and private paths are: none of them may be in the log.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from app.events import OP_SEND, OPERATIONS
from app.timeline.model import State

from .collecting import Collecting

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="it reads Linux's /proc")

PROGRAM = """
import fcntl, http.client, http.server, os, socket, subprocess, sys, threading, time

secret = open("secret").read()
LONG = 0.6  # seconds: to be looked at in also where a hundred others want the processor

class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        time.sleep(LONG)
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"page of " + secret.encode())
    def log_message(self, *args):
        pass

server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
threading.Thread(target=server.serve_forever, daemon=True, name="server").start()

def fetch():
    connection = http.client.HTTPConnection("127.0.0.1", server.server_port)
    connection.request("GET", "/?key=" + secret, headers={"Authorization": secret})
    assert secret in connection.getresponse().read().decode()

def call():
    environment = dict(os.environ, PASSWORD=secret)
    script = f"sleep {LONG}; echo $PASSWORD"
    child = subprocess.Popen(["sh", "-c", script, secret], stdout=subprocess.PIPE, env=environment)
    assert secret in child.stdout.read().decode()
    subprocess.run([sys.executable, "-c", f"import time; time.sleep({LONG})", secret])

def pipe():
    mouth, feed = os.pipe()
    threading.Timer(LONG, os.write, (feed, secret.encode())).start()
    os.read(mouth, 100)

def lock():
    place = os.path.join(os.getcwd(), "private-" + secret)
    os.mkdir(place)
    first, second = (open(os.path.join(place, "shop.db"), "w") for _ in range(2))
    fcntl.flock(first, fcntl.LOCK_EX)
    threading.Timer(LONG, first.close).start()
    os.chdir("/")
    fcntl.flock(second, fcntl.LOCK_EX)

for each in (fetch, call, pipe, lock):
    each()
"""


def test_a_secret_that_the_program_sends_and_receives_is_not_in_its_timeline(
    tmp_path: Path,
) -> None:
    canary = "canary-3f9c"
    inside, outside = tmp_path / "inside", tmp_path / "outside"
    inside.mkdir()
    outside.mkdir()
    (outside / "secret").write_text(canary)
    with Collecting(inside, bare=False) as collecting:
        collecting.start(f"import os; os.chdir({str(outside)!r})\n{PROGRAM}")
        ended = collecting.expect("ended")
        assert ended["status"] == "finished", collecting.output()
        timeline, lines = collecting.timeline(), collecting.lines()

    named = {
        f"{OPERATIONS[span.operation]} {timeline.objects[span.object].name}".partition(" (pid")[0]
        for span in timeline.spans
        if span.state == State.IO and span.object and span.operation >= OP_SEND
    }
    assert {"process python -c", "read its own pipe"} <= named
    assert any(each.startswith("receive 127.0.0.1:") for each in named), named
    assert any(each.startswith("read pipe from sh: sleep") for each in named), named
    assert "<elsewhere>/shop.db" in {row.name for row in timeline.objects.values()}
    # The program's own source is kept, and has the word; the log knows it from nowhere else.
    assert canary not in str(lines)
    assert "PASSWORD=" not in str(lines).replace("PASSWORD=secret", "")
