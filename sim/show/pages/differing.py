"""In what does a scenario differ from the one it extends?"""

from __future__ import annotations

from collections import Counter

from sim.scenario.explain import Explained, explain
from sim.scenario.load import Loaded
from sim.show.pages.markdown import text_table

NOT_SET = "not set"


def differences(loaded: Loaded, parent: Loaded) -> list[tuple[Explained, str]]:
    """Return every value that a scenario's own file sets, with its parent's value as text."""
    before = {row.path: _value(row) for row in explain(parent)}
    own = loaded.scenario.files[0]
    return [
        (row, before.get(row.path, NOT_SET))
        for row in explain(loaded)
        if row.place.startswith(f"{own}:")
    ]


def differences_table(loaded: Loaded, parent: Loaded) -> str:
    """Write what differs, and on whose word."""
    rows = [
        (f"`{row.path}`", before, _value(row), row.status, _grounds(row))
        for row, before in differences(loaded, parent)
    ]
    return text_table(("value", "there", "here", "status", "why and source"), rows)


def how_it_stands(loaded: Loaded) -> str:
    """Say how many of a scenario's values rest on what."""
    rows = explain(loaded)
    statuses = Counter(row.status for row in rows)
    others = [f"{statuses[s]} {s}" for s in ("derived", "calibrated", "assumed")]
    levers = "1 set as a lever" if statuses["lever"] == 1 else f"{statuses['lever']} set as levers"
    uncertain = sum(bool(row.prior) for row in rows)
    return (
        f"Of its {len(rows)} values {statuses['reported']} are reported, {', '.join(others)} and "
        f"{levers}; {uncertain} are uncertain and drawn anew in every replication."
    )


def _value(row: Explained) -> str:
    shown = f"{row.value} {row.unit}".strip()
    return f"{shown}, prior {row.prior}" if row.prior else shown


def _grounds(row: Explained) -> str:
    return ". ".join(part.rstrip(".") for part in (row.why, row.source) if part)
