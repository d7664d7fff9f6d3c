"""What does a person read after a result folder was checked?"""

from __future__ import annotations

from sim.ensemble.verify import Verdict

MOST = 10
"""Replications that are named; the others are counted."""


def verdict_lines(verdict: Verdict) -> list[str]:
    """Say whether a result comes out again, and if not, what differs."""
    how_many = f"{verdict.rerun:,} of {verdict.replications:,} replications run again"
    lines = [f"{'Reproduces' if verdict.reproduces else 'Does not reproduce'}: {how_many}."]
    if different := verdict.different:
        named = ", ".join(f"{number}" for number in different[:MOST])
        more = f" and {len(different) - MOST:,} more" if len(different) > MOST else ""
        lines.append(f"Came out otherwise: replication {named}{more}.")
    elif verdict.rerun and not verdict.reproduces:
        lines.append("Every one of them came out the same.")
    if not verdict.inputs:
        lines.append("The scenario or the settings are not those that were run.")
    lines += [f"{name} {what}." for name, what in verdict.changed.items()]
    lines += [f"Another program: {difference}." for difference in verdict.program]
    return lines
