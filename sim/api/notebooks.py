"""How does a notebook know how to show what was found?"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

from sim.ensemble.result import Result
from sim.evidence.comparison import Comparison
from sim.show import displays
from sim.study.contrasting.contrast import Contrast
from sim.study.limits.study import Limits
from sim.study.sensitivity.study import Sensitivity
from sim.study.solving.frontier import Frontier
from sim.study.solving.solution import Solution

SHOWN: dict[type, Callable[[Any], str]] = {
    Result: displays.result_html,
    Comparison: displays.comparison_html,
    Contrast: displays.contrast_html,
    Limits: displays.limits_html,
    Solution: displays.solution_html,
    Frontier: displays.frontier_html,
    Sensitivity: displays.sensitivity_html,
}
"""What each kind of finding looks like, as HTML."""


def show_in_notebook() -> None:
    """Tell the notebook that runs, if one does.

    A finding does not know itself how it looks: it belongs to a room that shows nothing.
    """
    notebook = sys.modules.get("IPython")
    shell = notebook.get_ipython() if notebook else None
    if shell is not None:
        html = shell.display_formatter.formatters["text/html"]
        for kind, display in SHOWN.items():
            html.for_type(kind, display)
