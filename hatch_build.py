"""The build hook of the wheel: with THREADLINE_BUILD_ACCELERATOR=1 it brings compiled libraries.

Without, the wheel is one for every Python and every platform, as ever. What is compiled,
and why it is never needed, stands in `app/runs/shipping.py`.
"""

from __future__ import annotations

import atexit
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class AcceleratorHook(BuildHookInterface):
    """Puts what `shipping` compiles into the wheel, and the Python it is for into its tag."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile, if that is asked for, before the files are gathered."""
        sys.path.insert(0, self.root)
        from app.runs import shipping

        if version == "editable" or not shipping.is_asked_for(os.environ):
            return
        folder = tempfile.TemporaryDirectory()
        atexit.register(folder.cleanup)
        made = shipping.compile_into(Path(folder.name))
        build_data["force_include"].update({str(path): place for path, place in made.items()})
        build_data["pure_python"] = False
        build_data["infer_tag"] = True
