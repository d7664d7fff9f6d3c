"""Where do the reported figures fall among the replications?"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import numpy as np

from sim.ensemble.quantiles import LEVELS
from sim.ensemble.result import Result
from sim.evidence.comparison import Compared, Comparison, LeftOut, Role
from sim.evidence.figures import Figure
from sim.evidence.forecasting.scores import score
from sim.evidence.printed import Printed
from sim.evidence.quantities import QUANTITIES, Values, simulated
from sim.scenario.schema import Scenario


def compare(result: Result, figures: Iterable[Figure]) -> Comparison:
    """Compare a run with reported figures.

    Parameters
    ----------
    result
        The run.
    figures
        In the order in which the comparison shows them. One that is not to be used, is
        as of a day that was not simulated, or is undefined in every replication is left
        out, with the reason.
    """
    compared, left_out = [], []
    for figure in figures:
        if reason := _why_not(figure, result.dates[0], result.dates[-1]):
            left_out.append(LeftOut(figure, reason))
            continue
        values = simulated(figure.quantity, result, figure.as_of)
        row = _compared(figure, values, _role(figure, result.scenario))
        if row is None:
            left_out.append(LeftOut(figure, "it is undefined in every replication"))
        else:
            compared.append(row)
    return Comparison(
        scenario=result.scenario.name,
        start=result.dates[0],
        seed=result.seed,
        replications=result.replications,
        figures=tuple(compared),
        left_out=tuple(left_out),
    )


def percentile(printed: Printed, values: Values) -> float:
    """Return where a figure falls among simulated values: a share from 0 to 1.

    The share of values below all that the figure may stand for, plus half the share of
    those that it may stand for (mid-rank: half of the ties). For ``at_least`` only the
    share below it, the part of the simulation that it contradicts, so small is good.

    Parameters
    ----------
    printed
        The figure.
    values
        Defined values, shape (replications,).
    """
    too_low = printed.too_low(values)
    if printed.rounding == "at_least":
        return float(too_low.mean())
    agrees = ~too_low & ~printed.too_high(values)
    return float(too_low.mean() + agrees.mean() / 2)


def _why_not(figure: Figure, first: date, last: date) -> str | None:
    """Return in words why a figure cannot be compared, or None."""
    if not figure.use:
        return "it is not to be used" + (f": {figure.note.strip()}" if figure.note else "")
    if figure.as_of < first:
        return f"it is as of a day before the scheme begins on {first}"
    if figure.as_of > last:
        return f"it is as of a day after the last simulated day, {last}"
    counts_from = QUANTITIES[figure.quantity].counts_from
    if counts_from and counts_from(figure.as_of) < first:
        return f"it counts from {counts_from(figure.as_of)}, before the scheme begins on {first}"
    return None


def _role(figure: Figure, scenario: Scenario) -> Role:
    """Return what a figure was to the scenario that is compared with it."""
    if figure.quantity.startswith("arrivals"):
        observed = scenario.weeks and figure.as_of <= scenario.weeks[-1].ending
        return "input" if observed else "not_fitted"
    if scenario.posterior is None:
        return "seen"
    return "fitted" if figure.days[1] <= scenario.posterior.until else "not_fitted"


def _compared(figure: Figure, values: Values, role: Role) -> Compared | None:
    """Return the row of a figure, or None if no replication defines its quantity."""
    defined = values[~np.isnan(values)]
    if not defined.size:
        return None
    at = dict(zip(LEVELS, np.quantile(defined, list(LEVELS.values())).tolist(), strict=True))
    printed = figure.printed
    is_bound = printed.rounding == "at_least"
    how_good = None if is_bound else score(defined, float(printed.value))
    return Compared(
        figure=figure,
        **at,
        percentile=percentile(printed, defined),
        inside50=_meets(printed, at["p25"], at["p75"]),
        inside90=_meets(printed, at["p05"], at["p95"]),
        role=role,
        wis=how_good.wis if how_good else None,
        crps=how_good.crps if how_good else None,
    )


def _meets(printed: Printed, low: float, high: float) -> bool:
    """Return whether a value that the figure may stand for lies in a closed interval."""
    too_low, too_high = printed.too_low(np.array([high])), printed.too_high(np.array([low]))
    return not (too_low[0] or too_high[0])
