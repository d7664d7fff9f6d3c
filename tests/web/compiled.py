"""A model that is compiled before the page is asked, as ``sim serve`` does it.

A run may last thirty seconds; on a machine that has run nothing yet, compiling alone may take them.
"""

from __future__ import annotations

from sim.ensemble.first_use import compile_first
from sim.model.outline import outline
from sim.scenario.load import load


def compile_model() -> None:
    compile_first(outline(load("pilot")), print)
