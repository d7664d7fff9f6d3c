"""What can be done from Python?

``sim.load``, ``sim.run``, ``sim.sweep``, ``sim.compare``, ``sim.contrast``, ``sim.limits``,
``sim.solve``, ``sim.frontier``, ``sim.sensitivity``, ``sim.calibrate``, ``sim.forecast`` and
``sim.backtest``: the same as the commands of those names; and ``sim.chart``, which draws what they
return.
"""

from __future__ import annotations

from sim.api.asking import contrast, frontier, limits, sensitivity, solve
from sim.api.notebooks import show_in_notebook
from sim.api.running import backtest, calibrate, compare, forecast, load, run, sweep
from sim.api.showing import chart, report

__all__ = [
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

show_in_notebook()
