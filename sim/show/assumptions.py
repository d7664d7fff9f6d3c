"""How do the assumptions of a scenario look, and how do those of several?

One scenario is shown alone; each of several has a heading, or its name in the document.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich.console import Console

from sim.scenario.explain import as_markdown, assumptions_log
from sim.scenario.load import Loaded
from sim.show.documents import explained_document
from sim.show.tables import explained_table


def show_assumptions(console: Console, loaded: Mapping[str, Loaded]) -> None:
    """Print a table for each scenario, by the name it was given."""
    for name, one in loaded.items():
        if len(loaded) > 1:
            console.print(f"{_heading(name, one)}\n", style="bold", markup=False, highlight=False)
        console.print(explained_table(assumptions_log(one)), markup=False)
        if len(loaded) > 1:
            console.print()


def assumptions_markdown(loaded: Mapping[str, Loaded]) -> str:
    """Return a Markdown table for each scenario."""
    tables = {name: as_markdown(assumptions_log(one)) for name, one in loaded.items()}
    if len(tables) == 1:
        return "".join(tables.values())
    return "\n".join(
        f"## {_heading(name, loaded[name])}\n\n{table}" for name, table in tables.items()
    )


def assumptions_document(loaded: Mapping[str, Loaded]) -> dict[str, Any]:
    """Return the values of one scenario, or those of each of several."""
    values = {name: explained_document(assumptions_log(one)) for name, one in loaded.items()}
    if len(values) == 1:
        return next(iter(values.values()))
    return {"scenarios": [{"scenario": name} | rows for name, rows in values.items()]}


def _heading(name: str, one: Loaded) -> str:
    return f"{name}: {one.scenario.name}"
