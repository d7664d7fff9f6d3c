"""Every scenario that comes with the project runs by the laws, and history comes out as it was."""

from __future__ import annotations

import numpy as np
import pytest

from sim.ensemble.result import Result
from sim.ensemble.run import run
from sim.ensemble.settings import Settings
from sim.evidence.compare import compare
from sim.evidence.comparison import Comparison
from sim.evidence.figures import figures_of
from sim.luck.luck import Luck
from sim.model.exits import Exit
from sim.model.order import DAY
from sim.model.outline import outline
from sim.model.replicate import prepare, replicate
from sim.outcomes.indicators import INDICATORS
from sim.scenario.library import names
from sim.scenario.load import load
from sim.scenario.values import Spread
from tests.model.invariants import check_invariants

SOME = Settings(replications=200, seed=1, workers=2)

DAYS = 7
"""Of a stay, on average."""


def _run(name: str) -> Result:
    return run(load(name), SOME)


def _compared(name: str) -> Comparison:
    result = _run(name)
    return compare(result, figures_of(result.scenario))


def _median(result: Result, name: str) -> float:
    median = result.summaries[name].median
    assert median is not None
    return median


@pytest.mark.parametrize("name", names())
def test_everybody_is_somewhere_in_every_scenario(name: str) -> None:
    prepared = outline(load(name))
    for replication in range(2):
        luck = Luck(3, replication)
        plan, cases = prepare(prepared, luck)
        check_invariants(replicate(prepared, luck, "compiled"), plan, cases)


def test_there_are_scenarios_for_every_system_of_the_debate() -> None:
    assert len(names()) >= 18
    assert {"pilot", "rwanda_2022", "week_removal", "no_scheme"} <= set(names())


@pytest.mark.parametrize("name", ["pilot", "pilot_calibrated"])
def test_the_history_of_the_pilot_lies_inside_its_intervals(name: str) -> None:
    compared = _compared(name)
    month_ends = [row for row in compared.figures if row.figure.group == "month_end"]
    assert month_ends
    assert all(row.inside90 for row in month_ends)


def test_the_history_of_the_rwanda_scheme_lies_inside_its_intervals() -> None:
    compared = _compared("rwanda_2022")
    told = {row.figure.quantity for row in compared.figures}
    assert told >= {"returns_cumulative", "flights_cumulative", "voluntary_departures"}
    assert all(row.inside90 for row in compared.figures)


def test_what_the_rwanda_scheme_cost_is_what_was_reported() -> None:
    cost = _run("rwanda_2022").summaries["cost"]
    assert cost.p05 is not None
    assert cost.p95 is not None
    for reported in (700e6, 715e6):
        assert cost.p05 < reported < cost.p95


def test_without_a_scheme_nobody_is_detained_returned_or_comes_in() -> None:
    result = _run("no_scheme")
    for name in ("people_detained", "returns", "inbound", "net_flow"):
        assert not result.indicators[:, list(INDICATORS).index(name)].any()


def test_removal_within_a_week_is_plain_arithmetic_where_nothing_is_in_its_way() -> None:
    # Little's law: people inside are arrivals a day times days inside. Over windows of seven days
    # that lie in the year whole, the daily figures of 2025 give 804 people, and 2,599 at the peak.
    result = _run("week_removal_2025")
    days = result.scenario.days
    assert _median(result, "mean_occupancy") == pytest.approx(41_472 * DAYS / days, rel=0.005)
    whole_windows = _median(result, "person_days_detained") / (days - DAYS)
    assert whole_windows == pytest.approx(804, rel=0.01)
    assert _median(result, "time_in_detention") == pytest.approx(DAYS, abs=0.05)
    assert _median(result, "peak_occupancy") == pytest.approx(2_600, rel=0.05)
    out = result.exits[:, Exit.RETURNED] + result.exits[:, Exit.STILL_INSIDE]
    assert (out == result.indicators[:, list(INDICATORS).index("arrivals")]).all()


def test_people_whom_nobody_accepts_take_places_for_as_long_as_they_are_held() -> None:
    plain, casework = load("week_removal_2025"), load("week_removal").casework
    assert casework.held_if_refused is not None
    four_weeks = Spread(28.0 * DAY, 28.0 * DAY)
    halved = plain.with_values(
        {
            casework.accepted.path: casework.accepted.set_to(casework.accepted.value),
            casework.held_if_refused.path: casework.held_if_refused.set_to(four_weeks),
        }
    )
    until_refused, held = 5, 28
    expected = 0.0
    for week in plain.weeks:
        for day in range(7):
            left = (plain.scheme.horizon.value - week.first_day).days - day + 0.5
            if plain.scheme.start.value <= week.first_day and left > 0:
                stay = min(DAYS, left) / 2 + min(until_refused + held, left) / 2
                expected += week.people / 7 * stay
    found = _median(run(halved, SOME), "person_days_detained")
    assert found == pytest.approx(expected, rel=0.01)


def test_levers_act_under_the_luck_of_the_scenario_that_they_change() -> None:
    base, lever = _run("until_expiry"), _run("twice_the_seats")
    returns = list(INDICATORS).index("returns")
    paired = lever.indicators[:, returns] - base.indicators[:, returns]
    apart = lever.indicators[:, returns].var() + base.indicators[:, returns].var()
    assert paired.var() < apart
    assert np.median(paired) > 0
