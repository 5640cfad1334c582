"""The miniatures: one for every scenario, coloured by the page's tokens and nothing else."""

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from app.catalog import load
from app.timeline.text import fold_from_text
from docs.pictures.miniatures import COLUMNS, FAINT, columns, draw
from tests.support.recorded import ROOT, SCENARIOS

FOLDER = ROOT / "static" / "miniatures"
TOKENS = (ROOT / "static" / "css" / "tokens.css").read_text(encoding="utf-8")
SHAPE = {"d", "fill", "opacity", "stroke", "stroke-linecap", "stroke-width", "vector-effect"}
SVG = "{http://www.w3.org/2000/svg}"

each_picture = pytest.mark.parametrize(
    "picture", sorted(FOLDER.glob("*.svg")), ids=lambda path: path.stem
)


def test_every_scenario_has_its_miniature_and_no_other_lies_about() -> None:
    drawn = {path.stem for path in FOLDER.glob("*.svg")}
    assert drawn == {scenario.name for scenario in load(SCENARIOS)}


@each_picture
def test_a_miniature_holds_shapes_only(picture: Path) -> None:
    """Neither style nor script nor text: a strict policy has nothing to refuse."""
    root = ElementTree.parse(picture).getroot()
    assert root.tag == f"{SVG}svg"
    assert {element.tag for element in root} == {f"{SVG}path"}
    for element in root:
        assert element.attrib.keys() <= SHAPE


@each_picture
def test_a_miniature_takes_its_colours_from_the_tokens(picture: Path) -> None:
    for element in ElementTree.parse(picture).getroot():
        colours = {element.attrib["fill"], element.attrib.get("stroke", "none")} - {"none"}
        for colour in colours:
            used = re.fullmatch(r"var\((--[a-z-]+), (#[0-9a-f]{6})\)", colour)
            assert used, colour
            # The fallback, for a file opened alone, is the light theme's value.
            assert f"{used[1]}: {used[2]};" in TOKENS


@each_picture
def test_a_miniature_is_small(picture: Path) -> None:
    assert picture.stat().st_size < 16_000


def shapes(program: str) -> dict[str, str]:
    """Draw a program of a hundred milliseconds: the path of each token."""
    fold = fold_from_text(program)
    fold.end(100_000_000)
    found = {}
    for element in ElementTree.fromstring(draw(fold.timeline)):
        colour = element.attrib.get("stroke", element.attrib["fill"])
        faint = " faint" if element.attrib.get("opacity") == str(FAINT) else ""
        found[colour[len("var(") : colour.index(",")] + faint] = element.attrib["d"]
    return found


def test_a_lane_that_only_runs_is_one_full_bar() -> None:
    drawn = shapes("one  .")

    # The lane stands in the middle: 64 high, 18 for a lane, of which 24 % is left free.
    assert drawn["--state-running"] == "M0 27.3h240v13.7h-240z"


def test_a_wait_is_lower_than_a_run_and_its_holder_is_underlined() -> None:
    drawn = shapes("""
        one  +A  .
        two  .   ?A
    """)

    assert drawn["--state-blocked"].count("v8.5") == 1
    assert "--hold" in drawn


def test_the_wait_for_the_end_of_a_thread_is_faint() -> None:
    drawn = shapes("""
        main    .  >w  <w
        w       .  .   .   .
    """)

    assert "--state-blocked faint" in drawn
    assert "--state-blocked" not in drawn
    assert "--arrow" in drawn


def test_a_moment_shared_by_two_states_is_their_stack() -> None:
    """Half of the one column ran and half slept: half a full bar, a tenth above it."""
    [height] = {column[key] for column in halves() for key in column if key[0].endswith("running")}
    [upper] = {column[key] for column in halves() for key in column if key[0].endswith("sleeping")}

    assert height == pytest.approx(0.5)
    assert upper == pytest.approx(0.1)


def halves() -> list[dict[tuple[str, str, float], float]]:
    fold = fold_from_text("one  .  ~  .")
    fold.end(2_000_000)
    return list(columns(fold.timeline, 1, 0, 2_000_000 * COLUMNS))[:1]
