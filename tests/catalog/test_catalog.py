"""The catalogue: a scenario described by its source, its form checked field by field."""

from pathlib import Path
from textwrap import dedent

import pytest

from app.catalog import ParameterProblem, Scenario, ScenarioProblem, describe, load

WELL_FORMED = '''\
"""Tea for two

Lesson 3 of Creating threads, beginner: tea, join.

Two people drink tea. They do so
together.

The kettle is small.

Watch for the cups.
"""

from typing import Literal

EXPECTS = ("deadlock", "stall")


def main(
    *, cups: int = 2,
    minutes: float = 1.5,
    milk: bool = False,
    leaf: Literal["green", "oolong"] = "green",
) -> None:
    """Pour.

    cups: cups to pour (1 to 9)
    minutes: minutes it draws (0.5 to 3)
    milk: whether there is milk
    leaf: what is in the pot
    """
'''


def scenario_from(folder: Path, source: str, name: str = "tea") -> Scenario:
    path = folder / f"{name}.py"
    path.write_text(source, encoding="utf-8")
    return describe(path)


@pytest.fixture
def tea(tmp_path: Path) -> Scenario:
    return scenario_from(tmp_path, WELL_FORMED)


def test_a_docstring_tells_title_lesson_story_and_what_to_watch_for(tea: Scenario) -> None:
    assert tea.title == "Tea for two"
    assert (tea.group, tea.order, tea.difficulty) == ("Creating threads", 3, "beginner")
    assert tea.concepts == ("tea", "join")
    assert tea.summary == "Two people drink tea."
    assert tea.story == "Two people drink tea. They do so together.\n\nThe kettle is small."
    assert tea.watch_for == "Watch for the cups."
    assert tea.expects == ("deadlock", "stall")


def test_the_keywords_of_main_are_the_form(tea: Scenario) -> None:
    cups, minutes, milk, leaf = (field.as_json() for field in tea.parameters)
    assert cups == {
        "name": "cups",
        "type": "int",
        "default": 2,
        "min": 1,
        "max": 9,
        "choices": [],
        "help": "cups to pour",
    }
    assert (minutes["type"], minutes["min"], minutes["max"]) == ("float", 0.5, 3.0)
    assert (milk["type"], milk["default"]) == ("bool", False)
    assert (leaf["type"], leaf["choices"]) == ("choice", ["green", "oolong"])


def test_a_row_of_the_catalogue_holds_all_the_page_shows(tea: Scenario) -> None:
    assert tea.as_json().keys() == {
        "name",
        "title",
        "summary",
        "story",
        "watch_for",
        "concepts",
        "difficulty",
        "group",
        "order",
        "parameters",
        "expects",
        "source",
        "miniature",
    }
    assert tea.as_json()["miniature"] == "/static/miniatures/tea.svg"
    assert tea.as_json()["source"] == WELL_FORMED


def test_what_is_not_given_has_its_default(tea: Scenario) -> None:
    assert tea.validate({"cups": 3, "minutes": 2}) == {
        "cups": 3,
        "minutes": 2.0,
        "milk": False,
        "leaf": "green",
    }


@pytest.mark.parametrize("cups", [1, 9])
def test_bounds_belong_to_what_is_allowed(tea: Scenario, cups: int) -> None:
    assert tea.validate({"cups": cups})["cups"] == cups


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("cups", 0, "cups must be a whole number from 1 to 9, not 0."),
        ("cups", 10, "cups must be a whole number from 1 to 9, not 10."),
        ("cups", 2.0, "cups must be a whole number from 1 to 9, not 2.0."),
        ("cups", True, "cups must be a whole number from 1 to 9, not True."),
        ("cups", "2", "cups must be a whole number from 1 to 9, not '2'."),
        ("cups", None, "cups must be a whole number from 1 to 9, not None."),
        ("minutes", float("nan"), "minutes must be a number from 0.5 to 3.0, not nan."),
        ("minutes", 10**400, "minutes must be a number from 0.5 to 3.0, not 1000"),
        ("milk", 1, "milk must be true or false, not 1."),
        ("leaf", "red", "leaf must be one of green, oolong, not 'red'."),
        ("leaf", ["green"], "leaf must be one of green, oolong, not ['green']."),
        ("sugar", 1, "tea has no parameter 'sugar'; it has cups, minutes, milk, leaf."),
    ],
)
def test_a_refusal_names_the_field_and_says_what_would_be_right(
    tea: Scenario, field: str, value: object, message: str
) -> None:
    with pytest.raises(ParameterProblem) as refused:
        tea.validate({field: value})
    assert refused.value.field == field
    assert refused.value.message.startswith(message)


def test_a_refusal_does_not_repeat_a_flood(tea: Scenario) -> None:
    with pytest.raises(ParameterProblem) as refused:
        tea.validate({"leaf": "x" * 100_000})
    assert len(refused.value.message) < 100


@pytest.mark.parametrize(
    ("right", "wrong", "message"),
    [
        ("def main(", "def main( :", "tea.py:18: cannot be read"),
        ("Lesson 3 of Creating threads", "Lesson 3 of Knitting", "tea.py:3: expected 'Lesson 3"),
        ("beginner", "easy", "tea.py:3: expected 'Lesson 3"),
        ("Watch for the cups.", "Look at the cups.", "last paragraph must begin 'Watch for'"),
        ("EXPECTS = ", "EXPECTED = ", "EXPECTS, the findings to be made, is missing"),
        ('("deadlock", "stall")', "find_out()", "EXPECTS must be a literal tuple"),
        ("def main(", "def start(", "there is no main function"),
        ("*, cups: int = 2,", "cups: int = 2, *,", "main takes keyword-only parameters"),
        ("cups: int = 2,", "cups: int,", "cups: has no default"),
        ("cups: int = 2,", "cups: int = TWO,", "cups: default, choices and bounds"),
        ("cups: int = 2,", "cups: int = 12,", "cups: the default is not allowed"),
        ("cups: int = 2,", "cups: Cups = 2,", "cups: wants bool, Literal[…], or int or float"),
        ("pour (1 to 9)", "pour", "cups: wants bool, Literal[…], or int or float with bounds"),
        ("    milk: whether there is milk\n", "", "milk: say what it is"),
    ],
)
def test_a_file_that_does_not_describe_itself_is_refused_with_its_line(
    tmp_path: Path, right: str, wrong: str, message: str
) -> None:
    assert right in WELL_FORMED
    with pytest.raises(ScenarioProblem) as refused:
        scenario_from(tmp_path, WELL_FORMED.replace(right, wrong))
    assert message in str(refused.value)


def test_a_scenario_is_never_run_to_be_described(tmp_path: Path) -> None:
    source = WELL_FORMED.replace("EXPECTS =", "raise SystemExit('it was run')\nEXPECTS =")
    assert scenario_from(tmp_path, source).title == "Tea for two"


def test_scenarios_come_in_the_order_of_learning(tmp_path: Path) -> None:
    lessons = {
        "deep": "Lesson 1 of Synchronization",
        "second": "Lesson 2 of Creating threads",
        "first": "Lesson 1 of Creating threads",
        "between": "Lesson 1 of Threads vs processes",
    }
    for name, lesson in lessons.items():
        source = WELL_FORMED.replace("Lesson 3 of Creating threads", lesson)
        scenario_from(tmp_path, source, name)
    (tmp_path / "_draft.py").write_text(dedent("not a scenario"), encoding="utf-8")

    assert [each.name for each in load(tmp_path)] == ["first", "second", "between", "deep"]
