"""Degenerate scenarios that queueing theory knows, and its formulas.

Every day crosses, with 1 + Poisson(39) boats of one person each, of whom 15% are in the
scheme: within 1% of a Poisson process of 6 a day.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from math import factorial

from sim.model.order import DAY
from sim.scenario.schema import Scenario
from sim.scenario.values import Spread
from tests.variants import changed, pilot

START = date(2027, 1, 4)
DAYS, WARM_UP = 400, 40
MEAN_STAY = 2.0
A_DAY, BOATS = 6.0, 40


@cache
def queueing() -> Scenario:
    """Return a scenario in which a stay in detention is one exponential time."""
    far = START + timedelta(days=5000)
    return changed(
        pilot().model_copy(update={"weeks": (), "empty_days": frozenset()}),
        {
            "scheme.start": START,
            "scheme.horizon": START + timedelta(days=DAYS - 1),
            **{f"scheme.last_{what}": far for what in ("arrival", "referral", "return", "inbound")},
            "scheme.long_stop": 4000.0 * DAY,
            "arrivals.crossing_base": 50.0,
            "arrivals.boats_season": (0.0, 0.0, 0.0, 0.0),
            "arrivals.crossing_season": (0.0, 0.0, 0.0, 0.0),
            "arrivals.boats_dispersion": 1e9,
            "arrivals.people_per_boat": 1.0,
            "arrivals.people_per_boat_cv": 0.0,
            "arrivals.last_year": BOATS * 365.25,
            "arrivals.level": 1.0,
            "selection.in_scope": 1.0,
            "selection.share": A_DAY / BOATS,
            "casework.referral": 0.0,
            "casework.referral_deadline": 4000.0 * DAY,
            "casework.reply": Spread(mean=MEAN_STAY * DAY),
            "casework.accepted": 0.0,
            "inbound.applications": 0.0,
            "flights.per_week": 0.0,
            "returnees.share": 0.0,
            **{f"barriers.{name}.share": 0.0 for name in pilot().barriers},
        },
    )


def erlang_b(servers: int, load: float) -> float:
    """Return the chance of loss (Erlang's B formula)."""
    terms = [load**k / factorial(k) for k in range(servers + 1)]
    return terms[-1] / sum(terms)
