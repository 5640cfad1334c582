"""A scenario: what the catalogue knows of a program that teaches one thing.

Scenarios are ordinary programs, and the folder is their registry. They are described
by reading their source with `ast`, never by importing them: a program under study must
not run in the server, and one that cannot even be compiled must not take the page down
with an ImportError. What is read, and from where, stands in docs/scenarios.md.
"""

from __future__ import annotations

import ast
import re
import reprlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast, get_args

Value = int | float | bool | str
"""What a parameter may be set to; all of it JSON."""

Difficulty = Literal["beginner", "intermediate", "advanced"]

GROUPS = (
    "Creating threads",
    "Concurrency vs parallelism",
    "Threads vs processes",
    "Synchronization",
)
"""The order of learning, which is the order of the page."""


class ScenarioProblem(Exception):
    """A file in the folder does not describe itself as a scenario must."""

    def __init__(self, path: Path, line: int, message: str) -> None:
        super().__init__(f"{path.name}:{line}: {message}")


class ParameterProblem(Exception):
    """A parameter that was asked for cannot be had; `message` says what would be right."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field
        self.message = message


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One keyword of a scenario's `main`, as a field of a form."""

    name: str
    type: Literal["int", "float", "bool", "choice"]
    default: Value
    min: int | float | None = None
    max: int | float | None = None
    choices: tuple[str, ...] = ()
    help: str = ""

    def checked(self, value: object) -> Value:
        """Return `value` as `main` will get it, or raise ParameterProblem."""
        fits = value in self.choices if self.type == "choice" else self._is_in_bounds(value)
        if not fits:
            message = f"{self.name} must be {self.wanted()}, not {reprlib.repr(value)}."
            raise ParameterProblem(self.name, message)
        assert isinstance(value, int | float | str)
        return float(value) if self.type == "float" else value

    def wanted(self) -> str:
        """Say in words which values are right."""
        if self.type == "choice":
            return "one of " + ", ".join(self.choices)
        if self.type == "bool":
            return "true or false"
        noun = "a whole number" if self.type == "int" else "a number"
        return f"{noun} from {self.min} to {self.max}"

    def _is_in_bounds(self, value: object) -> bool:
        # bool is a subclass of int, and true is no answer to "how many?"
        if self.type == "bool" or isinstance(value, bool):
            return self.type == "bool" and isinstance(value, bool)
        if not isinstance(value, int if self.type == "int" else int | float):
            return False
        # Not a number is outside of every bound: each comparison with it is false.
        return self.min is not None and self.max is not None and self.min <= value <= self.max

    def as_json(self) -> dict[str, object]:
        """Return the row of this field in `GET /api/scenarios`."""
        return {
            "name": self.name,
            "type": self.type,
            "default": self.default,
            "min": self.min,
            "max": self.max,
            "choices": list(self.choices),
            "help": self.help,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """One lesson: its words for the page, its form, its source."""

    name: str
    path: Path
    title: str
    group: str
    order: int
    difficulty: Difficulty
    concepts: tuple[str, ...]
    story: str
    watch_for: str
    expects: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    source: str

    @property
    def summary(self) -> str:
        """The first sentence of the story."""
        return re.split(r"(?<=[.!?])\s", self.story, maxsplit=1)[0]

    def validate(self, parameters: Mapping[str, object]) -> dict[str, Value]:
        """Return every parameter, given or default, in the order of `main`."""
        known = [parameter.name for parameter in self.parameters]
        for name in parameters:
            if name not in known:
                has = ", ".join(known) or "none"
                message = f"{self.name} has no parameter {reprlib.repr(name)}; it has {has}."
                raise ParameterProblem(name, message)
        return {
            parameter.name: parameter.checked(parameters.get(parameter.name, parameter.default))
            for parameter in self.parameters
        }

    def as_json(self) -> dict[str, object]:
        """Return the row of this scenario in `GET /api/scenarios`."""
        return {
            "name": self.name,
            "title": self.title,
            "summary": self.summary,
            "story": self.story,
            "watch_for": self.watch_for,
            "concepts": list(self.concepts),
            "difficulty": self.difficulty,
            "group": self.group,
            "order": self.order,
            "parameters": [parameter.as_json() for parameter in self.parameters],
            "expects": list(self.expects),
            "source": self.source,
            "miniature": f"/static/miniatures/{self.name}.svg",
        }


def load(folder: Path) -> tuple[Scenario, ...]:
    """Describe every scenario of a folder, in the order of learning."""
    scenarios = [describe(path) for path in folder.glob("*.py") if not path.name.startswith("_")]
    return tuple(
        sorted(scenarios, key=lambda each: (GROUPS.index(each.group), each.order, each.name))
    )


def describe(path: Path) -> Scenario:
    """Read one scenario's description out of its source."""
    source = path.read_text(encoding="utf-8")
    try:
        tree = ast.parse(source, filename=str(path))
    except SyntaxError as problem:
        raise ScenarioProblem(path, problem.lineno or 1, f"cannot be read: {problem.msg}") from None
    title, lesson, story, watch_for = _paragraphs(path, tree)
    return Scenario(
        name=path.stem,
        path=path,
        title=title,
        group=lesson["group"],
        order=int(lesson["order"]),
        difficulty=cast(Difficulty, lesson["difficulty"]),
        concepts=tuple(concept.strip() for concept in lesson["concepts"].split(",")),
        story=story,
        watch_for=watch_for,
        expects=_expects(path, tree),
        parameters=_parameters(path, tree),
        source=source,
    )


_LESSON = re.compile(
    rf"Lesson (?P<order>\d+) of (?P<group>{'|'.join(GROUPS)}),"
    rf" (?P<difficulty>{'|'.join(get_args(Difficulty))}): (?P<concepts>.+)\."
)


def _paragraphs(path: Path, tree: ast.Module) -> tuple[str, dict[str, str], str, str]:
    paragraphs = [
        " ".join(paragraph.split())
        for paragraph in re.split(r"\n\s*\n", ast.get_docstring(tree) or "")
    ]
    if len(paragraphs) < 4:
        raise ScenarioProblem(
            path, 1, "the docstring needs a title, a lesson line, a story and a Watch for"
        )
    title, lesson_line, *story, watch_for = paragraphs
    lesson = _LESSON.fullmatch(lesson_line)
    if lesson is None:
        raise ScenarioProblem(
            path, 3, "expected 'Lesson 3 of <group>, beginner: concept, concept.' under the title"
        )
    if not watch_for.startswith("Watch for"):
        raise ScenarioProblem(path, 1, "the docstring's last paragraph must begin 'Watch for'")
    return title, lesson.groupdict(), "\n\n".join(story), watch_for


def _expects(path: Path, tree: ast.Module) -> tuple[str, ...]:
    for node in tree.body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "EXPECTS":
            try:
                return tuple(str(kind) for kind in ast.literal_eval(node.value))
            except (ValueError, TypeError):
                message = "EXPECTS must be a literal tuple"
                raise ScenarioProblem(path, node.lineno, message) from None
    raise ScenarioProblem(path, 1, "EXPECTS, the findings to be made, is missing")


def _parameters(path: Path, tree: ast.Module) -> tuple[Parameter, ...]:
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and node.name == "main":
            if node.args.args or node.args.vararg or node.args.kwarg:
                raise ScenarioProblem(path, node.lineno, "main takes keyword-only parameters")
            helps = dict(_HELP.findall(ast.get_docstring(node) or ""))
            return tuple(
                _parameter(path, argument, default, helps.get(argument.arg, ""))
                for argument, default in zip(
                    node.args.kwonlyargs, node.args.kw_defaults, strict=True
                )
            )
    raise ScenarioProblem(path, 1, "there is no main function")


_HELP = re.compile(r"^(\w+): (.+)$", re.MULTILINE)
_BOUNDS = re.compile(r"^(?P<help>.*) \((?P<min>-?[\d._]+) to (?P<max>-?[\d._]+)\)$")


def _parameter(path: Path, argument: ast.arg, default: ast.expr | None, text: str) -> Parameter:
    """Read `name: int = 3` and its line `name: what it is (1 to 9)` in main's docstring."""
    name = argument.arg

    def problem(message: str) -> ScenarioProblem:
        return ScenarioProblem(path, argument.lineno, f"{name}: {message}")

    if not text:
        raise problem(f"say what it is, in main's docstring: '{name}: …'")
    if default is None:
        raise problem("has no default")
    try:
        parameter = _field(name, argument, ast.literal_eval(default), text)
    except ValueError:
        raise problem("default, choices and bounds must be literals") from None
    if parameter is None:
        raise problem("wants bool, Literal[…], or int or float with bounds '(1 to 9)'")
    try:
        parameter.checked(parameter.default)
    except ParameterProblem as refused:
        raise problem(f"the default is not allowed: {refused}") from None
    return parameter


def _field(name: str, argument: ast.arg, default: Value, text: str) -> Parameter | None:
    annotation = ast.unparse(argument.annotation) if argument.annotation else ""
    bounds = _BOUNDS.match(text)
    if annotation == "bool":
        return Parameter(name=name, type="bool", default=default, help=text)
    if annotation.startswith("Literal["):
        choices = ast.literal_eval(f"({annotation.removeprefix('Literal')[1:-1]},)")
        return Parameter(name=name, type="choice", default=default, choices=choices, help=text)
    if annotation not in ("int", "float") or bounds is None:
        return None
    number = int if annotation == "int" else float
    return Parameter(
        name=name,
        type="int" if annotation == "int" else "float",
        default=default,
        min=number(bounds["min"]),
        max=number(bounds["max"]),
        help=bounds["help"],
    )
