"""The program: run as `__main__` exactly as python itself would run it."""

from __future__ import annotations

import os
import sys
from typing import Any

from . import exceptions

SAFE_PATH = getattr(sys.flags, "safe_path", False)
"""With -P nothing was put before the library on `sys.path`, nor is it now."""
ONLY_TREE = 0x400
"""`ast.PyCF_ONLY_AST`; the ast module itself is not needed."""


def run(program: dict[str, Any], cwd: str | None) -> None:
    """Run a scenario, a script or a module to its end, raising what it raises."""
    if cwd:
        os.chdir(cwd)
    main = type(sys)("__main__")
    main.__dict__["__builtins__"] = sys.modules["builtins"]
    if sys.version_info < (3, 14):
        main.__annotations__ = {}
    sys.modules["__main__"] = main
    if program["kind"] == "module":
        _run_module(program)
    else:
        _run_script(program, main)


def _run_module(program: dict[str, Any]) -> None:
    arguments = program.get("argv") or ()
    sys.argv[:] = ["-m", *arguments]
    _tell_original_arguments(["-m", program["name"], *arguments])
    _search_first(os.getcwd())
    import runpy

    runpy._run_module_as_main(program["name"])  # type: ignore[attr-defined]


def _run_script(program: dict[str, Any], main: Any) -> None:
    path = program["path"]
    sys.argv[:] = [path, *(program.get("argv") or ())]
    _tell_original_arguments(sys.argv)
    if os.path.isdir(path) or path.endswith((".pyz", ".zip")):
        import runpy

        if not SAFE_PATH:
            del sys.path[0]
        runpy.run_path(path, run_name="__main__")
        return
    _search_first(os.path.dirname(os.path.realpath(path)))
    with open(path, "rb") as file:
        source = file.read()
    code = _compile(source, path, program.get("parameters") or {})
    loader: Any = sys.modules["_frozen_importlib_external"]
    main.__dict__.update(
        __file__=path,
        __cached__=None,
        __loader__=loader.SourceFileLoader("__main__", path),
        __package__=None,
        __spec__=None,
    )
    exec(code, main.__dict__)  # noqa: S102 - running it is what we are for


def _search_first(folder: str) -> None:
    if not SAFE_PATH:
        sys.path[0] = folder


def _tell_original_arguments(arguments: list[str]) -> None:
    if hasattr(sys, "orig_argv"):
        sys.orig_argv[:] = [sys.executable, *arguments]


def _compile(source: bytes, path: str, parameters: dict[str, Any]) -> Any:
    if not parameters:
        return compile(source, path, "exec", dont_inherit=True)
    tree = compile(source, path, "exec", ONLY_TREE, dont_inherit=True)
    _give_parameters(tree, parameters)
    return compile(tree, path, "exec", dont_inherit=True)


def _give_parameters(tree: Any, parameters: dict[str, Any]) -> None:
    """Rewrite `main()` under the run guard to `main(name=value, …)`.

    In the tree, so that lines stay true and the module stays an ordinary `__main__`
    whose functions can be pickled.
    """
    import _ast

    guarded = [
        statement
        for node in tree.body
        if isinstance(node, _ast.If)
        and isinstance(node.test, _ast.Compare)
        and isinstance(node.test.left, _ast.Name)
        and node.test.left.id == "__name__"
        for statement in node.body
    ]
    for statement in guarded:
        call = getattr(statement, "value", None)
        if isinstance(call, _ast.Call) and getattr(call.func, "id", "") == "main":
            place = {
                name: getattr(call, name)
                for name in ("lineno", "col_offset", "end_lineno", "end_col_offset")
            }
            call.keywords = [k for k in call.keywords if k.arg not in parameters] + [
                _ast.keyword(arg=name, value=_ast.Constant(value=value, **place), **place)
                for name, value in parameters.items()
            ]
            return


def finish(error: BaseException) -> None:
    """Show an uncaught exception as python would, without our frames, and record it.

    The exception then leaves through us, so that the exit code, atexit functions and
    the death by SIGINT after a KeyboardInterrupt are python's own doing.
    """
    exceptions.strip(error)
    hook = sys.excepthook
    exceptions.record(error)
    try:
        hook(type(error), error, error.__traceback__)
    except BaseException as second:
        exceptions.strip(second)
        sys.__excepthook__(type(second), second, second.__traceback__)

    def shown_already(*_: Any) -> None:
        sys.excepthook = hook

    sys.excepthook = shown_already
