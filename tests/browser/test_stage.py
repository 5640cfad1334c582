"""The lanes under real hands: wheel, drag, fingers and keys move what they say they move."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qs

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage, fingers, opened, point


@dataclass(frozen=True)
class Window:
    """What of the run is in view, in nanoseconds."""

    start: int
    end: int

    @property
    def width(self) -> int:
        return self.end - self.start

    def at(self, share: float) -> float:
        """The moment at a share of the width."""
        return self.start + share * self.width


def fragment(page: Page) -> dict[str, str]:
    """The view as the address has it."""
    text = page.evaluate("location.hash.slice(1)")
    return {key: values[0] for key, values in parse_qs(text).items()}


def window(page: Page, after: Window | None = None) -> Window:
    """The window, once the address has another than the one before."""
    before = "" if after is None else f"from={after.start}&to={after.end}"
    page.wait_for_function(
        "before => location.hash.includes('from=') && !(before && location.hash.includes(before))",
        arg=before,
    )
    view = fragment(page)
    return Window(int(view["from"]), int(view["to"]))


def zoomed(page: Page) -> Window:
    """Zoom in a little, so that there is somewhere to go."""
    page.mouse.move(*point(page, 0.5))
    page.keyboard.down("Control")
    page.mouse.wheel(0, -240)
    page.keyboard.up("Control")
    return window(page)


def test_the_wheel_with_control_zooms_at_the_pointer_and_back_undoes_it(
    open_page: OpenPage, finished: str
) -> None:
    page = opened(open_page, finished)
    first = zoomed(page)
    page.wait_for_function("() => history.length > 2")
    page.mouse.move(*point(page, 0.25))
    page.keyboard.down("Control")
    page.mouse.wheel(0, -240)
    page.keyboard.up("Control")
    second = window(page, first)

    assert second.width < first.width
    assert abs(second.at(0.25) - first.at(0.25)) < first.width * 0.01
    page.go_back()
    page.wait_for_function(f"() => location.hash.includes('from={first.start}')")


def test_what_lies_under_the_resting_pointer_is_looked_up_again_after_a_zoom(
    open_page: OpenPage, deadlock: str
) -> None:
    page = opened(open_page, deadlock)
    page.mouse.move(*point(page, 0.7))
    tooltip = page.locator("#stage .stage-tooltip")
    expect(tooltip).to_contain_text("Waiting for thread")
    # What comes under the pointer is before the first event of any thread.
    page.evaluate("location.hash = 'v=1&from=0&to=2000'")
    expect(tooltip).to_be_hidden()


def test_shift_and_wheel_pan_in_time(open_page: OpenPage, finished: str) -> None:
    page = opened(open_page, finished)
    first = zoomed(page)
    page.keyboard.down("Shift")
    page.mouse.wheel(0, 200)
    page.keyboard.up("Shift")
    second = window(page, first)

    assert second.start > first.start
    assert abs(second.width - first.width) <= 2


def test_a_drag_takes_the_lanes_along(open_page: OpenPage, finished: str) -> None:
    page = opened(open_page, finished)
    first = zoomed(page)
    page.mouse.move(*point(page, 0.6))
    page.mouse.down()
    page.mouse.move(*point(page, 0.4), steps=4)
    page.mouse.up()
    second = window(page, first)

    assert abs((second.start - first.start) / first.width - 0.2) < 0.01
    assert "sel" not in fragment(page), "a drag is not a click"


def test_shift_and_drag_mark_a_range_and_f_fits_it(open_page: OpenPage, finished: str) -> None:
    page = opened(open_page, finished)
    page.keyboard.down("Shift")
    page.mouse.move(*point(page, 0.3))
    page.mouse.down()
    page.mouse.move(*point(page, 0.5), steps=4)
    page.mouse.up()
    page.keyboard.up("Shift")
    page.wait_for_function("() => location.hash.includes('range=')")
    start, end = map(int, fragment(page)["range"].split("-"))
    page.keyboard.press("f")

    fitted = window(page)
    assert abs(fitted.start - start) <= 2
    assert abs(fitted.end - end) <= 2


def test_a_click_selects_a_second_on_empty_ground_clears(
    open_page: OpenPage, deadlock: str
) -> None:
    page = opened(open_page, deadlock)
    page.mouse.click(*point(page, 0.7))
    page.wait_for_function("() => location.hash.includes('sel=1.')")
    x, y = point(page, 0.7)
    page.mouse.click(x, y + 400)
    page.wait_for_function("() => !location.hash.includes('sel=')")


def test_a_double_click_zooms_to_the_span(open_page: OpenPage, deadlock: str) -> None:
    page = opened(open_page, deadlock)
    page.mouse.dblclick(*point(page, 0.7, lane=1))
    view = window(page)

    assert fragment(page)["sel"].startswith("2.")
    assert view.start < int(fragment(page)["sel"].split(".")[1]) < view.end


def test_the_minimap_moves_the_window_and_the_axis_zooms(
    open_page: OpenPage, finished: str
) -> None:
    page = opened(open_page, finished)
    first = zoomed(page)
    strip = page.locator("#stage .stage-minimap .stage-strip").bounding_box()
    axis = page.locator("#stage .stage-axis .stage-strip").bounding_box()
    assert strip
    assert axis
    middle = strip["y"] + strip["height"] / 2
    page.mouse.move(strip["x"] + strip["width"] * 0.5, middle)
    page.mouse.down()
    page.mouse.move(strip["x"] + strip["width"] * 0.6, middle, steps=4)
    page.mouse.up()
    second = window(page, first)
    assert second.start > first.start
    assert abs(second.width - first.width) <= 2

    page.mouse.move(axis["x"] + axis["width"] * 0.25, axis["y"] + 5)
    page.mouse.down()
    page.mouse.move(axis["x"] + axis["width"] * 0.5, axis["y"] + 5, steps=4)
    page.mouse.up()
    third = window(page, second)
    assert abs(third.width / second.width - 0.25) < 0.02


def test_two_fingers_pinch(open_page: OpenPage, finished: str) -> None:
    phone = {"width": 400, "height": 740}
    page = opened(open_page, finished, viewport=phone, has_touch=True)
    touch = page.context.new_cdp_session(page)
    fingers(touch, page, [0.4, 0.6], [0.35, 0.65], [0.3, 0.7], [])
    first = window(page)
    assert first.start > 0

    fingers(touch, page, [0.8], [0.6], [0.5], [])
    assert window(page, first).start > first.start


def test_every_step_of_the_keyboard_is_announced_by_another_cell(
    open_page: OpenPage, deadlock: str
) -> None:
    page = opened(open_page, deadlock)
    grid = page.get_by_role("grid", name="Threads of the run")
    grid.focus()
    said: list[str] = []
    cells: list[str] = []
    for key in ("ArrowRight", "ArrowDown", "ArrowDown"):
        page.keyboard.press(key)
        page.wait_for_function(
            """before => {
              const id = document.activeElement.getAttribute('aria-activedescendant');
              return id && id !== before;
            }""",
            arg=cells[-1] if cells else None,
        )
        cells.append(grid.get_attribute("aria-activedescendant") or "")
        said.append(page.locator(f"#{cells[-1]}").inner_text())

    assert cells[0] != cells[1] != cells[2]
    assert "MainThread: Waiting for thread" in said[0]
    assert all("span " in each and " of " in each for each in said)


def test_brackets_walk_along_the_arrow_and_back(open_page: OpenPage, finished: str) -> None:
    page = opened(open_page, finished)
    page.mouse.click(*point(page, 0.5))
    page.wait_for_function("() => location.hash.includes('sel=1.')")
    page.keyboard.press("[")
    page.wait_for_function("() => /sel=[23]\\./.test(location.hash)")
    page.keyboard.press("]")
    page.wait_for_function("() => location.hash.includes('sel=1.')")


@pytest.mark.parametrize("motion", ["reduce", "no-preference"])
def test_a_zoom_by_key_glides_unless_motion_is_reduced(
    open_page: OpenPage, finished: str, motion: str
) -> None:
    page = opened(open_page, finished, reduced_motion=motion)
    widths = page.evaluate(
        """async () => {
          const seen = new Set();
          const value = document.querySelector('.stage-axis .stage-corner-value');
          document.dispatchEvent(new KeyboardEvent('keydown', {key: 'w', bubbles: true}));
          for (let i = 0; i < 30; i += 1) {
            await new Promise(requestAnimationFrame);
            seen.add(value.textContent);
          }
          return seen.size;
        }"""
    )
    # Before and after; in between only with motion, and a slow machine may skip most of it.
    assert widths <= 2 if motion == "reduce" else widths >= 2


def test_another_theme_is_drawn_at_once(open_page: OpenPage, deadlock: str) -> None:
    page = opened(open_page, deadlock, color_scheme="light")
    corner = """() => [...document.querySelector('.stage-lower').getContext('2d')
        .getImageData(5, document.querySelector('.stage-lower').height - 5, 1, 1).data]"""
    before = page.evaluate(corner)
    page.evaluate("document.documentElement.dataset.theme = 'dark'")
    page.wait_for_function(f"before => String(({corner})()) !== String(before)", arg=before)


def test_lanes_are_not_drawn_again_when_only_the_pointer_moves(
    open_page: OpenPage, deadlock: str
) -> None:
    page = opened(open_page, deadlock)
    page.mouse.move(*point(page, 0.5))
    expect(page.locator("#stage .stage-tooltip")).to_be_visible()
    # What the opening of the page still draws is not the pointer's doing.
    page.evaluate(
        """async () => {
          window.drawn = 0;
          const ctx = document.querySelector('.stage-lower').getContext('2d');
          const fill = ctx.fillRect.bind(ctx);
          ctx.fillRect = (...box) => { window.drawn += 1; fill(...box); };
          for (let still = 0, before = 0; still < 30; before = window.drawn) {
            await new Promise(requestAnimationFrame);
            still = window.drawn === before ? still + 1 : 0;
          }
          window.drawn = 0;
        }"""
    )
    for lane in (1, 2, 0):
        page.mouse.move(*point(page, 0.6, lane))
        page.evaluate("new Promise(requestAnimationFrame)")
    assert page.evaluate("window.drawn") == 0


def test_the_layer_over_the_lanes_is_there_while_something_is_on_it(
    open_page: OpenPage, finished: str
) -> None:
    page = opened(open_page, finished)
    over = page.locator("#stage .stage-upper")
    expect(over).to_be_hidden()
    page.mouse.move(*point(page, 0.5))
    expect(over).to_be_visible()
    page.mouse.move(1, 1)
    expect(over).to_be_hidden()
    page.mouse.click(*point(page, 0.5))
    page.mouse.move(1, 1)
    page.evaluate("new Promise(requestAnimationFrame)")
    expect(over).to_be_visible()
