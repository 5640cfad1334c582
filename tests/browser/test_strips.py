"""A window that moved shows, pixel for pixel, what it shows when all of it is drawn anew."""

from __future__ import annotations

import functools
import random
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

ROOT = Path(__file__).resolve().parent.parent.parent
ZOOMS, STEPS = 4, 8

# Walk through each zoom by chance, and tell where the lanes differ from lanes drawn anew.
WALK = """
async (walks) => {
  const drawn = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  const { strips, lower: { ctx, canvas } } = stage.board.sheet;
  const pixels = () => {
    const { data } = ctx.getImageData(0, 0, canvas.width, canvas.height);
    return new Uint32Array(data.buffer);
  };
  const told = [];
  for (const { width, places } of walks) {
    const widthNs = timeline.durationNs * width;
    let windows = 0;
    for (const place of places) {
      const fromNs = timeline.durationNs * place;
      view.show(fromNs, fromNs + widthNs);
      await drawn();
      windows += 1;
    }
    const moved = pixels();
    // As if other rows told the same.
    strips.renew();
    stage.board.invalidate("window");
    while (strips.renewing) await drawn();
    const renewed = pixels();
    stage.redraw();
    await drawn();
    const anew = pixels();
    for (const [how, seen] of Object.entries({ moved, renewed })) {
      const columns = new Set();
      seen.forEach((pixel, at) => {
        if (pixel !== anew[at]) columns.add(at % canvas.width);
      });
      if (columns.size) told.push({ how, width, places, columns: [...columns] });
    }
  }
  return { told, colours: new Set(pixels()).size };
}
"""


class Quiet(SimpleHTTPRequestHandler):
    """Serves files and says nothing."""

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def bench() -> Iterator[str]:
    """The address of the bench: a stage with a synthetic run, without a server of ours."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(ROOT)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/tests/js/bench/"
    server.shutdown()
    server.server_close()


def opened(browser: Browser, url: str, **options: Any) -> Page:
    """The bench with its lanes drawn, in a context of its own."""
    page = browser.new_context(viewport={"width": 1000, "height": 600}, **options).new_page()
    page.goto(url)
    page.wait_for_function("() => window.stage?.board.rows.rows.length > 0")
    return page


def walks(chance: random.Random) -> list[dict[str, Any]]:
    """Zooms, and the places of the run to go to in each: near ones, and now and then a leap."""
    made = []
    for _ in range(ZOOMS):
        width = 10 ** -chance.uniform(0.1, 4)
        place = chance.uniform(0, 1 - width)
        places = [place]
        for _ in range(STEPS):
            place += width * chance.choice([0.04, 0.4, 3]) * chance.uniform(-1, 1)
            places.append(place)
        made.append({"width": width, "places": places})
    return made


@pytest.mark.parametrize(
    ("run", "ratio"),
    [
        ("lanes=8&spans=4000&gil=1", 1),
        ("lanes=8&spans=200000&gil=1&theme=dark", 1),
        ("lanes=24&spans=20000", 2),
        ("lanes=8&spans=20000&gil=1", 1.5),
    ],
)
def test_after_any_moves_the_lanes_are_as_if_drawn_anew(
    browser: Browser, bench: str, run: str, ratio: float
) -> None:
    seed = random.randrange(2**32)
    page = opened(browser, f"{bench}?{run}", device_scale_factor=ratio)

    seen = page.evaluate(WALK, walks(random.Random(seed)))

    assert seen["told"] == [], f"seed {seed}"
    assert seen["colours"] > 5, "something is drawn at all"
    page.context.close()
