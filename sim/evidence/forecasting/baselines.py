"""What would somebody expect of the coming months without a model?

Four ways to continue a monthly count from its own past, each with the spread that its
past errors justify. A model that does not beat the best of them has told us nothing.
Nothing here is tuned to any scheme: what is not fitted comes from the literature.
"""

from __future__ import annotations

import numpy as np
from scipy.special import chdtri

from sim.evidence.forecasting.continuations import Baseline, Months, Paths, mean_of_three, trend
from sim.evidence.forecasting.shocks import standard_shocks

DAMPING = 0.9
"""How much of a trend is left after a month: in the middle of the usual 0.8 to 0.98
(Hyndman & Athanasopoulos, section 8.2), since a few months cannot tell."""

BASELINES = {
    "last_month": trend("the last month again", damping=0.0),
    "mean_of_three": mean_of_three("the mean of the three months before, again and again"),
    "linear_trend": trend("the last month and the mean monthly change so far", damping=1.0),
    "damped_trend": trend("the same trend, a tenth weaker each month", damping=DAMPING),
}
"""Every baseline by name."""


def baseline_samples(name: str, history: Months, months: int, draws: int) -> Paths:
    """Continue a history by one of :data:`BASELINES`.

    Parameters
    ----------
    name
        A key of :data:`BASELINES`.
    history
        Counts of whole months, oldest first, at least two.
    months
        How many months to go on.
    draws
        How many paths; the same call always gives the same ones.

    Returns
    -------
    Paths
        Shape (draws, months), none below zero. A row is a path: its errors carry over from
        month to month, so that the sum of a row has an honest spread too.

    Raises
    ------
    ValueError
        If the baseline is unknown or the history is too short or not of counts.

    Notes
    -----
    One month ahead the error is ``s`` times a Student t with ``n`` degrees of freedom, where
    ``s² = (sum of squared one-month errors) / n`` and ``n`` is the number of errors less the
    values fitted; all months of a path share one draw of the scale, since it is not known. Of
    normal errors this is the exact predictive distribution of ``last_month`` and
    ``linear_trend``; its limit for a long history is the normal one of Hyndman & Athanasopoulos
    (Forecasting: Principles and Practice, 3rd ed., 2021, section 5.5).

    With few months three rules hold:

    - With two months the only change is the error of every method, the trends included: one
      change does not show how much of it was trend and how much chance.
    - ``n`` is at least 2, the least with which the mean, and so the CRPS, is finite.
      Where 1 would be exact, the 90% interval then holds 79% of months and the 50% interval
      44%; a forecast without a mean would be an opponent too easy to beat.
    - ``s²`` is at least the mean of the history (at least 1), as for a Poisson count: two
      equal months do not prove that the third is the same.

    A month below zero is shown as zero, while its path goes on beneath: quantiles above
    zero stay those of the method, where a transform would change its trend.
    """
    if name not in BASELINES:
        raise ValueError(f"unknown baseline '{name}'; choose one of {', '.join(BASELINES)}")
    history = np.asarray(history, dtype=np.float64)
    if history.ndim != 1 or len(history) < 2:
        raise ValueError("a baseline needs a history of at least two months")
    if not np.all(np.isfinite(history) & (history >= 0)):
        raise ValueError("a history holds counts: finite, and none below zero")
    if months < 1 or draws < 1:
        raise ValueError("a baseline needs at least one month to go on and one draw")
    baseline = BASELINES[name]
    size, freedom = _error(baseline, history)
    level, normal = standard_shocks(draws, months + 1)
    shocks = size * np.sqrt(freedom / chdtri(freedom, level))[:, np.newaxis] * normal
    paths = baseline.continued(history, shocks[:, 1:], shocks[:, :1])
    return np.maximum(paths, 0.0)


def _error(baseline: Baseline, history: Months) -> tuple[float, int]:
    """Return the size of a one-month error and its degrees of freedom."""
    free = len(history) - 1 - baseline.fitted
    errors = baseline.errors(history) if free > 0 else np.diff(history)
    square = float(errors @ errors) / max(free, 1)
    return float(np.sqrt(max(square, history.mean(), 1.0))), max(free, 2)
