"""A discrete-event simulator of returns schemes for people who arrive by small boat.

``sim.load(name)``, ``sim.run(scenario)``, ``sim.compare(result)`` and the other names of
:mod:`sim.api` are imported when they are first used, so that ``import sim`` is quick.
"""

from __future__ import annotations

from importlib import import_module
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sim.api import (
        backtest,
        calibrate,
        chart,
        compare,
        contrast,
        forecast,
        frontier,
        limits,
        load,
        report,
        run,
        sensitivity,
        solve,
        sweep,
    )

__all__ = [
    "__version__",
    "backtest",
    "calibrate",
    "chart",
    "compare",
    "contrast",
    "forecast",
    "frontier",
    "limits",
    "load",
    "report",
    "run",
    "sensitivity",
    "solve",
    "sweep",
]


def __getattr__(name: str) -> Any:
    if name == "__version__":
        return version("returns-scheme-simulator")
    if name in __all__:
        return getattr(import_module("sim.api"), name)
    raise AttributeError(f"module 'sim' has no attribute '{name}'")
