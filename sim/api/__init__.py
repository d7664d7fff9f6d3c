"""What can be done from Python?

``sim.load``, ``sim.run``, ``sim.sweep``, ``sim.compare``, ``sim.contrast``, ``sim.limits``,
``sim.solve``, ``sim.frontier``, ``sim.sensitivity``, ``sim.calibrate``, ``sim.forecast`` and
``sim.backtest``: the same as the commands of those names.
"""

from __future__ import annotations

from sim.api.asking import contrast, frontier, limits, sensitivity, solve
from sim.api.running import backtest, calibrate, compare, forecast, load, run, sweep

__all__ = [
    "backtest",
    "calibrate",
    "compare",
    "contrast",
    "forecast",
    "frontier",
    "limits",
    "load",
    "run",
    "sensitivity",
    "solve",
    "sweep",
]
